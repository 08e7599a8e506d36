"""The annual plan of a fiscal year: what the year's projects belong to."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from workflow.models import Item


def annual_plan(session: Session, office_id: int, fiscal_year: int) -> Item | None:
    """The year's (B.E.) annual plan: of those that were not cancelled the one opened first."""
    return next(iter(standing_plans(session, office_id, fiscal_year)), None)


def standing_plans(session: Session, office_id: int, fiscal_year: int) -> Sequence[Item]:
    """The annual plans of a year (B.E.) that were not cancelled, in the order in which they were opened."""
    return session.exec(
        select(Item)
        .where(
            Item.office_id == office_id,
            Item.kind == "annual_plan",
            Item.fiscal_year == fiscal_year,
            Item.state != "cancelled",
        )
        .order_by(col(Item.id))
    ).all()
