"""Shows a person what she should do today: what waits for her, what she owes, what she should know."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.calendar_feed import base_url
from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.page_route import PageRoute
from api.pages.paper_list import address_of, with_paper
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from api.pages.waiting import PAGE, Waiting, prepared_for, waiting_for
from notifications.inbox import Received, inbox, unread_count
from notifications.words import Told, tell
from workflow import definitions
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.owed import owed_by
from workflow.waiting import powers

router = APIRouter(route_class=PageRoute, include_in_schema=False)
NOTICES = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One waiting item as the page shows it."""

    waiting: Waiting
    kind: str
    state: str
    address: str


@router.get("/")
def today(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    show: Annotated[int, Query(ge=1, le=1000)] = PAGE,
) -> HTMLResponse:
    """The first page after signing in."""
    on, language = bangkok_date(at), preferences_of(request).language
    hers = powers(session, person.id, on)
    waiting, more = waiting_for(session, who, hers, at, show)
    owed = owed_by(session, who, hers)
    papers = with_paper(session, [*(each.item for each in waiting), *(item for _, item in owed)])
    dues = [each.due_on for each in waiting if each.due_on] + [duty.due_on for duty, _ in owed]
    return render(
        request,
        "today.html",
        reader=reader_of(session, person, who),
        section="today",
        today=on,
        lines=[_line(session, each, papers, language) for each in waiting],
        late=sum(each.due_on is not None and each.due_on < on for each in waiting),
        more=show + PAGE if more else None,
        prepared=prepared_for(session, who, hers),
        owed=[
            (duty, item, _duty_name(session, item, duty.code, language), address_of(item, papers))
            for duty, item in owed
        ],
        notices=_notices(request, session, person.id, at),
        unread=unread_count(session, person.id),
        month=_month(on, dues),
        weekdays=range(7),
    )


def _line(session: Session, waiting: Waiting, papers: frozenset[int], language: str) -> Line:
    definition = definitions.by_hash(session, waiting.item.definition_hash)
    state = definition.by_state[waiting.item.state].label
    return Line(
        waiting,
        definition.label.in_language(language),
        state.in_language(language),
        address_of(waiting.item, papers),
    )


def _duty_name(session: Session, item: Item, code: str, language: str) -> str:
    return definitions.by_hash(session, item.definition_hash).duty[code].label.in_language(language)


def _notices(
    request: Request, session: Session, person_id: int, at: datetime.datetime
) -> list[tuple[Received, Told]]:
    found = inbox(session, person_id, bangkok_date(at), only="unread", limit=NOTICES)
    language = preferences_of(request).language
    told = tell(session, [each.notice for each in found], language, base_url(request), at)
    return list(zip(found, told, strict=True))


def _month(on: datetime.date, dues: Iterable[datetime.date]) -> list[list[tuple[datetime.date | None, int]]]:
    """The weeks of this month from Sunday; each day with how much is due on it."""
    due = list(dues)
    weeks = calendar.Calendar(firstweekday=calendar.SUNDAY).monthdatescalendar(on.year, on.month)
    return [[(day, due.count(day)) if day.month == on.month else (None, 0) for day in week] for week in weeks]
