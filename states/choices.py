"""What an office may choose of a shipped path: bodies, counts, deadlines; and the path they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from states.catalogue import catalogue
from states.compile import compile_definition
from states.findings import Finding
from states.model import Definition
from states.route import UnknownAction
from states.source import (
    DEFINITIONS,
    FALLBACK_PROFILE,
    PROFILES,
    DefinitionSource,
    ProfileSource,
    RouteEntry,
    Settings,
    read_definition,
    read_profile,
    shipped_kinds,
    shipped_profiles,
)
from states.verify import verify

COUNTS: Final = ("min_midyear_meetings", "min_year_end_meetings", "notice_days")


@dataclass(frozen=True, slots=True)
class Choices:
    """An office's choices for one kind: (body, action) in order, settings, and rules by deadline code."""

    route: tuple[tuple[str, str], ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    deadlines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of compiling: the definition, unless it could not be made, and everything wrong with it."""

    definition: Definition | None
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        return self.definition is not None and not self.findings


def is_shipped(kind: str) -> bool:
    return kind in shipped_kinds()


def actions_of(kind: str) -> tuple[str, ...]:
    """What a body on the route may be asked to do with this kind; none where the kind has no route."""
    if not is_shipped(kind):
        return ()
    source = _source(kind)
    return tuple(source.route.steps) if source.route else ()


def chosen(definition: Definition) -> Choices:
    """The choices that a definition in force was made from."""
    known = catalogue().deadlines
    return Choices(
        tuple((step.body, step.action) for step in definition.route),
        {name: value for name, value in definition.settings.items() if name in Settings.model_fields},
        {
            duty.code: dict(duty.rule)
            for duty in definition.duties
            if duty.code not in known or dict(duty.rule) != dict(known[duty.code].rule)
        },
    )


def tried(definition: Definition, choices: Choices) -> Tried:
    """The shipped path of the kind with these choices in place of those of `definition`, verified.

    Raises pydantic.ValidationError for settings out of their range.
    """
    slots = _slots(definition, choices.route)
    profile = ProfileSource(
        profile=definition.profile,
        th=definition.profile,
        en=definition.profile,
        routes={
            definition.kind: tuple(
                RouteEntry(slot=slot, body=body, action=action)
                for slot, (body, action) in zip(slots, choices.route, strict=True)
            )
        },
        settings=Settings(**{**_settings(definition), **choices.settings}),
        publication_channels={definition.kind: _channels(definition)},
        deadlines=choices.deadlines,
    )
    return compiled(_source(definition.kind), profile)


def compiled(source: DefinitionSource, profile: ProfileSource) -> Tried:
    """A definition file with a profile, verified."""
    try:
        made = compile_definition(source, profile, fallback=_shipped(FALLBACK_PROFILE), words=catalogue())
    except UnknownAction as error:
        wrong = Finding("route_action_unknown", error.kind, profile.profile, error.action, error.slot)
        return Tried(None, (wrong,))
    return Tried(made, verify(made))


def profile_of(definition: Definition) -> ProfileSource:
    """The profile behind a definition in force, for compiling another file of the same kind with it."""
    own = chosen(definition)
    return ProfileSource(
        profile=definition.profile,
        th=definition.profile,
        en=definition.profile,
        routes={
            definition.kind: tuple(
                RouteEntry(slot=step.slot, body=step.body, action=step.action) for step in definition.route
            )
        },
        settings=Settings(**_settings(definition)),
        publication_channels={definition.kind: _channels(definition)},
        deadlines=own.deadlines,
    )


@cache
def _source(kind: str) -> DefinitionSource:
    """The shipped path of a kind, read once: nothing changes the file or what was read."""
    return read_definition(DEFINITIONS / f"{kind}.yaml")


@cache
def _shipped(profile: str) -> ProfileSource:
    return read_profile(PROFILES / f"{profile}.yaml")


def _settings(definition: Definition) -> dict[str, Any]:
    return {name: value for name, value in definition.settings.items() if name in Settings.model_fields}


def _channels(definition: Definition) -> tuple[str, ...]:
    found = definition.settings.get("publication_channels", ())
    return tuple(str(each) for each in found) if isinstance(found, list | tuple) else ()


def _slots(definition: Definition, route: Sequence[tuple[str, str]]) -> list[str]:
    """A body keeps the slot it had here or has in a shipped profile, so that its state keeps its name."""
    known = {step.body: step.slot for step in definition.route}
    for name in shipped_profiles():
        for entry in _shipped(name).routes.get(definition.kind, ()):
            known.setdefault(entry.body, entry.slot)
    slots: list[str] = []
    for body, _ in route:
        wanted = known.get(body, body)
        while wanted in slots:
            wanted = body if wanted != body and body not in slots else f"{wanted}_again"
        slots.append(wanted)
    return slots
