"""How long items stood in each state, how often, and how often they were sent back."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, exists, select
from sqlmodel import Session, col

from states.model import Label
from workflow import definitions
from workflow.audit.answers import Answer, Coded, Column, Page, counted
from workflow.audit.asked import Asked
from workflow.audit.keyset import key_of, token
from workflow.models import Entry, Item
from workflow.queries import Viewer, items_visible_to

_DAY: Final = 86_400
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
    """How an item stood in one state: how often, how long in seconds, and how often it was sent back from it."""

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
    """A row for each state in which an item stood, by the order of recording; the one it is in counts until now.

    A page holds `limit` items, by code; `rounds` is how often the item was sent back altogether. Four
    statements however many.
    """
    query = _items(who, asked)
    key = key_of("stays", page.after, (str,))
    found = query.where(col(Item.code) > key[0]) if key else query
    items = session.execute(found.order_by(col(Item.code)).limit(page.limit + 1)).all()
    shown = items[: page.limit]
    entries = _entries(session, [item.id for item in shown])
    count, more = counted(session, query)
    rows = tuple(row for item in shown for row in _rows(session, item, entries.get(item.id, ()), asked.at))
    following = token("stays", (shown[-1].code,)) if len(items) > page.limit else ""
    return Answer(_COLUMNS, rows, following, count, more)


def _items(who: Viewer, asked: Asked) -> Select[Any]:
    """The items asked for: where a period is given, those of which a step was recorded in it."""
    query: Select[Any] = items_visible_to(who).with_only_columns(
        *(col(Item.id), col(Item.code), col(Item.title), col(Item.kind), col(Item.state)),
        *(col(Item.definition_hash), col(Item.opened_at)),
    )
    if asked.item_id is not None:
        query = query.where(col(Item.id) == asked.item_id)
    if asked.kind:
        query = query.where(col(Item.kind) == asked.kind)
    if asked.group_id is not None:
        query = query.where(col(Item.group_id) == asked.group_id)
    if asked.from_moment is not None or asked.to_moment is not None:
        moved = exists().where(col(Entry.item_id) == col(Item.id), col(Entry.to_state) != "")
        if asked.from_moment is not None:
            moved = moved.where(col(Entry.at) >= asked.from_moment)
        if asked.to_moment is not None:
            moved = moved.where(col(Entry.at) < asked.to_moment)
        query = query.where(moved)
    return query


def _entries(session: Session, ids: Sequence[int]) -> dict[int, list[Any]]:
    """The entries by which these items came to stand where they stood, in the order of recording."""
    found: dict[int, list[Any]] = defaultdict(list)
    query = (
        select(
            *(col(Entry.item_id), col(Entry.kind), col(Entry.at), col(Entry.from_state), col(Entry.to_state)),
            *(col(Entry.trigger), col(Entry.definition_hash)),
        )
        .where(col(Entry.item_id).in_(ids), col(Entry.to_state) != "")
        .order_by(col(Entry.item_id), col(Entry.seq))
    )
    for row in session.execute(query) if ids else ():
        found[row.item_id].append(row)
    return found


def _rows(
    session: Session, item: Any, entries: Sequence[Any], now: datetime.datetime
) -> list[tuple[Any, ...]]:
    """One row a state, in the order in which the item first came there."""
    found: dict[str, Stay] = defaultdict(Stay)
    state, since = "", item.opened_at
    for entry in entries:
        standing = entry.from_state or state
        if standing:
            seconds = max(0, int((entry.at - since).total_seconds()))
            found[standing].add(seconds, sent_back=_sent_back(session, entry))
        state, since = entry.to_state, entry.at
    definition = definitions.by_hash(session, item.definition_hash)
    known = definition.by_state.get(item.state)
    if known is not None and not definition.is_end(item.state):
        found[item.state].add(max(0, int((now - since).total_seconds())), sent_back=False)
    rounds = sum(stay.returns for stay in found.values())
    kind = Coded(item.kind, definition.label)
    return [
        (
            *(item.code, item.title, kind, _state(session, item.definition_hash, name)),
            *(stay.times, _days(stay.seconds), _days(stay.longest), stay.returns, rounds),
        )
        for name, stay in found.items()
    ]


def _sent_back(session: Session, entry: Any) -> bool:
    if entry.kind != "step":
        return False
    move = definitions.by_hash(session, entry.definition_hash).moves.get((entry.from_state, entry.trigger))
    return move is not None and move.send_back


def _state(session: Session, name: str, state: str) -> Coded:
    known = definitions.by_hash(session, name).by_state.get(state)
    return Coded(state, known.label if known else Label(state, state))


def _days(seconds: int) -> float:
    return round(seconds / _DAY, 1)
