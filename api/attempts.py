"""Slows down whoever guesses: ten failures in a quarter of an hour, then wait (decision 0018)."""

import datetime
import threading
from collections import deque
from contextlib import suppress
from typing import Final

from api.errors import TooManyAttempts

WINDOW: Final = datetime.timedelta(minutes=15)
PER_ACCOUNT: Final = 10  # from one address: nobody can lock somebody else out from afar
PER_ADDRESS: Final = 100  # over all accounts: a whole office may share one address
_MOST_REMEMBERED: Final = 10_000
_EVERYWHERE: Final = "*"
Key = tuple[str, str]


class Attempts:
    """Failures of the last while, in the memory of this process.

    A browser from which the account was signed in to before (`device`) has an allowance of its own, for this
    account: what others do at the same address does not count against it.
    """

    def __init__(self, window: datetime.timedelta = WINDOW, per_account: int = PER_ACCOUNT) -> None:
        self._window, self._per_account = window, per_account
        self._failures: dict[Key, deque[datetime.datetime]] = {}
        self._lock = threading.Lock()

    def check(self, username: str, address: str, at: datetime.datetime, device: str = "") -> None:
        """Raises TooManyAttempts while the account from here, or the address, has used up its tries."""
        with self._lock:
            self._check(username, address, at, device)

    def take(self, username: str, address: str, at: datetime.datetime, device: str = "") -> None:
        """`check` that counts the try at once, as if it had failed; raises TooManyAttempts.

        Comparing a password takes long: tries that were counted only afterwards would all pass one check.
        """
        with self._lock:
            self._check(username, address, at, device)
            self._count(username, address, at, device)

    def give_back(self, username: str, address: str, at: datetime.datetime, device: str = "") -> None:
        """The try taken at this moment was no failure after all."""
        with self._lock:
            for key, _ in self._counted(username, address, device):
                times = self._failures.get(key, deque())
                with suppress(ValueError):  # a success in between has let all of them go
                    times.remove(at)

    def failed(self, username: str, address: str, at: datetime.datetime, device: str = "") -> None:
        """Remembers one failure."""
        with self._lock:
            self._count(username, address, at, device)

    def succeeded(self, username: str, address: str, device: str = "") -> None:
        """Whoever knows the password starts afresh."""
        with self._lock:
            self._failures.pop(self._counted(username, address, device)[0][0], None)

    def _check(self, username: str, address: str, at: datetime.datetime, device: str) -> None:
        for key, limit in self._counted(username, address, device):
            times = self._recent(key, at)
            if len(times) >= limit:
                raise TooManyAttempts(int((times[-limit] + self._window - at).total_seconds()) + 1)

    def _count(self, username: str, address: str, at: datetime.datetime, device: str) -> None:
        if len(self._failures) > _MOST_REMEMBERED:
            self._forget(at)
        for key, _ in self._counted(username, address, device):
            self._failures.setdefault(key, deque(maxlen=PER_ADDRESS)).append(at)

    def _counted(self, username: str, address: str, device: str) -> tuple[tuple[Key, int], ...]:
        account = username.casefold()[:60]
        if device:
            return (((account, f"device {device}"), self._per_account),)
        if address == _EVERYWHERE:
            return (((account, address), self._per_account),)
        return ((account, address), self._per_account), (("", address), PER_ADDRESS)

    def _recent(self, key: Key, at: datetime.datetime) -> deque[datetime.datetime]:
        times = self._failures.get(key, deque())
        while times and times[0] + self._window <= at:
            times.popleft()
        return times

    def _forget(self, at: datetime.datetime) -> None:
        self._failures = {key: times for key in list(self._failures) if (times := self._recent(key, at))}


class SecondSteps(Attempts):
    """Refused second factors, by accounts whose password was right: all unknown browsers count together.

    Six digits could be guessed from many addresses at once; a day's thirty tries leave one chance in ten
    thousand. Her own browsers have their own allowance, and so nobody shuts her out.
    """

    def __init__(self) -> None:
        super().__init__(datetime.timedelta(days=1), 30)

    def anywhere(self, username: str, at: datetime.datetime, device: str) -> None:
        self.check(username, _EVERYWHERE, at, device)

    def refused(self, username: str, at: datetime.datetime, device: str) -> None:
        self.failed(username, _EVERYWHERE, at, device)

    def taken(self, username: str, device: str) -> None:
        """Her own browser starts afresh; strangers' tries stay counted."""
        if device:
            self.succeeded(username, _EVERYWHERE, device)
