"""Lets an office's clock turn: everything that the sweeps would have written between two moments."""

import datetime

from sqlmodel import Session

from notifications.messages import write_urgent
from notifications.morning import BEGINS, offices_waiting, write_morning
from notifications.sweep import write_notices
from workflow.moments import BANGKOK, bangkok_date

_DAY = datetime.timedelta(days=1)


def turn(session: Session, since: datetime.datetime, until: datetime.datetime) -> int:
    """Writes what every morning after `since` and up to `until` brings, then what is in the outbox then.

    For stories told in one transaction (the demonstration, a forecast); an office at work has its schedules.
    """
    written = 0
    for at in mornings(since, until):
        written += tell(session, at)
        written += sum(write_morning(session, office_id, at) for office_id in offices_waiting(session, at))
    return written + tell(session, until)


class Story:
    """The reminders of a story that is being told: ask `meanwhile` before each thing that happens."""

    def __init__(self) -> None:
        self._since: datetime.datetime | None = None

    def meanwhile(self, session: Session, at: datetime.datetime) -> None:
        """What people were told since the last time; a story that begins anew starts its clock anew.

        What the story before left untold is told at its end, not months earlier.
        """
        since = self._since
        if since is not None and since < at:
            turn(session, since, at)
        elif since is not None and since > at:
            tell(session, since)
        self._since = at


def mornings(since: datetime.datetime, until: datetime.datetime) -> list[datetime.datetime]:
    """Each 07:30 in Bangkok after `since` and up to `until`; whether the office is open is not asked."""
    days = (bangkok_date(until) - bangkok_date(since)).days
    first = bangkok_date(since)
    each = [datetime.datetime.combine(first + number * _DAY, BEGINS, BANGKOK) for number in range(days + 1)]
    return [at for at in each if since < at <= until]


def tell(session: Session, at: datetime.datetime, *, papers: bool = True) -> int:
    """Everything in the outbox becomes notices; what cannot wait goes on its way."""
    taken = 0
    while written := write_notices(session, at, papers=papers):
        taken += written
    return taken + (write_urgent(session, at) if taken else 0)
