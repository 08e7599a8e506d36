"""What projects of a fiscal year may serve: strategies, standards, indicators, policies from above."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.answers import OnlyOnce
from api.dependencies import Acting, Looking, OwnOffice, Transaction
from api.plain_text import PlainText
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import Asked, FiscalYearBE, Named, named
from workflow.proposals.goals import KINDS, goals_of
from workflow.proposals.goals import add_goal as add_goal_of_year

router = APIRouter(
    tags=["proposals"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


class WantedGoal(Asked):
    kind: PlainText = Field(description="strategy, standard, indicator or policy")
    code: PlainText = Field(description="At most 40 characters; once of each kind in a year")
    name_th: PlainText = Field(description="At most 300 characters")


class GoalShown(BaseModel):
    kind: Named
    code: str
    name_th: str


class GoalsShown(BaseModel):
    fiscal_year: int
    goals: list[GoalShown]


class GoalsKept(GoalsShown):
    entry_seq: int = Field(description="The history entry")


@router.get("/years/{fiscal_year}/goals")
def goals(session: Transaction, who: Looking, office: OwnOffice, fiscal_year: FiscalYearBE) -> GoalsShown:
    """กลยุทธ์ มาตรฐาน ตัวบ่งชี้ นโยบาย · What projects of the year may serve."""
    for_the_whole_office(who)
    return GoalsShown(fiscal_year=fiscal_year, goals=_shown(session, office, fiscal_year))


@router.post("/years/{fiscal_year}/goals", response_model=GoalsKept)
def add_goal(
    wish: WantedGoal,
    session: Transaction,
    hand: Acting,
    office: OwnOffice,
    fiscal_year: FiscalYearBE,
    once: OnlyOnce,
) -> Response:
    """เพิ่มกลยุทธ์หรือมาตรฐาน · Adds something that projects of the year may serve."""

    def act() -> GoalsKept:
        told = wish.model_dump()
        sealed = add_goal_of_year(session, office, fiscal_year, **told, hand=hand)
        shown = _shown(session, office, fiscal_year)
        return GoalsKept(fiscal_year=fiscal_year, goals=shown, entry_seq=sealed.seq)

    return once(wish, act)


def _shown(session: Session, office: int, fiscal_year: int) -> list[GoalShown]:
    return [
        GoalShown(kind=named(each.kind, KINDS.get(each.kind)), code=each.code, name_th=each.name_th)
        for each in goals_of(session, office, fiscal_year)
    ]
