"""Keeps what was typed of a development plan, unless somebody else wrote meanwhile; opens a new one."""

from sqlmodel import Session, col, select

from workflow.changes import Hand
from workflow.development.content import KIND, Content, save_content
from workflow.development.reading import ENTRY
from workflow.errors import ContentChanged
from workflow.history import Sealed
from workflow.items import NewItem, open_item
from workflow.models import Entry, Item, Person
from workflow.situation import read


def rewrite(session: Session, item: Item, content: Content, seen: int, hand: Hand) -> Sealed | None:
    """As `save_content`; `seen` is the entry of the plan's words as this person read them.

    Raises ContentChanged where somebody wrote since, and as `save_content`.
    """
    session.flush()
    read(session, item.id, hand.by, hand.day)  # nobody else writes from here on
    newer = session.exec(
        select(Entry.at, Person.name_th)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .where(Entry.item_id == item.id, Entry.kind == ENTRY, col(Entry.seq) > seen)
        .order_by(col(Entry.seq).desc())
    ).first()
    if newer is not None:
        at, name = newer
        raise ContentChanged(item.code, name, at)
    return save_content(session, item, content, hand)


def open_plan(session: Session, office_id: int, code: str, title: str, fiscal_year: int, hand: Hand) -> Item:
    """A new development plan, begun in a fiscal year (B.E.); raises as `open_item`."""
    return open_item(session, office_id, NewItem(KIND, code, title, fiscal_year), by=hand.by, at=hand.at)
