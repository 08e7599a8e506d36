"""The content of an annual report as programs see it."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import BaseModel, Field

from api.v1.outcomes import ChangeOfTest, show_changes
from api.v1.shapes import BangkokDate, Named, named
from states.baht import in_baht
from workflow.money.figures import Sum
from workflow.proposals.gaps import Gap
from workflow.proposals.report import SECTIONS
from workflow.reports.annual import AnnualContent, ProjectResult, Share
from workflow.reports.problems import KINDS, Carried


class MoneyShown(BaseModel):
    in_force: Decimal
    disbursed: Decimal
    pct: Decimal | None


class GapOfReport(BaseModel):
    field: str
    th: str
    en: str


class MeasuredShown(BaseModel):
    name: str
    target: str
    result: str


class ResultShown(BaseModel):
    """What one project brought."""

    code: str
    title: str
    group: str
    state: Named
    results: str
    success: str
    problems: str
    obstacles: str
    suggestions: str
    indicators: list[MeasuredShown]
    strategies: list[str]
    money: MoneyShown
    gaps: list[GapOfReport] = Field(description="What its report still lacks")


class ShareShown(BaseModel):
    code: str = Field(description="Empty for projects of no group, or that serve no strategy")
    name_th: str
    projects: list[str]
    money: MoneyShown


class LessonShown(BaseModel):
    source: str = Field(description="Code of the report that tells it; a project's own report is the project")
    project: str
    kind: Named
    text: str


class AnnualShown(BaseModel):
    """What the annual book is made of, from what projects have reported so far."""

    fiscal_year: int
    on: BangkokDate
    total: MoneyShown
    missing: list[str] = Field(description="Projects whose report is not in, or lacks something")
    projects: list[ResultShown]
    by_group: list[ShareShown]
    by_strategy: list[ShareShown] = Field(description="A project counts under each strategy that it serves")
    lessons: list[LessonShown] = Field(description="For the next year's preparation")
    outcomes: list[ChangeOfTest] = Field(description="National tests up to the school year that has ended")


def show_annual(found: AnnualContent) -> AnnualShown:
    """The content in baht and per cent."""
    return AnnualShown(
        fiscal_year=found.fiscal_year,
        on=found.on,
        total=_money(found.total),
        missing=[each.code for each in found.missing],
        projects=[_result(each) for each in found.projects],
        by_group=_shares(found.by_group),
        by_strategy=_shares(found.by_strategy),
        lessons=[_lesson(each) for each in found.lessons],
        outcomes=show_changes(found.outcomes),
    )


def _money(of: Sum) -> MoneyShown:
    return MoneyShown(in_force=in_baht(of.in_force), disbursed=in_baht(of.disbursed), pct=of.per_cent)


def _result(each: ProjectResult) -> ResultShown:
    return ResultShown(
        code=each.code,
        title=each.title,
        group=each.group,
        state=named(each.state, each.label),
        **{name: getattr(each.report, name) for name in SECTIONS},
        indicators=[
            MeasuredShown(name=one.name, target=one.target, result=one.result) for one in each.indicators
        ],
        strategies=list(each.strategies),
        money=_money(each.money),
        gaps=_gaps(each.gaps),
    )


def _gaps(gaps: Sequence[Gap]) -> list[GapOfReport]:
    return [GapOfReport(field=each.field, th=each.th, en=each.en) for each in gaps]


def _shares(shares: Sequence[Share]) -> list[ShareShown]:
    return [
        ShareShown(
            code=each.code, name_th=each.name_th, projects=list(each.projects), money=_money(each.money)
        )
        for each in shares
    ]


def _lesson(each: Carried) -> LessonShown:
    return LessonShown(
        source=each.source, project=each.project, kind=named(each.kind, KINDS.get(each.kind)), text=each.text
    )
