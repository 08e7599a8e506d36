"""Who may write on a paper of the plan group, and in which states it may still be written."""

from collections.abc import Sequence

from sqlmodel import Session

from workflow import definitions
from workflow.changes import Hand
from workflow.errors import BadInput, Denial, NotAllowed, NotOpenHere
from workflow.models import Item
from workflow.permissions import Actor, Authority
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
        definition = definitions.by_hash(session, reading.item.definition_hash)
        here = tuple(move.trigger for move in definition.leaving(reading.item.state))
        raise NotOpenHere(reading.item.code, trigger, definition.by_state[reading.item.state].label, here)
    return reading.actor, reading.item


def empowered(actor: Actor, item: ItemNow, roles: Sequence[str], trigger: str = "") -> Authority:
    """By which of `roles` the person may write on the paper; raises NotAllowed."""
    fitting = powers(actor, item, roles, trigger)
    if not fitting:
        raise NotAllowed(Denial("no_role", tuple(roles)))
    return fitting[0]


def powers(actor: Actor, item: ItemNow, roles: Sequence[str], trigger: str = "") -> list[Authority]:
    """Every post or delegation that gives the person one of `roles` here; NotAllowed for strangers."""
    if actor.office_id != item.office_id:
        raise NotAllowed(Denial("other_office", tuple(roles)))
    if not actor.active:
        raise NotAllowed(Denial("not_active", tuple(roles)))
    return [each for each in actor.authorities if each.role in roles and each.covers(item.kind, trigger)]
