"""SQLite's one writer commits several pieces of work together, and each of them whole or not at all."""

import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager

import pytest
from conftest import SmallOffice
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select

from workflow.database import Cursor, Database, Sql
from workflow.models import Fund, Office
from workflow.work import Work
from workflow.writing_together import MOST_ASKED

INSERT = Sql("INSERT INTO fund (office_id, code, name_th) VALUES (?, ?, ?)")
PATIENCE = 20.0  # seconds


@pytest.fixture
def on_sqlite(database: Database) -> Database:
    if not database.is_sqlite:
        pytest.skip("on PostgreSQL every writer has a transaction of her own")
    return database


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Grows with every commit."""
    counted: list[bool] = []
    seal = Work.seal

    def sealed(work: Work) -> None:
        seal(work)
        counted.append(True)

    monkeypatch.setattr("workflow.writing_together.LONGEST", PATIENCE)  # however slow the computer is now
    monkeypatch.setattr(Work, "seal", sealed)
    return counted


@contextmanager
def held_up(database: Database) -> Iterator[None]:
    """Nothing is begun inside: whatever is asked for meanwhile is one group afterwards."""
    with database.write():
        yield
        until = time.monotonic() + PATIENCE
        while not database.others_wait and time.monotonic() < until:
            time.sleep(0.005)  # until the writer has come to where it waits
        assert database.others_wait


def writes(office: SmallOffice, code: str, *, orm: bool = False) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        if orm:
            session.add(Fund(office_id=office.id, code=code, name_th=code))
        else:
            Cursor(session).run(INSERT, (office.id, code, code))
        return code

    return work


def fails(office: SmallOffice, code: str, *, orm: bool = False) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        writes(office, code, orm=orm)(session)
        session.flush()
        raise ZeroDivisionError

    return work


def funds(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(Fund.code).order_by(col(Fund.code))).all())


@pytest.mark.parametrize("orm", [False, True])
def test_of_three_in_one_commit_the_one_that_fails_leaves_nothing(
    on_sqlite: Database, office: SmallOffice, commits: list[bool], orm: bool
) -> None:
    with held_up(on_sqlite):
        first = on_sqlite.ask(writes(office, "A", orm=orm))
        second = on_sqlite.ask(fails(office, "B", orm=orm))
        third = on_sqlite.ask(writes(office, "C", orm=orm))
    assert (first.result(PATIENCE), third.result(PATIENCE)) == ("A", "C")
    assert isinstance(second.exception(PATIENCE), ZeroDivisionError)
    assert len(commits) == 2  # of whoever held it up, and of all three
    assert funds(on_sqlite) == ["A", "C"]


def test_what_the_database_refuses_one_of_them_costs_the_others_nothing(
    on_sqlite: Database, office: SmallOffice
) -> None:
    with held_up(on_sqlite):
        asked = [on_sqlite.ask(writes(office, code, orm=True)) for code in ("A", "A", "B")]
    assert asked[0].result(PATIENCE) == "A"
    assert isinstance(asked[1].exception(PATIENCE), IntegrityError)
    assert asked[2].result(PATIENCE) == "B"
    assert funds(on_sqlite) == ["A", "B"]


def test_each_sees_what_those_before_it_wrote_and_not_what_they_remembered(
    on_sqlite: Database, office: SmallOffice
) -> None:
    def rename(session: Session) -> None:
        session.get_one(Office, office.id).website = "one"

    def rename_again(session: Session) -> str:
        Cursor(session).run(Sql("UPDATE office SET website = website || ' two'"))
        return session.get_one(Office, office.id).website

    with held_up(on_sqlite):
        on_sqlite.ask(rename)
        second = on_sqlite.ask(rename_again)
    assert second.result(PATIENCE) == "one two"


@pytest.mark.parametrize("orm", [False, True])
def test_a_commit_that_fails_keeps_nothing_of_anybody_and_tells_everybody(
    on_sqlite: Database, office: SmallOffice, monkeypatch: pytest.MonkeyPatch, orm: bool
) -> None:
    """Also who was refused is told: what she was refused for may never have happened."""

    def fail(_work: Work) -> None:
        raise OperationalError("COMMIT", None, Exception("disk I/O error"))

    with monkeypatch.context() as failing:
        with held_up(on_sqlite):
            asked = [on_sqlite.ask(work(office, code, orm=orm)) for work, code in _THREE]
            until_now = Work.seal
            failing.setattr(Work, "seal", _once(until_now, fail))
        told = [each.exception(PATIENCE) for each in asked]
    assert [type(each) for each in told] == [OperationalError] * 3
    assert funds(on_sqlite) == []
    assert on_sqlite.ask(writes(office, "D")).result(PATIENCE) == "D"
    assert funds(on_sqlite) == ["D"]


_THREE = ((writes, "A"), (fails, "B"), (writes, "C"))


def _once(first: Callable[[Work], None], then: Callable[[Work], None]) -> Callable[[Work], None]:
    """`first` for whoever held the others up, `then` from there on."""
    left = [first]
    return lambda work: (left.pop() if left else then)(work)


@pytest.mark.parametrize("orm", [False, True])
def test_where_the_disk_is_full_what_was_answered_is_there_and_nothing_else(
    on_sqlite: Database, office: SmallOffice, orm: bool
) -> None:
    pages = on_sqlite.ask(lambda session: Cursor(session).row(Sql("PRAGMA page_count"))[0]).result(PATIENCE)
    on_sqlite.ask(
        lambda session: Cursor(session).row(Sql(f"PRAGMA max_page_count = {int(pages) + 8}"))
    ).result(PATIENCE)

    def too_much(session: Session) -> None:
        for number in range(500):
            writes(office, f"{number:03} {'ก' * 30}", orm=orm)(session)
            session.flush()

    with held_up(on_sqlite):
        asked: dict[str, Future[object]] = {
            "A": on_sqlite.ask(writes(office, "A", orm=orm)),
            "too much": on_sqlite.ask(too_much),
            "B": on_sqlite.ask(writes(office, "B", orm=orm)),
        }
    told = {name: each.exception(PATIENCE) for name, each in asked.items()}
    assert isinstance(told["too much"], OperationalError)
    assert all(isinstance(each, OperationalError | None) for each in told.values())
    assert funds(on_sqlite) == [name for name, error in told.items() if error is None]
    assert on_sqlite.ask(writes(office, "C", orm=orm)).result(PATIENCE) == "C"


def test_a_transaction_that_sqlite_gave_up_takes_the_group_along_and_the_next_begins_afresh(
    on_sqlite: Database, office: SmallOffice
) -> None:
    """SQLite may roll everything back by itself: then no savepoint is left to stand on."""

    def give_up(session: Session) -> None:
        session.get_one(Office, office.id).website = "x"
        session.flush()
        session.driver.execute("ROLLBACK")  # type: ignore[attr-defined]

    with held_up(on_sqlite):
        asked: list[Future[object]] = [
            on_sqlite.ask(writes(office, "A")),
            on_sqlite.ask(give_up),
            on_sqlite.ask(writes(office, "B")),
        ]
    told = [each.exception(PATIENCE) for each in asked]
    assert isinstance(told[0], OperationalError)
    assert isinstance(told[1], OperationalError)
    kept = [name for name, error in zip("A_B", told, strict=True) if error is None]
    assert funds(on_sqlite) == kept
    assert on_sqlite.ask(writes(office, "C", orm=True)).result(PATIENCE) == "C"
    assert funds(on_sqlite) == [*kept, "C"]
    place = on_sqlite.ask(lambda session: session.execute(text("PRAGMA temp_store")).scalar_one())
    assert place.result(PATIENCE) == 2  # the new writer keeps its savepoints in memory as well


def test_who_asked_first_is_carried_out_first(on_sqlite: Database) -> None:
    order: list[int] = []
    with held_up(on_sqlite):
        asked = [on_sqlite.ask(lambda _, number=number: order.append(number)) for number in range(100)]  # type: ignore[misc]
    for each in asked:
        each.result(PATIENCE)
    assert order == list(range(100))


def test_a_rush_of_requests_does_not_keep_a_sweep_from_its_turn(on_sqlite: Database) -> None:
    """Whoever waits for a turn of her own has it before those who asked after her."""
    order: list[str] = []
    began, swept = threading.Event(), threading.Event()

    def first(_session: Session) -> None:
        began.set()
        until = time.monotonic() + PATIENCE
        while not on_sqlite.others_wait and time.monotonic() < until:
            time.sleep(0.005)
        order.append("first")

    def sweep() -> None:
        with on_sqlite.write():
            order.append("sweep")
        swept.set()

    asked = [on_sqlite.ask(first)]
    assert began.wait(PATIENCE)
    asked += [on_sqlite.ask(lambda _: order.append("later")) for _ in range(5)]
    thread = threading.Thread(target=sweep)
    thread.start()
    for each in asked:
        each.result(PATIENCE)
    assert swept.wait(PATIENCE)
    thread.join()
    assert order == ["first", "sweep", *["later"] * 5]


def test_where_too_many_ask_the_next_is_told_to_come_back_and_the_others_are_served(
    on_sqlite: Database,
) -> None:
    with held_up(on_sqlite):
        asked = [on_sqlite.ask(lambda _: True)]
        until = time.monotonic() + PATIENCE
        while not on_sqlite.others_wait and time.monotonic() < until:
            time.sleep(0.005)  # the writer holds the first in its hand
        asked += [on_sqlite.ask(lambda _: True) for _ in range(MOST_ASKED)]
        with pytest.raises(OperationalError, match="locked"):
            on_sqlite.ask(lambda _: True)
    assert all(each.result(PATIENCE) for each in asked)


def test_what_was_called_off_in_time_is_not_carried_out(on_sqlite: Database, office: SmallOffice) -> None:
    with held_up(on_sqlite):
        asked = [on_sqlite.ask(writes(office, code)) for code in "ABC"]
        assert asked[1].cancel()
    assert (asked[0].result(PATIENCE), asked[2].result(PATIENCE)) == ("A", "C")
    with pytest.raises(CancelledError):
        asked[1].result(PATIENCE)
    assert funds(on_sqlite) == ["A", "C"]


def test_a_commit_that_fails_after_all_were_called_off_does_not_end_the_writer(
    on_sqlite: Database, office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = threading.Event()

    def fails_to_seal(_work: Work) -> None:
        failed.set()
        raise OperationalError("COMMIT", None, OSError("disk I/O error"))

    work = on_sqlite.take_turn()
    called_off = on_sqlite.ask(writes(office, "OFF"))
    assert called_off.cancel()
    monkeypatch.setattr(Work, "seal", fails_to_seal)
    work.undo()
    on_sqlite.end_turn(work)
    assert failed.wait(PATIENCE)
    monkeypatch.undo()
    assert on_sqlite.ask(writes(office, "AFTER")).result(PATIENCE) == "AFTER"
    assert funds(on_sqlite) == ["AFTER"]


def test_closing_carries_out_what_was_asked_for(on_sqlite: Database, office: SmallOffice) -> None:
    with held_up(on_sqlite):
        asked = [on_sqlite.ask(writes(office, f"{number:02}")) for number in range(20)]
        closing = threading.Thread(target=on_sqlite.dispose)
        closing.start()
    closing.join(PATIENCE)
    assert all(each.done() for each in asked)
    assert funds(on_sqlite) == [f"{number:02}" for number in range(20)]


def test_writing_inside_asked_work_says_so_instead_of_waiting_for_ever(on_sqlite: Database) -> None:
    def work(_session: Session) -> None:
        with on_sqlite.write():
            pass

    assert isinstance(on_sqlite.ask(work).exception(PATIENCE), RuntimeError)


_ASKING = textwrap.dedent("""
    import sys
    from workflow.database import Cursor, Database, Sql
    INSERT = Sql("INSERT INTO fund (office_id, code, name_th) VALUES (?, ?, 'x')")
    database, office = Database(sys.argv[1]), int(sys.argv[2])

    def work(number):
        return lambda session: Cursor(session).run(INSERT, (office, f"{number:06}")) and number

    def tell(done):
        sys.stdout.write(f"{done.result()}\\n")
        sys.stdout.flush()

    for start in range(0, 1_000_000, 8):
        asked = [database.ask(work(start + number)) for number in range(8)]
        for each in asked:
            tell(each)
""")


def test_what_was_answered_before_the_process_was_killed_is_there(
    on_sqlite: Database, database_url: str, office: SmallOffice
) -> None:
    command = [sys.executable, "-c", _ASKING, database_url, str(office.id)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    told = [int(running.stdout.readline()) for _ in range(100)]
    running.kill()
    told += [int(line) for line in running.stdout if line.endswith("\n")]
    running.stdout.close()
    running.wait()
    kept = [int(code) for code in funds(on_sqlite)]
    assert set(told) <= set(kept)
    assert kept == list(range(len(kept)))  # none twice, none left out
    assert len(kept) < len(told) + 16  # besides, at most what was under way
