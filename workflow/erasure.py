"""Erases a person's data at her request, and leaves the record whole (PDPA B.E. 2562, section 33).

What history only committed to is taken away; what stands in the entries themselves, and in papers that were
signed, is record by law (section 33, paragraph 1 with section 24 (6)) and is counted, not touched.
"""

import datetime
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, col, delete, func, or_, select, update

from workflow.arriving.forgetting import forget
from workflow.arriving.persons import is_imported
from workflow.changes import Hand, authority, named, record
from workflow.errors import BadInput, ErasedAlready, StillBound
from workflow.models import (
    Absence,
    Body,
    Credential,
    Delegation,
    Disclosure,
    Entry,
    FormDraft,
    Identity,
    Item,
    KnownDevice,
    Member,
    Obligation,
    Occupancy,
    OneTimeCode,
    PaperText,
    Person,
    Position,
    RecoveryCode,
    SavedView,
    SecondFactor,
    SignIn,
)
from workflow.permissions import Authority

NAME: Final = "บุคคลที่ถูกลบข้อมูล"
_ACCOUNT: Final = "erased-"
# What is hers alone and no record of the office: how she signed in, what she kept for herself.
_HERS: Final[tuple[type[SQLModel], ...]] = (
    *(Credential, SecondFactor, RecoveryCode, OneTimeCode, KnownDevice, Identity, SignIn),
    *(SavedView, FormDraft),
)


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of it: her new names, how many values were taken away, how many entries keep saying who.

    `entries_left` were written before values were kept apart, or name her account in their subject;
    `papers_left` are papers that she signed, which keep her name. `values` counts the events of imports, too,
    that were kept apart and named her.
    """

    account: str
    name_th: str
    values: int
    entries_left: int
    papers_left: int


def erase(session: Session, person_id: int, order_no: str, hand: Hand) -> tuple[Erased, Authority]:
    """Takes a person's data away and gives her row a name that says nothing; not yet told in the history.

    `order_no` is the order or request by which it is done. Raises NotAllowed, ErasedAlready, BadInput for
    the service account or where no order is named, and StillBound while she holds a post, stands in for
    one, sits on a body, owes something, or her account is in force.
    """
    person = session.get_one(Person, person_id)
    by = authority(session, person.office_id, hand)
    named("order_no", order_no)
    if (person.username, person.name_th) == (f"{_ACCOUNT}{person.id}", f"{NAME} {person.id}"):
        raise ErasedAlready(person.username)
    if not is_imported(person):  # who never had an account here, nor anything to hand over
        _check_free(session, person, hand.day)
    left, forgotten = entries_naming(session, person), forget(session, person)
    account, name = f"{_ACCOUNT}{person.id}", f"{NAME} {person.id}"
    values = forgotten + _count(session, Disclosure, col(Disclosure.person_id) == person.id)
    session.execute(delete(Disclosure).where(col(Disclosure.person_id) == person.id))
    for table in _HERS:
        session.execute(delete(table).where(table.person_id == person.id))  # type: ignore[attr-defined]
    session.execute(update(Absence).where(col(Absence.person_id) == person.id).values(reason=""))
    session.execute(update(Member).where(col(Member.person_id) == person.id).values(name_th=name))
    person.username, person.name_th = account, name
    session.add(person)
    session.flush()
    return Erased(account, name, values, left, _papers(session, person)), by


def tell(session: Session, person_id: int, done: Erased, order_no: str, hand: Hand, by: Authority) -> None:
    """The entry that says who erased it, by which order, and what remains."""
    person = session.get_one(Person, person_id)
    told = {
        "order_no": named("order_no", order_no),
        "values": done.values,
        "entries_left": done.entries_left,
        "papers_left": done.papers_left,
    }
    record(session, person.office_id, "erased", [person.username], told, hand, by=by)


def entries_naming(session: Session, person: Person) -> int:
    """How many entries of her office say her name or account in plain words; these cannot be erased."""
    says = or_(
        *(
            column.contains(text, autoescape=True)
            for text in {person.username, person.name_th}
            for column in (col(Entry.details), col(Entry.subject), col(Entry.reason))
        )
    )
    return _count(session, Entry, (col(Entry.office_id) == person.office_id) & says)


def _papers(session: Session, person: Person) -> int:
    """Papers whose frozen text she signed."""
    signed = select(func.count(func.distinct(col(PaperText.item_id)))).where(PaperText.signed_by == person.id)
    return session.exec(signed).one()


def _count(session: Session, table: type[SQLModel], condition: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(condition)).one()


def _check_free(session: Session, person: Person, on: datetime.date) -> None:
    if person.is_service:
        raise BadInput("username", "service_account", person.username)
    posts = (*_posts(session, person.id, on), *_seats(session, person.id, on))
    duties = _duties(session, person.id)
    if person.active_to is None or person.active_to >= on:
        duties = ("บัญชียังใช้ได้ · the account is in force", *duties)
    if posts or duties:
        raise StillBound(person.username, posts or ("-",), duties or ("-",))


def _posts(session: Session, person_id: int, on: datetime.date) -> tuple[str, ...]:
    """Posts she holds or is to hold, or stands in for."""
    held = (
        select(Position.title_th)
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .where(
            Occupancy.person_id == person_id,
            or_(col(Occupancy.valid_to).is_(None), col(Occupancy.valid_to) >= on),
        )
    )
    lent = (
        select(Position.title_th)
        .join(Delegation, col(Delegation.position_id) == col(Position.id))
        .where(Delegation.person_id == person_id, Delegation.valid_to >= on)
    )
    return (*session.exec(held), *session.exec(lent))


def _seats(session: Session, person_id: int, on: datetime.date) -> tuple[str, ...]:
    query = (
        select(Body.name_th)
        .join(Member, col(Member.body_id) == col(Body.id))
        .where(
            Member.person_id == person_id,
            or_(col(Member.valid_to).is_(None), col(Member.valid_to) >= on),
        )
    )
    return tuple(session.exec(query))


def _duties(session: Session, person_id: int) -> tuple[str, ...]:
    """The items on which she owes something by name."""
    query = (
        select(Item.code)
        .join(Obligation, col(Obligation.item_id) == col(Item.id))
        .where(Obligation.person_id == person_id, Obligation.outcome == "")
        .order_by(col(Item.code))
        .limit(20)
    )
    return tuple(dict.fromkeys(session.exec(query)))
