"""The shape of a compiled definition: the states and moves of one kind of item in one office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType


class Strength(StrEnum):
    """A hard guard stops; a soft guard may be passed with a written justification."""

    HARD = "hard"
    SOFT = "soft"


class Ending(StrEnum):
    """How a state ends an item: not at all, with its purpose met, or given up."""

    OPEN = "open"
    DONE = "done"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class Label:
    """One name in Thai and English."""

    th: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.th


@dataclass(frozen=True, slots=True)
class State:
    """One state; `body` names the reviewing body when the state came from the office's route."""

    name: str
    label: Label
    ending: Ending = Ending.OPEN
    body: str | None = None


@dataclass(frozen=True, slots=True)
class GuardUse:
    """A guard asked by a transition, with the strength that held when the definition was compiled."""

    name: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class Cascade:
    """Children of `kind` standing in one of `from_states` fire `trigger` in the same transaction."""

    kind: str
    from_states: tuple[str, ...]
    trigger: str


@dataclass(frozen=True, slots=True)
class Transition:
    """One move that may be made: from any of `sources` to `target`, by people in the roles `by`.

    `opens`, `settles` and `settles_on_parent` hold deadline codes; `notices` the codes of the notices and
    memos it sets off; `sources_cited` the steps of the source papers (U-… Uttaradit 2, P-… Phayao 2).
    """

    trigger: str
    label: Label
    sources: tuple[str, ...]
    target: str
    by: tuple[str, ...]
    guards: tuple[GuardUse, ...] = ()
    documents: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    settles_on_parent: tuple[str, ...] = ()
    cascades: tuple[Cascade, ...] = ()
    send_back: bool = False
    rework: bool = False
    sources_cited: tuple[str, ...] = ()

    @property
    def needs_reason(self) -> bool:
        return any(use.name == "reason_given" for use in self.guards)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed by a date: the deadline code, its rule (see `states.due`), and the role that owes it.

    `ladder` names the rungs on which it is remembered (`states.catalogue`); `each` is "group" where every
    group of the office owes it, "reader" where everybody does before whom the paper was put (`owed_by` is
    then who put it before them), else empty.
    """

    code: str
    label: Label
    rule: Mapping[str, object]
    owed_by: str
    ladder: str = "standard"
    each: str = ""


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One body on the office's approval route: its slot names the states and triggers it gives rise to."""

    slot: str
    body: str
    action: str


@dataclass(frozen=True)
class Definition:
    """A compiled, immutable definition, named by the SHA-256 of its canonical JSON (`states.canonical`)."""

    kind: str
    profile: str
    label: Label
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    route: tuple[RouteStep, ...] = ()
    duties: tuple[Duty, ...] = ()
    opening_duties: tuple[str, ...] = ()
    separations: tuple[tuple[str, ...], ...] = ()
    must_pass: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def by_state(self) -> Mapping[str, State]:
        return MappingProxyType({state.name: state for state in self.states})

    @cached_property
    def moves(self) -> Mapping[tuple[str, str], Transition]:
        """(state, trigger) to the transition that may be made there."""
        return MappingProxyType(
            {(source, move.trigger): move for move in self.transitions for source in move.sources}
        )

    @cached_property
    def triggers(self) -> frozenset[str]:
        return frozenset(move.trigger for move in self.transitions)

    @cached_property
    def duty(self) -> Mapping[str, Duty]:
        return MappingProxyType({duty.code: duty for duty in self.duties})

    @cached_property
    def separated_from(self) -> Mapping[str, frozenset[str]]:
        """Trigger to the other triggers that the same person may not have fired on the same item."""
        apart: dict[str, set[str]] = {}
        for group in self.separations:
            for trigger in group:
                apart.setdefault(trigger, set()).update(set(group) - {trigger})
        return MappingProxyType({trigger: frozenset(others) for trigger, others in apart.items()})

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Every transition that starts at `state`, in the order of the definition file."""
        return tuple(move for move in self.transitions if state in move.sources)

    def is_end(self, state: str) -> bool:
        return self.by_state[state].ending is not Ending.OPEN
