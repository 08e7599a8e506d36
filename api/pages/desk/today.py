"""Shows a person what she should do today: what waits for her, what she owes, what she should know."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.dependencies import Looking, Moment, SignedIn, Transaction
from api.pages.desk.board import UNPROPOSED
from api.pages.desk.waiting import PAGE, Waiting, prepared_for, waiting_for
from api.pages.items.ways import address_of, address_of_duty
from api.pages.notices.links import links_of
from api.pages.page_route import PageRoute
from api.pages.preferences import preferences_of
from api.pages.rendering import reader_of, render
from notifications.inbox import Received, inbox
from notifications.words import subjects
from workflow import definitions
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.owed import owed_by
from workflow.papers.drafts import KIND, with_paper
from workflow.passed_on import passed_on
from workflow.saved_views import saved_by
from workflow.schools.one_school import unanswered
from workflow.unread import unread_by
from workflow.waiting import powers

router = APIRouter(route_class=PageRoute, include_in_schema=False)
NOTICES = 5
UNREAD = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One waiting item as the page shows it."""

    waiting: Waiting
    kind: str
    state: str
    address: str
    first: str = ""
    first_address: str = ""


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
    passed, more_passed = passed_on(session, who, hers)
    to_read, more_to_read = unread_by(session, who, UNREAD)
    every = (*(w.item for w in waiting), *(item for _, item in owed), *(p.item for p in passed), *to_read)
    papers = with_paper(session, every)
    notices = _notices(session, person.id, at, language, to_read)
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
        asked=[(school, each, _answer_page(each)) for school, each in unanswered(session, who)],
        on_desk=sum(each.item.kind == KIND and each.item.state not in UNPROPOSED for each in waiting),
        prepared=prepared_for(session, who, hers),
        owed=[
            (duty, item, _duty_name(session, item, duty.code, language), address_of_duty(item, duty, papers))
            for duty, item in owed
        ],
        notices=notices,
        links=links_of(session, who, [got.notice for got, _ in notices]),
        passed=[(each, address_of(each.item, papers)) for each in passed],
        more_passed=more_passed,
        to_read=[(item, address_of(item, papers)) for item in to_read],
        more_to_read=more_to_read,
        views=saved_by(session, person.id),
        month=_month(on, dues),
        weekdays=range(7),
    )


def _answer_page(survey: Item) -> str:
    return f"/surveys/{quote(survey.code, safe='')}/answer"


def _line(session: Session, waiting: Waiting, papers: frozenset[int], language: str) -> Line:
    definition = definitions.by_hash(session, waiting.item.definition_hash)
    state = definition.by_state[waiting.item.state].label
    first = waiting.first
    return Line(
        waiting,
        definition.label.in_language(language),
        state.in_language(language),
        address_of(waiting.item, papers),
        definition.duty[first.code].label.in_language(language) if first else "",
        address_of_duty(waiting.item, first, papers) if first else "",
    )


def _duty_name(session: Session, item: Item, code: str, language: str) -> str:
    return definitions.by_hash(session, item.definition_hash).duty[code].label.in_language(language)


def _notices(
    session: Session, person_id: int, at: datetime.datetime, language: str, to_read: Iterable[Item]
) -> list[tuple[Received, str]]:
    """The newest unread notices with what each is headed; of papers that stand to be read anyway, none."""
    found = inbox(session, person_id, bangkok_date(at), only="unread", limit=NOTICES)
    shown_already = {item.id for item in to_read}
    headed = zip(found, subjects(session, [each.notice for each in found], language, at), strict=True)
    return [(got, subject) for got, subject in headed if got.notice.item_id not in shown_already]


def _month(on: datetime.date, dues: Iterable[datetime.date]) -> list[list[tuple[datetime.date | None, int]]]:
    """The weeks of this month from Sunday; each day with how much is due on it."""
    due = list(dues)
    weeks = calendar.Calendar(firstweekday=calendar.SUNDAY).monthdatescalendar(on.year, on.month)
    return [[(day, due.count(day)) if day.month == on.month else (None, 0) for day in week] for week in weeks]
