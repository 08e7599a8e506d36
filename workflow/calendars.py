"""The days on which an office is closed: seeded from the public holidays, then the office's own.

Nothing of a calendar is lost: every change opens a new version of it, and each day is kept with the versions
between which it held, so that an old due date can still be reckoned as it was.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import holidays
from sqlmodel import Session, col, select

from states.workdays import Calendar
from workflow.changes import Hand, authority, named, record
from workflow.errors import AlreadyExists, BadInput
from workflow.ledger import calendar_of
from workflow.models import Holiday, Obligation, Office
from workflow.permissions import Authority
from workflow.redating import Moved, redate, would_move

# Labour Day, and the Monday in lieu of it, close banks and firms; Children's Day is kept on a Saturday.
_NOT_OF_OFFICES = ("วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ")
_EDITORS = ("system", "system_admin", "clerk")


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of the calendar came to: its new version, what moved, and the history entry."""

    version: int
    moved: tuple[Moved, ...]
    entry_seq: int


def may_edit(roles: Iterable[str]) -> bool:
    """Whether somebody in one of these roles keeps the office's calendar."""
    return not set(roles).isdisjoint(_EDITORS)


def thai_holidays(years: Iterable[int]) -> dict[datetime.date, str]:
    """The days on which government offices are closed in these C.E. years, with their Thai names.

    From the package `holidays`: public days and the government's own (the Ploughing Ceremony), without
    Labour Day. What the cabinet adds later is the office's to enter.
    """
    found = holidays.country_holidays(
        "TH", years=list(years), language="th", categories=("public", "government")
    )
    names = {day: _of_offices(name) for day, name in sorted(found.items())}
    return {day: name for day, name in names.items() if name}


def _of_offices(names: str) -> str:
    """Of the names of one day those for which offices are closed; empty where they work."""
    kept = (name for name in names.split("; ") if not name.endswith(_NOT_OF_OFFICES))
    return "; ".join(kept)


def holidays_of(
    session: Session,
    office_id: int,
    *,
    first: datetime.date = datetime.date.min,
    last: datetime.date = datetime.date.max,
) -> Sequence[Holiday]:
    """The office's holidays in force from `first` to `last`, both included, in order."""
    return session.exec(
        select(Holiday)
        .where(
            Holiday.office_id == office_id,
            col(Holiday.until_version).is_(None),
            col(Holiday.day).between(first, last),
        )
        .order_by(col(Holiday.day))
    ).all()


def calendar_in_force(session: Session, office_id: int) -> Calendar:
    """The office's calendar as it is now."""
    return calendar_of(session, office_id, session.get_one(Office, office_id).calendar_version)


def preview(
    session: Session,
    office_id: int,
    add: Mapping[datetime.date, str] | None = None,
    remove: Iterable[datetime.date] = (),
) -> tuple[Moved, ...]:
    """What would fall due on another day if these holidays were added and taken away.

    Raises AlreadyExists, BadInput, TooLong as adding and taking away would.
    """
    now = calendar_in_force(session, office_id)
    days = dict(now.holidays)
    for day in remove:
        if days.pop(day, None) is None:
            raise BadInput("day", "unknown", day.isoformat())
    for day, name in (add or {}).items():
        if day in days:
            raise AlreadyExists("holiday", day.isoformat())
        days[day] = named("name_th", name)
    return would_move(session, office_id, replace(now, holidays=days))


def seed_holidays(session: Session, office_id: int, years: Iterable[int], hand: Hand) -> int:
    """Adds the public holidays of these C.E. years on days the office never decided itself; how many.

    One entry and one calendar version for all of them. Raises NotAllowed.
    """
    by = authority(session, office_id, hand, _EDITORS)
    asked = sorted(set(years))
    decided = session.exec(select(Holiday).where(Holiday.office_id == office_id)).all()
    known = {row.day for row in decided}
    new = {day: name for day, name in thai_holidays(asked).items() if day not in known}
    if not new:
        return 0
    version = _version(session, office_id) if known or _owes(session, office_id) else 1
    session.add_all(
        Holiday(office_id=office_id, day=day, name_th=name, source="holidays", since_version=version)
        for day, name in new.items()
    )
    _record(session, office_id, ["public"], {"added": len(new), "years": asked}, hand, by)
    return len(new)


