"""What a rehearsal wrote, as who would be told what, when, why and by which ways."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from notifications.announcing import duty_name
from notifications.claims import worth_sending
from notifications.models import Contact, Message, Notice
from notifications.phrases import Phrases
from notifications.told import Told
from notifications.words import headlines, tell
from workflow import definitions
from workflow.in_parts import in_parts
from workflow.models import Item, Obligation, Occupancy, Person, Position
from workflow.moments import BANGKOK, bangkok_date
from workflow.queries import in_force_on

Ways = Callable[[Notice], tuple[str, ...]]
INBOX: Final = "inbox"


@dataclass(frozen=True, slots=True)
class Telling:
    """One person who would be told one thing: when, what, and by which ways.

    `duty` is what is owed by its code, `duty_name` by its name; both are empty of what is not
    owed. `told.body` is empty where a whole year is told.
    """

    at: datetime.datetime
    person: str
    name_th: str
    posts: tuple[str, ...]
    told: Told
    duty: str
    duty_name: str
    rung: int | None
    because: str
    channels: tuple[str, ...]


def on_their_ways(
    session: Session, office_id: int, last: int, sent: int, at: datetime.datetime, language: str
) -> list[Telling]:
    """What the notices after the one with the key `last`, and the messages after `sent`, tell at a moment.

    A message may carry what was in the inbox before.
    """
    carried: dict[int, list[str]] = defaultdict(list)
    messages = select(Message).where(Message.office_id == office_id, col(Message.id) > sent)
    for message in session.exec(messages.order_by(Message.channel)).all():
        for notice_id in worth_sending(session, message, at):
            carried[notice_id].append(message.channel)
    rows = _rows(session, office_id, or_(col(Notice.id) > last, col(Notice.id).in_(carried)))
    told = tell(session, [notice for notice, _ in rows], language, "", at)

    def ways(notice: Notice) -> tuple[str, ...]:
        return (*([INBOX] if notice.id > last else []), *carried[notice.id])

    return [replace(each, at=at) for each in _tellings(session, office_id, rows, told, language, ways)]


def planned(session: Session, office_id: int, last: int, language: str) -> list[Telling]:
    """The same without a body, of many days, by the channels that each person has turned on by then."""
    rows = _rows(session, office_id, col(Notice.id) > last)
    told = headlines(session, [notice for notice, _ in rows], language)
    wanted: dict[int, list[Contact]] = defaultdict(list)
    for contact in session.exec(select(Contact).where(col(Contact.enabled)).order_by(Contact.channel)):
        wanted[contact.person_id].append(contact)

    def ways(notice: Notice) -> tuple[str, ...]:
        on = [each.channel for each in wanted[notice.person_id] if each.since <= notice.written_at]
        return (INBOX, *on)

    return _tellings(session, office_id, rows, told, language, ways)


def _rows(session: Session, office_id: int, which: ColumnElement[bool]) -> list[tuple[Notice, Person]]:
    rows = session.exec(
        select(Notice, Person)
        .join(Person, col(Person.id) == col(Notice.person_id))
        .where(Notice.office_id == office_id, which)
        .order_by(
            *(col(Notice.written_at), col(Person.username), func.coalesce(Notice.obligation_id, 0)),
            *(func.coalesce(Notice.rung, 0), col(Notice.id)),  # rows of one INSERT come in any order
        )
    )
    return list(rows)


def _tellings(
    session: Session,
    office_id: int,
    rows: Sequence[tuple[Notice, Person]],
    told: Sequence[Told],
    language: str,
    ways: Ways,
) -> list[Telling]:
    if not rows:
        return []
    posts = _posts(session, office_id, bangkok_date(rows[0][0].written_at))
    duties = _duties(session, rows, Phrases(language))
    return [
        Telling(
            at=notice.written_at.astimezone(BANGKOK),
            person=person.username,
            name_th=person.name_th,
            posts=posts.get(person.id, ()),
            told=words,
            duty=duty,
            duty_name=name,
            rung=notice.rung,
            because=notice.because,
            channels=ways(notice),
        )
        for (notice, person), words in zip(rows, told, strict=True)
        for duty, name in [duties.get(notice.obligation_id or 0, ("", ""))]
    ]


def _duties(
    session: Session, rows: Sequence[tuple[Notice, Person]], say: Phrases
) -> dict[int, tuple[str, str]]:
    """Code and name of everything that the notices remind of."""
    found: dict[int, tuple[str, str]] = {}
    ids = sorted({notice.obligation_id for notice, _ in rows if notice.obligation_id})
    for some in in_parts(ids):
        query = (
            select(Obligation, Item.definition_hash)
            .join(Item, col(Item.id) == col(Obligation.item_id))
            .where(col(Obligation.id).in_(some))
        )
        for duty, name in session.exec(query):
            found[duty.id] = duty.code, duty_name(duty, definitions.by_hash(session, name), say)
    return found


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
