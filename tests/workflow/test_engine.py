"""A step commits whole or not at all, and a refusal lists everything that is missing at once."""

import datetime

import pytest
from plan_call import CALL
from sqlmodel import Session, col, select

from states.model import Strength
from workflow import attest, corrections, engine
from workflow.database import Database
from workflow.errors import (
    BadDate,
    BadEvidence,
    NotAllowed,
    NotOpenHere,
    SomebodyWasFaster,
    StepRefused,
    TooLong,
    UnknownItem,
    UnknownTrigger,
)
from workflow.models import Attestation, Entry, Item, Obligation, OutboxRow
from workflow.situation import read


@pytest.fixture
def plan(session: Session, office) -> Item:
    return office.open(session, "annual_plan", "AP2561")


def entries(session: Session, item: Item) -> list[Entry]:
    return list(session.exec(select(Entry).where(Entry.item_id == item.id).order_by(col(Entry.seq))))


def duties(session: Session, item: Item) -> dict[str, str]:
    found = session.exec(select(Obligation).where(Obligation.item_id == item.id)).all()
    return {f"{duty.code}/{duty.turn}": duty.outcome for duty in found}


def test_a_step_writes_item_entry_facts_obligations_and_outbox_together(session, office, plan, now):
    moved = engine.advance(
        session, plan.id, "open_proposals", by=office.people["plan_director"], at=now, evidence=CALL
    )
    assert (moved.from_state, moved.to_state, moved.version) == ("preparing", "proposals_open", 2)
    session.refresh(plan)
    assert (plan.state, plan.version) == ("proposals_open", 2)
    opened, step = entries(session, plan)
    assert (opened.kind, step.kind, step.corrects) == ("opened", "step", None)
    assert (step.seq, step.prev_hash, step.capacity) == (moved.entry_seq, opened.hash, "own")
    told = session.exec(select(Attestation).where(Attestation.item_id == plan.id)).all()
    assert {fact.code: fact.value for fact in told} == CALL
    assert {fact.entry_seq for fact in told} == {step.seq}
    assert duties(session, plan) == {"D-AP-01/1": "done", "D-AP-02/1": "done", "D-AP-03/1": ""}
    waiting = session.exec(select(OutboxRow).where(OutboxRow.item_id == plan.id)).all()
    assert [row.notices for row in waiting] == ["memo_call_for_proposals"]


def test_a_refusal_names_every_guard_and_document_at_once_and_writes_nothing(database: Database, office, now):
    with database.write() as session:
        item_id = office.open(session, "annual_plan", "AP2561").id
    with pytest.raises(StepRefused) as refused, database.write() as session:
        engine.advance(session, item_id, "open_proposals", by=office.people["plan_director"], at=now)
    assert [missing.code for missing in refused.value.missing] == [
        *("committee_appointed", "ceilings_set", "proposal_form_ready", "policy_analysed"),
        *("appointment_order", "ceiling_notice", "proposal_form", "last_year_summary"),
    ]
    with database.read() as session:
        item = session.get_one(Item, item_id)
        assert (item.state, item.version, len(entries(session, item))) == ("preparing", 1, 1)


def test_a_failure_after_the_step_takes_the_whole_step_back(database: Database, office, now):
    with database.write() as session:
        item_id = office.open(session, "annual_plan", "AP2561").id
    with pytest.raises(ZeroDivisionError), database.write() as session:  # noqa: PT012  both in one transaction
        engine.advance(
            session, item_id, "open_proposals", by=office.people["plan_director"], at=now, evidence=CALL
        )
        raise ZeroDivisionError
    with database.read() as session:
        item = session.get_one(Item, item_id)
        assert (item.version, len(entries(session, item))) == (1, 1)
        assert session.exec(select(Attestation)).all() == []


def test_a_stale_version_is_told_who_did_what(session, office, plan, now):
    director = office.people["plan_director"]
    engine.advance(session, plan.id, "open_proposals", by=director, at=now, evidence=CALL)
    with pytest.raises(SomebodyWasFaster) as late:
        engine.advance(session, plan.id, "open_proposals", by=director, at=now, expect_version=1)
    told = late.value
    assert (told.expected_version, told.version, told.trigger) == (1, 2, "open_proposals")
    assert (told.by, told.at) == ("ผู้ดำรงตำแหน่ง plan_director", now)


