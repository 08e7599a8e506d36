"""A paper, a year's plan, the office's people and its paths as they were on a day, and as was known."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import AskedItem, Looking, Moment, OwnOffice, Transaction
from api.problems import RESPONSES
from api.v1.shapes import BangkokDate, FiscalYearBE, OnDay
from api.v1.shown_past import ItemShown, PathsShown, item_shown, paths_shown
from api.v1.shown_past_plan import PlanShown, plan_shown
from api.v1.shown_past_roster import RosterShown, roster_shown
from api.whole_record import must_see_all
from workflow.asof.item import item_then
from workflow.asof.past import Past, past
from workflow.asof.paths import paths_then
from workflow.asof.plan import plan_then
from workflow.asof.roster import roster_then
from workflow.moments import bangkok_date

router = APIRouter(
    prefix="/as-of", tags=["history"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)}
)
Known = Annotated[
    BangkokDate | None,
    Query(description="By what had been recorded by the end of this Bangkok date; by now where left out"),
]


def question(
    session: Transaction, who: Looking, office: OwnOffice, at: Moment, on: OnDay = None, known: Known = None
) -> Past:
    """The day asked about, and whose knowledge counts; raises PastRefused."""
    day: datetime.date = on or bangkok_date(at)
    return past(session, office, day, known, at)


def question_of_the_office(who: Looking, asked: Annotated[Past, Depends(question)]) -> Past:
    """The same, for those who see the whole office; raises NotAllowed."""
    must_see_all(who)
    return asked


Question = Annotated[Past, Depends(question)]
OfficeQuestion = Annotated[Past, Depends(question_of_the_office)]


@router.get("/items/{code}")
def item_as_of(session: Transaction, item: AskedItem, asked: Question) -> ItemShown:
    """เรื่อง ณ วันที่ · A paper at the end of a day, by what was known."""
    return item_shown(item_then(session, item, asked))


@router.get("/plan/{fiscal_year}")
def plan_as_of(session: Transaction, fiscal_year: FiscalYearBE, asked: OfficeQuestion) -> PlanShown:
    """แผนและเงิน ณ วันที่ · A fiscal year's plan and money at the end of a day, by what was known."""
    return plan_shown(plan_then(session, fiscal_year, asked))


@router.get("/roster")
def roster_as_of(session: Transaction, asked: OfficeQuestion) -> RosterShown:
    """บุคลากร ณ วันที่ · Who held which post and sat on which body, groups and schools."""
    return roster_shown(roster_then(session, asked))


@router.get("/definitions")
def definitions_as_of(session: Transaction, asked: OfficeQuestion) -> PathsShown:
    """เส้นทาง ณ วันที่ · The definition under which each kind of paper was opened."""
    return paths_shown(asked, paths_then(session, asked))
