"""Whether the money is paid as fast as it should be: targets, and the projects behind them (DOMAIN 3.8)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from states.catalogue import catalogue
from states.fiscal import FiscalYear
from workflow.models import Item, PlannedSpending, Target
from workflow.money.amounts import LineNow, ended_quarters, line_amounts, per_cent_hundredths
from workflow.money.figures import Sum, TargetNow, sum_of
from workflow.money.planned import planned_quarters

ALL = "all"
_WHOLE = 10_000  # hundredths of a per cent


@dataclass(frozen=True, slots=True)
class Behind:
    """A project that has paid less by the end of a quarter than it should have.

    `total` is of the lines that were compared; `due` what should have been paid of them, in satang, and
    `hundredths` the same as a share, in hundredths of a per cent.
    """

    item_id: int
    code: str
    title: str
    group: str
    total: Sum
    due: int
    hundredths: int


def targets(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date, lines: Sequence[LineNow]
) -> list[TargetNow]:
    """The targets of a fiscal year (B.E.), "all" first, then by category, each by quarter.

    What was reached is said of quarters that ended before the Bangkok date `on`.
    """
    rows = session.exec(
        select(Target).where(Target.office_id == office_id, Target.fiscal_year == fiscal_year)
    ).all()
    return measured(rows, fiscal_year, on, lines)


def measured(
    rows: Iterable[Target], fiscal_year: int, on: datetime.date, lines: Sequence[LineNow]
) -> list[TargetNow]:
    """These targets, with what the lines reached of each."""
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


def has_measure(
    session: Session, office_id: int, fiscal_year: int, quarter: int, lines: Sequence[LineNow]
) -> bool:
    """Whether the lines can be compared with anything: a target for the quarter, or a project's own plan."""
    wanted = _wanted(session, office_id, fiscal_year, quarter)
    if any(_share(line, wanted) is not None for line in lines):
        return True
    planned = (
        select(PlannedSpending.id)
        .join(Item, col(Item.id) == col(PlannedSpending.item_id))
        .where(Item.office_id == office_id, PlannedSpending.fiscal_year == fiscal_year)
    )
    return session.exec(planned.limit(1)).first() is not None


def _wanted(session: Session, office_id: int, fiscal_year: int, quarter: int) -> dict[str, int]:
    """The quarter's targets by scope, in hundredths of a per cent."""
    found = select(Target.scope, Target.hundredths).where(
        Target.office_id == office_id, Target.fiscal_year == fiscal_year, Target.quarter == quarter
    )
    return dict(session.exec(found).all())


def _share(line: LineNow, wanted: Mapping[str, int]) -> int | None:
    """What of a line should have been paid: the target for all, or else that of its category."""
    return wanted.get(ALL, wanted.get(line.category))


def projects_behind(
    session: Session,
    office_id: int,
    fiscal_year: int,
    quarter: int,
    on: datetime.date,
    lines: Sequence[LineNow] | None = None,
) -> list[Behind]:
    """The projects in the plan on a Bangkok date that are behind at the end of a quarter, by code.

    A project should have paid the share of its money that the target for "all" names; where there is none,
    the shares that its lines' categories are to reach; where they have no target either, what it planned to
    have spent. One that starts after the quarter is not behind. `lines` are those in the plan, where they
    were read already as they stood on the day.
    """
    if lines is None:
        lines = line_amounts(session, office_id, fiscal_year, on, through=quarter)
    wanted = _wanted(session, office_id, fiscal_year, quarter)
    by_project: dict[int, list[LineNow]] = defaultdict(list)
    started = _started(session, office_id, fiscal_year, quarter)
    for line in lines:
        if line.item_id in started:
            by_project[line.item_id].append(line)
    plans = planned_quarters(session, fiscal_year, by_project) if ALL not in wanted else {}
    planned = {item_id: sum(plan[:quarter]) for item_id, plan in plans.items()}
    found = [
        _below_target(mine, wanted) or _below_plan(mine, wanted, planned.get(item_id))
        for item_id, mine in by_project.items()
    ]
    return [each for each in found if each is not None]


def _below_target(lines: Sequence[LineNow], wanted: Mapping[str, int]) -> Behind | None:
    """Compared in hundredths of a per cent, as both are shown: 95.996 has reached 96.00."""
    shares = [(line, share) for line in lines if (share := _share(line, wanted)) is not None]
    total = sum_of(line for line, _ in shares)
    due = sum(line.in_force * share for line, share in shares)
    share = per_cent_hundredths(due, total.in_force * _WHOLE)
    if share is None or total.hundredths is None or total.hundredths >= share:
        return None
    return _behind(lines, total, -(-due // _WHOLE), share)


def _below_plan(lines: Sequence[LineNow], wanted: Mapping[str, int], planned: int | None) -> Behind | None:
    """Of a project whose lines have no target: what it planned, all in force where it planned more."""
    total = sum_of(lines)
    measured = any(_share(line, wanted) is not None for line in lines)
    if measured or planned is None or total.disbursed >= planned:
        return None
    return _behind(lines, total, planned, min(per_cent_hundredths(planned, total.in_force) or 0, _WHOLE))


def _behind(lines: Sequence[LineNow], total: Sum, due: int, share: int) -> Behind:
    first = lines[0]
    return Behind(first.item_id, first.code, first.title, first.group, total, due, share)


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
