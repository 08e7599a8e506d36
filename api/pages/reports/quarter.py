"""The desk of one quarter: where its report stands, who owes what, figures, projects below target."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import col, select

from api.dependencies import Looking, Moment
from api.pages.items.marks import marks_of
from api.pages.items.papers import item_papers
from api.pages.page_route import PageRoute
from api.pages.reports.annual import standing
from api.pages.reports.visit import Visit, Visiting
from api.pages.year.doors import fiscal_year
from api.whole_record import must_see_all
from states.fiscal import FiscalYear, fiscal_year_of, quarter_of
from states.main_path import way_of
from states.thai import arabic_digits
from workflow import definitions, queries
from workflow.errors import BadInput
from workflow.models import Group, Item
from workflow.moments import bangkok_date
from workflow.money.paid import PAYMENT_RECORDERS
from workflow.reports.parts import Parts, parts
from workflow.reports.problems import KINDS
from workflow.reports.progress import projects_of
from workflow.reports.quarter import KIND, QuarterNow, differences, quarter_now
from workflow.reports.reminding import last_reminded
from workflow.reports.replies import read_reply
from workflow.reports.writing import GATHERED

router = APIRouter(route_class=PageRoute, include_in_schema=False)
DONE: Final = ("sent", "excused", "told", "withdrawn", "listed", "replied", "reminded", "same")

_WORKING: Final = ("scheduled", *GATHERED[KIND])  # while figures are still put right


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A group whose part is hers to send in, and its projects."""

    group: Group
    projects: Sequence[Item]


@router.get("/quarter")
def this_quarter(who: Looking, at: Moment) -> RedirectResponse:
    """Leads to the quarter that is being reported: the last one that ended."""
    must_see_all(who)
    on = bangkok_date(at)
    year, number = fiscal_year_of(on).be, quarter_of(on).number
    return RedirectResponse(address(*((year, number - 1) if number > 1 else (year - 1, 4))), status_code=303)


@router.get("/quarter/{year}/{quarter}")
def show_quarter(visit: Visiting) -> HTMLResponse:
    """One quarter of a fiscal year."""
    return quarter_page(visit)


def place_of(request: Request) -> tuple[int, int]:
    """The fiscal year (B.E.) and the quarter of the address; raises BadInput, WrongEra."""
    told = arabic_digits(request.path_params["quarter"])
    if told not in ("1", "2", "3", "4"):
        raise BadInput("quarter", "out_of_range", told[:20])
    return fiscal_year(request.path_params["year"]), int(told)


def address(year: int, quarter: int) -> str:
    return f"/quarter/{year}/{quarter}"


def quarter_page(visit: Visit) -> HTMLResponse:
    """The desk, with a form that came back where one did."""
    must_see_all(visit.who)
    year, number = place_of(visit.request)
    session, words = visit.session, visit.words
    now = quarter_now(session, visit.office_id, year, number, visit.on)
    hers = parts(session, now.report, visit.hand) if now.report else None
    state, finished = standing(visit, now.report)
    return visit.page(
        "reports/quarter.html",
        now=now,
        year=year,
        number=number,
        here=address(year, number),
        ends_on=FiscalYear(year).quarter(number).end,
        ended=FiscalYear(year).quarter(number).end < visit.on,
        hers=hers,
        working=now.report is None or now.report.state in _WORKING,
        own=_own_parts(visit, now, hers),
        names=_group_names(visit),
        marks=_marks(visit, now.report) if now.report else (),
        state=state,
        finished=finished,
        checks=_checks(now),
        differing=differences(now.figures),
        pays=bool(visit.who.roles & set(PAYMENT_RECORDERS)),
        reminded=last_reminded(session, now.report.id) if now.report else None,
        papers=item_papers(session, visit.who, now.report, words) if now.report else None,
        answering=_answering(visit, now, hers),
        reply_of=read_reply,
        kinds=KINDS,
        chosen={each.code: each.left_out for each in now.weighed},
        confirmed=visit.done if visit.done in DONE else "",
    )


def _group_names(visit: Visit) -> dict[str, str]:
    found = select(Group.code, Group.name_th).where(Group.office_id == visit.office_id)
    return dict(visit.session.exec(found.order_by(col(Group.code))).all())


def _own_parts(visit: Visit, now: QuarterNow, hers: Parts | None) -> list[OwnPart]:
    if hers is None or not hers.groups or now.report is None:
        return []
    groups = select(Group).where(Group.office_id == visit.office_id, col(Group.id).in_(hers.groups))
    return [
        OwnPart(group, projects_of(visit.session, now.report, group.id))
        for group in visit.session.exec(groups.order_by(col(Group.code)))
    ]


def _marks(visit: Visit, report: Item) -> Sequence[Any]:
    definition = definitions.by_hash(visit.session, report.definition_hash)
    entries = visit.session.exec(queries.entries_of(report.id)).all()
    return marks_of(definition, way_of(report.definition_hash, definition), report, entries, visit.words)


def _checks(now: QuarterNow) -> list[tuple[str, bool, int, int]]:
    """What is still to be done for this quarter: its word, whether it is done, how many of how many."""
    figures = now.figures
    there = len(figures.projects)
    told = [
        ("figures", not figures.without_figures, there - len(figures.without_figures), there),
        ("plan", not figures.overpaid, there - len(figures.overpaid), there),
    ]
    if now.report is None:
        return told
    sent = len(now.groups) - len(now.silent)
    told.insert(0, ("groups", not now.silent, sent, len(now.groups)))
    told.append(("problems", bool(now.problems), len(now.problems), 0))
    if now.listed:
        answered = len(now.listed) - len(now.unanswered)
        told.append(("replies", not now.unanswered, answered, len(now.listed)))
    return told


def _answering(visit: Visit, now: QuarterNow, hers: Parts | None) -> frozenset[str]:
    """The listed projects, by code, for which she answers now."""
    if hers is None or not hers.follows or not now.listed:
        return frozenset()
    codes = [each.code for each in now.listed]
    found = visit.session.exec(
        select(Item).where(Item.office_id == visit.office_id, col(Item.code).in_(codes))
    )
    return frozenset(each.code for each in found if hers.answers(each))
