"""Entries of the record: narrowed as asked, a page of them at a time, each with the names it refers to."""

import datetime
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, or_, select, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from states.model import Label
from workflow import definitions
from workflow.audit.amounts import amount_then
from workflow.audit.answers import Answer, Coded, Column, Did, Page, Standing, counted
from workflow.audit.asked import Asked
from workflow.audit.in_sql import before
from workflow.audit.keyset import key_of, token
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
KEY: Final = (datetime.datetime, int)
SORT: Final = (col(Entry.at), col(Entry.seq))


def narrowed(who: Viewer, asked: Asked) -> Select[Any]:
    """The entries this person may read, narrowed; joined to their items only where that is needed."""
    query: Select[Any] = entries_visible_to(who).with_only_columns(*SORT)
    if not asked.signs and not asked.entry:
        query = query.where(col(Entry.kind).not_in(SIGNS))
    if asked.from_moment is not None:
        query = query.where(col(Entry.at) >= asked.from_moment)
    if asked.to_moment is not None:
        query = query.where(col(Entry.at) < asked.to_moment)
    query = _by_day(_by_name(query, asked), asked)
    if asked.kind or asked.group_id is not None or asked.least is not None or asked.most is not None:
        query = _by_item(query.join(Item, col(Item.id) == col(Entry.item_id)), asked)
    return query


def _by_name(query: Select[Any], asked: Asked) -> Select[Any]:
    if asked.item_id is not None:
        query = query.where(col(Entry.item_id) == asked.item_id)
    if asked.trigger:  # said twice, lest SQLite overlooks the index of steps
        query = query.where(col(Entry.trigger) == asked.trigger, text("history_entry.trigger <> ''"))
    if asked.entry:
        query = query.where(col(Entry.kind) == asked.entry)
    if asked.person_id is not None:
        hers = or_(col(Entry.actor_id) == asked.person_id, col(Entry.principal_id) == asked.person_id)
        query = query.where(hers)
    return query


def _by_day(query: Select[Any], asked: Asked) -> Select[Any]:
    if asked.effective_since is not None:
        query = query.where(col(Entry.effective_on) >= asked.effective_since)
    if asked.effective_until is not None:
        query = query.where(col(Entry.effective_on) <= asked.effective_until)
    return query


def _by_item(query: Select[Any], asked: Asked) -> Select[Any]:
    if asked.kind:
        query = query.where(col(Item.kind) == asked.kind)
    if asked.group_id is not None:
        query = query.where(col(Item.group_id) == asked.group_id)
    if asked.least is not None:
        query = query.where(amount_then() >= asked.least)
    if asked.most is not None:
        query = query.where(amount_then() <= asked.most)
    return query


def answered(
    session: Session, who: Viewer, question: str, query: Select[Any], page: Page, *, amounts: bool = False
) -> Answer:
    """The page of the narrowed entries, the latest recorded first, in three statements however many."""
    key = key_of(question, page.after, KEY)
    found = query.where(before(SORT, key)) if key else query
    keys = session.execute(found.order_by(*(each.desc() for each in SORT)).limit(page.limit + 1)).all()
    count, more = counted(session, query)
    shown = keys[: page.limit]
    rows = told(session, who.office_id, [seq for _, seq in shown], amounts=amounts)
    following = token(question, shown[-1]) if len(keys) > page.limit else ""
    return Answer(WITH_AMOUNT if amounts else COLUMNS, rows, following, count, more)


def told(
    session: Session, office_id: int, seqs: Sequence[int], *, amounts: bool
) -> tuple[tuple[Any, ...], ...]:
    """The office's entries of these numbers as rows, in this order."""
    found = {row.seq: row for row in session.execute(_named(office_id, seqs, amounts))} if seqs else {}
    return tuple(_row(session, found[seq], amounts) for seq in seqs)


_PRINCIPAL: Final = aliased(Person)


def _named(office_id: int, seqs: Sequence[int], amounts: bool) -> Select[Any]:
    """The entries with the names they refer to."""
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
        .select_from(Entry)
        .join(Person, col(Person.id) == col(Entry.actor_id))
        .outerjoin(_PRINCIPAL, col(_PRINCIPAL.id) == col(Entry.principal_id))
        .outerjoin(Position, col(Position.id) == col(Entry.position_id))
        .outerjoin(Item, col(Item.id) == col(Entry.item_id))
        .where(col(Entry.office_id) == office_id, col(Entry.seq).in_(seqs))
    )


def _row(session: Session, row: Any, amounts: bool) -> tuple[Any, ...]:
    return (
        *(row.at, row.effective_on, row.item or "", row.title or row.subject.partition(":")[2]),
        Did(row.seq, row.kind, row.trigger, step_label(session, row)),
        *(row.who, Standing(row.capacity, row.post or "", row.principal or "", row.order_no)),
        *(state_coded(session, row.definition_hash, row.from_state),),
        *(state_coded(session, row.definition_hash, row.to_state),),
        None if amounts and row.amount is None else int(row.amount) if amounts else row.reason,
    )


def step_label(session: Session, row: Any) -> Label:
    """What a step is called where it was taken; a code without a name stands for itself."""
    return trigger_label(session, row.definition_hash, row.trigger, row.from_state)


def trigger_label(session: Session, name: str, trigger: str, source: str = "") -> Label:
    """What a trigger is called in the definition of this hash, from a state where one is given."""
    if not name or not trigger:
        return Label(trigger, trigger)
    known = definitions.by_hash(session, name)
    exact = known.moves.get((source, trigger))
    if exact is not None:
        return exact.label
    return next(
        (move.label for move in known.transitions if move.trigger == trigger), Label(trigger, trigger)
    )


def state_coded(session: Session, name: str, state: str) -> Coded | None:
    """A state with its name; None where an entry changed none."""
    if not state:
        return None
    known = definitions.by_hash(session, name).by_state.get(state) if name else None
    return Coded(state, known.label if known else Label(state, state))
