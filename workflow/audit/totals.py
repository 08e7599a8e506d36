"""How many steps there were, and how many sent something back: by step, kind, group, month or person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import SQLColumnExpression, func, literal_column
from sqlmodel import Session, col

from states.model import Label
from workflow import definitions
from workflow.audit.answers import Answer, Coded, Column, Page, paged_in_memory
from workflow.audit.asked import Asked
from workflow.audit.entries import has_items, joined_to_items, narrowed, trigger_label
from workflow.audit.in_sql import Statement, month
from workflow.audit.keyset import key_of, token
from workflow.audit.prepared import Run, Shape
from workflow.database import Cursor, Sql
from workflow.models import Entry, Item
from workflow.queries import Viewer

DIMENSIONS: Final = ("trigger", "kind", "group", "month", "person")
_COLUMNS: Final = (
    Column("named", "label"),
    Column("steps", "whole"),
    Column("returns", "whole"),
    Column("share", "days"),
)
_GROUPS: Final = Sql("SELECT id, code, name_th FROM office_group WHERE office_id = ?")
_PEOPLE: Final = Sql("SELECT id, username, name_th FROM person WHERE office_id = ?")
_MONTHS: Final = (Column("month", "month"), *_COLUMNS[1:])


def totals(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """A row for each step, kind, group, month or person: how many steps, how many of them sent back.

    `share` is that of the steps sent back, in per cent. The most steps first; months in their order.
    """
    by = asked.by or DIMENSIONS[0]
    sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    example: dict[Any, tuple[str, str]] = {}
    for row in Run(session, who, asked, by=by).rows(_grouped):
        value = _value(session, row, by)
        sums[value][0] += row.steps
        sums[value][1] += row.steps if _sends_back(session, row) else 0
        example[value] = (row.definition_hash, row.from_state)
    names = _names(session, who.office_id, by, sums, example)
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
    counted = query.with_only_columns(*keys, value, func.count().label("steps"))
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


def _names(
    session: Session, office_id: int, by: str, values: Iterable[Any], example: Mapping[Any, tuple[str, str]]
) -> Mapping[Any, Any]:
    """What each value is called; months are called by themselves."""
    if by == "month":
        return {value: value for value in values}
    if by == "kind":
        return {kind: Coded(kind, definitions.by_hash(session, example[kind][0]).label) for kind in values}
    if by == "trigger":
        return {
            trigger: Coded(trigger, trigger_label(session, example[trigger][0], trigger, example[trigger][1]))
            for trigger in values
        }
    found = Cursor(session).rows(_GROUPS if by == "group" else _PEOPLE, (office_id,))
    nobody: dict[Any, Coded] = {None: Coded("", Label("–", "–"))}
    return nobody | {key: Coded(code, Label(name, name)) for key, code, name in found}
