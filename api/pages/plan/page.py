"""Shows the annual plan of a year: where it stands, its projects with their money, what is late about it."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col

from api.pages.items.marks import Mark, marks_of
from api.pages.items.ways import address_of_duty
from api.pages.page_route import PageRoute
from api.pages.plan.asked import BY, PAGE, Asked, AskedPlan
from api.pages.plan.drawn import quarter_bars
from api.pages.plan.edit_form import EditForm
from api.pages.plan.seat import AtPlan, Seat
from api.pages.plan.table import Shown, agreed, lateness, parts_table, projects_table, split_of
from api.pages.tables import PAPER, book_of, xlsx
from api.pages.words import Words
from api.pages.year.doors import Year, fiscal_year
from api.plain_text import PlainText
from states.catalogue import catalogue
from states.fiscal import fiscal_year_of
from states.main_path import way_of
from states.model import Definition
from workflow import definitions, queries
from workflow.decision import Offer, offers
from workflow.models import Fund, Group, Item
from workflow.money.allotted import ceilings, tranches
from workflow.money.amounts import ended_quarters
from workflow.money.figures import sum_of
from workflow.money.pace import projects_behind, targets
from workflow.money.plan_edit import PLANNED, PROPOSED
from workflow.money.plan_table import PlanRow, lines_with_proposals, narrowed, plan_rows
from workflow.money.queries import category_names, names_of, parts_of
from workflow.money.reconciled import agreements, in_the_plan, the_rest, whole_plan
from workflow.money.yearly import savings
from workflow.proposals.editors import offered_to
from workflow.proposals.goals import goals_of
from workflow.timing import comes_later, owed_on

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_BEFORE: Final = ("group", "fund", "category")


@router.get("/plan")
def this_plan(place: AtPlan) -> RedirectResponse:
    """Leads to the plan of the fiscal year in which today lies."""
    return RedirectResponse(f"/plan/{fiscal_year_of(place.on).be}", status_code=303)


@router.get("/plan/{year}")
def show_plan(
    place: AtPlan, year: Year, asked: Asked, done: Annotated[PlainText, Query(max_length=60)] = ""
) -> HTMLResponse:
    """The plan; `edit` opens a row, `done` names the project that was just changed."""
    return plan_page(place, fiscal_year(year), asked, done=done)


@router.get("/plan/{year}/plan.xlsx")
def export_plan(place: AtPlan, year: Year, asked: Asked) -> Response:
    """The table as it is narrowed, with its sums by group, fund and category."""
    be = fiscal_year(year)
    told = _told(place, be, asked, PAPER)
    tables = [projects_table(told.shown, told.groups, PAPER), *told.parts]
    return xlsx(PAPER("plan_title", year=be), book_of(tables))


def plan_page(
    place: Seat, be: int, asked: AskedPlan, *, form: EditForm | None = None, done: str = "", status: int = 200
) -> HTMLResponse:
    """The page; `form` is the row's form as it came back."""
    words, session = place.words, place.session
    told = _told(place, be, asked, words)
    editing = form or _form(place, told.rows, asked)
    money = told.money
    return place.page(
        "plan/plan.html",
        "plan",
        status=status,
        year=be,
        asked=asked,
        told=told,
        stands=_stands(session, place, be, words),
        form=editing,
        done=next((row for row in told.rows if row.code == done), None),
        may=lambda row: _may(place, row),
        lateness=lambda row: lateness(row, words),
        pages=-(-len(told.shown.found) // PAGE),
        chart=quarter_bars(money["lines"], money["targets"], be, place.on, words),
        received=sum(each.amount for each in money["tranches"]),
        savings=savings(session, place.office_id, be),
        states=_states(told.rows, words),
        goals=goals_of(session, place.office_id, be),
        categories={code: words.label(each.label) for code, each in catalogue().categories.items()},
        bys=BY,
        late_count=sum(row.late and row.in_plan for row in told.rows),
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """All that page and workbook say of the year's projects."""

    rows: list[PlanRow]
    shown: Shown
    parts: list[Any]
    checks: list[tuple[bool, str]]
    groups: dict[str, str]
    funds: dict[str, str]
    money: dict[str, Any]


def _told(place: Seat, be: int, asked: AskedPlan, words: Words) -> _Plan:
    session, office, on = place.session, place.office_id, place.on
    lines = lines_with_proposals(session, office, be, on)
    counted = [line for line in lines if line.in_plan]
    ended = ended_quarters(be, on)
    behind = projects_behind(session, office, be, ended[-1], on, counted) if ended else ()
    rows = plan_rows(session, office, be, on, behind, lines)
    found = asked.ordered(narrowed(rows, asked.wanted))
    first = (min(asked.page, max(1, -(-len(found) // PAGE))) - 1) * PAGE
    funds, groups = names_of(session, Fund, office), names_of(session, Group, office)
    mine = [line for row in found for line in row.lines]
    here = found[first : first + PAGE]
    page_lines = [line for row in here for line in row.lines]
    shown = Shown(here, found, split_of(asked, mine, funds, words), sum_of(mine), sum_of(page_lines))
    parts = {
        "group": parts_of(mine, lambda line: line.group, groups),
        "fund": parts_of(mine, lambda line: line.fund, funds),
        "category": parts_of(mine, lambda line: line.category, category_names()),
    }
    whole, rest = whole_plan(session, office, be, on), the_rest(counted, mine)
    every = in_the_plan([*(line for line in mine if line.in_plan), *_left_out(counted, mine)])
    checks = [
        (each.agrees, agreed(each, rest, words))
        for each in agreements(shown.total, dict(parts), every, whole)
    ]
    tables = [parts_table(name, parts[name], shown.total, words) for name in _BEFORE]
    money = {
        "lines": counted,
        "whole": whole,
        "targets": targets(session, office, be, on, counted),
        "ceilings": ceilings(session, office, be, on, counted),
        "tranches": tranches(session, office, be, on),
    }
    return _Plan(rows, shown, tables, checks, groups, funds, money)


def _left_out(counted: list[Any], mine: list[Any]) -> list[Any]:
    seen = {line.line_id for line in mine}
    return [line for line in counted if line.line_id not in seen]


@dataclass(frozen=True, slots=True)
class _First:
    """What is to be done before the next step, by when, and where."""

    duty: str
    due_on: datetime.date
    address: str


@dataclass(frozen=True, slots=True)
class _Stands:
    """Where the plan itself stands."""

    item: Item
    state: str
    marks: list[Mark]
    ended: bool
    next: Offer | None
    first: _First | None


def _stands(session: Session, place: Seat, be: int, words: Words) -> _Stands | None:
    """The year's plan as its item tells it; None before there is one."""
    found = queries.items_visible_to(place.who).where(Item.kind == "annual_plan", Item.fiscal_year == be)
    item = session.exec(found.order_by(col(Item.id).desc()).limit(1)).first()
    if item is None:
        return None
    definition = definitions.by_hash(session, item.definition_hash)
    entries = session.exec(queries.entries_of(item.id)).all()
    way = way_of(item.definition_hash, definition)
    marks = marks_of(definition, way, item, entries, words)
    offered = offers(session, item.id, by=place.person.id, at=place.at, on=place.on)
    following = next((each for each in offered if way.leads_on(item.state, each.move)), None)
    state = words.label(definition.by_state[item.state].label)
    first = _first(session, item, definition, following, place.on, words)
    return _Stands(item, state, marks, definition.is_end(item.state), following, first)


def _first(
    session: Session, item: Item, definition: Definition, step: Offer | None, on: datetime.date, words: Words
) -> _First | None:
    """What comes before a step whose time has not come."""
    lacks = step is not None and step.missing
    later = comes_later(step.move, owed_on(session, [item.id])[item.id], on) if step and lacks else None
    if later is None:
        return None
    name = words.label(definition.duty[later.first.code].label)
    return _First(name, later.first.due_on, address_of_duty(item, later.first, ()))


def _states(rows: list[PlanRow], words: Words) -> list[tuple[str, str]]:
    """The states there are, by name."""
    return sorted({row.state: words.label(row.label) for row in rows}.items(), key=lambda each: each[1])


def _may(place: Seat, row: PlanRow) -> bool:
    return row.state in (*PROPOSED, *PLANNED) and offered_to(place.who, row.owner_id, row.group_id)


def _form(place: Seat, rows: list[PlanRow], asked: AskedPlan) -> EditForm | None:
    """The form of the row that is to be edited, where she may."""
    row = next((row for row in rows if row.code == asked.edit), None)
    return EditForm.of(place, row) if row is not None and _may(place, row) else None


def edited_row(place: Seat, be: int, code: str) -> PlanRow | None:
    """One project of the year as the table has it."""
    rows = plan_rows(place.session, place.office_id, be, place.on)
    return next((row for row in rows if row.code == code), None)
