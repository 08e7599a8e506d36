"""Everything that the desk of one quarter shows, read once: its report, its groups, its figures, its list."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from states.fiscal import FiscalYear
from workflow.models import Group, Item, Obligation, Target
from workflow.money.amounts import LineNow, line_amounts, per_cent_hundredths
from workflow.money.pace import ALL
from workflow.reports import acceleration, problems, submissions
from workflow.reports.acceleration import Listed
from workflow.reports.problems import Told
from workflow.reports.progress import Progress, progress_of
from workflow.reports.reconcile import ProjectFigures, Reconciliation, reconciled
from workflow.reports.submissions import GroupAnswer

KIND = "quarterly_report"


@dataclass(frozen=True, slots=True)
class Reach:
    """One quarter: what was paid of what is in force from the year's start, and its target (0.01 %)."""

    quarter: int
    reached: int | None
    target: int | None

    @property
    def below(self) -> bool:
        return self.reached is not None and self.target is not None and self.reached < self.target


@dataclass(frozen=True, slots=True)
class Difference:
    """A project whose figures and plan do not meet; `kind` says how, `satang` by how much.

    no_figures (finance has given none), overpaid (beyond what is in force), no_plan (nothing planned by
    quarter), behind or ahead of its plan.
    """

    kind: str
    satang: int
    project: ProjectFigures


@dataclass(frozen=True, slots=True)
class QuarterNow:
    """A quarter of a fiscal year (B.E.) in an office, with or without a report of it.

    `below` are the projects below target by now; `weighed` what the report's list says of them, `outdated`
    the codes on which the two differ; `due` the day on which each group's part falls due, by group code.
    """

    fiscal_year: int
    number: int
    report: Item | None
    groups: tuple[GroupAnswer, ...]
    due: Mapping[str, datetime.date]
    progress: Mapping[str, Progress]
    figures: Reconciliation
    reach: tuple[Reach, ...]
    below: tuple[Listed, ...]
    weighed: tuple[Listed, ...]
    problems: tuple[Told, ...]

    @property
    def listed(self) -> tuple[Listed, ...]:
        return tuple(each for each in self.weighed if not each.left_out)

    @property
    def outdated(self) -> list[str]:
        now = {each.code: (each.paid_hundredths, each.target_hundredths) for each in self.below}
        then = {each.code: (each.paid_hundredths, each.target_hundredths) for each in self.weighed}
        return sorted(code for code in now.keys() | then.keys() if now.get(code) != then.get(code))

    @property
    def silent(self) -> list[GroupAnswer]:
        return [each for each in self.groups if each.standing == "missing"]

    @property
    def unanswered(self) -> list[Listed]:
        return [each for each in self.listed if not each.reply]


def report_of(session: Session, office_id: int, fiscal_year: int, quarter: int) -> Item | None:
    """The report of the quarter, the oldest where somebody opened two."""
    found = select(Item).where(
        Item.office_id == office_id,
        Item.kind == KIND,
        Item.fiscal_year == fiscal_year,
        Item.quarter == quarter,
    )
    return session.exec(found.order_by(col(Item.id)).limit(1)).first()


def quarter_now(
    session: Session, office_id: int, fiscal_year: int, quarter: int, on: datetime.date
) -> QuarterNow:
    """The quarter as it is, its groups as of a Bangkok date."""
    report = report_of(session, office_id, fiscal_year, quarter)
    day = FiscalYear(fiscal_year).quarter(quarter).end
    lines = line_amounts(session, office_id, fiscal_year, day, through=quarter)
    figures = reconciled(session, office_id, fiscal_year, quarter, day, lines)
    return QuarterNow(
        fiscal_year=fiscal_year,
        number=quarter,
        report=report,
        groups=tuple(submissions.answers(session, report, on)) if report else (),
        due=_due(session, report) if report else {},
        progress=progress_of(session, report.id) if report else {},
        figures=figures,
        reach=_reach(session, office_id, figures),
        below=_below(session, report, figures, lines) if report else (),
        weighed=tuple(acceleration.weighed(session, report.id)) if report else (),
        problems=tuple(problems.problems(session, report.id)) if report else (),
    )


def differences(found: Reconciliation) -> list[Difference]:
    """Every project whose figures and plan do not meet, the gravest first, then by code."""
    order = ("no_figures", "overpaid", "no_plan", "behind", "ahead")
    told = [each for each in (_difference(found, one) for one in found.projects) if each is not None]
    return sorted(told, key=lambda each: (order.index(each.kind), each.project.code))


def _difference(found: Reconciliation, project: ProjectFigures) -> Difference | None:
    figures = project.figures
    if project.code in found.without_figures:
        return Difference("no_figures", 0, project)
    if figures.over:
        return Difference("overpaid", figures.over, project)
    if figures.difference is None:
        return Difference("no_plan", 0, project)
    if figures.difference:
        return Difference("behind" if figures.difference < 0 else "ahead", abs(figures.difference), project)
    return None


def _reach(session: Session, office_id: int, figures: Reconciliation) -> tuple[Reach, ...]:
    """The four quarters, those after the desk's without what was reached."""
    rows = select(Target.quarter, Target.hundredths).where(
        Target.office_id == office_id, Target.fiscal_year == figures.fiscal_year, Target.scope == ALL
    )
    aims = dict(session.exec(rows).all())
    paid, in_force = figures.total.paid, figures.total.in_force
    return tuple(
        Reach(
            number,
            per_cent_hundredths(sum(paid[:number]), in_force) if number <= figures.quarter else None,
            aims.get(number),
        )
        for number in (1, 2, 3, 4)
    )


def _below(
    session: Session, report: Item, figures: Reconciliation, lines: Sequence[LineNow]
) -> tuple[Listed, ...]:
    names = {each.code: each for each in figures.projects}
    return tuple(
        Listed(code, names[code].title, names[code].group, paid, due)
        for code, paid, due in acceleration.below(session, report, lines).values()
        if code in names
    )


def _due(session: Session, report: Item) -> dict[str, datetime.date]:
    """The day on which each group's part is due, or was; by group code."""
    found = session.exec(
        select(Group.code, col(Obligation.due_on))
        .join(Group, col(Group.id) == col(Obligation.group_id))
        .where(Obligation.item_id == report.id, Obligation.code == "D-QG")
        .order_by(col(Obligation.id))
    )
    return dict(found.all())
