"""Lines of projects as they were: what was asked for, approved, changed by amendments, and paid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from workflow.asof.adopted import InForce, changes_of
from workflow.asof.past import Past, later
from workflow.asof.stories import Story
from workflow.models import Disbursement, Fund, Group, Item, PlannedSpending, ProjectLine
from workflow.money.amounts import CANCELLED, LineNow, Quarters, ended_quarters

_Key = tuple[str, str, str]


@dataclass(slots=True)
class Line:
    """A line while later changes are taken back; `line_id` is 0 where its row has been replaced since."""

    line_id: int
    fund: str
    category: str
    sub: str
    requested: int | None
    original: int

    @property
    def key(self) -> _Key:
        return self.fund, self.category, self.sub


@dataclass(slots=True)
class Kept:
    """What is kept of the lines of a fiscal year's projects, from which later changes are taken back."""

    lines: dict[int, list[Line]]
    paid: dict[tuple[int, int], int]
    planned: dict[int, list[int]]


def lines_then(
    session: Session, fiscal_year: int, past: Past, projects: Sequence[Story], amendments: list[InForce]
) -> tuple[list[LineNow], dict[int, Quarters]]:
    """The lines of these projects of a fiscal year (B.E.), proposals' too, by project; and what each of the
    projects meant to spend by quarter.

    As `workflow.money.amounts.line_amounts` tells them, of what was known.
    """
    kept = _kept(session, fiscal_year, [each.item.id for each in projects])
    for entry, item_id, _ in later(session, past.office_id, past.cut, ("lines",)):
        if item_id in kept.lines:
            _take_back_lines(kept, item_id, entry.told)
    for entry, _, _ in later(session, past.office_id, past.known, ("disbursement",)):
        _take_back_paid(kept, fiscal_year, entry.told)
    changes = changes_of(amendments)
    groups = _group_codes(session, past.office_id)
    ended = ended_quarters(fiscal_year, past.on)
    found = [
        _line(story, line, groups, past, changes, _quarters(kept, line, ended))
        for story in projects
        for line in kept.lines[story.item.id]
    ]
    planned = {item_id: _four(plan) for item_id, plan in kept.planned.items() if plan}
    return found, planned


def _kept(session: Session, fiscal_year: int, items: Sequence[int]) -> Kept:
    """What the tables have of these projects now."""
    kept = Kept({item_id: [] for item_id in items}, {}, {})
    rows = (
        select(ProjectLine, Fund.code)
        .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .where(col(ProjectLine.item_id).in_(items))
        .order_by(col(ProjectLine.id))
    )
    for row, fund in session.exec(rows):
        line = Line(row.id, fund, row.category, row.sub, row.requested, row.original)
        kept.lines[row.item_id].append(line)
    paid = (
        select(Disbursement.line_id, Disbursement.quarter, Disbursement.amount)
        .join(ProjectLine, col(ProjectLine.id) == col(Disbursement.line_id))
        .where(col(ProjectLine.item_id).in_(items), Disbursement.fiscal_year == fiscal_year)
    )
    kept.paid = {(line_id, quarter): amount for line_id, quarter, amount in session.exec(paid)}
    plans = (
        select(PlannedSpending.item_id, PlannedSpending.quarter, PlannedSpending.amount)
        .where(col(PlannedSpending.item_id).in_(items), PlannedSpending.fiscal_year == fiscal_year)
        .order_by(col(PlannedSpending.quarter))
    )
    for item_id, quarter, amount in session.exec(plans):
        kept.planned.setdefault(item_id, [0, 0, 0, 0])[quarter - 1] = amount
    return kept


def _take_back_lines(kept: Kept, item_id: int, told: Mapping[str, Any]) -> None:
    """The project's lines and plan as they were before an entry."""
    changed = told.get("changed", {})
    if "lines" in changed:
        kept.lines[item_id] = [
            Line(
                line_id=0,
                fund=each["fund"],
                category=each["category"],
                sub=each["sub"],
                requested=each["satang"],
                original=each["satang"],
            )
            for each in changed["lines"][0]
        ]
    if "plan" in changed:
        kept.planned[item_id] = list(changed["plan"][0])
    for each in told.get("approved", ()):
        for line in kept.lines[item_id]:
            if line.key == (each["fund"], each["category"], each["sub"]):
                line.original = each["satang"][0]
    if "planned" in told:
        kept.planned[item_id] = list(told["planned"][0])


def _take_back_paid(kept: Kept, fiscal_year: int, told: Mapping[str, Any]) -> None:
    """What was paid as it stood before an entry; a figure that was the first is none again."""
    if told.get("fiscal_year") != fiscal_year:
        return
    for line_id, (before, _) in told.get("lines", {}).items():
        key = int(line_id), int(told["quarter"])
        if before is None:
            kept.paid.pop(key, None)
        else:
            kept.paid[key] = before


def _quarters(kept: Kept, line: Line, ended: Sequence[int]) -> Quarters:
    """What was paid from a line in each quarter that had ended."""
    return _four([kept.paid.get((line.line_id, each), 0) if each in ended else 0 for each in (1, 2, 3, 4)])


def _four(amounts: Sequence[int]) -> Quarters:
    first, second, third, fourth = amounts
    return first, second, third, fourth


def _line(
    story: Story,
    line: Line,
    groups: Mapping[int, str],
    past: Past,
    changes: Mapping[int, int],
    paid: Quarters,
) -> LineNow:
    state, item = story.state_or_first(past), story.item
    title = story.unknown.before("title", item.title)
    in_force = sum(paid) if state == CANCELLED else line.original + changes.get(line.line_id, 0)
    return LineNow(
        line_id=line.line_id,
        item_id=item.id,
        code=item.code,
        title=title.value or "",
        state=state,
        group=groups.get(item.group_id or 0, ""),
        fund=line.fund,
        category=line.category,
        sub=line.sub,
        requested=line.requested,
        original=line.original,
        in_force=in_force,
        disbursed=paid,
    )


def _group_codes(session: Session, office_id: int) -> dict[int, str]:
    found = session.exec(select(Group.id, Group.code).where(Group.office_id == office_id))
    return dict(found.all())
