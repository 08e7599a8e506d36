"""Who sits on a committee, by which order of appointment, from when to when (U-P5)."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from workflow.changes import ORDER_KEEPERS, Hand, applied, authority, check_span, named, record
from workflow.errors import AlreadyExists, BadInput, UnknownBody, UnknownPerson
from workflow.models import Body, Item, Meeting, Member, Person
from workflow.permissions import in_force

ROLES = ("chair", "vice_chair", "member", "secretary", "assistant_secretary")
APPOINTERS = (*ORDER_KEEPERS, "plan_director", "plan_officer", "committee_secretary")


@dataclass(frozen=True, slots=True)
class NewMember:
    """A member as the order names her: from and to which Bangkok date, with or without an account."""

    name_th: str
    role: str = "member"
    person_id: int | None = None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


def appoint(
    session: Session, body_id: int, order_no: str, members: Sequence[NewMember], hand: Hand
) -> list[Member]:
    """Seats everybody an order of appointment names, with one entry; from the day of `hand` where unsaid.

    Raises NotAllowed, UnknownPerson, AlreadyExists (the seat of the chair, or the person's own, is taken)
    and BadInput: no order, an unknown role, dates outside those of the body, or a day on which the body
    has met and closed its meeting without her.
    """
    body = session.get_one(Body, body_id)
    by = authority(session, body.office_id, hand, APPOINTERS)
    order = named("order_no", order_no)
    rows = []
    for new in members:
        rows.append(_seated(session, body, order, new, hand))
        session.flush()
    told = {
        "order_no": order,
        "members": [[row.name_th, row.role] for row in rows],
        "days": [[_iso(row.valid_from), _iso(row.valid_to)] for row in rows],
    }
    record(session, body.office_id, "member", [body.code], told, hand, by=by)
    return rows


def add_member(session: Session, body_id: int, order_no: str, new: NewMember, hand: Hand) -> Member:
    """Seats one member; raises as `appoint`."""
    return appoint(session, body_id, order_no, [new], hand)[0]


def end_membership(session: Session, member_id: int, last_day: datetime.date, hand: Hand) -> Member:
    """Ends a membership with the Bangkok date `last_day`, earlier than it would end.

    Raises NotAllowed and BadInput: a later end (which takes another order), or a meeting has been closed
    since in which she sat.
    """
    row = session.get(Member, member_id)
    if row is None:
        raise BadInput("member", "unknown", str(member_id))
    body = session.get_one(Body, row.body_id)
    by = authority(session, body.office_id, hand, APPOINTERS)
    check_span(row.valid_from, last_day)
    if row.valid_to is not None and last_day > row.valid_to:
        raise BadInput("valid_to", "only_earlier", row.valid_to.isoformat())
    _check_unmet(session, body, last_day + datetime.timedelta(days=1), row.valid_to, "valid_to")
    changed = applied(row, {"valid_to": last_day}, ("valid_to",))
    session.flush()
    told = {"members": [[row.name_th, row.role]], "valid_to": last_day.isoformat(), "changed": changed}
    record(session, body.office_id, "member", [body.code], told, hand, by=by, on=last_day)
    return row


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def body_in_force(session: Session, office_id: int, code: str, on: datetime.date) -> Body:
    """The office's body of this code on a Bangkok date; raises BadInput where it has none then."""
    found = session.exec(
        select(Body).where(Body.office_id == office_id, Body.code == code).order_by(col(Body.valid_from))
    ).all()
    if not found:
        raise BadInput("body", "unknown", code)
    body = next((each for each in found if in_force(each.valid_from, each.valid_to, on)), None)
    if body is None:
        raise BadInput("body", "not_in_force", code)
    return body


def seats(
    session: Session, body_ids: Collection[int], on: datetime.date
) -> dict[int, list[tuple[Member, str]]]:
    """Who sits on each body on a Bangkok date or is appointed for later, each with her account, if any."""
    found = session.exec(
        select(Member, col(Person.username))
        .outerjoin(Person, col(Person.id) == col(Member.person_id))
        .where(
            col(Member.body_id).in_(body_ids), or_(col(Member.valid_to).is_(None), col(Member.valid_to) >= on)
        )
        .order_by(col(Member.id))
    )
    told: dict[int, list[tuple[Member, str]]] = {body_id: [] for body_id in body_ids}
    for row, account in found:
        told[row.body_id].append((row, account or ""))
    return told


def body_of(session: Session, office_id: int, code: str, member_id: int) -> Body:
    """The office's body of this code on which the member sits or sat; raises UnknownBody."""
    found = session.exec(
        select(Body)
        .join(Member, col(Member.body_id) == col(Body.id))
        .where(Body.office_id == office_id, Body.code == code, Member.id == member_id)
    ).first()
    if found is None:
        raise UnknownBody(f"{code} {member_id}")
    return found


def _seated(session: Session, body: Body, order_no: str, new: NewMember, hand: Hand) -> Member:
    """A row for one member, checked against the body and everybody already on it."""
    since = new.valid_from or hand.day
    check_span(since, new.valid_to)
    if new.role not in ROLES:
        raise BadInput("role", "unknown", new.role)
    if not in_force(body.valid_from, body.valid_to, since):
        raise BadInput("body", "not_in_force", body.code)
    _check_unmet(session, body, since, new.valid_to, "valid_from")
    if new.person_id is not None:
        person = session.get(Person, new.person_id)
        if person is None or person.office_id != body.office_id:
            raise UnknownPerson(str(new.person_id))
    row = Member(
        body_id=body.id,
        person_id=new.person_id,
        name_th=named("name_th", new.name_th),
        role=new.role,
        order_no=order_no,
        valid_from=since,
        valid_to=new.valid_to,
    )
    _check_free(session, row)
    session.add(row)
    return row


def _check_unmet(
    session: Session, body: Body, since: datetime.date, until: datetime.date | None, name: str
) -> None:
    """Raises BadInput where the body closed a meeting on these days: who sat in it stays as it was."""
    closed = session.exec(
        select(Meeting, Item.code)
        .join(Item, col(Item.id) == col(Meeting.item_id))
        .where(
            Meeting.body_id == body.id,
            col(Meeting.closed_seq).is_not(None),
            Meeting.held_on >= since,
            *([Meeting.held_on <= until] if until is not None else []),
        )
        .order_by(col(Meeting.held_on).desc())
    ).first()
    if body.internal and closed is not None:
        meeting, code = closed
        raise BadInput(name, "meeting_closed", f"{code} ({meeting.held_on.isoformat()})")


def _check_free(session: Session, row: Member) -> None:
    """Nobody sits twice, and a body has one chair, on any one day."""
    beside = session.exec(
        select(Member).where(
            Member.body_id == row.body_id,
            or_(col(Member.valid_to).is_(None), col(Member.valid_to) >= row.valid_from),
            *([Member.valid_from <= row.valid_to] if row.valid_to is not None else []),
        )
    ).all()
    for other in beside:
        same = other.person_id == row.person_id if row.person_id else other.name_th == row.name_th
        if same or (row.role == other.role == "chair"):
            raise AlreadyExists("member", other.name_th)
