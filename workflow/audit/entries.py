"""Entries of the record: narrowed as asked, a page of them at a time, each with the names it refers to."""

import datetime
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, or_, select, union_all
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col

from states.model import Label
from workflow import definitions
from workflow.audit.amounts import amount_then
from workflow.audit.answers import Answer, Coded, Column, Did, Page, Standing
from workflow.audit.asked import Asked
from workflow.audit.in_sql import Statement, before
from workflow.audit.keyset import key_of, token
from workflow.audit.prepared import Make, Run, Shape, key_values, value
from workflow.models import Entry, Item, Person, Position
from workflow.queries import Viewer, entries_visible_to

SIGNS: Final = ("sign_in", "sign_out")
COLUMNS: Final = (
    Column("at", "moment"),
    Column("effective_on", "date", aside=True),
    Column("item", "code"),
    Column("title"),
    Column("did", "did"),
    Column("who"),
    Column("authority", "by"),
    Column("from", "label", aside=True),
    Column("to", "label"),
    Column("reason"),
)
WITH_AMOUNT: Final = (*COLUMNS[:-1], Column("amount", "amount"))
SORT: Final = (col(Entry.at), col(Entry.seq))
_KEY: Final = (datetime.datetime, int)
_OF_ITEMS: Final = frozenset({"kind", "group_id", "least", "most"})
_PRINCIPAL: Final = aliased(Person)
_Same: Final = aliased(Entry)


def narrowed(who: Viewer, shape: Shape) -> Statement:
    """The entries this person may read, narrowed; joined to their items only where that is needed."""
    given = shape.given
    query: Statement = entries_visible_to(who).with_only_columns(*SORT)
    if not given & {"signs", "entry"}:
        query = query.where(col(Entry.kind).not_in(SIGNS))
    if "from_moment" in given:
        query = query.where(col(Entry.at) >= value("from_moment"))
    if "to_moment" in given:
        query = query.where(col(Entry.at) < value("to_moment"))
    if "effective_since" in given:
        query = query.where(col(Entry.effective_on) >= value("effective_since"))
    if "effective_until" in given:
        query = query.where(col(Entry.effective_on) <= value("effective_until"))
    query = _by_name(query, given, is_sqlite=shape.is_sqlite)
    return _by_item(joined_to_items(query), given) if given & _OF_ITEMS else query


def joined_to_items(query: Statement) -> Statement:
    return query.join(Item, col(Item.id) == col(Entry.item_id))


def has_items(shape: Shape) -> bool:
    """Whether `narrowed` has joined the items."""
    return bool(shape.given & _OF_ITEMS)


def _by_name(query: Statement, given: frozenset[str], *, is_sqlite: bool) -> Statement:
    if "item_id" in given:
        query = query.where(col(Entry.item_id) == value("item_id"))
        if is_sqlite:
            query = query.where(_numbered(_of_item()))
    if "trigger" in given:
        query = query.where(col(Entry.trigger) == value("trigger"))
    if "entry" in given:
        query = query.where(col(Entry.kind) == value("entry"))
    if "person_id" in given:
        hers = (col(Entry.actor_id) == value("person_id"), col(Entry.principal_id) == value("person_id"))
        query = query.where(or_(*hers))
        if is_sqlite:
            columns = (col(_Same.actor_id), col(_Same.principal_id))
            query = query.where(_numbered(union_all(*(_of_person(each, given) for each in columns))))
    return query


def _numbered(numbers: Select[Any] | CompoundSelect[Any]) -> ColumnElement[bool]:
    """The entries of these numbers, found by an index, lest SQLite walks the whole office."""
    return col(Entry.seq).in_(numbers)


def _of_item() -> Select[Any]:
    return select(col(_Same.seq)).where(col(_Same.item_id) == value("item_id"))


def _of_person(column: Mapped[Any], given: frozenset[str]) -> Select[Any]:
    """Within the period alone: her index is by moment, an item's by number."""
    numbers = select(col(_Same.seq)).where(column == value("person_id"))
    if "from_moment" in given:
        numbers = numbers.where(col(_Same.at) >= value("from_moment"))
    if "to_moment" in given:
        numbers = numbers.where(col(_Same.at) < value("to_moment"))
    return numbers


def _by_item(query: Statement, given: frozenset[str]) -> Statement:
    if "kind" in given:
        query = query.where(col(Item.kind) == value("kind"))
    if "group_id" in given:
        query = query.where(col(Item.group_id) == value("group_id"))
    if "least" in given:
        query = query.where(amount_then() >= value("least"))
    if "most" in given:
        query = query.where(amount_then() <= value("most"))
    return query


