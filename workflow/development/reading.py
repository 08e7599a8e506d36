"""The office's development plans as one reads them: which is in force now, what it lacks, what serves it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.development.content import KIND, STEPS, Content, gaps
from workflow.development.strategies import strategies_in
from workflow.errors import BadInput, UnknownItem
from workflow.models import DevelopmentPlan, Entry, Item
from workflow.money.plan_table import plan_rows
from workflow.proposals.gaps import Gap
from workflow.proposals.goals import goals_of
from workflow.proposals.serving import Served, served
from workflow.queries import Viewer, items_visible_to

ENTRY = "development"


@dataclass(frozen=True, slots=True)
class Plan:
    """A development plan and what it says; `content` is None while nothing of it is written here."""

    item: Item
    content: Content | None

    def covers(self, fiscal_year: int) -> bool:
        return self.content is not None and (self.content.first_year <= fiscal_year <= self.content.last_year)

    @property
    def lacks(self) -> dict[str, tuple[Gap, ...]]:
        """What each step still lacks, in the order of the steps."""
        return {step: gaps(self.content or Content(0, 0), step) for step in STEPS}


def development_plans(session: Session, who: Viewer) -> list[Plan]:
    """The office's plans, the newest first."""
    seen = items_visible_to(who).with_only_columns(col(Item.id))
    found = session.exec(
        select(Item, DevelopmentPlan)
        .outerjoin(DevelopmentPlan, col(DevelopmentPlan.item_id) == col(Item.id))
        .where(Item.kind == KIND, col(Item.id).in_(seen))
        .order_by(col(Item.fiscal_year).desc(), col(Item.id).desc())
    )
    return [Plan(item, _content(row)) for item, row in found]


def chosen(plans: Sequence[Plan], code: str, fiscal_year: int) -> Plan | None:
    """The plan of this code; without one, that which covers the year, else the newest. Raises UnknownItem."""
    if code:
        found = next((each for each in plans if each.item.code == code), None)
        if found is None:
            raise UnknownItem(code[:80])
        return found
    there = [each for each in plans if each.item.state != "cancelled"]
    return next((each for each in there if each.covers(fiscal_year)), next(iter(there or plans), None))


def serving(
    session: Session, office_id: int, content: Content, fiscal_year: int, on: datetime.date
) -> list[Served]:
    """The plan's strategies among the goals of a year it covers, each with the projects that serve it."""
    try:
        codes = {each.code for each in strategies_in(content.strategies)}
    except BadInput:  # written before it was checked
        return []
    goals = [
        each
        for each in goals_of(session, office_id, fiscal_year)
        if each.kind == "strategy" and each.code in codes
    ]
    return served(goals, plan_rows(session, office_id, fiscal_year, on)) if goals else []


def last_written(session: Session, item_id: int) -> int:
    """The number of the entry by which the plan's words were changed last; 0 before the first."""
    found = session.exec(select(func.max(Entry.seq)).where(Entry.item_id == item_id, Entry.kind == ENTRY))
    return int(found.one() or 0)


def _content(row: DevelopmentPlan | None) -> Content | None:
    if row is None:
        return None
    return Content(**{name: getattr(row, name) for name in Content.__dataclass_fields__})
