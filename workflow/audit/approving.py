"""Who approved above an amount: the steps by which something is approved, with the money at that time."""

from typing import Final

from sqlalchemy import String, func, or_
from sqlmodel import Session, col

from workflow.audit.answers import Answer, Page
from workflow.audit.asked import Asked
from workflow.audit.entries import answered, narrowed
from workflow.models import Entry, Item
from workflow.queries import Viewer

# Steps that give assent to a paper with money; the answers of the bodies on an office's route come beside
# them (`states.route` names them after the slot).
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
    query = narrowed(who, asked)
    if not (asked.kind or asked.group_id is not None or asked.least is not None or asked.most is not None):
        query = query.join(Item, col(Item.id) == col(Entry.item_id))
    # Not by the index of steps: so many of them approve that walking the period is faster.
    trigger = func.coalesce(Entry.trigger, "", type_=String())
    assents = (
        trigger.like(f"record\\_%{ending.replace('_', chr(92) + '_')}", escape="\\") for ending in ASSENTS
    )
    query = query.where(
        col(Entry.kind) == "step",
        or_(trigger.in_(sorted(APPROVING)), *assents),
        col(Item.kind).in_(MONEYED),
    )
    return answered(session, who, "approvals", query, page, amounts=True)
