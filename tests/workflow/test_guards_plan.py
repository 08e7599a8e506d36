"""What the annual plan's guards hold and refuse, asked of real projects, reports and groups."""

import datetime

import pytest
from guard_desk import DAY, Desk, desk_of_the_small_office  # noqa: F401  a fixture

from workflow.models import Group

ONE_DAY = datetime.timedelta(days=1)


def test_every_group_proposes_or_says_that_it_has_nothing(desk: Desk) -> None:
    plan = desk.plan_with("submitted")
    assert desk.says("all_groups_answered", plan) == "Groups that have not answered (1): ADM"
    assert desk.says("all_groups_answered", plan, facts={"groups_answered": "กลุ่ม ADM"}) == "holds"
    desk.item("project", "P900", "group_endorsed", parent_id=plan.id, group_id=desk.office.groups["ADM"])
    assert desk.says("all_groups_answered", plan) == "holds"


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_a_draft_or_withdrawn_project_is_no_answer_of_its_group(desk: Desk, state: str) -> None:
    plan = desk.plan_with(state)
    assert desk.says("all_groups_answered", plan) == "Groups that have not answered (2): ADM, PLN"


def test_a_project_of_another_plan_is_no_answer(desk: Desk) -> None:
    desk.plan_with("submitted")
    assert (
        desk.says("all_groups_answered", desk.item("annual_plan"))
        == "Groups that have not answered (2): ADM, PLN"
    )


@pytest.mark.parametrize(
    ("since", "until", "waited_for"),
    [
        (None, None, True),
        (None, DAY, True),
        (None, DAY - ONE_DAY, False),
        (DAY, None, True),
        (DAY + ONE_DAY, None, False),
    ],
)
def test_a_group_is_waited_for_on_the_days_it_exists(
    desk: Desk, since: datetime.date | None, until: datetime.date | None, waited_for: bool
) -> None:
    plan = desk.plan_with("submitted")
    adm = desk.session.get_one(Group, desk.office.groups["ADM"])
    adm.valid_from, adm.valid_to = since or adm.valid_from, until
    answer = "Groups that have not answered (1): ADM" if waited_for else "holds"
    assert desk.says("all_groups_answered", plan) == answer


def test_where_no_groups_are_registered_the_recorded_list_stands(desk: Desk) -> None:
    plan = desk.item("annual_plan")
    for key in desk.office.groups.values():
        desk.session.get_one(Group, key).valid_to = plan.effective_on.replace(day=11)
    assert desk.says("all_groups_answered", plan) == "refuses"
    assert desk.says("all_groups_answered", plan, facts={"groups_answered": "PLN"}) == "holds"


@pytest.mark.parametrize(
    ("guard", "key"),
    [
        ("all_groups_submitted_or_waived", "groups_submitted"),
        ("committee_covers_all_groups", "committee_groups"),
    ],
)
def test_groups_on_a_list_are_checked_one_by_one(desk: Desk, guard: str, key: str) -> None:
    report = desk.item("quarterly_report")
    assert desk.says(guard, report, facts={key: "pln"}).endswith("(1): ADM")
    assert desk.says(guard, report, facts={key: "ADM;PLN"}) == "holds"


@pytest.mark.parametrize("state", ["draft", "submitted", "group_endorsed", "under_screening", "returned"])
def test_a_proposal_in_these_states_waits_for_its_decision(desk: Desk, state: str) -> None:
    plan = desk.plan_with("in_plan", state)
    word = {"every_proposal_decided": "คณะกรรมการครั้งที่ 1"}
    assert desk.says("every_proposal_decided", plan, facts=word) == "Projects not yet decided (1): P002"


def test_decided_proposals_need_nobodys_word_and_no_proposals_need_one(desk: Desk) -> None:
    decided = desk.plan_with("in_plan", "merged", "not_selected", "cancelled")
    empty = desk.item("annual_plan")
    assert desk.says("every_proposal_decided", decided) == "holds"
    assert desk.says("every_proposal_decided", empty) == "refuses"
    assert (
        desk.says("every_proposal_decided", empty, facts={"every_proposal_decided": "ไม่มีข้อเสนอ"}) == "holds"
    )


