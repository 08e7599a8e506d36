"""No approved amount or content differs from what was approved without an amendment that proves it."""

import datetime
import json

import pytest
from amendment_desk import Plan, plan_of_the_small_office  # noqa: F401  a fixture
from conftest import NOW
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from workflow.amendments.binding import altered, change_item, record_snapshot, snapshot
from workflow.amendments.changes import set_changes
from workflow.amendments.listed import NewMoney
from workflow.amendments.proofs import unproven_changes
from workflow.corrections import correct
from workflow.errors import BadInput, NotAllowed, NotOpenHere, StepRefused
from workflow.items import NewItem, import_item
from workflow.models import Entry, Fund, Indicator, Obligation, Proposal, Tranche
from workflow.money.amounts import line_amounts
from workflow.proposals.form import Form, save_form

YEAR_END = datetime.date(2018, 12, 31)
AMOUNTS = st.integers(-60_00, 60_00).filter(bool)


def total(plan: Plan) -> int:
    return sum(each.in_force for each in line_amounts(plan.session, plan.office.id, 2561, YEAR_END))


def tamper(plan: Plan, statement: str, **values: object) -> None:
    """What somebody does who reaches the database and not the program."""
    plan.session.flush()
    plan.session.execute(text(statement), values)
    plan.session.expire_all()


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.lists(AMOUNTS, min_size=1, max_size=3), st.booleans(), st.booleans()),
        min_size=1,
        max_size=4,
    )
)
def test_amendments_neither_make_nor_lose_money(
    plan: Plan, tries: list[tuple[list[int], bool, bool]]
) -> None:
    """Net zero keeps the plan's total, new money adds exactly itself; whatever is refused changes nothing."""
    nested = plan.session.begin_nested()
    lines = plan.lines(plan.project(100_00, 50_00, 20_00, 10_00))
    fund = plan.session.exec(select(Fund.id).where(Fund.code == "OFFICE")).one()
    for number, satang in ((1, 180_00), (2, 70_00)):
        arrived = {"number": number, "received_on": NOW.date(), "letter_no": "1", "entry_seq": 1}
        new = Tranche(office_id=plan.office.id, fiscal_year=2561, fund_id=fund, amount=satang, **arrived)
        plan.session.add(new)
    plan.session.flush()
    named, left = NewMoney("OFFICE", 2), 70_00
    for amounts, balanced, new in tries:
        before, wanted = total(plan), dict(zip((line.id for line in lines), amounts, strict=False))
        if balanced and sum(amounts):
            wanted[lines[3].id] = -sum(amounts)
        amendment, net = plan.amendment(), sum(wanted.values())
        try:
            set_changes(
                plan.session, amendment, list(wanted.items()), plan.hand(), new_money=named if new else None
            )
            plan.adopt(amendment)
        except (BadInput, StepRefused):
            assert total(plan) == before
        else:
            assert net == 0 or (new and 0 < net <= left)
            assert total(plan) == before + net
            left -= net
        assert all(each.in_force >= 0 for each in line_amounts(plan.session, plan.office.id, 2561, YEAR_END))
        assert unproven_changes(plan.session, plan.item) == []
    nested.rollback()


TAMPERED = {
    "original": "UPDATE project_line SET original = original + :by WHERE id = :line",
    "adopted": "UPDATE line_change SET change = change + :by WHERE line_id = :line AND amendment_id = :done",
    "pretended": "UPDATE item SET state = 'adopted' WHERE id = :pending",
    "added": "INSERT INTO line_change (line_id, amendment_id, change, effective_on)"
    " VALUES (:line, :done, :by, '2018-01-12')",
    "deleted": "DELETE FROM line_change WHERE amendment_id = :done",
    "moved": "UPDATE project_line SET item_id = :elsewhere WHERE id = :line",
}


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(TAMPERED)), st.integers(1, 10**9), st.integers(0, 1), st.integers(1, 30_00))
def test_whatever_is_altered_behind_the_programs_back_is_found(
    plan: Plan, how: str, by: int, which: int, satang: int
) -> None:
    nested = plan.session.begin_nested()
    project, elsewhere = plan.project(100_00, 50_00), plan.project(10_00)
    lines = plan.lines(project)
    done, pending = plan.amendment(), plan.amendment()
    for each in (done, pending):
        set_changes(plan.session, each, [(lines[0].id, -satang), (lines[1].id, satang)], plan.hand())
    plan.adopt(done)
    plan.take(pending, "compile", "plan_officer")
    assert unproven_changes(plan.session, plan.item) == []
    values = {"by": by, "line": lines[which].id, "done": done.id, "pending": pending.id}
    values["elsewhere"] = elsewhere.id
    tamper(plan, TAMPERED[how], **{key: value for key, value in values.items() if f":{key}" in TAMPERED[how]})
    found = unproven_changes(plan.session, plan.item)
    assert found
    assert {each.project for each in found} <= {project.code, elsewhere.code}
    assert all(each.kept != each.proven for each in found)
    nested.rollback()


