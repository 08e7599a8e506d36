"""Brief work is carried out in the loop that asked for it, and the loop is woken once for a whole commit."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest
from sqlmodel import Session

from api.asking_loop import AskingLoop, asking_loop
from workflow.database import Cursor, Database, Sql

COUNT = Sql("SELECT count(*) FROM sign_in")
PATIENCE = 30.0  # seconds


@pytest.fixture
def on_sqlite(database: Database) -> Database:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's writers have a connection each")
    return database


def thread_of(_session: Session) -> int:
    return threading.get_ident()


async def asked(database: Database, *works: tuple[Callable[[Session], object], bool]) -> list[object]:
    """What each answers; all are asked for before any of it is carried out."""
    here = asking_loop()
    promises = [here.answer_of(database.ask(work, here, brief=brief)) for work, brief in works]
    return list(await asyncio.wait_for(asyncio.gather(*promises, return_exceptions=True), PATIENCE))


def test_brief_work_is_carried_out_where_it_was_asked_for_and_other_work_elsewhere(
    on_sqlite: Database,
) -> None:
    here = threading.get_ident()
    first, brief, longer, last = asyncio.run(
        asked(on_sqlite, *[(thread_of, brief) for brief in (True, True, False, True)])
    )
    assert first == brief == here
    assert longer == last != here


def test_eight_together_are_one_commit_and_one_waking(
    on_sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    wake = AskingLoop.wake
    monkeypatch.setattr(AskingLoop, "wake", lambda self: (woken.append(1), wake(self))[1])
    answers = asyncio.run(asked(on_sqlite, *[(lambda _session, n=n: n, n != 5) for n in range(8)]))
    assert answers == list(range(8))
    assert len(woken) == 1


def test_what_brief_work_raises_is_told_and_the_next_is_carried_out(on_sqlite: Database) -> None:
    def refused(_session: Session) -> None:
        raise ValueError("not so")

    error, count = asyncio.run(
        asked(on_sqlite, (refused, True), (lambda session: Cursor(session).row(COUNT, ()), True))
    )
    assert isinstance(error, ValueError)
    assert count == (0,)


def test_writing_inside_brief_work_says_so_instead_of_waiting_for_ever(on_sqlite: Database) -> None:
    def work(_session: Session) -> None:
        with on_sqlite.write():
            pass

    (error,) = asyncio.run(asked(on_sqlite, (work, True)))
    assert isinstance(error, RuntimeError)


def test_where_the_loop_is_stuck_the_writer_does_not_wait_for_it(on_sqlite: Database) -> None:
    async def stuck() -> object:
        here = asking_loop()
        promise = on_sqlite.ask(thread_of, here, brief=True)
        await asyncio.sleep(0)  # the bell rings
        until = time.monotonic() + PATIENCE
        while not promise.done() and time.monotonic() < until:
            time.sleep(0.01)
        return promise.result(0)

    assert asyncio.run(stuck()) != threading.get_ident()


def test_work_for_a_loop_that_has_ended_is_carried_out_and_the_writer_goes_on(on_sqlite: Database) -> None:
    loop = asyncio.new_event_loop()

    async def knocked() -> AskingLoop:
        return asking_loop()

    gone = loop.run_until_complete(knocked())
    loop.close()
    assert gone.lend(threading.get_ident) == threading.get_ident()
    gone.wake()
    assert on_sqlite.ask(thread_of).result(PATIENCE) != threading.get_ident()
