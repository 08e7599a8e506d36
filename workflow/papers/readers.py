"""Follows who has read an issued paper: what is left unread, asking again, and when everybody has."""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import definitions, engine
from workflow.changes import Hand
from workflow.engine import Moved
from workflow.errors import AskedAlready, PaperFixed
from workflow.meetings.secretariat import empowered, tell_of
from workflow.models import Acknowledgement, Entry, Item, Person
from workflow.moments import bangkok_date
from workflow.papers.drafts import KIND
from workflow.situation import read

COMPLETE: Final = "complete_ack"
ISSUED: Final = "issued"
AGAIN: Final = "asked_again"
ASKERS: Final = ("clerk", "plan_officer", "plan_director", "system")


@dataclass(frozen=True, slots=True)
class Unread:
    """Somebody who was asked to read a paper and has not said that she did."""

    person_id: int
    name_th: str
    asked_at: datetime.datetime


def unread(session: Session, item_id: int, on: datetime.date) -> tuple[Unread, ...]:
    """Who still has to read the paper on the Bangkok date `on`; whoever has left the office has not."""
    found = session.exec(
        select(Acknowledgement, Person.name_th)
        .join(Person, col(Person.id) == col(Acknowledgement.person_id))
        .where(Acknowledgement.item_id == item_id, *_open(on))
        .order_by(col(Person.name_th), col(Person.id))
    )
    return tuple(Unread(row.person_id, name, row.asked_at) for row, name in found)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody before whom a paper was put; `read_at` once she has said that she read it."""

    username: str
    name_th: str
    asked_at: datetime.datetime
    read_at: datetime.datetime | None


def told_to(session: Session, item_id: int) -> tuple[Asked, ...]:
    """Everybody who was asked to read the paper, by name."""
    found = session.exec(
        select(Acknowledgement, Person)
        .join(Person, col(Person.id) == col(Acknowledgement.person_id))
        .where(Acknowledgement.item_id == item_id)
        .order_by(col(Person.name_th), col(Person.id))
    )
    return tuple(Asked(each.username, each.name_th, row.asked_at, row.read_at) for row, each in found)


def ask_again(session: Session, item_id: int, hand: Hand) -> tuple[Unread, ...]:
    """Records that the unread are asked once more, and says who they are; telling them is another's part.

    Raises UnknownItem, NotAllowed, PaperFixed (it is not out with its readers), AskedAlready (today).
    """
    reading = read(session, item_id, hand.by, hand.day)
    item, by = reading.item, empowered(reading, ASKERS)
    if item.state != ISSUED:
        definition = definitions.by_hash(session, item.definition_hash)
        raise PaperFixed(item.code, definition.by_state[item.state].label)
    last = last_asked_again(session, item_id)
    if last is not None and bangkok_date(last.at) >= hand.day:
        raise AskedAlready(item.code, session.get_one(Person, last.actor_id).name_th, last.at)
    found = unread(session, item_id, hand.day)
    if found:
        tell_of(session, item, by, hand, AGAIN, {AGAIN: len(found)})
    return found


def last_asked_again(session: Session, item_id: int) -> Entry | None:
    """The entry by which the unread readers of the paper were last asked again."""
    asked = select(Entry).where(Entry.item_id == item_id, Entry.kind == AGAIN)
    return session.exec(asked.order_by(col(Entry.seq).desc()).limit(1)).first()


def settle_readers(session: Session, item_id: int, now: datetime.datetime) -> Moved | None:
    """Closes an issued paper that its last reader has read, by the office's service account; else None."""
    item = session.get(Item, item_id, populate_existing=True)
    if item is None or (item.kind, item.state) != (KIND, ISSUED):
        return None
    if not session.exec(_read_by_all(item.office_id, now).where(Item.id == item_id)).first():
        return None
    return _close(session, item_id, _service(session, item.office_id), now)


def settle_all(session: Session, office_id: int, now: datetime.datetime) -> tuple[Moved, ...]:
    """Closes every issued paper of the office that all its readers have read."""
    done = session.exec(_read_by_all(office_id, now).order_by(col(Item.id))).all()
    if not done:
        return ()
    service = _service(session, office_id)
    return tuple(_close(session, item_id, service, now) for item_id in done)


def _open(on: datetime.date) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Acknowledgement.read_at).is_(None),
        or_(col(Person.active_to).is_(None), col(Person.active_to) >= on),
    )


def _read_by_all(office_id: int, now: datetime.datetime) -> SelectOfScalar[int]:
    """The ids of the office's issued papers that somebody was asked to read and nobody still has to."""
    mine = col(Acknowledgement.item_id) == col(Item.id)
    waiting = (
        select(Acknowledgement.id)
        .join(Person, col(Person.id) == col(Acknowledgement.person_id))
        .where(mine, *_open(bangkok_date(now)))
    )
    return select(Item.id).where(
        Item.office_id == office_id,
        Item.kind == KIND,
        Item.state == ISSUED,
        exists().where(mine),
        ~waiting.exists(),
    )


def _close(session: Session, item_id: int, service: int, now: datetime.datetime) -> Moved:
    return engine.advance(session, item_id, COMPLETE, by=service, at=now)


def _service(session: Session, office_id: int) -> int:
    """The account in whose name the system acts."""
    mine = select(Person.id).where(Person.office_id == office_id, col(Person.is_service).is_(True))
    return session.exec(mine.order_by(col(Person.id)).limit(1)).one()
