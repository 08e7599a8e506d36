"""The office's own day: Thailand keeps one time all year."""

import datetime

BANGKOK = datetime.timezone(datetime.timedelta(hours=7), "Asia/Bangkok")


def bangkok_date(at: datetime.datetime) -> datetime.date:
    """The date on the office's wall at the moment `at`, which must carry its offset."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its offset")
    return at.astimezone(BANGKOK).date()
