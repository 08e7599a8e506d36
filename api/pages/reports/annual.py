"""The year's report: which projects have reported, what the book will say, test results, its papers."""

from collections import Counter
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import col, select

from api.dependencies import item_seen
from api.pages.items.papers import item_papers
from api.pages.page_route import PageRoute
from api.pages.reports.visit import Typed, Visit, Visiting, form_of, once
from api.pages.year.doors import fiscal_year
from api.whole_record import must_see_all
from notifications import asking
from states.thai import arabic_digits
from workflow import definitions
from workflow.errors import BadInput, UnknownItem
from workflow.models import Group, Item
from workflow.proposals.editors import PLAN_GROUP
from workflow.reports import submissions
from workflow.reports.annual import compile_year
from workflow.reports.outcomes import Score, record_scores, scores_of
from workflow.reports.parts import parts
from workflow.reports.problems import KINDS
from workflow.reports.reminding import last_reminded

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ROWS: Final = range(1, 7)  # of scores that one form takes
_DONE: Final = ("sent", "excused", "reminded", "scores", "same")


def annual_page(visit: Visit) -> HTMLResponse:
    """The page, with a form that came back where one did."""
    must_see_all(visit.who)
    year, session = fiscal_year(visit.request.path_params["year"]), visit.session
    report = paper_of_year(visit, "annual_report", year)
    told = compile_year(session, visit.office_id, year)
    hers = parts(session, report, visit.hand) if report else None
    groups = select(Group).where(Group.office_id == visit.office_id).order_by(col(Group.code))
    known = session.exec(groups).all()
    state, finished = standing(visit, report)
    return visit.page(
        "reports/annual.html",
        year=year,
        here=f"/reports/annual/{year}",
        report=report,
        state=state,
        finished=finished,
        told=told,
        lacking=Counter(each.group for each in told.missing),
        names={each.code: each.name_th for each in known},
        answers=submissions.answers(session, report, visit.on) if report else [],
        own=[each.code for each in known if hers and each.id in hers.groups],
        hers=hers,
        reminded=last_reminded(session, report.id) if report else None,
        scores=scores_of(session, visit.office_id),
        changes={(each.test, each.level, each.subject, each.until): each.change for each in told.outcomes},
        keeps=bool(visit.who.roles & set(PLAN_GROUP)),
        rows=ROWS,
        papers=item_papers(session, visit.who, report, visit.words) if report else None,
        kinds=KINDS,
        confirmed=visit.done if visit.done in _DONE else "",
    )


def paper_of_year(visit: Visit, kind: str, year: int) -> Item | None:
    """The year's paper of this kind that the person sees, one in force before one cancelled."""
    found = visit.session.exec(
        select(Item)
        .where(Item.office_id == visit.office_id, Item.kind == kind, Item.fiscal_year == year)
        .order_by(col(Item.id))
    ).all()
    return next((each for each in found if each.state != "cancelled"), found[0] if found else None)


def standing(visit: Visit, item: Item | None) -> tuple[str, bool]:
    """What the state of a paper is called, and whether nothing comes after it; nothing of no paper."""
    if item is None:
        return "", True
    definition = definitions.by_hash(visit.session, item.definition_hash)
    return visit.words.label(definition.by_state[item.state].label), definition.is_end(item.state)


@router.get("/reports/annual/{year}")
def show_annual(visit: Visiting) -> HTMLResponse:
    """The annual report of a fiscal year."""
    return annual_page(visit)


Form = Annotated[Typed, Depends(form_of(annual_page))]


@router.post("/reports/annual/{year}/scores")
def keep_scores(form: Form, visit: Visiting) -> RedirectResponse:
    """Keeps mean scores of national tests with their source; a score given before is replaced."""
    must_see_all(visit.who)

    def act() -> str:
        rows = [_score(form, number) for number in ROWS if _filled(form, number)]
        sealed = record_scores(visit.session, visit.office_id, rows, form.get("source"), visit.hand)
        return "scores" if sealed else "same"

    return once(visit, form, act, f"{_here(visit)}#outcomes")


def _filled(form: Typed, number: int) -> bool:
    return any(form.get(f"{name}:{number}").strip() for name in ("test", "level", "subject", "score"))


def _score(form: Typed, number: int) -> Score:
    """One row as typed; a score has two decimals, like an amount. Raises BadInput."""
    hundredths = form.amount(f"score:{number}", "score")
    if hundredths is None:
        raise BadInput("score", "empty")
    year = arabic_digits(form.get(f"school_year:{number}")).strip()
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise BadInput("school_year", "wrong_era", year[:20])
    texts = [form.get(f"{name}:{number}") for name in ("test", "level", "subject")]
    return Score(texts[0], texts[1], texts[2], int(year), hundredths)


@router.post("/reports/annual/{year}/submissions")
def send_in(form: Form, visit: Visiting) -> RedirectResponse:
    """Keeps what a group sends in for the annual report."""
    report = _asked(visit)

    def act() -> str:
        submissions.submit(visit.session, report, form.get("group"), form.get("text"), visit.hand)
        return "sent"

    return once(visit, form, act, f"{_here(visit)}#groups")


@router.post("/reports/annual/{year}/excuses")
def excuse(form: Form, visit: Visiting) -> RedirectResponse:
    """Excuses a group that has sent nothing in."""
    report = _asked(visit)

    def act() -> str:
        submissions.waive(visit.session, report, form.get("group"), form.get("reason"), visit.hand)
        return "excused"

    return once(visit, form, act, f"{_here(visit)}#groups")


@router.post("/reports/annual/{year}/reminders")
def remind(form: Form, visit: Visiting) -> RedirectResponse:
    """Reminds the groups whose part is not in, once a day."""
    report = _asked(visit)

    def act() -> str:
        asking.remind_again(visit.session, report, visit.hand)
        return "reminded"

    return once(visit, form, act, f"{_here(visit)}#groups")


def _asked(visit: Visit) -> Item:
    must_see_all(visit.who)
    year = fiscal_year(visit.request.path_params["year"])
    found = paper_of_year(visit, "annual_report", year)
    if found is None:
        raise UnknownItem(f"{year}")
    return item_seen(visit.session, visit.who, found.code)


def _here(visit: Visit) -> str:
    return f"/reports/annual/{fiscal_year(visit.request.path_params['year'])}"
