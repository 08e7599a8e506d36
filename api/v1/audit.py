"""What auditors ask of the record, for programs: the questions, and a page of an answer with its totals."""

import datetime
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.asked_history import ask
from api.dependencies import Looking, Moment, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import named
from api.whole_record import must_see_all
from notifications.questions import QUESTIONS
from states.model import Label
from states.typed import parse_iso_date
from workflow.audit.answers import LARGEST_PAGE, PAGE, Column, Question
from workflow.moments import moment_text

router = APIRouter(tags=["audit"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})
Filter = Annotated[PlainText, Query(max_length=200)]


class QuestionShown(BaseModel):
    """One of the standard questions."""

    name: str
    th: str
    en: str
    lead_th: str
    lead_en: str
    filters: list[str] = Field(description="What it may be narrowed by")
    by: list[str] = Field(description="What its totals may be grouped by")


class ColumnShown(BaseModel):
    name: str
    kind: str = Field(description="amount is baht, days has one decimal, did, by and label are objects")


class AnswerShown(BaseModel):
    """One page of an answer."""

    question: QuestionShown
    narrowed: dict[str, Any] = Field(
        description="What it was narrowed to, the fiscal year where nothing was said"
    )
    count: int = Field(description="How many there are altogether, at most 10,000")
    more: bool = Field(description="Whether there are more than `count`")
    columns: list[ColumnShown]
    rows: list[dict[str, Any]]
    next_after: str | None = Field(description="Send it as `after` for the next page; null on the last")


@router.get("/audit/questions")
def questions(who: Looking) -> list[QuestionShown]:
    """คำถามมาตรฐาน · The ten standard questions, and what each may be narrowed by."""
    must_see_all(who)
    return [_question(each) for each in QUESTIONS]


@router.get("/audit/questions/{question}")
def answer(
    session: Transaction,
    who: Looking,
    at: Moment,
    question: PlainText,
    person: Filter = "",
    group: Filter = "",
    kind: Filter = "",
    item: Filter = "",
    trigger: Filter = "",
    entry: Filter = "",
    duty: Filter = "",
    since: Filter = "",
    until: Filter = "",
    effective_since: Filter = "",
    effective_until: Filter = "",
    on: Filter = "",
    least: Filter = "",
    most: Filter = "",
    by: Filter = "",
    every_pair: Filter = "",
    after: Annotated[PlainText, Query(max_length=500)] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = PAGE,
) -> AnswerShown:
    """ถามประวัติ · A page of the answer to one question; amounts in baht, dates of recording included."""
    raw = {"person": person, "group": group, "kind": kind, "item": item, "trigger": trigger, "entry": entry}
    raw |= {"duty": duty, "since": since, "until": until, "on": on, "least": least, "most": most, "by": by}
    raw |= {"effective_since": effective_since, "effective_until": effective_until, "every_pair": every_pair}
    told = ask(session, who, question, raw, at, _iso, after=after, limit=limit)
    found = told.answer
    narrowed = {name: text for name, text in raw.items() if text.strip()}
    narrowed |= {
        name: getattr(told.asked, name).isoformat()
        for name in ("since", "until")
        if getattr(told.asked, name) is not None
    }
    return AnswerShown(
        question=_question(told.question),
        narrowed=narrowed,
        count=found.count,
        more=found.more,
        columns=[ColumnShown(name=each.name, kind=each.kind) for each in found.columns],
        rows=[
            {column.name: cell_of(column, cell) for column, cell in zip(found.columns, row, strict=True)}
            for row in found.rows
        ],
        next_after=found.after or None,
    )


def cell_of(column: Column, cell: Any) -> Any:
    """A cell as JSON has it: amounts in baht, dates and moments in ISO 8601, names in both languages."""
    if cell is None:
        return None
    if column.kind == "amount":
        return str(Decimal(cell).scaleb(-2))
    if column.kind == "moment":
        return moment_text(cell)
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if column.kind == "label":
        return named(cell.code, cell.label).model_dump()
    if column.kind == "did":
        return {"seq": cell.seq, "kind": cell.kind, **_step(cell.trigger, cell.label)}
    return cell._asdict() if column.kind == "by" else cell


def _step(trigger: str, label: Label) -> dict[str, Any]:
    return {"trigger": trigger or None, "th": label.th, "en": label.en}


def _question(question: Question) -> QuestionShown:
    return QuestionShown(
        name=question.name,
        th=question.label.th,
        en=question.label.en,
        lead_th=question.lead.th,
        lead_en=question.lead.en,
        filters=list(question.filters),
        by=list(question.dimensions),
    )


def _iso(text: str) -> datetime.date | None:
    """A Bangkok date of the Common Era; a Buddhist year is refused with the date probably meant."""
    return parse_iso_date(text)
