"""What two definitions ask differently, and the definitions that an office's own choices make."""

from dataclasses import replace

import pytest

from states.canonical import content_hash
from states.choices import Choices, actions_of, chosen, compiled, profile_of, tried
from states.compile import shipped_definition
from states.difference import difference
from states.model import GuardUse, Label, State, Strength
from states.source import DEFINITIONS, read_definition, shipped_kinds, shipped_profiles

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


def test_a_rule_that_nobody_can_read_is_compared_word_by_word() -> None:
    """A definition of long ago may hold a rule that today's language of deadlines no longer knows."""
    duty = PLAN.duty["D-AP-03"]
    old, new = (
        replace(PLAN, duties=tuple(replace(u, rule=rule) if u is duty else u for u in PLAN.duties))
        for rule in ({"whenever": "it suits"}, {"whenever": "it is late"})
    )
    assert difference(old, old) == ()
    (change,) = difference(old, new)
    assert (change.what, change.gone, change.come) == (
        "deadline_rule",
        ("whenever: it suits",),
        ("whenever: it is late",),
    )


def test_a_state_that_is_new_renamed_or_given_to_another_body_is_told() -> None:
    first, second, *rest = PLAN.states
    other = Label("ชื่อใหม่", "New name")
    changed = (
        replace(first, label=other),
        replace(second, body="area_committee"),
        *rest,
        State("resting", Label("พัก", "Resting")),
    )
    found = difference(PLAN, replace(PLAN, states=changed))
    assert [(each.what, each.name, each.gone, each.come) for each in found] == [
        ("state_named", first.name, (first.label.th,), ("ชื่อใหม่",)),
        ("state_body", second.name, (), ("area_committee",)),
        ("state_added", "resting", (), ()),
    ]
    back = difference(replace(PLAN, states=changed), PLAN)
    assert [(each.what, each.gone, each.come) for each in back if each.what == "state_body"] == [
        ("state_body", ("area_committee",), ())
    ]


def test_a_step_under_another_name_is_the_same_step() -> None:
    first, *rest = PLAN.transitions
    renamed = replace(first, label=Label("ชื่อใหม่", "New name"))
    (change,) = difference(PLAN, replace(PLAN, transitions=(renamed, *rest)))
    assert (change.what, change.gone, change.come, change.name) == (
        "step_named",
        (first.label.th,),
        ("ชื่อใหม่",),
        first.trigger,
    )


def test_a_deadline_that_comes_goes_or_falls_to_somebody_else_is_told() -> None:
    first, *rest = PLAN.duties
    without = replace(PLAN, duties=tuple(rest))
    assert [(each.what, each.name) for each in difference(PLAN, without)] == [("deadline_gone", first.code)]
    assert [(each.what, each.name) for each in difference(without, PLAN)] == [("deadline_added", first.code)]
    (change,) = difference(PLAN, replace(PLAN, duties=(replace(first, owed_by="clerk"), *rest)))
    assert (change.what, change.gone, change.come) == ("deadline_owner", (first.owed_by,), ("clerk",))


def test_a_setting_with_another_value_is_told_with_both() -> None:
    name, value = next((name, value) for name, value in PLAN.settings.items() if isinstance(value, int))
    settings = {**PLAN.settings, name: value + 7, "publication_channels": ["website", "board"]}
    before = {**PLAN.settings, "publication_channels": ["website"]}
    found = difference(replace(PLAN, settings=before), replace(PLAN, settings=settings))
    assert [(each.what, each.name, each.gone, each.come) for each in found] == sorted(
        [
            ("setting", name, (str(value),), (str(value + 7),)),
            ("setting", "publication_channels", ("website",), ("website – board",)),
        ]
    )


def test_an_action_that_a_file_has_no_step_for_is_a_finding_and_no_definition() -> None:
    """An office sends its plan to a body that endorses it; the file it brings has left that step out."""
    source = read_definition(DEFINITIONS / "annual_plan.yaml")
    assert source.route is not None
    steps = {action: step for action, step in source.route.steps.items() if action != "endorse"}
    short = source.model_copy(update={"route": source.route.model_copy(update={"steps": steps})})
    made = compiled(short, profile_of(PLAN))
    assert (made.definition, made.clean) == (None, False)
    (finding,) = made.findings
    assert (finding.code, finding.kind, finding.name) == ("route_action_unknown", "annual_plan", "endorse")
    assert finding.where in {step.slot for step in PLAN.route if step.action == "endorse"}


def test_a_body_may_be_asked_for_what_its_kind_has_a_step_for() -> None:
    assert set(actions_of("annual_plan")) == {"consider", "endorse", "acknowledge"}
    assert actions_of("memo") == ()  # goes to no body
    assert actions_of("our_own_kind") == ()  # not shipped