def test_unknown_names_and_steps_not_open_here_are_told_apart(session, office, plan, now):
    who = {"by": office.people["plan_director"], "at": now}
    with pytest.raises(UnknownTrigger):
        engine.advance(session, plan.id, "fly", **who)
    with pytest.raises(NotOpenHere) as elsewhere:
        engine.advance(session, plan.id, "publish", **who)
    assert elsewhere.value.open_here == ("open_proposals", "cancel")
    with pytest.raises(UnknownItem):
        engine.advance(session, 10_000, "publish", **who)


def test_a_person_without_the_role_is_refused_before_anything_is_asked(session, office, plan, now):
    with pytest.raises(NotAllowed) as refused:
        engine.advance(session, plan.id, "open_proposals", by=office.people["clerk"], at=now)
    assert (refused.value.denial.code, refused.value.denial.roles) == ("no_role", ("plan_director",))


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"evidence": {"no_such_fact": "x"}}, BadEvidence),
        ({"evidence": {"ceiling_notice": "  "}}, BadEvidence),
        ({"reason": "ก" * 1_000_000}, TooLong),
        ({"evidence": {"ceiling_notice": "ก" * 5_000}}, TooLong),
        ({"on": datetime.date(2018, 1, 13)}, BadDate),
        ({"on": datetime.date(2018, 1, 11), "evidence": CALL}, BadDate),
    ],
)
def test_bad_input_is_refused_with_its_own_error(session, office, plan, now, given, error):
    with pytest.raises(error):
        engine.advance(session, plan.id, "open_proposals", by=office.people["plan_director"], at=now, **given)


def test_facts_recorded_before_count_and_expire_with_the_step(session, office, plan, now):
    director = office.people["plan_director"]
    attest.attest(session, plan.id, by=director, at=now, facts=CALL)
    engine.advance(session, plan.id, "open_proposals", by=director, at=now)
    groups = {"groups_answered": "PLN, ADM", "meeting_scheduled": "ครั้งที่ 1/2560"}
    papers = {"meeting_agenda": "ระเบียบวาระ", "proposal_summary_table": "บัญชีสรุป"}
    engine.advance(session, plan.id, "close_proposals", by=director, at=now, evidence=groups | papers)
    engine.advance(session, plan.id, "extend_proposals", by=director, at=now, reason="ขอขยายเวลา")
    with pytest.raises(StepRefused) as refused:
        engine.advance(session, plan.id, "close_proposals", by=director, at=now)
    assert {"meeting_agenda", "proposal_summary_table"} <= {each.code for each in refused.value.missing}


def test_a_soft_guard_passes_with_a_written_justification_and_a_hard_one_never(session, office, now):
    report = office.open(session, "quarterly_report", "QR2561-2", quarter=2)
    officer = {"by": office.people["plan_officer"], "at": now}
    with pytest.raises(StepRefused) as refused:
        engine.advance(session, report.id, "open", **officer)
    assert [(m.code, m.strength) for m in refused.value.missing] == [
        ("quarter_ended_or_manual", Strength.SOFT)
    ]
    why = {"quarter_ended_or_manual": "เปิดก่อนเพื่อเตรียมข้อมูล"}
    engine.advance(session, report.id, "open", **officer, justifications=why)
    assert entries(session, report)[-1].details == (
        '{"justifications":{"quarter_ended_or_manual":"เปิดก่อนเพื่อเตรียมข้อมูล"}}'
    )
    hard = {"finance_figures_received": "ขอข้าม", "all_groups_submitted_or_waived": "ขอข้าม"}
    with pytest.raises(StepRefused) as still:
        engine.advance(session, report.id, "consolidate", **officer, justifications=hard)
    assert [each.code for each in still.value.missing] == [
        "finance_figures_received",
        "disbursement_statement",
    ]


