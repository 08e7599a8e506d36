"""What two definitions ask differently, and the definitions that an office's own choices make."""

from dataclasses import replace

import pytest

from states.canonical import content_hash
from states.choices import Choices, chosen, profile_of, tried
from states.compile import shipped_definition
from states.difference import difference
from states.model import GuardUse, Strength
from states.source import shipped_kinds, shipped_profiles

CASES = [(kind, profile) for kind in shipped_kinds() for profile in shipped_profiles()]
PLAN = shipped_definition("annual_plan", "modern_default")


@pytest.mark.parametrize(("kind", "profile"), CASES)
def test_the_choices_behind_a_definition_make_it_again(kind: str, profile: str) -> None:
    shipped = shipped_definition(kind, profile)
    again = tried(shipped, chosen(shipped))
    assert again.clean
    assert again.definition is not None
    assert content_hash(again.definition) == content_hash(shipped)
    assert difference(shipped, again.definition) == ()
    assert profile_of(shipped).routes[kind] == tuple(profile_of(again.definition).routes[kind])


def test_every_sort_of_change_is_found_and_nothing_else() -> None:
    first, *rest = PLAN.transitions
    moved = replace(
        first,
        by=(*first.by, "deputy_director"),
        documents=first.documents[1:],
        guards=(GuardUse(first.guards[0].name, Strength.SOFT), *first.guards[2:]),
    )
    found = difference(PLAN, replace(PLAN, transitions=(moved, *rest)))
    assert {each.what for each in found} == {"roles", "documents", "guards", "strength"}
    assert [each.come for each in found if each.what == "roles"] == [("deputy_director",)]
    assert [each.gone for each in found if each.what == "strength"] == [("hard",)]


def test_a_body_left_out_takes_its_states_and_steps_along() -> None:
    made = tried(PLAN, Choices((("provincial_board", "endorse"),), chosen(PLAN).settings)).definition
    assert made is not None
    found = difference(PLAN, made)
    assert [each.name for each in found if each.what == "state_gone"] == ["subcommittee_review"]
    assert [each.name for each in found if each.what == "step_added"] == ["submit_to_board"]
    assert [each.what for each in found if each.what == "setting"] == []


def test_a_body_keeps_the_name_of_its_state_and_two_never_share_one() -> None:
    route = (("area_committee", "consider"), ("provincial_board", "endorse"))
    made = tried(PLAN, Choices(route, chosen(PLAN).settings))
    assert made.definition is not None
    assert [step.slot for step in made.definition.route] == ["area_committee", "board"]
    plan = shipped_definition("development_plan", "modern_default")
    both = tried(plan, Choices((("provincial_board", "endorse"), ("area_committee", "endorse"))))
    assert both.definition is not None
    slots = [step.slot for step in both.definition.route]
    assert len(set(slots)) == 2
    assert slots[0] == "board"


def test_a_rule_in_other_words_is_no_change() -> None:
    duty = PLAN.duty["D-AP-03"]
    same = replace(duty, rule={**duty.rule, "days": "calendar"})
    duties = tuple(same if each.code == duty.code else each for each in PLAN.duties)
    assert difference(PLAN, replace(PLAN, duties=duties)) == ()
    other = replace(duty, rule={**duty.rule, "by": "20 Dec"})
    duties = tuple(other if each.code == duty.code else each for each in PLAN.duties)
    (change,) = difference(PLAN, replace(PLAN, duties=duties))
    assert (change.what, change.name) == ("deadline_rule", "D-AP-03")
