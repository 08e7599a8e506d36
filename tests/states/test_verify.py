"""Verification says nothing about good definitions, and says it fast."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.compile import shipped_definition
from states.findings import WORDS, Finding
from states.model import Definition, Ending, State
from states.paths import leading_to_an_end, reachable_from, shortest_ways
from states.source import shipped_kinds, shipped_profiles
from states.verify import verify

SHIPPED = [shipped_definition(kind, profile) for kind in shipped_kinds() for profile in shipped_profiles()]


@given(st.sampled_from(SHIPPED), st.data())
def test_leaving_out_any_state_is_always_found(definition: Definition, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(definition.states))
    broken = replace(definition, states=tuple(s for s in definition.states if s is not gone))
    assert "unknown_state" in {finding.code for finding in verify(broken)}


@given(st.sampled_from(SHIPPED), st.data())
def test_misspelling_any_role_guard_paper_or_notice_is_always_found(
    definition: Definition, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(definition.transitions) - 1))
    move = definition.transitions[at]
    field, code = data.draw(
        st.sampled_from(
            [("by", "unknown_role"), ("documents", "unknown_document"), ("notices", "unknown_notice")]
        )
    )
    wrong = replace(move, **{field: (*getattr(move, field), "no_such_word")})
    moves = (*definition.transitions[:at], wrong, *definition.transitions[at + 1 :])
    found = verify(replace(definition, transitions=moves))
    assert [(f.code, f.name, f.where) for f in found] == [(code, "no_such_word", move.trigger)]


@given(st.sampled_from(SHIPPED), st.data())
def test_an_end_made_of_any_state_that_goes_on_is_always_found(
    definition: Definition, data: st.DataObject
) -> None:
    going_on = [state for state in definition.states if state.ending is Ending.OPEN]
    wrong = data.draw(st.sampled_from(going_on))
    states = tuple(replace(s, ending=Ending.DONE) if s is wrong else s for s in definition.states)
    found = {(f.code, f.name) for f in verify(replace(definition, states=states))}
    assert ("end_goes_on", wrong.name) in found


@pytest.mark.parametrize("definition", SHIPPED, ids=lambda d: f"{d.kind} {d.profile}")
def test_the_shortest_ways_lead_where_they_say(definition: Definition) -> None:
    ways = shortest_ways(definition)
    assert set(ways) == {state.name for state in definition.states}
    assert leading_to_an_end(definition) == set(ways)
    for state, way in ways.items():
        here = definition.initial
        for trigger in way:
            here = definition.moves[here, trigger].target
        assert here == state
    for end in (state for state in definition.states if state.ending is not Ending.OPEN):
        assert reachable_from(definition, end.name) == frozenset()


def test_a_way_never_enters_what_is_closed() -> None:
    definition = shipped_definition("annual_plan", "uttaradit2_fy2561")
    assert "approved" not in shortest_ways(definition, without=["board_review"])
    assert shortest_ways(definition, without=[definition.initial]) == {}


def test_where_the_graph_cannot_be_walked_only_its_names_are_reported() -> None:
    definition = shipped_definition("memo", "phayao2")
    broken = replace(definition, initial="nowhere", states=(*definition.states, definition.states[0]))
    assert {finding.code for finding in verify(broken)} == {"unknown_state", "duplicate_state"}


def test_every_complaint_has_words_with_the_same_facts_in_both_languages() -> None:
    for code, (thai, english) in WORDS.items():
        finding = Finding(code, "memo", "own", "NAME", "WHERE", ("one", "two"))
        for fact in ("NAME", "WHERE"):
            assert (fact in finding.th) == (fact in finding.en), code
        assert finding.th.endswith("(ตัวอย่าง: one → two)")
        assert finding.en.endswith("(counterexample: one → two)")
        assert min(len(thai.strip()), len(english.strip())) > 0


def test_a_state_no_transition_names_is_no_part_of_the_path() -> None:
    definition = shipped_definition("memo", "phayao2")
    lonely = State("lonely", definition.states[0].label)
    found = verify(replace(definition, states=(*definition.states, lonely)))
    assert [(f.code, f.name) for f in found] == [("unreachable", "lonely")]
