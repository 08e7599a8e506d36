"""What is undone leaves the plan's money and its approved content as the record says."""

import datetime

import pytest
from amendment_desk import DAY, Plan, plan_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import col, select

from workflow.amendments.binding import altered, record_snapshot
from workflow.amendments.changes import set_changes
from workflow.corrections import correct
from workflow.errors import CannotCorrect
from workflow.models import Disbursement, Entry, Item, ProjectLine
from workflow.money.amounts import line_amounts
from workflow.money.lines import set_approved

MARCH = datetime.datetime(2018, 3, 20, 2, 0, tzinfo=datetime.UTC)
YEAR_END = datetime.date(2018, 12, 31)


def in_force(plan: Plan, on: datetime.date = YEAR_END) -> list[int]:
    return [each.in_force for each in line_amounts(plan.session, plan.office.id, 2561, on)]


def listed(plan: Plan, *changes: tuple[ProjectLine, int]) -> Item:
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, satang) for line, satang in changes], plan.hand())
    return amendment


def undo(plan: Plan, item: Item, seq: int, role: str = "plan_director") -> None:
    correct(plan.session, item.id, seq, by=plan.office.people[role], at=MARCH, reason="บันทึกผิดเรื่อง", undo=True)
    plan.session.expire_all()


def kept(plan: Plan, item: Item, seq: int) -> str:
    """Why the step cannot be undone."""
    before = in_force(plan)
    with pytest.raises(CannotCorrect) as refusal:
        undo(plan, item, seq)
    assert refusal.value.problem == "in_use"
    assert in_force(plan) == before
    return refusal.value.detail.en


def test_an_adoption_by_which_a_project_came_in_is_undone_after_its_inclusion_is(plan: Plan) -> None:
    (source,) = plan.lines(plan.project(100_00))
    project = plan.project(40_00, state="group_endorsed")
    amendment = listed(plan, (source, -30_00), (plan.lines(project)[0], 30_00))
    adoption = plan.adopt(amendment).entry_seq
    inclusion = plan.take(project, "include_by_amendment", "plan_director").entry_seq
    assert kept(plan, amendment, adoption) == f"Project {project.code} has come into the plan"
    undo(plan, project, inclusion)
    undo(plan, amendment, adoption)
    assert in_force(plan) == [100_00]


