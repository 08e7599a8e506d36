"""What the pages of settings call posts, groups and schools, and whom they offer to choose from."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from api.errors import HttpRefusal
from states.catalogue import catalogue
from workflow.errors import BadInput, UnknownPerson
from workflow.models import Cluster, Group, Person, Position, School
from workflow.people import by_username
from workflow.queries import in_force_on


@dataclass(frozen=True, slots=True)
class Places:
    """The office's groups, schools and clusters by id; three statements."""

    groups: Mapping[int, Group]
    schools: Mapping[int, School]
    clusters: Mapping[int, Cluster]

    @classmethod
    def of(cls, session: Session, office_id: int) -> "Places":
        groups = select(Group).where(Group.office_id == office_id).order_by(col(Group.code))
        schools = select(School).where(School.office_id == office_id).order_by(col(School.code))
        clusters = select(Cluster).where(Cluster.office_id == office_id).order_by(col(Cluster.code))
        return cls(
            {row.id: row for row in session.exec(groups)},
            {row.id: row for row in session.exec(schools)},
            {row.id: row for row in session.exec(clusters)},
        )

    def of_post(self, post: Position) -> str:
        """The group, school or cluster a post belongs to; empty for the whole office."""
        places = (
            self.groups.get(post.group_id or 0),
            self.schools.get(post.school_id or 0),
            self.clusters.get(post.cluster_id or 0),
        )
        return next((place.name_th for place in places if place is not None), "")

    def groups_on(self, on: datetime.date) -> list[Group]:
        return [row for row in self.groups.values() if there(row, on)]

    def schools_on(self, on: datetime.date) -> list[School]:
        return [row for row in self.schools.values() if there(row, on)]


def there(row: Group | School | Position, on: datetime.date) -> bool:
    """Whether it exists on a Bangkok date."""
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


ROLES = tuple(role for role in catalogue().roles if role != "system")
_ORDER = {role: place for place, role in enumerate(catalogue().roles)}


def rank(post: Position) -> tuple[int, str]:
    """Posts in the order in which roles are named."""
    return _ORDER.get(post.role, len(_ORDER)), post.code


def posts_on(session: Session, office_id: int, on: datetime.date) -> list[Position]:
    """The posts of a Bangkok date, without the system's own."""
    found = session.exec(
        select(Position).where(
            Position.office_id == office_id, Position.role != "system", in_force_on(Position, on)
        )
    )
    return sorted(found, key=rank)


def staff_on(session: Session, office_id: int, on: datetime.date) -> list[Person]:
    """Everybody whose account is in force on a Bangkok date or begins later, by name."""
    return list(
        session.exec(
            select(Person)
            .where(
                Person.office_id == office_id,
                col(Person.is_service).is_(False),
                or_(col(Person.active_to).is_(None), col(Person.active_to) >= on),
            )
            .order_by(col(Person.name_th), col(Person.id))
        )
    )


def person_here(session: Session, office_id: int, username: str) -> Person:
    """Somebody of this office by her account; raises UnknownPerson, also for the service account."""
    found = by_username(session, username)
    if found.office_id != office_id or found.is_service:
        raise UnknownPerson(username)
    return found


def chosen_person(session: Session, office_id: int, username: str) -> Person:
    """The person chosen in a form; raises BadInput where nobody is, UnknownPerson."""
    if not username:
        raise BadInput("person", "empty")
    return person_here(session, office_id, username)


def post_at(session: Session, office_id: int, code: str) -> Position:
    """The post an address names; raises HttpRefusal where the office has none."""
    try:
        return post_here(session, office_id, code)
    except BadInput as error:
        raise HttpRefusal(404) from error


def post_here(session: Session, office_id: int, code: str) -> Position:
    """A post of this office by its code; raises BadInput."""
    if not code:
        raise BadInput("position", "empty")
    found = session.exec(
        select(Position).where(
            Position.office_id == office_id, Position.code == code, Position.role != "system"
        )
    ).first()
    if found is None:
        raise BadInput("position", "unknown", code[:80])
    return found
