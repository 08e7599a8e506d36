"""SQLite's one writer: carries out what many ask for, and commits what came together in one commit."""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from workflow.work import Work

if TYPE_CHECKING:
    from workflow.database import Database

T = TypeVar("T")
MOST_ASKED: Final = 400  # pieces of work that wait; the next is told to come back
MOST_TOGETHER: Final = 64
LONGEST: Final = 0.025  # seconds after which a group takes in nobody more: the first waits for the last


class Asker(Protocol):
    """Whoever asks from a thread that must not wait, such as an event loop's."""

    def soon(self, ring: Callable[[], None]) -> None:
        """Calls it in the asker's thread after what is at hand there: once, however often it was asked."""

    def wake(self) -> None:
        """Called in the writer's thread once promises made to it are kept: once for all of a group."""

    def lend(self, carry_out: Callable[[], T]) -> T:
        """Calls it in the asker's thread, and waits for its end; where that thread is stuck, in this one."""


class _Asked:
    """A piece of work, who waits for it, and how it went."""

    __slots__ = ("answer", "asker", "brief", "error", "future", "work")

    def __init__(self, work: Callable[[Session], Any], asker: Asker | None, *, brief: bool) -> None:
        self.work = work
        self.asker = asker
        self.brief = brief
        self.future: Future[Any] = Future()
        self.answer: Any = None
        self.error: BaseException | None = None

    @property
    def place(self) -> Asker | None:
        """Whose thread carries it out: the asker's, or with None the writer's."""
        return self.asker if self.brief else None


class Writer:
    """One thread that takes work in its order. ◆ Nobody is answered before the commit of her group.

    Each piece has a savepoint of its own: what raises leaves nothing, and the others of its group stay. Where
    the commit fails, or the database gave the whole transaction up, nothing of the group is kept and all are
    told so, those who were refused too: what they were refused for may never have happened.
    """

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._asked: deque[_Asked] = deque()
        self._bell: queue.SimpleQueue[bool] = queue.SimpleQueue()  # False: the writer is to end
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(
        self, work: Callable[[Session], T], asker: Asker | None = None, *, brief: bool = False
    ) -> "Future[T] | None":
        """A promise of what `work` answers, kept after the commit; None where too many wait already.

        `brief` work takes well under a millisecond, and is carried out in the asker's own thread.
        """
        asked = _Asked(work, asker, brief=brief)
        with self._starting:
            if len(self._asked) >= MOST_ASKED:
                return None
            self._asked.append(asked)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="khanton-writer", daemon=True)
                self._thread.start()
        if asker is None:
            self._ring()
        else:
            asker.soon(self._ring)
        return asked.future

    def _ring(self) -> None:
        self._bell.put(True)

    def finish(self) -> None:
        """Carries out what was asked for, then ends; the next to ask starts it again."""
        with self._starting:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._bell.put(False)
                thread.join()

    def _run(self) -> None:
        goes_on = True
        while goes_on:
            goes_on = self._bell.get()
            while self._asked:
                self._group(self._asked.popleft())

    def _group(self, first: _Asked) -> None:
        """Carries out one group and answers it."""
        group: list[_Asked] = []
        try:
            work = self._database.take_turn()
            try:
                self._fill(work, first, group)
                work.seal()
            except BaseException:
                work.undo()
                raise
            finally:
                self._database.end_turn(work)
        except BaseException as error:
            group = group or _begun(first)
            for each in group:
                each.error = error
        _keep(group)

    def _fill(self, work: Work, first: _Asked, group: list[_Asked]) -> None:
        """Carries out the group: the brief work that it begins with where that was asked for.

        Two threads that run Python take the interpreter's lock from each other at every statement, which
        costs several times what a step itself does. The turn is waited for, and the disk, in this thread.
        """
        until = time.monotonic() + LONGEST
        longer: _Asked | None = first
        if first.place is not None:
            longer = first.place.lend(lambda: self._carry_out(work, first, group, until, only_brief=True))
        if longer is not None:
            self._carry_out(work, longer, group, until)

    def _carry_out(
        self, work: Work, first: _Asked, group: list[_Asked], until: float, *, only_brief: bool = False
    ) -> _Asked | None:
        """Carries out `first` and whoever came meanwhile, each in a savepoint of its own.

        Answers the one it leaves to the writer's own thread, where it came to that.
        """
        self._database.hold_here()
        asked = first
        while asked.brief or not only_brief:
            if asked.future.set_running_or_notify_cancel():
                group.append(asked)
                _in_savepoint(work, asked)
            full = len(group) >= MOST_TOGETHER or time.monotonic() > until
            if full or self._database.others_wait or not self._asked:
                return None
            asked = self._asked.popleft()
        return asked


def _begun(asked: _Asked) -> list[_Asked]:
    """The one whose transaction could not begin, unless she no longer waits."""
    if asked.future.cancelled():  # perhaps told so already, which cannot be done twice
        return []
    return [asked] if asked.future.set_running_or_notify_cancel() else []


def _keep(group: list[_Asked]) -> None:
    """Keeps every promise of the group, then wakes whoever waits for them."""
    for each in group:
        if each.error is None:
            each.future.set_result(each.answer)
        else:
            each.future.set_exception(each.error)
    for asker in {each.asker for each in group if each.asker is not None}:
        asker.wake()


def _in_savepoint(work: Work, asked: _Asked) -> None:
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
