"""The expenditure analysis of a year: who has answered, the lines, the rounds, the committee, the book."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import col, select

from api.dependencies import item_seen
from api.pages.items.papers import item_papers
from api.pages.page_route import PageRoute
from api.pages.reports.annual import paper_of_year, standing
from api.pages.reports.visit import Typed, Visit, Visiting, form_of, once
from api.pages.year.doors import fiscal_year
from api.whole_record import must_see_all
from workflow.analysis import lines, rounds, survey
from workflow.analysis.coverage import coverage
from workflow.analysis.lines import Line
from workflow.analysis.survey import Answer
from workflow.errors import BadInput, UnknownItem
from workflow.models import Group, Item, School
from workflow.proposals.editors import GROUP, PLAN_GROUP

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_DONE: Final = ("lines", "answered", "same")
_MORE: Final = 4  # empty rows of the table of lines
_MOST: Final = 204


def expenditure_page(visit: Visit) -> HTMLResponse:
    """The page, with a form that came back where one did."""
    must_see_all(visit.who)
    year, session = fiscal_year(visit.request.path_params["year"]), visit.session
    item = paper_of_year(visit, survey.KIND, year)
    groups = session.exec(
        select(Group).where(Group.office_id == visit.office_id).order_by(col(Group.code))
    ).all()
    schools = session.exec(
        select(School.code, School.name_th).where(School.office_id == visit.office_id).order_by(School.code)
    ).all()
    kept = lines.lines_of(session, item.id) if item else []
    roles = visit.who.roles
    state, finished = standing(visit, item)
    return visit.page(
        "reports/expenditure.html",
        year=year,
        here=f"/reports/expenditure/{year}",
        item=item,
        state=state,
        finished=finished,
        data=survey.completeness(session, item.id, visit.office_id, visit.on) if item else None,
        answers=survey.answers_of(session, item.id) if item else [],
        lines=kept,
        sums={side: lines.total(kept, side) for side in lines.SIDES},
        sides=lines.SIDES,
        rows=_rows(visit, kept),
        writes=item is not None and item.state in lines.OPEN and bool(roles & set(lines.KEEPERS)),
        takes=item is not None and item.state in survey.OPEN,
        whole=bool(roles & set(PLAN_GROUP)),
        own=[each for each in groups if each.id in visit.who.group_ids and roles & {*GROUP, *PLAN_GROUP}],
        groups={each.code: each.name_th for each in groups},
        schools=dict(schools),
        rejected=rounds.rejections(session, item.id) if item else [],
        uncovered=coverage(session, visit.office_id, visit.on).missing if item else (),
        papers=item_papers(session, visit.who, item, visit.words) if item else None,
        confirmed=visit.done if visit.done in _DONE else "",
    )


def _rows(visit: Visit, kept: list[Line]) -> list[tuple[int, Line | None]]:
    """The lines as the editor shows them: as kept, or as many as came back, and some empty ones."""
    came = [int(key[9:]) for key in visit.typed.texts if key.startswith("category:") and key[9:].isdecimal()]
    many = min(max([len(kept) + _MORE, *came]), _MOST)
    return [(number, kept[number - 1] if number <= len(kept) else None) for number in range(1, many + 1)]


@router.get("/reports/expenditure/{year}")
def show_expenditure(visit: Visiting) -> HTMLResponse:
    """The expenditure analysis of a fiscal year."""
    return expenditure_page(visit)


Form = Annotated[Typed, Depends(form_of(expenditure_page))]


@router.post("/reports/expenditure/{year}/lines")
def keep_lines(form: Form, visit: Visiting) -> RedirectResponse:
    """Replaces the lines; a row without category, amount and text is left out."""
    item = _asked(visit)

    def act() -> str:
        found = [_line(form, number) for number in range(1, _MOST + 1) if _filled(form, number)]
        return "lines" if lines.set_lines(visit.session, item, found, visit.hand) else "same"

    return once(visit, form, act, f"{_here(visit)}#lines")


def _filled(form: Typed, number: int) -> bool:
    return any(form.get(f"{name}:{number}").strip() for name in ("category", "amount", "text"))


def _line(form: Typed, number: int) -> Line:
    amount = form.amount(f"amount:{number}", "amount")
    if amount is None:
        raise BadInput("amount", "empty")
    side, category, text = (form.get(f"{name}:{number}") for name in ("side", "category", "text"))
    return Line(side, category, amount, text)


@router.post("/reports/expenditure/{year}/answers")
def keep_answer(form: Form, visit: Visiting) -> RedirectResponse:
    """Keeps what one school or one group answers, in place of what stood."""
    item = _asked(visit)

    def act() -> str:
        kind, _, code = form.get("whose").partition(":")
        answer = Answer(
            school=code if kind == "school" else "",
            group=code if kind == "group" else "",
            income=form.amount("income", "income"),
            expense=form.amount("expense", "expense"),
            text=form.get("text"),
        )
        return "answered" if survey.record_answers(visit.session, item, [answer], visit.hand) else "same"

    return once(visit, form, act, f"{_here(visit)}#answers")


def _asked(visit: Visit) -> Item:
    must_see_all(visit.who)
    year = fiscal_year(visit.request.path_params["year"])
    found = paper_of_year(visit, survey.KIND, year)
    if found is None:
        raise UnknownItem(f"{year}")
    return item_seen(visit.session, visit.who, found.code)


def _here(visit: Visit) -> str:
    return f"/reports/expenditure/{fiscal_year(visit.request.path_params['year'])}"
