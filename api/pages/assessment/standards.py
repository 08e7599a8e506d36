"""Shows the plan group's year against the work standards, with what the record has to prove each level."""

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.pages.assessment.table import standards_tables
from api.pages.items.now import state_of
from api.pages.page_route import PageRoute
from api.pages.plan.seat import AtPlan, FilledForm, Seat, once
from api.pages.tables import PAPER, book_of, xlsx
from api.pages.year.doors import Year, fiscal_year
from api.plain_text import PlainText
from states.fiscal import fiscal_year_of
from workflow.assessment.assess import Assessment, Judged, StandardNow, assess
from workflow.assessment.findings import Status
from workflow.assessment.shown import Proof, next_missing, open_round, proofs, rounds
from workflow.proposals.editors import PLAN_GROUP

router = APIRouter(route_class=PageRoute, include_in_schema=False)
FIRST: Final = 3  # entries and papers listed at once; the rest opens


@dataclass(frozen=True, slots=True)
class Shown:
    """A standard with what is missing for its next level."""

    now: StandardNow
    missing: Judged | None
    held: int


@router.get("/standards")
def this_year(place: AtPlan) -> RedirectResponse:
    """Leads to the fiscal year in which today lies."""
    return RedirectResponse(f"/standards/{fiscal_year_of(place.on).be}", status_code=303)


@router.get("/standards/{year}")
def show_standards(
    place: AtPlan, year: Year, status: Annotated[PlainText, Query(max_length=20)] = ""
) -> HTMLResponse:
    """The year's standards; `status` narrows the criteria to those found so."""
    be = fiscal_year(year)
    told = assess(place.session, place.office_id, be, place.on)
    wanted = status if status in set(Status) else ""
    return place.page(
        "assessment/standards.html",
        "standards",
        year=be,
        told=told,
        shown=[_shown(each) for each in told.standards],
        counts=_counts(told),
        status_wanted=wanted,
        statuses=tuple(each.value for each in Status),
        proofs=_proofs(place, told),
        rounds=[(each, state_of(place, each)) for each in rounds(place.session, place.who, be)],
        first=FIRST,
        may_open=place.has(PLAN_GROUP),
        key=uuid4().hex,
    )


@router.post("/standards/{year}/round")
def open_one(form: FilledForm, place: AtPlan, year: Year) -> RedirectResponse:
    """Opens a round of self-assessment of the year and leads to its page."""
    be = fiscal_year(year)

    def act() -> str:
        title = PAPER("standards_round_title", year=be)
        item = open_round(place.session, place.office_id, be, title, place.hand)
        return f"/items/{quote(item.code, safe='')}"

    return once(place, form, act)


@router.get("/standards/{year}/standards.xlsx")
def export_standards(place: AtPlan, year: Year) -> Response:
    """The table of evidence, a sheet for each standard."""
    be = fiscal_year(year)
    told = assess(place.session, place.office_id, be, place.on)
    found = proofs(place.session, place.who, told)
    return xlsx(PAPER("standards_title", year=be), book_of(standards_tables(told, found, PAPER)))


def _shown(standard: StandardNow) -> Shown:
    held = sum(each.finding.status.holds for each in standard.criteria)
    return Shown(standard, next_missing(standard), held)


def _counts(told: Assessment) -> dict[str, int]:
    found = [judged.finding.status for standard in told.standards for judged in standard.criteria]
    return {each.value: found.count(each) for each in Status}


def _proofs(place: Seat, told: Assessment) -> dict[str, list[Proof]]:
    """Criterion to the entries behind it that she may read."""
    known = proofs(place.session, place.who, told)
    return {
        judged.code: [known[seq] for seq in judged.finding.entries if seq in known]
        for standard in told.standards
        for judged in standard.criteria
    }
