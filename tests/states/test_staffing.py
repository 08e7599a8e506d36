"""The search for steps that nobody can take, beside a slow and obvious one."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states.compile import shipped_definition
from states.main_path import way
from states.model import Definition, Ending
from states.source import shipped_kinds
from states.staffing import Doer, Doers, Stuck, Taken, key, soundness

MEMO = shipped_definition("school_plan", "uttaradit2_fy2561")


def everybody(definition: Definition, *people: int) -> dict:
    return {key(move): tuple(Doer(each) for each in people) for move in definition.transitions}


@pytest.mark.parametrize("kind", shipped_kinds())
def test_a_path_with_enough_people_is_sound(kind: str) -> None:
    """Somebody else for every trigger: nobody bars anybody."""
    definition = shipped_definition(kind, "uttaradit2_fy2561")
    triggers = sorted(definition.triggers)
    doers = {key(move): (Doer(triggers.index(move.trigger) + 1),) for move in definition.transitions}
    found = soundness(definition, way(definition), doers)
    assert (found.stuck, found.complete) == ((), True)


@pytest.mark.parametrize("kind", shipped_kinds())
def test_one_person_for_everything_is_stopped_by_each_separation(kind: str) -> None:
    definition = shipped_definition(kind, "uttaradit2_fy2561")
    found = soundness(definition, way(definition), everybody(definition, 1))
    assert {each.cause for each in found.stuck} <= {"separated"}
    assert bool(found.stuck) == bool(definition.separations)


@pytest.mark.parametrize("kind", shipped_kinds())
def test_nobody_at_all_stops_at_the_first_state(kind: str) -> None:
    definition = shipped_definition(kind, "uttaradit2_fy2561")
    found = soundness(definition, way(definition), {})
    assert [(each.state, each.cause, each.always) for each in found.stuck] == [
        (definition.initial, "nobody", True)
    ]


def test_two_people_may_get_on_or_not_and_the_shortest_way_is_told() -> None:
    """A school's plan: sent in by the school, accepted by another. In one hand it may stop."""
    doers = everybody(MEMO, 1)
    doers |= {key(move): (Doer(1), Doer(2)) for move in MEMO.transitions if move.trigger == "submit"}
    [stuck] = soundness(MEMO, way(MEMO), doers).stuck
    assert (stuck.state, stuck.cause, stuck.always) == ("under_review", "separated", False)
    assert stuck.walk[-1].trigger in MEMO.triggers
    assert [each.doer for each in stuck.walk if each.trigger == "submit"] == [Doer(1)]


def test_whoever_stands_in_for_the_other_is_barred_too() -> None:
    doers = everybody(MEMO, 1)
    doers |= {key(move): (Doer(2, 1),) for move in MEMO.transitions if "accept" in move.trigger}
    assert [each.state for each in soundness(MEMO, way(MEMO), doers).stuck] == ["under_review"]


def test_a_search_that_grows_too_long_says_so() -> None:
    project = shipped_definition("project", "uttaradit2_fy2561")
    found = soundness(project, way(project), everybody(project, *range(1, 30)), most=200)
    assert not found.complete


def test_an_item_is_looked_at_from_where_it_stands() -> None:
    doers = everybody(MEMO, 1, 2)
    start = ("under_review", [Taken("submit", frozenset({1, 2}))])
    found = soundness(MEMO, way(MEMO), doers, starts=[start])
    assert [(each.state, each.walk) for each in found.stuck] == [("under_review", ())]


def test_where_no_step_leads_to_a_good_end_nobody_is_missing() -> None:
    """A path that only ever goes back (it was never verified): no person could make it go on."""
    gone = {move.target for move in MEMO.transitions if MEMO.by_state[move.target].ending is Ending.DONE}
    circling = replace(MEMO, transitions=tuple(m for m in MEMO.transitions if m.target not in gone))
    assert way(circling).path == (MEMO.initial,)
    found = soundness(circling, way(circling), everybody(circling, 1, 2))
    assert (found.stuck, found.complete) == ((), True)


def slowly(definition: Definition, doers: Doers, most: int) -> set[tuple[str, bool]]:
    """Every walk of at most `most` steps, each remembering all that was done; where it cannot lead on."""
    road = way(definition)
    stops, passes = set(), set()

    def able(state: str, done: tuple[tuple[str, Doer], ...]) -> Iterator[tuple[str, str, Doer, bool]]:
        for move in definition.leaving(state):
            for doer in doers.get(key(move), ()):
                apart = definition.separated_from.get(move.trigger, ())
                if not any(trigger in apart and who.touches & doer.touches for trigger, who in done):
                    yield move.trigger, move.target, doer, road.leads_on(state, move)

    waiting = [(definition.initial, ())]
    seen = set()
    while waiting:
        state, done = waiting.pop()
        remembered = (state, frozenset(done))
        if remembered in seen or len(done) > most:
            continue
        seen.add(remembered)
        if definition.by_state[state].ending is not Ending.OPEN:
            continue
        here = list(able(state, done))
        leads = any(road.leads_on(state, move) for move in definition.leaving(state))
        if leads:
            (passes if any(each[3] for each in here) else stops).add(state)
        for trigger, target, doer, _ in here:
            again = (trigger, doer)
            waiting.append((target, done if again in done else (*done, again)))
    return {(state, state not in passes) for state in stops}


@settings(max_examples=60)
@given(
    kind=st.sampled_from(["school_plan", "quarterly_report", "self_assessment"]),
    hands=st.lists(st.sets(st.integers(1, 3), max_size=2), min_size=12, max_size=12),
)
def test_it_finds_what_the_slow_search_finds(kind: str, hands: list[set[int]]) -> None:
    """Up to three people with any steps in their hands."""
    definition = shipped_definition(kind, "uttaradit2_fy2561")
    steps = dict.fromkeys(key(move) for move in definition.transitions)
    doers = {
        step: tuple(Doer(each) for each in sorted(people))
        for step, people in zip(steps, itertools.cycle(hands), strict=False)
    }
    found = soundness(definition, way(definition), doers)
    assert found.complete
    assert {(each.state, each.always) for each in found.stuck} == slowly(definition, doers, 40)
    assert all(_walks(definition, doers, each) for each in found.stuck)


def _walks(definition: Definition, doers: Doers, stuck: Stuck) -> bool:
    """The counterexample is a walk that the path allows."""
    state = definition.initial
    for step in stuck.walk:
        move = definition.moves[state, step.trigger]
        assert step.doer is None or step.doer in doers[key(move)]
        state = move.target
    return state == stuck.state
