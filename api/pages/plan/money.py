"""Takes in the money of a year: ceilings, tranches, targets, savings, money kept for the next year."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.errors import answered
from api.pages.again import keep
from api.pages.page_route import PageRoute
from api.pages.plan.money_forms import TRANCHES, ceilings_of, targets_of, tranches_of
from api.pages.plan.seat import AtPlan, Filled, FilledForm, Seat, once, seated_again
from api.pages.year.doors import Year, fiscal_year
from states.baht import money as baht
from states.baht import percent
from states.catalogue import catalogue
from workflow.errors import BadInput, Refused
from workflow.models import Fund, Group, ProjectLine
from workflow.money.amounts import CLOSED, IN_PLAN, line_amounts
from workflow.money.office import (
    CEILING_SETTERS,
    TRANCHE_KEEPERS,
    add_savings,
    copy_targets,
    record_tranche,
    set_ceiling,
    set_target,
)
from workflow.money.pace import ALL
from workflow.money.paid import CARRIERS, carry_over
from workflow.money.queries import names_of, year_money
from workflow.money.yearly import SAVERS, TARGET_SETTERS, savings

router = APIRouter(route_class=PageRoute, include_in_schema=False)
WHAT: Final = ("ceilings", "tranches", "targets", "copied-targets", "savings", "carry-over")


@dataclass(frozen=True, slots=True)
class Grid:
    """A plain table to type into: rows and columns by key and name, what stands in each cell."""

    rows: list[tuple[str, str]]
    columns: list[tuple[str, str]]
    cells: dict[str, str]


@router.get("/plan/{year}/money")
def show_money(place: AtPlan, year: Year, done: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """What is set for the year, in tables to type into for those who may."""
    return _page(place, fiscal_year(year), done=done if done in WHAT else "")


def kept_form(request: Request, form: FilledForm) -> Filled:
    """The form, which comes back with what was typed should it be refused."""

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with seated_again(request) as place:
            if place is None:
                return None
            params = request.path_params
            return _page(place, fiscal_year(params["year"]), form=form, what=params["what"], error=error)

    keep(request, again)
    return form


@router.post("/plan/{year}/money/{what}")
def change_money(
    form: Annotated[Filled, Depends(kept_form)], place: AtPlan, year: Year, what: str
) -> RedirectResponse:
    """Keeps everything that one form says, or nothing of it."""
    be = fiscal_year(year)

    def act() -> str:
        _KEEP[what](place, be, form)
        return f"/plan/{be}/money?done={what}#{what}"

    if what not in _KEEP:
        raise BadInput("form", "unknown", what[:80])
    return once(place, form, act)


def _keep_ceilings(place: Seat, be: int, form: Filled) -> None:
    now = year_money(place.session, place.office_id, be, place.on).ceilings
    for name, new in ceilings_of(form, {(each.fund, each.group): each.amount for each in now}, _axes(place)):
        with form.at(name):
            set_ceiling(place.session, place.office_id, be, new, place.hand)


def _keep_tranches(place: Seat, be: int, form: Filled) -> None:
    for name, new in tranches_of(form):
        with form.at(name):
            record_tranche(place.session, place.office_id, be, new, place.hand)


def _keep_targets(place: Seat, be: int, form: Filled) -> None:
    now = year_money(place.session, place.office_id, be, place.on).targets
    stand = {(each.scope, each.quarter): each.hundredths for each in now}
    for name, new in targets_of(form, stand):
        with form.at(name):
            set_target(place.session, place.office_id, be, new, place.hand)


def _copy_targets(place: Seat, be: int, form: Filled) -> None:
    with form.at("copy"):
        copy_targets(place.session, place.office_id, be, place.hand)


def _keep_savings(place: Seat, be: int, form: Filled) -> None:
    measures = [line.strip() for line in form.text("measures").splitlines() if line.strip()]
    on = form.day("savings-on")
    with form.at("measures"):
        add_savings(place.session, place.office_id, be, measures, place.hand, effective_on=on)


def _carry(place: Seat, be: int, form: Filled) -> None:
    line = place.session.get(ProjectLine, form.whole("carry-line", "line"))
    known = {each.line_id for each in line_amounts(place.session, place.office_id, be, place.on)}
    with form.at("carry-line"):
        if line is None or line.id not in known:
            raise BadInput("line", "unknown", form.text("carry-line")[:80])
    satang, on = form.amount("carry-amount"), form.must_day("carry-on", "effective_on")
    with form.at("carry-amount"):
        if satang is None:
            raise BadInput("amount", "empty")
    with form.at("carry-amount" if form.text("carry-approval") else "carry-approval"):
        carry_over(place.session, line, satang, form.text("carry-approval"), on, place.hand)


_KEEP: Final = {
    "ceilings": _keep_ceilings,
    "tranches": _keep_tranches,
    "targets": _keep_targets,
    "copied-targets": _copy_targets,
    "savings": _keep_savings,
    "carry-over": _carry,
}


def _axes(place: Seat) -> tuple[list[str], list[str]]:
    session, office = place.session, place.office_id
    return list(names_of(session, Fund, office)), ["", *names_of(session, Group, office)]


def _page(
    place: Seat,
    be: int,
    *,
    form: Filled | None = None,
    what: str = "",
    error: Refused | None = None,
    done: str = "",
) -> HTMLResponse:
    session, office, words = place.session, place.office_id, place.words
    told = year_money(session, office, be, place.on)
    funds, groups = names_of(session, Fund, office), names_of(session, Group, office)
    ceilings = Grid(
        [("", words("year_whole_fund")), *groups.items()],
        list(funds.items()),
        {f"c:{each.fund}:{each.group}": baht(each.amount) for each in told.ceilings},
    )
    scopes = [(ALL, words("year_all_money"))]
    scopes += [(code, words.label(each.label)) for code, each in catalogue().categories.items()]
    targets = Grid(
        scopes,
        [(str(number), words("plan_quarter", quarter=number)) for number in (1, 2, 3, 4)],
        {f"t:{each.scope}:{each.quarter}": percent(_share(each.hundredths)) for each in told.targets},
    )
    stands = {**ceilings.cells, **targets.cells}
    return place.page(
        "plan/money.html",
        "plan",
        status=answered(error).status if error else 200,
        year=be,
        told=told,
        funds=funds,
        groups=groups,
        ceilings=ceilings,
        targets=targets,
        texts={**stands, **(form.texts if form else {})},
        wrong=(form.wrong or what) if form and error else "",
        problem=place.told(error),
        done=done,
        key=uuid4().hex,
        spare=range(TRANCHES),
        savings=savings(session, office, be),
        carriable=_carriable(place, be),
        may={
            "ceilings": place.has(CEILING_SETTERS),
            "tranches": place.has(TRANCHE_KEEPERS),
            "targets": place.has(TARGET_SETTERS),
            "savings": place.has(SAVERS),
            "carry": place.has(CARRIERS),
        },
    )


def _share(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _carriable(place: Seat, be: int) -> list[tuple[int, str]]:
    """The lines of which something is left, each in words."""
    categories = catalogue().categories
    found = []
    for line in line_amounts(place.session, place.office_id, be, place.on):
        if line.state not in IN_PLAN - {CLOSED} or line.in_force <= line.paid:
            continue
        sub = place.words.label(categories[line.category].subs[line.sub].label)
        left = place.words.money(line.in_force - line.paid)
        found.append((line.line_id, f"{line.code} {line.title} · {sub} · {left}"))
    return found
