"""Who was told what of a paper, when, and whether it arrived."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from sqlmodel import Session, col, select

from notifications.models import Attempt, Delivery, Message, Notice
from states.catalogue import catalogue
from states.filling import filled, marks
from workflow.models import Item, Obligation, Person
from workflow.queries import Viewer

MINDERS: Final = frozenset({"system_admin", "plan_director", "area_director", "internal_auditor"})
"""Who looks after notices leaving the house."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How a notice went out by one channel.

    `outcome` is empty while it waits, then sent, failed or cancelled; `at` the end of the sending, or of the
    last try; `detail` what the other side answered last.
    """

    channel: str
    outcome: str
    at: datetime.datetime | None
    attempts: int
    detail: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One notice to one person. A reminder has its `rung` in days from `due_on`, the date that what is owed
    (`duty`) had then.
    """

    code: str
    rung: int | None
    duty: str
    due_on: datetime.date | None
    username: str
    name_th: str
    because: str
    written_at: datetime.datetime
    read_at: datetime.datetime | None
    sent: tuple[Sent, ...]


_OWN_TITLE: Final = ("plan", "report", "project", "document")


def subject_of(code: str, item: Item, language: str) -> str:
    """What a notice about the item is called where the item's own page or file lists it."""
    words = catalogue().notices.get(code)
    if words is None:
        return code
    label, year = words.label.in_language(language), str(item.fiscal_year)
    known = {"fy": year, "of_fy": year, "q": str(item.quarter or ""), **dict.fromkeys(_OWN_TITLE, item.title)}
    told = filled(label, {name: known.get(name, "") for name in marks(label)})
    return told.rstrip(" :")


def told_about(session: Session, item_id: int, who: Viewer | None = None) -> list[Telling]:
    """Everything told of an item, the earliest first, by three statements; with `who`, what she may know.

    School people see what they were told themselves. What a channel answered may hold somebody's address: it
    is for her whom it concerns and for MINDERS.
    """
    query = (
        select(Notice, Person, Obligation)
        .join(Person, col(Person.id) == col(Notice.person_id))
        .outerjoin(Obligation, col(Obligation.id) == col(Notice.obligation_id))
        .where(Notice.item_id == item_id)
        .order_by(col(Notice.written_at), col(Notice.id))
    )
    if who is not None and who.bounded:
        query = query.where(Notice.person_id == who.person_id)
    sent = _sent(session, item_id)
    minds = who is None or bool(who.roles & MINDERS)
    return [
        Telling(
            code=notice.code,
            rung=notice.rung,
            duty=duty.code if duty else "",
            due_on=notice.due_on,
            username=person.username,
            name_th=person.name_th,
            because=notice.because,
            written_at=notice.written_at,
            read_at=notice.read_at,
            sent=tuple(
                each if minds or (who and person.id == who.person_id) else replace(each, detail="")
                for each in sent[notice.id]
            ),
        )
        for notice, person, duty in session.execute(query)
    ]


def _sent(session: Session, item_id: int) -> dict[int, list[Sent]]:
    """How each notice of the item went out, by the notice's id."""
    deliveries = (
        select(Delivery, Message)
        .join(Message, col(Message.id) == col(Delivery.message_id))
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .where(Notice.item_id == item_id)
        .order_by(col(Delivery.channel))
    )
    last = _last_attempts(session, item_id)
    found: dict[int, list[Sent]] = defaultdict(list)
    for delivery, message in session.execute(deliveries):
        attempt = last.get(message.id)
        tried = (attempt.ended_at or attempt.began_at) if attempt else None
        detail = attempt.detail if attempt else ""
        found[delivery.notice_id].append(
            Sent(delivery.channel, delivery.outcome, message.ended_at or tried, message.attempts, detail)
        )
    return found


def _last_attempts(session: Session, item_id: int) -> dict[int, Attempt]:
    carried = (
        select(Delivery.message_id)
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .where(Notice.item_id == item_id)
    )
    query = select(Attempt).where(col(Attempt.message_id).in_(carried)).order_by(col(Attempt.number))
    return {each.message_id: each for each in session.exec(query)}