def test_the_line_and_both_amounts_are_named(plan: Plan) -> None:
    line, _ = plan.lines(plan.project(100_00, 50_00))
    tamper(plan, TAMPERED["original"], by=7, line=line.id)
    (found,) = unproven_changes(plan.session, plan.item)
    assert (found.project, found.fund, found.sub, found.kept, found.proven) == (
        *("P001", "OFFICE", "remuneration", 100_07, 100_00),
    )


def test_a_list_altered_before_its_adoption_is_not_adopted(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -1_00), (other.id, 1_00)], plan.hand())
    plan.take(amendment, "compile", "plan_officer")
    tamper(plan, "UPDATE line_change SET change = 2 * change")
    with pytest.raises(StepRefused) as refusal:
        plan.take(amendment, "table", "plan_director")
    details = [each.detail.en for each in refusal.value.missing if each.detail]
    assert details == ["The changes kept are not those recorded in the history"]


def test_an_adoption_taken_back_proves_nothing_any_more(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -1_00), (other.id, 1_00)], plan.hand())
    moved = plan.adopt(amendment)
    undo(plan, amendment.id, moved.entry_seq)
    assert [each.in_force for each in line_amounts(plan.session, plan.office.id, 2561, YEAR_END)] == [
        *(100_00, 50_00)
    ]
    assert unproven_changes(plan.session, plan.item) == []


def undo(plan: Plan, item_id: int, seq: int) -> None:
    by = plan.office.people["committee_secretary"]
    correct(plan.session, item_id, seq, by=by, at=NOW, reason="ผิดเรื่อง", undo=True)


def test_a_line_that_nobody_is_recorded_to_have_approved_is_named(plan: Plan) -> None:
    (line,) = plan.lines(plan.project(100_00))
    tamper(
        plan,
        "INSERT INTO project_line (item_id, fund_id, category, sub, original)"
        " SELECT item_id, fund_id, category, 'materials', 5 FROM project_line WHERE id = :line",
        line=line.id,
    )
    (found,) = unproven_changes(plan.session, plan.item)
    assert (found.sub, found.kept, found.proven) == ("materials", 5, None)


def test_the_approved_content_is_recorded_once_and_any_change_of_it_is_found(plan: Plan) -> None:
    project, untouched = plan.project(100_00), plan.project(10_00)
    record_snapshot(plan.session, plan.item, plan.hand())
    assert altered(plan.session, plan.item) == []
    plan.session.add(Proposal(item_id=project.id, objectives="เพื่อสิ่งอื่น"))
    plan.session.flush()
    assert altered(plan.session, plan.item) == [project.code]
    with pytest.raises(BadInput, match="needs_amendment"):
        record_snapshot(plan.session, plan.item, plan.hand())
    tamper(plan, "UPDATE project_line SET original = 11 WHERE item_id = :item", item=untouched.id)
    assert altered(plan.session, plan.item) == [project.code, untouched.code]


def test_a_project_that_no_step_brought_in_is_found_and_never_recorded(plan: Plan) -> None:
    """As by an import, or by a hand in the database; a plan recorded without any project is no exception."""
    record_snapshot(plan.session, plan.item, plan.hand())
    assert altered(plan.session, plan.item) == []
    new = NewItem("project", "P900", "ไม่ผ่านคณะกรรมการ", 2561, parent_id=plan.item.id)
    import_item(
        plan.session, plan.office.id, new, state="in_progress", by=plan.office.people["plan_officer"], at=NOW
    )
    project = plan.project(5_00)
    assert altered(plan.session, plan.item) == sorted([project.code, "P900"])
    with pytest.raises(BadInput, match="needs_amendment"):
        record_snapshot(plan.session, plan.item, plan.hand())


def test_a_project_that_came_back_because_its_way_out_was_undone_is_none_too_many(plan: Plan) -> None:
    kept, project = plan.project(100_00), plan.project(50_00)
    record_snapshot(plan.session, plan.item, plan.hand())
    amendment = plan.amendment()
    changes = [(plan.lines(project)[0].id, -50_00), (plan.lines(kept)[0].id, 50_00)]
    set_changes(plan.session, amendment, changes, plan.hand())
    plan.adopt(amendment)
    seq = plan.take(project, "cancel", "plan_director").entry_seq
    record_snapshot(plan.session, plan.item, plan.hand())
    by = plan.office.people["plan_director"]
    correct(plan.session, project.id, seq, by=by, at=NOW, reason="บันทึกผิดเรื่อง", undo=True)
    plan.session.expire_all()
    assert altered(plan.session, plan.item) == []


