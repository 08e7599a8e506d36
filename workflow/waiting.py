"""Finds whose turn it is: the roles a person has on a day, and the papers that stand where one leads on."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, select

from states.catalogue import catalogue
from states.main_path import way_of
from workflow import definitions
from workflow.models import Delegation, Item, Occupancy, OfficeDefinition, Position
from workflow.queries import in_force_on


@dataclass(frozen=True, slots=True)
class Power:
    """A role a person holds or stands in for, and the group or school it is bounded by."""

    role: str
    group_id: int | None
    school_id: int | None

    @property
    def scope(self) -> str:
        return catalogue().roles[self.role].scope

    def reaches(self, group: object, school: object) -> ColumnElement[bool]:
        """Rows within the role's bounds, by the row's columns for group and school (see `permissions`)."""
        if self.scope == "group":
            return or_(col(group).is_(None), col(group) == self.group_id)
        if self.scope == "school":
            return col(school) == self.school_id
        return col(school).is_(None) | col(school).is_not(None)

    def covers(self, group_id: int | None, school_id: int | None) -> bool:
        """The same of one row that has been read."""
        if self.scope == "group":
            return group_id is None or group_id == self.group_id
        return self.scope != "school" or school_id == self.school_id


def powers(session: Session, person_id: int, on: datetime.date) -> tuple[Power, ...]:
    """The roles in force for the person on the Bangkok date `on`, her own and those she stands in for."""
    return powers_of(session, (person_id,), on)[person_id]


def powers_of(session: Session, people: Collection[int], on: datetime.date) -> dict[int, tuple[Power, ...]]:
    """The same of several people, in two statements."""
    held = (
        select(Occupancy.person_id, Position)
        .join(Position, col(Occupancy.position_id) == col(Position.id))
        .where(col(Occupancy.person_id).in_(people), in_force_on(Occupancy, on), in_force_on(Position, on))
    )
    lent = (
        select(Delegation.person_id, Position)
        .join(Position, col(Delegation.position_id) == col(Position.id))
        .where(col(Delegation.person_id).in_(people), in_force_on(Delegation, on), in_force_on(Position, on))
    )
    found: dict[int, dict[Power, None]] = {person_id: {} for person_id in people}
    for person_id, post in (*session.exec(held), *session.exec(lent)):
        found[person_id][Power(post.role, post.group_id, post.school_id)] = None
    return {person_id: tuple(hers) for person_id, hers in found.items()}


def waits_for(session: Session, office_id: int, hers: tuple[Power, ...]) -> ColumnElement[bool]:
    """Items in states that a step by one of her roles leads on from, within that role's bounds."""
    hashes = (
        select(OfficeDefinition.definition_hash).where(OfficeDefinition.office_id == office_id).distinct()
    )
    names = sorted(session.exec(hashes))
    return _stand_in(
        tuple((name, power, _states(session, name, power.role)) for name in names for power in hers)
    )


@lru_cache(maxsize=512)  # a page asks for the same several times, and putting it together takes long
def _stand_in(turns: tuple[tuple[str, Power, tuple[str, ...]], ...]) -> ColumnElement[bool]:
    """Items of a definition, in a power's reach, in one of these states."""
    conditions = [
        and_(
            col(Item.definition_hash) == name,
            col(Item.state).in_(states),
            power.reaches(Item.group_id, Item.school_id),
        )
        for name, power, states in turns
        if states
    ]
    return or_(false(), *conditions)


def _states(session: Session, definition_hash: str, role: str) -> tuple[str, ...]:
    definition = definitions.by_hash(session, definition_hash)
    way = way_of(definition_hash, definition)
    found = {
        source
        for move in definition.transitions
        if role in move.by
        for source in move.sources
        if way.leads_on(source, move)
    }
    return tuple(sorted(found))
