"""What people would be told: on one day, or through a whole fiscal year, without telling anybody.

Both write within the caller's transaction, which is to be rolled back.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, delete, func, select, update

from notifications.models import Delivery, Message, Notice, SweepDay
from notifications.morning import offices_waiting, write_morning
from notifications.rewinding import as_it_stood
from notifications.told import Told
from notifications.turning import mornings, tell
from notifications.words import tell as in_words
from states.due import Due, due_dates, parse_rule
from states.fiscal import FiscalYear
from states.model import Definition, Duty
from states.source import shipped_kinds
from workflow import definitions
from workflow.ledger import calendar_of
from workflow.models import Group, Item, Obligation, Occupancy, Office, Person, Position
from workflow.moments import BANGKOK, bangkok_date
from workflow.permissions import in_force
from workflow.queries import in_force_on

Progress = Callable[[int, int, str], None]
_EXPECTED = "คาดการณ์"


@dataclass(frozen=True, slots=True)
class Telling:
    """One person who would be told one thing: when, what, and by which ways beside the inbox."""

    at: datetime.datetime
    person: str
    name_th: str
    posts: tuple[str, ...]
    told: Told
    duty: str
    rung: int | None
    because: str
    channels: tuple[str, ...]


def at_moment(
    session: Session, office_id: int, now: datetime.datetime, language: str = "th"
) -> list[Telling]:
    """What the office would be told at `now`, by the papers as they stood then, as if nobody had looked
    since midnight.
    """
    as_it_stood(session, office_id, now)
    last = _last_notice(session)
    tell(session, now)
    if office_id in offices_waiting(session, now):
        write_morning(session, office_id, now)
    return _told_since(session, office_id, last, language)


def of_year(
    session: Session,
    office_id: int,
    year: FiscalYear,
    now: datetime.datetime,
    language: str = "th",
    progress: Progress = lambda done, total, what: None,
) -> list[Telling]:
    """What the office would be told from 1 October to the end of December after the year.

    What is open counts as it is; papers that are not there yet are expected to be owed from the year's first
    day, and nothing is ever settled: the most that can come. Steps of papers are not foreseen.
    """
    session.execute(
        delete(SweepDay).where(col(SweepDay.office_id) == office_id, col(SweepDay.day) >= year.start)
    )
    _expect(session, office_id, year, now)
    last = _last_notice(session)
    since = datetime.datetime.combine(year.start, datetime.time(), BANGKOK)
    until = datetime.datetime.combine(year.window_end, datetime.time(18), BANGKOK)
    each = mornings(since, until)
    for number, at in enumerate(each, start=1):
        if office_id in offices_waiting(session, at):
            write_morning(session, office_id, at)
            _gone_out(session, office_id)
        progress(number, len(each), f"{at:%Y-%m-%d}")
    return _told_since(session, office_id, last, language)


def _gone_out(session: Session, office_id: int) -> None:
    """The morning's messages are on their way: what comes later is not put into them."""
    session.execute(
        update(Message)
        .where(col(Message.office_id) == office_id, col(Message.state) == "waiting")
        .values(state="sent")
    )


def _last_notice(session: Session) -> int:
    return session.exec(select(func.max(Notice.id))).one() or 0


def _told_since(session: Session, office_id: int, last: int, language: str) -> list[Telling]:
    rows = session.exec(
        select(Notice, Person)
        .join(Person, col(Person.id) == col(Notice.person_id))
        .where(Notice.office_id == office_id, col(Notice.id) > last)
        .order_by(col(Notice.written_at), col(Person.username), col(Notice.id))
    ).all()
    if not rows:
        return []
    ways = _ways(session, last)
    posts = _posts(session, office_id, bangkok_date(rows[0][0].written_at))
    named = select(Obligation.id, Obligation.code).where(Obligation.office_id == office_id)
    duties = dict(session.exec(named).all())
    return [
        Telling(
            at=notice.written_at.astimezone(BANGKOK),
            person=person.username,
            name_th=person.name_th,
            posts=posts.get(person.id, ()),
            told=told,
            duty=duties.get(notice.obligation_id or 0, ""),
            rung=notice.rung,
            because=notice.because,
            channels=ways.get(notice.id, ()),
        )
        for notice, person, told in _in_words(session, list(rows), language)
    ]


