"""What a plan amendment changes: every line before and after, and the new money that pays for it."""

import datetime
from decimal import Decimal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.shapes import LARGEST_NUMBER, Asked, Baht, BangkokDate
from states.baht import in_baht, satang_of
from workflow.amendments.changes import set_changes
from workflow.amendments.comparison import Changed, Comparison, Sum, before_after
from workflow.amendments.listed import NewMoney
from workflow.models import Item

router = APIRouter(
    tags=["amendments"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


class ChangeAsked(Asked):
    line: int = Field(ge=1, le=LARGEST_NUMBER, description="The line's key")
    change: Baht


class TrancheNamed(Asked):
    """A tranche that arrived after the plan was approved."""

    fund: PlainText = Field(max_length=20)
    tranche: int = Field(ge=1, le=LARGEST_NUMBER)


class ChangesAsked(Asked):
    """The whole list; it takes the place of the one before."""

    changes: list[ChangeAsked] = Field(max_length=1000)
    new_money: TrancheNamed | None = None
    planned_on: BangkokDate | None = Field(
        default=None, description="From when it is meant to hold; the day of adoption decides"
    )


class LineShown(BaseModel):
    line: int
    project: str
    title: str
    group: str
    fund: str
    category: str
    sub: str
    before: Decimal
    change: Decimal
    after: Decimal


class SumShown(BaseModel):
    code: str
    before: Decimal
    change: Decimal
    after: Decimal


class ChangesShown(BaseModel):
    """Amounts in baht, before and after the amendment."""

    code: str
    lines: list[LineShown]
    by_group: list[SumShown]
    by_fund: list[SumShown]
    by_category: list[SumShown]
    net: Decimal = Field(description="0.00, or the new money that is used")
    new_money: TrancheNamed | None
    adopted_on: datetime.date | None = Field(
        description="The Bangkok date from which it holds; null until then"
    )


class ChangesKept(ChangesShown):
    entry_seq: int = Field(description="The history entry")


@router.get("/items/{code}/changes")
def changes_of(session: Transaction, item: AskedItem) -> ChangesShown:
    """บัญชีปรับแผนก่อน–หลัง · An amendment's lines before and after, by project, group, fund and category."""
    return ChangesShown(**_shown(session, item))


@router.put("/items/{code}/changes", response_model=ChangesKept)
def save_changes(
    wish: ChangesAsked,
    session: Transaction,
    hand: Acting,
    item: AskedItem,
    once: OnlyOnce,
) -> Response:
    """บันทึกบัญชีปรับแผน · Replaces what an amendment changes, while it is requested or compiled."""

    def act() -> ChangesKept:
        sealed = set_changes(
            session,
            item,
            [(each.line, satang_of(each.change)) for each in wish.changes],
            hand,
            new_money=NewMoney(**wish.new_money.model_dump()) if wish.new_money else None,
            planned_on=wish.planned_on,
        )
        return ChangesKept(**_shown(session, item), entry_seq=sealed.seq)

    return once(wish, act)


def _shown(session: Session, item: Item) -> dict[str, object]:
    table: Comparison = before_after(session, item)
    named = table.new_money
    return {
        "code": item.code,
        "lines": [_line(each) for each in table.lines],
        "by_group": [_sum(each) for each in table.by_group],
        "by_fund": [_sum(each) for each in table.by_fund],
        "by_category": [_sum(each) for each in table.by_category],
        "net": in_baht(table.net),
        "new_money": TrancheNamed(fund=named.fund, tranche=named.tranche) if named else None,
        "adopted_on": table.adopted_on,
    }


def _line(line: Changed) -> LineShown:
    return LineShown(
        line=line.line_id,
        project=line.project,
        title=line.title,
        group=line.group,
        fund=line.fund,
        category=line.category,
        sub=line.sub,
        before=in_baht(line.before),
        change=in_baht(line.change),
        after=in_baht(line.after),
    )


def _sum(total: Sum) -> SumShown:
    return SumShown(
        code=total.code,
        before=in_baht(total.before),
        change=in_baht(total.change),
        after=in_baht(total.after),
    )
