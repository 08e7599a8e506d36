"""Who approved above an amount: the steps by which something is approved, with the money at that time."""

from typing import Final

from sqlalchemy import String, func, or_
from sqlmodel import Session, col

from workflow.audit.answers import Answer, Page
from workflow.audit.asked import Asked
from workflow.audit.entries import answered, has_items, joined_to_items, narrowed
from workflow.audit.in_sql import Statement
from workflow.audit.prepared import Shape, among
from workflow.models import Entry, Item
from workflow.queries import Viewer

# Steps that give assent to a paper with money. The answers of the bodies on an office's route come beside
# them: `states.route` names each after its slot, with one of these endings.
APPROVING: Final = frozenset(
    {
        *("endorse", "include", "include_by_amendment", "authorise", "carry_over", "accept_report"),
        *("record_committee_resolution", "confirm_revision", "adopt"),
    }
)
ASSENTS: Final = ("_endorsed", "_endorsed_with_changes", "_approved", "_ack")
MONEYED: Final = ("project", "annual_plan", "plan_amendment")


def approvals(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """Steps that approve what has money, the amount as it was then; of `least` satang or more."""
    return answered(session, who, "approvals", asked, page, _approving, amounts=True)


def _approving(who: Viewer, shape: Shape) -> Statement:
    query = narrowed(who, shape)
    if not has_items(shape):
        query = joined_to_items(query)
    # Kept from any index by trigger: so many steps approve that walking the period is faster.
    trigger = func.coalesce(Entry.trigger, "", type_=String())
    answers = (trigger.like(f"record!_%!{ending.replace('_', '!_')[1:]}", escape="!") for ending in ASSENTS)
    return query.where(
        col(Entry.kind) == "step",
        or_(trigger.in_(among(sorted(APPROVING))), *answers),
        col(Item.kind).in_(MONEYED),
    )
