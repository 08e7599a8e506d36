"""Orders by which a person stands in for a post: given, and ended before their day."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow.changes import ORDER_KEEPERS, Hand, authority, check_span, named, record
from workflow.errors import BadInput
from workflow.models import Delegation, Occupancy, Person, Position
from workflow.people import both_here
from workflow.permissions import ACTING, ON_BEHALF, in_force


@dataclass(frozen=True, slots=True)
class NewDelegation:
    """An order to act for a position: `acting` (รักษาราชการแทน) or `on_behalf` (ปฏิบัติราชการแทน)."""

    position_id: int
    person_id: int
    capacity: str
    order_no: str
    ordered_on: datetime.date
    valid_from: datetime.date
    valid_to: datetime.date
    subjects: tuple[str, ...] = ()


def delegate(session: Session, office_id: int, new: NewDelegation, hand: Hand) -> int:
    """Records an order by which a person acts for a position; its id.

    Raises NotAllowed, and BadInput for another capacity, an order without number, dates that cannot be,
    somebody who holds the post herself or already stands in by another order.
    """
    by = authority(session, office_id, hand, ORDER_KEEPERS)
    if new.capacity not in (ACTING, ON_BEHALF):
        raise BadInput("capacity", "unknown", new.capacity)
    position, person = both_here(session, office_id, new.position_id, new.person_id)
    check_span(new.valid_from, new.valid_to)
    subjects = ",".join(new.subjects)
    order_no = named("order_no", new.order_no)
    _check_order(session, position, person, new)
    row = Delegation(
        office_id=office_id,
        position_id=position.id,
        person_id=person.id,
        capacity=new.capacity,
        subjects=subjects,
        order_no=order_no,
        ordered_on=new.ordered_on,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
    )
    session.add(row)
    session.flush()
    told = {
        "person": person.username,
        "capacity": new.capacity,
        "subjects": subjects,
        "order_no": row.order_no,
        "from": new.valid_from.isoformat(),
        "to": new.valid_to.isoformat(),
    }
    record(session, office_id, "delegation", [position.code], told, hand, by=by, on=new.ordered_on)
    return row.id


def end_delegation(session: Session, delegation_id: int, last_day: datetime.date, hand: Hand) -> None:
    """Ends an order after `last_day`, earlier than it says; one that never began by then is taken away.

    Raises NotAllowed, and BadInput where there is none or it ends no later anyhow.
    """
    row = session.get(Delegation, delegation_id)
    if row is None:
        raise BadInput("delegation", "unknown", str(delegation_id))
    by = authority(session, row.office_id, hand, ORDER_KEEPERS)
    if last_day >= row.valid_to:
        raise BadInput("valid_to", "ends_already", row.valid_to.isoformat())
    position = session.get_one(Position, row.position_id)
    person = session.get_one(Person, row.person_id)
    told: dict[str, Any] = {"person": person.username, "order_no": row.order_no}
    dates = [row.valid_from.isoformat(), row.valid_to.isoformat()]
    if last_day < row.valid_from:
        session.delete(row)
        told |= {"withdrawn": dates}
    else:
        row.valid_to = last_day
        session.add(row)
        told |= {"changed": {"valid_to": [dates[1], last_day.isoformat()]}}
    session.flush()
    record(session, row.office_id, "delegation", [position.code], told, hand, by=by, on=last_day)


def _check_order(session: Session, position: Position, person: Person, new: NewDelegation) -> None:
    """Raises BadInput where the order's days or its person cannot be."""
    if new.ordered_on > new.valid_to:
        raise BadInput("ordered_on", "out_of_range", new.ordered_on.isoformat())
    if not in_force(person.active_from, person.active_to, new.valid_from):
        raise BadInput("person", "not_in_force", person.username)
    if not in_force(position.valid_from, position.valid_to, new.valid_from):
        raise BadInput("position", "not_in_force", position.code)
    span = (new.valid_from, new.valid_to)
    if session.exec(_during(Occupancy, position.id, person.id, *span)).first() is not None:
        raise BadInput("person", "holds_it", person.name_th)
    if session.exec(_during(Delegation, position.id, person.id, *span)).first() is not None:
        raise BadInput("valid_from", "overlaps", new.valid_from.isoformat())


def _during(
    table: type[Occupancy | Delegation],
    position_id: int,
    person_id: int,
    since: datetime.date,
    until: datetime.date,
) -> SelectOfScalar[int]:
    """The person's own rows of a post that reach into these days."""
    return select(table.id).where(
        table.position_id == position_id,
        table.person_id == person_id,
        table.valid_from <= until,
        or_(col(table.valid_to).is_(None), col(table.valid_to) >= since),
    )
