"""Whether the content of an item was destroyed, and by whose order: it is neither given out nor added to."""

import datetime
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from workflow.errors import ContentDestroyed
from workflow.models import DestroyedItem, Entry, Item
from workflow.moments import bangkok_date

KIND: Final = "destroyed"


@dataclass(frozen=True, slots=True)
class Destroyed:
    """By which order, at what moment, and the entry of the history that tells of it."""

    order_no: str
    at: datetime.datetime
    entry_seq: int

    @property
    def on(self) -> datetime.date:
        """The Bangkok date."""
        return bangkok_date(self.at)


def destroyed(session: Session, item_id: int) -> Destroyed | None:
    """What became of the item's content; None while it is kept."""
    found = session.exec(_rows().where(DestroyedItem.item_id == item_id)).first()
    if found is None:
        return None
    row, entry = found
    return Destroyed(str(json.loads(entry.details)["order_no"]), row.destroyed_at, row.entry_seq)


def must_stand(session: Session, item_id: int) -> None:
    """Raises ContentDestroyed where there is nothing left to read or to add to."""
    gone = destroyed(session, item_id)
    if gone is not None:
        raise ContentDestroyed(session.get_one(Item, item_id).code, gone.order_no, gone.on)


def destroyed_of(session: Session, item_ids: Collection[int]) -> dict[int, int]:
    """Of these items those whose content was destroyed, each with the entry that tells of it."""
    rows = session.exec(
        select(DestroyedItem.item_id, DestroyedItem.entry_seq).where(col(DestroyedItem.item_id).in_(item_ids))
    )
    return dict(rows.all())


def text_destroyed(session: Session, item_id: int, sha256: str) -> bool:
    """Whether the office's history tells that this text of the paper was destroyed."""
    found = session.exec(_rows().where(DestroyedItem.item_id == item_id)).first()
    if found is None or found[1].kind != KIND:
        return False
    code = session.get_one(Item, item_id).code
    return sha256 in json.loads(found[1].details)["texts"].get(code, [])


def _rows() -> Select[DestroyedItem, Entry]:
    return select(DestroyedItem, Entry).join(
        Entry,
        (col(Entry.office_id) == col(DestroyedItem.office_id))
        & (col(Entry.seq) == col(DestroyedItem.entry_seq)),
    )
