"""Asks every school for its plan of a year: shows who will be asked, then does it and says how many were."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import answered
from api.pages.again import keep
from api.pages.page_route import PageRoute
from api.pages.plan.seat import AtPlan, Filled, FilledForm, Seat, once, seated_again
from api.pages.year.doors import fiscal_year
from api.plain_text import PlainText
from workflow.errors import Denial, NotAllowed, Refused
from workflow.proposals.editors import PLAN_GROUP
from workflow.schools.answering import board, year_asked
from workflow.schools.opening import open_school_plans

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/schools/open")
def ask_first(place: AtPlan, year: Annotated[PlainText, Query(max_length=40)] = "") -> HTMLResponse:
    """Which schools will be asked for a plan, and which have been already."""
    be = fiscal_year(year) if year else year_asked(place.session, place.office_id, place.on)
    return _page(place, be, str(be))


def kept_form(request: Request, form: FilledForm) -> Filled:
    """The form, which comes back with the year as typed should it be refused."""

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with seated_again(request) as place:
            if place is None or not place.has(PLAN_GROUP):
                return None
            be = year_asked(place.session, place.office_id, place.on)
            return _page(place, be, form.text("year"), error=error, wrong=form.wrong)

    keep(request, again)
    return form


@router.post("/schools/open")
def open_plans(form: Annotated[Filled, Depends(kept_form)], place: AtPlan) -> RedirectResponse:
    """Opens the plan of each school of today that has none; all or none."""
    place.must(PLAN_GROUP)
    be = form.year("year")

    def act() -> str:
        done = open_school_plans(place.session, place.office_id, be, place.hand)
        return f"/schools?year={be}&opened={len(done.codes)}"

    return once(place, form, act)


def _page(place: Seat, be: int, typed: str, *, error: Refused | None = None, wrong: str = "") -> HTMLResponse:
    if not place.has(PLAN_GROUP):
        raise NotAllowed(Denial("no_role", PLAN_GROUP))
    told = board(place.session, place.who, be, place.on)
    return place.page(
        "schools/open.html",
        "schools",
        status=answered(error).status if error else 200,
        year=be,
        typed=typed,
        to_open=[each for each in told.schools if each.now.item is None],
        there=sum(each.now.item is not None for each in told.schools),
        problem=place.told(error),
        wrong=wrong,
        key=uuid4().hex,
    )