def test_every_project_in_the_plan_has_an_owner(desk: Desk) -> None:
    plan = desk.plan_with("in_plan", "merged")
    assert desk.says("projects_have_owners", plan) == "Projects without an owner (1): P001"
    owned = desk.item("annual_plan")
    desk.item("project", "P900", "in_plan", parent_id=owned.id, owner_id=desk.office.people["project_owner"])
    assert desk.says("projects_have_owners", owned) == "holds"


@pytest.mark.parametrize(
    ("guard", "key", "setting"),
    [
        ("year_end_meeting_held", "year_end_meetings", "min_year_end_meetings"),
        ("min_midyear_meetings_held_or_justified", "midyear_meetings", "min_midyear_meetings"),
    ],
)
def test_as_many_meetings_as_the_office_sets(desk: Desk, guard: str, key: str, setting: str) -> None:
    plan = desk.item("annual_plan")
    assert desk.says(guard, plan, **{setting: 3}) == "Meetings held: 0 of 3"
    assert desk.says(guard, plan, facts={key: "2"}, **{setting: 3}) == "Meetings held: 2 of 3"
    assert desk.says(guard, plan, facts={key: "๓"}, **{setting: 3}) == "holds"
    assert desk.says(guard, plan, **{setting: 0}) == "holds"


def test_four_quarters_are_acknowledged_before_the_plan_closes(desk: Desk) -> None:
    plan = desk.item("annual_plan")
    for quarter, state in enumerate(("closed", "follow_up", "under_review", "acknowledged"), start=1):
        desk.item("quarterly_report", f"Q{quarter}", state, quarter=quarter, parent_id=plan.id)
    desk.item("quarterly_report", "Q9", "closed", quarter=3)  # of no plan
    assert desk.says("all_quarter_reports_accepted", plan) == "Quarters without an acknowledged report (1): 3"
    desk.item("quarterly_report", "Q3B", "acknowledged", quarter=3, parent_id=plan.id)
    assert desk.says("all_quarter_reports_accepted", plan) == "holds"


@pytest.mark.parametrize(
    ("state", "fiscal_year", "answer"),
    [("published", 2561, "holds"), ("published", 2560, "refuses"), ("ready_to_publish", 2561, "refuses")],
)
def test_the_annual_report_of_the_year_is_published(
    desk: Desk, state: str, fiscal_year: int, answer: str
) -> None:
    plan = desk.item("annual_plan")
    desk.item("annual_report", "AR", state, fiscal_year=fiscal_year)
    assert desk.says("annual_report_published", plan) == answer


def test_an_annual_report_of_this_plan_counts_whatever_its_year(desk: Desk) -> None:
    plan = desk.item("annual_plan")
    desk.item("annual_report", "AR", "published", fiscal_year=2562, parent_id=plan.id)
    assert desk.says("annual_report_published", plan) == "holds"


def test_projects_have_ended_or_their_money_is_carried_over(desk: Desk) -> None:
    plan = desk.plan_with("closed", "cancelled", "carried_over", "in_progress", "reported")
    guard = "all_projects_terminal_or_carried_over"
    assert (
        desk.says(guard, plan, facts={guard: "ครบ"})
        == "Projects neither ended nor carried over (2): P004, P005"
    )
    empty = desk.item("annual_plan")
    assert (desk.says(guard, empty), desk.says(guard, empty, facts={guard: "ครบ"})) == ("refuses", "holds")


def test_a_development_plan_is_replaced_by_a_later_published_one(desk: Desk) -> None:
    earlier = desk.item("development_plan", "D1", "published")
    plan = desk.item("development_plan", "D2", "published")
    assert desk.says("successor_published", plan) == "refuses"
    later = desk.item("development_plan", "D3", "approved")
    assert desk.says("successor_published", plan) == "refuses"
    later.state = "published"
    assert [desk.says("successor_published", each) for each in (earlier, plan, later)] == [
        "holds",
        "holds",
        "refuses",
    ]
