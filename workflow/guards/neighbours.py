"""The papers beside the one in hand: the plan and its projects, reports and amendments, the office's groups.

Columns are read, not rows of the session: the engine moves parent and children in one transaction.
"""

import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select

from workflow.models import Group, Item, School
from workflow.situation import Situation

ABANDONED = frozenset({"merged", "not_selected", "cancelled"})  # projects that left the plan


class Project(NamedTuple):
    """What guards look at of a project of the plan."""

    code: str
    state: str
    group_id: int | None
    owner_id: int | None


def plan_of(situation: Situation) -> int | None:
    """The plan an item belongs to: itself, or its parent."""
    item = situation.item
    return item.id if item.kind == "annual_plan" else item.parent_id


def projects(situation: Situation) -> list[Project]:
    """The projects of the item's plan, by code; none where it stands in no plan."""
    found = situation.session.exec(
        select(Item.code, Item.state, Item.group_id, Item.owner_id)
        .where(Item.kind == "project", Item.parent_id == plan_of(situation))
        .order_by(Item.code)
    )
    return [Project(*row) for row in found] if plan_of(situation) is not None else []


def live_projects(situation: Situation) -> list[Project]:
    """The projects that are still in the plan, or proposed for it."""
    return [each for each in projects(situation) if each.state not in ABANDONED]


def state_of_plan(situation: Situation) -> str | None:
    """Where the item's parent stands now."""
    if situation.item.parent_id is None:
        return None
    return situation.session.exec(select(Item.state).where(Item.id == situation.item.parent_id)).first()


def exists(situation: Situation, *conditions: ColumnElement[bool] | bool) -> bool:
    """Whether the item's office has an item of which all `conditions` hold."""
    mine = Item.office_id == situation.item.office_id
    return situation.session.exec(select(Item.id).where(mine, *conditions).limit(1)).first() is not None


def groups(situation: Situation) -> list[tuple[int, str, str]]:
    """The office's groups (key, code, Thai name) that exist on the day of the step, by code."""
    found = situation.session.exec(
        select(Group.id, Group.code, Group.name_th).where(*_of_the_day(Group, situation)).order_by(Group.code)
    )
    return list(found)


def count_of_the_day(situation: Situation, table: type[Group] | type[School]) -> int:
    """How many groups or schools the office has on the day of the step."""
    return situation.session.exec(
        select(func.count()).select_from(table).where(*_of_the_day(table, situation))
    ).one()


def _of_the_day(table: type[Group] | type[School], situation: Situation) -> tuple[ColumnElement[bool], ...]:
    on: datetime.date = situation.on
    return (
        col(table.office_id) == situation.item.office_id,
        col(table.valid_from) <= on,
        or_(col(table.valid_to).is_(None), col(table.valid_to) >= on),
    )
