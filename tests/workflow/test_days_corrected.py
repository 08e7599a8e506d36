"""From which day a step counts: the one recorded with it, or the one that was put right last."""

import datetime

import pytest
from conftest import SmallOffice, make_office
from plan_call import CALL
from sqlmodel import Session, col, select

from workflow import corrections, engine, history
from workflow.days import counted_from, is_own_step, moves
from workflow.history import Record
from workflow.models import Entry, Item

HOUR = datetime.timedelta(hours=1)
LATER = datetime.timedelta(days=5)


def day(number: int) -> datetime.date:
    return datetime.date(2018, 1, number)


@pytest.fixture
def plan(session: Session, office: SmallOffice) -> Item:
    return office.open(session, "annual_plan", "AP2561")


def opened(session: Session, office: SmallOffice, plan: Item, at: datetime.datetime) -> int:
    """The call, signed two days before it is recorded."""
    by = office.people["plan_director"]
    on = at.date() - datetime.timedelta(days=2)
    return engine.advance(session, plan.id, "open_proposals", by=by, at=at, on=on, evidence=CALL).entry_seq


def put_right(
    session: Session, office: SmallOffice, plan: Item, seq: int, at: datetime.datetime, on: datetime.date
) -> int:
    by = office.people["plan_director"]
    return corrections.correct(session, plan.id, seq, by=by, at=at, reason="ผิดวัน", effective_on=on).seq


def counted(session: Session, seq: int, known_by: datetime.datetime | None = None) -> datetime.date:
    return session.exec(select(counted_from(known_by)).where(Entry.seq == seq)).one()


def test_of_several_corrections_the_latest_counts_and_only_what_was_known_by_then(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    at = now + LATER
    seq = opened(session, office, plan, at)
    assert counted(session, seq) == day(15)
    first, second = at + HOUR, at + 2 * HOUR
    put_right(session, office, plan, seq, first, day(16))
    put_right(session, office, plan, seq, second, day(14))
    told = [
        counted(session, seq, known_by) for known_by in (None, at, first, first + HOUR / 2, second + HOUR)
    ]
    assert told == [day(14), day(15), day(15), day(16), day(14)]


def test_another_entrys_or_another_papers_correction_changes_nothing(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    at = now + LATER
    other = office.open(session, "annual_plan", "AP2562")
    seq, theirs = (opened(session, office, each, at) for each in (plan, other))
    put_right(session, office, other, theirs, at, day(16))
    assert (counted(session, seq), counted(session, theirs)) == (day(15), day(16))


def test_another_offices_entries_of_the_same_number_change_nothing(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    """Each office counts its entries from one; of these two all that follows bears the same numbers."""
    at = now + LATER
    other = make_office(session, "T2")
    theirs = other.open(session, "annual_plan", "AP2561")
    seq, same = opened(session, office, plan, at), opened(session, other, theirs, at)
    assert seq == same
    before = moves(session, plan.id)
    put_right(session, other, theirs, same, at, day(16))
    query = select(Entry.office_id, counted_from()).where(Entry.seq == seq).order_by(col(Entry.office_id))
    assert [tuple(each) for each in session.exec(query)] == [(office.id, day(15)), (other.id, day(16))]
    by = other.people["plan_director"]
    corrections.correct(session, theirs.id, same, by=by, at=at + HOUR, reason="ผิดเรื่อง", undo=True)
    assert (moves(session, plan.id), len(moves(session, theirs.id))) == (before, 1)


def test_an_undone_step_counts_from_the_day_it_had(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    at = now + LATER
    seq, by = opened(session, office, plan, at), office.people["plan_director"]
    corrections.correct(session, plan.id, seq, by=by, at=at + HOUR, reason="ผิดเรื่อง", undo=True)
    assert counted(session, seq) == day(15)


def test_what_brought_a_paper_where_it_stands_are_its_opening_and_its_steps(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    start = session.exec(select(Entry.seq).where(Entry.item_id == plan.id)).one()
    other = office.open(session, "annual_plan", "AP2562")
    at = now + LATER
    seq = opened(session, office, plan, at)
    opened(session, office, other, at)
    assert moves(session, plan.id) == [(start, now.date()), (seq, day(15))]
    put_right(session, office, plan, seq, at, day(16))
    assert moves(session, plan.id) == [(start, now.date()), (seq, day(16))]


def test_a_step_undone_and_its_undoing_are_no_moves(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime
) -> None:
    start = session.exec(select(Entry.seq).where(Entry.item_id == plan.id)).one()
    at = now + LATER
    other = office.open(session, "annual_plan", "AP2562")
    seqs = [opened(session, office, each, at) for each in (plan, other)]
    by = office.people["plan_director"]
    corrections.correct(session, plan.id, seqs[0], by=by, at=at + HOUR, reason="ผิดเรื่อง", undo=True)
    assert moves(session, plan.id) == [(start, now.date())]
    assert [seq for seq, _ in moves(session, other.id)][1:] == [seqs[1]]
    again = opened(session, office, plan, at + 2 * HOUR)
    assert moves(session, plan.id) == [(start, now.date()), (again, day(15))]


@pytest.mark.parametrize("kind", ["migrated", "unmigrated"])
def test_a_paper_brought_under_another_definition_has_not_moved(
    session: Session, office: SmallOffice, plan: Item, now: datetime.datetime, kind: str
) -> None:
    before = moves(session, plan.id)
    told = Record(
        office_id=office.id,
        kind=kind,
        at="2018-01-12T02:00:00.000000Z",
        effective_on="2018-01-12",
        subject="item:AP2561",
        actor_id=office.people["system"],
        capacity="system",
        item_id=plan.id,
        from_state="preparing",
        to_state="preparing",
    )
    history.append(session, told)
    assert moves(session, plan.id) == before
    last = session.exec(select(Entry.kind).order_by(col(Entry.seq).desc())).first()
    assert last == kind


def test_a_step_is_the_offices_own_unless_it_records_anothers_resolution_or_letter(
    session: Session, office: SmallOffice, plan: Item
) -> None:
    path = plan.definition_hash
    steps = [
        ("preparing", "open_proposals"),
        ("board_review", "record_board_endorsed"),
        ("preparing", "no_such_step"),
        ("no_such_state", "open_proposals"),
    ]
    for _ in range(2):  # once asked, and once remembered
        assert [is_own_step(session, (path, *step)) for step in steps] == [True, False, False, False]
