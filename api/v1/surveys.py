"""The survey of income and expense as a school sees it: what is asked of it, and its own answer."""

from collections.abc import Iterable

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.answers import OnlyOnce
from api.dependencies import Acting, Looking, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.analysis import AnswerOfSurvey, Baht, answer_shown, satang_or_none
from api.v1.shapes import Asked
from workflow.analysis.survey import (
    OPEN,
    Answer,
    answers_by_item,
    answers_of,
    own_schools,
    record_answers,
    survey,
    surveys,
)
from workflow.models import Item

router = APIRouter(
    tags=["analysis"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


class AnswerOfSchool(Asked):
    """What the school answers; an amount left out is not known yet."""

    school: PlainText = Field(description="The school's code")
    income: Baht | None = None
    expense: Baht | None = None
    text: PlainText = ""


class SurveyShown(BaseModel):
    code: str
    title: str
    fiscal_year: int
    takes_answers: bool
    unanswered: list[str] = Field(description="One's own schools that have not answered in full, by code")
    answers: list[AnswerOfSurvey] = Field(description="Of one's own schools alone")


class SurveysShown(BaseModel):
    surveys: list[SurveyShown]


class OwnAnswerKept(SurveyShown):
    entry_seq: int | None = Field(description="The history entry; null where nothing was different")


@router.get("/surveys")
def open_surveys(session: Transaction, who: Looking, office_id: OwnOffice) -> SurveysShown:
    """แบบสำรวจที่โรงเรียนต้องตอบ · The surveys that wait for answers, with those of one's own school."""
    own = own_schools(session, who)
    found = surveys(session, office_id)
    answers = answers_by_item(session, [each.id for each in found])
    return SurveysShown(surveys=[_shown(each, answers[each.id], own) for each in found])


@router.put("/surveys/{code}/answer", response_model=OwnAnswerKept)
def keep_own_answer(
    wish: AnswerOfSchool,
    session: Transaction,
    hand: Acting,
    who: Looking,
    office_id: OwnOffice,
    code: PlainText,
    once: OnlyOnce,
) -> Response:
    """บันทึกคำตอบของโรงเรียนตน · Keeps what one's own school answers, in place of what stood."""

    def act() -> OwnAnswerKept:
        own, item = own_schools(session, who), survey(session, office_id, code)
        amounts = [satang_or_none(each) for each in (wish.income, wish.expense)]
        answer = Answer(school=wish.school, income=amounts[0], expense=amounts[1], text=wish.text)
        sealed = record_answers(session, item, [answer], hand)
        kept = _shown(item, answers_of(session, item.id), own)
        return OwnAnswerKept(**kept.model_dump(), entry_seq=sealed.seq if sealed else None)

    return once(wish, act)


def _shown(item: Item, answered: Iterable[Answer], own: frozenset[str]) -> SurveyShown:
    answers = [each for each in answered if each.school in own]
    return SurveyShown(
        code=item.code,
        title=item.title,
        fiscal_year=item.fiscal_year,
        takes_answers=item.state in OPEN,
        unanswered=sorted(own - {each.school for each in answers if each.complete}),
        answers=[answer_shown(each) for each in answers],
    )
