"""Whether the sums of a plan agree: what is shown with its parts, and with the whole plan added up anew."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.models import Disbursement, Item, ProjectLine
from workflow.money.amounts import CANCELLED, IN_PLAN, LineNow, changes_by, ended_quarters
from workflow.money.figures import Part, Sum, sum_of


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two sums that must be one: `found` was added up one way, `against` another (satang).

    `of`: groups, funds or categories, or plan: the whole year.
    """

    of: str
    found: Sum
    against: Sum

    @property
    def in_force(self) -> int:
        return self.found.in_force - self.against.in_force

    @property
    def disbursed(self) -> int:
        return self.found.disbursed - self.against.disbursed

    @property
    def agrees(self) -> bool:
        return self.in_force == 0 and self.disbursed == 0


def agreements(shown: Sum, parts: dict[str, Sequence[Part]], every: Sum, whole: Sum) -> list[Agreement]:
    """`shown` against each of its `parts`; and `every` line of the year, shown or not, against `whole`."""
    found = [Agreement(name, added(each), shown) for name, each in parts.items()]
    return [*found, Agreement("plan", every, whole)]


def added(parts: Iterable[Sum]) -> Sum:
    """Sums together."""
    found = list(parts)
    return Sum(sum(each.in_force for each in found), sum(each.disbursed for each in found))


def in_the_plan(lines: Iterable[LineNow]) -> Sum:
    """The lines that count in the plan together."""
    return sum_of(line for line in lines if line.in_plan)


def whole_plan(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> Sum:
    """The plan of a fiscal year (B.E.) on a Bangkok date, added up by the database and not line by line."""
    changed = changes_by(on)
    in_force = session.exec(
        select(func.coalesce(func.sum(ProjectLine.original + func.coalesce(changed.c.change, 0)), 0))
        .join(Item, col(Item.id) == col(ProjectLine.item_id))
        .outerjoin(changed, changed.c.line_id == col(ProjectLine.id))
        .where(
            Item.office_id == office_id,
            Item.kind == "project",
            Item.fiscal_year == fiscal_year,
            col(Item.state).in_(IN_PLAN),
        )
    ).one()
    cancelled = col(Item.state) == CANCELLED
    paid = dict(
        session.exec(
            select(cancelled, func.sum(Disbursement.amount))
            .join(ProjectLine, col(ProjectLine.item_id) == col(Item.id))
            .join(Disbursement, col(Disbursement.line_id) == col(ProjectLine.id))
            .where(
                Item.office_id == office_id,
                Item.kind == "project",
                Item.fiscal_year == fiscal_year,
                col(Item.state).in_(IN_PLAN | {CANCELLED}),
                Disbursement.fiscal_year == fiscal_year,
                col(Disbursement.quarter).in_(ended_quarters(fiscal_year, on)),
            )
            .group_by(cancelled)
        ).all()
    )
    of_cancelled, of_others = int(paid.get(True, 0)), int(paid.get(False, 0))
    return Sum(int(in_force) + of_cancelled, of_others + of_cancelled)


def the_rest(every: Sequence[LineNow], shown: Iterable[LineNow]) -> Sum:
    """What of the plan is not among the lines shown."""
    seen = {line.line_id for line in shown}
    return in_the_plan(line for line in every if line.line_id not in seen)
