"""What was owed and came late, or has not come: the condition, and from which day it counts as done."""

import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, literal, or_
from sqlmodel import Session, col, select

from workflow import definitions
from workflow.audit.asked import Asked
from workflow.audit.in_sql import bangkok_day, later
from workflow.days import counted_from, is_own_step
from workflow.models import Entry, Item, Obligation, OfficeDefinition
from workflow.money.standing import of_the_office
from workflow.queries import Viewer, items_visible_to


def late_ones(session: Session, who: Viewer, asked: Asked) -> Select[Any]:
    """Obligations of the office settled after their day, or open and past it; joined to item and last entry.

    `since` and `until` bound the day on which they were due. What was cancelled does not count.
    """
    done = and_(
        col(Obligation.outcome) == "done", col(Obligation.due_on) < settled_on(session, who.office_id)
    )
    query: Select[Any] = (
        items_visible_to(who)
        .with_only_columns(col(Obligation.due_on), col(Obligation.id))
        .select_from(Item)
        .join(Obligation, col(Obligation.item_id) == col(Item.id))
        .outerjoin(
            Entry,
            and_(
                col(Entry.office_id) == col(Obligation.office_id),
                col(Entry.seq) == col(Obligation.closed_seq),
            ),
        )
        .where(
            col(Obligation.office_id) == who.office_id,
            col(Obligation.due_on) < asked.today,
            of_the_office(),
            or_(col(Obligation.outcome) == "", done),
        )
    )
    return _narrowed(query, asked)


def _narrowed(query: Select[Any], asked: Asked) -> Select[Any]:
    if asked.since is not None:
        query = query.where(col(Obligation.due_on) >= asked.since)
    if asked.until is not None:
        query = query.where(col(Obligation.due_on) <= asked.until)
    if asked.kind:
        query = query.where(col(Item.kind) == asked.kind)
    if asked.duty:
        query = query.where(col(Obligation.code) == asked.duty)
    if asked.item_id is not None:
        query = query.where(col(Obligation.item_id) == asked.item_id)
    if asked.group_id is not None:
        query = query.where(owing_group() == asked.group_id)
    return query


def owing_group() -> ColumnElement[int | None]:
    """The group that owes it, or else the one whose item it is."""
    return case((col(Obligation.group_id).is_not(None), col(Obligation.group_id)), else_=col(Item.group_id))


def settled_on(session: Session, office_id: int) -> ColumnElement[datetime.date]:
    """The Bangkok date that holds against the deadline, of an obligation's closing `Entry`.

    The office's own step holds no earlier than it was recorded (`workflow.days.day_in_time`).
    """
    dated = counted_from()
    named = col(Entry.definition_hash) + literal(" ") + col(Entry.trigger)
    own = and_(col(Entry.kind) == "step", named.not_in(_words_of_others(session, office_id)))
    return case((own, later(session, dated, bangkok_day(session, col(Entry.at)))), else_=dated)


def definitions_of(session: Session, office_id: int) -> tuple[str, ...]:
    """The hashes of every definition the office has used, in order."""
    found = select(OfficeDefinition.definition_hash).where(OfficeDefinition.office_id == office_id)
    return tuple(sorted(set(session.exec(found))))


def _words_of_others(session: Session, office_id: int) -> tuple[str, ...]:
    """`hash trigger` of the steps that record another body's resolution or a numbered letter."""
    return tuple(found for name in definitions_of(session, office_id) for found in _others_of(session, name))


def _others_of(session: Session, name: str) -> tuple[str, ...]:
    if name not in _known:
        moves = definitions.by_hash(session, name).moves
        triggers = {trigger for state, trigger in moves if not is_own_step(session, (name, state, trigger))}
        _known[name] = tuple(f"{name} {trigger}" for trigger in sorted(triggers))
    return _known[name]


_known: dict[str, tuple[str, ...]] = {}  # a definition never changes
