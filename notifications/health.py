"""Whether notices leave the house: what the sweeps last did, what waits, what has failed, what is paused."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from notifications.models import ChannelPause, Contact, Message, SweepDay, SweepRun
from notifications.papers import PAPERS, name_of
from notifications.schedule import SCHEDULES
from workflow.ledger import calendar_of
from workflow.models import Obligation, Office, OutboxRow, Person
from workflow.moments import BANGKOK, bangkok_date

LOOKS_MISSED: Final = 3
# An idle look is written down every half minute only, however often it looks.
_PATIENCE: Final = datetime.timedelta(minutes=2)
_A_DAY: Final = 24 * 60 * 60
DAILY: Final = "morning"  # done once on each working day, from 07:30
DONE_BY: Final = datetime.time(8)


def intervals() -> dict[str, int]:
    """How many seconds lie between two looks of each sweep, by its name."""
    return {each.name: each.seconds for each in SCHEDULES}


@dataclass(frozen=True, slots=True)
class SweepHealth:
    """A sweep's last look. `alarm`: empty, never, silent (too long ago), failed, or undone (of the day)."""

    name: str
    seconds: int
    looked_at: datetime.datetime | None
    rows: int
    trouble: str
    alarm: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, and since when the oldest of it."""

    count: int
    oldest: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Paused:
    """A channel of an office that rests, until when and why."""

    office_id: int
    channel: str
    until: datetime.datetime
    reason: str


def sweeps(
    session: Session, now: datetime.datetime, known: Mapping[str, int] | None = None
) -> list[SweepHealth]:
    """Each schedule with its last look; `known` are the intervals, those of the schedules where left out."""
    runs = {run.name: run for run in session.exec(select(SweepRun))}
    found = []
    for name, seconds in (intervals() if known is None else known).items():
        run = runs.get(name)
        alarm = _alarm(run, seconds, now)
        if not alarm and name == DAILY and _undone(session, now):
            alarm = "undone"
        found.append(
            SweepHealth(
                name,
                seconds,
                run.looked_at if run else None,
                run.rows if run else 0,
                run.trouble if run else "",
                alarm,
            )
        )
    return found


def _alarm(run: SweepRun | None, seconds: int, now: datetime.datetime) -> str:
    if run is None:
        return "never"
    if now - run.looked_at > max(datetime.timedelta(seconds=LOOKS_MISSED * seconds), _PATIENCE):
        return "silent"
    return "failed" if run.trouble else ""


def _undone(session: Session, now: datetime.datetime) -> bool:
    """Whether some office works today and its reminders were not written by DONE_BY."""
    today = bangkok_date(now)
    if now.astimezone(BANGKOK).time() < DONE_BY:
        return False
    done = set(session.exec(select(SweepDay.office_id).where(SweepDay.sweep == DAILY, SweepDay.day == today)))
    return any(
        calendar_of(session, office.id, office.calendar_version).is_workday(today)
        for office in session.exec(select(Office))
        if office.id not in done
    )


def papers(session: Session, office_id: int) -> list[SweepHealth]:
    """What could not be drafted in the office and comes with its next morning; empty where all is well."""
    run = session.get(SweepRun, name_of(office_id))
    if run is None or not run.trouble:
        return []
    return [SweepHealth(PAPERS, _A_DAY, run.looked_at, run.rows, run.trouble, "failed")]


def outbox(session: Session, office_id: int | None = None) -> Waiting:
    """Steps whose notices are not written yet, of one office or of all."""
    query = select(func.count(), func.min(OutboxRow.created_at)).where(col(OutboxRow.taken_at).is_(None))
    if office_id is not None:
        query = query.where(col(OutboxRow.office_id) == office_id)
    count, oldest = session.execute(query).one()
    return Waiting(count, oldest)


def messages(session: Session, office_id: int | None = None) -> list[tuple[str, str, int]]:
    """How many messages there are by channel and state."""
    query = select(col(Message.channel), col(Message.state), func.count())
    if office_id is not None:
        query = query.where(Message.office_id == office_id)
    grouped = query.group_by(col(Message.channel), col(Message.state))
    return [
        (channel, state, count)
        for channel, state, count in session.execute(
            grouped.order_by(col(Message.channel), col(Message.state))
        )
    ]


def paused(session: Session, now: datetime.datetime, office_id: int | None = None) -> list[Paused]:
    """Channels that rest at this moment."""
    query = select(ChannelPause).where(col(ChannelPause.until) > now)
    if office_id is not None:
        query = query.where(ChannelPause.office_id == office_id)
    rows = session.exec(query.order_by(col(ChannelPause.office_id), col(ChannelPause.channel)))
    return [Paused(row.office_id, row.channel, row.until, row.reason) for row in rows]


def troubled(session: Session, office_id: int) -> list[tuple[Contact, Person]]:
    """Whom a channel could not reach for good, with what it said."""
    query = (
        select(Contact, Person)
        .join(Person, col(Person.id) == col(Contact.person_id))
        .where(Person.office_id == office_id, Contact.trouble != "")
        .order_by(col(Person.name_th), col(Contact.channel))
    )
    return [(contact, person) for contact, person in session.exec(query)]


def obligations(session: Session, on: datetime.date) -> tuple[int, int]:
    """How many things are owed, and how many of them are late on the Bangkok date `on`."""
    still = select(func.count()).select_from(Obligation).where(Obligation.outcome == "")
    late = still.where(col(Obligation.due_on) < on)
    return session.execute(still).scalar_one(), session.execute(late).scalar_one()
