"""The expenditure analysis: who has answered, its lines of income and expense, its rounds, its committee."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Looking, Moment, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import Asked, BangkokDate
from states.baht import in_baht, satang_of
from workflow.analysis.coverage import coverage
from workflow.analysis.lines import Line, lines_of, set_lines, total
from workflow.analysis.rounds import rejections
from workflow.analysis.survey import (
    KIND,
    Answer,
    Share,
    answers_of,
    completeness,
    record_answers,
)
from workflow.errors import BadInput
from workflow.models import Item
from workflow.moments import bangkok_date

router = APIRouter(
    tags=["analysis"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)
# As text, so that no program rounds it: "1200.50".
Baht = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, description="Baht, e.g. 1200.50")]


class AnswerOfSurvey(Asked):
    """What one school or one group answers; an amount left out is not known yet."""

    school: PlainText = Field(default="", description="The school's code, or")
    group: PlainText = Field(default="", description="the group's code")
    income: Baht | None = None
    expense: Baht | None = None
    text: PlainText = ""


class AnswersOfSurvey(Asked):
    answers: list[AnswerOfSurvey] = Field(max_length=2000)


class LineOfAnalysis(Asked):
    side: PlainText = Field(description="income or expense")
    category: PlainText = Field(description="At most 200 characters; once on a side")
    amount: Baht
    text: PlainText = ""


class LinesOfAnalysis(Asked):
    lines: list[LineOfAnalysis] = Field(max_length=200)


class ShareShown(BaseModel):
    answered: int
    there_are: int
    missing: list[str] = Field(description="Codes of those who have not answered in full")


class RejectionShown(BaseModel):
    entry_seq: int
    on: BangkokDate
    reason: str


class AnalysisShown(BaseModel):
    code: str
    round: int = Field(description="1 at first, one more each time the area director did not agree")
    rejections: list[RejectionShown]
    schools: ShareShown
    groups: ShareShown
    groups_not_in_committee: list[str] = Field(
        description="Groups in which no member of the committee holds a post"
    )
    answers: list[AnswerOfSurvey]
    lines: list[LineOfAnalysis]
    income: Decimal = Field(description="The sum of the lines of income, in baht")
    expense: Decimal


class AnalysisKept(AnalysisShown):
    entry_seq: int | None = Field(description="The history entry; null where nothing was different")


@router.get("/items/{code}/expenditure")
def one_analysis(session: Transaction, who: Looking, item: AskedItem, at: Moment) -> AnalysisShown:
    """การวิเคราะห์งบประมาณรายจ่าย · Answers, lines, rounds and committee of an expenditure analysis."""
    for_the_whole_office(who)
    return AnalysisShown(**_told(session, item, at))


@router.put("/items/{code}/expenditure/answers", response_model=AnalysisKept)
def keep_answers(
    wish: AnswersOfSurvey,
    session: Transaction,
    hand: Acting,
    who: Looking,
    item: AskedItem,
    at: Moment,
    once: OnlyOnce,
) -> Response:
    """บันทึกคำตอบแบบสำรวจ · Keeps answers of schools and groups, all or none; others' stay."""

    def act() -> AnalysisKept:
        answers = [
            Answer(
                each.school, each.group, satang_or_none(each.income), satang_or_none(each.expense), each.text
            )
            for each in wish.answers
        ]
        sealed = record_answers(session, item, answers, hand)
        return AnalysisKept(**_told(session, item, at), entry_seq=sealed.seq if sealed else None)

    for_the_whole_office(who)
    return once(wish, act)


@router.put("/items/{code}/expenditure/lines", response_model=AnalysisKept)
def keep_lines(
    wish: LinesOfAnalysis,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    at: Moment,
    once: OnlyOnce,
) -> Response:
    """บันทึกรายการวิเคราะห์ · Replaces the lines while the committee has the analysis."""

    def act() -> AnalysisKept:
        lines = [Line(each.side, each.category, satang_of(each.amount), each.text) for each in wish.lines]
        sealed = set_lines(session, item, lines, hand)
        return AnalysisKept(**_told(session, item, at), entry_seq=sealed.seq if sealed else None)

    return once(wish, act)


def _told(session: Session, item: Item, at: Moment) -> dict[str, object]:
    if item.kind != KIND:
        raise BadInput("code", f"not_{KIND}", item.code)
    on = bangkok_date(at)
    data, lines = completeness(session, item.id, item.office_id, on), lines_of(session, item.id)
    back = rejections(session, item.id)
    return {
        "code": item.code,
        "round": len(back) + 1,
        "rejections": [
            RejectionShown(entry_seq=each.entry_seq, on=each.on, reason=each.reason) for each in back
        ],
        "schools": _share(data.schools),
        "groups": _share(data.groups),
        "groups_not_in_committee": list(coverage(session, item.office_id, on).missing),
        "answers": [answer_shown(each) for each in answers_of(session, item.id)],
        "lines": [
            LineOfAnalysis(
                side=each.side, category=each.category, amount=in_baht(each.satang), text=each.text
            )
            for each in lines
        ],
        "income": in_baht(total(lines, "income")),
        "expense": in_baht(total(lines, "expense")),
    }


def answer_shown(each: Answer) -> AnswerOfSurvey:
    income, expense = (None if satang is None else in_baht(satang) for satang in (each.income, each.expense))
    return AnswerOfSurvey(
        school=each.school, group=each.group, income=income, expense=expense, text=each.text
    )


def _share(share: Share) -> ShareShown:
    return ShareShown(answered=share.answered, there_are=share.there_are, missing=list(share.missing))


def satang_or_none(amount: Decimal | None) -> int | None:
    return None if amount is None else satang_of(amount)
