"""The survey of income and expense as a head teacher answers it, on a phone: her own school and no other."""

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import col, select

from api.pages.page_route import PageRoute
from api.pages.reports.visit import Typed, Visit, Visiting, form_of, once
from workflow.analysis import survey
from workflow.analysis.survey import Answer
from workflow.models import School

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_DONE: Final = ("answered", "same")


@router.get("/surveys")
def open_surveys(visit: Visiting) -> HTMLResponse:
    """The surveys that wait for answers of one's own school."""
    own = survey.own_schools(visit.session, visit.who)
    found = survey.surveys(visit.session, visit.office_id)
    answers = survey.answers_by_item(visit.session, [each.id for each in found])
    told = [(each, {one.school for one in answers[each.id] if one.complete} & own) for each in found]
    return visit.page("reports/surveys.html", section="surveys", told=told, own=own)


def answer_page(visit: Visit) -> HTMLResponse:
    """The form of one survey, with what was typed where it came back."""
    own = survey.own_schools(visit.session, visit.who)
    item = survey.survey(visit.session, visit.office_id, visit.request.path_params["code"])
    answers = {each.school: each for each in survey.answers_of(visit.session, item.id)}
    names = visit.session.exec(
        select(School.code, School.name_th)
        .where(School.office_id == visit.office_id, col(School.code).in_(own))
        .order_by(col(School.code))
    ).all()
    return visit.page(
        "reports/survey_answer.html",
        section="surveys",
        item=item,
        here=f"/surveys/{quote(item.code, safe='')}/answer",
        takes=item.state in survey.OPEN,
        schools=[(code, name, answers.get(code)) for code, name in names],
        confirmed=visit.done if visit.done in _DONE else "",
    )


@router.get("/surveys/{code}/answer")
def show_answer(visit: Visiting) -> HTMLResponse:
    """What one's own school answers."""
    return answer_page(visit)


Form = Annotated[Typed, Depends(form_of(answer_page))]


@router.post("/surveys/{code}/answer")
def keep_answer(form: Form, visit: Visiting) -> RedirectResponse:
    """Keeps what one's own school answers, in place of what stood."""
    survey.own_schools(visit.session, visit.who)
    item = survey.survey(visit.session, visit.office_id, visit.request.path_params["code"])

    def act() -> str:
        answer = Answer(
            school=form.get("school"),
            income=form.amount("income", "income"),
            expense=form.amount("expense", "expense"),
            text=form.get("text"),
        )
        return "answered" if survey.record_answers(visit.session, item, [answer], visit.hand) else "same"

    return once(visit, form, act, f"/surveys/{quote(item.code, safe='')}/answer")
