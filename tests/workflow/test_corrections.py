"""What was recorded wrongly is put right by a new entry that names it; an undo reopens what was settled."""

import datetime
from typing import Any

import pytest
from called_plan import (
    called_plan,  # noqa: F401  a fixture
    last_seq,
    step,
    verdict,
)
from conftest import SmallOffice
from sqlmodel import Session, col, select

from workflow import attest, corrections, history
from workflow.database import Database
from workflow.errors import CannotCorrect, NotAllowed, UnknownEntry
from workflow.items import NewItem, import_item, open_item
from workflow.models import Attestation, Entry, Item, Obligation


def undo(
    session: Session, office: SmallOffice, item: Item, seq: int, now: datetime.datetime, **more: Any
) -> Entry:
    by = office.people[more.pop("role", "plan_director")]
    values: dict[str, Any] = {"reason": "บันทึกผิดเรื่อง", "undo": True, **more}
    sealed = corrections.correct(session, item.id, seq, by=by, at=now, **values)
    return session.get_one(Entry, (office.id, sealed.seq))


def test_a_correction_names_the_entry_it_corrects_and_leaves_it_as_it_was(
    database: Database, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    seq = last_seq(database, office)
    with database.write() as session:
        wrong = session.get_one(Entry, (office.id, seq)).model_dump()
        right = undo(
            session,
            office,
            plan,
            seq,
            now + datetime.timedelta(days=2),
            undo=False,
            reason="พิมพ์เลขที่ผิด",
            effective_on=datetime.date(2018, 1, 13),
            facts={"policy_analysed": "บันทึกที่ 7/2560"},
        )
        assert (right.kind, right.corrects, right.seq) == ("corrected", seq, seq + 1)
        assert (right.reason, right.effective_on) == ("พิมพ์เลขที่ผิด", datetime.date(2018, 1, 13))
        session.expire_all()
        assert session.get_one(Entry, (office.id, seq)).model_dump() == wrong
        item = session.get_one(Item, plan.id)
        assert (item.state, item.version) == ("proposals_open", 2)
        newest = session.exec(
            select(Attestation.value)
            .where(Attestation.item_id == plan.id, Attestation.code == "policy_analysed")
            .order_by(col(Attestation.id).desc())
        ).first()
        assert newest == "บันทึกที่ 7/2560"
    assert verdict(database, office).holds


def test_an_undo_puts_the_item_back_and_reopens_what_was_settled(
    database: Database, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    seq = last_seq(database, office)
    with database.write() as session:
        assert owed(session, plan) == {"D-AP-01/1": "done", "D-AP-02/1": "done", "D-AP-03/1": ""}
        entry = undo(session, office, plan, seq, now)
        assert (entry.kind, entry.corrects, entry.version) == ("undone", seq, 3)
        assert (entry.from_state, entry.to_state) == ("proposals_open", "preparing")
        session.expire_all()
        item = session.get_one(Item, plan.id)
        assert (item.state, item.version) == ("preparing", 3)
        assert owed(session, plan) == {"D-AP-01/1": "", "D-AP-02/1": "", "D-AP-03/1": ""}
    assert verdict(database, office).holds


def owed(session: Session, item: Item) -> dict[str, str]:
    """Outcome by code and turn; of several with the same name the newest."""
    found = session.exec(
        select(Obligation).where(Obligation.item_id == item.id).order_by(col(Obligation.id))
    ).all()
    return {f"{duty.code}/{duty.turn}": duty.outcome for duty in found}


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_correction_needs_a_reason(
    reason: str, database: Database, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    seq = last_seq(database, office)
    with database.write() as session, pytest.raises(CannotCorrect) as caught:
        undo(session, office, plan, seq, now, reason=reason)
    assert (caught.value.problem, caught.value.seq) == ("needs_reason", seq)
    assert last_seq(database, office) == seq


@pytest.mark.parametrize("role", ["clerk", "area_director", "internal_auditor", "system_admin"])
def test_only_whoever_may_take_a_step_may_correct_it(
    role: str, database: Database, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    seq = last_seq(database, office)
    with database.write() as session, pytest.raises(NotAllowed):
        undo(session, office, plan, seq, now, role=role)
    assert last_seq(database, office) == seq


def test_what_cannot_be_corrected_is_refused_and_leaves_no_trace(
    database: Database, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    seq = last_seq(database, office)
    problems = []
    with database.write() as session:
        for wrong, more in (
            (seq - 1, {}),
            (seq, {"undo": False}),
        ):
            with pytest.raises(CannotCorrect) as caught:
                undo(session, office, plan, wrong, now, **more)
            problems.append(caught.value.problem)
        for unknown in (1, seq + 1):
            with pytest.raises(UnknownEntry):
                undo(session, office, plan, unknown, now)
        assert history.verify(session, office.id).entries == seq
        undo(session, office, plan, seq, now)
        with pytest.raises(CannotCorrect) as caught:
            undo(session, office, plan, seq, now)
        problems.append(caught.value.problem)
    assert problems == ["not_a_step", "nothing_to_correct", "already_corrected"]


def test_only_the_latest_step_can_be_undone(
    database: Database, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    first = last_seq(database, office)
    evidence = {
        "groups_answered": "PLN,ADM",
        "meeting_scheduled": "ครั้งที่ 1/2561",
        "meeting_agenda": "ระเบียบวาระ",
        "proposal_summary_table": "ตารางสรุป",
    }
    with database.write() as session:
        step(session, office, plan, "close_proposals", now, evidence=evidence)
        with pytest.raises(CannotCorrect) as caught:
            undo(session, office, plan, first, now)
    assert caught.value.problem == "not_latest"


def test_a_step_that_took_children_along_cannot_be_undone(
    database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    """Cancelling the plan cancels its projects; undoing only the plan would part them."""
    with database.write() as session:
        plan = office.open(session, "annual_plan", "AP2561")
        new = NewItem("project", "P1", "โครงการ", 2561, parent_id=plan.id, group_id=office.groups["PLN"])
        open_item(session, office.id, new, by=office.people["project_owner"], at=now)
        seq = step(session, office, plan, "cancel", now, role="area_director", reason="ยุบรวมเขต")
        with pytest.raises(CannotCorrect) as caught:
            undo(session, office, plan, seq, now, role="area_director")
    assert caught.value.problem == "has_children"


def test_what_is_owed_again_already_is_not_owed_twice(
    database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    """An amendment met the first mid-year meeting; the plan's start was undone and done again since."""
    with database.write() as session:
        by = office.people["plan_director"]
        plan = import_item(
            session, office.id, NewItem("annual_plan", "AP", "แผน", 2561), state="published", by=by, at=now
        )
        told = {"projects_have_owners": "บัญชีผู้รับผิดชอบ"}
        start = step(session, office, plan, "start_execution", now, evidence=told)
        change = import_item(
            session,
            office.id,
            NewItem("plan_amendment", "A1", "ปรับแผน", 2561, parent_id=plan.id),
            state="meeting_review",
            by=by,
            at=now,
        )
        evidence = {
            "attendance": "12/15",
            "minutes": "รายงานการประชุม",
            "minutes_attached": "ครั้งที่ 1/2561",
            "new_money": "บัญชีปรับแผน",
        }
        board = office.people["board_recorder"]
        attest.attest(session, plan.id, by=board, at=now, facts={"flexibility": "ใช่"})
        adopt = step(session, office, change, "adopt", now, evidence=evidence)
        assert owed(session, plan)["D-AM-01/1"] == "done"
        undo(session, office, plan, start, now)
        step(session, office, plan, "start_execution", now, evidence=told)
        undo(session, office, change, adopt, now)
        open_now = session.exec(
            select(Obligation.code, Obligation.turn)
            .where(Obligation.item_id == plan.id, Obligation.outcome == "")
            .order_by(col(Obligation.code), col(Obligation.turn))
        ).all()
    assert [tuple(each) for each in open_now] == [("D-AM-01", 1), ("D-AM-01", 2), ("D-AM-02", 1)]
    assert verdict(database, office).holds


def test_what_an_undone_step_opened_is_owed_no_more_and_says_by_which_entry(
    database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    later = now + datetime.timedelta(hours=1)
    with database.write() as session:
        by, told = office.people["plan_director"], {"projects_have_owners": "บัญชีผู้รับผิดชอบ"}
        plans = [
            import_item(
                session,
                office.id,
                NewItem("annual_plan", code, "แผน", 2561),
                state="published",
                by=by,
                at=now,
            )
            for code in ("AP1", "AP2")
        ]
        start, other = (step(session, office, plan, "start_execution", now, evidence=told) for plan in plans)
        undone = undo(session, office, plans[0], start, later).seq
        session.expire_all()
        found = session.exec(select(Obligation).where(col(Obligation.opened_seq).in_((start, other)))).all()
        assert {(each.opened_seq, each.outcome, each.closed_seq, each.closed_at) for each in found} == {
            (start, "cancelled", undone, later),
            (other, "", None, None),
        }


def test_an_undone_adoption_is_owed_to_its_plan_again(
    database: Database, office: SmallOffice, now: datetime.datetime
) -> None:
    with database.write() as session:
        by = office.people["plan_director"]
        plan = import_item(
            session, office.id, NewItem("annual_plan", "AP", "แผน", 2561), state="published", by=by, at=now
        )
        step(session, office, plan, "start_execution", now, evidence={"projects_have_owners": "บัญชี"})
        new = NewItem("plan_amendment", "A1", "ปรับแผน", 2561, parent_id=plan.id)
        change = import_item(session, office.id, new, state="meeting_review", by=by, at=now)
        board = office.people["board_recorder"]
        attest.attest(session, plan.id, by=board, at=now, facts={"flexibility": "ใช่"})
        evidence = {
            "attendance": "12/15",
            "minutes": "รายงานการประชุม",
            "minutes_attached": "ครั้งที่ 1/2561",
            "new_money": "บัญชีปรับแผน",
        }
        adopt = step(session, office, change, "adopt", now, evidence=evidence)
        assert owed(session, plan)["D-AM-01/1"] == "done"
        undo(session, office, change, adopt, now)
        session.expire_all()
        assert owed(session, plan)["D-AM-01/1"] == ""
