"""The legal calendar of a fiscal year: an office's own, or the one that a shipped profile proposes."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from states.compile import shipped_definition
from states.fiscal import FiscalYear
from states.model import Definition
from states.source import shipped_kinds
from states.workdays import Calendar
from states.year_calendar import Deadline, QuarterDays, deadlines, quarter_days
from workflow import definitions
from workflow.calendars import calendar_in_force, thai_holidays
from workflow.models import OfficeDefinition


@dataclass(frozen=True, slots=True)
class LegalCalendar:
    """Every deadline of a fiscal year (B.E.), its quarters, and the days on which offices are closed.

    `holidays` are those from the year's first day to the 31 December after it. `without_holidays` are C.E.
    calendar years of which no holiday is known yet: what falls due there may still move.
    """

    fiscal_year: int
    calendar_version: str
    deadlines: tuple[Deadline, ...]
    quarters: tuple[QuarterDays, ...]
    holidays: Mapping[datetime.date, str]
    without_holidays: tuple[int, ...]


def of_office(session: Session, office_id: int, be: int, at: datetime.datetime) -> LegalCalendar:
    """By the definitions under which the office starts new papers at `at`, and its own calendar.

    Raises WrongEra.
    """
    kinds = session.exec(
        select(OfficeDefinition.kind).where(OfficeDefinition.office_id == office_id).distinct()
    ).all()
    in_force = [definitions.in_force(session, office_id, kind, at) for kind in sorted(kinds)]
    found = [definitions.by_hash(session, each) for each in in_force]
    return _told(found, be, calendar_in_force(session, office_id))


def of_profile(profile: str, be: int) -> LegalCalendar:
    """By a shipped profile and the public holidays, as an office would start with; raises WrongEra."""
    year = FiscalYear(be)
    public = thai_holidays(range(year.start.year, year.window_end.year + 2))
    found = [shipped_definition(kind, profile) for kind in shipped_kinds()]
    return _told(found, be, Calendar("holidays", public))


def _told(found: Iterable[Definition], be: int, calendar: Calendar) -> LegalCalendar:
    year = FiscalYear(be)
    touched = range(year.start.year, year.window_end.year + 1)
    known = {day.year for day in calendar.holidays}
    return LegalCalendar(
        fiscal_year=be,
        calendar_version=calendar.version,
        deadlines=deadlines(found, year, calendar),
        quarters=quarter_days(year, calendar),
        holidays={
            day: name
            for day, name in sorted(calendar.holidays.items())
            if year.start <= day <= year.window_end
        },
        without_holidays=tuple(each for each in touched if each not in known),
    )
