"""What every way out of the house has in common."""

import datetime
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way to one person.

    `token` is the same at every attempt. `line` is the short text for LINE, `told` the notices as plain
    values for programs; `at` is the moment of the attempt.
    """

    token: str
    to: str
    name: str
    subject: str
    text: str
    html: str
    line: str
    told: tuple[dict[str, Any], ...]
    language: str
    at: datetime.datetime


class TransportError(Exception):
    """The message was not accepted, or nobody can tell (`unknown`).

    `permanent`: trying again is no use, the address or the settings are wrong. `retry_after`: seconds the
    other side asked to wait. `quota`: the month's allowance of the whole channel is used up.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        unknown: bool = False,
        retry_after: int | None = None,
        quota: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.permanent = permanent
        self.unknown = unknown
        self.retry_after = retry_after
        self.quota = quota


class Channel(Protocol):
    """One way out. `name` is its key in settings and contacts; `send` returns what the other side said."""

    name: str

    def send(self, message: Outgoing) -> str:
        """Sends, and returns only when the other side has accepted; raises TransportError."""
        ...

    def close(self) -> None:
        """Lets go of connections."""
        ...
