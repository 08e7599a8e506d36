"""From which day a step counts: the day recorded with it, or the one that was put right since."""

import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from workflow.models import Entry


def counted_from() -> ColumnElement[datetime.date]:
    """The Bangkok date of an `Entry` of the query around it, with its latest correction."""
    right = aliased(Entry)
    corrected = (
        select(col(right.effective_on))
        .where(right.item_id == Entry.item_id, right.corrects == Entry.seq, right.kind == "corrected")
        .order_by(col(right.seq).desc())
        .limit(1)
        .correlate(Entry)
        .scalar_subquery()
    )
    return func.coalesce(corrected, col(Entry.effective_on))


def moves(session: Session, item_id: int) -> list[tuple[int, datetime.date]]:
    """The entries that brought an item where it stands, none of them undone: their number and day."""
    undone = select(Entry.corrects).where(
        Entry.item_id == item_id, Entry.kind == "undone", col(Entry.corrects).is_not(None)
    )
    found = session.exec(
        select(Entry.seq, counted_from())
        .where(
            Entry.item_id == item_id,
            Entry.to_state != "",
            Entry.kind != "undone",
            col(Entry.seq).not_in(undone),
        )
        .order_by(col(Entry.seq))
    )
    return list(found.all())