def answered(
    session: Session,
    who: Viewer,
    question: str,
    asked: Asked,
    page: Page,
    make: Make = narrowed,
    *,
    amounts: bool,
) -> Answer:
    """The page of the entries that `make` narrows, the latest recorded first: two statements however many."""
    key = key_of(question, page.after, _KEY)
    run = Run(session, who, asked, key)
    rows = run.rows(_page_of(make, amounts), page.limit + 1)
    count, more = run.count(make, len(rows), page.limit)
    shown = rows[: page.limit]
    following = token(question, (shown[-1].at, shown[-1].seq)) if len(rows) > page.limit else ""
    columns = WITH_AMOUNT if amounts else COLUMNS
    return Answer(columns, tuple(_row(session, row, amounts) for row in shown), following, count, more)


@lru_cache
def _page_of(make: Make, amounts: bool) -> Callable[[Viewer, Shape], Statement]:
    """What makes the statement of a page: the keys first, then the names that so many entries refer to."""

    def page(who: Viewer, shape: Shape) -> Statement:
        keys = make(who, shape)
        if shape.key:
            keys = keys.where(before(SORT, key_values(shape)))
        keys = keys.order_by(*(each.desc() for each in SORT)).limit(value("limit"))
        return _named(keys, who.office_id, amounts)

    return page


def _named(keys: Statement, office_id: int, amounts: bool) -> Statement:
    """The entries of these keys with the names they refer to."""
    of = keys.subquery()
    columns = (
        *(col(Entry.seq), col(Entry.at), col(Entry.effective_on), col(Entry.kind), col(Entry.trigger)),
        *(col(Entry.from_state), col(Entry.to_state), col(Entry.reason), col(Entry.definition_hash)),
        *(col(Entry.capacity), col(Entry.order_no), col(Entry.subject)),
        *(col(Person.name_th).label("who"), col(_PRINCIPAL.name_th).label("principal")),
        *(col(Position.title_th).label("post"), col(Item.code).label("item"), col(Item.title)),
        *((amount_then().label("amount"),) if amounts else ()),
    )
    return (
        select(*columns)
        .select_from(of)
        .join(Entry, and_(col(Entry.office_id) == office_id, col(Entry.seq) == of.c.seq))
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .outerjoin(_PRINCIPAL, col(_PRINCIPAL.id) == col(Entry.principal_id))
        .outerjoin(Position, col(Position.id) == col(Entry.position_id))
        .outerjoin(Item, col(Item.id) == col(Entry.item_id))
        .order_by(*(each.desc() for each in SORT))
    )


def _row(session: Session, row: Any, amounts: bool) -> tuple[Any, ...]:
    label = trigger_label(session, row.definition_hash, row.trigger, row.from_state)
    if amounts:
        last = None if row.amount is None else int(row.amount)
    else:
        last = row.reason
    return (
        row.at,
        row.effective_on,
        row.item or "",
        row.title or row.subject.partition(":")[2],
        Did(row.seq, row.kind, row.trigger, label),
        row.who,
        Standing(row.capacity, row.post or "", row.principal or "", row.order_no),
        state_coded(session, row.definition_hash, row.from_state),
        state_coded(session, row.definition_hash, row.to_state),
        last,
    )


def trigger_label(session: Session, name: str, trigger: str, source: str = "") -> Label:
    """What a trigger is called in the definition of this hash; a code without a name stands for itself."""
    if not name or not trigger:
        return Label(trigger, trigger)
    exact = _triggers.get((name, source, trigger))
    if exact is not None:
        return exact
    known = definitions.by_hash(session, name)
    move = known.moves.get((source, trigger))
    if move is not None:
        return _triggers.setdefault((name, source, trigger), move.label)
    moves = (move.label for move in known.transitions if move.trigger == trigger)
    return next(moves, Label(trigger, trigger))


def state_coded(session: Session, name: str, state: str) -> Coded | None:
    """A state with its name; None where an entry changed none."""
    if not state:
        return None
    coded = _states.get((name, state))
    if coded is not None:
        return coded
    known = definitions.by_hash(session, name).by_state.get(state) if name else None
    if known is None:
        return Coded(state, Label(state, state))
    return _states.setdefault((name, state), Coded(state, known.label))


# Of definitions, which never change: a page asks for each of its rows.
_triggers: dict[tuple[str, str, str], Label] = {}
_states: dict[tuple[str, str], Coded] = {}
