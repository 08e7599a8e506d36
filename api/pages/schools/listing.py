"""Lists the schools she sees by cluster: where each plan stands, what was answered, who is late."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from api.pages.page_route import PageRoute
from api.pages.plan.seat import Seat
from api.pages.schools.asked import AskedList, AskedSchools
from api.pages.schools.page import school_page
from api.pages.schools.reminder import reminder
from api.pages.schools.seat import AtSchools
from api.pages.schools.table import schools_table
from api.pages.tables import PAPER, book_of, xlsx
from api.pages.year.doors import fiscal_year
from workflow.proposals.editors import PLAN_GROUP
from workflow.schools.answering import Board, Missing, board, year_asked
from workflow.schools.progress import STANDING
from workflow.schools.sight import only_school

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/schools")
def list_schools(
    place: AtSchools,
    asked: AskedList,
    opened: Annotated[int, Query(ge=-1, le=10_000)] = -1,
) -> HTMLResponse:
    """The schools; whoever has one alone sees that one at once. `opened` plans were opened just now."""
    own = only_school(place.session, place.who)
    if own is not None:
        return school_page(place, own)
    year = _year(place, asked)
    told = board(place.session, place.who, year, place.on)
    found = asked.found(told.schools)
    words = place.words
    standings = {each.value: words.label(label) for each, label in STANDING.items()}
    return place.page(
        "schools/list.html",
        "schools",
        year=year,
        asked=asked,
        told=told,
        found=found,
        counts={each: sum(one.now.standing == each for one in told.schools) for each in standings},
        standings=standings,
        names={each.code: each.name_th for each in told.clusters},
        waits=sum(each.owes_plan for each in told.schools),
        late=sum(each.days_late > 0 for each in told.schools),
        lacking=sum(bool(each.unanswered) for each in told.schools),
        missing=tuple(each.value for each in Missing),
        reminder=reminder(found, asked, told, words, place.on, place.request.app.state.settings.public_url),
        to_open=sum(each.now.item is None for each in told.schools) if place.has(PLAN_GROUP) else 0,
        gone=told.told.gone if not place.who.bounded else (),
        opened=opened,
    )


@router.get("/schools/schools.xlsx")
def export_schools(place: AtSchools, asked: AskedList) -> Response:
    """The list as it is narrowed."""
    year = _year(place, asked)
    told: Board = board(place.session, place.who, year, place.on)
    table = schools_table(asked.found(told.schools), told, PAPER)
    return xlsx(PAPER("schools_book", year=year), book_of([table]))


def _year(place: Seat, asked: AskedSchools) -> int:
    if asked.year:
        return fiscal_year(asked.year)
    return year_asked(place.session, place.office_id, place.on)
