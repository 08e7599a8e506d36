"""What people would be told: on one day, or through a whole fiscal year, without telling anybody.

Both write, and so they need a `workflow.rehearsal` of the tables WRITTEN.
"""

import datetime
from collections.abc import Callable
from typing import Final

from sqlmodel import Session, SQLModel, col, delete, func, select, update

from notifications.expecting import expect
from notifications.foretold import Telling, on_their_ways, planned
from notifications.models import Attempt, Delivery, Message, Notice, SweepDay
from notifications.morning import BEGINS, begun, offices_waiting, write_morning, write_what_is_owed
from notifications.rewinding import as_it_stood
from notifications.turning import mornings, tell
from states.due import Calendar, Roll
from states.fiscal import FiscalYear
from workflow.ledger import calendar_of
from workflow.models import Item, Obligation, Office, OutboxRow
from workflow.moments import BANGKOK, bangkok_date

Progress = Callable[[int, int, str], None]
WRITTEN: Final[tuple[type[SQLModel], ...]] = (
    *(Item, Obligation, OutboxRow),
    *(Notice, Message, Delivery, Attempt, SweepDay),
)
_DAY: Final = datetime.timedelta(days=1)
_SET_ASIDE: Final = "set aside"


def at_moment(
    session: Session, office_id: int, at: datetime.datetime, now: datetime.datetime, language: str = "th"
) -> list[Telling]:
    """What the office would be told at `at`, as if nobody had looked since that day's midnight.

    Of a day that is over by the papers as they stood then; of a day to come by the papers as they stand
    `now`, everything before it having been told.
    """
    if bangkok_date(at) > bangkok_date(now):
        _hear_all_until(session, office_id, bangkok_date(at))
    as_it_stood(session, office_id, at)
    last, sent = _last(session, Notice), _last(session, Message)
    tell(session, at, papers=False)
    if office_id in offices_waiting(session, at):
        write_morning(session, office_id, at, papers=False)
    return on_their_ways(session, office_id, last, sent, at, language)


def of_year(
    session: Session,
    office_id: int,
    year: FiscalYear,
    now: datetime.datetime,
    language: str = "th",
    progress: Progress = lambda done, total, what: None,
) -> list[Telling]:
    """What the office would be told from 1 October to the end of December after the year.

    Papers that are not there yet are expected to be owed from the year's first day. What is open counts
    from `now` on, as it is, and what was told of it is not told again. Nothing is ever settled: the most
    that can come. Steps of papers are not foreseen.
    """
    today, looked = bangkok_date(now), _looked_last(session, office_id)
    if today < year.start:
        _hear_all_until(session, office_id, year.start)
    last = _last(session, Notice)
    _swept_days_anew(session, office_id, year)
    _set_aside(session, office_id)
    expect(session, office_id, year, now)
    each = _working(year, _calendar(session, office_id))
    first = next((at for at in each if bangkok_date(at) >= today and bangkok_date(at) != looked), None)
    for number, at in enumerate(each, start=1):
        if at == first:
            _take_up_again(session, office_id)
        if begun(session, office_id, at):
            write_what_is_owed(session, office_id, at)
        progress(number, len(each), f"{at:%Y-%m-%d}")
    return planned(session, office_id, last, language)


def _working(year: FiscalYear, calendar: Calendar) -> list[datetime.datetime]:
    """Every 07:30 of a working day from the year's first to the last on which its work may fall due."""
    since = datetime.datetime.combine(year.start, datetime.time(), BANGKOK)
    until = datetime.datetime.combine(year.window_end, datetime.time(18), BANGKOK)
    return [at for at in mornings(since, until) if calendar.is_workday(bangkok_date(at))]


def _hear_all_until(session: Session, office_id: int, day: datetime.date) -> None:
    """What comes before a day. Only the latest rung counts: one look on its eve is as good as one a day."""
    eve = _calendar(session, office_id).roll(day - _DAY, Roll.PREVIOUS)
    at = datetime.datetime.combine(eve, BEGINS, BANGKOK)
    tell(session, at, papers=False)
    write_morning(session, office_id, at, papers=False)
    waiting = (col(Message.office_id) == office_id, col(Message.state) == "waiting")
    session.execute(update(Message).where(*waiting).values(state="sent"))


def _calendar(session: Session, office_id: int) -> Calendar:
    return calendar_of(session, office_id, session.get_one(Office, office_id).calendar_version)


def _looked_last(session: Session, office_id: int) -> datetime.date | None:
    """The day on which the office heard last."""
    return session.exec(select(func.max(SweepDay.day)).where(SweepDay.office_id == office_id)).one()


def _swept_days_anew(session: Session, office_id: int, year: FiscalYear) -> None:
    mine = (col(SweepDay.office_id) == office_id, col(SweepDay.day) >= year.start)
    session.execute(delete(SweepDay).where(*mine))


def _set_aside(session: Session, office_id: int) -> None:
    """Leaves out what is owed on real papers: what was told of it on days that are over is in the inboxes."""
    mine = (col(Obligation.office_id) == office_id, col(Obligation.outcome) == "")
    session.execute(update(Obligation).where(*mine).values(outcome=_SET_ASIDE))


def _take_up_again(session: Session, office_id: int) -> None:
    mine = (col(Obligation.office_id) == office_id, col(Obligation.outcome) == _SET_ASIDE)
    session.execute(update(Obligation).where(*mine).values(outcome=""))


def _last(session: Session, table: type[Notice] | type[Message]) -> int:
    return session.exec(select(func.max(table.id))).one() or 0
