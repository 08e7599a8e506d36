"""What else is recorded when a paper arrives in a state: part of the step, in the step's own transaction."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlmodel import Session

from workflow.changes import Hand
from workflow.models import Item
from workflow.permissions import Authority

Arrival = Callable[[Session, Item, Hand, Authority], object]


def arrived(session: Session, item_id: int, hand: Hand, by: Authority) -> None:
    """Does what belongs to the arrival of a paper of a kind and state that is in WATCHED."""
    item = session.get_one(Item, item_id)
    WATCHED[item.kind, item.state](session, item, hand, by)


# What is done is built on the engine, which looks here after each step; hence the imports inside.
def _record_content(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """The content that is approved with the plan, and anew with a project that comes in later."""
    from workflow.amendments.binding import APPROVED, record_snapshot

    plan = item if item.kind == "annual_plan" else session.get(Item, item.parent_id or 0)
    if plan is not None and plan.state in APPROVED:
        record_snapshot(session, plan, hand, by=by, moved=item)


def _ask_readers(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """Minutes that are circulated are put before every member of staff (U-C4)."""
    from workflow.meetings.minutes import ask_staff

    ask_staff(session, item, hand, by)


def _give_strategies(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """The strategies of a published development plan become goals of the years it covers (P-D5)."""
    from workflow.development.publishing import give_years_their_strategies

    give_years_their_strategies(session, item, hand, by)


WATCHED: Final[Mapping[tuple[str, str], Arrival]] = {
    ("annual_plan", "approved"): _record_content,
    ("project", "in_plan"): _record_content,
    ("meeting", "minutes_circulated"): _ask_readers,
    ("development_plan", "published"): _give_strategies,
}
