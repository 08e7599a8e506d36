"""Who may write on a paper of the plan group, and in which states it may still be written."""

from collections.abc import Sequence

from sqlmodel import Session

from workflow import definitions
from workflow.changes import Hand
from workflow.errors import BadInput, Denial, NotAllowed
from workflow.models import Item
from workflow.permissions import Authority, powers
from workflow.situation import ItemNow, read


def paper_in_hand(
    session: Session,
    item: Item,
    kind: str,
    states: Sequence[str],
    trigger: str,
    roles: Sequence[str],
    hand: Hand,
) -> tuple[list[Authority], ItemNow]:
    """By which posts and orders she writes (never none), and the paper as it stands, held until the commit.

    `trigger` is the step that the writing prepares. Raises NotAllowed for whoever has none of `roles`, then
    NotOpenHere outside `states`, and BadInput where the item is of another kind.
    """
    session.flush()
    reading = read(session, item.id, hand.by, hand.day)
    if reading.item.kind != kind:
        raise BadInput("code", f"not_{kind}", reading.item.code)
    held = powers(reading.actor, reading.item.office_id, roles, kind, trigger)
    if not held:
        raise NotAllowed(Denial("no_role", tuple(roles)))
    if reading.item.state not in states:
        raise definitions.not_open(session, reading.item, trigger)
    return held, reading.item