def test_closing_the_call_takes_the_endorsed_projects_along(session, office, plan, now):
    director = office.people["plan_director"]
    engine.advance(session, plan.id, "open_proposals", by=director, at=now, evidence=CALL)
    projects = [
        office.open(session, "project", code, parent_id=plan.id, group_id=office.groups[group])
        for code, group in (("P001", "PLN"), ("P002", "ADM"), ("P003", "ADM"))
    ]
    for project in projects[:2]:
        project.state = "group_endorsed"
    session.flush()
    moved = engine.advance(
        session,
        plan.id,
        "close_proposals",
        by=director,
        at=now,
        evidence={"meeting_scheduled": "1/2560", "meeting_agenda": "ว", "proposal_summary_table": "บ"},
    )
    assert [(child.code, child.to_state) for child in moved.cascaded] == [
        ("P001", "under_screening"),
        ("P002", "under_screening"),
    ]
    session.expire_all()
    assert [project.state for project in projects] == ["under_screening", "under_screening", "draft"]
    carried = entries(session, projects[0])[-1]
    assert (carried.trigger, carried.details) == ("screen", f'{{"cascaded_from":{moved.entry_seq}}}')


def test_cancelling_a_plan_cancels_its_projects_with_the_same_reason(session, office, plan, now):
    project = office.open(session, "project", "P001", parent_id=plan.id)
    engine.advance(session, plan.id, "cancel", by=office.people["area_director"], at=now, reason="รวมเขตพื้นที่")
    session.refresh(project)
    assert (project.state, entries(session, project)[-1].reason) == ("cancelled", "รวมเขตพื้นที่")
    assert set(duties(session, plan).values()) == {"cancelled"}


def test_a_child_that_moved_later_is_taken_along_on_its_own_day(session, office, plan, now):
    """The plan's cancelling was signed before the project's last step."""
    later = now + datetime.timedelta(days=8)
    project = office.open(session, "project", "P001", parent_id=plan.id)
    project.effective_on = datetime.date(2018, 1, 18)
    session.flush()
    director = office.people["area_director"]
    engine.advance(
        session, plan.id, "cancel", by=director, at=later, on=datetime.date(2018, 1, 15), reason="รวมเขตพื้นที่"
    )
    days = [entries(session, each)[-1].effective_on for each in (plan, project)]
    assert days == [datetime.date(2018, 1, 15), datetime.date(2018, 1, 18)]


def test_a_mid_year_amendment_settles_the_plans_next_meeting(session, office, plan, now):
    plan.state = "published"
    session.flush()
    engine.advance(
        session,
        plan.id,
        "start_execution",
        by=office.people["plan_director"],
        at=now,
        evidence={"projects_have_owners": "บัญชีโครงการ"},
    )
    amendment = office.open(session, "plan_amendment", "A1", parent_id=plan.id)
    amendment.state = "meeting_review"
    session.flush()
    attest.attest(session, plan.id, by=office.people["board_recorder"], at=now, facts={"flexibility": "ใช่"})
    engine.advance(
        session,
        amendment.id,
        "adopt",
        by=office.people["committee_secretary"],
        at=now,
        evidence={
            "attendance": "12/15",
            "minutes": "รายงานการประชุมครั้งที่ 2/2561",
            "new_money": "บัญชีปรับแผนเก็บที่กลุ่มนโยบายและแผน",
        },
    )
    session.expire_all()
    found = duties(session, plan)
    assert (found["D-AM-01/1"], found["D-AM-01/2"]) == ("done", "")


def test_an_undo_returns_the_item_and_its_obligations_to_where_they_stood(session, office, plan, now):
    director = office.people["plan_director"]
    moved = engine.advance(session, plan.id, "open_proposals", by=director, at=now, evidence=CALL)
    corrections.correct(
        session, plan.id, moved.entry_seq, by=director, at=now, reason="บันทึกผิดเรื่อง", undo=True
    )
    session.expire_all()
    assert (plan.state, plan.version) == ("preparing", 3)
    assert duties(session, plan) == {"D-AP-01/1": "", "D-AP-02/1": "", "D-AP-03/1": ""}
    last = entries(session, plan)[-1]
    assert (last.kind, last.corrects, last.from_state, last.to_state) == (
        *("undone", moved.entry_seq),
        *("proposals_open", "preparing"),
    )


def test_an_undone_step_does_not_bar_the_same_person_from_the_other_half(session, office, now):
    project = office.open(session, "project", "P001")
    project.state = "submitted"
    session.flush()
    director = office.people["group_director"]
    ceiling = {"within_group_ceiling": "บัญชีวงเงิน"}
    moved = engine.advance(session, project.id, "endorse", by=director, at=now, evidence=ceiling)
    corrections.correct(
        session, project.id, moved.entry_seq, by=director, at=now, reason="ผิดโครงการ", undo=True
    )
    reading = read(session, project.id, director, now.date())
    assert reading.performed == ()
