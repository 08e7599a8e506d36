"""Every definition made wrong by hand is refused, in both languages, with a way that leads to the fault."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from mutants import MUTANTS, Mutant

from states.findings import WORDS, Finding
from states.model import Definition, Ending, Transition
from states.source import shipped_kinds
from states.verify import verify

THAI = re.compile("[\u0e00-\u0e7f]")


@dataclass(frozen=True)
class Walk:
    """What firing a counterexample's triggers on the graph did: the states stood in, step after step."""

    definition: Definition
    finding: Finding
    stood: tuple[frozenset[str], ...]
    fired: tuple[Transition, ...]  # the moves of the last trigger that could be made

    @property
    def whole(self) -> bool:
        return len(self.stood) == len(self.finding.counterexample) + 1

    @property
    def here(self) -> frozenset[str]:
        return self.stood[-1]

    def last(self, holds: Callable[[Transition], bool]) -> bool:
        """The last trigger fired is the move at fault; one that nothing leads to any more stands alone."""
        if self.whole:
            return any(holds(move) for move in self.fired)
        moves = [m for m in self.definition.transitions if (m.trigger,) == self.finding.counterexample]
        near = after(self.definition, [self.definition.initial])
        return any(holds(move) for move in moves) and not any(near & set(move.sources) for move in moves)


def walk(definition: Definition, finding: Finding) -> Walk:
    """Fires the triggers one by one from the start, as far as the graph allows."""
    stood = [frozenset({definition.initial})]
    fired: tuple[Transition, ...] = ()
    for trigger in finding.counterexample:
        open_here = [m for m in definition.transitions if m.trigger == trigger and stood[-1] & set(m.sources)]
        if not open_here:
            break
        fired = tuple(open_here)
        stood.append(frozenset(move.target for move in open_here))
    return Walk(definition, finding, tuple(stood), fired)


def after(definition: Definition, starts: Iterable[str]) -> frozenset[str]:
    """Everything that can be reached from `starts`, themselves included."""
    found, grew = set(starts), True
    while grew:
        more = {m.target for m in definition.transitions if found & set(m.sources)} - found
        found |= more
        grew = bool(more)
    return frozenset(found)


def at_state(walk: Walk) -> bool:
    return walk.whole and walk.finding.name in walk.here


def at_trigger(walk: Walk) -> bool:
    return walk.last(lambda move: move.trigger == walk.finding.name)


def at_state_or_trigger(walk: Walk) -> bool:
    return at_state(walk) if walk.finding.name in walk.definition.by_state else at_trigger(walk)


def no_way_out(walk: Walk) -> bool:
    ends = {s.name for s in walk.definition.states if s.ending is not Ending.OPEN}
    return at_state(walk) and not ends & after(walk.definition, [walk.finding.name])


def end_goes_on(walk: Walk) -> bool:
    return (
        at_state(walk)
        and walk.definition.is_end(walk.finding.name)
        and bool(walk.definition.leaving(walk.finding.name))
    )


def two_ways(walk: Walk) -> bool:
    return at_trigger(walk) and sum(walk.finding.where in move.sources for move in walk.fired) > 1


def step_bypassed(walk: Walk) -> bool:
    """A good end was reached, and the state that must be passed was never stood in."""
    name, where = walk.finding.name, walk.finding.where
    here = {walk.definition.initial} - {name}
    for trigger in walk.finding.counterexample:
        moves = [m for m in walk.definition.transitions if m.trigger == trigger and here & set(m.sources)]
        here = {move.target for move in moves} - {name}
    return where in here and walk.definition.by_state[where].ending is Ending.DONE


def unknown_state(walk: Walk) -> bool:
    """The last step names it; or nothing can be walked, because the start or `must_pass` names it."""
    name = walk.finding.name
    if walk.finding.where == "initial":
        return walk.definition.initial == name and walk.finding.counterexample == ()
    if walk.finding.where == "must_pass":
        return name in walk.definition.must_pass and walk.finding.counterexample == ()
    if not walk.whole:  # the state it starts from is the one that does not exist
        return name not in after(walk.definition, [walk.definition.initial])
    return walk.last(lambda move: name in (*move.sources, move.target))


def unreachable(walk: Walk) -> bool:
    return walk.finding.name not in after(walk.definition, [walk.definition.initial])


def no_source(walk: Walk) -> bool:
    moves = [m for m in walk.definition.transitions if m.trigger == walk.finding.name]
    return any(not move.sources for move in moves)


def asks_for(field: str) -> Callable[[Walk], bool]:
    return lambda walk: walk.last(lambda move: walk.finding.name in getattr(move, field))


def unknown_guard(walk: Walk) -> bool:
    return walk.last(lambda move: walk.finding.name in {use.name for use in move.guards})


def unknown_role(walk: Walk) -> bool:
    if walk.finding.where in walk.definition.duty:
        return opened_here(walk, walk.finding.where)
    return asks_for("by")(walk)


def opened_here(walk: Walk, code: str) -> bool:
    opening = {walk.definition.initial} if code in walk.definition.opening_duties else set()
    opening |= {move.target for move in walk.definition.transitions if code in move.opens}
    return walk.whole and (bool(walk.here & opening) or not opening)


