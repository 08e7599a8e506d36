"""What a project's guards hold and refuse, asked of its plan, its amendments and its neighbours."""

import pytest
from guard_desk import Desk, desk_of_the_small_office  # noqa: F401  a fixture


@pytest.mark.parametrize(
    ("guard", "state", "answer"),
    [
        ("plan_in_committee_review", "committee_review", "holds"),
        ("plan_in_committee_review", "proposals_open", "refuses"),
        ("plan_cancelled", "cancelled", "holds"),
        ("plan_cancelled", "drafting", "refuses"),
        ("plan_approved_or_interim_authority", "director_review", "refuses"),
        ("plan_approved_or_interim_authority", "approved", "holds"),
        ("plan_approved_or_interim_authority", "published", "holds"),
        ("plan_approved_or_interim_authority", "in_execution", "holds"),
        ("plan_approved_or_interim_authority", "year_end_summary", "holds"),
        ("plan_approved_or_interim_authority", "cancelled", "refuses"),
    ],
)
def test_where_the_plan_stands_decides(desk: Desk, guard: str, state: str, answer: str) -> None:
    plan = desk.item("annual_plan", state=state)
    assert desk.says(guard, desk.item("project", parent_id=plan.id)) == answer


def test_leave_to_start_meanwhile_is_recorded_on_the_project_or_its_plan(desk: Desk) -> None:
    plan = desk.item("annual_plan")
    project = desk.item("project", parent_id=plan.id)
    guard = "plan_approved_or_interim_authority"
    assert desk.says(guard, project, facts={"interim_authority": "บันทึก 1/2561"}) == "holds"
    desk.record(plan, "interim_authority", "บันทึก 1/2561")
    assert desk.says(guard, project) == "holds"


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        ("requested", "refuses"),
        ("meeting_review", "refuses"),
        ("rejected", "refuses"),
        ("withdrawn", "refuses"),
        ("adopted", "holds"),
        ("circulated", "holds"),
        ("reported_to_board", "holds"),
        ("closed", "holds"),
    ],
)
def test_an_amendment_of_the_same_plan_covers_a_project_once_adopted(
    desk: Desk, state: str, answer: str
) -> None:
    plan, other = desk.item("annual_plan"), desk.item("annual_plan")
    project = desk.item("project", parent_id=plan.id)
    desk.item("plan_amendment", state="adopted", parent_id=other.id)
    desk.item("plan_amendment", state=state, parent_id=plan.id)
    assert desk.says("amendment_adopted", project) == answer


def test_an_amendment_covers_no_project_outside_a_plan(desk: Desk) -> None:
    desk.item("plan_amendment", state="adopted")
    assert desk.says("amendment_adopted", desk.item("project")) == "refuses"


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        ("P002", "holds"),
        ("P001", "P001 is this project itself"),
        ("P003", "Project P003 has itself been merged, cancelled or left out of the plan"),
        ("PLAN", "There is no project with the code PLAN"),
        ("P999", "There is no project with the code P999"),
    ],
)
def test_a_project_merges_into_another_live_project(desk: Desk, target: str, answer: str) -> None:
    plan = desk.item("annual_plan", "PLAN")
    project = desk.item("project", "P001", parent_id=plan.id)
    desk.item("project", "P002", parent_id=plan.id)
    desk.item("project", "P003", "merged", parent_id=plan.id)
    assert desk.says("merge_target_set", project, facts={"merge_target": target}) == answer
