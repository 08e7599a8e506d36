"""Shows the deadlines of a fiscal year and the office's holidays, and lets those who keep it change these."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from api.dependencies import Acting, Looking, Moment, SignedIn, Transaction
from api.errors import answered
from api.pages.items.typed import typed_day
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.refusals import said
from api.pages.rendering import reader_of, render
from api.pages.year.doors import fiscal_year
from api.plain_text import PlainText
from api.v1.shapes import LARGEST_NUMBER
from api.whole_record import must_see_all
from states.buddhist import WEEKDAYS_EN, WEEKDAYS_TH
from states.fiscal import FiscalYear, fiscal_year_of
from workflow.calendars import Changed, add_holiday, holidays_of, may_edit, preview, remove_holiday
from workflow.errors import AlreadyExists, BadDate, BadInput, Refused, TooLong
from workflow.legal_calendar import of_office
from workflow.models import Person
from workflow.moments import bangkok_date
from workflow.queries import Viewer
from workflow.redating import Moved

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Text = Annotated[PlainText, Query(max_length=400)]
Field = Annotated[PlainText, Form()]


@dataclass(frozen=True, slots=True)
class Wish:
    """A holiday as typed; `problem` and `wrong` say what is wrong and in which field."""

    day: str = ""
    name: str = ""
    source: str = ""
    problem: str = ""
    wrong: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks at the calendar, and when."""

    request: Request
    session: Session
    person: Person
    who: Viewer
    at: datetime.datetime


@router.get("/calendar")
def show_calendar(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    year: Annotated[PlainText, Query(max_length=40)] = "",
    moved: Annotated[int | None, Query(ge=0, le=LARGEST_NUMBER)] = None,
) -> HTMLResponse:
    """The year's deadlines, quarters and holidays; after a change also how many dates `moved`."""
    must_see_all(who)
    be = fiscal_year(year) if year else fiscal_year_of(bangkok_date(at)).be
    return _page(Desk(request, session, person, who, at), be, moved=moved)


@router.get("/calendar/change")
def show_change(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    day: Text = "",
    name: Text = "",
    source: Text = "",
    remove: bool = False,
) -> HTMLResponse:
    """What adding or taking away a holiday would move; nothing is saved yet."""
    must_see_all(who)
    desk, wish = Desk(request, session, person, who, at), Wish(day, name.strip(), source.strip())
    try:
        on = _day(day)
        if remove:
            (row,) = holidays_of(session, who.office_id, first=on, last=on) or (None,)
            moves = preview(session, who.office_id, remove=[on])
            wish = Wish(day, row.name_th if row else "", "")
        else:
            moves = preview(session, who.office_id, add={on: name})
    except (BadDate, BadInput, TooLong, AlreadyExists) as error:
        return _page(desk, fiscal_year_of(bangkok_date(at)).be, wish=_wrong(desk, wish, error))
    return _shown_change(desk, on, wish, moves, remove=remove)


@router.post("/calendar/holidays")
def change(
    session: Transaction,
    who: Looking,
    hand: Acting,
    day: Field,
    name: Field = "",
    source: Field = "",
    remove: Annotated[bool, Form()] = False,
) -> RedirectResponse:
    """Does what was shown, and leads back to the calendar of the year it concerns."""
    on, office = _day(day), who.office_id
    done: Changed = (
        remove_holiday(session, office, on, hand)
        if remove
        else add_holiday(session, office, on, name, hand, source=source.strip() or "office")
    )
    return RedirectResponse(
        f"/calendar?year={fiscal_year_of(on).be}&moved={len(done.moved)}", status_code=303
    )


def _day(text: str) -> datetime.date:
    """The Bangkok date typed; raises BadDate, BadInput where nothing was."""
    found = typed_day(text)
    if found is None:
        raise BadInput("day", "empty")
    return found


def _wrong(desk: Desk, wish: Wish, error: Refused) -> Wish:
    told = said(error, preferences_of(desk.request).language)
    field = "day"
    if isinstance(error, BadInput | TooLong) and error.name == "name_th":
        field = "name"
    return Wish(wish.day, wish.name, wish.source, told.line, field, answered(error).status)


def _page(desk: Desk, be: int, *, wish: Wish | None = None, moved: int | None = None) -> HTMLResponse:
    session, office = desk.session, desk.who.office_id
    told = of_office(session, office, be, desk.at)
    span, wish = FiscalYear(be), wish or Wish()
    return render(
        desk.request,
        "calendar.html",
        reader=reader_of(session, desk.person, desk.who),
        section="calendar",
        status=wish.status,
        today=bangkok_date(desk.at),
        told=told,
        year=be,
        holidays=holidays_of(session, office, first=span.start, last=span.window_end),
        weekdays=WEEKDAYS_TH if preferences_of(desk.request).thai else WEEKDAYS_EN,
        editor=may_edit(desk.who.roles),
        wish=wish,
        moved=moved,
    )


def _shown_change(
    desk: Desk, on: datetime.date, wish: Wish, moves: Sequence[Moved], *, remove: bool
) -> HTMLResponse:
    return render(
        desk.request,
        "calendar_change.html",
        reader=reader_of(desk.session, desk.person, desk.who),
        section="calendar",
        on=on,
        wish=wish,
        moves=moves,
        remove=remove,
        editor=may_edit(desk.who.roles),
        year=fiscal_year_of(on).be,
    )