def deadline(walk: Walk) -> bool:
    return opened_here(walk, walk.finding.name)


def unknown_deadline(walk: Walk) -> bool:
    if walk.finding.name in walk.definition.duty:
        return deadline(walk)
    return asks_for("settles_on_parent")(walk)


def never_settled(walk: Walk) -> bool:
    later = after(walk.definition, [walk.finding.where])
    moves = [m for m in walk.definition.transitions if later & set(m.sources)]
    return (
        walk.whole
        and walk.finding.where in walk.here
        and not any(walk.finding.name in m.settles for m in moves)
    )


def never_opened(walk: Walk) -> bool:
    opening = [m for m in walk.definition.transitions if walk.finding.name in m.opens]
    return not opening and walk.finding.name not in walk.definition.opening_duties


def unknown_trigger(walk: Walk) -> bool:
    """The last step is another one of the same separation set."""
    sets = [group for group in walk.definition.separations if walk.finding.name in group]
    known = walk.last(lambda move: any(move.trigger in group for group in sets))
    alone = not any(set(group) & walk.definition.triggers for group in sets)
    return walk.finding.name not in walk.definition.triggers and (known or alone or not walk.whole)


def separation_too_small(walk: Walk) -> bool:
    return walk.last(lambda move: move.trigger in walk.finding.name.split(", "))


def unknown_body(walk: Walk) -> bool:
    return walk.whole and walk.finding.name in {walk.definition.by_state[each].body for each in walk.here}


def no_good_end(walk: Walk) -> bool:
    return all(state.ending is not Ending.DONE for state in walk.definition.states)


def unknown_channel(walk: Walk) -> bool:
    chosen = walk.definition.settings["publication_channels"]
    assert isinstance(chosen, list)
    return chosen.count(walk.finding.name) > 1 or not walk.finding.name.strip()


# What the walk must have shown, by the complaint's code.
SHOWN: dict[str, Callable[[Walk], bool]] = {
    "unknown_state": unknown_state,
    "unknown_role": unknown_role,
    "unknown_guard": unknown_guard,
    "unknown_document": asks_for("documents"),
    "unknown_notice": asks_for("notices"),
    "unknown_deadline": unknown_deadline,
    "unknown_body": unknown_body,
    "unknown_trigger": unknown_trigger,
    "unknown_channel": unknown_channel,
    "bad_name": at_state_or_trigger,
    "duplicate_state": at_state,
    "two_ways": two_ways,
    "unreachable": unreachable,
    "no_way_out": no_way_out,
    "end_goes_on": end_goes_on,
    "no_good_end": no_good_end,
    "no_source": no_source,
    "nobody_may": at_trigger,
    "send_back_without_reason": at_trigger,
    "given_up_without_reason": at_trigger,
    "backward_undeclared": at_trigger,
    "rework_without_send_back": at_trigger,
    "step_bypassed": step_bypassed,
    "separation_too_small": separation_too_small,
    "deadline_unusable": deadline,
    "deadline_outside_year": deadline,
    "never_settled": never_settled,
    "never_opened": never_opened,
    "label_missing": at_state_or_trigger,
}
# Found while compiling, before there is a definition to verify (see test_route.py).
WHILE_COMPILING = {"route_action_unknown"}


def test_there_are_more_than_a_hundred_over_every_kind_and_every_complaint() -> None:
    assert len(MUTANTS) == 138
    assert len({(mutant.kind, mutant.name) for mutant in MUTANTS}) == len(MUTANTS)
    per_kind = Counter(mutant.kind for mutant in MUTANTS)
    assert sorted(per_kind) == list(shipped_kinds())
    assert min(per_kind.values()) >= 9
    assert {mutant.code for mutant in MUTANTS} == set(WORDS) - WHILE_COMPILING == set(SHOWN)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: f"{m.kind}: {m.name}")
def test_each_is_refused_with_the_complaint_that_names_its_fault(mutant: Mutant) -> None:
    definition = mutant.definition()
    findings = verify(definition)
    assert mutant.code in {finding.code for finding in findings}, [f.en for f in findings]
    for finding in findings:
        assert SHOWN[finding.code](walk(definition, finding)), finding
        said = {"th": finding.th, "en": finding.en}
        assert THAI.search(said["th"])
        assert not THAI.search(said["en"].replace(finding.name, "").replace(finding.where, ""))
        assert all("{" not in text for text in said.values())
        for text, pattern in zip(said.values(), WORDS[finding.code], strict=True):
            assert finding.name in text or "{name}" not in pattern


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: f"{m.kind}: {m.name}")
def test_a_counterexample_is_as_short_as_any(mutant: Mutant) -> None:
    """No shorter walk stands where the complaint's own walk ends."""
    definition = mutant.definition()
    for finding in verify(definition):
        if finding.code == "step_bypassed" or not finding.counterexample:
            continue
        stood = walk(definition, finding)
        if not stood.whole:
            continue
        before = stood.stood[-2]
        near = {definition.initial}
        for _ in range(len(finding.counterexample) - 2):  # every state fewer steps away than `before`
            assert not before <= near, finding
            near |= {m.target for m in definition.transitions if near & set(m.sources)}
