"""Sets an office up: its name, its service account, and the definitions its papers move by."""

import datetime
import re
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session, select

from states.catalogue import catalogue
from states.compile import shipped_definition
from states.source import shipped_kinds, shipped_profiles
from workflow import definitions
from workflow.calendars import seed_holidays
from workflow.changes import Hand, applied, authority, named, record
from workflow.errors import AlreadyExists, BadInput, UnknownOffice
from workflow.history import GENESIS
from workflow.models import ChainHead, Fund, Occupancy, Office, Person, Position
from workflow.structure import NewBody, add_bodies

_CODE = re.compile(r"^[A-Z][A-Z0-9-]{0,19}$")


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What is known of an office when it is set up. `holiday_years` are C.E. calendar years."""

    code: str
    name_th: str
    short_th: str
    profile: str
    name_en: str = ""
    website: str = ""
    document_prefix: str = ""
    holiday_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Created:
    """A new office and its service account, which nobody signs in to."""

    office_id: int
    system_id: int


def create_office(session: Session, new: NewOffice, *, at: datetime.datetime) -> Created:
    """Sets up an office with its chain of history, service account, bodies, holidays and definitions.

    The service account makes these first entries. Raises AlreadyExists and BadInput.
    """
    _check(session, new)
    office = Office(
        code=new.code,
        name_th=named("name_th", new.name_th),
        short_th=named("short_th", new.short_th),
        name_en=new.name_en,
        profile=new.profile,
        website=new.website,
        document_prefix=new.document_prefix,
        created_at=at,
    )
    session.add(office)
    session.flush()
    session.add(ChainHead(office_id=office.id, seq=0, hash=GENESIS))
    hand = Hand(_service_account(session, office, at), at)
    by = authority(session, office.id, hand)
    record(session, office.id, "office", [new.code], {"opened": _told(new)}, hand, by=by)
    record(session, office.id, "person", [f"system@{new.code}"], {"service": True}, hand, by=by)
    add_bodies(session, office.id, _bodies(hand.day), hand)
    seed_holidays(session, office.id, new.holiday_years, hand)
    for kind in shipped_kinds():
        definitions.publish(session, office.id, shipped_definition(kind, new.profile), by=hand.by, at=at)
    return Created(office.id, hand.by)


def _check(session: Session, new: NewOffice) -> None:
    if not _CODE.match(new.code):
        raise BadInput("code", "shape", new.code)
    if new.profile not in shipped_profiles():
        raise BadInput("profile", "unknown", new.profile)
    if session.exec(select(Office.id).where(Office.code == new.code)).first() is not None:
        raise AlreadyExists("office", new.code)


def _told(new: NewOffice) -> dict[str, Any]:
    """The fields of a new office as its history keeps them."""
    told = asdict(new)
    told.pop("holiday_years")
    return {name: value for name, value in told.items() if value}


def _service_account(session: Session, office: Office, at: datetime.datetime) -> int:
    """The account in whose name the system acts; it has no password and can get none."""
    day = Hand(0, at).day
    person = Person(
        office_id=office.id,
        username=f"system@{office.code}",
        name_th="ระบบ (งานตั้งเวลา)",
        is_service=True,
        active_from=day,
    )
    position = Position(
        office_id=office.id, code="system", role="system", title_th="ระบบ (งานตั้งเวลา)", valid_from=day
    )
    session.add_all([person, position])
    session.flush()
    session.add(Occupancy(position_id=position.id, person_id=person.id, valid_from=day))
    session.flush()
    return person.id


def _bodies(since: datetime.date) -> list[NewBody]:
    """The shipped kinds of committee and board; the office gives them its own names (P-D7)."""
    return [
        NewBody(code, body.th, internal=body.internal, name_en=body.en, valid_from=since)
        for code, body in catalogue().bodies.items()
    ]


def change_office(session: Session, office_id: int, wanted: dict[str, str], hand: Hand) -> None:
    """Changes an office's names, website or document prefix; nothing recorded where nothing changes.

    Raises NotAllowed and BadInput.
    """
    by = authority(session, office_id, hand)
    office = session.get_one(Office, office_id)
    fields = ("name_th", "short_th", "name_en", "website", "document_prefix")
    changed = applied(office, wanted, fields)
    if changed:
        record(session, office_id, "office", [office.code], {"changed": changed}, hand, by=by)


def add_funds(session: Session, office_id: int, funds: dict[str, str], hand: Hand) -> dict[str, int]:
    """Adds funds by code and Thai name; their ids by code. One entry for all of them. Raises NotAllowed."""
    by = authority(session, office_id, hand)
    rows = [Fund(office_id=office_id, code=code, name_th=named("name_th", th)) for code, th in funds.items()]
    session.add_all(rows)
    session.flush()
    office = session.get_one(Office, office_id)
    record(session, office_id, "office", [office.code], {"funds": funds}, hand, by=by)
    return {row.code: row.id for row in rows}


def by_code(session: Session, code: str) -> Office:
    """The office of this code; raises UnknownOffice."""
    found = session.exec(select(Office).where(Office.code == code)).first()
    if found is None:
        raise UnknownOffice(code)
    return found
