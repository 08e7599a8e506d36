"""Shows how the office's fiscal year stands on a day: its plan and money, what is behind, what is late."""

import datetime
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.errors import answered
from api.pages.items.typed import typed_day
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.refusals import said
from api.pages.rendering import reader_of, render
from api.pages.words import Words
from api.pages.year.tables import Names, year_tables
from api.plain_text import PlainText
from api.whole_record import must_see_all
from states.fiscal import fiscal_year_of
from states.thai import UnreadableYear, parse_fiscal_year
from workflow.errors import BadDate, BadInput
from workflow.models import Office
from workflow.moments import bangkok_date
from workflow.money.overview import Overview, overview
from workflow.queries import Viewer
from workflow.years.exports import EXPORTS, ONLY_NOW

router = APIRouter(route_class=PageRoute, include_in_schema=False)
QUARTERS = (1, 2, 3, 4)

Year = Annotated[PlainText, "a Buddhist fiscal year as people type it"]
Day = Annotated[PlainText, Query(max_length=80)]


@dataclass(frozen=True, slots=True)
class AskedDay:
    """The Bangkok date asked for; `typed` and `problem` where the text is none, and `on` is then today."""

    on: datetime.date
    typed: str = ""
    problem: str = ""
    status: int = 200


@router.get("/year")
def this_year(who: Looking, at: Moment) -> RedirectResponse:
    """Leads to the fiscal year in which today lies."""
    must_see_all(who)
    return RedirectResponse(f"/year/{fiscal_year_of(bangkok_date(at)).be}", status_code=303)


@router.get("/year/{year}")
def show_year(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    year: Year,
    on: Day = "",
) -> HTMLResponse:
    """The year as `khanton year` tells it; a date that is none is named beside its field."""
    must_see_all(who)
    be, words = fiscal_year(year), Words(preferences_of(request))
    asked = _asked_day(request, on, bangkok_date(at))
    told, names = looked_at(session, who, be, asked.on), Names.of(session, who.office_id)
    tables = year_tables(told, names, words)
    return render(
        request,
        "year.html",
        reader=reader_of(session, person, who),
        section="year",
        status=asked.status,
        today=bangkok_date(at),
        asked=asked,
        told=told,
        year=be,
        tables={table.name: table for table in tables},
        groups=names.groups,
        quarters=QUARTERS,
        exports=tuple(EXPORTS),
        only_now=ONLY_NOW,
    )


def looked_at(session: Session, who: Viewer, be: int, on: datetime.date) -> Overview:
    """The viewer's office in a fiscal year (B.E.) as it stood on a Bangkok date."""
    return overview(session, session.get_one(Office, who.office_id), be, on)


def fiscal_year(text: str) -> int:
    """The Buddhist year typed; raises WrongEra with the year probably meant, BadInput."""
    try:
        return parse_fiscal_year(text)
    except UnreadableYear as error:
        raise BadInput("fiscal_year", "wrong_era", text[:80]) from error


def _asked_day(request: Request, text: str, today: datetime.date) -> AskedDay:
    try:
        day = typed_day(text)
    except BadDate as error:
        told = said(error, preferences_of(request).language)  # what to do next, the field's hint says
        return AskedDay(today, text, told.text or told.title, answered(error).status)
    return AskedDay(day or today, text if day else "")
