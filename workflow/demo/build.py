"""Builds the demonstration in an empty database, in one transaction: both offices, or nothing."""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.accounts import hash_password
from workflow.changes import Hand, authority, record
from workflow.database import Database
from workflow.demo import playing_meetings, playing_money, playing_projects, playing_reports  # noqa: F401  they know how to play
from workflow.demo.cast import Cast, set_up
from workflow.demo.projects import Proposed
from workflow.demo.reading import SAMPLE, SECOND, read_sample
from workflow.demo.replay import Meanwhile, replay
from workflow.demo.sample import Sample
from workflow.demo.schedule import Taken, ends, first_day, moment, schedule
from workflow.demo.stage import Stage
from workflow.errors import AlreadyExists, BadInput
from workflow.models import Entry, Occupancy, Office, Person, Position
from workflow.moments import BANGKOK, bangkok_date

PASSWORD = "khanton-demo"  # noqa: S105  printed for everybody to see: the demonstration holds invented data only
_SAMPLES = (SAMPLE, SECOND)
_MARK = "demonstration"
_GUEST = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody a visitor can sign in as."""

    office: str
    username: str
    name_th: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was built: how many steps were walked, how many projects taken in, and when it stands still."""

    steps: int
    projects: int
    stands_at: datetime.datetime


def build_demo(
    database: Database,
    *,
    until: datetime.date | None = None,
    now: datetime.datetime,
    progress: Callable[[int, int, str], None] = lambda done, total, what: None,
    meanwhile: Meanwhile = lambda session, at: None,
) -> Demonstration:
    """Builds both sample offices as they stood at the end of `until` (a Bangkok date), or after the year.

    `progress` hears how many of how many steps are done, and which; `meanwhile` may do what else happens
    before the next, such as reminding people, with its moment. `now` decides how long the invented
    guest account lasts. Raises AlreadyExists where the database has an office, BadInput for a day before
    the sample begins.
    """
    samples = [read_sample(name) for name in _SAMPLES]
    if until is not None and until < first_day(samples[0]):
        raise BadInput("until", "before_sample", first_day(samples[0]).isoformat())
    schedules = [schedule(sample, until) for sample in samples]
    total = sum(map(len, schedules))
    done = 0

    def tell(what: str) -> None:
        nonlocal done
        done += 1
        progress(done, total, what)

    with database.write() as session:
        taken = session.exec(select(Office.code)).first()
        if taken is not None:
            raise AlreadyExists("office", taken)
        password_hash = hash_password(PASSWORD)
        projects = 0
        for sample, happenings in zip(samples, schedules, strict=True):
            cast = _set_up(session, sample, now, password_hash)
            replay(Stage(session, sample, cast), happenings, tell, meanwhile)
            meanwhile(session, ends(samples[0], until))
            projects += sum(isinstance(each, Proposed) for each in happenings)
            _mark(session, sample, cast, until, ends(samples[0], until))
    steps = sum(isinstance(each, Taken) for happenings in schedules for each in happenings)
    return Demonstration(steps, projects, ends(samples[0], until))


def _set_up(session: Session, sample: Sample, now: datetime.datetime, password_hash: str) -> Cast:
    """The office on the first day of its fiscal year, with the holidays from then until next year."""
    at = moment(first_day(sample), datetime.time(7))
    years = tuple(range(at.year, max(at.year + 1, bangkok_date(now).year + 1) + 1))
    return set_up(
        session,
        sample,
        at=at,
        years=years,
        guests_until=bangkok_date(now) + _GUEST,
        password_hash=password_hash,
    )


def _mark(
    session: Session, sample: Sample, cast: Cast, until: datetime.date | None, at: datetime.datetime
) -> None:
    """The history itself says that this office is invented, and where its year was stopped."""
    hand = Hand(cast.person("system"), at)
    by = authority(session, cast.office_id, hand)
    told = {_MARK: True, "until": until.isoformat() if until else ""}
    record(session, cast.office_id, "office", [sample.code], told, hand, by=by)


def built_until(session: Session) -> tuple[bool, datetime.date | None]:
    """Whether the database holds the demonstration, and the day on which its year was stopped."""
    told = session.exec(
        select(Entry.details)
        .where(Entry.kind == "office", col(Entry.details).contains(f'"{_MARK}":true'))
        .order_by(col(Entry.office_id))
    ).first()
    if told is None:
        return False, None
    until = json.loads(told)["until"]
    return True, datetime.date.fromisoformat(until) if until else None


def stands_at(session: Session) -> datetime.datetime:
    """The moment after the last thing done to a paper, by the sample or a visitor; not before its day."""
    last = session.exec(select(func.max(Entry.at)).where(col(Entry.item_id).is_not(None))).one()
    _, until = built_until(session)
    day = until or bangkok_date(last)
    morning = datetime.datetime.combine(day, datetime.time(9), BANGKOK)
    return max(last + datetime.timedelta(minutes=1), morning)


def accounts(session: Session) -> tuple[Account, ...]:
    """Everybody who can sign in, by office, in the order they were made."""
    found = session.exec(
        select(Office.code, Person.username, Person.name_th, Position.role)
        .join(Person, col(Person.office_id) == col(Office.id))
        .join(Occupancy, col(Occupancy.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(col(Person.is_service).is_(False))
        .order_by(col(Person.id), col(Position.id))
    )
    by_person: dict[tuple[str, str, str], list[str]] = {}
    for office, username, name, role in found:
        by_person.setdefault((office, username, name), []).append(role)
    return tuple(Account(*who, tuple(roles)) for who, roles in by_person.items())
