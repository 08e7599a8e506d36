"""Moments and days: stored in UTC, judged by the office's own day. Thailand keeps one time all year."""

import datetime
from functools import lru_cache

BANGKOK = datetime.timezone(datetime.timedelta(hours=7), "Asia/Bangkok")
_AHEAD = datetime.timedelta(hours=7)


def in_utc(at: datetime.datetime) -> datetime.datetime:
    """The same moment in UTC; refuses one without its offset."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its offset")
    return at if at.tzinfo is datetime.UTC else at.astimezone(datetime.UTC)


def bangkok_date(at: datetime.datetime) -> datetime.date:
    """The date on the office's wall at the moment `at`, which must carry its offset."""
    return (in_utc(at) + _AHEAD).date()


def end_of(on: datetime.date) -> datetime.datetime:
    """The moment at which the Bangkok date ends."""
    return datetime.datetime.combine(on + datetime.timedelta(days=1), datetime.time(), BANGKOK)


@lru_cache(maxsize=64)  # one request writes the same moment many times
def moment_text(at: datetime.datetime) -> str:
    """A moment as stored in SQLite and hashed everywhere: UTC, microseconds, Z. Refuses a naive one."""
    return in_utc(at).isoformat(timespec="microseconds")[:26] + "Z"


@lru_cache(maxsize=512)  # nearly all dates written on a day are that day's
def date_text(on: datetime.date) -> str:
    """A date as stored in SQLite and hashed everywhere: 2018-01-12, C.E."""
    return on.isoformat()
