"""How many steps there were, and how many sent something back: by step, kind, group, month or person."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import SQLColumnExpression, func, literal_column
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from states.model import Label
from workflow import definitions
from workflow.audit.answers import Answer, Coded, Column, Page, paged_in_memory
from workflow.audit.asked import Asked
from workflow.audit.entries import has_items, joined_to_items, narrowed, trigger_label
from workflow.audit.in_sql import Statement, month
from workflow.audit.keyset import key_of, token
from workflow.audit.prepared import Run, Shape
from workflow.models import Entry, Group, Item, Person
from workflow.queries import Viewer

DIMENSIONS: Final = ("trigger", "kind", "group", "month", "person")
_COLUMNS: Final = (
    Column("named", "label"),
    Column("steps", "whole"),
    Column("returns", "whole"),
    Column("share", "days"),
)
_Doer = aliased(Person)  # whoever looks may be told by the same table
_MONTHS: Final = (Column("month", "month"), *_COLUMNS[1:])


def totals(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """A row for each step, kind, group, month or person: how many steps, how many of them sent back.

    `share` is that of the steps sent back, in per cent. The most steps first; months in their order.
    """
    by = asked.by or DIMENSIONS[0]
    sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    example: dict[Any, Any] = {}
    for row in Run(session, who, asked, by=by).rows(_grouped):
        value = _value(session, row, by)
        sums[value][0] += row.steps
        sums[value][1] += row.steps if _sends_back(session, row) else 0
        example[value] = row
    names = {value: _named(session, by, value, row) for value, row in example.items()}
    rows = [
        (names[value], steps, returns, round(100 * returns / steps, 1))
        for value, (steps, returns) in sums.items()
    ]
    rows.sort(key=lambda row: row[0] if by == "month" else (-row[1], row[0].code))
    key = key_of("totals", page.after, (int,))
    start = max(0, key[0]) if key else 0
    columns = _MONTHS if by == "month" else _COLUMNS
    return paged_in_memory(rows, columns, start, page.limit, token("totals", (start + page.limit,)))


def _grouped(who: Viewer, shape: Shape) -> Statement:
    """Steps counted by the dimension and by what tells whether they send back."""
    query = narrowed(who, shape).where(col(Entry.kind) == "step")
    if shape.by == "group" and not has_items(shape):
        query = joined_to_items(query)
    keys = (col(Entry.definition_hash), col(Entry.from_state), col(Entry.trigger))
    value: Any = _dimension(shape).label("value")
    columns = [*keys, value, func.count().label("steps")]
    if shape.by == "group":
        query = query.outerjoin(Group, col(Group.id) == col(Item.group_id))
        columns += [func.max(Group.code).label("code"), func.max(Group.name_th).label("name")]
    elif shape.by == "person":
        query = query.join(_Doer, col(_Doer.id) == col(Entry.actor_id))
        columns += [func.max(_Doer.username).label("code"), func.max(_Doer.name_th).label("name")]
    counted = query.with_only_columns(*columns)
    # By its name: the form of a month is a parameter, and PostgreSQL takes two of them for two things.
    return counted.group_by(*keys, literal_column("value"))


def _dimension(shape: Shape) -> SQLColumnExpression[Any]:
    if shape.by == "group":
        return col(Item.group_id)
    if shape.by == "person":
        return col(Entry.actor_id)
    if shape.by == "month":
        return month(col(Entry.effective_on), is_sqlite=shape.is_sqlite)
    return col(Entry.trigger)


def _value(session: Session, row: Any, by: str) -> Any:
    """What the row is summed under; a kind is known by its definition."""
    if by == "kind":
        return definitions.by_hash(session, row.definition_hash).kind
    return row.value


def _sends_back(session: Session, row: Any) -> bool:
    move = definitions.by_hash(session, row.definition_hash).moves.get((row.from_state, row.trigger))
    return move is not None and move.send_back


def _named(session: Session, by: str, value: Any, row: Any) -> Any:
    """What a sum is called, told by one of its rows; a month is called by itself."""
    if by == "month":
        return value
    if by == "kind":
        return Coded(value, definitions.by_hash(session, row.definition_hash).label)
    if by == "trigger":
        return Coded(value, trigger_label(session, row.definition_hash, value, row.from_state))
    return Coded(row.code or "", Label(row.name or "–", row.name or "–"))
