"""Who hears about what: the people behind each word of the catalogue's `recipients`."""

import datetime
from collections.abc import Iterable

from sqlalchemy import or_
from sqlmodel import Session, col, select

from states.model import Definition
from workflow.models import Item, Occupancy, Person, Position
from workflow.queries import in_force_on

# Words that mean holders of these roles anywhere in the office.
_OFFICE_ROLES: dict[str, tuple[str, ...]] = {
    "plan_group": ("plan_director", "plan_officer"),
    "plan_director": ("plan_director",),
    "area_director": ("area_director",),
    "all_group_directors": ("group_director", "plan_director"),
    "all_schools": ("school_officer",),
    "finance_group": ("finance_officer",),
    "project_owners": ("project_owner",),
    "committee": ("committee_secretary", "school_cluster_chair"),
    "supervisor": ("plan_director", "deputy_director", "area_director"),
}
_SCHOOL_PEOPLE = ("school_officer", "school_cluster_chair", "external_auditor", "system")
# Bodies and agencies outside the office hear by letter, which later work writes.
OUTSIDE = frozenset({"outside_board", "outside_agencies"})


def people_for(
    session: Session, words: Iterable[str], item: Item, definition: Definition, on: datetime.date
) -> frozenset[int]:
    """The ids of everybody in force on the Bangkok date `on` whom `words` mean for this item."""
    found: set[int] = set()
    for word in words:
        found |= _people(session, word, item, definition, on)
    return frozenset(found)


def _people(session: Session, word: str, item: Item, definition: Definition, on: datetime.date) -> set[int]:
    if word in OUTSIDE:
        return set()
    if word in _OFFICE_ROLES:
        return _holders(session, item.office_id, _OFFICE_ROLES[word], on)
    if word == "all_staff":
        everybody = _holders(session, item.office_id, None, on)
        return everybody - _holders(session, item.office_id, _SCHOOL_PEOPLE, on)
    if word == "next_actors":
        roles = tuple({role for move in definition.leaving(item.state) for role in move.by})
        return _holders(session, item.office_id, roles, on, item=item)
    if word == "group_director":
        return _holders(session, item.office_id, ("group_director",), on, item=item)
    if word == "school":
        return _holders(session, item.office_id, ("school_officer",), on, item=item)
    return _owners(session, item, on)  # owner, document_recipients


def _owners(session: Session, item: Item, on: datetime.date) -> set[int]:
    """The named owner; where nobody is named, the project owners of the group, or the plan group."""
    if item.owner_id is not None:
        return {item.owner_id}
    roles = ("project_owner",) if item.kind == "project" else ("plan_officer", "plan_director")
    return _holders(session, item.office_id, roles, on, item=item)


def _holders(
    session: Session,
    office_id: int,
    roles: tuple[str, ...] | None,
    on: datetime.date,
    *,
    item: Item | None = None,
) -> set[int]:
    """Who holds a position of these roles that day, within the item's group and school where one is given."""
    query = (
        select(Occupancy.person_id)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .join(Person, col(Person.id) == col(Occupancy.person_id))
        .where(
            Position.office_id == office_id,
            col(Person.is_service).is_(False),
            in_force_on(Occupancy, on),
            in_force_on(Position, on),
            or_(col(Person.active_to).is_(None), col(Person.active_to) >= on),
        )
    )
    if roles is not None:
        query = query.where(col(Position.role).in_(roles))
    if item is not None and item.group_id is not None:
        query = query.where(or_(col(Position.group_id).is_(None), col(Position.group_id) == item.group_id))
    if item is not None and item.school_id is not None:
        query = query.where(or_(col(Position.school_id).is_(None), col(Position.school_id) == item.school_id))
    return set(session.exec(query).all())
