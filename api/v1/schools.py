"""Schools' annual plans: opened for all schools at once, and how far each cluster is."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.answers import OnlyOnce
from api.dependencies import Acting, Looking, Moment, OwnOffice, Transaction
from api.problems import RESPONSES
from api.v1.shapes import BangkokDate, FiscalYearBE, OnDay
from workflow.errors import Denial, NotAllowed
from workflow.moments import bangkok_date
from workflow.queries import Viewer
from workflow.schools.opening import open_school_plans
from workflow.schools.progress import Progress, SchoolNow, Standing, progress

router = APIRouter(
    tags=["schools"], responses={key: RESPONSES[key] for key in (401, 403, 404, 409, 413, 422)}
)


class SchoolPlanShown(BaseModel):
    """A school and its plan of the year."""

    school: str
    name_th: str
    cluster: str = Field(description="The cluster's code; empty where the school is in none")
    item: str | None = Field(description="The plan's code; null where none was opened")
    state: str | None
    standing: Standing
    due_on: BangkokDate | None
    accepted_on: BangkokDate | None
    late: bool = Field(description="Accepted after its day, or its day has passed without it")


class ClusterShown(BaseModel):
    """How many schools of a cluster stand where."""

    code: str
    name_th: str
    schools: int
    standing: dict[Standing, int]
    late: int


class SchoolPlansShown(BaseModel):
    fiscal_year: int
    on: BangkokDate
    clusters: list[ClusterShown]
    schools: list[SchoolPlanShown]
    unanswered: list[str] = Field(description="Schools of the day that have not handed in their plan")
    closed_schools: list[SchoolPlanShown] = Field(
        description="Schools with a plan that no longer exist that day"
    )


class SchoolPlansOpened(BaseModel):
    opened: list[str] = Field(description="The codes of the plans opened now")
    there_before: int


@router.get("/school-plans/{fiscal_year}")
def school_plans(
    session: Transaction,
    who: Looking,
    office_id: OwnOffice,
    fiscal_year: FiscalYearBE,
    at: Moment,
    on: OnDay = None,
) -> SchoolPlansShown:
    """แผนของสถานศึกษารายกลุ่มโรงเรียน · How far each cluster's schools are with their annual plans."""
    for_the_whole_office(who)
    return _shown(progress(session, office_id, fiscal_year, on or bangkok_date(at)))


@router.post("/school-plans/{fiscal_year}", response_model=SchoolPlansOpened)
def open_plans(
    session: Transaction,
    hand: Acting,
    office_id: OwnOffice,
    fiscal_year: FiscalYearBE,
    once: OnlyOnce,
) -> Response:
    """เปิดแผนให้ทุกโรงเรียน · Opens the plan of each school of today that has none; all or none."""

    def act() -> SchoolPlansOpened:
        done = open_school_plans(session, office_id, fiscal_year, hand)
        return SchoolPlansOpened(opened=list(done.codes), there_before=done.there_before)

    return once("", act)


def for_the_whole_office(who: Viewer) -> None:
    """What concerns the whole office is not for school people; raises NotAllowed."""
    if who.bounded or not who.active or not who.roles:
        raise NotAllowed(Denial("other_school" if who.bounded else "not_active"))


def _shown(told: Progress) -> SchoolPlansShown:
    return SchoolPlansShown(
        fiscal_year=told.fiscal_year,
        on=told.on,
        clusters=[
            ClusterShown(
                code=each.code,
                name_th=each.name_th,
                schools=each.schools,
                standing=each.standing,
                late=each.late,
            )
            for each in told.clusters
        ],
        schools=[_school(each) for each in told.schools],
        unanswered=[each.code for each in told.unanswered],
        closed_schools=[_school(each) for each in told.gone],
    )


def _school(each: SchoolNow) -> SchoolPlanShown:
    return SchoolPlanShown(
        school=each.code,
        name_th=each.name_th,
        cluster=each.cluster,
        item=each.item,
        state=each.state,
        standing=each.standing,
        due_on=each.due_on,
        accepted_on=each.accepted_on,
        late=each.late,
    )
