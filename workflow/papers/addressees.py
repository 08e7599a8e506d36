"""To whom a paper goes: words for groups of people, and the people behind them on a day (DOMAIN 3.4)."""

import datetime
from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import Session, col, select

from workflow.errors import BadInput
from workflow.meetings.minutes import staff_on
from workflow.models import Cluster, Delegation, Group, Occupancy, Person, Position, School
from workflow.permissions import ACTING
from workflow.queries import in_force_on

# Words for many, as the office writes them after เรียน or ถึง.
_MANY: Final = {
    "all_staff": ("ข้าราชการและเจ้าหน้าที่ทุกคน", "All staff"),
    "all_groups": ("ผู้อำนวยการกลุ่มทุกกลุ่ม", "The directors of all groups"),
    "all_schools": ("โรงเรียนในสังกัดทุกแห่ง", "All schools"),
    "finance_group": ("กลุ่มบริหารงานการเงินและสินทรัพย์", "The finance group"),
}
_DIRECTORS = ("group_director", "plan_director")


def check(session: Session, office_id: int, tokens: Iterable[str]) -> None:
    """Raises BadInput for the first of `tokens` that names nobody the office has."""
    for token in tokens:
        _name(session, office_id, token, "th")


def named(session: Session, office_id: int, tokens: Iterable[str], language: str) -> list[str]:
    """The readers as a list of distribution names them; raises BadInput."""
    return [_name(session, office_id, token, language) for token in tokens]


def readers(session: Session, office_id: int, tokens: Iterable[str], on: datetime.date) -> list[int]:
    """Everybody the words mean on the Bangkok date `on`, each once and in order; raises BadInput.

    A post that nobody holds is read for by whoever acts in it; the service account reads nothing.
    """
    found: set[int] = set()
    for token in tokens:
        found.update(_people(session, office_id, token, on))
    return sorted(found)


def _people(session: Session, office_id: int, token: str, on: datetime.date) -> Iterable[int]:
    word, _, code = token.partition(":")
    if code and word in _ONE:
        return _ONE[word](session, office_id, code, on)
    if code or word not in _MANY:
        raise BadInput("sent_to", "unknown", token[:80])
    if word == "all_staff":
        return staff_on(session, office_id, on)
    if word == "all_groups":
        return _in_posts(session, office_id, on, col(Position.role).in_(_DIRECTORS))
    if word == "finance_group":
        return _in_posts(session, office_id, on, _of_finance())
    return _in_posts(session, office_id, on, _of_schools(on))


def _of_finance() -> ColumnElement[bool]:
    """The finance officers, and the groups they belong to."""
    theirs = select(Position.group_id).where(Position.role == "finance_officer")
    return or_(col(Position.role) == "finance_officer", col(Position.group_id).in_(theirs))


def _of_schools(on: datetime.date, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    open_schools = select(School.id).where(
        School.valid_from <= on, or_(col(School.valid_to).is_(None), col(School.valid_to) >= on), *which
    )
    return (col(Position.role) == "school_officer") & col(Position.school_id).in_(open_schools)


def _in_posts(session: Session, office_id: int, on: datetime.date, which: ColumnElement[bool]) -> list[int]:
    """The people in the office's posts of this kind on the day; whoever acts where nobody holds one."""
    posts = (
        Position.office_id == office_id,
        in_force_on(Position, on),
        which,
        col(Person.is_service).is_(False),
        Person.active_from <= on,
        or_(col(Person.active_to).is_(None), col(Person.active_to) >= on),
    )
    holding = (
        select(Occupancy.person_id)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .join(Person, col(Person.id) == col(Occupancy.person_id))
        .where(*posts, in_force_on(Occupancy, on))
    )
    held = exists().where(col(Occupancy.position_id) == col(Position.id), in_force_on(Occupancy, on))
    acting = (
        select(Delegation.person_id)
        .join(Position, col(Position.id) == col(Delegation.position_id))
        .join(Person, col(Person.id) == col(Delegation.person_id))
        .where(*posts, in_force_on(Delegation, on), Delegation.capacity == ACTING, ~held)
    )
    return [*session.exec(holding), *session.exec(acting)]


def _group(session: Session, office_id: int, code: str, on: datetime.date) -> list[int]:
    group = _of_office(session, Group, office_id, code, f"group:{code}")
    return _in_posts(session, office_id, on, col(Position.group_id) == group.id)


def _cluster(session: Session, office_id: int, code: str, on: datetime.date) -> list[int]:
    cluster = _of_office(session, Cluster, office_id, code, f"cluster:{code}")
    return _in_posts(session, office_id, on, _of_schools(on, col(School.cluster_id) == cluster.id))


def _school(session: Session, office_id: int, code: str, on: datetime.date) -> list[int]:
    school = _of_office(session, School, office_id, code, f"school:{code}")
    return _in_posts(session, office_id, on, _of_schools(on, col(School.id) == school.id))


def _person(session: Session, office_id: int, username: str, _on: datetime.date) -> list[int]:
    return [_account(session, office_id, username).id]


_ONE: Final[dict[str, Callable[[Session, int, str, datetime.date], list[int]]]] = {
    "group": _group,
    "cluster": _cluster,
    "school": _school,
    "person": _person,
}
_TABLES: Final[dict[str, type[Group | Cluster | School]]] = {
    "group": Group,
    "cluster": Cluster,
    "school": School,
}


def _name(session: Session, office_id: int, token: str, language: str) -> str:
    word, _, code = token.partition(":")
    if word in _MANY and not code:
        return _MANY[word][language == "en"]
    if word == "person" and code:
        return _account(session, office_id, code).name_th
    if word not in _TABLES or not code:
        raise BadInput("sent_to", "unknown", token[:80])
    row = _of_office(session, _TABLES[word], office_id, code, token)
    english = row.name_en if language == "en" and isinstance(row, Group) else ""
    return english or row.name_th


def _of_office(
    session: Session, table: type[Group | Cluster | School], office_id: int, code: str, token: str
) -> Group | Cluster | School:
    found = session.exec(select(table).where(table.office_id == office_id, table.code == code)).first()
    if not isinstance(found, Group | Cluster | School):
        raise BadInput("sent_to", "unknown", token[:80])
    return found


def _account(session: Session, office_id: int, username: str) -> Person:
    found = session.exec(
        select(Person).where(
            Person.office_id == office_id, Person.username == username, col(Person.is_service).is_(False)
        )
    ).first()
    if found is None:
        raise BadInput("sent_to", "unknown", f"person:{username}"[:80])
    return found
