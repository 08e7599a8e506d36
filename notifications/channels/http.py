"""Calls to web addresses: a failure is a TransportError that says whether the call may have arrived."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from notifications.channels.channel import TransportError
from notifications.channels.options import LOOPBACK

if TYPE_CHECKING:
    import httpx2

_MOST = 65_536  # bytes of an answer that are read; all that is wanted is a sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """`retry_after`: the header in seconds, where the other side sent one."""

    status: int
    text: str
    headers: Mapping[str, str]
    retry_after: int | None


class Http:
    """A client that keeps its connection, follows no redirect and sends no cookie back."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._client: httpx2.Client | None = None

    def post(self, url: str, body: bytes, headers: Mapping[str, str], at: datetime.datetime) -> Answer:
        """The answer, whatever it is; raises TransportError where there was none."""
        return self._ask("POST", url, body, headers, at)

    def get(self, url: str, headers: Mapping[str, str], at: datetime.datetime) -> Answer:
        return self._ask("GET", url, b"", headers, at)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _ask(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str], at: datetime.datetime
    ) -> Answer:
        import httpx2  # here, as it takes a tenth of a second and most offices use none of these channels

        if self._client is None:
            self._client = httpx2.Client(timeout=self._timeout, follow_redirects=False)
        # What went wrong is told by its kind alone: its text may hold the address, and that a secret.
        try:
            with self._client.stream(method, url, content=body, headers=dict(headers)) as response:
                text = _beginning(response)
            self._client.cookies.clear()
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError) as error:
            raise TransportError(type(error).__name__) from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            self.close()
            raise TransportError(type(error).__name__, unknown=True) from error
        return Answer(response.status_code, text, response.headers, _seconds(response.headers, at))


def _beginning(response: "httpx2.Response") -> str:
    read = bytearray()
    for chunk in response.iter_bytes():
        read += chunk
        if len(read) >= _MOST:
            break
    return bytes(read[:_MOST]).decode("utf-8", "replace")


def _seconds(headers: Mapping[str, str], at: datetime.datetime) -> int | None:
    """Retry-After, as seconds or as a date."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal():
        return min(int(text), 86_400)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        return None
    return min(max(int((until - at).total_seconds()), 0), 86_400)


def secured(url: str) -> str:
    """The address, which must be https, or http to this computer itself; raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return url
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return url
    raise ValueError("the address must begin with https://")
