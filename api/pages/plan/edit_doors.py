"""Takes in what the form beneath a project in the plan's table says."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.dependencies import AskedItem
from api.errors import answered
from api.pages.again import keep
from api.pages.page_route import PageRoute
from api.pages.plan.asked import Asked, AskedPlan
from api.pages.plan.edit_form import MOST_LINES, QUARTERS, EditForm
from api.pages.plan.page import edited_row, plan_page
from api.pages.plan.seat import AtPlan, Filled, FilledForm, Seat, seated_again
from api.pages.year.doors import Year, fiscal_year
from workflow.errors import BadInput, Refused
from workflow.money.lines import NewLine
from workflow.money.plan_edit import PROPOSED, PlanEdit, edit_project

router = APIRouter(route_class=PageRoute, include_in_schema=False)


def kept_form(request: Request, form: FilledForm, asked: Asked) -> Filled:
    """The form, which comes back in its row with what was typed should it be refused."""

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with seated_again(request) as place:
            return None if place is None else _refused(place, form, asked, error)

    keep(request, again)
    return form


@router.post("/plan/{year}/edit/{code}")
def edit(
    form: Annotated[Filled, Depends(kept_form)], place: AtPlan, item: AskedItem, year: Year, asked: Asked
) -> RedirectResponse:
    """Keeps what the row's form says, then shows the table with the project marked."""
    be = fiscal_year(year)
    if item.kind != "project" or item.fiscal_year != be:
        raise BadInput("code", "not_a_project", item.code)
    edit_project(place.session, item, _wanted(form, proposed=item.state in PROPOSED), place.hand)
    query = asked.query(edit="")
    address = f"/plan/{be}?{query}{'&' if query else ''}done={quote(item.code)}"
    return RedirectResponse(f"{address}#p-{quote(item.code)}", status_code=303)


def _wanted(form: Filled, *, proposed: bool) -> PlanEdit:
    typed = [form.amount(name) for name in QUARTERS]
    quarters = None if all(each is None for each in typed) else [each or 0 for each in typed]
    seen = form.whole("seen", "code")
    if not proposed:
        return PlanEdit(seen, quarters, form.day("starts_on"), form.day("ends_on"))
    return PlanEdit(seen, quarters, lines=[line for n in range(MOST_LINES) if (line := _line(form, n))])


def _line(form: Filled, number: int) -> NewLine | None:
    """A line as typed; None where its amount was left out."""
    satang = form.amount(f"amount:{number}")
    if satang is None:
        return None
    category, _, sub = form.text(f"sub:{number}").partition(" ")
    return NewLine(form.text(f"fund:{number}"), category, sub, satang)


def _refused(place: Seat, form: Filled, asked: AskedPlan, error: Refused) -> HTMLResponse | None:
    code = place.request.path_params["code"]
    be = fiscal_year(place.request.path_params["year"])
    row = edited_row(place, be, code)
    if row is None:
        return None
    stands = EditForm.of(place, row)
    typed = {name: form.texts.get(name, "") for name in {**stands.texts, **form.texts}}
    changed = form.texts.get("seen", "") != str(stands.seen)
    now = {name: text for name, text in stands.texts.items() if changed and text != typed.get(name, "")}
    lines = max(
        [stands.lines, *(int(n[7:]) + 1 for n in typed if n.startswith("amount:") and n[7:].isdecimal())]
    )
    back = EditForm(
        *(code, stands.proposed, typed, stands.seen, min(lines, MOST_LINES), stands.in_force),
        *(stands.funds, stands.subs, place.told(error), form.wrong or _field(error), now),
    )
    return plan_page(place, be, asked, form=back, status=answered(error).status)


def _field(error: Refused) -> str:
    """The field of the row's form that a refusal of the office's rules speaks of."""
    name = getattr(error, "name", "")
    return {"plan": "q1", "starts_on": "starts_on", "ends_on": "ends_on", "amount": "amount:0"}.get(
        name, "q1"
    )
