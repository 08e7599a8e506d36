"""What can be chosen on the forms of a proposal: groups, years, owners, earlier projects to begin from."""

import datetime

from sqlmodel import Session, col, select

from states.fiscal import fiscal_year_of
from workflow.models import Group, Item, Occupancy, Person, Position
from workflow.proposals.editors import PLAN_GROUP
from workflow.queries import Viewer, in_force_on, items_visible_to

_MOST = 200


def groups_for(session: Session, who: Viewer, on: datetime.date) -> list[Group]:
    """Her own groups; all of them for the plan group and for whoever belongs to none."""
    query = select(Group).where(
        Group.office_id == who.office_id,
        col(Group.valid_from) <= on,
        col(Group.valid_to).is_(None) | (col(Group.valid_to) >= on),
    )
    if who.group_ids and not who.roles & set(PLAN_GROUP):
        query = query.where(col(Group.id).in_(who.group_ids))
    return list(session.exec(query.order_by(col(Group.code))))


def years_for(session: Session, office_id: int, on: datetime.date) -> tuple[list[int], int]:
    """The fiscal years (B.E.) to propose for, and the one that is most likely meant: the newest plan's."""
    now = fiscal_year_of(on).be
    plans = session.exec(
        select(Item.fiscal_year).where(
            Item.office_id == office_id, Item.kind == "annual_plan", Item.fiscal_year >= now
        )
    ).all()
    years = sorted({now, now + 1, *plans})
    return years, max(plans, default=now)


def owners_for(session: Session, item: Item, on: datetime.date) -> list[tuple[int, str]]:
    """The people with a post in the project's group, and who is its owner now."""
    held = (
        select(Occupancy.person_id)
        .join(Position, col(Position.id) == col(Occupancy.position_id))
        .where(Position.group_id == item.group_id, in_force_on(Occupancy, on), in_force_on(Position, on))
    )
    found = session.exec(
        select(Person.id, Person.name_th)
        .where(
            Person.office_id == item.office_id,
            col(Person.is_service).is_(False),
            col(Person.id).in_(held) | (col(Person.id) == (item.owner_id or 0)),
        )
        .order_by(col(Person.name_th), col(Person.id))
        .limit(_MOST)
    )
    return list(found)


def earlier_projects(session: Session, who: Viewer, groups: list[Group], before: int) -> list[Item]:
    """Projects of these groups in the fiscal years before `before` (B.E.), the newest first."""
    query = (
        items_visible_to(who)
        .where(
            Item.kind == "project",
            Item.fiscal_year < before,
            col(Item.group_id).in_([group.id for group in groups]),
        )
        .order_by(col(Item.fiscal_year).desc(), col(Item.code))
    )
    return list(session.exec(query.limit(_MOST)))
