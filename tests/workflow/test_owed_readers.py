"""Whoever is asked to read minutes or a circular owes that, once, until she says she has."""

import datetime

import pytest
from conftest import NOW
from meeting_desk import (
    TODAY,
    Committee,
    committee_of_the_small_office,  # noqa: F401  a fixture
)
from owed_desk import open_codes, owed, readers_owing
from sqlalchemy import event
from sqlmodel import select

from workflow import asked, corrections, engine
from workflow.database import Cursor
from workflow.meetings import agenda, minutes
from workflow.meetings.closing import close_meeting
from workflow.models import Entry, Item, Occupancy, Person

SIGNED = {"minutes": "รายงานการประชุม", "minutes_signed": "ลงชื่อครบ"}


def circulated(committee: Committee) -> int:
    """A meeting whose minutes are before every member of staff."""
    meeting_id = committee.plan()
    agenda.add_entry(committee.session, meeting_id, agenda.NewEntry(agenda.OTHER, "หารือ"), committee.hand())
    committee.hold(meeting_id)
    close_meeting(committee.session, meeting_id, by=committee.office.people["committee_secretary"], at=NOW)
    committee.take(meeting_id, "draft_minutes", evidence={"minutes": "รายงานการประชุม"})
    committee.take(meeting_id, "circulate_minutes", evidence=SIGNED)
    return meeting_id


def staff(committee: Committee) -> set[str]:
    people = minutes.staff_on(committee.session, committee.office.id, TODAY)
    return set(committee.session.exec(select(Person.name_th).where(Person.id.in_(people))))  # type: ignore[attr-defined]


def undo(committee: Committee, meeting_id: int) -> None:
    """Takes the circulating back."""
    last = committee.session.exec(
        select(Entry.seq)
        .where(Entry.item_id == meeting_id, Entry.trigger == "circulate_minutes", Entry.kind == "step")
        .order_by(Entry.seq.desc())  # type: ignore[attr-defined]
    ).first()
    by = committee.office.people["committee_secretary"]
    corrections.correct(committee.session, meeting_id, last or 0, by=by, at=NOW, reason="ส่งผิด", undo=True)


def test_everybody_asked_owes_it_within_a_week(committee: Committee) -> None:
    meeting_id = circulated(committee)
    assert readers_owing(committee.session, meeting_id) == staff(committee)
    for each in owed(committee.session, meeting_id, "D-RD"):
        assert (each.due_on, each.ladder, each.group_id, each.turn) == (
            TODAY + datetime.timedelta(days=7),
            "short",
            None,
            1,
        )
        assert each.opened_at == NOW


def test_who_has_read_owes_nothing_and_is_asked_no_more(committee: Committee) -> None:
    session, meeting_id = committee.session, circulated(committee)
    clerk = committee.office.people["clerk"]
    sealed = minutes.acknowledge(session, meeting_id, clerk, NOW)
    assert sealed is not None
    (done,) = owed(session, meeting_id, "D-RD", "done")
    assert (done.person_id, done.closed_seq, done.closed_at) == (clerk, sealed.seq, NOW)
    assert minutes.circulate(session, meeting_id, committee.hand()) == 0
    assert len(readers_owing(session, meeting_id)) == len(staff(committee)) - 1


def test_whoever_joins_later_is_asked_alone(committee: Committee) -> None:
    session, meeting_id = committee.session, circulated(committee)
    before = len(owed(session, meeting_id, "D-RD"))
    new = Person(office_id=committee.office.id, username="new.t1", name_th="คนใหม่", active_from=TODAY)
    session.add(new)
    session.flush()
    session.add(
        Occupancy(position_id=committee.office.positions["plan_officer"], person_id=new.id, valid_from=TODAY)
    )
    session.flush()
    assert minutes.circulate(session, meeting_id, committee.hand()) == 1
    found = owed(session, meeting_id, "D-RD")
    assert len(found) == before + 1
    told = session.exec(select(Entry).where(Entry.kind == "circulated").order_by(Entry.seq)).all()  # type: ignore[arg-type]
    assert (found[-1].person_id, found[-1].opened_seq) == (new.id, told[-1].seq)


def test_taking_the_circulating_back_takes_it_from_everybody_asked_since(committee: Committee) -> None:
    """Circulated anew it is owed again by whoever has not read it; who has left is not asked."""
    session, office, meeting_id = committee.session, committee.office, circulated(committee)
    minutes.acknowledge(session, meeting_id, office.people["clerk"], NOW)
    undo(committee, meeting_id)
    assert open_codes(session, meeting_id) == []
    assert readers_owing(session, meeting_id, "done") == {"ผู้ดำรงตำแหน่ง clerk"}
    gone = session.get_one(Person, office.people["finance_officer"])
    gone.active_to = TODAY - datetime.timedelta(days=1)
    session.flush()
    committee.take(meeting_id, "circulate_minutes", evidence=SIGNED)
    assert readers_owing(session, meeting_id) == staff(committee) - {"ผู้ดำรงตำแหน่ง clerk"}


def test_adopted_minutes_need_no_reader_and_undoing_that_asks_only_who_has_not_read(
    committee: Committee,
) -> None:
    session, office, meeting_id = committee.session, committee.office, circulated(committee)
    secretary = office.people["committee_secretary"]
    moved = engine.advance(
        session, meeting_id, "adopt_minutes", by=secretary, at=NOW, evidence={"adoption_recorded": "ครั้งที่ 2"}
    )
    assert open_codes(session, meeting_id) == []
    assert owed(session, meeting_id, "D-RD", "done") == []
    minutes.acknowledge(session, meeting_id, office.people["clerk"], NOW)  # she reads it all the same
    corrections.correct(
        session, meeting_id, moved.entry_seq, by=secretary, at=NOW, reason="ยังไม่รับรอง", undo=True
    )
    assert readers_owing(session, meeting_id) == staff(committee) - {"ผู้ดำรงตำแหน่ง clerk"}


def test_a_circular_is_put_before_people_in_the_same_way(committee: Committee) -> None:
    session, office = committee.session, committee.office
    memo: Item = office.open(session, "memo", "M1")
    people = [office.people[role] for role in ("clerk", "finance_officer")]
    asked.ask(session, memo, people, NOW, 1)
    assert readers_owing(session, memo.id) == {"ผู้ดำรงตำแหน่ง clerk", "ผู้ดำรงตำแหน่ง finance_officer"}
    assert {each.owed_by for each in owed(session, memo.id, "D-RD")} == {"clerk"}
    asked.ask(session, memo, [], NOW, 1)
    assert len(owed(session, memo.id, "D-RD")) == 2
    minutes.acknowledge(session, memo.id, people[0], NOW)
    assert readers_owing(session, memo.id) == {"ผู้ดำรงตำแหน่ง finance_officer"}


def test_asking_takes_the_same_statements_for_any_number_of_people(
    committee: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, office = committee.session, committee.office
    told: list[str] = []
    run = Cursor.run
    monkeypatch.setattr(Cursor, "run", lambda *asked: told.append(asked[1].sqlite) or run(*asked))

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    counts = []
    for code, many in (("M1", 2), ("M2", 14)):
        memo = office.open(session, "memo", code)
        told.clear()
        asked.ask(session, memo, sorted(office.people.values())[:many], NOW, 1)
        counts.append(len(told))
        assert len(owed(session, memo.id, "D-RD")) == many
    event.remove(session.get_bind(), "before_cursor_execute", note)
    assert counts == [4, 4]  # who is asked, the calendar's version, its days, what they owe
