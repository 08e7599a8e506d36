"""Who may write on a paper of the plan group, and in which states it may still be written."""

from collections.abc import Sequence

from sqlmodel import Session

from workflow import definitions
from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.models import Item
from workflow.permissions import Actor
from workflow.situation import ItemNow, read


def paper_in_hand(
    session: Session, item: Item, kind: str, states: Sequence[str], trigger: str, hand: Hand
) -> tuple[Actor, ItemNow]:
    """Who writes, and the paper as it stands, held until the commit.

    `trigger` is the step that the writing prepares. Raises NotOpenHere outside `states`, and BadInput where
    the item is of another kind.
    """
    session.flush()
    reading = read(session, item.id, hand.by, hand.day)
    if reading.item.kind != kind:
        raise BadInput("code", f"not_{kind}", reading.item.code)
    if reading.item.state not in states:
        raise definitions.not_open(session, reading.item, trigger)
    return reading.actor, reading.item
