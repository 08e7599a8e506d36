"""The money of an item when a step was taken, in satang, as the record knew it at that entry."""

from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, and_, case, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workflow.models import Entry, Item, LineChange, ProjectLine
from workflow.money.amounts import IN_PLAN

_ADOPTED: Final = ("adopted", "circulated", "closed")


def amount_then() -> ColumnElement[int | None]:
    """The amount of the `Item` of an `Entry` of the query around it; NULL for what has no money.

    A project's is what its proposal asks for until it is in the plan, then its lines with what amendments
    adopted by that entry changed; a plan's the sum over the projects in it by then; an amendment's what it
    adds to lines.
    """
    return _AMOUNT


def _state_by(item_id: SQLColumnExpression[Any], *outer: Any) -> ScalarSelect[str]:
    """The state in which an item stood when the entry was recorded, that entry included."""
    prior = aliased(Entry)
    return (
        select(col(prior.to_state))
        .where(prior.item_id == item_id, prior.seq <= Entry.seq, prior.to_state != "")  # type: ignore[arg-type]
        .order_by(col(prior.seq).desc())
        .limit(1)
        .correlate(Entry, *outer)
        .scalar_subquery()
    )


def _changed() -> ColumnElement[int]:
    """What amendments adopted by then add to or take from a line."""
    state = _state_by(col(LineChange.amendment_id), LineChange)
    adopted = or_(state.in_(_ADOPTED), state.startswith("reported_to_", autoescape=True))
    total = (
        select(func.sum(LineChange.change))
        .where(col(LineChange.line_id) == col(ProjectLine.id), adopted)
        .correlate(Entry, ProjectLine)
        .scalar_subquery()
    )
    return func.coalesce(total, 0)


def _project() -> ScalarSelect[Any]:
    in_plan = _state_by(col(Item.id), Item).in_(tuple(IN_PLAN))
    asked = func.coalesce(ProjectLine.requested, ProjectLine.original)
    return (
        select(func.sum(case((in_plan, col(ProjectLine.original) + _changed()), else_=asked)))
        .where(col(ProjectLine.item_id) == col(Item.id))
        .correlate(Entry, Item)
        .scalar_subquery()
    )


def _plan() -> ScalarSelect[Any]:
    child = aliased(Item)
    return (
        select(func.sum(col(ProjectLine.original) + _changed()))
        .join(child, col(child.id) == col(ProjectLine.item_id))
        .where(
            col(child.parent_id) == col(Item.id),
            col(child.kind) == "project",
            _state_by(col(child.id), child).in_(tuple(IN_PLAN)),
        )
        .correlate(Entry, Item)
        .scalar_subquery()
    )


def _amendment() -> ScalarSelect[Any]:
    return (
        select(func.sum(LineChange.change))
        .where(and_(col(LineChange.amendment_id) == col(Item.id), col(LineChange.change) > 0))
        .correlate(Item)
        .scalar_subquery()
    )


_AMOUNT: Final[ColumnElement[int | None]] = case(
    (col(Item.kind) == "project", _project()),
    (col(Item.kind) == "annual_plan", _plan()),
    (col(Item.kind) == "plan_amendment", _amendment()),
    else_=None,
)