def add_holiday(
    session: Session, office_id: int, day: datetime.date, name_th: str, hand: Hand, *, source: str = "office"
) -> Changed:
    """Closes the office on a day, with the reason as `name_th` and the order as `source`.

    What is still owed is dated anew. Raises AlreadyExists, NotAllowed, BadInput, TooLong.
    """
    by = authority(session, office_id, hand, _EDITORS)
    if _holiday(session, office_id, day) is not None:
        raise AlreadyExists("holiday", day.isoformat())
    name, source = named("name_th", name_th), named("source", source)
    _open(session, office_id, day, name, source, _version(session, office_id))
    told = {"added": name, "source": source}
    return _record(session, office_id, [day.isoformat()], told, hand, by, on=day)


def remove_holiday(session: Session, office_id: int, day: datetime.date, hand: Hand) -> Changed:
    """Opens the office on a day it was to be closed, and dates anew what is still owed.

    Raises BadInput where it was open, NotAllowed.
    """
    by = authority(session, office_id, hand, _EDITORS)
    row = _in_force(session, office_id, day)
    row.until_version = _version(session, office_id)
    return _record(session, office_id, [day.isoformat()], {"removed": row.name_th}, hand, by, on=day)


def rename_holiday(
    session: Session, office_id: int, day: datetime.date, name_th: str, hand: Hand
) -> Changed | None:
    """Puts the name of a holiday right, which explanations of dates repeat; None where it stays the same.

    Raises BadInput where the office is open that day, NotAllowed, TooLong.
    """
    by = authority(session, office_id, hand, _EDITORS)
    row, name = _in_force(session, office_id, day), named("name_th", name_th)
    if row.name_th == name:
        return None
    version = _version(session, office_id)
    row.until_version = version
    session.flush()  # the day is in force once: its row is closed before the new one is opened
    _open(session, office_id, day, name, row.source, version)
    told = {"renamed": [row.name_th, name]}
    return _record(session, office_id, [day.isoformat()], told, hand, by, on=day)


def _holiday(session: Session, office_id: int, day: datetime.date) -> Holiday | None:
    return next(iter(holidays_of(session, office_id, first=day, last=day)), None)


def _in_force(session: Session, office_id: int, day: datetime.date) -> Holiday:
    row = _holiday(session, office_id, day)
    if row is None:
        raise BadInput("day", "unknown", day.isoformat())
    return row


def _open(session: Session, office_id: int, day: datetime.date, name: str, source: str, version: int) -> None:
    session.add(Holiday(office_id=office_id, day=day, name_th=name, source=source, since_version=version))


def _owes(session: Session, office_id: int) -> bool:
    """Whether any date was ever reckoned by the office's calendar."""
    query = select(Obligation.id).where(Obligation.office_id == office_id).limit(1)
    return session.exec(query).first() is not None


def _version(session: Session, office_id: int) -> int:
    """Opens the next version of the calendar: due dates carry the one they were reckoned with."""
    office = session.get_one(Office, office_id)
    office.calendar_version += 1
    session.add(office)
    return office.calendar_version


def _record(
    session: Session,
    office_id: int,
    codes: Sequence[str],
    told: Mapping[str, object],
    hand: Hand,
    by: Authority,
    *,
    on: datetime.date | None = None,
) -> Changed:
    """Dates anew what is owed, and tells all of it in one entry."""
    moved = redate(session, office_id)
    version = session.get_one(Office, office_id).calendar_version
    which = {"moved": len(moved), "moves": [each.told() for each in moved]} if moved else {}
    told = {**told, "calendar_version": version, **which}
    sealed = record(session, office_id, "calendar", codes, told, hand, by=by, on=on)
    return Changed(version, moved, sealed.seq)
