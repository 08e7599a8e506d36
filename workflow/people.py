"""People, the positions of an office, and the orders by which people hold them."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, or_, select

from states.catalogue import catalogue
from workflow import tenancy
from workflow.changes import ORDER_KEEPERS, Hand, applied, authority, check_span, named, record
from workflow.disclosures import Personal
from workflow.errors import AlreadyExists, BadInput, UnknownPerson
from workflow.models import Occupancy, Person, Position
from workflow.permissions import in_force

_USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,59}$")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who gets an account; both days of validity are Bangkok dates and included."""

    username: str
    name_th: str
    active_from: datetime.date | None = None
    active_to: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class NewPosition:
    """A post with a role, bounded by a group, school or cluster where the role is."""

    code: str
    role: str
    title_th: str
    group_id: int | None = None
    school_id: int | None = None
    cluster_id: int | None = None
    valid_from: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who holds which position from when, by which order."""

    position_id: int
    person_id: int
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    order_no: str = ""


def add_people(session: Session, office_id: int, people: Iterable[NewPerson], hand: Hand) -> dict[str, int]:
    """Adds people, all in one entry; their ids by username. Raises NotAllowed, BadInput, AlreadyExists."""
    by = authority(session, office_id, hand)
    rows = [_person(session, office_id, each, hand) for each in people]
    session.add_all(rows)
    session.flush()
    if rows:
        told = {"name_th": Personal(rows[0].name_th, rows[0].id)} if len(rows) == 1 else {}
        names = [row.username for row in rows]
        record(session, office_id, "person", names, {"added": "person", **told}, hand, by=by)
    return {row.username: row.id for row in rows}


def is_username(text: str) -> bool:
    """Whether an account may be called this."""
    return _USERNAME.fullmatch(text) is not None


def _person(session: Session, office_id: int, new: NewPerson, hand: Hand) -> Person:
    if not is_username(new.username):
        raise BadInput("username", "shape", new.username[:80])
    with tenancy.widened(session):
        taken = session.exec(select(Person.id).where(Person.username == new.username)).first()
    if taken is not None:
        raise AlreadyExists("person", new.username)
    since = new.active_from or hand.day
    check_span(since, new.active_to)
    return Person(
        office_id=office_id,
        username=new.username,
        name_th=named("name_th", new.name_th),
        active_from=since,
        active_to=new.active_to,
    )


def change_person(session: Session, person_id: int, wanted: dict[str, Any], hand: Hand) -> None:
    """Renames a person or sets until when the account is in force. Raises NotAllowed, BadInput."""
    person = session.get_one(Person, person_id)
    by = authority(session, person.office_id, hand)
    changed = applied(person, wanted, ("name_th", "active_from", "active_to"))
    check_span(person.active_from, person.active_to)
    if "name_th" in changed:
        changed["name_th"] = [Personal(name, person.id) for name in changed["name_th"]]
    if changed:
        record(session, person.office_id, "person", [person.username], {"changed": changed}, hand, by=by)


def add_positions(
    session: Session, office_id: int, positions: Iterable[NewPosition], hand: Hand
) -> dict[str, int]:
    """Adds positions, all in one entry; their ids by code. Raises NotAllowed, BadInput, AlreadyExists."""
    by = authority(session, office_id, hand)
    rows = [_position(session, office_id, each, hand) for each in positions]
    session.add_all(rows)
    session.flush()
    if rows:
        told = {"role": rows[0].role, "title_th": rows[0].title_th} if len(rows) == 1 else {}
        codes = [row.code for row in rows]
        record(session, office_id, "position", codes, {"added": "position", **told}, hand, by=by)
    return {row.code: row.id for row in rows}


def _position(session: Session, office_id: int, new: NewPosition, hand: Hand) -> Position:
    role = catalogue().roles.get(new.role)
    if role is None:
        raise BadInput("role", "unknown", new.role)
    bound = {"group": new.group_id, "school": new.school_id}
    if role.scope in bound and bound[role.scope] is None:
        raise BadInput(role.scope, "empty", new.code)
    taken = select(Position.id).where(Position.office_id == office_id, Position.code == new.code)
    if session.exec(taken).first() is not None:
        raise AlreadyExists("position", new.code)
    return Position(
        office_id=office_id,
        code=named("code", new.code),
        role=new.role,
        title_th=named("title_th", new.title_th),
        group_id=new.group_id,
        school_id=new.school_id,
        cluster_id=new.cluster_id,
        valid_from=new.valid_from or hand.day,
    )


def change_position(session: Session, position_id: int, wanted: dict[str, Any], hand: Hand) -> None:
    """Renames a position or ends it (`valid_to`). Raises NotAllowed, BadInput."""
    position = session.get_one(Position, position_id)
    by = authority(session, position.office_id, hand)
    changed = applied(position, wanted, ("title_th", "valid_to"))
    check_span(position.valid_from, position.valid_to)
    if changed:
        record(session, position.office_id, "position", [position.code], {"changed": changed}, hand, by=by)


def appoint(session: Session, office_id: int, appointments: Iterable[Appointment], hand: Hand) -> None:
    """Puts people in positions, all in one entry; a position has one holder at a time.

    Raises NotAllowed, and BadInput where an appointment ends before it begins, crosses offices, overlaps
    another holder's, lies outside the days of the post or the account, or gives an outside auditor no end.
    """
    by = authority(session, office_id, hand, ORDER_KEEPERS)
    told: list[list[str]] = []
    for each in appointments:
        position, person = both_here(session, office_id, each.position_id, each.person_id)
        since = each.valid_from or hand.day
        check_span(since, each.valid_to)
        _check_within(position, person, since, each.valid_to)
        if _held(session, position.id, since, each.valid_to):
            raise BadInput("valid_from", "overlaps", since.isoformat())
        session.add(
            Occupancy(
                position_id=position.id,
                person_id=person.id,
                valid_from=since,
                valid_to=each.valid_to,
                order_no=each.order_no,
            )
        )
        session.flush()
        until = each.valid_to.isoformat() if each.valid_to else ""
        told.append([position.code, person.username, since.isoformat(), until, each.order_no])
    if told:
        codes = [position_code for position_code, *_ in told]
        record(session, office_id, "occupancy", codes, {"appointed": told}, hand, by=by)


def end_occupancy(session: Session, occupancy_id: int, last_day: datetime.date, hand: Hand) -> None:
    """Ends an appointment after `last_day` (Bangkok date, included). Raises NotAllowed, BadInput."""
    row = session.get_one(Occupancy, occupancy_id)
    position = session.get_one(Position, row.position_id)
    by = authority(session, position.office_id, hand, ORDER_KEEPERS)
    check_span(row.valid_from, last_day)
    if row.valid_to is not None and last_day > row.valid_to:
        raise BadInput("valid_to", "ends_already", row.valid_to.isoformat())
    changed = applied(row, {"valid_to": last_day}, ("valid_to",))
    if changed:
        told = {"changed": changed}
        record(session, position.office_id, "occupancy", [position.code], told, hand, by=by, on=last_day)


def _check_within(
    position: Position, person: Person, since: datetime.date, until: datetime.date | None
) -> None:
    """Raises BadInput where the post or the account does not exist from the first day of an appointment."""
    if not in_force(position.valid_from, position.valid_to, since):
        raise BadInput("valid_from", "not_in_force", since.isoformat())
    if person.active_to is not None and since > person.active_to:
        raise BadInput("person", "not_in_force", person.username)
    if position.role == "external_auditor" and person.active_to is None and until is None:
        raise BadInput("valid_to", "empty")


def both_here(session: Session, office_id: int, position_id: int, person_id: int) -> tuple[Position, Person]:
    """A post and a person of this office; raises BadInput where either is of another."""
    position, person = session.get_one(Position, position_id), session.get_one(Person, person_id)
    if position.office_id != office_id or person.office_id != office_id:
        raise BadInput("position", "other_office", position.code)
    return position, person


def _held(session: Session, position_id: int, since: datetime.date, until: datetime.date | None) -> bool:
    """Whether anybody holds the position on any of these days."""
    clash = select(Occupancy.id).where(
        Occupancy.position_id == position_id,
        or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) >= since),
    )
    if until is not None:
        clash = clash.where(Occupancy.valid_from <= until)
    return session.exec(clash).first() is not None


def by_username(session: Session, username: str) -> Person:
    """The person with this account; raises UnknownPerson."""
    found = session.exec(select(Person).where(Person.username == username)).first()
    if found is None:
        raise UnknownPerson(username)
    return found
