"""Handing a post over, and closing an account with all that ends with it."""

import datetime
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from workflow.changes import ORDER_KEEPERS, Hand, authority, check_span
from workflow.delegations import end_delegation
from workflow.errors import BadInput
from workflow.models import Delegation, Occupancy, Person, Position
from workflow.people import Appointment, appoint, change_person, end_occupancy

_A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ending:
    """What a person still holds after a day: posts, and orders by which she stands in for one."""

    held: tuple[tuple[Occupancy, Position], ...]
    lent: tuple[tuple[Delegation, Position], ...]


def hand_over(session: Session, office_id: int, new: Appointment, hand: Hand) -> None:
    """Appoints `new`; whoever holds the post until then leaves it the day before. Raises as `appoint`."""
    authority(session, office_id, hand, ORDER_KEEPERS)
    since = new.valid_from or hand.day
    before = session.exec(
        select(Occupancy).where(
            Occupancy.position_id == new.position_id,
            Occupancy.valid_from < since,
            or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) >= since),
        )
    ).first()
    if before is not None:
        end_occupancy(session, before.id, since - _A_DAY, hand)
    appoint(session, office_id, [new], hand)


def ending(session: Session, person_id: int, last_day: datetime.date) -> Ending:
    """What would end with the person's account after `last_day`."""
    held = session.exec(
        select(Occupancy, Position)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(
            Occupancy.person_id == person_id,
            or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) > last_day),
        )
        .order_by(col(Occupancy.id))
    )
    lent = session.exec(
        select(Delegation, Position)
        .join(Position, col(Position.id) == col(Delegation.position_id))
        .where(Delegation.person_id == person_id, Delegation.valid_to > last_day)
        .order_by(col(Delegation.id))
    )
    return Ending(tuple(held), tuple(lent))


def end_account(session: Session, person_id: int, last_day: datetime.date, hand: Hand) -> Ending:
    """The account's last day is `last_day`: her posts and orders end with it; what ended.

    Raises NotAllowed, and BadInput for a day before the account began, a post she would only take up after
    it, the service account, her own account, and the last administrator's.
    """
    person = session.get_one(Person, person_id)
    authority(session, person.office_id, hand)
    check_span(person.active_from, last_day)
    if person.is_service:
        raise BadInput("username", "service_account", person.username)
    if person_id == hand.by:
        raise BadInput("username", "own_account", person.username)
    found = ending(session, person_id, last_day)
    for row, post in found.held:
        if row.valid_from > last_day:
            raise BadInput("valid_to", "holds_later", f"{post.title_th} ({row.valid_from.isoformat()})")
        end_occupancy(session, row.id, last_day, hand)
    for order, _post in found.lent:
        end_delegation(session, order.id, last_day, hand)
    change_person(session, person_id, {"active_to": last_day}, hand)
    if any(post.role == "system_admin" for _, post in found.held):
        _check_administered(session, person.office_id, last_day + _A_DAY)
    return found


def _check_administered(session: Session, office_id: int, on: datetime.date) -> None:
    """Raises BadInput where nobody would administer the office on that day."""
    left = session.exec(
        select(Person.id)
        .join(Occupancy, col(Occupancy.person_id) == col(Person.id))
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(
            Position.office_id == office_id,
            Position.role == "system_admin",
            Person.active_from <= on,
            or_(col(Person.active_to).is_(None), col(Person.active_to) >= on),
            Occupancy.valid_from <= on,
            or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) >= on),
        )
    ).first()
    if left is None:
        raise BadInput("valid_to", "last_administrator", on.isoformat())
