"""Shows a paper, a year's plan, the office's people and its paths as they were on a day and as was known."""

from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import AskedItem, Looking, Moment, SignedIn, Transaction
from api.pages.asof.asked import Asked, Question
from api.pages.asof.told import duties_told, shown_told
from api.pages.definitions.kind import picture
from api.pages.items.path_svg import Shown, path_svg
from api.pages.looker import Looker
from api.pages.page_route import PageRoute
from api.pages.plan.seat import AtPlan
from api.pages.rendering import reader_of, render
from api.pages.year.doors import fiscal_year
from api.plain_text import PlainText
from states.fiscal import fiscal_year_of
from states.main_path import way_of
from states.model import Definition
from workflow.asof.item import ItemThen, item_then
from workflow.asof.paths import PathThen, paths_then
from workflow.asof.plan import plan_then
from workflow.asof.roster import roster_then
from workflow.models import Item

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_SECTION: Final = "as-of"


@router.get("/as-of")
def show_start(
    place: AtPlan, question: Question, code: Annotated[PlainText, Query(max_length=40)] = ""
) -> Response:
    """Where a day is chosen, and what can be seen of it; with a paper's `code` that paper."""
    if code.strip() and question.past is not None:
        return RedirectResponse(f"/items/{quote(code.strip())}/as-of?{question.query}", 303)
    year = fiscal_year_of(question.past.on if question.past else place.on).be
    return _page(place, "asof/start.html", question, year=year, code=code)


@router.get("/as-of/roster")
def show_roster(place: AtPlan, question: Question) -> HTMLResponse:
    """Who held which post, stood in for whom and sat on which body; groups and schools."""
    told = roster_then(place.session, question.past) if question.past else None
    return _page(place, "asof/roster.html", question, told=told)


@router.get("/as-of/definitions")
def show_paths(
    place: AtPlan, question: Question, kind: Annotated[PlainText, Query(max_length=40)] = ""
) -> HTMLResponse:
    """The paths new papers took on the day; with `kind` the picture of one."""
    found = paths_then(place.session, question.past) if question.past else []
    chosen = next((each for each in found if each.kind == kind), None)
    drawn = _drawn(place, chosen) if chosen else None
    return _page(place, "asof/paths.html", question, paths=found, chosen=chosen, picture=drawn)


def _drawn(place: Looker, chosen: PathThen) -> Any:
    label = place.words.label(chosen.definition.label)
    return picture(chosen.definition, place.words, place.words("asof_picture", kind=label))


@router.get("/plan/{year}/as-of")
def show_plan(place: AtPlan, year: PlainText, question: Question) -> HTMLResponse:
    """A fiscal year's plan and money on the day."""
    be = fiscal_year(year)
    told = plan_then(place.session, be, question.past) if question.past else None
    return _page(place, "asof/plan.html", question, year=be, told=told)


@router.get("/items/{code}/as-of")
def show_item(
    request: Request,
    session: Transaction,
    person: SignedIn,
    who: Looking,
    at: Moment,
    item: AskedItem,
    question: Question,
) -> HTMLResponse:
    """One paper on the day; whoever may see it today may see how it was."""
    place = Looker(request, session, person, who, at)
    told = item_then(session, item, question.past) if question.past else None
    drawn = _place_drawn(place, item, told) if told else None
    facts, documents = shown_told(told, place.words) if told else ([], [])
    duties = duties_told(told, place.words) if told else []
    shown: dict[str, Any] = {"facts": facts, "documents": documents, "duties": duties}
    return _page(place, "asof/item.html", question, item=item, told=told, picture=drawn, **shown)


def _place_drawn(place: Looker, item: Item, told: ItemThen) -> Any:
    """The path the paper was on, with its place on the day."""
    if told.standing is None or told.definition is None:
        return None
    return _path(place, told.definition, told.standing.definition_hash, told.standing.state, item.code)


def _path(place: Looker, definition: Definition, name: str, state: str, code: str) -> Any:
    way = way_of(name, definition)
    title = place.words("asof_picture", kind=code)
    return path_svg(definition, Shown(way.path, state, (), place.words.language, title))


def _page(place: Looker, template: str, question: Asked, **context: Any) -> HTMLResponse:
    return render(
        place.request,
        template,
        reader=reader_of(place.session, place.person, place.who),
        section=_SECTION,
        status=question.status,
        question=question,
        problem=question.problem(place.words.language),
        address=place.request.url.path,
        today=place.on,
        **context,
    )
