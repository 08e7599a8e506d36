"""What is in force on every line of an office's projects on a day, and what was paid from it."""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Subquery,
    bindparam,
    case,
    select,
    true,
)
from sqlmodel import Session, col, func, or_

from states.fiscal import FiscalYear
from workflow.days import counted_from
from workflow.models import Disbursement, Entry, Fund, Group, Item, LineChange, ProjectLine
from workflow.money.standing import Day, state_on

# A project counts in the plan from its inclusion on. Proposals, and what was merged or left out, do not.
IN_PLAN = frozenset(
    {
        *("in_plan", "authorised", "in_progress", "suspended", "completed"),
        *("carried_over", "reported", "report_returned", "closed"),
    }
)
STARTED = IN_PLAN - {"in_plan", "authorised"}
CANCELLED = "cancelled"
CLOSED = "closed"
ADOPTED = "adopted"
_QUARTERS = ("q1", "q2", "q3", "q4")
Quarters = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class LineNow:
    """A line of a project as it stood on a day, in satang.

    `state` is the project's on that day; `requested` what the proposal asked for, where that was recorded;
    `disbursed` what was paid in each quarter that had ended before the day.
    """

    line_id: int
    item_id: int
    code: str
    title: str
    state: str
    group: str
    fund: str
    category: str
    sub: str
    requested: int | None
    original: int
    in_force: int
    disbursed: Quarters

    @property
    def paid(self) -> int:
        """What was paid from it in all quarters that had ended."""
        return sum(self.disbursed)

    @property
    def in_plan(self) -> bool:
        """Whether it counts in the plan: its project is in it, or was cancelled after money had been paid."""
        return self.state in IN_PLAN or (self.state == CANCELLED and self.paid > 0)


def line_amounts(
    session: Session,
    office_id: int,
    fiscal_year: int,
    on: datetime.date,
    *,
    through: int | None = None,
    proposals: bool = False,
    item_id: int | None = None,
) -> list[LineNow]:
    """The lines that count in the plan of a fiscal year (B.E.) on a Bangkok date, by project.

    In force is the original amount with the changes of amendments adopted and effective by `on`; of a
    cancelled project it is what had been paid. A quarter's figures count from its last day on, or
    up to the quarter `through` where one is named. With `proposals` also the lines of projects that are not
    in the plan; with `item_id` only those of one project.
    """
    last = len(ended_quarters(fiscal_year, on)) if through is None else through
    asked = {"office_id": office_id, "fiscal_year": fiscal_year, "on": on, "last": last, "item_id": item_id}
    found = [_line(row) for row in session.execute(_amounts(item_id is not None), asked)]
    return [each for each in found if proposals or each.in_plan]


@cache
def _amounts(of_one: bool) -> Any:
    """The statement of `line_amounts`, made once: to put it together takes longer than to carry it out."""
    on: BindParameter[datetime.date] = bindparam("on", type_=Date())
    year: BindParameter[int] = bindparam("fiscal_year", type_=Integer())
    changed, paid = changes_by(on), _paid(year, bindparam("last", type_=Integer()))
    return (
        select(
            *(col(ProjectLine.id), col(Item.id), col(Item.code), col(Item.title), state_on(on)),
            *(func.coalesce(Group.code, ""), col(Fund.code), col(ProjectLine.category), col(ProjectLine.sub)),
            *(col(ProjectLine.requested), col(ProjectLine.original), func.coalesce(changed.c.change, 0)),
            *(func.coalesce(paid.c[name], 0) for name in _QUARTERS),
        )
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
        .outerjoin(Group, col(Group.id) == col(Item.group_id))
        .outerjoin(changed, changed.c.line_id == col(ProjectLine.id))
        .outerjoin(paid, paid.c.line_id == col(ProjectLine.id))
        .where(
            col(Item.office_id) == bindparam("office_id", type_=Integer()),
            col(Item.kind) == "project",
            col(Item.fiscal_year) == year,
            col(Item.id) == bindparam("item_id", type_=Integer()) if of_one else true(),
        )
        .order_by(col(Item.code), col(ProjectLine.id))
    )


def _line(row: Any) -> LineNow:
    """The line of a row: eleven fields in order, what amendments changed, then four quarters."""
    quarters = tuple(map(int, row[12:]))
    in_force = sum(quarters) if row[4] == CANCELLED else row.original + int(row[11])
    values: list[Any] = [*row[:11], in_force, quarters]
    return LineNow(*values)


def changes_by(on: Day) -> Subquery:
    """What adopted amendments in force on a Bangkok date changed: `line_id`, `change` in satang."""
    return (
        select(col(LineChange.line_id), func.sum(LineChange.change).label("change"))
        .join(Item, col(Item.id) == col(LineChange.amendment_id))
        .where(in_force_from() <= on, is_adopted())
        .group_by(col(LineChange.line_id))
        .subquery()
    )


def in_force_from() -> ColumnElement[datetime.date]:
    """The day from which a change of a line holds: that of its amendment's adoption.

    A corrected day counts. Until the adoption, and where nobody recorded it here, the planned day does.
    """
    adopted = (
        select(counted_from())
        .where(
            col(Entry.item_id) == col(LineChange.amendment_id),
            col(Entry.to_state) == ADOPTED,
            col(Entry.kind).in_(("step", "imported")),
        )
        .order_by(col(Entry.seq).desc())
        .limit(1)
        .correlate(LineChange)
        .scalar_subquery()
    )
    return func.coalesce(adopted, col(LineChange.effective_on))


def is_adopted() -> ColumnElement[bool]:
    """An amendment that has been adopted, whatever became of its minutes and reports since."""
    return or_(
        col(Item.state).in_((ADOPTED, "circulated", "closed")),
        col(Item.state).startswith("reported_to_", autoescape=True),
    )


def adopted_in(state: str) -> bool:
    """The same of a state that was read already."""
    return state in (ADOPTED, "circulated", "closed") or state.startswith("reported_to_")


def keeps_lines(session: Session, office_id: int, fiscal_year: int) -> bool:
    """Whether any project of the office's fiscal year (B.E.) has a line."""
    found = (
        select(col(ProjectLine.id))
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .where(col(Item.office_id) == office_id, col(Item.fiscal_year) == fiscal_year)
    )
    return session.execute(found.limit(1)).first() is not None


def ended_quarters(fiscal_year: int, on: datetime.date) -> list[int]:
    """The numbers of the quarters of a fiscal year (B.E.) over by the end of a Bangkok date."""
    return [quarter.number for quarter in FiscalYear(fiscal_year).quarters if quarter.end <= on]


def _paid(fiscal_year: BindParameter[int], last: BindParameter[int]) -> Subquery:
    """What was paid from each line up to the quarter `last` of its year, in the columns q1 to q4."""
    amount, quarter = col(Disbursement.amount), col(Disbursement.quarter)
    columns = (
        func.sum(case((quarter == number, amount), else_=0)).label(name)
        for number, name in enumerate(_QUARTERS, start=1)
    )
    return (
        select(col(Disbursement.line_id), *columns)
        .where(col(Disbursement.fiscal_year) == fiscal_year, quarter <= last)
        .group_by(col(Disbursement.line_id))
        .subquery()
    )


def per_cent_hundredths(part: int, whole: int) -> int | None:
    """`part` of `whole` in hundredths of a per cent, half up: 9587 is 95.87; None where there is no whole."""
    return (20_000 * part + whole) // (2 * whole) if whole > 0 else None
