"""The plan group's year against the work standards, with the entries and papers that justify each finding."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.dependencies import Looking, Moment, OwnOffice, Transaction
from api.problems import RESPONSES
from api.v1.schools import for_the_whole_office
from api.v1.shapes import BangkokDate, FiscalYearBE, OnDay
from workflow.assessment.assess import Judged, StandardNow, assess
from workflow.assessment.findings import Status
from workflow.moments import bangkok_date

router = APIRouter(tags=["assessment"], responses={key: RESPONSES[key] for key in (401, 403, 404, 422)})


class PaperShown(BaseModel):
    item: str
    code: str = Field(description="The document's code")
    shown: str = Field(description="Its file name, or where it is kept")
    entry_seq: int


class CriterionShown(BaseModel):
    code: str
    th: str
    en: str
    level: int | None = Field(description="1 to 5 in a standard of levels")
    deadline: str = Field(description="The code of its deadline, or empty")
    sources: list[str]
    status: Status = Field(
        description="unknown asks for recorded evidence; attested has it; the others the record tells"
    )
    why_th: str
    why_en: str
    entries: list[int] = Field(description="The office's history entries that justify it, by number")
    papers: list[PaperShown]


class StandardShown(BaseModel):
    code: str
    th: str
    en: str
    shape: str = Field(description="levels, statement or checklist")
    level: int | None = Field(description="The level reached, 0 to 5; null where it has none")
    asked: list[str] = Field(description="The criteria of which somebody must record evidence")
    criteria: list[CriterionShown]


class AssessmentShown(BaseModel):
    fiscal_year: int
    on: BangkokDate
    standards: list[StandardShown]


@router.get("/assessments/{fiscal_year}")
def one_assessment(
    session: Transaction,
    who: Looking,
    office_id: OwnOffice,
    fiscal_year: FiscalYearBE,
    at: Moment,
    on: OnDay = None,
) -> AssessmentShown:
    """การประเมินตนเองจากประวัติ · What the record shows of the work standards M1 to M4, D, A and E."""
    for_the_whole_office(who)
    found = assess(session, office_id, fiscal_year, on or bangkok_date(at))
    standards = [_standard(each) for each in found.standards]
    return AssessmentShown(fiscal_year=fiscal_year, on=found.on, standards=standards)


def _standard(each: StandardNow) -> StandardShown:
    return StandardShown(
        code=each.code,
        th=each.standard.th,
        en=each.standard.en,
        shape=each.standard.shape,
        level=each.level,
        asked=[judged.code for judged in each.asked],
        criteria=[_criterion(judged) for judged in each.criteria],
    )


def _criterion(judged: Judged) -> CriterionShown:
    words, found = judged.criterion, judged.finding
    return CriterionShown(
        code=judged.code,
        th=words.th,
        en=words.en,
        level=judged.level,
        deadline=words.deadline,
        sources=list(words.src),
        status=found.status,
        why_th=found.why.th,
        why_en=found.why.en,
        entries=list(found.entries),
        papers=[
            PaperShown(item=paper.item, code=paper.code, shown=paper.shown, entry_seq=paper.entry_seq)
            for paper in found.papers
        ],
    )
