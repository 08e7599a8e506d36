"""Whatever stops the closing of a meeting of forty papers, all of it has happened or none of it."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from closing_process import KILLED
from conftest import NOW, SmallOffice
from hypothesis import given, settings
from hypothesis import strategies as st
from meeting_desk import line_of, plan_under_review, seat_committee, tabled
from sqlalchemy import event, func, text
from sqlmodel import select

from workflow import history
from workflow.database import Cursor, Database, Sql
from workflow.meetings import resolutions
from workflow.meetings.closing import Closed, close_meeting
from workflow.meetings.resolutions import NewResolution
from workflow.models import Entry, Meeting

PAPERS = 40
TABLES = (
    *("item", "history_entry", "chain_head", "attestation", "document", "obligation", "outbox"),
    *("meeting", "resolution", "project_line", "merger"),
)


class Fault(Exception):
    """What a test throws into a statement."""


class Faults:
    """Counts every statement, of the ORM and of the cursor, and throws at the nth."""

    def __init__(self, nth: int = 0) -> None:
        self.nth, self.count = nth, 0

    def __call__(self, *_: Any) -> None:
        self.count += 1
        if self.count == self.nth:
            raise Fault


@contextmanager
def thrown(database: Database, faults: Faults) -> Iterator[None]:
    run = Cursor.run

    def counted(self: Cursor, sql: Sql, values: tuple[Any, ...] = ()) -> Any:
        faults()
        return run(self, sql, values)

    event.listen(database.engine, "before_cursor_execute", faults)
    Cursor.run = counted  # type: ignore[method-assign]
    try:
        yield
    finally:
        Cursor.run = run  # type: ignore[method-assign]
        event.remove(database.engine, "before_cursor_execute", faults)


@pytest.fixture
def meeting_id(database: Database, office: SmallOffice) -> int:
    """A committed meeting, held, with forty papers resolved: proposals and the plan they belong to."""
    with database.write() as session:
        committee = seat_committee(session, office)
        plan, projects = plan_under_review(session, office, PAPERS - 1)
        ids = [each.id for each in projects]
        made = tabled(committee, [plan.id, *ids])
        wanted = {committee.entry(made, plan.id).id: _of_plan()}
        for place, each in enumerate(ids):
            wanted[committee.entry(made, each).id] = _of(place, line_of(session, each), ids[0])
        resolutions.resolve_all(session, made, wanted, committee.hand())
        return made


def _of_plan() -> NewResolution:
    return NewResolution(
        "endorse", "เห็นชอบ", "record_committee_resolution", evidence={"total_within_ceiling": "ไม่เกิน"}
    )


def _of(place: int, line_id: int, first: int) -> NewResolution:
    """Every tenth proposal is merged, every seventh left out, the others are included."""
    if place % 10 == 9:
        return NewResolution("merge", "รวม", "merge", reason="ใกล้เคียงกัน", merge_into=first)
    if place % 7 == 6:
        return NewResolution("reject", "ไม่บรรจุ", "reject", reason="ซ้ำซ้อน")
    return NewResolution("include", "บรรจุ", "include", approved={line_id: 90_000})


def close(database: Database, office: SmallOffice, meeting_id: int) -> Closed:
    with database.write() as session:
        return close_meeting(session, meeting_id, by=office.people["committee_secretary"], at=NOW)


def rows(database: Database) -> list[list[Any]]:
    """Everything a closing may touch."""
    with database.read() as session:
        return [
            [tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]  # noqa: S608
            for table in TABLES
        ]


def test_a_fault_at_any_statement_leaves_nothing(
    database: Database, office: SmallOffice, meeting_id: int
) -> None:
    """A closing is some hundreds of statements; whichever fails, all tables are as they were."""
    before = rows(database)
    total = _statements(database, office, meeting_id)
    assert total > PAPERS * 5

    @settings(max_examples=100)
    @given(nth=st.integers(1, total))
    def fails_at(nth: int) -> None:
        with thrown(database, Faults(nth)), pytest.raises(Fault):
            close(database, office, meeting_id)
        assert rows(database) == before

    fails_at()
    for nth in (1, total):
        fails_at.hypothesis.inner_test(nth)  # type: ignore[attr-defined]
    closed = close(database, office, meeting_id)
    assert len(closed.resolutions) == PAPERS
    after = rows(database)
    assert close(database, office, meeting_id) == closed
    assert rows(database) == after


def _statements(database: Database, office: SmallOffice, meeting_id: int) -> int:
    """How many statements the closing takes, learnt by one that is rolled back."""
    faults = Faults()
    with contextlib.suppress(Fault), thrown(database, faults), database.write() as session:
        close_meeting(session, meeting_id, by=office.people["committee_secretary"], at=NOW)
        raise Fault
    return faults.count


def test_two_who_close_at_once_get_one_answer(
    database: Database, office: SmallOffice, meeting_id: int
) -> None:
    """The second waits for the first and finds the meeting closed."""
    start = threading.Barrier(2)

    def race(_: int) -> Closed:
        start.wait(timeout=10)
        return close(database, office, meeting_id)

    with ThreadPoolExecutor(2) as people:
        first, second = people.map(race, range(2))
    assert first == second
    with database.read() as session:
        closings = select(func.count()).where(Entry.kind == "meeting_closed")
        assert session.exec(closings).one() == 1
        assert history.verify(session, office.id).holds


@pytest.mark.parametrize("nth", [2, 40, 130, 200])
def test_a_killed_process_leaves_nothing_and_the_next_one_closes(
    database: Database, database_url: str, office: SmallOffice, meeting_id: int, nth: int
) -> None:
    """The process dies without a word between two statements; the meeting is as it was, and can be closed."""
    if not database.is_sqlite:
        pytest.skip("one file, killed under the writer's hands; PostgreSQL rolls a lost connection back")
    before = rows(database)
    database.dispose()
    program = Path(__file__).with_name("closing_process.py")
    person = str(office.people["committee_secretary"])
    done = subprocess.run(
        [sys.executable, str(program), database_url, str(meeting_id), person, str(nth)],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (KILLED, b"")
    assert rows(database) == before
    assert len(close(database, office, meeting_id).resolutions) == PAPERS
    with database.read() as session:
        assert history.verify(session, office.id).holds
        steps = select(func.count()).where(
            Entry.kind == "step", Entry.trigger.in_(("include", "merge", "reject"))
        )  # type: ignore[attr-defined]
        assert session.exec(steps).one() == PAPERS - 1
        assert session.get_one(Meeting, meeting_id).closed_seq is not None