def test_an_adoption_whose_money_was_moved_on_is_not_undone(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    first = listed(plan, (line, 20_00), (other, -20_00))
    seq = plan.adopt(first).entry_seq
    later = listed(plan, (line, -110_00), (other, 110_00))
    last = plan.adopt(later).entry_seq
    assert kept(plan, first, seq) == (
        "P001 remuneration would be left with -10.00 baht; 0.00 are paid or carried over"
    )
    undo(plan, later, last)
    undo(plan, first, seq)
    assert in_force(plan) == [100_00, 50_00]


def test_an_adoption_whose_money_was_paid_is_not_undone(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = listed(plan, (line, -40_00), (other, 40_00))
    seq = plan.adopt(amendment).entry_seq
    plan.session.add(Disbursement(line_id=other.id, fiscal_year=2561, quarter=1, amount=50_01))
    assert kept(plan, amendment, seq) == (
        "P001 services would be left with 50.00 baht; 50.01 are paid or carried over"
    )


def test_an_adoption_on_which_a_project_was_cancelled_is_not_undone(plan: Plan) -> None:
    project, other = plan.project(100_00), plan.project(50_00)
    amendment = listed(plan, (plan.lines(project)[0], -100_00), (plan.lines(other)[0], 100_00))
    seq = plan.adopt(amendment).entry_seq
    cancelled = plan.take(project, "cancel", "plan_director").entry_seq
    assert kept(plan, amendment, seq) == f"Project {project.code} has been cancelled since, relying on it"
    undo(plan, project, cancelled)
    undo(plan, amendment, seq)
    assert in_force(plan) == [100_00, 50_00]


def included(plan: Plan, satang: int, source: ProjectLine | None = None) -> tuple[ProjectLine, Item, int]:
    """A line of the plan, and a project that an amendment brought in, with the entry that did."""
    source = source or plan.lines(plan.project(100_00))[0]
    project = plan.project(satang, state="group_endorsed")
    plan.adopt(listed(plan, (source, -satang), (plan.lines(project)[0], satang)))
    return source, project, plan.take(project, "include_by_amendment", "plan_director").entry_seq


def test_a_project_whose_money_was_moved_stays_in_the_plan(plan: Plan) -> None:
    source, project, seq = included(plan, 40_00)
    later = listed(plan, (source, 10_00), (plan.lines(project)[0], -10_00))
    adoption = plan.adopt(later).entry_seq
    assert kept(plan, project, seq) == f"Amendment {later.code} has moved the project's money"
    undo(plan, later, adoption)
    undo(plan, project, seq)
    assert in_force(plan) == [60_00]


def test_a_project_that_was_paid_for_stays_in_the_plan(plan: Plan) -> None:
    _, project, seq = included(plan, 40_00)
    line_id = plan.lines(project)[0].id
    plan.session.add(Disbursement(line_id=line_id, fiscal_year=2561, quarter=1, amount=1_00))
    assert kept(plan, project, seq) == (
        f"{project.code} remuneration would be left with 0.00 baht; 1.00 are paid or carried over"
    )


def approve(plan: Plan) -> int:
    plan.revise()
    return plan.take(plan.item, "confirm_revision", "plan_director").entry_seq


def test_an_inclusion_undone_leaves_the_plan_open_for_the_next(plan: Plan) -> None:
    (source,) = plan.lines(plan.project(100_00))
    approve(plan)
    wrong, right = (plan.project(30_00, state="group_endorsed") for _ in range(2))
    changes = [(source, -60_00), *((plan.lines(each)[0], 30_00) for each in (wrong, right))]
    plan.adopt(listed(plan, *changes))
    seq = plan.take(wrong, "include_by_amendment", "plan_director").entry_seq
    undo(plan, wrong, seq)
    assert altered(plan.session, plan.item) == []
    plan.take(right, "include_by_amendment", "plan_director")
    assert altered(plan.session, plan.item) == []
    wrong.title = "ชื่ออื่น"  # it is in no plan
    assert altered(plan.session, plan.item) == []
    right.title = "ชื่ออื่น"
    assert altered(plan.session, plan.item) == [right.code]


def test_an_inclusion_undone_later_than_another_took_place_leaves_the_record_of_that(plan: Plan) -> None:
    (source,) = plan.lines(plan.project(100_00))
    approve(plan)
    first, second = (plan.project(30_00, state="group_endorsed") for _ in range(2))
    plan.adopt(listed(plan, (source, -60_00), *((plan.lines(each)[0], 30_00) for each in (first, second))))
    seq = plan.take(first, "include_by_amendment", "plan_director").entry_seq
    plan.take(second, "include_by_amendment", "plan_director")
    undo(plan, first, seq)
    assert altered(plan.session, plan.item) == []
    second.title = "ชื่ออื่น"
    assert altered(plan.session, plan.item) == [second.code]


def test_an_approval_undone_lets_the_content_be_decided_anew(plan: Plan) -> None:
    project = plan.project(100_00, state="in_plan")
    seq = approve(plan)
    undo(plan, plan.item, seq)
    plan.put(project, "under_screening")
    lines = {plan.lines(project)[0].id: 90_00}
    set_approved(plan.session, project, lines, plan.hand("plan_director"))
    plan.put(project, "in_plan")
    plan.revise()
    plan.take(plan.item, "confirm_revision", "plan_director")
    assert altered(plan.session, plan.item) == []
    plan.lines(project)[0].original = 91_00
    assert altered(plan.session, plan.item) == [project.code]


def test_an_approval_undone_voids_what_was_recorded_under_it(plan: Plan) -> None:
    (source,) = plan.lines(plan.project(100_00, state="in_plan"))
    seq = approve(plan)
    _, project, _ = included(plan, 5_00, source)
    undo(plan, plan.item, seq)
    project.title = "ชื่ออื่น"
    assert altered(plan.session, plan.item) == []


def test_a_project_cancelled_leaves_the_content_and_one_lost_without_a_step_is_missed(plan: Plan) -> None:
    project, other = plan.project(100_00), plan.project(50_00)
    record_snapshot(plan.session, plan.item, plan.hand())
    amendment = listed(plan, (plan.lines(project)[0], -100_00), (plan.lines(other)[0], 100_00))
    plan.adopt(amendment)
    seq = plan.take(project, "cancel", "plan_director").entry_seq
    assert altered(plan.session, plan.item) == []
    undo(plan, project, seq)
    assert altered(plan.session, plan.item) == []
    project.title = "ชื่ออื่น"
    assert altered(plan.session, plan.item) == [project.code]
    plan.put(other, "not_selected")
    assert altered(plan.session, plan.item) == [project.code, other.code]


def test_a_project_included_is_recorded_with_the_plans_content(plan: Plan) -> None:
    (source,) = plan.lines(plan.project(100_00))
    approve(plan)
    _, project, seq = included(plan, 40_00, source)
    details = plan.session.exec(
        select(Entry.details).where(Entry.kind == "content").order_by(col(Entry.seq).desc())
    ).first()
    assert details is not None
    assert f'"step":{seq}' in details
    assert project.code in details


def test_approved_content_is_dated_by_the_day_of_the_approval(plan: Plan) -> None:
    plan.project(100_00, state="in_plan")
    plan.revise()
    plan.take(plan.item, "confirm_revision", "plan_director", DAY, MARCH)
    found = plan.session.exec(
        select(Entry.kind, Entry.effective_on)
        .where(Entry.item_id == plan.item.id, col(Entry.kind).in_(("step", "content")))
        .order_by(col(Entry.seq))
    ).all()
    assert [tuple(each) for each in found] == [("step", DAY), ("content", DAY)]
