"""How long items stood in each state, how often, and how often they were sent back."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from states.model import Label
from workflow import definitions
from workflow.audit.answers import Answer, Coded, Column, Page
from workflow.audit.asked import Asked
from workflow.audit.in_sql import Statement
from workflow.audit.keyset import key_of, token
from workflow.audit.prepared import Run, Shape, key_values, value
from workflow.models import Entry, Item
from workflow.queries import Viewer, items_visible_to

_DAY: Final = 86_400
_LONG: Final = "long"  # that the period asked for is, in a statement's shape
_YEARS: Final = datetime.timedelta(days=2 * 366)
_COLUMNS: Final = (
    Column("item", "code"),
    Column("title"),
    Column("kind", "label", aside=True),
    Column("state", "label"),
    Column("times", "whole"),
    Column("days", "days"),
    Column("longest", "days", aside=True),
    Column("returns", "whole"),
    Column("rounds", "whole"),
)


@dataclass(slots=True)
class Stay:
    """How often an item stood in a state, for how many seconds, and how often it was sent back from it."""

    times: int = 0
    seconds: int = 0
    longest: int = 0
    returns: int = 0

    def add(self, seconds: int, *, sent_back: bool) -> None:
        self.times += 1
        self.seconds += seconds
        self.longest = max(self.longest, seconds)
        self.returns += sent_back


def stays(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """A row for each state in which an item stood, by the moments of recording; where it stands, until now.

    A page holds `limit` items, by code; `rounds` is how often the item was sent back altogether. Two
    statements however many.
    """
    key = key_of("stays", page.after, (str,))
    run = Run(session, who, asked, key, (_LONG,) if _is_long(asked) else ())
    told = run.rows(_page, page.limit + 1)
    each = [list(entries) for _, entries in groupby(told, key=lambda row: row.code)]
    count, more = run.count(_items, len(each), page.limit)
    rows = tuple(row for entries in each[: page.limit] for row in _rows(session, entries, asked.at))
    following = token("stays", (each[page.limit - 1][0].code,)) if len(each) > page.limit else ""
    return Answer(_COLUMNS, rows, following, count, more)


def _is_long(asked: Asked) -> bool:
    return (asked.until or asked.today) - (asked.since or datetime.date.min) > _YEARS


def _items(who: Viewer, shape: Shape) -> Statement:
    """The items asked for: where a period is given, those of which a step was recorded in it."""
    given = shape.given
    query: Statement = items_visible_to(who).with_only_columns(col(Item.id), col(Item.code))
    if "item_id" in given:
        query = query.where(col(Item.id) == value("item_id"))
    if "kind" in given:
        query = query.where(col(Item.kind) == value("kind"))
    if "group_id" in given:
        query = query.where(col(Item.group_id) == value("group_id"))
    if given & {"from_moment", "to_moment"}:
        moved = select(col(Entry.item_id)).where(col(Entry.to_state) != "")
        if "from_moment" in given:
            moved = moved.where(col(Entry.at) >= value("from_moment"))
        if "to_moment" in given:
            moved = moved.where(col(Entry.at) < value("to_moment"))
        query = query.where(_found(moved, who, shape))
    return query


def _found(moved: Statement, who: Viewer, shape: Shape) -> ColumnElement[bool]:
    """Of a short period its entries are fewer than the items; in a long one a page of items is soon full."""
    if _LONG in shape.constants:
        return moved.where(col(Entry.item_id) == col(Item.id)).correlate(Item).exists()
    return col(Item.id).in_(moved.where(col(Entry.office_id) == who.office_id))


def _page(who: Viewer, shape: Shape) -> Statement:
    """The entries by which a page of items came to stand where they did; an item without any all the same."""
    keys = _items(who, shape)
    if shape.key:
        keys = keys.where(col(Item.code) > key_values(shape)[0])
    of = keys.order_by(col(Item.code)).limit(value("limit")).subquery()
    return (
        select(
            *(col(Item.code), col(Item.title), col(Item.kind).label("item_kind"), col(Item.state)),
            *(col(Item.definition_hash).label("path"), col(Item.opened_at), col(Entry.kind), col(Entry.at)),
            *(col(Entry.from_state), col(Entry.to_state), col(Entry.trigger), col(Entry.definition_hash)),
        )
        .select_from(of)
        .join(Item, col(Item.id) == of.c.id)
        .outerjoin(Entry, (col(Entry.item_id) == col(Item.id)) & (col(Entry.to_state) != ""))
        .order_by(col(Item.code), col(Entry.seq))
    )


def _rows(session: Session, entries: Sequence[Any], now: datetime.datetime) -> Iterable[tuple[Any, ...]]:
    """One row a state of one item, in the order in which it first came there."""
    item = entries[0]
    standing: dict[str, Stay] = defaultdict(Stay)
    state, since = "", item.opened_at
    for entry in entries:
        if entry.to_state is None:
            break
        left = entry.from_state or state
        if left:
            seconds = max(0, int((entry.at - since).total_seconds()))
            standing[left].add(seconds, sent_back=_sent_back(session, entry))
        state, since = entry.to_state, entry.at
    path = definitions.by_hash(session, item.path)
    if item.state in path.by_state and not path.is_end(item.state):
        standing[item.state].add(max(0, int((now - since).total_seconds())), sent_back=False)
    rounds = sum(stay.returns for stay in standing.values())
    kind = Coded(item.item_kind, path.label)
    for name, stay in standing.items():
        known = path.by_state.get(name)
        named = Coded(name, known.label if known else Label(name, name))
        days = (round(stay.seconds / _DAY, 1), round(stay.longest / _DAY, 1))
        yield (item.code, item.title, kind, named, stay.times, *days, stay.returns, rounds)


def _sent_back(session: Session, entry: Any) -> bool:
    if entry.kind != "step":
        return False
    move = definitions.by_hash(session, entry.definition_hash).moves.get((entry.from_state, entry.trigger))
    return move is not None and move.send_back
