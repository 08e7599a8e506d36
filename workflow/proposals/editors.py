"""Who may write what a project says of itself, and in which states it may be written."""

from typing import Final

from sqlmodel import Session

from states.catalogue import catalogue
from workflow import definitions
from workflow.changes import Hand
from workflow.errors import BadInput, Denial, NotAllowed, NotOpenHere
from workflow.models import Item
from workflow.permissions import Actor, Authority
from workflow.situation import ItemNow, read

PLAN_GROUP: Final = ("plan_director", "plan_officer")
GROUP: Final = ("project_owner", "group_director")
_WRITERS: Final = (*GROUP, *PLAN_GROUP)


def writing(session: Session, item: Item, hand: Hand, trigger: str, states: tuple[str, ...]) -> Authority:
    """By what this person may write about the project, which is held as it stands until the commit.

    `trigger` is the step that the writing prepares. Raises NotAllowed, NotOpenHere outside `states`,
    BadInput where the item is no project.
    """
    session.flush()
    reading = read(session, item.id, hand.by, hand.day)
    if reading.item.kind != "project":
        raise BadInput("code", "not_a_project", reading.item.code)
    authority = writer(reading.actor, reading.item, trigger)
    if reading.item.state not in states:
        definition = definitions.by_hash(session, reading.item.definition_hash)
        here = tuple(move.trigger for move in definition.leaving(reading.item.state))
        label = definition.by_state[reading.item.state].label
        raise NotOpenHere(reading.item.code, trigger, label, here)
    return authority


def writer(actor: Actor, item: ItemNow, trigger: str) -> Authority:
    """The project's owner, the people of its group, or the plan group; raises NotAllowed."""
    if actor.office_id != item.office_id:
        raise NotAllowed(Denial("other_office", _WRITERS))
    if not actor.active:
        raise NotAllowed(Denial("not_active", _WRITERS))
    acting = [each for each in actor.authorities if _acts(each) and each.covers(item.kind, trigger)]
    within = [each for each in acting if _writes(each, item)]
    if within:
        return within[0]
    if acting and actor.person_id == item.owner_id:
        return acting[0]
    elsewhere = any(each.role in GROUP for each in acting)
    raise NotAllowed(Denial("other_group" if elsewhere else "no_role", _WRITERS))


def _acts(authority: Authority) -> bool:
    role = catalogue().roles.get(authority.role)
    return role is not None and role.acts


def _writes(authority: Authority, item: ItemNow) -> bool:
    if authority.role in PLAN_GROUP:
        return True
    return authority.role in GROUP and item.group_id in (None, authority.group_id)
