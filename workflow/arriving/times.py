"""Reads the time of an event: with its offset, or in the time zone that was told, in either era."""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from states.thai import arabic_digits
from workflow.errors import BadInput

_BUDDHIST: Final = re.compile(r"^(2[4-6]\d\d)(?=-)")
_AHEAD: Final = 543
_EXACT: Final = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$")


@dataclass(frozen=True, slots=True)
class Clock:
    """How times without an offset are meant, and how times are written where not as ISO 8601.

    `written` is a pattern of `strptime` like "%d/%m/%Y %H:%M"; a year over 2400 is Buddhist Era.
    """

    zone: str = "Asia/Bangkok"
    written: str = ""

    def __post_init__(self) -> None:
        _zone(self.zone)

    def read(self, text: str) -> tuple[str, datetime.datetime] | None:
        """The time as ISO 8601 text with its offset, and the moment in UTC; None where it is no time.

        A text that is complete already stays as it is written, to the last digit of its fraction.
        """
        plain = arabic_digits(text.strip())
        found = self._parsed(plain)
        if found is None:
            return None
        if found.tzinfo is None:
            found = found.replace(tzinfo=_zone(self.zone))
        try:
            moment = found.astimezone(datetime.UTC)
        except OverflowError:
            return None
        kept = plain if _EXACT.match(plain) and not _BUDDHIST.match(plain) else found.isoformat()
        return kept, moment

    def _parsed(self, text: str) -> datetime.datetime | None:
        if self.written:
            return self._as_written(text)
        # Before it is read: 29 February 2563 exists in one of the two eras only.
        common = _BUDDHIST.sub(lambda year: str(int(year[1]) - _AHEAD), text)
        try:
            return datetime.datetime.fromisoformat(common)
        except ValueError:
            return None

    def _as_written(self, text: str) -> datetime.datetime | None:
        common = re.sub(r"(?<!\d)2[4-6]\d\d(?!\d)", lambda year: str(int(year[0]) - _AHEAD), text, count=1)
        try:
            return datetime.datetime.strptime(common, self.written)  # noqa: DTZ007  its zone is told beside
        except ValueError:
            return None


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    """Raises BadInput for a time zone that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput("zone", "unknown", name[:80]) from error
