"""Who may write what a project says of itself, and in which states it may be written."""

from typing import Final

from sqlmodel import Session

from workflow import definitions
from workflow.changes import Hand
from workflow.errors import BadInput, Denial, NotAllowed
from workflow.models import Item
from workflow.permissions import Actor, Authority, acts, covering
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
        raise definitions.not_open(session, reading.item, trigger)
    return authority


def writer(actor: Actor, item: ItemNow, trigger: str) -> Authority:
    """The project's owner, the people of its group, or the plan group; raises NotAllowed."""
    reaching = covering(actor, item.office_id, _WRITERS, item.kind, trigger)
    acting = [each for each in reaching if acts(each)]
    within = [each for each in acting if _writes(each, item)]
    if within:
        return within[0]
    if acting and actor.person_id == item.owner_id:
        return acting[0]
    elsewhere = any(each.role in GROUP for each in acting)
    raise NotAllowed(Denial("other_group" if elsewhere else "no_role", _WRITERS))


def _writes(authority: Authority, item: ItemNow) -> bool:
    if authority.role in PLAN_GROUP:
        return True
    return authority.role in GROUP and item.group_id in (None, authority.group_id)