def _in_words(
    session: Session, rows: list[tuple[Notice, Person]], language: str
) -> Iterator[tuple[Notice, Person, Told]]:
    """Each notice with what it says on the day it is written."""
    by_moment: dict[datetime.datetime, list[tuple[Notice, Person]]] = {}
    for notice, person in rows:
        by_moment.setdefault(notice.written_at, []).append((notice, person))
    for at, found in by_moment.items():
        words = in_words(session, [notice for notice, _ in found], language, "", at)
        for (notice, person), told in zip(found, words, strict=True):
            yield notice, person, told


def _posts(session: Session, office_id: int, on: datetime.date) -> dict[int, tuple[str, ...]]:
    """The titles of the posts that each person holds on a Bangkok date."""
    rows = session.exec(
        select(Occupancy.person_id, Position.title_th)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(Position.office_id == office_id, in_force_on(Occupancy, on))
        .order_by(col(Position.id))
    )
    found: dict[int, tuple[str, ...]] = {}
    for person, title in rows:
        found[person] = (*found.get(person, ()), title)
    return found


def _ways(session: Session, last: int) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for row in session.exec(
        select(Delivery).where(col(Delivery.notice_id) > last).order_by(Delivery.channel)
    ):
        found[row.notice_id] = (*found.get(row.notice_id, ()), row.channel)
    return found


def _expect(session: Session, office_id: int, year: FiscalYear, now: datetime.datetime) -> None:
    """Open obligations for the papers of the year that are not there yet."""
    known = {
        (kind, quarter)
        for kind, quarter in session.exec(
            select(Item.kind, Item.quarter).where(Item.office_id == office_id, Item.fiscal_year == year.be)
        )
    }
    calendar = calendar_of(session, office_id, session.get_one(Office, office_id).calendar_version)
    groups = [
        each.id
        for each in session.exec(select(Group).where(Group.office_id == office_id))
        if in_force(each.valid_from, each.valid_to, year.start)
    ]
    for kind in shipped_kinds():
        name = definitions.in_force(session, office_id, kind, now)
        definition = definitions.by_hash(session, name)
        for quarter in (1, 2, 3, 4) if kind == "quarterly_report" else (None,):
            duties = [each for each in definition.duties if _foreseen(each)]
            if not duties or (kind, quarter) in known:
                continue
            item = _paper(session, office_id, definition, name, year, quarter, now)
            for duty in duties:
                dues = due_dates(
                    parse_rule(duty.rule),
                    fiscal_year=year,
                    quarter=quarter,
                    ends_on=year.end,
                    opened_on=year.start,
                    calendar=calendar,
                )
                for turn_no, due in enumerate(dues, start=1):
                    for group in groups if duty.each == "group" else [None]:
                        session.add(_obligation(item, duty, due, turn_no, group))
    session.flush()


def _foreseen(duty: Duty) -> bool:
    """Whether its date follows from the fiscal year alone."""
    return duty.rule.get("after") != "opening" and duty.each != "reader"


def _paper(
    session: Session,
    office_id: int,
    definition: Definition,
    name: str,
    year: FiscalYear,
    quarter: int | None,
    now: datetime.datetime,
) -> Item:
    item = Item(
        office_id=office_id,
        kind=definition.kind,
        code=f"{_EXPECTED}-{definition.kind}-{year.be}{f'-{quarter}' if quarter else ''}",
        title=f"{definition.label.th} ({_EXPECTED})",
        search_text="",
        fiscal_year=year.be,
        quarter=quarter,
        ends_on=year.end,
        state=definition.initial,
        state_since=now,
        effective_on=year.start,
        definition_hash=name,
        opened_at=now,
    )
    session.add(item)
    session.flush()
    return item


def _obligation(item: Item, duty: Duty, due: Due, turn_no: int, group_id: int | None) -> Obligation:
    return Obligation(
        office_id=item.office_id,
        item_id=item.id,
        code=duty.code,
        turn=turn_no,
        owed_by=duty.owed_by,
        group_id=group_id,
        due_on=due.on,
        formula=due.formula,
        calendar_version=due.calendar_version,
        reckoning=due.reckoning.to_json(),
        ladder=duty.ladder,
        opened_seq=0,
        opened_at=item.opened_at,
    )
