"""SQLite's one writer: carries out what many ask for, and commits what came together in one commit."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from workflow.work import Work

if TYPE_CHECKING:
    from workflow.database import Database

T = TypeVar("T")
MOST_ASKED: Final = 400  # pieces of work that wait; the next is told to come back
MOST_TOGETHER: Final = 64
LONGEST: Final = 0.025  # seconds after which a group takes in nobody more: the first waits for the last


class _Asked:
    """A piece of work, who waits for it, and how it went."""

    __slots__ = ("answer", "error", "future", "work")

    def __init__(self, work: Callable[[Session], Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()
        self.answer: Any = None
        self.error: BaseException | None = None


class Writer:
    """One thread that takes work in its order. ◆ Nobody is answered before the commit of her group.

    Each piece has a savepoint of its own: what raises leaves nothing, and the others of its group stay. Where
    the commit fails, or the database gave the whole transaction up, nothing of the group is kept and all are
    told so, those who were refused too: what they were refused for may never have happened.
    """

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._asked: queue.Queue[_Asked | None] = queue.Queue(MOST_ASKED)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, work: Callable[[Session], T]) -> "Future[T] | None":
        """A promise of what `work` answers, kept after the commit; None where too many wait already."""
        asked = _Asked(work)
        with self._starting:
            try:
                self._asked.put_nowait(asked)
            except queue.Full:
                return None
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="khanton-writer", daemon=True)
                self._thread.start()
        return asked.future

    def finish(self) -> None:
        """Carries out what was asked for, then ends; the next to ask starts it again."""
        with self._starting:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._asked.put(None)
                thread.join()

    def _run(self) -> None:
        while (first := self._asked.get()) is not None:
            if not self._group(first):
                return

    def _group(self, first: _Asked) -> bool:
        """Carries out one group and answers it; False when the writer is to end."""
        group: list[_Asked] = []
        goes_on = True
        try:
            work = self._database.take_turn()
            try:
                goes_on = self._filled(work, first, group)
                work.seal()
            except BaseException:
                work.undo()
                raise
            finally:
                self._database.end_turn(work)
        except BaseException as error:
            for each in group or _begun(first):
                each.future.set_exception(error)
            return goes_on
        for each in group:
            if each.error is None:
                each.future.set_result(each.answer)
            else:
                each.future.set_exception(each.error)
        return goes_on

    def _filled(self, work: Work, first: _Asked, group: list[_Asked]) -> bool:
        """Carries out `first` and whoever came meanwhile, each in a savepoint of its own."""
        until = time.monotonic() + LONGEST
        asked: _Asked | None = first
        while asked is not None:
            if asked.future.set_running_or_notify_cancel():
                group.append(asked)
                _carry_out(work, asked)
            if len(group) >= MOST_TOGETHER or time.monotonic() > until or self._database.others_wait:
                return True
            try:
                asked = self._asked.get_nowait()
            except queue.Empty:
                return True
        return False


def _begun(asked: _Asked) -> list[_Asked]:
    """The one whose transaction could not begin, unless she no longer waits."""
    if asked.future.cancelled():  # perhaps told so already, which cannot be done twice
        return []
    return [asked] if asked.future.set_running_or_notify_cancel() else []


def _carry_out(work: Work, asked: _Asked) -> None:
    """Raises only where the database gave up the transaction of the whole group."""
    execute = work.driver.execute
    execute("SAVEPOINT asked")
    try:
        asked.answer = asked.work(work)
        work.write_back()
    except BaseException as error:
        asked.error = error
        if not work.driver.in_transaction:  # as SQLite does where the disk is full
            raise OperationalError("SAVEPOINT", None, error) from error
        work.forget()
        execute("ROLLBACK TO asked")
    else:
        work.forget()
    execute("RELEASE asked")
