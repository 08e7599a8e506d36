"""What the office hears at the start of a working day: reminders, the week's summary, one digest each."""

import datetime
from typing import Final

from sqlmodel import Session, col, select

from notifications.inserting import add_new
from notifications.messages import write_digests
from notifications.models import Notice, SweepDay
from notifications.papers import draft_this_morning
from notifications.reminders import write_reminders
from notifications.roster import Roster
from notifications.weekly import WEEKLY, with_something
from states.buddhist import be_year
from workflow.ledger import calendar_of
from workflow.models import Office
from workflow.moments import BANGKOK, bangkok_date
from workflow.papers.readers import settle_all

BEGINS: Final = datetime.time(7, 30)
"""Before the morning assembly: the time at which staff look (DOMAIN 2.3)."""
DIRECTORS: Final = ("area_director", "deputy_director", "plan_director", "group_director")
_MORNING: Final = "morning"


def offices_waiting(session: Session, now: datetime.datetime) -> list[int]:
    """The offices whose working day has begun and that have not heard yet, by key."""
    day = bangkok_date(now)
    if now.astimezone(BANGKOK).time() < BEGINS:
        return []
    done = select(SweepDay.office_id).where(SweepDay.sweep == _MORNING, SweepDay.day == day)
    offices = session.exec(
        select(Office.id, Office.calendar_version).where(col(Office.id).not_in(done)).order_by(col(Office.id))
    ).all()
    return [key for key, version in offices if calendar_of(session, key, version).is_workday(day)]


def write_morning(session: Session, office_id: int, now: datetime.datetime, *, papers: bool = True) -> int:
    """Everything an office hears this morning, once, and the day's papers; how many notices and messages.

    Expects an office of `offices_waiting`. Of several workers the one whose row comes first does it; what
    was missed while no machine was on comes as one catch-up.
    """
    if not begun(session, office_id, now):
        return 0
    if papers:
        settle_all(session, office_id, now)  # a reader who left the office is not waited for
        draft_this_morning(session, office_id, now)
    return write_what_is_owed(session, office_id, now) + write_digests(session, office_id, now)


def write_what_is_owed(session: Session, office_id: int, now: datetime.datetime) -> int:
    """The reminders and summaries of a morning that has `begun`, before they go out; how many notices."""
    day = bangkok_date(now)
    calendar = calendar_of(session, office_id, session.get_one(Office, office_id).calendar_version)
    written = write_reminders(session, office_id, day, calendar, now)
    return written + write_weekly(session, office_id, day, now)


def write_weekly(session: Session, office_id: int, day: datetime.date, now: datetime.datetime) -> int:
    """The week's summary for the directors, on the first working day of the week on which somebody looks.

    A director of one group hears nothing in a week in which nothing waits for her or falls due.
    """
    if _looked_this_week(session, office_id, day):
        return 0
    roster = Roster.on(session, office_id, day)
    people = {person for role in DIRECTORS for person in roster.heads(role)}
    values = [
        {
            "office_id": office_id,
            "person_id": person,
            "code": WEEKLY,
            "about": week_of(day),
            "because": "",
            "written_at": now,
        }
        for person in sorted(with_something(session, office_id, people, day))
    ]
    return add_new(session, Notice, values)


def _looked_this_week(session: Session, office_id: int, day: datetime.date) -> bool:
    """Whether the office heard on an earlier day of this week: the summary is for the first."""
    monday = day - datetime.timedelta(days=day.weekday())
    earlier = select(SweepDay).where(
        SweepDay.office_id == office_id,
        SweepDay.sweep == _MORNING,
        SweepDay.day >= monday,
        SweepDay.day < day,
    )
    return session.exec(earlier.limit(1)).first() is not None


def week_of(day: datetime.date) -> str:
    """The week by its Monday, B.E.: `2561-01-08`."""
    monday = day - datetime.timedelta(days=day.weekday())
    return f"{be_year(monday.year)}-{monday:%m-%d}"


def begun(session: Session, office_id: int, now: datetime.datetime) -> bool:
    """Takes the office's morning for this worker; False where another has it."""
    row = {"office_id": office_id, "sweep": _MORNING, "day": bangkok_date(now), "done_at": now}
    return add_new(session, SweepDay, [row]) == 1
