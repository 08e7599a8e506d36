"""The legal calendar and its changes as programs see them."""

from pydantic import BaseModel, Field

from api.v1.shapes import BangkokDate, Named, named, named_role
from states.year_calendar import Deadline
from workflow.legal_calendar import LegalCalendar
from workflow.models import Holiday
from workflow.redating import Moved


class DeadlineShown(Named):
    """One date of the year. `th` and `en` name what is due."""

    kinds: list[str] = Field(description="The kinds of items on which it is owed")
    owed_by: list[Named]
    quarter: int | None = Field(description="The quarter reported on")
    formula: str
    opens: BangkokDate | None = Field(description="The first day of a window")
    unrolled: BangkokDate | None = Field(description="The date before it was moved off a closed day")
    due: BangkokDate | None = Field(description="null where days are counted from an event of no fixed day")
    explanation_th: str
    explanation_en: str


class QuarterShown(BaseModel):
    number: int
    first: BangkokDate
    last: BangkokDate
    last_workday: BangkokDate


class HolidayShown(BaseModel):
    """A day on which the office is closed."""

    day: BangkokDate
    name_th: str
    source: str = Field(
        description="holidays (the public ones), office, or the order named when it was added"
    )


class CalendarShown(BaseModel):
    fiscal_year: int = Field(description="Buddhist Era")
    calendar_version: str
    without_holidays: list[int] = Field(
        description="Calendar years, C.E., of which the office has no holiday yet"
    )
    deadlines: list[DeadlineShown]
    quarters: list[QuarterShown]


class MoveShown(BaseModel):
    """An open obligation that falls due on another day."""

    item: str
    title: str
    duty: Named
    before: BangkokDate
    after: BangkokDate
    explanation_th: str = Field(description="How the new date comes about")
    explanation_en: str


class HolidaysShown(BaseModel):
    calendar_version: str
    holidays: list[HolidayShown]


class CalendarChanged(BaseModel):
    calendar_version: str
    moves: list[MoveShown]
    entry_seq: int = Field(description="The history entry")


def show_calendar(told: LegalCalendar) -> CalendarShown:
    return CalendarShown(
        fiscal_year=told.fiscal_year,
        calendar_version=told.calendar_version,
        without_holidays=list(told.without_holidays),
        deadlines=[_deadline(each) for each in told.deadlines],
        quarters=[
            QuarterShown(number=each.number, first=each.first, last=each.last, last_workday=each.last_workday)
            for each in told.quarters
        ],
    )


def show_holiday(row: Holiday) -> HolidayShown:
    return HolidayShown(day=row.day, name_th=row.name_th, source=row.source)


def show_move(each: Moved) -> MoveShown:
    return MoveShown(
        item=each.item,
        title=each.title,
        duty=named(each.code, each.label),
        before=each.before,
        after=each.after,
        explanation_th=each.explained("th"),
        explanation_en=each.explained("en"),
    )


def _deadline(each: Deadline) -> DeadlineShown:
    return DeadlineShown(
        code=each.code,
        th=each.label.th,
        en=each.label.en,
        kinds=list(each.kinds),
        owed_by=[named_role(role) for role in each.owed_by],
        quarter=each.quarter,
        formula=each.formula,
        opens=each.opens,
        unrolled=each.unrolled,
        due=each.due,
        explanation_th=each.explanation.th,
        explanation_en=each.explanation.en,
    )
