"""People who act on one item at the same moment, in threads or in processes of their own."""

import datetime
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Queue
from typing import Any, Protocol

from sqlmodel import Session

from workflow import engine
from workflow.database import Database
from workflow.errors import SomebodyWasFaster
from workflow.models import Item

# A project goes to and fro between these two for ever: no guard but a reason, and two roles may do both.
STEP = {"in_progress": "suspend", "suspended": "resume"}
PATIENCE = 60.0


class Barrier(Protocol):
    def wait(self, timeout: float | None = None) -> int: ...


@dataclass(frozen=True)
class Outcome:
    """How one rival fared in one round; from `now_at` on, what the loser was told."""

    version: int
    won: bool
    now_at: int = 0
    trigger: str = ""
    by: str = ""
    told_at: datetime.datetime | None = None


def look(session: Session, item_id: int) -> tuple[str, int]:
    item = session.get_one(Item, item_id)
    return item.state, item.version


def compete(
    database: Database, item_id: int, person: int, at: datetime.datetime, start: Barrier, rounds: int
) -> list[Outcome]:
    """In each round both look, wait for each other, and act on what they saw."""
    outcomes = []
    for _ in range(rounds):
        with database.read() as session:
            state, version = look(session, item_id)
        start.wait(PATIENCE)
        try:
            with database.write() as session:
                engine.advance(
                    session,
                    item_id,
                    STEP[state],
                    by=person,
                    at=at,
                    reason="พร้อมกัน",
                    expect_version=version,
                )
            outcomes.append(Outcome(version, True))
        except SomebodyWasFaster as told:
            outcomes.append(Outcome(version, False, told.version, told.trigger, told.by, told.at))
        start.wait(PATIENCE)
    return outcomes


def in_threads(
    database: Database, item_id: int, people: list[int], at: datetime.datetime, rounds: int
) -> list[list[Outcome]]:
    """One thread per person on one Database."""
    start = threading.Barrier(len(people))
    with ThreadPoolExecutor(len(people)) as pool:
        running = [pool.submit(compete, database, item_id, each, at, start, rounds) for each in people]
        return [each.result() for each in running]


def _in_its_own_process(
    url: str,
    item_id: int,
    person: int,
    at: datetime.datetime,
    start: Barrier,
    rounds: int,
    answers: "Queue[Any]",
) -> None:
    database = Database(url)
    try:
        answers.put((person, compete(database, item_id, person, at, start, rounds)))
    except BaseException as error:  # the parent must not wait for ever
        answers.put((person, repr(error)))
        raise
    finally:
        database.dispose()


def in_processes(
    url: str, item_id: int, people: list[int], at: datetime.datetime, rounds: int
) -> list[list[Outcome]]:
    """One process per person, each with a Database of its own on the same data."""
    fresh = multiprocessing.get_context("spawn")
    start, answers = fresh.Barrier(len(people)), fresh.Queue()
    running = [
        fresh.Process(target=_in_its_own_process, args=(url, item_id, each, at, start, rounds, answers))
        for each in people
    ]
    for process in running:
        process.start()
    told = dict(answers.get(timeout=2 * PATIENCE) for _ in people)
    for process in running:
        process.join(PATIENCE)
    assert [process.exitcode for process in running] == [0] * len(people), told
    return [told[each] for each in people]
