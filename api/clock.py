"""The one place where the application looks at the clock; everything below is told what time it is."""

import datetime
from collections.abc import Callable

Clock = Callable[[], datetime.datetime]


def now() -> datetime.datetime:
    """This moment, in UTC."""
    return datetime.datetime.now(datetime.UTC)
