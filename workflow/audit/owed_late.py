"""What was owed and came late, or has not come: the condition, and from which day it counts as done."""

import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import ColumnElement, and_, case, literal, or_
from sqlmodel import Session, col

from workflow import definitions
from workflow.audit.in_sql import Statement, bangkok_day, later
from workflow.audit.prepared import Shape, among, value
from workflow.database import Cursor, Sql
from workflow.days import counted_from, is_own_step
from workflow.models import Entry, Item, Obligation
from workflow.money.standing import of_the_office
from workflow.queries import Viewer, items_visible_to

_USED: Final = Sql("SELECT DISTINCT definition_hash FROM office_definition WHERE office_id = ?")


def late_ones(who: Viewer, shape: Shape) -> Statement:
    """Obligations of the office settled after their day, or open and past it; joined to item and last entry.

    `since` and `until` bound the day on which they were due. What was cancelled does not count, nor what one
    person has yet to read. The constants of the shape are `words_of_others`.
    """
    due = col(Obligation.due_on)
    # Whether it was the office's own step is looked up in a long list: only for what hangs on it.
    late = or_(counted_from() > due, and_(_recorded_on(shape) > due, _own(shape)))
    done = and_(col(Obligation.outcome) == "done", late)
    closing = and_(
        col(Entry.office_id) == col(Obligation.office_id), col(Entry.seq) == col(Obligation.closed_seq)
    )
    query: Statement = (
        items_visible_to(who)
        .with_only_columns(col(Obligation.due_on), col(Obligation.id))
        .select_from(Item)
        .join(Obligation, col(Obligation.item_id) == col(Item.id))
        .outerjoin(Entry, closing)
        .where(
            col(Obligation.office_id) == who.office_id,
            col(Obligation.due_on) < value("today"),
            of_the_office(),
            or_(col(Obligation.outcome) == "", done),
        )
    )
    return _narrowed(query, shape.given)


def _narrowed(query: Statement, given: frozenset[str]) -> Statement:
    if "since" in given:
        query = query.where(col(Obligation.due_on) >= value("since"))
    if "until" in given:
        query = query.where(col(Obligation.due_on) <= value("until"))
    if "kind" in given:
        query = query.where(col(Item.kind) == value("kind"))
    if "duty" in given:
        query = query.where(col(Obligation.code) == value("duty"))
    if "item_id" in given:
        query = query.where(col(Obligation.item_id) == value("item_id"))
    if "group_id" in given:
        query = query.where(owing_group() == value("group_id"))
    return query


def owing_group() -> ColumnElement[int | None]:
    """The group that owes it, or else the one whose item it is."""
    return case((col(Obligation.group_id).is_not(None), col(Obligation.group_id)), else_=col(Item.group_id))


def settled_on(shape: Shape) -> ColumnElement[datetime.date]:
    """The Bangkok date that holds against the deadline, of an obligation's closing `Entry`.

    The office's own step holds no earlier than it was recorded (`workflow.days.day_in_time`).
    """
    dated = counted_from()
    latest = later(dated, _recorded_on(shape), is_sqlite=shape.is_sqlite)
    return case((_own(shape), latest), else_=dated)


def _recorded_on(shape: Shape) -> ColumnElement[datetime.date]:
    return bangkok_day(col(Entry.at), is_sqlite=shape.is_sqlite)


def _own(shape: Shape) -> ColumnElement[bool]:
    """That the entry is the office's own step, and not the record of another body's resolution."""
    named = col(Entry.definition_hash) + literal(" ") + col(Entry.trigger)
    return and_(col(Entry.kind) == "step", named.not_in(among(shape.constants)))


def definitions_of(session: Session, office_id: int) -> tuple[str, ...]:
    """The hashes of every definition the office has used, in order."""
    return tuple(sorted(row[0] for row in Cursor(session).rows(_USED, (office_id,))))


def words_of_others(session: Session, office_id: int) -> tuple[str, ...]:
    """`hash trigger` of the steps that record another body's resolution or a numbered letter."""
    used = definitions_of(session, office_id)
    for name in used:
        if name not in _others:
            moves = definitions.by_hash(session, name).moves
            theirs = {trigger for state, trigger in moves if not is_own_step(session, (name, state, trigger))}
            _others[name] = tuple(f"{name} {trigger}" for trigger in sorted(theirs))
    return _together(used)


@lru_cache(maxsize=1024)
def _together(used: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for name in used for each in _others[name])


_others: dict[str, tuple[str, ...]] = {}  # a definition never changes
