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


def taken_back(session: Session, item_id: int, state: str, hand: Hand, by: Authority) -> None:
    """Does what belongs to a paper's being taken back from `state`, by an undo, where UNDONE has it."""
    item = session.get_one(Item, item_id)
    if (item.kind, state) in UNDONE:
        UNDONE[item.kind, state](session, item, hand, by)


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


def _issue(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """An issued paper gets what vouches for it, and is put before its readers."""
    from workflow.papers.issuing import arrived_issued

    arrived_issued(session, item, hand, by)


def _void(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """A void paper keeps its number, which says so."""
    from workflow.papers.issuing import arrived_void

    arrived_void(session, item, hand, by)


def _void_no_more(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """A paper whose voiding was undone has its number in force again."""
    from workflow.papers.issuing import void_taken_back

    void_taken_back(session, item, hand, by)


def _merge(session: Session, item: Item, hand: Hand, by: Authority) -> None:
    """A proposal merged on somebody's word, without a meeting, has its merger recorded all the same."""
    from workflow.proposals.merging import arrived_merged

    arrived_merged(session, item, hand, by)


WATCHED: Final[Mapping[tuple[str, str], Arrival]] = {
    ("annual_plan", "approved"): _record_content,
    ("project", "in_plan"): _record_content,
    ("project", "merged"): _merge,
    ("meeting", "minutes_circulated"): _ask_readers,
    ("development_plan", "published"): _give_strategies,
    ("memo", "issued"): _issue,
    ("memo", "void"): _void,
}
# What follows when a paper is taken back from where it arrived.
UNDONE: Final[Mapping[tuple[str, str], Arrival]] = {("memo", "void"): _void_no_more}
