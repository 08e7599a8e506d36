"""Whatever somebody else does at the very same moment: one of the two is told, and nothing is half done."""

import datetime
import threading
from pathlib import Path

import pytest
from called_plan import step
from conftest import NOW, SmallOffice
from retention_desk import show
from sqlalchemy import text
from sqlmodel import Session, select
from test_asof_replay import plan_under_way
from test_corrections import undo

from states.fiscal import FiscalYear
from states.workdays import Calendar
from workflow import corrections, engine, history
from workflow.database import Cursor, Database, Sql
from workflow.errors import SomebodyWasFaster
from workflow.history import Head, Record
from workflow.models import Entry, Fund, Item
from workflow.moments import bangkok_date, moment_text
from workflow.redating import would_move
from workflow.turn import Turn
from workflow.unmanned import waiting_work
from workflow.weighing import leading_on

_MOVED = Sql("UPDATE item SET version = version + 1 WHERE id = ?")


def moved_meanwhile(
    monkeypatch: pytest.MonkeyPatch, session: Session, item: Item, module: object, name: str
) -> None:
    """Somebody else takes a step between what was read and what is written."""
    planned = getattr(module, name)

    def late(*given: object, **more: object) -> object:
        Cursor(session).run(_MOVED, (item.id,))
        return planned(*given, **more)

    monkeypatch.setattr(module, name, late)


def entries(session: Session) -> int:
    return len(session.exec(select(Entry.seq)).all())


def test_a_step_on_what_moved_meanwhile_is_not_taken(
    session: Session, office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = plan_under_way(session, office)
    before = entries(session)
    moved_meanwhile(monkeypatch, session, item, engine, "_planned")
    with pytest.raises(SomebodyWasFaster) as caught:
        step(session, office, item, "cancel", NOW, role="area_director", reason="ยุบเลิก")
    assert (caught.value.code, caught.value.expected_version, caught.value.trigger) == ("AP2561", 2, "")
    assert entries(session) == before


def test_a_step_is_not_undone_on_what_moved_meanwhile(
    session: Session, office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = plan_under_way(session, office)
    before = entries(session)
    moved_meanwhile(monkeypatch, session, item, corrections, "_record")
    with pytest.raises(SomebodyWasFaster):
        undo(session, office, item, before, NOW)
    assert entries(session) == before


def record(office: SmallOffice) -> Record:
    return Record(
        office_id=office.id,
        kind="attested",
        at=moment_text(NOW),
        effective_on="2018-01-12",
        subject="item:1",
        actor_id=office.people["clerk"],
        capacity="own",
    )


def test_what_is_appended_while_the_chain_is_read_is_read_too(
    session: Session, office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the last entry and the look at the head: no fault, one entry more."""
    before = history.verify(session, office.id)
    appended: list[int] = []

    class Late(Cursor):
        def rows(self, sql: Sql, values: tuple[object, ...] = ()) -> list[object]:
            found = super().rows(sql, values)
            if not found and not appended:
                appended.append(history.append(session, record(office)).seq)
            return found

    monkeypatch.setattr(history, "Cursor", Late)
    after = history.verify(session, office.id)
    assert appended == [before.entries + 1]
    assert (after.holds, after.entries) == (True, before.entries + 1)


def test_marks_before_the_place_from_which_it_is_read_are_not_told(
    session: Session, office: SmallOffice
) -> None:
    whole = history.verify(session, office.id, marks=range(1, 10))
    start = Head(5, whole.marked[5])
    part = history.verify(session, office.id, after=start, marks=(2, 5, 7))
    assert part.marked == {7: whole.marked[7]}


def test_nothing_to_write_moves_no_head(session: Session, office: SmallOffice) -> None:
    cursor = Cursor(session)
    head = history.hold(cursor, office.id)
    history.write_many(cursor, [])
    assert history.hold(cursor, office.id) == head


def test_a_turn_that_is_handed_over_as_patience_ends_is_taken() -> None:
    turn = Turn()
    assert turn.take(1, 0)
    turn._guard = _HandsOver(turn, turn._guard)  # type: ignore[assignment]
    assert turn.take(1, 0.01)
    assert not turn.awaited
    turn.give()
    assert turn.take(1, 0)


class _HandsOver:
    """The guard of a turn, before whose second use whoever holds the turn has just given it."""

    def __init__(self, turn: Turn, guard: threading.Lock) -> None:
        self._turn, self._guard, self._used = turn, guard, 0

    def __enter__(self) -> None:
        self._used += 1
        if self._used == 2:
            self._turn._waiting.popleft().release()
        self._guard.acquire()

    def __exit__(self, *_: object) -> None:
        self._guard.release()


def test_a_transaction_that_sqlite_ended_by_itself_leaves_its_connection_behind(
    database: Database, office: SmallOffice
) -> None:
    """As on a full disk: nothing of it is kept, and the next one begins on a new connection."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL ends none by itself")

    def given_up() -> None:
        with database.write() as session:
            session.add(Fund(office_id=office.id, code="A", name_th="ก"))
            session.flush()
            session.driver.execute("ROLLBACK")  # type: ignore[attr-defined]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        given_up()
    with database.write() as session:
        session.add(Fund(office_id=office.id, code="B", name_th="ข"))
    with database.read() as session:
        assert session.exec(select(Fund.code)).all() == ["B"]


def test_what_leads_on_counts_papers_shown_and_forgets_what_was_undone(
    session: Session, office: SmallOffice, tmp_path: Path
) -> None:
    item = plan_under_way(session, office)
    person, on = office.people["plan_director"], bangkok_date(NOW)
    show(session, office, tmp_path, item, b"%PDF-1.7 shown")
    (shown,) = leading_on(session, [session.get_one(Item, item.id)], person, on)[item.id]
    undo(session, office, item, steps(session, item)[0], NOW)
    session.expire_all()
    offered = leading_on(session, [session.get_one(Item, item.id)], person, on)[item.id]
    assert [each.move.trigger for each in offered] == ["open_proposals"]
    assert shown.move.trigger != "open_proposals"


def steps(session: Session, item: Item) -> list[int]:
    return list(session.exec(select(Entry.seq).where(Entry.item_id == item.id, Entry.kind == "step")))


def test_no_post_is_short_of_hands_for_what_has_ended(session: Session, office: SmallOffice) -> None:
    item = plan_under_way(session, office)
    assert len(waiting_work(session, office.id)) == 1
    step(session, office, item, "cancel", NOW, role="area_director", reason="ยุบเลิก")
    assert waiting_work(session, office.id) == []


def test_what_is_owed_by_a_path_of_before_has_no_rule_and_does_not_move(
    session: Session, office: SmallOffice
) -> None:
    plan_under_way(session, office)
    year = FiscalYear(2561)
    days = (year.start + datetime.timedelta(days=each) for each in range(400))
    closed = Calendar(version="closed", holidays=dict.fromkeys(days, "หยุด"))
    assert would_move(session, office.id, closed) != ()
    session.connection().execute(text("UPDATE obligation SET code = 'D-GONE'"))
    session.expire_all()
    assert would_move(session, office.id, closed) == ()
