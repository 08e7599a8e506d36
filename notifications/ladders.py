"""Which rung of its ladder an obligation has reached on a day, as spans of due dates."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from notifications.models import OfficeRung
from states.catalogue import Rung, catalogue
from states.due import Calendar, Roll

OWNER: Final = "owner"
_DAY: Final = datetime.timedelta(days=1)
_EARLIEST, _LATEST = datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Span:
    """The due dates, both included, with which what is on `ladder` stands on the rung `days` for `told`."""

    ladder: str
    told: str
    days: int
    first: datetime.date
    last: datetime.date


def ladders_of(session: Session, office_id: int) -> dict[str, tuple[Rung, ...]]:
    """The office's ladders by name: its own where it has set one up, else the shipped."""
    own: dict[str, list[Rung]] = defaultdict(list)
    rows = session.exec(
        select(OfficeRung)
        .where(OfficeRung.office_id == office_id)
        .order_by(col(OfficeRung.days), col(OfficeRung.id))
    )
    for row in rows:
        own[row.ladder].append(Rung(days=row.days, to=row.told))
    shipped = {name: each.rungs for name, each in catalogue().ladders.items()}
    return shipped | {name: tuple(rungs) for name, rungs in own.items()}


def reached(day: datetime.date, rung: int, calendar: Calendar) -> datetime.date:
    """The latest due date whose `rung` has come on the working day `day`.

    A rung before the due date moves back to a working day: what would fall on a closed day after `day` has
    come today. A rung after it waits for the next working day on which somebody looks.
    """
    if rung > 0:
        return day - rung * _DAY
    following = calendar.roll(day + _DAY, Roll.NEXT)
    return following - _DAY - rung * _DAY


def spans(ladders: Mapping[str, Iterable[Rung]], day: datetime.date, calendar: Calendar) -> list[Span]:
    """For every ladder and everybody told on it, the due dates of each rung: only the latest reached counts.

    So whoever was not reminded for some days is told once, of where the matter stands now.
    """
    found: list[Span] = []
    for name, rungs in ladders.items():
        by_told: dict[str, list[int]] = defaultdict(list)
        for rung in rungs:
            by_told[rung.to].append(rung.days)
        for told, days in by_told.items():
            found += _of_one(name, told, sorted(set(days)), day, calendar)
    return found


def _of_one(ladder: str, told: str, days: list[int], day: datetime.date, calendar: Calendar) -> list[Span]:
    ends = [reached(day, rung, calendar) for rung in days]
    starts = [end + _DAY for end in ends[1:]] + [_EARLIEST]
    return [
        Span(ladder, told, rung, first, min(last, _LATEST))
        for rung, first, last in zip(days, starts, ends, strict=True)
        if first <= last
    ]
