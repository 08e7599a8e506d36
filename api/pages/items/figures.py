"""What a list of items shows of each beside its name: when something is owed, and its money."""

import datetime
from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, col, select

from workflow.models import Item, Obligation, ProjectLine
from workflow.money.amounts import changes_by
from workflow.money.standing import of_the_paper


def due_dates(session: Session, items: Iterable[Item]) -> dict[int, datetime.date]:
    """Item to the earliest date by which something is owed on it, other than by one group or reader."""
    query = (
        select(Obligation.item_id, func.min(Obligation.due_on))
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(
            col(Obligation.item_id).in_([item.id for item in items]), Obligation.outcome == "", of_the_paper()
        )
        .group_by(col(Obligation.item_id))
    )
    return dict(session.exec(query).all())


def amounts(session: Session, items: Iterable[Item], on: datetime.date) -> dict[int, int]:
    """Item to the sum of its lines in force on a Bangkok date, in satang, changes included."""
    changed = changes_by(on)
    satang = col(ProjectLine.original) + func.coalesce(changed.c.change, 0)
    query = (
        select(ProjectLine.item_id, func.sum(satang))
        .outerjoin(changed, changed.c.line_id == col(ProjectLine.id))
        .where(col(ProjectLine.item_id).in_([item.id for item in items]))
        .group_by(col(ProjectLine.item_id))
    )
    return {item_id: int(total) for item_id, total in session.exec(query)}
