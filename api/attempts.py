"""Slows down whoever guesses passwords: ten failures in a quarter of an hour, then wait."""

import datetime
import threading
from collections import deque

from api.errors import TooManyAttempts

WINDOW = datetime.timedelta(minutes=15)
PER_ACCOUNT = 10  # from one address: nobody can lock somebody else out from afar
PER_ADDRESS = 100  # over all accounts: a whole office may share one address
_MOST_REMEMBERED = 10_000


class Attempts:
    """Failed sign-ins of the last quarter of an hour, in the memory of this process."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], deque[datetime.datetime]] = {}
        self._lock = threading.Lock()

    def check(self, username: str, address: str, at: datetime.datetime) -> None:
        """Raises TooManyAttempts while the account from here, or the address, has used up its tries."""
        with self._lock:
            for key, limit in self._counted(username, address):
                times = self._recent(key, at)
                if len(times) >= limit:
                    raise TooManyAttempts(int((times[-limit] + WINDOW - at).total_seconds()) + 1)

    def failed(self, username: str, address: str, at: datetime.datetime) -> None:
        """Remembers one failure."""
        with self._lock:
            if len(self._failures) > _MOST_REMEMBERED:
                self._forget(at)
            for key, _ in self._counted(username, address):
                self._failures.setdefault(key, deque(maxlen=PER_ADDRESS)).append(at)

    def succeeded(self, username: str, address: str) -> None:
        """Whoever knows the password starts afresh."""
        with self._lock:
            self._failures.pop((username.casefold()[:60], address), None)

    @staticmethod
    def _counted(username: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
        return ((username.casefold()[:60], address), PER_ACCOUNT), (("", address), PER_ADDRESS)

    def _recent(self, key: tuple[str, str], at: datetime.datetime) -> deque[datetime.datetime]:
        times = self._failures.get(key, deque())
        while times and times[0] + WINDOW <= at:
            times.popleft()
        return times

    def _forget(self, at: datetime.datetime) -> None:
        self._failures = {key: times for key in list(self._failures) if (times := self._recent(key, at))}
