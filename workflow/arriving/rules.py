"""What a log is held against: the graph that was observed, or a definition that was given."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from states.compile import compile_definition, shipped_definition
from states.discovered import Discovered, Observed, as_past, discover
from states.model import Definition, Label
from states.source import (
    FALLBACK_PROFILE,
    PROFILES,
    read_definition,
    read_profile,
    shipped_kinds,
    shipped_profiles,
)
from states.verify import verify
from workflow.arriving.mapping import Given, Written
from workflow.errors import BadInput, DefinitionRefused

MOST_ACTIVITIES: Final = 2_000  # a log with more names its activities by something that is none


@dataclass(frozen=True)
class Rules:
    """`past` is what items stand on; `given` the definition events are held against, None where observed."""

    mapping: Written
    past: Definition
    given: Definition | None = None
    observed: Discovered | None = None

    def trigger(self, activity: str, *, last: bool) -> str | None:
        """The trigger an activity means; None for an activity of which nothing is known."""
        if self.observed is not None:
            return self.observed.trigger(activity, last=last)
        said = self.mapping.meaning(activity)
        return said.trigger if said is not None and said.trigger in self.past.triggers else None


def observed_rules(mapping: Written, seen: Observed) -> Rules:
    """The rules that are the log itself. Raises BadInput: log_nothing, log_too_many_activities."""
    if not seen.activities:
        raise BadInput("file", "log_nothing", mapping.kind)
    if len(seen.activities) > MOST_ACTIVITIES:
        raise BadInput("file", "log_too_many_activities", str(len(seen.activities)))
    found = discover(mapping.kind, _label(mapping), seen)
    return Rules(mapping, found.definition, observed=found)


def given_rules(mapping: Written, folder: Path) -> Rules:
    """The rules of the definition that the mapping names; files are looked for in `folder`.

    Raises DefinitionRefused, Unreadable, and BadInput for a kind, profile or trigger that is none.
    """
    assert mapping.definition is not None
    given = _definition(mapping.definition, folder)
    findings = verify(given)
    if findings:
        raise DefinitionRefused(given.kind, tuple(Label(each.th, each.en) for each in findings))
    for meaning in mapping.activities.values():
        if meaning.trigger not in given.triggers:
            raise BadInput("trigger", "unknown", meaning.trigger)
    return Rules(mapping, as_past(given, mapping.kind, _label(mapping)), given)


def _definition(asked: Given, folder: Path) -> Definition:
    if asked.profile not in shipped_profiles():
        raise BadInput("profile", "unknown", asked.profile)
    if asked.file is not None:
        return compile_definition(
            read_definition(folder / Path(asked.file).name),
            read_profile(PROFILES / f"{asked.profile}.yaml"),
            fallback=read_profile(PROFILES / f"{FALLBACK_PROFILE}.yaml"),
        )
    if asked.kind not in shipped_kinds():
        raise BadInput("kind", "unknown", str(asked.kind)[:80])
    return shipped_definition(str(asked.kind), asked.profile)


def _label(mapping: Written) -> Label:
    """The kind's own name, and that it is the past."""
    name = mapping.th or mapping.kind
    return Label(f"{name} (ประวัติที่นำเข้า)", f"{mapping.en or mapping.kind} (imported past)")
