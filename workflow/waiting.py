"""Finds what waits for a person: the roles in force for her, and what they bring on."""

import datetime
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from states.catalogue import catalogue
from workflow.models import Delegation, Occupancy, Position
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


def powers(session: Session, person_id: int, on: datetime.date) -> tuple[Power, ...]:
    """The roles in force for the person on the Bangkok date `on`, her own and those she stands in for."""
    held = (
        select(Position)
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .where(Occupancy.person_id == person_id, in_force_on(Occupancy, on), in_force_on(Position, on))
    )
    lent = (
        select(Position)
        .join(Delegation, col(Delegation.position_id) == col(Position.id))
        .where(Delegation.person_id == person_id, in_force_on(Delegation, on), in_force_on(Position, on))
    )
    posts = (*session.exec(held), *session.exec(lent))
    return tuple({Power(post.role, post.group_id, post.school_id): None for post in posts})
