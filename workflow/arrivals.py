"""What else is recorded when a paper arrives in a state: part of the step, in the step's own transaction."""

from typing import Final

from sqlmodel import Session

from workflow.changes import Hand
from workflow.models import Item
from workflow.permissions import Authority

# Looked at after every step; all others cost nothing.
WATCHED: Final = frozenset({("annual_plan", "approved"), ("project", "in_plan")})


def arrived(session: Session, item_id: int, hand: Hand, by: Authority) -> None:
    """Records the content that is approved with the plan, and anew with a project that comes in later."""
    from workflow.amendments.binding import APPROVED, record_snapshot  # it is built on the engine

    item = session.get_one(Item, item_id)
    plan = item if item.kind == "annual_plan" else session.get(Item, item.parent_id or 0)
    if plan is not None and plan.state in APPROVED:
        record_snapshot(session, plan, hand, by=by)
