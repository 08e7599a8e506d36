"""The one place where the application looks at the clock; everything below is told what time it is."""

import datetime
from collections.abc import Callable

Clock = Callable[[], datetime.datetime]


def starting_at(moment: datetime.datetime) -> Clock:
    """A clock that shows `moment` now and runs on from there: the sample offices live in their own year."""
    behind = now() - moment
    return lambda: now() - behind


def now() -> datetime.datetime:
    """This moment, in UTC."""
    return datetime.datetime.now(datetime.UTC)
