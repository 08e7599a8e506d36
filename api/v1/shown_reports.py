"""A quarterly or annual report as programs see it: what groups sent, what it tells, its figures."""

import datetime
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlmodel import Session

from api.v1.shapes import BangkokDate, Instant, Named, named
from api.v1.shown_annual import AnnualShown, show_annual
from api.v1.shown_items import StateShown, show_state
from states.baht import in_baht
from workflow import definitions
from workflow.models import Item
from workflow.reports import acceleration, problems, submissions
from workflow.reports.annual import compile_report
from workflow.reports.problems import KINDS
from workflow.reports.reconcile import Figures, Reconciliation, reconcile


class SubmissionShown(BaseModel):
    group: str
    name_th: str
    standing: str = Field(description="submitted, waived or missing")
    text: str = Field(description="What the group sent in, or why it is excused")
    by: str
    at: Instant | None


class ProblemShown(BaseModel):
    id: int
    kind: Named
    project: str = Field(description="Code of the project it is about; may be empty")
    text: str


class ListedShown(BaseModel):
    """A project below target at the quarter's end, and its reply."""

    code: str
    title: str
    group: str
    paid_pct: Decimal
    target_pct: Decimal
    reply: str
    replied_by: str
    replied_at: Instant | None


class FiguresShown(BaseModel):
    """Baht, from the year's start to the end of the report's quarter."""

    in_force: Decimal
    of_quarter: Decimal = Field(description="Paid in the report's quarter alone")
    cumulative: Decimal = Field(description="Paid from the year's start")
    pct: Decimal | None = Field(description="Paid of what is in force; null where nothing is")
    planned: Decimal | None = Field(description="Planned from the year's start; null where some has no plan")
    difference: Decimal | None = Field(description="Paid less planned")
    differences: list[Decimal] | None = Field(description="The same of each quarter")


class ProjectFiguresShown(FiguresShown):
    code: str
    title: str
    group: str


class GroupFiguresShown(FiguresShown):
    code: str
    name_th: str
    projects: int


class ReconciliationShown(BaseModel):
    quarter: int
    on: BangkokDate = Field(description="The day of the plan that the figures are held against")
    agrees: bool
    without_figures: list[str] = Field(description="Projects under way without finance's figures")
    overpaid: list[str] = Field(description="Projects paid more than they have in force")
    total: FiguresShown
    groups: list[GroupFiguresShown]
    projects: list[ProjectFiguresShown]


class ReportShown(BaseModel):
    code: str
    kind: str
    state: StateShown
    submissions: list[SubmissionShown]
    problems: list[ProblemShown]
    acceleration: list[ListedShown] = Field(
        description="Of a quarterly report; empty where nothing is listed"
    )
    list_outdated: list[str] = Field(description="Projects on which that list and the figures differ by now")
    figures: ReconciliationShown
    content: AnnualShown | None = Field(description="Of an annual report")


def show_report(session: Session, report: Item, on: datetime.date) -> ReportShown:
    """The report as it stands, its groups as of a Bangkok date."""
    annual = report.kind == "annual_report"
    listed = acceleration.listed(session, report.id)
    return ReportShown(
        code=report.code,
        kind=report.kind,
        state=show_state(definitions.by_hash(session, report.definition_hash), report.state),
        submissions=[
            SubmissionShown(
                group=each.group,
                name_th=each.name_th,
                standing=each.standing,
                text=each.text,
                by=each.by,
                at=each.at,
            )
            for each in submissions.answers(session, report, on)
        ],
        problems=[
            ProblemShown(id=each.id, kind=_kind(each.kind), project=each.project, text=each.text)
            for each in problems.problems(session, report.id)
        ],
        acceleration=[_listed(each) for each in listed],
        list_outdated=acceleration.outdated(session, report) if listed else [],
        figures=_reconciliation(reconcile(session, report)),
        content=show_annual(compile_report(session, report)) if annual else None,
    )


def _optional(satang: int | None) -> Decimal | None:
    return None if satang is None else in_baht(satang)


def _kind(kind: str) -> Named:
    return named(kind, KINDS.get(kind))


def _listed(each: acceleration.Listed) -> ListedShown:
    return ListedShown(
        code=each.code,
        title=each.title,
        group=each.group,
        paid_pct=in_baht(each.paid_hundredths),
        target_pct=in_baht(each.target_hundredths),
        reply=each.reply,
        replied_by=each.replied_by,
        replied_at=each.replied_at,
    )


def _figures(of: Figures) -> FiguresShown:
    return FiguresShown(
        in_force=in_baht(of.in_force),
        of_quarter=in_baht(of.of_quarter),
        cumulative=in_baht(of.cumulative),
        pct=_optional(of.hundredths),
        planned=_optional(of.due),
        difference=_optional(of.difference),
        differences=None if of.differences is None else [in_baht(each) for each in of.differences],
    )


def _reconciliation(found: Reconciliation) -> ReconciliationShown:
    return ReconciliationShown(
        quarter=found.quarter,
        on=found.on,
        agrees=found.agrees,
        without_figures=list(found.without_figures),
        overpaid=list(found.overpaid),
        total=_figures(found.total),
        groups=[
            GroupFiguresShown(
                **dict(_figures(each.figures)),
                code=each.code,
                name_th=each.name_th,
                projects=each.projects,
            )
            for each in found.groups
        ],
        projects=[
            ProjectFiguresShown(
                **dict(_figures(each.figures)), code=each.code, title=each.title, group=each.group
            )
            for each in found.projects
        ],
    )