def test_of_a_project_that_was_carried_to_another_plan_nothing_is_to_prove(plan: Plan) -> None:
    """What an amendment took from it still proves what it gave to the one that stayed."""
    kept, gone = plan.project(100_00), plan.project(50_00)
    amendment = plan.amendment()
    changes = [(plan.lines(gone)[0].id, -20_00), (plan.lines(kept)[0].id, 20_00)]
    set_changes(plan.session, amendment, changes, plan.hand())
    plan.adopt(amendment)
    tamper(plan, "UPDATE item SET parent_id = NULL WHERE id = :id", id=gone.id)
    assert unproven_changes(plan.session, plan.item) == []


@pytest.mark.parametrize("what", ["title", "group", "target", "amount"])
def test_each_material_part_is_in_the_snapshot(plan: Plan, what: str) -> None:
    project = plan.project(100_00)
    before = snapshot(plan.session, project)
    if what == "title":
        project.title = "ชื่ออื่น"
    elif what == "group":
        project.group_id = plan.office.groups["ADM"]
    elif what == "target":
        plan.session.add(Indicator(item_id=project.id, number=1, name="ร้อยละ", target="80"))
    else:
        plan.lines(project)[0].original += 1
    assert snapshot(plan.session, project).sha256 != before.sha256


def test_amendments_leave_the_approved_content_as_it_was(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    record_snapshot(plan.session, plan.item, plan.hand())
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -1_00), (other.id, 1_00)], plan.hand())
    plan.adopt(amendment)
    assert altered(plan.session, plan.item) == []


def test_owner_and_dates_stay_editable_and_are_told(plan: Plan) -> None:
    project = plan.project(100_00)
    record_snapshot(plan.session, plan.item, plan.hand())
    wanted = {"owner_id": plan.office.people["project_owner"], "ends_on": datetime.date(2018, 8, 31)}
    sealed = change_item(plan.session, project, wanted, plan.hand("group_director"))
    assert sealed is not None
    kind, subject = plan.session.exec(select(Entry.kind, Entry.subject).where(Entry.seq == sealed.seq)).one()
    assert (kind, subject) == ("particulars", f"particulars:{project.code}")
    assert (project.owner_id, project.ends_on) == (wanted["owner_id"], wanted["ends_on"])
    assert altered(plan.session, plan.item) == []
    assert change_item(plan.session, project, wanted, plan.hand("group_director")) is None


def test_a_report_that_is_owed_after_the_end_is_dated_anew_when_the_end_moves(plan: Plan) -> None:
    project = plan.project(100_00)
    opened = plan.session.exec(select(Entry.seq).where(Entry.item_id == project.id)).first()
    owed = Obligation(
        office_id=project.office_id,
        item_id=project.id,
        code="D-PR-01",
        owed_by="project_owner",
        due_on=datetime.date(2018, 10, 15),
        formula="",
        calendar_version="1",
        opened_seq=opened,
        opened_at=project.opened_at,
    )
    plan.session.add(owed)
    sealed = change_item(plan.session, project, {"ends_on": datetime.date(2018, 6, 29)}, plan.hand())
    plan.session.refresh(owed)
    assert owed.due_on == datetime.date(2018, 7, 30)  # thirty days on is a Sunday
    told = plan.session.exec(select(Entry.details).where(Entry.seq == sealed.seq)).one()
    assert json.loads(told)["dated_anew"] is True


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"title": "ชื่ออื่น"}, "needs_amendment"),
        ({"group_id": 1}, "needs_amendment"),
        ({"state": "closed"}, "unknown"),
        ({"ends_on": datetime.date(2018, 10, 1)}, "out_of_range"),
        ({"starts_on": datetime.date(2018, 5, 1), "ends_on": datetime.date(2018, 4, 1)}, "before_start"),
        ({"owner_id": 10_000}, "unknown"),
        ({"owner_id": None}, "unknown"),
    ],
)
def test_nothing_else_is_changed_without_an_amendment(
    plan: Plan, wanted: dict[str, object], problem: str
) -> None:
    project = plan.project(100_00)
    before = snapshot(plan.session, project)
    with pytest.raises(BadInput) as refusal:
        change_item(plan.session, project, wanted, plan.hand())
    assert refusal.value.problem == problem
    assert snapshot(plan.session, project) == before


def test_form_and_dates_are_closed_to_others_and_after_the_work(plan: Plan) -> None:
    project, completed = plan.project(100_00), plan.project(100_00, state="completed")
    wanted = {"ends_on": datetime.date(2018, 8, 31)}
    with pytest.raises(NotAllowed):
        change_item(plan.session, project, wanted, plan.hand("group_director@ADM"))
    with pytest.raises(NotOpenHere):
        change_item(plan.session, completed, wanted, plan.hand())
    with pytest.raises(NotOpenHere):
        save_form(plan.session, project, Form(objectives="อื่น"), plan.hand())
