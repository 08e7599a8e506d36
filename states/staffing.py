"""Proves that a path can be walked by the people there are, or shows where it will stop and why.

Separation of duties makes this more than counting posts: whoever proposed may not approve, so with few
people a paper can be brought to a step that nobody left may take. The search walks every way through the
path together with who took the steps that are kept apart, and keeps the shortest way to each place where
nothing leads on.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from states.main_path import Way
from states.model import Definition, Ending, Transition

# A walk takes some 20 microseconds; with more people in each other's way than this the answer is "unsure".
MOST_WALKS: Final = 40_000
Cause = Literal["nobody", "separated"]


class Doer(NamedTuple):
    """Somebody by whom a step may be taken: the person, and in whose place where that is somebody else."""

    person: int
    principal: int | None = None

    @property
    def touches(self) -> frozenset[int]:
        """Separation of duties holds for her and for whoever she stands in for."""
        return frozenset({self.person, self.principal} - {None})  # type: ignore[arg-type]


class Taken(NamedTuple):
    """A step that is kept apart from others, and whom it bars from them."""

    trigger: str
    barred: frozenset[int]


class Walked(NamedTuple):
    """One step of a counterexample: by whom, where that matters for what follows."""

    trigger: str
    doer: Doer | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """A state at which a paper will wait in vain.

    `triggers` are the steps that would lead on, `roles` who could take them. `cause` is `nobody` where there
    is no such person at all, `separated` where all of them took an earlier step. `always` tells that every
    way there ends so; else `walk` is the shortest that does, and other ways get on.
    """

    state: str
    triggers: tuple[str, ...]
    roles: tuple[str, ...]
    cause: Cause
    always: bool
    walk: tuple[Walked, ...] = ()


@dataclass(frozen=True, slots=True)
class Soundness:
    """What the search found; `complete` is False where it was given up before its end."""

    stuck: tuple[Stuck, ...]
    walks: int
    complete: bool = True


Doers = Mapping[tuple[str, tuple[str, ...]], Sequence[Doer]]
_Node = tuple[str, frozenset[Taken]]


@dataclass
class _Search:
    """The walks so far: from where each was reached, and what was found wrong at each state."""

    definition: Definition
    way: Way
    doers: "Doers"
    notable: Mapping[str, frozenset[Doer]]
    came: dict[_Node, tuple[_Node, Walked] | None] = field(default_factory=dict)
    stops: dict[str, tuple[Cause, _Node]] = field(default_factory=dict)
    passes: set[str] = field(default_factory=set)


def soundness(
    definition: Definition,
    way: Way,
    doers: "Doers",
    *,
    starts: Iterable[tuple[str, Iterable[Taken]]] = (),
    most: int = MOST_WALKS,
) -> Soundness:
    """Walks the path from its first state, or from `starts`: states with the steps taken so far.

    `doers` names for each trigger and the roles it is open to (`key`) everybody who may take it on a day,
    were it not for separation of duties.
    Conditions of steps are taken to be met in time: who could meet them is asked by their own steps.
    """
    search = _Search(definition, way, doers, _notable(definition, doers))
    begin = [(state, frozenset(taken)) for state, taken in starts] or [(definition.initial, frozenset())]
    waiting: deque[_Node] = deque()
    for node in begin:
        _reach(search, waiting, node, None)
    while waiting and len(search.came) <= most:
        _walk_on(search, waiting, waiting.popleft())
    return Soundness(
        tuple(_told(search, state) for state in sorted(search.stops)), len(search.came), not waiting
    )


def key(move: Transition) -> tuple[str, tuple[str, ...]]:
    """What decides who may take a step: one trigger may be open to different roles in different states."""
    return move.trigger, move.by


def _notable(definition: Definition, doers: "Doers") -> dict[str, frozenset[Doer]]:
    """By trigger, those whose taking it would bar somebody from a step kept apart from it."""
    everybody: dict[str, set[Doer]] = {}
    for (trigger, _), able in doers.items():
        everybody.setdefault(trigger, set()).update(able)
    found: dict[str, frozenset[Doer]] = {}
    for trigger, apart in definition.separated_from.items():
        others = {person for each in apart for doer in everybody.get(each, ()) for person in doer.touches}
        found[trigger] = frozenset(doer for doer in everybody.get(trigger, ()) if doer.touches & others)
    return found


def _reach(search: _Search, waiting: "deque[_Node]", node: _Node, came: tuple[_Node, Walked] | None) -> None:
    if node not in search.came:
        search.came[node] = came
        waiting.append(node)


def _walk_on(search: _Search, waiting: "deque[_Node]", node: _Node) -> None:
    """Notes whether anything leads on from here, and goes every way that somebody may take."""
    state, taken = node
    if search.definition.by_state[state].ending is not Ending.OPEN:
        return
    leading = got_on = False
    for move in search.definition.leaving(state):
        able = [doer for doer in search.doers.get(key(move), ()) if not _barred(search, move, doer, taken)]
        if search.way.leads_on(state, move):
            leading, got_on = True, got_on or bool(able)
        for walked, after in _steps(search, move, able, taken):
            _reach(search, waiting, (move.target, after), (node, walked))
    if leading and not got_on:
        search.stops.setdefault(state, (_cause(search, state), node))
    elif leading:
        search.passes.add(state)


def _barred(search: _Search, move: Transition, doer: Doer, taken: frozenset[Taken]) -> bool:
    apart = search.definition.separated_from.get(move.trigger, frozenset())
    return any(each.trigger in apart and each.barred & doer.touches for each in taken)


def _steps(
    search: _Search, move: Transition, able: Sequence[Doer], taken: frozenset[Taken]
) -> Iterable[tuple[Walked, frozenset[Taken]]]:
    """The step once by anybody whose taking it bars nobody, and once by each whose taking it does."""
    notable = search.notable.get(move.trigger, frozenset())
    if any(doer not in notable for doer in able):
        yield Walked(move.trigger, None), taken
    for doer in able:
        if doer in notable:
            yield Walked(move.trigger, doer), taken | {Taken(move.trigger, doer.touches)}


def _leading(search: _Search, state: str) -> list[Transition]:
    return [move for move in search.definition.leaving(state) if search.way.leads_on(state, move)]


def _cause(search: _Search, state: str) -> Cause:
    anybody = any(search.doers.get(key(move)) for move in _leading(search, state))
    return "separated" if anybody else "nobody"


def _told(search: _Search, state: str) -> Stuck:
    cause, node = search.stops[state]
    moves = _leading(search, state)
    return Stuck(
        state=state,
        triggers=tuple(move.trigger for move in moves),
        roles=tuple(dict.fromkeys(role for move in moves for role in move.by)),
        cause=cause,
        always=state not in search.passes,
        walk=_walk_to(search, node),
    )


def _walk_to(search: _Search, node: _Node) -> tuple[Walked, ...]:
    steps: list[Walked] = []
    while (came := search.came[node]) is not None:
        node, walked = came
        steps.append(walked)
    return tuple(reversed(steps))
