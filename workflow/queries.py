"""Decides "what may she see?" once: every list of items starts here."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from states.thai import search_text
from workflow.models import (
    Acknowledgement,
    Body,
    Delegation,
    Entry,
    Item,
    Occupancy,
    PaperRow,
    Person,
    Position,
    School,
)
from workflow.moments import bangkok_date

# gk: whoever leads, passes on or checks every paper, and the clerk who numbers it, sees the secret ones, too.
CLEARED: Final = frozenset(
    {
        *("area_director", "deputy_director", "plan_director", "clerk", "system"),
        *("internal_auditor", "external_auditor"),
    }
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and how far she sees: the whole office, a cluster's schools, or one school."""

    person_id: int
    office_id: int
    roles: frozenset[str]
    school_ids: frozenset[int]
    cluster_ids: frozenset[int]
    group_ids: frozenset[int]
    active: bool

    @property
    def bounded(self) -> bool:
        """Only school people see less than their office."""
        return bool(self.roles) and self.roles <= {"school_officer", "school_cluster_chair"}


def viewer(session: Session, person_id: int, at: datetime.datetime) -> Viewer:
    """The person's view on the Bangkok day of `at`: the positions she holds or stands in for."""
    on = bangkok_date(at)
    person = session.get_one(Person, person_id)
    held = session.exec(
        select(Position)
        .outerjoin(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .outerjoin(Delegation, col(Delegation.position_id) == col(Position.id))
        .where(
            in_force_on(Position, on),
            or_(
                and_(col(Occupancy.person_id) == person_id, in_force_on(Occupancy, on)),
                and_(col(Delegation.person_id) == person_id, in_force_on(Delegation, on)),
            ),
        )
        .distinct()
    ).all()
    return Viewer(
        person_id=person_id,
        office_id=person.office_id,
        roles=frozenset(position.role for position in held),
        school_ids=frozenset(p.school_id for p in held if p.school_id is not None),
        cluster_ids=frozenset(p.cluster_id for p in held if p.cluster_id is not None),
        group_ids=frozenset(p.group_id for p in held if p.group_id is not None),
        active=person.active_from <= on and (person.active_to is None or on <= person.active_to),
    )


@lru_cache(maxsize=256)
def in_force_on(
    row: type[Body | Position | Occupancy | Delegation], on: datetime.date
) -> ColumnElement[bool]:
    """That a body or post, an appointment to it or an order holds on a Bangkok date, both days included."""
    return and_(col(row.valid_from) <= on, or_(col(row.valid_to).is_(None), col(row.valid_to) >= on))


@lru_cache(maxsize=512)  # a page asks for the same several times, and putting it together takes long
def items_visible_to(who: Viewer) -> SelectOfScalar[Item]:
    """The items this person may see: her office's; for school people those of their own schools.

    Secret papers only where she has a part in them or is CLEARED.
    """
    seen = select(Item).where(Item.office_id == who.office_id)
    if not who.active or not who.roles:
        return seen.where(col(Item.id) < 0)
    if not who.roles & CLEARED:
        seen = seen.where(col(Item.id).not_in(_kept_from(who)))
    return seen.where(_within(who)) if who.bounded else seen


def entries_visible_to(who: Viewer) -> SelectOfScalar[Entry]:
    """The history this person may read: her office's, without what tells of papers that are kept from her."""
    found = select(Entry).where(Entry.office_id == who.office_id)
    if not who.active or not who.roles or who.bounded:
        seen = items_visible_to(who).with_only_columns(col(Item.id))
        return found.where(col(Entry.item_id).in_(seen))
    if who.roles & CLEARED:
        return found
    return found.where(or_(col(Entry.item_id).is_(None), col(Entry.item_id).not_in(_kept_from(who))))


def _kept_from(who: Viewer) -> SelectOfScalar[int]:
    """The secret papers in which she has no part: not hers, nor her group's, nor put before her."""
    papers = select(PaperRow.item_id).join(Item, col(Item.id) == col(PaperRow.item_id))
    asked = exists().where(
        col(Acknowledgement.item_id) == col(Item.id), col(Acknowledgement.person_id) == who.person_id
    )
    took_part = exists().where(col(Entry.item_id) == col(Item.id), col(Entry.actor_id) == who.person_id)
    hers = or_(
        func.coalesce(Item.owner_id, 0) == who.person_id,
        func.coalesce(Item.group_id, 0).in_(who.group_ids),
        asked,
        took_part,
    )
    return papers.where(PaperRow.office_id == who.office_id, col(PaperRow.secret).is_(True), ~hers)


def _within(who: Viewer) -> ColumnElement[bool]:
    clusters = select(School.id).where(col(School.cluster_id).in_(who.cluster_ids))
    asked = select(Acknowledgement.item_id).where(Acknowledgement.person_id == who.person_id)
    put_before_her = and_(col(Item.kind) == "memo", col(Item.id).in_(asked))  # a circular to schools
    own = or_(col(Item.school_id).in_(who.school_ids), col(Item.school_id).in_(clusters), put_before_her)
    if (
        "school_cluster_chair" in who.roles
    ):  # sits on the planning committee (U-P5) and adjusts the plan (U-C3)
        return or_(own, col(Item.kind).in_(("annual_plan", "plan_amendment", "project", "meeting")))
    return own


def matching(
    found: SelectOfScalar[Item], *, kind: str = "", state: str = "", text: str = ""
) -> SelectOfScalar[Item]:
    """Narrows a list by kind, state and words in the code or title (Thai spelling variants folded)."""
    if kind:
        found = found.where(Item.kind == kind)
    if state:
        found = found.where(Item.state == state)
    for word in search_text(text).split():
        found = found.where(col(Item.search_text).contains(word, autoescape=True))
    return found


def entries_of(item_id: int) -> SelectOfScalar[Entry]:
    """An item's history in the order it was recorded."""
    return select(Entry).where(Entry.item_id == item_id).order_by(col(Entry.seq))
