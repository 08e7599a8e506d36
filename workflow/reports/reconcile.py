"""Finance's figures of a report held against the plan: per project, per group, altogether (U-C1, R-019)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, select

from states.fiscal import FiscalYear
from workflow.models import Group, Item
from workflow.money.amounts import LineNow, Quarters, line_amounts, per_cent_hundredths
from workflow.money.planned import planned_quarters
from workflow.money.reported import unreported
from workflow.situation import ItemNow

_NOTHING: Final = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Money in satang up to the end of quarter `through`; `planned` None where some of it has no plan."""

    through: int
    in_force: int = 0
    paid: Quarters = _NOTHING
    planned: Quarters | None = None

    @property
    def of_quarter(self) -> int:
        """What was paid in the report's quarter alone."""
        return self.paid[self.through - 1]

    @property
    def cumulative(self) -> int:
        """What was paid from the year's start."""
        return sum(self.paid[: self.through])

    @property
    def hundredths(self) -> int | None:
        """What was paid of what is in force, in hundredths of a per cent; None where nothing is in force."""
        return per_cent_hundredths(self.cumulative, self.in_force)

    @property
    def due(self) -> int | None:
        """What the plan by quarter has for the time from the year's start."""
        return None if self.planned is None else sum(self.planned[: self.through])

    @property
    def difference(self) -> int | None:
        """Paid less planned from the year's start: below zero where it is behind its plan."""
        return None if self.due is None else self.cumulative - self.due

    @property
    def differences(self) -> tuple[int, ...] | None:
        """Paid less planned of each quarter up to the report's."""
        if self.planned is None:
            return None
        return tuple(
            paid - due for paid, due in list(zip(self.paid, self.planned, strict=True))[: self.through]
        )

    @property
    def over(self) -> int:
        """What was paid beyond what is in force."""
        return max(self.cumulative - self.in_force, 0)


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """A project of the plan, in the state it had on the day."""

    item_id: int
    code: str
    title: str
    group: str
    state: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group's projects together; the code is empty for projects of no group."""

    code: str
    name_th: str
    projects: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A report's figures; `groups` and `projects` each add up to `total`.

    `without_figures` are the projects under way that finance has given no figure of for the quarter,
    `overpaid` those paid beyond what they have in force, each by code.
    """

    fiscal_year: int
    quarter: int
    on: datetime.date
    total: Figures
    groups: tuple[GroupFigures, ...]
    projects: tuple[ProjectFigures, ...]
    without_figures: tuple[str, ...]
    overpaid: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not self.without_figures and not self.overpaid


def reconcile(session: Session, report: Item | ItemNow, on: datetime.date | None = None) -> Reconciliation:
    """The report's figures with the plan as it stood on a Bangkok date, or at the end of the quarter.

    An annual report's quarter is the fourth.
    """
    return reconcile_quarter(session, report.office_id, report.fiscal_year, report.quarter or 4, on)


def reconcile_quarter(
    session: Session, office_id: int, fiscal_year: int, quarter: int, on: datetime.date | None = None
) -> Reconciliation:
    """As `reconcile`, of a quarter of a fiscal year (B.E.), whether or not there is a report of it."""
    day = on or FiscalYear(fiscal_year).quarter(quarter).end
    lines = line_amounts(session, office_id, fiscal_year, day, through=quarter)
    return reconciled(session, office_id, fiscal_year, quarter, day, lines)


def reconciled(
    session: Session,
    office_id: int,
    fiscal_year: int,
    quarter: int,
    day: datetime.date,
    lines: Sequence[LineNow],
) -> Reconciliation:
    """As `reconcile_quarter`, of the year's lines on the day, read up to the quarter."""
    planned = planned_quarters(session, fiscal_year, {line.item_id for line in lines})
    projects = _projects(lines, planned, quarter)
    return Reconciliation(
        fiscal_year=fiscal_year,
        quarter=quarter,
        on=day,
        total=_together([each.figures for each in projects], quarter),
        groups=_groups(session, office_id, projects, quarter),
        projects=tuple(projects),
        without_figures=tuple(unreported(session, office_id, fiscal_year, quarter)),
        overpaid=tuple(each.code for each in projects if each.figures.over),
    )


def _projects(lines: Sequence[LineNow], planned: dict[int, Quarters], quarter: int) -> list[ProjectFigures]:
    by_project: dict[int, list[LineNow]] = defaultdict(list)
    for line in lines:
        by_project[line.item_id].append(line)
    return [
        ProjectFigures(
            *(item_id, mine[0].code, mine[0].title, mine[0].group, mine[0].state),
            Figures(
                quarter,
                sum(each.in_force for each in mine),
                _added(each.disbursed for each in mine),
                planned.get(item_id),
            ),
        )
        for item_id, mine in by_project.items()
    ]


def _groups(
    session: Session, office_id: int, projects: Sequence[ProjectFigures], quarter: int
) -> tuple[GroupFigures, ...]:
    """The groups that have projects, by code; projects of no group come first."""
    rows = session.exec(select(Group.code, Group.name_th).where(Group.office_id == office_id))
    names: dict[str, str] = dict(rows.all())
    found: dict[str, list[Figures]] = defaultdict(list)
    for each in projects:
        found[each.group].append(each.figures)
    return tuple(
        GroupFigures(code, names.get(code, ""), len(mine), _together(mine, quarter))
        for code, mine in sorted(found.items())
    )


def _together(figures: Sequence[Figures], quarter: int) -> Figures:
    """Their sum, with a plan only where each has one: else what is paid would be held against too little."""
    plans = [each.planned for each in figures if each.planned is not None]
    return Figures(
        quarter,
        sum(each.in_force for each in figures),
        _added(each.paid for each in figures),
        _added(plans) if figures and len(plans) == len(figures) else None,
    )


def _added(rows: Iterable[Quarters]) -> Quarters:
    first, second, third, fourth = (sum(column) for column in zip(_NOTHING, *rows, strict=True))
    return first, second, third, fourth
