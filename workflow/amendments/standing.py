"""The lines that an amendment may change, as they stand: what is in force, and below what none may fall."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Subquery, select, true
from sqlmodel import Session, col, func

from workflow.models import CarryOver, Disbursement, Entry, Fund, Group, Item, LineChange, ProjectLine
from workflow.money.amounts import ADOPTED, IN_PLAN, is_adopted

ENTERING = "group_endorsed"  # a proposal that waits to be included through an amendment


@dataclass(frozen=True, slots=True)
class LineStanding:
    """A line beside an amendment, in satang.

    `others` is the original amount with what all other adopted amendments made of it; `spoken_for` what was
    paid of it or carried over to the next year.
    """

    line_id: int
    plan_id: int | None
    code: str
    title: str
    state: str
    group: str
    fund: str
    category: str
    sub: str
    original: int
    others: int
    spoken_for: int

    @property
    def in_plan(self) -> bool:
        """Whether its project is in a plan already."""
        return self.state in IN_PLAN


def standing(
    session: Session, amendment_id: int, lines: Iterable[int], *, ever: bool = False
) -> dict[int, LineStanding]:
    """The named lines as they stand without this amendment, by their keys, in the order of projects.

    Of an amendment that was adopted, as they stood before it; with `ever`, as all others leave them.
    """
    own = None if ever else adoption_of(session, amendment_id)
    changed, paid = _changed_by_others(amendment_id, own), _paid()
    query = (
        select(
            *(col(ProjectLine.id), col(Item.parent_id), col(Item.code), col(Item.title), col(Item.state)),
            *(func.coalesce(Group.code, ""), col(Fund.code), col(ProjectLine.category), col(ProjectLine.sub)),
            *(col(ProjectLine.original), func.coalesce(changed.c.change, 0)),
            func.coalesce(paid.c.amount, 0) + func.coalesce(CarryOver.amount, 0),
        )
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
        .outerjoin(Group, col(Group.id) == col(Item.group_id))
        .outerjoin(changed, changed.c.line_id == col(ProjectLine.id))
        .outerjoin(
            paid, (paid.c.line_id == col(ProjectLine.id)) & (paid.c.fiscal_year == col(Item.fiscal_year))
        )
        .outerjoin(
            CarryOver,
            (col(CarryOver.line_id) == col(ProjectLine.id))
            & (col(CarryOver.fiscal_year) == col(Item.fiscal_year)),
        )
        .where(col(ProjectLine.id).in_(lines))
        .order_by(col(Item.code), col(ProjectLine.id))
    )
    return {row[0]: _standing(row) for row in session.execute(query)}


def _standing(row: Any) -> LineStanding:
    original, changed, spoken_for = map(int, row[9:])
    told: list[Any] = [*row[:9], original, original + changed, spoken_for]
    return LineStanding(*told)


def adoption_of(session: Session, amendment_id: int) -> int | None:
    """The number of the entry by which an amendment was adopted; None where it was not, or was taken back."""
    return session.execute(
        select(func.max(Entry.seq))
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(col(Entry.item_id) == amendment_id, *_ADOPTION, is_adopted())
    ).scalar()


_ADOPTION = (col(Entry.to_state) == ADOPTED, col(Entry.kind).in_(("step", "imported")))


def _changed_by_others(amendment_id: int, own: int | None) -> Subquery:
    theirs = (
        select(func.max(Entry.seq))
        .where(col(Entry.item_id) == col(LineChange.amendment_id), *_ADOPTION)
        .correlate(LineChange)
        .scalar_subquery()
    )
    return (
        select(col(LineChange.line_id), func.sum(LineChange.change).label("change"))
        .join(Item, col(Item.id) == col(LineChange.amendment_id))
        .where(is_adopted(), col(LineChange.amendment_id) != amendment_id)
        .where(true() if own is None else func.coalesce(theirs, 0) < own)
        .group_by(col(LineChange.line_id))
        .subquery()
    )


def _paid() -> Subquery:
    return (
        select(
            col(Disbursement.line_id),
            col(Disbursement.fiscal_year),
            func.sum(Disbursement.amount).label("amount"),
        )
        .group_by(col(Disbursement.line_id), col(Disbursement.fiscal_year))
        .subquery()
    )
