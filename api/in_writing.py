"""Has work that writes carried out, and waits for its commit without holding a thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from workflow.database import PATIENCE, Database, busy

T = TypeVar("T")


async def in_writing(request: Request, work: Callable[[Session], T]) -> T:
    """What `work` answers, once it is committed; on SQLite together with whatever else waits.

    Raises what `work` raises, after which nothing of it is left, and OperationalError where the database is
    busy or the commit fails.
    """
    database: Database = request.app.state.database
    if database.is_sqlite:
        return await _queued(database, work)
    async with request.app.state.turns.writing:
        return await run_in_threadpool(_written, database, work)


def _written(database: Database, work: Callable[[Session], T]) -> T:
    with database.write() as session:
        return work(session)


async def _queued(database: Database, work: Callable[[Session], T]) -> T:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()
    asked = database.ask(work)
    asked.add_done_callback(lambda done: loop.call_soon_threadsafe(_tell, answer, done))
    patience = loop.call_later(PATIENCE, asked.cancel)  # only what has not begun can be called off
    try:
        return await answer
    finally:
        patience.cancel()
        asked.cancel()


def _tell(answer: "asyncio.Future[Any]", done: "Future[Any]") -> None:
    if answer.done():  # whoever waited was called off
        return
    if done.cancelled():
        answer.set_exception(busy())
    elif (error := done.exception()) is not None:
        answer.set_exception(_told(error))
    else:
        answer.set_result(done.result())


def _told(error: BaseException) -> BaseException:
    """The error as asyncio takes it: it refuses StopIteration, and whoever waits would wait for ever."""
    if not isinstance(error, StopIteration):
        return error
    told = RuntimeError("the work raised StopIteration")
    told.__cause__ = error
    return told
