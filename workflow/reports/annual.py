"""The annual report, compiled from the reports of the year's projects (U-A3, R-025)."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from states.fiscal import FiscalYear
from states.model import Label
from workflow import definitions
from workflow.errors import BadInput
from workflow.models import Alignment, Goal, Group, Indicator, Item, ProjectReport
from workflow.money.amounts import CANCELLED, IN_PLAN, LineNow, line_amounts
from workflow.money.figures import Sum, sum_of
from workflow.proposals.gaps import Gap
from workflow.proposals.report import SECTIONS, Report, report_gaps
from workflow.reports.outcomes import Change, changes, scores_of
from workflow.reports.problems import Carried, carried

# Whose report is in, or who will never owe one for this year.
REPORT_IN: Final = frozenset({"reported", "closed", "cancelled", "merged", "not_selected", "carried_over"})
_OWES_NONE: Final = frozenset({CANCELLED, "carried_over"})
_NOT_IN: Final = Gap("ยังไม่ส่งรายงานโครงการ", "Its report is not in", "report")
_NOT_KEPT: Final = Gap("ไม่มีเนื้อหารายงานในระบบ", "What its report says is not kept here", "report")


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator of a project: its target, and the result that the report gives."""

    name: str
    target: str
    result: str


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """What one project brought: its report, its indicators, and its money over the whole year (satang).

    `strategies` are the codes of those it serves. `gaps` is what its report still lacks.
    """

    code: str
    title: str
    group: str
    state: str
    label: Label
    report: Report
    indicators: tuple[Measured, ...]
    strategies: tuple[str, ...]
    money: Sum
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The projects of a group, or those that serve a strategy, with their money; no code for the others."""

    code: str
    name_th: str
    projects: tuple[str, ...]
    money: Sum


@dataclass(frozen=True, slots=True)
class AnnualContent:
    """What the book of a fiscal year (B.E.) is made of.

    `by_group` adds up to `total`; `by_strategy` need not, for a project may serve several. `lessons` is what
    the year's reports leave to the next year's preparation. `outcomes` are test results up to the school
    year that ended in the fiscal year.
    """

    fiscal_year: int
    on: datetime.date
    total: Sum
    projects: tuple[ProjectResult, ...]
    by_group: tuple[Share, ...]
    by_strategy: tuple[Share, ...]
    lessons: tuple[Carried, ...]
    outcomes: tuple[Change, ...]

    @property
    def missing(self) -> tuple[ProjectResult, ...]:
        """The projects whose report is not in, or lacks something."""
        return tuple(each for each in self.projects if each.gaps)


def compile_report(session: Session, report: Item) -> AnnualContent:
    """The content of an annual report from what projects have reported so far, money as of 30 September.

    Every project that came into the year's plan is in it; a cancelled one if money was paid for it. Raises
    BadInput where the paper is no annual report.
    """
    if report.kind != "annual_report":
        raise BadInput("code", "unfit", report.code)
    return compile_year(session, report.office_id, report.fiscal_year)


def compile_year(session: Session, office_id: int, fiscal_year: int) -> AnnualContent:
    """As `compile_report`, of a fiscal year (B.E.), whether or not there is a paper for it yet."""
    day = FiscalYear(fiscal_year).end
    projects = _projects(session, office_id, fiscal_year, day)
    strategies = _strategies(session, office_id, fiscal_year)
    return AnnualContent(
        fiscal_year=fiscal_year,
        on=day,
        total=_together(projects),
        projects=projects,
        by_group=_shares(_groups(session, office_id), projects, lambda each: (each.group,)),
        by_strategy=_shares(strategies, projects, lambda each: each.strategies or ("",)),
        lessons=tuple(carried(session, office_id, fiscal_year)),
        outcomes=changes(scores_of(session, office_id), fiscal_year - 1),
    )


def _projects(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date
) -> tuple[ProjectResult, ...]:
    lines: dict[int, list[LineNow]] = defaultdict(list)
    for line in line_amounts(session, office_id, fiscal_year, on, through=4):
        lines[line.item_id].append(line)
    rows = session.exec(
        select(Item, Group.code, ProjectReport)
        .outerjoin(Group, col(Group.id) == col(Item.group_id))
        .outerjoin(ProjectReport, col(ProjectReport.item_id) == col(Item.id))
        .where(*_of_year(office_id, fiscal_year))
        .order_by(col(Item.code))
    ).all()
    indicators = _indicators(session, office_id, fiscal_year)
    serving = _serving(session, office_id, fiscal_year)
    return tuple(
        _result(session, item, group or "", row, indicators[item.id], serving[item.id], lines[item.id])
        for item, group, row in rows
        if item.id in lines or item.state in IN_PLAN
    )


def _result(
    session: Session,
    item: Item,
    group: str,
    row: ProjectReport | None,
    indicators: Sequence[Measured],
    strategies: Sequence[str],
    lines: Sequence[LineNow],
) -> ProjectResult:
    texts = {name: getattr(row, name) for name in SECTIONS} if row else {}
    report = Report(**texts, measured=tuple(each.result for each in indicators))
    return ProjectResult(
        code=item.code,
        title=item.title,
        group=group,
        state=item.state,
        label=definitions.by_hash(session, item.definition_hash).by_state[item.state].label,
        report=report,
        indicators=tuple(indicators),
        strategies=tuple(strategies),
        money=sum_of(lines),
        gaps=_gaps(item.state, report, kept=row is not None),
    )


def _gaps(state: str, report: Report, *, kept: bool) -> tuple[Gap, ...]:
    """What the report lacks; one that was handed in on paper is not kept here."""
    if state in _OWES_NONE and not kept:
        return ()
    if state not in REPORT_IN:
        return (_NOT_IN,)
    return report_gaps(report) if kept else (_NOT_KEPT,)


def _indicators(session: Session, office_id: int, fiscal_year: int) -> dict[int, list[Measured]]:
    rows = session.exec(
        select(Indicator)
        .join(Item, col(Item.id) == col(Indicator.item_id))
        .where(*_of_year(office_id, fiscal_year))
        .order_by(col(Indicator.item_id), col(Indicator.number))
    )
    found: dict[int, list[Measured]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append(Measured(row.name, row.target, row.result))
    return found


def _serving(session: Session, office_id: int, fiscal_year: int) -> dict[int, list[str]]:
    """The codes of the strategies that each project serves."""
    rows = session.exec(
        select(Alignment.item_id, Goal.code)
        .join(Goal, col(Goal.id) == col(Alignment.goal_id))
        .join(Item, col(Item.id) == col(Alignment.item_id))
        .where(*_of_year(office_id, fiscal_year), Goal.kind == "strategy")
        .order_by(col(Alignment.item_id), col(Goal.code))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for item_id, code in rows:
        found[item_id].append(code)
    return found


def _of_year(office_id: int, fiscal_year: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Item.office_id) == office_id,
        col(Item.kind) == "project",
        col(Item.fiscal_year) == fiscal_year,
    )


def _strategies(session: Session, office_id: int, fiscal_year: int) -> dict[str, str]:
    rows = session.exec(
        select(Goal.code, Goal.name_th)
        .where(Goal.office_id == office_id, Goal.fiscal_year == fiscal_year, Goal.kind == "strategy")
        .order_by(Goal.code)
    )
    return dict(rows.all())


def _groups(session: Session, office_id: int) -> dict[str, str]:
    rows = session.exec(
        select(Group.code, Group.name_th).where(Group.office_id == office_id).order_by(Group.code)
    )
    return dict(rows.all())


def _shares(
    names: dict[str, str],
    projects: Sequence[ProjectResult],
    codes_of: Callable[[ProjectResult], Iterable[str]],
) -> tuple[Share, ...]:
    """The projects by code in the order of `names`, then those without one."""
    found: dict[str, list[ProjectResult]] = {code: [] for code in names}
    for each in projects:
        for code in codes_of(each):
            found.setdefault(code, []).append(each)
    return tuple(
        Share(code, names.get(code, ""), tuple(each.code for each in mine), _together(mine))
        for code, mine in found.items()
        if mine
    )


def _together(projects: Sequence[ProjectResult]) -> Sum:
    return Sum(sum(each.money.in_force for each in projects), sum(each.money.disbursed for each in projects))
