"""Which projects finance's figures are still missing of."""

from sqlalchemy import and_, or_, true
from sqlmodel import Session, col, select

from states.fiscal import FiscalYear
from workflow.models import Disbursement, Item, ProjectLine
from workflow.money.amounts import STARTED


def unreported(
    session: Session, office_id: int, fiscal_year: int, quarter: int, *, item_id: int | None = None
) -> list[str]:
    """The projects under way, by code, that have a line without a figure for a quarter they run in.

    A line of which nothing was paid has the figure nought. Of all projects of the fiscal year (B.E.), or
    only of one.
    """
    of_quarter = FiscalYear(fiscal_year).quarter(quarter)
    found = session.exec(
        select(Item.code)
        .join(ProjectLine, col(ProjectLine.item_id) == col(Item.id))
        .outerjoin(
            Disbursement,
            and_(
                col(Disbursement.line_id) == col(ProjectLine.id),
                col(Disbursement.fiscal_year) == fiscal_year,
                col(Disbursement.quarter) == quarter,
            ),
        )
        .where(
            Item.office_id == office_id,
            Item.kind == "project",
            Item.fiscal_year == fiscal_year,
            col(Item.state).in_(STARTED),
            or_(col(Item.starts_on).is_(None), col(Item.starts_on) <= of_quarter.end),
            or_(col(Item.ends_on).is_(None), col(Item.ends_on) >= of_quarter.start),
            col(Disbursement.id).is_(None),
            true() if item_id is None else col(Item.id) == item_id,
        )
        .distinct()
        .order_by(Item.code)
    )
    return list(found)
