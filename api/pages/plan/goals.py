"""What projects of a year may serve: listed with those that do, added one by one, pasted, or taken over."""

from itertools import groupby
from typing import Annotated, Final
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import answered
from api.pages.again import keep
from api.pages.page_route import PageRoute
from api.pages.plan.seat import AtPlan, Filled, FilledForm, Seat, once, seated_again
from api.pages.year.doors import fiscal_year
from api.plain_text import PlainText
from states.fiscal import fiscal_year_of
from workflow.errors import BadInput, Refused
from workflow.money.plan_table import plan_rows
from workflow.proposals.editors import PLAN_GROUP
from workflow.proposals.goals import KINDS, add_goal, copy_goals, goals_of
from workflow.proposals.serving import add_goals, aimless, served

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Short = Annotated[PlainText, Query(max_length=40)]
_WHAT: Final = ("add", "import", "copy")


@router.get("/goals")
def show_goals(place: AtPlan, year: Short = "", done: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """The year's goals by kind, each with the projects that serve it."""
    be = fiscal_year(year) if year else fiscal_year_of(place.on).be
    return _page(place, be, done=done)


def kept_form(request: Request, form: FilledForm) -> Filled:
    """The form, which comes back with what was typed should it be refused."""

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with seated_again(request) as place:
            if place is None:
                return None
            return _page(place, fiscal_year(request.path_params["year"]), form=form, error=error)

    keep(request, again)
    return form


@router.post("/goals/{year}/{what}")
def change_goals(
    form: Annotated[Filled, Depends(kept_form)], place: AtPlan, year: PlainText, what: PlainText
) -> RedirectResponse:
    """Adds one goal, those that were pasted, or those of the year before; all or none."""
    be = fiscal_year(year)
    if what not in _WHAT:
        raise BadInput("form", "unknown", what[:80])
    return once(place, form, lambda: f"/goals?year={be}&done={_added(place, be, form, what)}")


def _added(place: Seat, be: int, form: Filled, what: str) -> int:
    session, office, hand = place.session, place.office_id, place.hand
    if what == "copy":
        with form.at("copy"):
            return copy_goals(session, office, be - 1, be, hand)
    if what == "import":
        with form.at("rows"):
            return add_goals(session, office, be, form.text("rows").splitlines(), hand)
    try:
        add_goal(session, office, be, form.text("kind"), form.text("code"), form.text("name"), hand)
    except Refused as error:
        form.wrong = {"name_th": "name", "kind": "kind"}.get(getattr(error, "name", ""), "code")
        raise
    return 1


def _page(
    place: Seat, be: int, *, form: Filled | None = None, error: Refused | None = None, done: int = 0
) -> HTMLResponse:
    rows = plan_rows(place.session, place.office_id, be, place.on)
    told = served(goals_of(place.session, place.office_id, be), rows)
    kinds = {kind: place.words.label(label) for kind, label in KINDS.items()}
    return place.page(
        "plan/goals.html",
        "goals",
        status=answered(error).status if error else 200,
        year=be,
        kinds=kinds,
        told=[(kind, list(mine)) for kind, mine in groupby(told, key=lambda each: each.goal.kind)],
        unserved=sum(not each.projects for each in told),
        aimless=aimless(rows),
        texts=form.texts if form else {},
        wrong=form.wrong if form else "",
        problem=place.told(error),
        done=done,
        key=uuid4().hex,
        may=place.has(PLAN_GROUP),
    )
