"""Makes a definition of what was observed: the graph of which activity followed which, ends told apart.

It is no rule anybody wrote, so nobody moves by it: every move belongs to the system alone, and what `verify`
asks of people's work going backwards is not asked of it (see `is_observed`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from states.model import Definition, Ending, Label, State, Transition

DISCOVERED = "discovered"  # the profile of a definition that was observed
IMPORTED = "imported"  # and of one that was given for a recorded past
START = "observed_start"
_NOBODY = ("system",)
_LONGEST_NAME = 48
_AWKWARD = re.compile(r"[^a-z0-9]+")


@dataclass
class Observed:
    """What a log shows, gathered case by case: activities in the order they first appear, and their moves.

    `pairs` counts (activity before, activity, whether it was the case's last); before the first of a case
    stands the empty text.
    """

    activities: dict[str, None] = field(default_factory=dict)
    pairs: dict[tuple[str, str, bool], int] = field(default_factory=dict)

    def add(self, sequence: Sequence[str]) -> None:
        """One case: the names of its activities in order. An empty one shows nothing."""
        before = ""
        for place, activity in enumerate(sequence, start=1):
            self.activities.setdefault(activity)
            step = (before, activity, place == len(sequence))
            self.pairs[step] = self.pairs.get(step, 0) + 1
            before = activity


@dataclass(frozen=True, slots=True)
class Discovered:
    """An observed definition, and the trigger each activity fires: within a case, and as its last."""

    definition: Definition
    going_on: Mapping[str, str]
    ending: Mapping[str, str]

    def trigger(self, activity: str, *, last: bool) -> str | None:
        """The trigger of an activity; None for one that was not observed so."""
        return (self.ending if last else self.going_on).get(activity)


def discover(kind: str, label: Label, observed: Observed) -> Discovered:
    """The directly-follows graph of `observed` as a definition of its own kind.

    States are "after an activity"; where cases ended with one, "ended after" it is a state of its own, so
    that an end leads nowhere. An activity seen both within and at the end of cases has two triggers.
    """
    names = identifiers(observed.activities)
    within = {activity for _, activity, last in observed.pairs if not last}
    at_end = {activity for _, activity, last in observed.pairs if last}
    going_on = {each: names[each] for each in observed.activities if each in within}
    ending = {
        each: f"{names[each]}_last" if each in within else names[each]
        for each in observed.activities
        if each in at_end
    }
    found = Definition(
        kind=kind,
        profile=DISCOVERED,
        label=label,
        initial=START,
        states=_states(names, going_on, ending),
        transitions=_moves(names, going_on, ending, observed),
    )
    return Discovered(found, MappingProxyType(going_on), MappingProxyType(ending))


def as_past(given: Definition, kind: str, label: Label) -> Definition:
    """The graph of a given definition for papers of the past: nobody moves them, and nothing falls due."""
    moves = tuple(
        Transition(
            trigger=move.trigger,
            label=move.label,
            sources=move.sources,
            target=move.target,
            by=_NOBODY,
            sources_cited=move.sources_cited,
        )
        for move in given.transitions
    )
    return Definition(kind, IMPORTED, label, given.initial, given.states, moves)


def is_observed(definition: Definition) -> bool:
    """Whether it tells what happened: observed or imported, and so that it moves nobody's paper."""
    return definition.profile in (DISCOVERED, IMPORTED) and all(
        move.by == _NOBODY for move in definition.transitions
    )


def readings(definition: Definition) -> Discovered:
    """An observed definition as it was published, with its triggers by activity read from its labels."""
    going_on: dict[str, str] = {}
    ending: dict[str, str] = {}
    for move in definition.transitions:
        ends = definition.is_end(move.target)
        (ending if ends else going_on)[_activity(definition, move)] = move.trigger
    return Discovered(definition, MappingProxyType(going_on), MappingProxyType(ending))


def _activity(definition: Definition, move: Transition) -> str:
    """The activity's own name: the label of the state after it, less what was put before it."""
    label = definition.by_state[move.target].label.en
    return label.removeprefix(_ENDED.en if definition.is_end(move.target) else _AFTER.en)


def identifiers(activities: Iterable[str]) -> dict[str, str]:
    """A safe, distinct trigger for each activity, made of its ASCII letters and digits.

    A name without any (Thai) becomes activity_1, activity_2 … by its place.
    """
    taken: set[str] = set()
    found: dict[str, str] = {}
    for place, activity in enumerate(activities, start=1):
        plain = _AWKWARD.sub("_", activity.lower()).strip("_")[:_LONGEST_NAME].rstrip("_")
        base = f"did_{plain}" if plain else f"activity_{place}"
        name, again = base, 2
        while name in taken or f"{name}_last" in taken:
            name, again = f"{base}_{again}", again + 1
        # "_last" is what the end of a case adds: no other activity may be called so, before or after.
        taken.update((name, f"{name}_last"))
        found[activity] = name
    return found


_AFTER = Label("หลัง ", "After ")
_ENDED = Label("สิ้นสุดหลัง ", "Ended after ")


def _states(
    names: Mapping[str, str], going_on: Mapping[str, str], ending: Mapping[str, str]
) -> tuple[State, ...]:
    found = [State(START, Label("เริ่มต้น", "Start"))]
    for activity, name in names.items():
        if activity in going_on:
            found.append(State(f"after_{name}", _said(_AFTER, activity)))
        if activity in ending:
            found.append(State(f"ended_{name}", _said(_ENDED, activity), Ending.DONE))
    return tuple(found)


def _moves(
    names: Mapping[str, str],
    going_on: Mapping[str, str],
    ending: Mapping[str, str],
    observed: Observed,
) -> tuple[Transition, ...]:
    """One move for each trigger, from every state in which it was seen, in the order of the activities."""
    order = {activity: place for place, activity in enumerate(["", *names])}
    sources: dict[tuple[str, bool], list[str]] = {}
    for before, activity, last in sorted(observed.pairs, key=lambda pair: (order[pair[0]], pair[2])):
        state = f"after_{names[before]}" if before else START
        sources.setdefault((activity, last), []).append(state)
    found = []
    for activity, name in names.items():
        for last, triggers in ((False, going_on), (True, ending)):
            if activity in triggers:
                said = Label(activity, activity)
                if last and activity in going_on:
                    said = Label(f"{activity} (ครั้งสุดท้าย)", f"{activity} (last)")
                target = f"{'ended' if last else 'after'}_{name}"
                move = Transition(triggers[activity], said, tuple(sources[activity, last]), target, _NOBODY)
                found.append(move)
    return tuple(found)


def _said(before: Label, activity: str) -> Label:
    return Label(before.th + activity, before.en + activity)
