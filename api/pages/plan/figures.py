"""The year in figures: payments against targets, days in each state, deadlines kept, projects by state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.pages.page_route import PageRoute
from api.pages.plan.drawn import Bar, as_share, quarter_bars, share_text
from api.pages.plan.seat import AtPlan, Seat
from api.pages.tables import Table
from api.pages.words import Words
from api.pages.year.doors import fiscal_year
from api.plain_text import PlainText
from states.fiscal import fiscal_year_of
from workflow import performance
from workflow.models import Group
from workflow.money.amounts import LineNow, ended_quarters, line_amounts, per_cent_hundredths
from workflow.money.figures import Part, sum_of
from workflow.money.pace import targets
from workflow.money.queries import names_of, parts_of
from workflow.performance import Dwell, Punctual, Standing
from workflow.sheets.tables import Column

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Short = Annotated[PlainText, Query(max_length=60)]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of a table: what the chart draws, and the table that says the same."""

    name: str
    bars: list[Any]
    table: Table
    most: float = 100


@router.get("/figures")
def show_figures(place: AtPlan, year: Short = "", group: Short = "", kind: Short = "project") -> HTMLResponse:
    """The figures of a year, of the whole office or of one group."""
    be = fiscal_year(year) if year else fiscal_year_of(place.on).be
    session, office, words, on = place.session, place.office_id, place.words, place.on
    groups = names_of(session, Group, office)
    chosen = group if group in groups else ""
    group_id = performance.group_named(session, office, chosen) if chosen else None
    every = line_amounts(session, office, be, on)
    lines = [line for line in every if chosen in ("", line.group)]
    aims = targets(session, office, be, on, lines)
    kinds = performance.kinds_of(session, office, be)
    return place.page(
        "plan/figures.html",
        "figures",
        year=be,
        group=chosen,
        groups=groups,
        kind=kind,
        kinds=kinds,
        quarters=quarter_bars(lines, aims, be, on, words),
        has_money=bool(lines),
        course=_course(place, be, lines, aims, chosen),
        by_group=_by_group(parts_of(lines, lambda line: line.group, groups), words),
        states=_states(performance.projects_by_state(session, office, be, group_id), words),
        dwell=_dwell(performance.dwells(session, office, be, kind, group_id), words),
        kept=_kept(performance.punctuality(session, office, be, on, group_id), words),
    )


def _course(
    place: Seat, be: int, lines: Sequence[LineNow], aims: Sequence[Any], group: str
) -> dict[str, Any]:
    """The share paid by each quarter's end: this year, its target, and the year before."""
    before = [
        line
        for line in line_amounts(place.session, place.office_id, be - 1, place.on)
        if group in ("", line.group)
    ]
    wanted = {each.quarter: each.hundredths for each in aims if each.scope == "all"}
    words = place.words
    series = [
        (words("figures_this_year", year=words.year(be)), _shares(lines, be, place)),
        (words("figures_target"), [as_share(wanted.get(number)) for number in (1, 2, 3, 4)]),
        (words("figures_year_before", year=words.year(be - 1)), _shares(before, be - 1, place)),
    ]
    shown = [
        {"label": label, "values": values} for label, values in series if any(v is not None for v in values)
    ]
    places = [words("plan_quarter", quarter=number) for number in (1, 2, 3, 4)]
    return {"places": places, "series": shown}


def _shares(lines: Sequence[LineNow], be: int, place: Seat) -> list[float | None]:
    ended = ended_quarters(be, place.on)
    return [
        as_share(sum_of(lines, number).hundredths) if number in ended else None for number in (1, 2, 3, 4)
    ]


def _by_group(parts: Sequence[Part], words: Words) -> Drawn:
    """Of each group what was paid and what is left."""
    bars = [
        {
            "label": words.digits(each.name_th or "-"),
            "text": share_text(each.hundredths, words),
            "parts": [each.disbursed, max(each.left, 0)],
        }
        for each in parts
    ]
    columns = (
        *(Column(words("plan_group")), Column(words("plan_col_in_force"), "amount")),
        *(Column(words("plan_col_disbursed"), "amount"), Column(words("plan_col_share"), "share")),
    )
    rows = [(each.name_th or "-", each.in_force, each.disbursed, each.per_cent) for each in parts]
    return Drawn("groups", bars, Table("groups", words("figures_groups"), columns, rows))


def _states(found: Sequence[Standing], words: Words) -> Drawn:
    most = max((each.count for each in found), default=1)
    bars = [Bar(words.label(each.label), each.count, None, words.number(each.count), False) for each in found]
    columns = (Column(words("plan_state")), Column(words("plan_col_projects"), "whole"))
    rows = [(words.label(each.label), each.count) for each in found]
    total = (words("plan_sum"), sum(each.count for each in found))
    return Drawn("states", bars, Table("states", words("figures_states"), columns, rows, total=total), most)


def _dwell(found: Sequence[Dwell], words: Words) -> Drawn:
    """The middle as the bar, the longest as its mark."""
    most = max((each.longest for each in found), default=1)
    bars = [
        Bar(
            words.label(each.label),
            each.middle,
            each.longest,
            f"{words.digits(each.middle)} / {words.digits(each.longest)}",
            False,
        )
        for each in found
    ]
    columns = (
        *(Column(words("plan_state")), Column(words("figures_times"), "whole")),
        *(Column(words("figures_middle"), "share"), Column(words("figures_longest"), "share")),
    )
    rows = [(words.label(each.label), each.times, each.middle, each.longest) for each in found]
    return Drawn("dwell", bars, Table("dwell", words("figures_dwell"), columns, rows), most or 1)


def _kept(found: Sequence[Punctual], words: Words) -> Drawn:
    bars = [
        Bar(
            words.label(each.label),
            as_share(each.hundredths),
            None,
            share_text(each.hundredths, words),
            False,
        )
        for each in found
    ]
    columns = (
        *(Column(words("figures_deadline")), Column(words("figures_in_time"), "whole")),
        *(Column(words("figures_late"), "whole"), Column(words("figures_overdue"), "whole")),
        Column(words("figures_rate"), "share"),
    )
    rows = [
        (words.label(each.label), each.in_time, each.late, each.overdue, as_share(each.hundredths))
        for each in found
    ]
    sums = [sum(getattr(each, name) for each in found) for name in ("in_time", "late", "overdue")]
    whole = sum_shares(*sums)
    total = (words("plan_sum"), *sums, as_share(whole))
    return Drawn("kept", bars, Table("kept", words("figures_kept"), columns, rows, total=total))


def sum_shares(in_time: int, late: int, overdue: int) -> int | None:
    """The share of all together that was done in time."""
    return per_cent_hundredths(in_time, in_time + late + overdue)
