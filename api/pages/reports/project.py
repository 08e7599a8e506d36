"""One project in one quarter: its money, planned activities, what its group reports, problems, replies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session, col, select

from api.dependencies import item_seen
from api.pages.page_route import PageRoute
from api.pages.reports.quarter import DONE, address, place_of
from api.pages.reports.quarter_forms import asked_report, keep_reply, note_problem
from api.pages.reports.visit import Typed, Visit, Visiting, form_of, once
from api.whole_record import must_see_all
from states.fiscal import FiscalYear
from workflow import definitions
from workflow.errors import UnknownItem
from workflow.models import Activity, Item
from workflow.reports import acceleration, problems
from workflow.reports.parts import parts
from workflow.reports.problems import KINDS
from workflow.reports.progress import progress_of
from workflow.reports.quarter import report_of
from workflow.reports.reconcile import reconcile_quarter
from workflow.reports.replies import read_reply

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Planned:
    """An activity and the months in which it was to be done, 1 for October; `now`: in this quarter."""

    title: str
    months: tuple[int, ...]
    now: bool


def project_page(visit: Visit) -> HTMLResponse:
    """The page, with a form that came back where one did."""
    must_see_all(visit.who)
    (year, quarter), session = place_of(visit.request), visit.session
    project = _asked(visit, year)
    report = report_of(session, visit.office_id, year, quarter)
    figures = reconcile_quarter(session, visit.office_id, year, quarter).projects
    hers = parts(session, report, visit.hand) if report else None
    listed = acceleration.weighed(session, report.id) if report else []
    told = problems.problems(session, report.id) if report else []
    definition = definitions.by_hash(session, project.definition_hash)
    return visit.page(
        "reports/project.html",
        year=year,
        number=quarter,
        here=f"{address(year, quarter)}/projects/{project.code}",
        desk=address(year, quarter),
        project=project,
        report=report,
        state=visit.words.label(definition.by_state[project.state].label),
        figures=next((each.figures for each in figures if each.item_id == project.id), None),
        planned=planned_activities(session, project.id, quarter),
        months=[FiscalYear(year).start.replace(month=(number + 8) % 12 + 1) for number in range(1, 13)],
        progress=progress_of(session, report.id).get(project.code) if report else None,
        problems=[each for each in told if each.project == project.code],
        listed=next((each for each in listed if each.code == project.code), None),
        answers=hers is not None and hers.answers(project),
        tells=hers is not None and hers.tells_of(project.group_id),
        reply_of=read_reply,
        kinds=KINDS,
        confirmed=visit.done if visit.done in DONE else "",
    )


@router.get("/quarter/{year}/{quarter}/projects/{code}")
def show_project(visit: Visiting) -> HTMLResponse:
    """One project's quarter."""
    return project_page(visit)


Form = Annotated[Typed, Depends(form_of(project_page))]


@router.post("/quarter/{year}/{quarter}/projects/{code}/problems")
def add_problem(form: Form, visit: Visiting) -> RedirectResponse:
    """Notes a problem, an obstacle or a suggestion about the project."""
    report, project = asked_report(visit), _asked(visit, place_of(visit.request)[0])

    def act() -> str:
        note_problem(visit, report, form, project.code)
        return "told"

    return once(visit, form, act, _there(visit))


@router.post("/quarter/{year}/{quarter}/projects/{code}/reply")
def reply(form: Form, visit: Visiting) -> RedirectResponse:
    """Keeps what the project answers."""
    report, project = asked_report(visit), _asked(visit, place_of(visit.request)[0])

    def act() -> str:
        keep_reply(visit, report, form, project.code)
        return "replied"

    return once(visit, form, act, _there(visit))


def planned_activities(session: Session, item_id: int, quarter: int) -> Sequence[Planned]:
    """The activities of the proposal in their order."""
    rows = session.exec(select(Activity).where(Activity.item_id == item_id).order_by(col(Activity.number)))
    first = 3 * quarter - 2
    found = []
    for row in rows:
        months = tuple(int(each) for each in row.months.split(",") if each.strip())
        found.append(Planned(row.title, months, any(first <= each < first + 3 for each in months)))
    return found


def _asked(visit: Visit, year: int) -> Item:
    """The year's project of the address; raises UnknownItem."""
    code = visit.request.path_params["code"]
    found = item_seen(visit.session, visit.who, code)
    if found.kind != "project" or found.fiscal_year != year:
        raise UnknownItem(code)
    return found


def _there(visit: Visit) -> str:
    return visit.request.url.path.rpartition("/")[0]
