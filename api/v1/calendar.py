"""The legal calendar of a fiscal year, and the holidays that its dates depend on."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Looking, Moment, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import Asked, BangkokDate, Named, named, named_role
from api.v1.shown_calendar import (
    CalendarChanged,
    CalendarShown,
    HolidaysShown,
    MoveShown,
    show_calendar,
    show_holiday,
    show_move,
)
from states.fiscal import FiscalYear, fiscal_year_of
from workflow import definitions
from workflow.calendars import Changed, add_holiday, holidays_of, preview, remove_holiday
from workflow.legal_calendar import of_office
from workflow.models import Item, Obligation, Office
from workflow.moments import bangkok_date
from workflow.redating import explained

router = APIRouter(
    tags=["calendar"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)

YearAsked = Annotated[
    int | None, Query(gt=2400, lt=2700, description="Fiscal year, Buddhist Era; this one where left out")
]
HolidayDay = Annotated[BangkokDate, Path(description="Bangkok date, YYYY-MM-DD C.E.")]


class WantedHoliday(Asked):
    day: BangkokDate
    name_th: PlainText = Field(description="At most 300 characters")
    source: PlainText = Field(default="office", description="The order, such as a resolution of the cabinet")


class NamedDay(Asked):
    day: BangkokDate
    name_th: PlainText


class WantedPreview(Asked):
    """A change of the calendar that is only tried."""

    add: list[NamedDay] = Field(default_factory=list, max_length=100)
    remove: list[BangkokDate] = Field(default_factory=list, max_length=100)


class Preview(BaseModel):
    moves: list[MoveShown]


class OwedShown(BaseModel):
    """Something that is or was owed on an item."""

    duty: Named
    owed_by: Named
    due_on: BangkokDate
    outcome: str = Field(description="Empty while open, then done or cancelled")
    formula: str
    calendar_version: str
    explanation_th: str = Field(description="How the date came about; empty where that was not kept")
    explanation_en: str


@router.get("/calendar")
def calendar(
    session: Transaction, who: Looking, office: OwnOffice, at: Moment, year: YearAsked = None
) -> CalendarShown:
    """ปฏิทินกำหนดส่งทั้งปี · Every deadline of a fiscal year with how its date comes about."""
    for_the_whole_office(who)
    return show_calendar(of_office(session, office, year or fiscal_year_of(bangkok_date(at)).be, at))


@router.get("/holidays")
def holidays(session: Transaction, who: Looking, office: OwnOffice, year: YearAsked = None) -> HolidaysShown:
    """วันหยุดของสำนักงาน · All days on which the office is closed, or those of a fiscal year."""
    for_the_whole_office(who)
    span = FiscalYear(year) if year else None
    found = holidays_of(session, office, **({"first": span.start, "last": span.end} if span else {}))
    version = session.get_one(Office, office).calendar_version
    return HolidaysShown(calendar_version=str(version), holidays=[show_holiday(row) for row in found])


@router.post("/holidays-preview")
def preview_change(wish: WantedPreview, session: Transaction, who: Looking, office: OwnOffice) -> Preview:
    """ดูก่อนว่ากำหนดใดจะเลื่อน · What would fall due on another day; nothing is changed."""
    for_the_whole_office(who)
    add = {each.day: each.name_th for each in wish.add}
    return Preview(moves=[show_move(each) for each in preview(session, office, add, wish.remove)])


@router.post("/holidays", status_code=201, response_model=CalendarChanged)
def close_on(
    wish: WantedHoliday, session: Transaction, hand: Acting, office: OwnOffice, once: OnlyOnce
) -> Response:
    """เพิ่มวันหยุด · Closes the office on a day; what is open falls due accordingly."""

    def act() -> CalendarChanged:
        return _changed(add_holiday(session, office, wish.day, wish.name_th, hand, source=wish.source))

    return once(wish, act, status=201)


@router.delete("/holidays/{day}")
def open_on(day: HolidayDay, session: Transaction, hand: Acting, office: OwnOffice) -> CalendarChanged:
    """ยกเลิกวันหยุด · Opens the office on a day it was to be closed; kept in the calendar's history."""
    return _changed(remove_holiday(session, office, day, hand))


@router.get("/items/{code}/obligations")
def owed(session: Transaction, item: AskedItem) -> list[OwedShown]:
    """สิ่งที่ต้องส่ง · What is or was owed on an item, each with how its date came about."""
    return _owed(session, item)


def _changed(done: Changed) -> CalendarChanged:
    return CalendarChanged(
        calendar_version=str(done.version),
        moves=[show_move(each) for each in done.moved],
        entry_seq=done.entry_seq,
    )


def _owed(session: Session, item: Item) -> list[OwedShown]:
    duties = definitions.by_hash(session, item.definition_hash).duty
    rows = session.exec(
        select(Obligation)
        .where(Obligation.item_id == item.id)
        .order_by(col(Obligation.due_on), col(Obligation.id))
    )
    return [
        OwedShown(
            duty=named(row.code, duties[row.code].label if row.code in duties else None),
            owed_by=named_role(row.owed_by),
            due_on=row.due_on,
            outcome=row.outcome,
            formula=row.formula,
            calendar_version=row.calendar_version,
            explanation_th=explained(row, "th"),
            explanation_en=explained(row, "en"),
        )
        for row in rows
    ]
