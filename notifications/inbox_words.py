"""What the notices of an inbox say. The one place where the inbox asks for words."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from notifications.models import Notice
from notifications.words import subject
from states.catalogue import catalogue
from workflow.models import Item, Obligation


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in words; `item_code` is empty where it is about no paper."""

    code: str
    subject: str
    body: str
    link: str
    due_on: datetime.date | None
    urgent: bool
    item_code: str


def tell(session: Session, notices: Sequence[Notice], language: str, base_url: str) -> list[Told]:
    """Each notice in words, in the order given, by a fixed number of statements."""
    items, duties = _items(session, notices), _duties(session, notices)
    return [
        _told(each, items.get(each.item_id), duties.get(each.obligation_id), language, base_url)
        for each in notices
    ]


def line_text(told: Told) -> str:
    """The notice as somebody would paste it into a LINE group."""
    return "\n".join(part for part in (told.subject, told.body, told.link) if part)


def _told(notice: Notice, item: Item | None, duty: Obligation | None, language: str, base_url: str) -> Told:
    words = subject(notice.code, item, language) if item and notice.code in catalogue().notices else ""
    return Told(
        notice.code,
        words or (item.title if item else notice.about or notice.code),
        item.title if item else "",
        f"{base_url}/items/{item.code}" if item else f"{base_url}/",
        duty.due_on if duty else None,
        False,
        item.code if item else "",
    )


def _items(session: Session, notices: Sequence[Notice]) -> dict[int | None, Item]:
    wanted = {each.item_id for each in notices if each.item_id is not None}
    return {each.id: each for each in session.exec(select(Item).where(col(Item.id).in_(wanted)))}


def _duties(session: Session, notices: Sequence[Notice]) -> dict[int | None, Obligation]:
    wanted = {each.obligation_id for each in notices if each.obligation_id is not None}
    return {each.id: each for each in session.exec(select(Obligation).where(col(Obligation.id).in_(wanted)))}
