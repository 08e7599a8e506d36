"""Opens a new development plan."""

from typing import Annotated
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import answered
from api.pages.again import keep
from api.pages.page_route import PageRoute
from api.pages.plan.seat import AtPlan, Filled, FilledForm, Seat, once, seated_again
from states.fiscal import fiscal_year_of
from workflow.development.content import KIND
from workflow.development.rewriting import open_plan
from workflow.errors import AlreadyExists, Denial, NotAllowed, Refused
from workflow.proposals.editors import PLAN_GROUP

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/development/new")
def new_plan(place: AtPlan) -> HTMLResponse:
    """The form, with a code and a title to begin with."""
    be = fiscal_year_of(place.on).be
    title = f"แผนพัฒนาการศึกษาขั้นพื้นฐาน ปีงบประมาณ พ.ศ. {be + 1}"
    return _page(place, {"code": f"DP{be}", "title": title, "year": str(be)})


def kept_form(request: Request, form: FilledForm) -> Filled:
    """The form, which comes back with everything typed should it be refused."""

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with seated_again(request) as place:
            if place is None or not place.has(PLAN_GROUP):
                return None
            texts = {name: form.texts.get(name, "") for name in ("code", "title", "year")}
            return _page(place, texts, error=error, wrong=form.wrong)

    keep(request, again)
    return form


@router.post("/development/new")
def open_new(form: Annotated[Filled, Depends(kept_form)], place: AtPlan) -> RedirectResponse:
    """Opens it and leads to its page."""
    place.must(PLAN_GROUP, KIND)
    be = form.year("year")

    def act() -> str:
        try:
            item = open_plan(
                place.session, place.office_id, form.text("code"), form.text("title"), be, place.hand
            )
        except Refused as error:
            code = isinstance(error, AlreadyExists)
            form.wrong = form.wrong or ("code" if code else _field(str(getattr(error, "name", ""))))
            raise
        return f"/development/{quote(item.code, safe='')}?done=opened"

    return once(place, form, act)


def _field(name: str) -> str:
    return {"code": "code", "title": "title", "fiscal_year": "year"}.get(name, "")


def _page(
    place: Seat, texts: dict[str, str], *, error: Refused | None = None, wrong: str = ""
) -> HTMLResponse:
    if not place.has(PLAN_GROUP):
        raise NotAllowed(Denial("no_role", PLAN_GROUP))
    return place.page(
        "development/new.html",
        "development",
        status=answered(error).status if error else 200,
        texts=texts,
        problem=place.told(error),
        wrong=wrong,
        key=uuid4().hex,
    )
