"""The annual plan as a table of projects: each with its lines of money, and what is late about it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, func, select

from states.model import Label
from states.thai import search_text
from workflow import definitions
from workflow.models import Alignment, Goal, Group, Item, Obligation
from workflow.money.amounts import CANCELLED, IN_PLAN, LineNow, Quarters, line_amounts
from workflow.money.figures import Sum, sum_of
from workflow.money.pace import Behind
from workflow.money.planned import planned_quarters
from workflow.money.standing import of_the_office


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A project of the plan; `lines` are those that are asked about, money in satang.

    `planned` is what it means to spend by quarter, `goals` what it serves ("kind code"), `overdue_since` the
    earliest day that passed without what was owed, `behind` how far its payments are behind.
    """

    item_id: int
    code: str
    title: str
    state: str
    label: Label
    group: str
    group_id: int | None
    owner_id: int | None
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    lines: tuple[LineNow, ...]
    planned: Quarters | None
    goals: frozenset[str]
    overdue_since: datetime.date | None
    behind: Behind | None

    @property
    def total(self) -> Sum:
        return sum_of(self.lines)

    @property
    def in_plan(self) -> bool:
        """Whether it counts in the plan: it is in it, or was cancelled after money had been paid."""
        return self.state in IN_PLAN or any(line.in_plan for line in self.lines)

    @property
    def late(self) -> bool:
        return self.overdue_since is not None or self.behind is not None


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What the table is narrowed to; `goal` is "kind code", `proposals` adds what is not in the plan."""

    group: str = ""
    fund: str = ""
    category: str = ""
    goal: str = ""
    state: str = ""
    late: bool = False
    text: str = ""
    proposals: bool = False


def plan_rows(
    session: Session,
    office_id: int,
    fiscal_year: int,
    on: datetime.date,
    behind: Iterable[Behind] = (),
    lines: Sequence[LineNow] | None = None,
) -> list[PlanRow]:
    """Every project of a fiscal year (B.E.) on a Bangkok date, proposals too, by code."""
    found = lines_with_proposals(session, office_id, fiscal_year, on) if lines is None else lines
    by_item: dict[int, list[LineNow]] = defaultdict(list)
    for line in found:
        by_item[line.item_id].append(line)
    projects = session.exec(
        select(Item, func.coalesce(Group.code, ""))
        .outerjoin(Group, col(Group.id) == col(Item.group_id))
        .where(Item.office_id == office_id, Item.kind == "project", Item.fiscal_year == fiscal_year)
        .order_by(Item.code)
    ).all()
    plans = planned_quarters(session, fiscal_year, [item.id for item, _ in projects])
    goals, late = _goals(session, office_id, fiscal_year), _overdue(session, office_id, fiscal_year, on)
    slow = {each.item_id: each for each in behind}
    return [
        PlanRow(
            item.id,
            item.code,
            item.title,
            item.state,
            definitions.by_hash(session, item.definition_hash).by_state[item.state].label,
            group,
            item.group_id,
            item.owner_id,
            item.starts_on,
            item.ends_on,
            tuple(by_item[item.id]),
            plans.get(item.id),
            frozenset(goals[item.id]),
            late.get(item.id),
            slow.get(item.id),
        )
        for item, group in projects
    ]


def lines_with_proposals(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date
) -> list[LineNow]:
    """The lines of all projects of the year, those of proposals as asked for."""
    return line_amounts(session, office_id, fiscal_year, on, proposals=True)


def narrowed(rows: Iterable[PlanRow], asked: PlanFilter) -> list[PlanRow]:
    """The rows that are asked for, each with only those of its lines that are."""
    found = []
    for row in rows:
        if not _fits(row, asked):
            continue
        kept = tuple(line for line in row.lines if _line_fits(line, asked))
        if kept or not (asked.fund or asked.category):
            found.append(replace(row, lines=kept))
    return found


def _fits(row: PlanRow, asked: PlanFilter) -> bool:
    words = search_text(f"{row.code} {row.title}")
    return (
        (asked.proposals or row.in_plan)
        and asked.group in ("", row.group)
        and asked.state in ("", row.state)
        and (not asked.goal or asked.goal in row.goals)
        and (not asked.late or row.late)
        and all(word in words for word in search_text(asked.text).split())
    )


def _line_fits(line: LineNow, asked: PlanFilter) -> bool:
    counts = line.in_plan or (asked.proposals and line.state != CANCELLED)
    return counts and asked.fund in ("", line.fund) and asked.category in ("", line.category)


def _goals(session: Session, office_id: int, fiscal_year: int) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = session.exec(
        select(Alignment.item_id, Goal.kind, Goal.code)
        .join(Goal, col(Goal.id) == col(Alignment.goal_id))
        .where(Goal.office_id == office_id, Goal.fiscal_year == fiscal_year)
    )
    for item_id, kind, code in rows:
        found[item_id].add(f"{kind} {code}")
    return found


def _overdue(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date
) -> dict[int, datetime.date]:
    """The earliest day by which each project owed something that is still open."""
    rows = session.exec(
        select(Obligation.item_id, func.min(Obligation.due_on))
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(
            Obligation.office_id == office_id,
            Item.kind == "project",
            Item.fiscal_year == fiscal_year,
            Obligation.due_on < on,
            Obligation.outcome == "",
            of_the_office(),
        )
        .group_by(col(Obligation.item_id))
    )
    return dict(rows.all())
