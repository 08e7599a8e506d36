"""Opens proposals under the next free code of their group, empty or begun from an earlier project."""

import datetime
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from states.fiscal import FiscalYear
from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.items import NewItem, open_item
from workflow.models import Goal, Group, Item
from workflow.money.checks import check_fiscal_year
from workflow.money.lines import set_requested
from workflow.proposals.form import save_form
from workflow.proposals.months import fiscal_month
from workflow.proposals.sections import read_kept
from workflow.years.plan import annual_plan


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A proposal to open; `fiscal_year` is Buddhist Era."""

    title: str
    group_id: int
    fiscal_year: int
    owner_id: int | None = None


def open_proposal(
    session: Session, office_id: int, new: NewProposal, hand: Hand, *, before: Item | None = None
) -> Item:
    """Opens the draft under the year's annual plan, under the group's next free code.

    With `before`, an earlier project, its form and lines are taken over: what it serves as far as the office
    keeps the same goals for the new year, its dates moved to the new year, no results. Raises what
    `open_item` raises, and BadInput for a group or earlier project that there is not.
    """
    check_fiscal_year(new.fiscal_year)
    group = session.get(Group, new.group_id)
    if group is None or group.office_id != office_id:
        raise BadInput("group", "unknown", str(new.group_id))
    if before is not None and (before.kind != "project" or before.office_id != office_id):
        raise BadInput("from", "not_a_project", before.code)
    plan = annual_plan(session, office_id, new.fiscal_year)
    starts_on, ends_on = _dates(before, new.fiscal_year)
    opened = NewItem(
        kind="project",
        code=next_codes(session, office_id, group.code, new.fiscal_year, 1)[0],
        title=new.title,
        fiscal_year=new.fiscal_year,
        starts_on=starts_on,
        ends_on=ends_on,
        parent_id=plan.id if plan else None,
        group_id=group.id,
        owner_id=new.owner_id,
    )
    item = open_item(session, office_id, opened, by=hand.by, at=hand.at)
    if before is not None:
        _take_over(session, item, before, hand)
    return item


def next_codes(session: Session, office_id: int, group: str, fiscal_year: int, count: int) -> list[str]:
    """The next free codes of the group and year: `SUP61-01`, `SUP61-02`."""
    start = f"{group}{fiscal_year % 100:02}-"
    taken = set(
        session.exec(
            select(Item.code).where(
                Item.office_id == office_id, col(Item.code).startswith(start, autoescape=True)
            )
        )
    )
    free = (f"{start}{number:02}" for number in range(1, len(taken) + count + 1))
    return [code for code in free if code not in taken][:count]


def _take_over(session: Session, item: Item, before: Item, hand: Hand) -> None:
    kept = read_kept(session, before)
    goals = session.exec(
        select(Goal.kind, Goal.code).where(
            Goal.office_id == item.office_id, Goal.fiscal_year == item.fiscal_year
        )
    )
    known = set(goals)
    form = replace(kept.form, nature="continuing", goals=tuple(g for g in kept.form.goals if g in known))
    save_form(session, item, form, hand)
    if kept.lines:
        set_requested(session, item, kept.lines, _plan(kept.plan, sum(x.satang for x in kept.lines)), hand)


def _plan(plan: tuple[int, ...], asked: int) -> tuple[int, ...] | None:
    """The quarters, where they still make up what is asked for."""
    return plan if plan and sum(plan) == asked else None


def _dates(before: Item | None, fiscal_year: int) -> tuple[datetime.date | None, datetime.date | None]:
    """The earlier project's dates in the new year; nothing where it had none."""
    if before is None:
        return None, None
    return _moved(before.starts_on, fiscal_year), _moved(before.ends_on, fiscal_year)


def _moved(day: datetime.date | None, fiscal_year: int) -> datetime.date | None:
    if day is None:
        return None
    year = FiscalYear(fiscal_year).start.year + (fiscal_month(day.month) > 3)
    leap = day.month == 2 and day.day == 29
    return datetime.date(year, day.month, 28 if leap else day.day)
