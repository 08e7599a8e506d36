"""A turn that is handed from one thread to the next in the order in which they came."""

import threading
from collections import deque


class Turn:
    """A lock that is fair: whoever gives it back cannot take it again before those who wait."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    @property
    def awaited(self) -> bool:
        """Whether anybody waits for it."""
        return bool(self._waiting)

    def take(self, most_waiting: int, patience: float) -> bool:
        """False where so many wait already, or after `patience` seconds."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            if len(self._waiting) >= most_waiting:
                return False
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=patience):
            return True
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it was handed over at the last moment

    def give(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False
