"""Pages neither repeat nor lose a row, cost the same however many there are, and walk an index."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from audit_desk import Desk
from sqlmodel import Session

from api.asked_history import ask
from api.pages.items.typed import typed_day
from notifications.questions import QUESTIONS
from tests.conftest import NOW, SmallOffice, make_office
from workflow import history
from workflow.audit import prepared
from workflow.database import Cursor, Database, Work
from workflow.history import Record
from workflow.models import Item
from workflow.moments import moment_text

AUDITOR = "internal_auditor.t1"


def _entry(office: SmallOffice, at: datetime.datetime, item: Item | None = None, **more: Any) -> Record:
    return Record(
        office_id=office.id,
        kind="step" if item else "office",
        at=moment_text(at),
        effective_on="2018-01-12",
        item_id=item.id if item else None,
        subject=f"item:{item.code}" if item else "office:T1",
        actor_id=office.people["plan_director"],
        capacity="own",
        definition_hash=item.definition_hash if item else "",
        **more,
    )


def test_what_is_recorded_between_two_pages_moves_none_of_them(session: Session, office: SmallOffice) -> None:
    """Rows skipped by number would tell some twice; several of one moment are told apart by their number."""
    for number in range(40):
        history.append(session, _entry(office, NOW + datetime.timedelta(minutes=number // 7)))
    desk = Desk(session, AUDITOR, NOW)
    expected = [row[4].seq for row in desk.answer("entries").rows]
    seen: list[int] = []
    after = ""
    for turn in range(100):
        told = ask(session, desk.who, "entries", {}, NOW, typed_day, after=after, limit=6)
        seen += [row[4].seq for row in told.answer.rows]
        assert told.answer.count == len(expected) + turn
        history.append(session, _entry(office, NOW + datetime.timedelta(hours=1)))
        after = told.answer.after
        if not after:
            break
    assert seen == expected


def _many(session: Session, office: SmallOffice, count: int) -> None:
    for number in range(count):
        item = office.open(session, "project", f"P-{number:03d}")
        step = {"trigger": "submit", "from_state": "draft", "to_state": "submitted"}
        history.append(session, _entry(office, NOW, item, **step))


@pytest.mark.parametrize("question", [each.name for each in QUESTIONS])
def test_a_question_takes_as_many_statements_with_one_row_as_with_many(
    session: Session, office: SmallOffice, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    sent: list[str] = []
    run = Cursor.run

    def counting(self: Cursor, *given: Any) -> Any:
        sent.append(str(given[0]))
        return run(self, *given)

    monkeypatch.setattr(Cursor, "run", counting)
    desk = Desk(session, AUDITOR, NOW)
    raw = {"person": "plan_director.t1"} if question == "powers" else {}
    office.open(session, "memo", "M-1")
    counts = []
    for many in (0, 30):
        _many(session, office, many)
        desk.answer(question, **raw)
        sent.clear()
        desk.answer(question, **raw)
        counts.append(len(sent))
    assert counts[0] == counts[1] > 0


def test_above_ten_thousand_the_count_says_more(
    session: Session, office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "MOST_COUNTED", 5)
    prepared._prepared_count.cache_clear()
    for _ in range(9):
        history.append(session, _entry(office, NOW))
    told = ask(session, Desk(session, AUDITOR, NOW).who, "entries", {}, NOW, typed_day, limit=3)
    prepared._prepared_count.cache_clear()
    assert (told.answer.count, told.answer.more) == (5, True)


def test_another_office_is_not_told_of(session: Session, office: SmallOffice) -> None:
    other = make_office(session, "T2")
    _many(session, office, 3)
    desk = Desk(session, "internal_auditor.t2", NOW)
    told = desk.answer("entries")
    assert {row[2] for row in told.rows} == {""}
    assert [row[0] for row in desk.answer("stays").rows] == []
    assert desk.who.office_id == other.id


def _plans(database: Database, ask_it: Callable[[Session], None], monkeypatch: pytest.MonkeyPatch) -> str:
    """How SQLite answers the statements of the block."""
    sent: list[tuple[str, Any]] = []
    run = Cursor.run

    def noting(self: Cursor, sql: Any, values: tuple[Any, ...] = ()) -> Any:
        sent.append((sql.sqlite, values))
        return run(self, sql, values)

    with database.read() as session:
        monkeypatch.setattr(Cursor, "run", noting)
        ask_it(session)
        monkeypatch.setattr(Cursor, "run", run)
        assert isinstance(session, Work)
        plans = [
            row[3]
            for text, values in sent
            for row in session.driver.execute(f"EXPLAIN QUERY PLAN {text}", values)
        ]
    return "\n".join(plans)


@pytest.mark.parametrize(
    ("question", "raw", "index"),
    [
        ("entries", {}, "ix_history_entry_office_id_at_seq"),
        ("entries", {"trigger": "submit"}, "ix_history_entry_office_id_at_seq"),
        ("entries", {"item": "P-001"}, "ix_history_entry_item_id_seq"),
        ("person", {"person": "plan_director.t1"}, "ix_history_entry_"),
        ("stays", {}, "ix_history_entry_office_id_at_seq"),
        ("late", {}, "ix_obligation_office_id_due_on"),
        ("approvals", {"least": "1000"}, "ix_history_entry_office_id_at_seq"),
        ("separation", {}, "ix_history_entry_office_id_at_seq"),
        ("reminders", {}, "ix_obligation_office_id_due_on"),
        ("totals", {"by": "group"}, "ix_history_entry_office_id_at_seq"),
        ("exceptions", {}, "ix_history_entry_exceptions"),
    ],
)
def test_sqlite_walks_an_index_and_never_the_table(
    database: Database,
    office: SmallOffice,
    monkeypatch: pytest.MonkeyPatch,
    question: str,
    raw: dict[str, str],
    index: str,
) -> None:
    if not database.is_sqlite:
        pytest.skip("tells SQLite's plans")
    with database.write() as session:
        _many(session, office, 2)
    told = _plans(database, lambda session: _ask_once(session, question, raw), monkeypatch)
    assert index in told
    for table in ("history_entry", "obligation", "item", "notice"):
        assert f"SCAN {table}" not in told


def _ask_once(session: Session, question: str, raw: dict[str, str]) -> None:
    Desk(session, AUDITOR, NOW).answer(question, **raw)
