"""The amendments of a year: the list, opening a new one, and one of them before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col

from api.dependencies import AskedItem
from api.errors import answered
from api.pages.again import keep
from api.pages.page_route import PageRoute
from api.pages.plan.seat import AtPlan, Filled, FilledForm, Seat, once, seated_again
from api.pages.tables import PAPER, Table, book_of, xlsx
from api.pages.words import Words
from api.pages.year.doors import fiscal_year
from api.plain_text import PlainText
from states.catalogue import catalogue
from states.fiscal import fiscal_year_of
from workflow import definitions, queries
from workflow.amendments.balance import Whose, faults
from workflow.amendments.changes import OPEN, REQUESTERS
from workflow.amendments.comparison import Comparison, Sum, before_after
from workflow.amendments.yearly import Effect, effects, open_amendment
from workflow.errors import Refused
from workflow.models import Fund, Group, Item
from workflow.money.amounts import ADOPTED
from workflow.money.queries import category_names, names_of
from workflow.sheets.tables import Column

router = APIRouter(route_class=PageRoute, include_in_schema=False)
YearAsked = Annotated[PlainText, Query(max_length=40)]
_DECIDED = (ADOPTED, "circulated", "closed")


@dataclass(frozen=True, slots=True)
class Row:
    """One amendment in the list."""

    item: Item
    state: str
    effect: Effect | None


@router.get("/amendments")
def list_amendments(place: AtPlan, year: YearAsked = "") -> HTMLResponse:
    """The year's amendments with where each stands and what it moves."""
    be = fiscal_year(year) if year else fiscal_year_of(place.on).be
    found = queries.items_visible_to(place.who).where(Item.kind == "plan_amendment", Item.fiscal_year == be)
    items = place.session.exec(found.order_by(col(Item.id).desc())).all()
    moved = effects(place.session, [item.id for item in items])
    return place.page(
        "plan/amendments.html",
        "amendments",
        year=be,
        rows=[Row(item, _state(place.session, item, place.words), moved.get(item.id)) for item in items],
        may_open=place.has(REQUESTERS),
    )


def _state(session: Session, item: Item, words: Words) -> str:
    return words.label(definitions.by_hash(session, item.definition_hash).by_state[item.state].label)


@router.get("/amendments/new")
def ask_for_one(place: AtPlan, year: YearAsked = "") -> HTMLResponse:
    """The form that opens an amendment."""
    be = fiscal_year(year) if year else fiscal_year_of(place.on).be
    return _new_page(place, be)


def kept_new(request: Request, form: FilledForm) -> Filled:
    """The form, which comes back with what was typed should it be refused."""

    def again(request: Request, error: Refused) -> HTMLResponse | None:
        with seated_again(request) as place:
            if place is None:
                return None
            return _new_page(place, fiscal_year_of(place.on).be, form=form, error=error)

    keep(request, again)
    return form


@router.post("/amendments/new")
def open_one(form: Annotated[Filled, Depends(kept_new)], place: AtPlan) -> RedirectResponse:
    """Opens it, and leads to its editor."""

    def act() -> str:
        be = form.year("year")
        with form.at("title"):
            item = open_amendment(
                place.session, place.office_id, be, form.text("title"), form.text("group"), place.hand
            )
        return f"/amendments/{quote(item.code, safe='')}/edit"

    return once(place, form, act)


def _new_page(
    place: Seat, be: int, *, form: Filled | None = None, error: Refused | None = None
) -> HTMLResponse:
    groups = names_of(place.session, Group, place.office_id)
    return place.page(
        "plan/amendment_new.html",
        "amendments",
        status=answered(error).status if error else 200,
        year=be,
        groups=groups,
        texts=form.texts if form else {"year": place.words.digits(be)},
        wrong=form.wrong if form else "",
        problem=place.told(error),
        key=uuid4().hex,
    )


@router.get("/amendments/{code}")
def show_one(place: AtPlan, item: AskedItem, done: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """Before and after of one amendment, and whether it adds up."""
    told = before_after(place.session, item)
    whose = Whose(item.id, item.parent_id, item.office_id, item.fiscal_year, place.on)
    decided = told.adopted_on is not None or item.state in _DECIDED
    return place.page(
        "plan/amendment.html",
        "amendments",
        item=item,
        state=_state(place.session, item, place.words),
        told=told,
        tables=amendment_tables(place.session, item, told, place.words),
        warnings=[] if decided else [place.words.label(each) for each in faults(place.session, whose)],
        decided=decided,
        may_edit=item.state in OPEN and place.has(OPEN[item.state]),
        effect=_effect(told),
        done=done,
    )


def _effect(told: Comparison) -> Effect:
    changes = [line.change for line in told.lines]
    given = -sum(satang for satang in changes if satang < 0)
    return Effect(
        len({line.project for line in told.lines}), given, sum(satang for satang in changes if satang > 0)
    )


@router.get("/amendments/{code}/changes.xlsx")
def export_one(place: AtPlan, item: AskedItem) -> Response:
    """The tables of the page as a workbook."""
    told = before_after(place.session, item)
    return xlsx(
        f"{PAPER('amendment_before_after')} {item.code}",
        book_of(amendment_tables(place.session, item, told, PAPER)),
    )


def amendment_tables(session: Session, item: Item, told: Comparison, words: Words) -> list[Table]:
    """Every line before and after, then what each group, fund and category gains."""
    funds, groups = names_of(session, Fund, item.office_id), names_of(session, Group, item.office_id)
    text = [words("amendment_col_project"), words("plan_col_title"), words("plan_group"), words("plan_fund")]
    columns = (*(Column(each) for each in (*text, words("plan_category"))), *_amounts(words))
    rows = [
        (
            *(line.project, line.title, groups.get(line.group, line.group), funds.get(line.fund, line.fund)),
            _budget(line.category, line.sub, words),
            *(line.before, line.change, line.after),
        )
        for line in told.lines
    ]
    total = (words("plan_sum"), None, None, None, None, *_added(told.by_fund))
    lines = Table("lines", words("amendment_before_after"), columns, rows, total=total, link=0)
    return [
        lines,
        _sums("group", told.by_group, groups, words),
        _sums("fund", told.by_fund, funds, words),
        _sums("category", told.by_category, category_names(), words),
    ]


def _amounts(words: Words) -> tuple[Column, ...]:
    return tuple(Column(words(f"amendment_{key}"), "amount") for key in ("before", "change", "after"))


def _added(sums: Sequence[Sum]) -> tuple[int, int, int]:
    before, change = sum(each.before for each in sums), sum(each.change for each in sums)
    return before, change, before + change


def _budget(category: str, sub: str, words: Words) -> str:
    known = catalogue().categories[category]
    return f"{words.label(known.label)}: {words.label(known.subs[sub].label)}"


def _sums(name: str, sums: Sequence[Sum], names: dict[str, str], words: Words) -> Table:
    columns = (Column(words(f"plan_{name}")), *_amounts(words))
    rows = [(names.get(each.code, each.code) or "-", each.before, each.change, each.after) for each in sums]
    total = (words("plan_sum"), *_added(sums))
    return Table(name, words(f"plan_by_{name}"), columns, rows, total=total)
