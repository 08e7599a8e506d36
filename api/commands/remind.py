"""`khanton remind`: what people would be told on a day, or through a fiscal year, without telling anybody."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, progress
from api.commands.place import one_office, opened
from api.commands.refusals import CommandRefused
from api.commands.remind_screen import closed_screen, day_screen, year_screen
from api.commands.years import typed_year
from notifications.forecast import WRITTEN, at_moment, of_year
from notifications.foretold import Telling
from notifications.morning import BEGINS
from states.due import Calendar, Roll
from states.fiscal import FiscalYear
from states.thai import arabic_digits
from workflow.database import Database
from workflow.demo import built_until, stands_at
from workflow.ledger import calendar_of
from workflow.moments import BANGKOK, bangkok_date
from workflow.rehearsal import rehearsal

_TIME = re.compile(
    r"(?P<day>.*?)[T ]+(?:เวลา\s*)?(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s*น\.?)?"
)
_DAY = datetime.timedelta(days=1)


def remind(
    context: typer.Context,
    now: Annotated[
        str | None,
        typer.Option("--now", metavar="DATE", help="ณ วันที่ (07.30 น.) หรือเวลา · a date, or a moment"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="ดูอย่างเดียว ไม่ส่ง · only look")] = False,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="ปีงบประมาณ พ.ศ. · fiscal year, e.g. 2562")
    ] = None,
    forecast: Annotated[
        bool, typer.Option("--forecast", help="คาดการณ์ทั้งปี · the whole year's reminders")
    ] = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ใครจะได้รับแจ้งเรื่องใดเพราะเหตุใด · What would be sent, to whom and why; nothing is sent."""
    with answering(as_json):
        asked = _asked(now, year, dry_run=dry_run, forecast=forecast)
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found:
            if asked.year is not None:
                _foretell(found, asked.year, office, as_json)
            else:
                _look(found, asked.at, office, as_json)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A moment to look at (None: now), or a fiscal year to foretell."""

    at: datetime.datetime | None
    year: FiscalYear | None


def _asked(now: str | None, year: str | None, *, dry_run: bool, forecast: bool) -> _Asked:
    """What was meant; raises CommandRefused where something is to be sent, or both or half are asked."""
    if year is not None or forecast:
        if year is None or not forecast or now is not None:
            raise CommandRefused("bad_option", {"text": "--year YEAR --forecast"})
        return _Asked(None, FiscalYear(typed_year(year)))
    if not dry_run:
        raise CommandRefused("remind_sends_nothing")
    return _Asked(moment_of(now), None)


def moment_of(text: str | None) -> datetime.datetime | None:
    """The Bangkok moment typed: a date in either era means 07:30 of it. Raises BadDate."""
    if text is None:
        return None
    found = _TIME.fullmatch(arabic_digits(text).strip())
    day = options.day_of(found["day"] if found else text)
    assert day is not None
    time = datetime.time(int(found["hour"]), int(found["minute"])) if found else BEGINS
    return datetime.datetime.combine(day, time, BANGKOK)


def _look(database: Database, asked: datetime.datetime | None, code: str | None, as_json: bool) -> None:
    with rehearsal(database, WRITTEN) as session:
        office, now = one_office(session, code), _here(session)
        at = asked or now
        calendar = calendar_of(session, office.id, office.calendar_version)
        closed = _closed(calendar, bangkok_date(at))
        tellings = at_moment(session, office.id, at, now)
        name, office_code = office.name_th, office.code
    if as_json:
        document({"now": at, "office": office_code, **closed, **_told(tellings)})
        return
    people().print(day_screen(name, at, tellings))
    if closed["closed_because"]:
        people().print(closed_screen(closed), markup=False)


def _foretell(database: Database, year: FiscalYear, code: str | None, as_json: bool) -> None:
    with rehearsal(database, WRITTEN) as session, progress(as_json) as tell:
        office, now = one_office(session, code), _here(session)
        tellings = of_year(session, office.id, year, now, progress=tell)
        name, office_code = office.name_th, office.code
    if as_json:
        document({"fiscal_year": year.be, "now": now, "office": office_code, **_told(tellings)})
    else:
        people().print(year_screen(name, year, now.date(), tellings))


def _here(session: Session) -> datetime.datetime:
    """Now; in the sample offices the moment at which they stand."""
    built, _ = built_until(session)
    return (stands_at(session) if built else clock.now()).astimezone(BANGKOK)


def _closed(calendar: Calendar, day: datetime.date) -> dict[str, object]:
    """Why the office is closed on a day, None where it is open, and when it works next."""
    return {
        "closed_because": calendar.closed_because(day),
        "next_workday": calendar.roll(day + _DAY, Roll.NEXT),
    }


def _counts(found: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(found).items()))


def _told(tellings: list[Telling]) -> dict[str, object]:
    """The notices as JSON has them, and how many there are of what."""
    return {
        "notices": [
            {
                "at": each.at,
                "person": each.person,
                "name_th": each.name_th,
                "code": each.told.code,
                "subject": each.told.subject,
                "duty": each.duty,
                "duty_name": each.duty_name,
                "rung": each.rung,
                "because": each.because,
                "due_on": each.told.due_on,
                "item": each.told.item_code,
                "channels": each.channels,
            }
            for each in tellings
        ],
        "totals": {
            "notices": len(tellings),
            "people": len({each.person for each in tellings}),
            "days": len({each.at.date() for each in tellings}),
            "by_month": _counts(f"{each.at:%Y-%m}" for each in tellings),
            "by_person": _counts(each.person for each in tellings),
        },
    }
