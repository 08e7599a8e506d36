"""The days on which an office is closed: seeded from the public holidays, then the office's own."""

import datetime
from collections.abc import Iterable

import holidays
from sqlmodel import Session, select

from workflow.changes import Hand, authority, named, record
from workflow.errors import AlreadyExists, BadInput
from workflow.models import Holiday, Office

_LABOUR_DAY = (5, 1)  # closes banks and firms, not government offices
_EDITORS = ("system", "system_admin", "clerk")


def thai_holidays(years: Iterable[int]) -> dict[datetime.date, str]:
    """The days on which government offices are closed in these C.E. years, with their Thai names.

    From the package `holidays`: public days and the government's own (the Ploughing Ceremony), without
    Labour Day. What the cabinet adds later is the office's to enter.
    """
    found = holidays.country_holidays(
        "TH", years=list(years), language="th", categories=("public", "government")
    )
    return {day: name for day, name in sorted(found.items()) if (day.month, day.day) != _LABOUR_DAY}


def seed_holidays(session: Session, office_id: int, years: Iterable[int], hand: Hand) -> int:
    """Adds the public holidays of these C.E. years that the office does not have yet; how many.

    One entry and one calendar version for all of them. Raises NotAllowed.
    """
    by = authority(session, office_id, hand, _EDITORS)
    asked = sorted(set(years))
    known = {row.day for row in session.exec(select(Holiday).where(Holiday.office_id == office_id))}
    new = {day: name for day, name in thai_holidays(asked).items() if day not in known}
    if not new:
        return 0
    session.add_all(
        Holiday(office_id=office_id, day=day, name_th=name, source="holidays") for day, name in new.items()
    )
    session.flush()
    told = {"added": len(new), "years": asked, "calendar_version": _version(session, office_id, bool(known))}
    record(session, office_id, "calendar", ["public"], told, hand, by=by)
    return len(new)


def add_holiday(
    session: Session, office_id: int, day: datetime.date, name_th: str, hand: Hand, *, source: str = "office"
) -> None:
    """Closes the office on a day, with the reason as `name_th` and the order as `source`.

    Raises AlreadyExists, NotAllowed, BadInput, TooLong.
    """
    by = authority(session, office_id, hand, _EDITORS)
    if _holiday(session, office_id, day) is not None:
        raise AlreadyExists("holiday", day.isoformat())
    name = named("name_th", name_th)
    session.add(Holiday(office_id=office_id, day=day, name_th=name, source=source))
    told = {"added": name, "source": source, "calendar_version": _version(session, office_id)}
    record(session, office_id, "calendar", [day.isoformat()], told, hand, by=by, on=day)


def remove_holiday(session: Session, office_id: int, day: datetime.date, hand: Hand) -> None:
    """Opens the office on a day it was to be closed; raises BadInput where it was open, NotAllowed."""
    by = authority(session, office_id, hand, _EDITORS)
    row = _holiday(session, office_id, day)
    if row is None:
        raise BadInput("day", "unknown", day.isoformat())
    session.delete(row)
    told = {"removed": row.name_th, "calendar_version": _version(session, office_id)}
    record(session, office_id, "calendar", [day.isoformat()], told, hand, by=by, on=day)


def _holiday(session: Session, office_id: int, day: datetime.date) -> Holiday | None:
    return session.exec(select(Holiday).where(Holiday.office_id == office_id, Holiday.day == day)).first()


def _version(session: Session, office_id: int, changed: bool = True) -> int:
    """Due dates carry the version they were reckoned with: every change of the calendar raises it by one."""
    office = session.get_one(Office, office_id)
    office.calendar_version += changed
    session.add(office)
    session.flush()
    return office.calendar_version
