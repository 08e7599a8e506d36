"""A definition file and a profile file as written by people, before they are compiled together."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from states.catalogue import parse
from states.load import read_yaml_file

DEFINITIONS = Path(__file__).parent / "definitions"
PROFILES = Path(__file__).parent / "profiles"
FALLBACK_PROFILE = "modern_default"

Action = Literal["consider", "endorse", "acknowledge"]
# Inside a route, names carry {slot} and {next}; elsewhere {route}, {enter} and {last} stand for its states,
# its first trigger and its last state.
Written = Annotated[str, Field(min_length=1, max_length=80)]


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StateSource(_Source):
    th: str
    en: str
    end: Literal["done", "abandoned"] | None = None
    when: Literal["route", "no_route"] | None = None


class CascadeSource(_Source):
    kind: Written
    from_states: tuple[Written, ...] = Field(alias="from")
    trigger: Written


class MoveSource(_Source):
    """One transition as written. `when` keeps it only for offices with (or without) a route of bodies."""

    t: Written
    th: str
    en: str
    from_states: tuple[Written, ...] = Field(default=(), alias="from")
    to: Written
    by: tuple[Written, ...]
    guards: tuple[Written, ...] = ()
    soft: tuple[Written, ...] = ()
    docs: tuple[Written, ...] = ()
    notify: tuple[Written, ...] = ()
    cascade: tuple[CascadeSource, ...] = ()
    send_back: bool = False
    rework: bool = False
    when: Literal["route", "no_route"] | None = None
    only: Literal["last", "not_last"] | None = None
    src: tuple[str, ...]


class RouteStateSource(_Source):
    name: Written
    th: str
    en: str


class StepSource(_Source):
    """What one body adds to the path: the way in, its state, and the moves that record its resolution."""

    enter: MoveSource
    state: RouteStateSource
    outcomes: tuple[MoveSource, ...] = ()


class RouteSource(_Source):
    """Where the office's route of bodies is spliced in: from `starts` to `leads_to`.

    `chained` bodies hand on directly (the first body's resolution enters the second body's state);
    otherwise every body has its own way in from the state before.
    """

    starts: Written
    leads_to: Written
    chained: bool = True
    steps: Mapping[Action, StepSource]


class DutySource(_Source):
    """When an obligation opens and what settles it, by the states entered (`opening` = when work begins).

    `opens_by` names steps instead, where one of several ways into a state makes somebody owe something.
    `each` makes every group, or everybody before whom the paper is put, owe it for themselves; for readers
    `owed_by` is who put it before them. `when` keeps it only for offices with (or without) a route of bodies.
    """

    code: Written
    owed_by: Written
    opens_on: tuple[Written, ...] = ()
    opens_by: tuple[Written, ...] = ()
    settled_on: tuple[Written, ...] = ()
    settled_by_child: bool = False
    each: Literal["", "group", "reader"] = ""
    when: Literal["route", "no_route"] | None = None


class ParentSettlement(_Source):
    code: Written
    on: tuple[Written, ...] = Field(alias="entering")


class DefinitionSource(_Source):
    """One file of states/definitions."""

    kind: Written
    th: str
    en: str
    initial: Written
    states: Mapping[Written, StateSource]
    transitions: tuple[MoveSource, ...]
    route: RouteSource | None = None
    separate: tuple[tuple[Written, ...], ...] = ()
    obligations: tuple[DutySource, ...] = ()
    settles_on_parent: tuple[ParentSettlement, ...] = ()
    must_pass: tuple[Written, ...] = ()


class RouteEntry(_Source):
    slot: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    body: Written
    action: Action


class Settings(_Source):
    """What an office chooses; every figure is a default it may change, never law."""

    flexible_amendment: bool | None = None
    min_midyear_meetings: Annotated[int, Field(ge=0, le=12)] = 2
    min_year_end_meetings: Annotated[int, Field(ge=0, le=12)] = 1
    quorum: Annotated[str, Field(pattern=r"^[1-9][0-9]?/[1-9][0-9]?$")] = "1/2"
    notice_days: Annotated[int, Field(ge=0, le=60)] = 3
    deputy_step: bool = True


class ProfileSource(_Source):
    """One file of states/profiles: what differs between offices."""

    profile: Written
    th: str
    en: str
    routes: Mapping[str, tuple[RouteEntry, ...]]
    settings: Settings = Field(default_factory=Settings)
    publication_channels: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    deadlines: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)
    modules: Mapping[str, bool] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _slots_differ(self) -> "ProfileSource":
        for kind, route in self.routes.items():
            slots = [entry.slot for entry in route]
            if len(slots) != len(set(slots)):
                raise ValueError(f"routes.{kind}: a slot stands twice")
        return self


def read_definition(path: Path) -> DefinitionSource:
    """The definition file at `path`; raises states.load.Unreadable."""
    return parse(DefinitionSource, read_yaml_file(path), str(path))


def read_profile(path: Path) -> ProfileSource:
    """The profile file at `path`; raises states.load.Unreadable."""
    return parse(ProfileSource, read_yaml_file(path), str(path))


def shipped_kinds() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in DEFINITIONS.glob("*.yaml")))


def shipped_profiles() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in PROFILES.glob("*.yaml")))
