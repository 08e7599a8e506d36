"""Finds what a person waits for: papers she owns or passed on, which stand before somebody else now."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_
from sqlmodel import Session, col, select

from states.main_path import way_of
from workflow import definitions
from workflow.models import Entry, Item, OfficeDefinition
from workflow.queries import Viewer, items_visible_to
from workflow.waiting import Power, waits_for

PAGE = 20


@dataclass(frozen=True, slots=True)
class PassedOn:
    """An item that waits for others, and the roles that could bring it on."""

    item: Item
    roles: tuple[str, ...]


def passed_on(
    session: Session, who: Viewer, hers: Iterable[Power], limit: int = PAGE
) -> tuple[list[PassedOn], bool]:
    """Up to `limit` of them, the longest waiting first, and whether there are more."""
    last_step = exists().where(
        col(Entry.item_id) == col(Item.id),
        col(Entry.actor_id) == who.person_id,
        col(Entry.kind) == "step",
        col(Entry.version) == col(Item.version),
    )
    query = (
        items_visible_to(who)
        .where(
            or_(col(Item.owner_id) == who.person_id, last_step),
            _on_its_way(session, who.office_id),
            not_(waits_for(session, who.office_id, tuple(hers))),
        )
        .order_by(col(Item.state_since), col(Item.id))
        .limit(limit + 1)
    )
    rows = session.exec(query).all()
    return [PassedOn(item, _next(session, item)) for item in rows[:limit]], len(rows) > limit


def _on_its_way(session: Session, office_id: int) -> ColumnElement[bool]:
    """Items in states from which somebody's step leads on."""
    hashes = (
        select(OfficeDefinition.definition_hash).where(OfficeDefinition.office_id == office_id).distinct()
    )
    return _stands_in(tuple((name, _open_states(session, name)) for name in sorted(session.exec(hashes))))


@lru_cache(maxsize=64)
def _stands_in(found: tuple[tuple[str, tuple[str, ...]], ...]) -> ColumnElement[bool]:
    """Items of a definition in one of these states."""
    stands = [
        and_(col(Item.definition_hash) == name, col(Item.state).in_(states))
        for name, states in found
        if states
    ]
    return or_(false(), *stands)


def _open_states(session: Session, name: str) -> tuple[str, ...]:
    definition = definitions.by_hash(session, name)
    way = way_of(name, definition)
    found = {
        source
        for move in definition.transitions
        if set(move.by) != {"system"}
        for source in move.sources
        if way.leads_on(source, move)
    }
    return tuple(sorted(found))


def _next(session: Session, item: Item) -> tuple[str, ...]:
    definition = definitions.by_hash(session, item.definition_hash)
    way = way_of(item.definition_hash, definition)
    roles = {
        role: None
        for move in definition.leaving(item.state)
        if way.leads_on(item.state, move)
        for role in move.by
        if role != "system"
    }
    return tuple(roles)
