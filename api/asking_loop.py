"""An event loop as who asks the writer: woken once for all of a commit, and lent what is brief."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary, ref

from workflow.database import busy

T = TypeVar("T")
STUCK: Final = 0.1  # seconds after which a loop that has not begun what it was lent is stuck, or has ended


class AskingLoop:
    """What the writer tells one event loop (see `workflow.writing_together.Asker`).

    Each change between two threads that run Python costs as much as several statements.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._kept: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._due: set[Callable[[], None]] = set()
        self._loop = ref(loop)

    def answer_of(self, asked: "Future[T]") -> "asyncio.Future[T]":
        """The promise as the loop waits for it; called in the loop."""
        answer: asyncio.Future[T] = self._running.create_future()
        asked.add_done_callback(lambda done: self._kept.append((answer, done)))
        return answer

    def soon(self, ring: Callable[[], None]) -> None:
        """Called in the loop."""
        if not self._due:
            self._running.call_soon(self._call_all)
        self._due.add(ring)

    def later(self, seconds: float, call: Callable[[], object]) -> asyncio.TimerHandle:
        """Has it called in the loop; called there."""
        return self._running.call_later(seconds, call)

    @property
    def _running(self) -> asyncio.AbstractEventLoop:
        """The loop, for whoever is in it: asking which one runs is a call of the system each time."""
        loop = self._loop()
        assert loop is not None
        return loop

    def _call_all(self) -> None:
        due, self._due = self._due, set()
        for ring in due:
            ring()

    def wake(self) -> None:
        self._soon(self.tell)

    def tell(self) -> None:
        """Keeps the promises in the loop; called there."""
        while self._kept:
            _tell(*self._kept.popleft())

    def lend(self, carry_out: Callable[[], T]) -> T:
        """Raises what it raises."""
        lent = _Lent(carry_out)
        if self._soon(lent.carry_out):
            lent.ended.wait(STUCK)
        lent.carry_out()  # unless the loop began it
        lent.ended.wait()
        if lent.error is not None:
            raise lent.error
        answer: T = lent.answer
        return answer

    def _soon(self, call: Callable[[], None]) -> bool:
        loop = self._loop()
        if loop is None:
            return False
        with suppress(RuntimeError):  # it was closed: nobody waits there any more
            loop.call_soon_threadsafe(call)
            return True
        return False


class _Lent:
    """A call that the first of two threads to come to it carries out."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call
        self._mine = threading.Lock()  # of whoever began it, and never given back
        self.ended = threading.Event()
        self.answer: Any = None
        self.error: BaseException | None = None

    def carry_out(self) -> None:
        if not self._mine.acquire(blocking=False):
            return
        try:
            self.answer = self._call()
        except BaseException as error:
            self.error = error
        finally:
            self.ended.set()


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


_known: WeakKeyDictionary[asyncio.AbstractEventLoop, AskingLoop] = WeakKeyDictionary()


def asking_loop() -> AskingLoop:
    """The loop that runs here."""
    loop = asyncio.get_running_loop()
    found = _known.get(loop)
    if found is None:
        found = _known[loop] = AskingLoop(loop)
    return found
