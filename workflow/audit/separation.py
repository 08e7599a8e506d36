"""The same person at two steps of one item, in person or through a delegation."""

import datetime
from itertools import permutations
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from workflow import definitions
from workflow.audit.answers import Answer, Coded, Column, Page
from workflow.audit.asked import Asked
from workflow.audit.entries import trigger_label
from workflow.audit.in_sql import Statement, before
from workflow.audit.keyset import key_of, token
from workflow.audit.owed_late import definitions_of
from workflow.audit.prepared import Run, Shape, among, key_values, value
from workflow.models import Entry, Item, Person
from workflow.queries import Viewer, entries_visible_to

_COLUMNS: Final = (
    Column("item", "code"),
    Column("title"),
    Column("same_person"),
    Column("first_did", "label"),
    Column("first_at", "date"),
    Column("first_by"),
    Column("second_did", "label"),
    Column("second_at", "date"),
    Column("second_by"),
    Column("kept_apart", "whole"),
)
_KEY: Final = (datetime.datetime, int, int)
_First: Final = aliased(Entry)
_Common: Final = aliased(Person)
_FirstActor: Final = aliased(Person)
_SecondActor: Final = aliased(Person)
_SORT: Final = (col(Entry.at), col(Entry.seq), col(_First.seq))


def same_person(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """Two steps of one item by or for one natural person: those to be kept apart, or with `every_pair` any.

    She took both herself, took one for somebody who took the other, or both were taken for her. Steps that
    were undone do not count, nor does the system's own work. The latest recorded first.
    """
    apart = _apart(definitions_of(session, who.office_id), session)
    key = key_of("separation", page.after, _KEY)
    run = Run(session, who, asked, key, apart)
    rows = run.rows(_page, page.limit + 1)
    count, more = run.count(_pairs, len(rows), page.limit)
    shown = rows[: page.limit]
    last = shown[-1] if shown else None
    following = (
        token("separation", (last.at, last.seq, last.first_seq)) if last and len(rows) > page.limit else ""
    )
    return Answer(_COLUMNS, tuple(_row(session, row) for row in shown), following, count, more)


def _pairs(who: Viewer, shape: Shape) -> Statement:
    """The second step is walked by the period, its first is found by the item."""
    query: Statement = (
        entries_visible_to(who)
        .with_only_columns(*_SORT[:2], _SORT[2].label("first_seq"))
        .select_from(Entry)
        .join(_First, and_(col(_First.item_id) == col(Entry.item_id), col(_First.seq) < col(Entry.seq)))
        .where(
            *(col(Entry.kind) == "step", col(_First.kind) == "step"),
            *(col(Entry.capacity) != "system", col(_First.capacity) != "system"),
            col(_First.trigger) != col(Entry.trigger),
            _met(),
            ~_undone(Entry),
            ~_undone(_First),
        )
    )
    if "every_pair" not in shape.given:
        # Kept from any index by trigger: walking the period is faster.
        second = func.coalesce(Entry.trigger, "", type_=String())
        query = query.where(second.in_(among(_seconds(shape.constants))), _is_apart(shape.constants))
    return _narrowed(query, shape.given)


def _narrowed(query: Statement, given: frozenset[str]) -> Statement:
    if "from_moment" in given:
        query = query.where(col(Entry.at) >= value("from_moment"))
    if "to_moment" in given:
        query = query.where(col(Entry.at) < value("to_moment"))
    if "item_id" in given:
        query = query.where(col(Entry.item_id) == value("item_id"))
    if "person_id" in given:
        query = query.where(_common() == value("person_id"))
    if given & {"kind", "group_id"}:
        query = query.join(Item, col(Item.id) == col(Entry.item_id))
    if "kind" in given:
        query = query.where(col(Item.kind) == value("kind"))
    if "group_id" in given:
        query = query.where(col(Item.group_id) == value("group_id"))
    return query


def _met() -> ColumnElement[bool]:
    """That one natural person took part in both, as who acted or as who holds the post."""
    return or_(
        col(_First.actor_id) == col(Entry.actor_id),
        col(_First.actor_id) == col(Entry.principal_id),
        col(_First.principal_id) == col(Entry.actor_id),
        col(_First.principal_id) == col(Entry.principal_id),
    )


def _common() -> ColumnElement[int]:
    """Who took part in both: who acted herself before for whom was acted."""
    hers = (col(Entry.actor_id), col(Entry.principal_id))
    return case((col(_First.actor_id).in_(hers), col(_First.actor_id)), else_=col(_First.principal_id))


def _undone(step: Any) -> ColumnElement[bool]:
    again = aliased(Entry)
    return exists(
        select(col(again.seq))
        .where(
            col(again.item_id) == col(step.item_id),
            col(again.kind) == "undone",
            col(again.corrects) == col(step.seq),
        )
        .correlate(Entry, _First)
    )


def _apart(used: tuple[str, ...], session: Session) -> tuple[str, ...]:
    """`hash first second` of every two steps that one person may not both take, in either order."""
    if used not in _known:
        pairs = {
            f"{name} {first} {second}"
            for name in used
            for group in definitions.by_hash(session, name).separations
            for first, second in permutations(group, 2)
        }
        _known[used] = tuple(sorted(pairs))
    return _known[used]


_known: dict[tuple[str, ...], tuple[str, ...]] = {}  # a definition never changes


def _seconds(apart: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({each.rpartition(" ")[2] for each in apart}))


def _is_apart(apart: tuple[str, ...]) -> ColumnElement[bool]:
    space = literal(" ")
    named = col(Entry.definition_hash) + space + col(_First.trigger) + space + col(Entry.trigger)
    return named.in_(among(apart))


def _page(who: Viewer, shape: Shape) -> Statement:
    """A page of the pairs, with their names."""
    query, shown = _pairs(who, shape), aliased(Item)
    if shape.key:
        query = query.where(before(_SORT, key_values(shape)))
    return (
        query.add_columns(
            *(col(shown.code).label("item"), col(shown.title), col(_Common.name_th).label("common")),
            *(col(_First.definition_hash).label("first_hash"), col(_First.trigger).label("first_trigger")),
            *(col(_First.from_state).label("first_from"), col(_First.effective_on).label("first_on")),
            *(col(_FirstActor.name_th).label("first_by"), col(_SecondActor.name_th).label("second_by")),
            *(col(Entry.definition_hash), col(Entry.trigger), col(Entry.from_state)),
            *(col(Entry.effective_on), _is_apart(shape.constants).label("apart")),
        )
        .join(shown, col(shown.id) == col(Entry.item_id))
        .join(_Common, col(_Common.id) == _common())
        .join(_FirstActor, col(_FirstActor.id) == col(_First.actor_id))
        .join(_SecondActor, col(_SecondActor.id) == col(Entry.actor_id))
        .order_by(*(each.desc() for each in _SORT))
        .limit(value("limit"))
    )


def _row(session: Session, row: Any) -> tuple[Any, ...]:
    first = trigger_label(session, row.first_hash, row.first_trigger, row.first_from)
    second = trigger_label(session, row.definition_hash, row.trigger, row.from_state)
    return (
        *(row.item, row.title, row.common),
        *(Coded(row.first_trigger, first), row.first_on, row.first_by),
        *(Coded(row.trigger, second), row.effective_on, row.second_by),
        1 if row.apart else 0,
    )
