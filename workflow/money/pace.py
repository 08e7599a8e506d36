"""Whether the money is paid as fast as it should be: targets, and the projects behind them (DOMAIN 3.8)."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from states.catalogue import catalogue
from states.fiscal import FiscalYear
from workflow.models import Item, PlannedSpending, Target
from workflow.money.amounts import LineNow, ended_quarters, line_amounts
from workflow.money.figures import Sum, TargetNow, sum_of
from workflow.money.planned import planned_quarters

ALL = "all"


@dataclass(frozen=True, slots=True)
class Behind:
    """A project that has paid less by the end of a quarter than it should have: `due`, in satang."""

    item_id: int
    code: str
    title: str
    group: str
    total: Sum
    due: int


def targets(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date, lines: Sequence[LineNow]
) -> list[TargetNow]:
    """The targets of a fiscal year (B.E.), "all" first, then by category, each by quarter.

    What was reached is said of quarters that ended before the Bangkok date `on`.
    """
    rows = session.exec(
        select(Target).where(Target.office_id == office_id, Target.fiscal_year == fiscal_year)
    ).all()
    order, ended = (ALL, *catalogue().categories), ended_quarters(fiscal_year, on)
    return [
        TargetNow(
            *(row.quarter, row.scope, row.hundredths, row.authority, row.source, row.verified),
            reached=_reached(row, lines) if row.quarter in ended else None,
        )
        for row in sorted(rows, key=lambda row: (order.index(row.scope), row.quarter))
    ]


def _reached(target: Target, lines: Sequence[LineNow]) -> int | None:
    mine = [each for each in lines if target.scope in (ALL, each.category)]
    return sum_of(mine, target.quarter).hundredths


def has_measure(session: Session, office_id: int, fiscal_year: int, quarter: int) -> bool:
    """Whether payments can be compared with anything: a target for the quarter, or a project's own plan."""
    target = select(Target.id).where(
        Target.office_id == office_id, Target.fiscal_year == fiscal_year, Target.quarter == quarter
    )
    planned = (
        select(PlannedSpending.id)
        .join(Item, col(Item.id) == col(PlannedSpending.item_id))
        .where(Item.office_id == office_id, PlannedSpending.fiscal_year == fiscal_year)
    )
    return any(session.exec(query.limit(1)).first() is not None for query in (target, planned))


def projects_behind(
    session: Session, office_id: int, fiscal_year: int, quarter: int, on: datetime.date
) -> list[Behind]:
    """The projects in the plan on a Bangkok date that are behind at the end of a quarter, by code.

    A project should have paid the share of its money that the target for "all" names; in a year without
    that target, what it planned to have spent. One that starts after the quarter is not behind.
    """
    lines = line_amounts(session, office_id, fiscal_year, on, through=quarter)
    target = session.exec(
        select(Target.hundredths).where(
            Target.office_id == office_id,
            Target.fiscal_year == fiscal_year,
            Target.scope == ALL,
            Target.quarter == quarter,
        )
    ).first()
    by_project: dict[int, list[LineNow]] = defaultdict(list)
    started = _started(session, office_id, fiscal_year, quarter)
    for line in lines:
        if line.item_id in started:
            by_project[line.item_id].append(line)
    plans = planned_quarters(session, fiscal_year, by_project) if target is None else {}
    planned = {item_id: sum(plan[:quarter]) for item_id, plan in plans.items()}
    found = [_behind(mine, target, planned.get(item_id)) for item_id, mine in by_project.items()]
    return [each for each in found if each is not None]


def _behind(lines: Sequence[LineNow], target: int | None, planned: int | None) -> Behind | None:
    """Compared in hundredths of a per cent, as both are shown: 95.996 has reached 96.00."""
    total = sum_of(lines)
    if target is None:
        late, due = planned is not None and total.disbursed < planned, planned or 0
    else:
        late = total.hundredths is not None and total.hundredths < target
        due = -(-total.in_force * target // 10_000)
    first = lines[0]
    return Behind(first.item_id, first.code, first.title, first.group, total, due) if late else None


def _started(session: Session, office_id: int, fiscal_year: int, quarter: int) -> set[int]:
    """The projects that by their own dates have started by the end of a quarter."""
    found = session.exec(
        select(Item.id).where(
            Item.office_id == office_id,
            Item.kind == "project",
            Item.fiscal_year == fiscal_year,
            or_(
                col(Item.starts_on).is_(None),
                col(Item.starts_on) <= FiscalYear(fiscal_year).quarter(quarter).end,
            ),
        )
    )
    return set(found)
