"""What an auditor asks of an office's plans: does anything differ from what was approved?"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow.amendments.binding import APPROVED, altered
from workflow.amendments.proofs import Unproven, unproven_changes
from workflow.models import Item


@dataclass(frozen=True, slots=True)
class Deviation:
    """A plan that is not as approved: projects whose content differs, lines whose amount does."""

    plan: str
    altered: tuple[str, ...]
    unproven: tuple[Unproven, ...]


def deviations(session: Session, office_id: int) -> list[Deviation]:
    """The office's approved plans that differ from the record, by code; empty where all is as approved."""
    plans = session.exec(
        select(Item)
        .where(
            Item.office_id == office_id,
            Item.kind == "annual_plan",
            col(Item.state).in_((*APPROVED, "closed")),
        )
        .order_by(Item.code)
    ).all()
    found = [
        Deviation(plan.code, tuple(altered(session, plan)), tuple(unproven_changes(session, plan)))
        for plan in plans
    ]
    return [each for each in found if each.altered or each.unproven]
