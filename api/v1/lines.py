"""The lines of a project: what its proposal asks for, what came of it, and what is carried over."""

import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Moment, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import LARGEST_NUMBER, Asked, Baht, BangkokDate
from states.baht import in_baht, satang_of
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.models import Item, ProjectLine
from workflow.moments import bangkok_date
from workflow.money.amounts import LineNow, line_amounts
from workflow.money.lines import NewLine, set_requested
from workflow.money.paid import carry_over
from workflow.money.planned import stored_plan

router = APIRouter(tags=["money"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)})
Planned = Annotated[Baht, Field(ge=0)]


class LineAsked(Asked):
    fund: PlainText = Field(description="Code of the fund")
    category: PlainText = Field(description="Category of expenditure, such as operating")
    sub: PlainText = Field(description="Its item, such as services")
    amount: Baht = Field(gt=0)


class LinesAsked(Asked):
    """The whole list; it takes the place of the one before."""

    lines: list[LineAsked] = Field(max_length=500)
    quarters: list[Planned] | None = Field(
        default=None, min_length=4, max_length=4, description="What is meant to be spent in each quarter"
    )


class WantedCarryOver(Asked):
    """Money of a line kept to be paid in the next fiscal year."""

    line: int = Field(ge=1, le=LARGEST_NUMBER, description="The line's key")
    amount: Baht = Field(gt=0)
    approval: PlainText = Field(description="The paper that allows it, at most 300 characters")
    effective_on: BangkokDate


class LineShown(BaseModel):
    line: int = Field(description="The line's key")
    fund: str
    category: str
    sub: str
    requested: Decimal | None = Field(description="Null where that was not recorded")
    original: Decimal = Field(description="As approved; until then as asked for")
    in_force: Decimal = Field(description="With every amendment adopted so far")
    paid: Decimal


class LinesShown(BaseModel):
    """Amounts in baht."""

    code: str
    lines: list[LineShown]
    quarters: list[Decimal] = Field(description="As the proposal planned them; empty where it did not")


class LinesKept(LinesShown):
    entry_seq: int = Field(description="The history entry")


@router.get("/items/{code}/lines")
def lines_of(session: Transaction, item: AskedItem, at: Moment) -> LinesShown:
    """รายการงบประมาณของโครงการ · A project's lines as on today."""
    return LinesShown(**_shown(session, item, bangkok_date(at)))


@router.put("/items/{code}/lines", response_model=LinesKept)
def ask_for(
    wish: LinesAsked, session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce
) -> Response:
    """บันทึกงบประมาณที่เสนอขอ · Replaces what the proposal asks for, while it is a draft or returned."""

    def act() -> LinesKept:
        lines = [NewLine(each.fund, each.category, each.sub, satang_of(each.amount)) for each in wish.lines]
        plan = None if wish.quarters is None else [satang_of(each) for each in wish.quarters]
        return _kept(session, item, hand.day, set_requested(session, item, lines, plan, hand))

    return once(wish, act)


@router.post("/items/{code}/carry-over", response_model=LinesKept)
def carry(
    wish: WantedCarryOver, session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce
) -> Response:
    """กันเงินไว้เบิกเหลื่อมปี · Keeps money of a line to be paid in the next fiscal year."""

    def act() -> LinesKept:
        line = session.get(ProjectLine, wish.line)
        if line is None or line.item_id != item.id:
            raise BadInput("line", "unknown", str(wish.line))
        satang = satang_of(wish.amount)
        sealed = carry_over(session, line, satang, wish.approval, wish.effective_on, hand)
        return _kept(session, item, hand.day, sealed)

    return once(wish, act)


def _kept(session: Session, item: Item, on: datetime.date, sealed: Sealed) -> LinesKept:
    return LinesKept(**_shown(session, item, on), entry_seq=sealed.seq)


def _shown(session: Session, item: Item, on: datetime.date) -> dict[str, object]:
    if item.kind != "project":
        raise BadInput("code", "not_a_project", item.code)
    rows = line_amounts(session, item.office_id, item.fiscal_year, on, proposals=True, item_id=item.id)
    return {
        "code": item.code,
        "lines": [_line(each) for each in rows],
        "quarters": [in_baht(each) for each in stored_plan(session, item)],
    }


def _line(each: LineNow) -> LineShown:
    return LineShown(
        line=each.line_id,
        fund=each.fund,
        category=each.category,
        sub=each.sub,
        requested=None if each.requested is None else in_baht(each.requested),
        original=in_baht(each.original),
        in_force=in_baht(each.in_force),
        paid=in_baht(each.paid),
    )
