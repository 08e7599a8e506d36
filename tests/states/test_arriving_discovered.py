"""An observed graph is a definition like any other: verified, immutable, and it accepts what was observed."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from states.canonical import canonical_json, content_hash, from_canonical
from states.compile import shipped_definition
from states.diagram import dot, mermaid
from states.discovered import Observed, as_past, discover, identifiers, is_observed, readings
from states.machine import graph
from states.model import Label
from states.verify import verify

NAMES = st.sampled_from(["รับเรื่อง", "Approve", "approve!", "state", "to_x", "x last", "x", "คืนเรื่อง", "X"])
LOGS = st.lists(st.lists(NAMES, min_size=1, max_size=8), min_size=1, max_size=12)


def found(log):
    seen = Observed()
    for sequence in log:
        seen.add(sequence)
    return discover("old", Label("เก่า", "Old"), seen)


@given(LOGS)
def test_whatever_is_observed_verifies_and_every_case_of_it_ends_at_a_good_end(log):
    made = found(log)
    assert verify(made.definition) == ()
    walked = graph(made.definition, content_hash(made.definition))
    for sequence in log:
        state = made.definition.initial
        for place, activity in enumerate(sequence, start=1):
            trigger = made.trigger(activity, last=place == len(sequence))
            assert trigger is not None
            target = walked.target(state, trigger)
            assert target == walked.fire(state, trigger)
            assert target is not None
            state = target
        assert made.definition.by_state[state].ending == "done"


@given(LOGS)
def test_it_is_named_by_its_content_and_read_back_with_its_triggers(log):
    made, again = found(log), found(log)
    assert content_hash(made.definition) == content_hash(again.definition)
    kept = readings(from_canonical(canonical_json(made.definition)))
    assert (dict(kept.going_on), dict(kept.ending)) == (dict(made.going_on), dict(made.ending))


@given(st.lists(st.text(max_size=80), unique=True, max_size=20))
def test_identifiers_are_distinct_and_so_are_those_of_ends(names):
    made = list(identifiers(names).values())
    both = [*made, *(f"{name}_last" for name in made)]
    assert len(set(both)) == 2 * len(names)


def test_the_graph_by_hand():
    made = found([["A", "B", "A"], ["A", "C"], ["A"]]).definition
    assert [state.name for state in made.states] == [
        *("observed_start", "after_did_a", "ended_did_a", "after_did_b", "ended_did_c")
    ]
    moves = [(move.trigger, move.sources, move.target) for move in made.transitions]
    assert moves == [
        ("did_a", ("observed_start",), "after_did_a"),
        ("did_a_last", ("observed_start", "after_did_b"), "ended_did_a"),
        ("did_b", ("after_did_a",), "after_did_b"),
        ("did_c", ("after_did_a",), "ended_did_c"),
    ]
    assert {move.by for move in made.transitions} == {("system",)}
    assert 'state "After A" as after_did_a' in mermaid(made, "en")
    assert 'after_did_a -> ended_did_c [label="C"]' in dot(made, "en")


def test_only_what_moves_nobody_is_excused_from_saying_that_it_goes_back():
    made = found([["A", "B", "A", "C"]]).definition
    assert verify(made) == ()
    moved = dataclasses.replace(
        made, transitions=tuple(dataclasses.replace(m, by=("plan_officer",)) for m in made.transitions)
    )
    assert [finding.code for finding in verify(moved)] == ["backward_undeclared"]
    named = dataclasses.replace(made, profile="modern_default")
    assert [finding.code for finding in verify(named)] == ["backward_undeclared"]


def test_a_given_definition_as_past_keeps_the_graph_and_asks_nothing_of_anybody():
    given_one = shipped_definition("project", "modern_default")
    past = as_past(given_one, "old_projects", Label("เก่า", "Old"))
    assert set(past.moves) == set(given_one.moves)
    assert all(past.moves[key].target == given_one.moves[key].target for key in past.moves)
    assert (verify(past), is_observed(past), is_observed(given_one)) == ((), True, False)
    assert not any(m.opens or m.notices or m.cascades or m.guards or m.documents for m in past.transitions)
    assert (past.duties, past.opening_duties) == ((), ())
