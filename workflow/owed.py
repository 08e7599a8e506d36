"""What a person owes: by her roles and those she stands in for, or by name."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from workflow.models import Item, Obligation
from workflow.queries import Viewer, items_visible_to
from workflow.waiting import Power

PAGE = 50


def owed_by(
    session: Session, who: Viewer, hers: Iterable[Power], limit: int = PAGE
) -> list[tuple[Obligation, Item]]:
    """What is open on items the person sees and hers to do, the earliest due first."""
    seen = items_visible_to(who).with_only_columns(col(Item.id))
    query = (
        select(Obligation, Item)
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(
            Obligation.office_id == who.office_id,
            Obligation.outcome == "",
            _hers(who, hers),
            col(Item.id).in_(seen),
        )
        .order_by(col(Obligation.due_on), col(Obligation.id))
        .limit(limit)
    )
    return [(duty, item) for duty, item in session.exec(query)]


def _hers(who: Viewer, hers: Iterable[Power]) -> ColumnElement[bool]:
    """Owed by name; or by one of her roles within its bounds, where nobody is named."""
    by_role = [
        and_(
            col(Obligation.person_id).is_(None),
            col(Obligation.owed_by) == power.role,
            power.reaches(Obligation.group_id, Obligation.school_id),
        )
        for power in hers
    ]
    return or_(col(Obligation.person_id) == who.person_id, *by_role)
