"""Writes a development plan, section by section; refused, everything typed comes back."""

from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import AskedItem
from api.errors import answered
from api.pages.again import keep
from api.pages.development.page import may_edit
from api.pages.page_route import PageRoute
from api.pages.plan.seat import AtPlan, Filled, FilledForm, Seat, seated_again
from api.plain_text import PlainText
from states.buddhist import arabic_digits
from workflow import definitions
from workflow.development.content import SECTIONS, STEPS, Content
from workflow.development.reading import Plan, chosen, development_plans, last_written
from workflow.development.rewriting import rewrite
from workflow.errors import Denial, NotAllowed, Refused, UnknownItem
from workflow.proposals.editors import PLAN_GROUP
from workflow.situation import read

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_YEARS: Final = ("first_year", "last_year")


@router.get("/development/{code}/edit")
def edit_plan(place: AtPlan, code: PlainText) -> HTMLResponse:
    """The form as the plan stands; raises UnknownItem, NotAllowed."""
    return _page(place, code)


def kept_form(request: Request, form: FilledForm) -> Filled:
    """The form, which comes back with everything typed should it be refused."""

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with seated_again(request) as place:
            if place is None:
                return None
            try:
                return _page(place, request.path_params["code"], form=form, error=error)
            except Refused:
                return None

    keep(request, again)
    return form


@router.post("/development/{code}/edit")
def keep_plan(
    form: Annotated[Filled, Depends(kept_form)], place: AtPlan, item: AskedItem
) -> RedirectResponse:
    """Replaces what the plan says; all of it or nothing."""
    place.must(PLAN_GROUP, item.kind, "submit_to_director")
    first, last = (form.year(name) for name in _YEARS)
    texts = {name: form.texts.get(name, "") for name in SECTIONS}
    try:
        sealed = rewrite(
            place.session, item, Content(first, last, **texts), form.whole("seen", "code"), place.hand
        )
    except Refused as error:
        form.wrong = form.wrong or _field(error)
        raise
    done = "saved" if sealed else "same"
    return RedirectResponse(f"/development/{quote(item.code, safe='')}?done={done}", status_code=303)


def _field(error: Refused) -> str:
    name = str(getattr(error, "name", ""))
    return name if name in SECTIONS or name in _YEARS else ""


def _page(
    place: Seat, code: str, *, form: Filled | None = None, error: Refused | None = None
) -> HTMLResponse:
    if not code:
        raise UnknownItem(code)
    plan = chosen(development_plans(place.session, place.who), code, 0)
    if plan is None:
        raise UnknownItem(code[:80])
    if form is None and not may_edit(place, plan):
        must_be_open(place, plan)
    stands, seen = _texts(plan.content), last_written(place.session, plan.item.id)
    typed = {name: form.texts.get(name, "") for name in stands} if form else stands
    changed = form is not None and form.texts.get("seen", "") != str(seen)
    definition = definitions.by_hash(place.session, plan.item.definition_hash)
    moves = {move.trigger: place.words.label(move.label) for move in definition.transitions}
    return place.page(
        "development/edit.html",
        "development",
        status=answered(error).status if error else 200,
        item=plan.item,
        steps=[
            (moves.get(step, ""), [(name, place.words.label(SECTIONS[name])) for name in names])
            for step, names in STEPS.items()
        ],
        texts=typed,
        now={name: text for name, text in stands.items() if changed and _differs(text, typed[name])},
        seen=seen,
        problem=place.told(error),
        wrong=form.wrong if form else "",
    )


def must_be_open(place: Seat, plan: Plan) -> None:
    """Raises NotAllowed for whoever is not of the plan group, NotOpenHere where it is fixed."""
    if not place.has(PLAN_GROUP):
        raise NotAllowed(Denial("no_role", PLAN_GROUP))
    now = read(place.session, plan.item.id, place.person.id, place.on, lock=False).item
    raise definitions.not_open(place.session, now, "submit_to_director")


def _texts(content: Content | None) -> Mapping[str, str]:
    """The plan's words by field; empty where nothing is written."""
    names = (*_YEARS, *SECTIONS)
    return {name: str(getattr(content, name)) if content else "" for name in names}


def _differs(kept: str, typed: str) -> bool:
    """Lines end otherwise as a browser sends them, and years may have been typed in Thai digits."""
    return arabic_digits(kept).split() != arabic_digits(typed).split()
