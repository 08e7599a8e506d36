"""Has work that writes carried out, and waits for its commit without holding a thread."""

import functools
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from api.asking_loop import AskingLoop, asking_loop
from workflow.database import PATIENCE, Database

T = TypeVar("T")


async def in_writing(request: Request, work: Callable[[Session], T], *, brief: bool = False) -> T:
    """What `work` answers, once it is committed; on SQLite together with whatever else waits.

    `brief` work takes well under a millisecond on SQLite: it is carried out where requests are taken in,
    and meanwhile nothing else is.

    Raises what `work` raises, after which nothing of it is left, and OperationalError where the database is
    busy or the commit fails.
    """
    database: Database = request.app.state.database
    if database.is_sqlite:
        return await _queued(database, work, brief=brief)
    async with request.app.state.turns.writing:
        return await run_in_threadpool(_written, database, work)


def _written(database: Database, work: Callable[[Session], T]) -> T:
    with database.write() as session:
        return work(session)


async def _queued(database: Database, work: Callable[[Session], T], *, brief: bool) -> T:
    here = asking_loop()
    asked = database.ask(work, here, brief=brief)
    answer = here.answer_of(asked)
    patience = here.later(PATIENCE, functools.partial(_call_off, asked, here))
    try:
        return await answer
    finally:
        patience.cancel()
        asked.cancel()


def _call_off(asked: "Future[Any]", here: AskingLoop) -> None:
    """Ends the waiting for what has not begun; what has begun is waited for."""
    if asked.cancel():
        here.tell()
