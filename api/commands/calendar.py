"""`khanton calendar`: every deadline of a fiscal year, with how its date came about."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, aside, document, people, table, thai_day
from api.commands.place import one_office, opened
from api.commands.refusals import CommandRefused
from api.commands.years import FiscalYear, typed_year
from states.catalogue import catalogue
from states.source import FALLBACK_PROFILE, shipped_profiles
from states.thai import be_year
from states.year_calendar import Deadline
from workflow.legal_calendar import LegalCalendar, of_office, of_profile


def calendar(
    context: typer.Context,
    year: FiscalYear,
    profile: Annotated[
        str | None,
        typer.Option("--profile", metavar="NAME", help="แบบของเขต ไม่ใช้ฐานข้อมูล · a shipped profile"),
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ปฏิทินกำหนดส่งทั้งปีงบประมาณ · Every deadline of a fiscal year, its quarters and closed days."""
    with answering(as_json):
        be = typed_year(year)
        by, told = _asked(context, be, profile, office, database, data)
        if as_json:
            document({"fiscal_year": be, **by, **document_of(told)})
        else:
            _say(told, by)


def _asked(
    context: typer.Context,
    be: int,
    profile: str | None,
    office: str | None,
    database: str | None,
    data: Path | None,
) -> tuple[dict[str, str | None], LegalCalendar]:
    """By the profile named, else by the office's own; where there is no database yet, by our proposal."""
    if profile is not None and profile not in shipped_profiles():
        shipped = ", ".join(sorted(shipped_profiles()))
        raise CommandRefused("bad_option", {"text": f"--profile {profile[:40]} ({shipped})"})
    place = options.place_at_hand(context, database, data)
    if profile is None and office is None and not place.named and place.file and not place.file.exists():
        aside().print(f"ยังไม่มีฐานข้อมูล จึงแสดงตามค่าเริ่มต้นที่เสนอ ({FALLBACK_PROFILE})", markup=False)
        profile = FALLBACK_PROFILE
    if profile is not None:
        return {"office": None, "profile": profile}, of_profile(profile, be)
    remark_on(place)
    with opened(place) as found, found.read() as session:
        home = one_office(session, office)
        told = of_office(session, home.id, be, clock.now())
        return {"office": home.code, "profile": home.profile}, told


def document_of(told: LegalCalendar) -> dict[str, object]:
    """The calendar as JSON has it; dates are C.E."""
    return {
        "calendar_version": told.calendar_version,
        "without_holidays": told.without_holidays,
        "deadlines": [_deadline(each) for each in told.deadlines],
        "quarters": [
            {
                "number": each.number,
                "first": each.first,
                "last": each.last,
                "last_workday": each.last_workday,
            }
            for each in told.quarters
        ],
        "holidays": [{"day": day, "name_th": name} for day, name in told.holidays.items()],
    }


def _deadline(each: Deadline) -> dict[str, object]:
    return {
        "code": each.code,
        "kind": each.kinds[0],
        "kinds": each.kinds,
        "quarter": each.quarter,
        "th": each.label.th,
        "en": each.label.en,
        "owed_by": each.owed_by,
        "formula": each.formula,
        "opens": each.opens,
        "unrolled": each.unrolled,
        "due": each.due,
        "explanation_th": each.explanation.th,
        "explanation_en": each.explanation.en,
    }


def _say(told: LegalCalendar, by: dict[str, str | None]) -> None:
    console = people()
    whose = by["office"] or f"แบบ {by['profile']}"
    console.print(f"กำหนดส่งปีงบประมาณ {told.fiscal_year}  {whose}", markup=False, style="bold")
    shown, roles = table("ครบกำหนด", "รหัส", "เรื่อง", "ผู้รับผิดชอบ", "วิธีนับวัน"), catalogue().roles
    for each in told.deadlines:
        reported = f" ไตรมาสที่ {each.quarter}" if each.quarter else ""
        owed_by = ", ".join(roles[role].th for role in each.owed_by)
        shown.add_row(_day(each.due), each.code, each.label.th + reported, owed_by, each.explanation.th)
    console.print(shown)
    console.print()
    quarters = table("ไตรมาสที่", "วันแรก", "วันสุดท้าย", "วันทำการสุดท้าย")
    for quarter in told.quarters:
        days = (quarter.first, quarter.last, quarter.last_workday)
        quarters.add_row(str(quarter.number), *map(thai_day, days))
    console.print(quarters)
    console.print()
    version = f"ปฏิทินวันหยุดรุ่นที่ {told.calendar_version}" if by["office"] else "วันหยุดราชการทั่วไป"
    console.print(f"{version}: {len(told.holidays)} วัน", markup=False)
    for missing in told.without_holidays:
        console.print(f"ยังไม่มีวันหยุดของปี พ.ศ. {be_year(missing)} กำหนดในปีนั้นอาจเลื่อนได้", markup=False)


def _day(day: datetime.date | None) -> str:
    return thai_day(day) if day else "–"
