"""Who may write what a project says of itself, and in which states it may be written."""

import datetime
from typing import Final

from sqlmodel import Session, col, select

from workflow import definitions
from workflow.changes import Hand
from workflow.errors import BadInput, ContentChanged, Denial, NotAllowed
from workflow.models import Entry, Item, Person
from workflow.permissions import Actor, Authority, acts, covering
from workflow.queries import Viewer
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


def may_write(
    session: Session, item: Item, person_id: int, on: datetime.date, trigger: str, states: tuple[str, ...]
) -> bool:
    """Whether `writing` would let the person write now; holds nothing."""
    reading = read(session, item.id, person_id, on, lock=False)
    if reading.item.kind != "project" or reading.item.state not in states:
        return False
    try:
        writer(reading.actor, reading.item, trigger)
    except NotAllowed:
        return False
    return True


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


def offered_to(who: Viewer, owner_id: int | None, group_id: int | None) -> bool:
    """Whether a list offers this person to write the project; `writing` decides when she does."""
    if who.roles & set(PLAN_GROUP):
        return who.active
    hers = group_id is None or group_id in who.group_ids
    return who.active and (owner_id == who.person_id or (hers and bool(who.roles & set(GROUP))))


def changed_by(session: Session, item: Item, kinds: tuple[str, ...]) -> ContentChanged:
    """The refusal for whoever read the project before the last entry of these kinds was written."""
    found = session.exec(
        select(Entry.at, Person.name_th)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .where(Entry.item_id == item.id, col(Entry.kind).in_(kinds))
        .order_by(col(Entry.seq).desc())
        .limit(1)
    ).first()
    at, name = found or (item.opened_at, "")
    return ContentChanged(item.code, name, at)


def _writes(authority: Authority, item: ItemNow) -> bool:
    if authority.role in PLAN_GROUP:
        return True
    return authority.role in GROUP and item.group_id in (None, authority.group_id)
