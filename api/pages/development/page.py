"""Shows a development plan: where it stands, what it says and lacks, which projects serve its strategies."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.items.figures import due_dates
from api.pages.items.now import now_of, state_of
from api.pages.page_route import PageRoute
from api.pages.plan.seat import AtPlan, Seat
from api.pages.year.doors import fiscal_year
from api.plain_text import PlainText
from states.fiscal import fiscal_year_of
from workflow import definitions
from workflow.development.content import EDITABLE, SECTIONS, STEPS, Content
from workflow.development.reading import Plan, chosen, development_plans, serving
from workflow.proposals.editors import PLAN_GROUP

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Short = Annotated[PlainText, Query(max_length=40)]


@router.get("/development")
def present_plan(place: AtPlan, year: Short = "") -> HTMLResponse:
    """The plan that covers this year, or the newest."""
    return _page(place, "", year, "")


@router.get("/development/{code}")
def one_plan(place: AtPlan, code: PlainText, year: Short = "", done: Short = "") -> HTMLResponse:
    """One plan, the last one too; `done` says what was just kept."""
    return _page(place, code, year, done)


def may_edit(place: Seat, plan: Plan) -> bool:
    """Whether the page offers to write it; saving decides."""
    return plan.item.state in EDITABLE and place.has(PLAN_GROUP)


def _page(place: Seat, code: str, year: str, done: str) -> HTMLResponse:
    be = fiscal_year_of(place.on).be
    plans = development_plans(place.session, place.who)
    plan = chosen(plans, code, be)
    if plan is None:
        may = place.has(PLAN_GROUP)
        return place.page("development/none.html", "development", may=may, year=be)
    content = plan.content
    at = _year(content, fiscal_year(year) if year else be)
    definition = definitions.by_hash(place.session, plan.item.definition_hash)
    moves = {move.trigger: place.words.label(move.label) for move in definition.transitions}
    return place.page(
        "development/plan.html",
        "development",
        plan=plan,
        content=content,
        sections={name: place.words.label(label) for name, label in SECTIONS.items()},
        now=now_of(place, plan.item),
        due=due_dates(place.session, [plan.item]).get(plan.item.id),
        lacks=[(moves.get(step, ""), gaps) for step, gaps in plan.lacks.items()],
        lacking=sum(len(gaps) for gaps in plan.lacks.values()),
        asked_by={name: step for step, names in STEPS.items() for name in names},
        others=[(each, state_of(place, each.item)) for each in plans if each is not plan],
        may=may_edit(place, plan),
        may_open=place.has(PLAN_GROUP),
        year=at,
        years=range(content.first_year, content.last_year + 1) if content else (),
        serving=serving(place.session, place.office_id, content, at, place.on) if content else [],
        done=done,
    )


def _year(content: Content | None, asked: int) -> int:
    """The year asked for, within those the plan covers."""
    if content is None:
        return asked
    return min(max(asked, content.first_year), content.last_year)
