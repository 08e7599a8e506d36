"""What a project means to spend in each quarter of its year."""

from decimal import Decimal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, AskedItem, Moment, Transaction
from api.problems import RESPONSES
from api.v1.shapes import Asked, Baht
from states.baht import in_baht, satang_of
from workflow.errors import BadInput
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.money.amounts import line_amounts
from workflow.money.planned import set_plan, stored_plan

router = APIRouter(tags=["money"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)})


class QuartersAsked(Asked):
    quarters: list[Baht] = Field(
        min_length=4, max_length=4, description="October–December first; together what is in force"
    )


class QuartersShown(BaseModel):
    """Amounts in baht. After an amendment the quarters stay as they were until somebody plans them anew."""

    code: str = Field(description="The project")
    in_force: Decimal
    quarters: list[Decimal] = Field(description="Four; empty where none were ever planned")


class QuartersKept(QuartersShown):
    entry_seq: int | None = Field(description="The history entry; null where nothing was different")


@router.get("/items/{code}/planned-quarters")
def planned_of(session: Transaction, item: AskedItem, at: Moment) -> QuartersShown:
    """แผนการใช้จ่ายรายไตรมาส · What a project means to spend in each quarter."""
    return QuartersShown(**_shown(session, item, at))


@router.put("/items/{code}/planned-quarters", response_model=QuartersKept)
def save_planned(
    wish: QuartersAsked, session: Transaction, hand: Acting, item: AskedItem, once: OnlyOnce
) -> Response:
    """ปรับแผนการใช้จ่ายรายไตรมาส · Plans the quarters anew, until the work is done; no amount changes."""

    def act() -> QuartersKept:
        sealed = set_plan(session, item, [satang_of(each) for each in wish.quarters], hand)
        return QuartersKept(**_shown(session, item, hand.at), entry_seq=sealed.seq if sealed else None)

    return once(wish, act)


def _shown(session: Session, item: Item, at: Moment) -> dict[str, object]:
    if item.kind != "project":
        raise BadInput("code", "not_a_project", item.code)
    lines = line_amounts(
        session, item.office_id, item.fiscal_year, bangkok_date(at), proposals=True, item_id=item.id
    )
    return {
        "code": item.code,
        "in_force": in_baht(sum(line.in_force for line in lines)),
        "quarters": [in_baht(each) for each in stored_plan(session, item)],
    }
