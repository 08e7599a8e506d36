"""Finds what waits for a person: papers that stand where a step of hers would bring them on."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlmodel import Session, col, select

from api.pages.main_path import way_of
from states.catalogue import catalogue
from workflow import definitions
from workflow.decision import Offer, offers
from workflow.models import Delegation, Item, Obligation, Occupancy, OfficeDefinition, Position
from workflow.moments import bangkok_date
from workflow.money.standing import of_the_office, of_the_paper
from workflow.queries import Viewer, in_force_on, items_visible_to

PAGE = 50
_LAST = datetime.date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Power:
    """A role a person holds or stands in for, and the group or school it is bounded by."""

    role: str
    group_id: int | None
    school_id: int | None

    @property
    def scope(self) -> str:
        return catalogue().roles[self.role].scope

    def reaches(self, group: object, school: object) -> ColumnElement[bool]:
        """Rows within the role's bounds, by the row's columns for group and school (see `permissions`)."""
        if self.scope == "group":
            return or_(col(group).is_(None), col(group) == self.group_id)
        if self.scope == "school":
            return col(school) == self.school_id
        return col(school).is_(None) | col(school).is_not(None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits for the person, the one step she should take, and what is owed first on it."""

    item: Item
    offer: Offer
    due_on: datetime.date | None


def powers(session: Session, person_id: int, on: datetime.date) -> tuple[Power, ...]:
    """The roles in force for the person on the Bangkok date `on`, her own and those she stands in for."""
    held = (
        select(Position)
        .join(Occupancy, col(Occupancy.position_id) == col(Position.id))
        .where(Occupancy.person_id == person_id, in_force_on(Occupancy, on), in_force_on(Position, on))
    )
    lent = (
        select(Position)
        .join(Delegation, col(Delegation.position_id) == col(Position.id))
        .where(Delegation.person_id == person_id, in_force_on(Delegation, on), in_force_on(Position, on))
    )
    posts = (*session.exec(held), *session.exec(lent))
    return tuple({Power(post.role, post.group_id, post.school_id): None for post in posts})


def waiting_for(
    session: Session, who: Viewer, hers: Iterable[Power], at: datetime.datetime, limit: int = PAGE
) -> tuple[list[Waiting], bool]:
    """Up to `limit` items that wait for the person, the earliest due first, and whether there are more.

    The database narrows to items that stand where one of her roles could bring them on; the engine's own
    answer then decides each.
    """
    found: list[Waiting] = []
    on = bangkok_date(at)
    for item, due_on in _candidates(session, who, tuple(hers)):
        best = _best(session, who, item, at, on)
        if best is None:
            continue
        if len(found) == limit:
            return found, True
        found.append(Waiting(item, best, due_on))
    return found, False


def _best(
    session: Session, who: Viewer, item: Item, at: datetime.datetime, on: datetime.date
) -> Offer | None:
    """The step of hers that brings the item on: one that is ready before one that still lacks something."""
    way = way_of(item.definition_hash, definitions.by_hash(session, item.definition_hash))
    hers = [
        each
        for each in offers(session, item.id, by=who.person_id, at=at, on=on)
        if each.denial is None and way.leads_on(item.state, each.move)
    ]
    return min(hers, key=lambda each: (each.status != "ready", len(each.missing)), default=None)


def _candidates(
    session: Session, who: Viewer, hers: tuple[Power, ...]
) -> Iterator[tuple[Item, datetime.date | None]]:
    due = (
        select(col(Obligation.item_id).label("item_id"), func.min(Obligation.due_on).label("due_on"))
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(Obligation.office_id == who.office_id, Obligation.outcome == "", of_the_paper())
        .group_by(col(Obligation.item_id))
        .subquery()
    )
    query = (
        items_visible_to(who)
        .add_columns(due.c.due_on)
        .outerjoin(due, due.c.item_id == col(Item.id))
        .where(_where_hers(session, who.office_id, hers))
        .order_by(func.coalesce(due.c.due_on, _LAST), col(Item.state_since), col(Item.id))
    )
    yield from ((row[0], row[1]) for row in session.execute(query))


def _where_hers(session: Session, office_id: int, hers: tuple[Power, ...]) -> ColumnElement[bool]:
    """Items in states that a step by one of her roles leads on from, within that role's bounds."""
    hashes = (
        select(OfficeDefinition.definition_hash).where(OfficeDefinition.office_id == office_id).distinct()
    )
    conditions: list[ColumnElement[bool]] = []
    for name in session.exec(hashes):
        for power in hers:
            states = _states(session, name, power.role)
            if states:
                conditions.append(
                    and_(
                        col(Item.definition_hash) == name,
                        col(Item.state).in_(states),
                        power.reaches(Item.group_id, Item.school_id),
                    )
                )
    return or_(false(), *conditions)


def _states(session: Session, definition_hash: str, role: str) -> list[str]:
    definition = definitions.by_hash(session, definition_hash)
    way = way_of(definition_hash, definition)
    return sorted(
        {
            source
            for move in definition.transitions
            if role in move.by
            for source in move.sources
            if way.leads_on(source, move)
        }
    )


def owed_by(
    session: Session, who: Viewer, hers: Iterable[Power], limit: int = PAGE
) -> list[tuple[Obligation, Item]]:
    """What the person's roles owe on items she sees, and she herself, the earliest due first."""
    bounds = [
        and_(col(Obligation.owed_by) == power.role, power.reaches(Obligation.group_id, Obligation.school_id))
        for power in hers
    ]
    seen = items_visible_to(who).with_only_columns(col(Item.id))
    query = (
        select(Obligation, Item)
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(
            Obligation.office_id == who.office_id,
            Obligation.outcome == "",
            or_(and_(of_the_office(), or_(false(), *bounds)), col(Obligation.person_id) == who.person_id),
            col(Item.id).in_(seen),
        )
        .order_by(col(Obligation.due_on), col(Obligation.id))
        .limit(limit)
    )
    return [(duty, item) for duty, item in session.exec(query)]
