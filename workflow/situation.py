"""Everything a step is decided on, read in one statement: the item, the actor, the facts and documents."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct, convert
from msgspec.json import decode
from sqlmodel import Session

from states.catalogue import catalogue
from states.model import Definition, Transition
from workflow.database import JSON_ROWS, Cursor, Sql
from workflow.errors import UnknownItem, UnknownPerson
from workflow.facts import Fact
from workflow.history import Head, hold
from workflow.permissions import Actor, Authority, Performed, Whose, authorities


class ItemNow(Whose, frozen=True, array_like=True):
    """The item as read at the start of the transaction: the fields of Whose, then these, as columns."""

    id: int
    code: str
    title: str
    fiscal_year: int
    quarter: int | None
    state: str
    version: int
    definition_hash: str
    parent_id: int | None
    ends_on: datetime.date | None
    effective_on: datetime.date
    state_since: datetime.datetime


_ITEM = len(ItemNow.__struct_fields__)


@dataclass
class Reading:
    """What was read at the start of the transaction; the rest is read when a guard asks for it."""

    cursor: Cursor
    item: ItemNow
    head: Head
    calendar_version: int
    actor: Actor

    @cached_property
    def performed(self) -> tuple[Performed, ...]:
        """The steps taken on the item and not undone, for separation of duties."""
        return tuple(Performed(*row) for row in self.cursor.rows(_PERFORMED, (self.item.id,) * 2))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact recorded on the item, oldest first."""
        return tuple(Fact(*row) for row in self.cursor.rows(_FACTS, (self.item.id,)))

    @cached_property
    def parent_facts(self) -> tuple[Fact, ...]:
        """Every fact recorded on the item's parent, oldest first."""
        if self.item.parent_id is None:
            return ()
        return tuple(Fact(*row) for row in self.cursor.rows(_FACTS, (self.item.parent_id,)))

    @cached_property
    def documents(self) -> tuple[tuple[str, int], ...]:
        """The documents attached to the item: code, item version."""
        return tuple((row[0], row[1]) for row in self.cursor.rows(_DOCUMENTS, (self.item.id,)))


_PERFORMED = Sql(
    "SELECT trigger, actor_id, principal_id FROM history_entry WHERE item_id = ? AND kind = 'step'"
    " AND seq NOT IN (SELECT corrects FROM history_entry WHERE item_id = ? AND kind = 'undone')"
)
_FACTS = Sql(
    "SELECT code, value, item_version, entry_seq, attested_by FROM attestation WHERE item_id = ? ORDER BY id"
)
_DOCUMENTS = Sql("SELECT code, item_version FROM document WHERE item_id = ?")


def _actor(dialect: str) -> str:
    """The columns that tell what authority the person `a` has on a date; it is asked for _DATES times."""
    group, row, text = JSON_ROWS[dialect]
    return f"""a.office_id, a.is_service,
       a.active_from <= ? AND (a.active_to IS NULL OR a.active_to >= ?),
       (SELECT {group}({row}(p.id, p.role, p.group_id, p.school_id, o.order_no)){text}
          FROM occupancy o JOIN position p ON p.id = o.position_id
         WHERE o.person_id = a.id AND o.valid_from <= ? AND (o.valid_to IS NULL OR o.valid_to >= ?)
           AND p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to >= ?)),
       (SELECT {group}({row}(p.id, p.role, p.group_id, p.school_id, d.order_no, d.capacity, d.subjects,
               (SELECT max(o.person_id) FROM occupancy o WHERE o.position_id = p.id
                   AND o.valid_from <= ? AND (o.valid_to IS NULL OR o.valid_to >= ?)))){text}
          FROM delegation d JOIN position p ON p.id = d.position_id
         WHERE d.person_id = a.id AND d.valid_from <= ? AND d.valid_to >= ?
           AND p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to >= ?))"""  # noqa: S608  constant text


def _read(dialect: str, lock: str = "") -> str:
    """The item, the head of the office's chain, and all that gives the actor authority, in one statement."""
    return f"""
SELECT i.office_id, i.kind, i.group_id, i.school_id, i.owner_id, i.id, i.code, i.title, i.fiscal_year,
       i.quarter, i.state, i.version, i.definition_hash, i.parent_id, i.ends_on, i.effective_on,
       i.state_since,
       h.seq, h.hash, f.calendar_version, {_actor(dialect)}
  FROM item i
  JOIN chain_head h ON h.office_id = i.office_id
  JOIN office f ON f.id = i.office_id
  JOIN person a ON a.id = ?
 WHERE i.id = ?{lock}"""  # noqa: S608  constant text


_DATES = _actor("sqlite").count("?")
_LOOK = Sql(_read("sqlite"), _read("postgresql"))
# PostgreSQL reads anew, after its wait, only the rows it locks: the head first, by which writers queue, and
# then the item, which the one before may have moved. Rows that refer to the item need not wait.
# The office is named too, lest a due date be reckoned by the calendar from before the wait.
_LOCK = Sql(_read("sqlite"), _read("postgresql", " FOR NO KEY UPDATE OF h, i FOR SHARE OF f"))
_WHO = Sql(*(f"SELECT {_actor(each)} FROM person a WHERE a.id = ?" for each in JSON_ROWS))  # noqa: S608
_ALL = Sql(
    *(f"SELECT a.id, {_actor(each)} FROM person a WHERE a.office_id = ? ORDER BY a.id" for each in JSON_ROWS)  # noqa: S608
)


def read(session: Session, item_id: int, person_id: int, on: datetime.date, *, lock: bool = True) -> Reading:
    """One look at the item and at the person's authority on the Bangkok date `on`; raises UnknownItem.

    Unless it only looks (`lock=False`), it holds the office's chain until the commit.
    """
    cursor = Cursor(session)
    dates = (cursor.date(on),) * _DATES
    values = cursor.row(_LOCK if lock else _LOOK, (*dates, person_id, item_id))
    if values is None:
        raise UnknownItem(str(item_id))
    if lock:
        _forget_earlier_rows(session, cursor)
    seq, last, calendar_version = values[_ITEM : _ITEM + 3]
    item = convert(values[:_ITEM], ItemNow)  # dates and moments are text on SQLite
    actor = _as_actor(person_id, values[_ITEM + 3 :])
    return Reading(cursor, item, Head(seq, last), calendar_version, actor)


def who(session: Session, office_id: int, person_id: int, on: datetime.date) -> Actor:
    """The person with her authority on the Bangkok date `on`, to change rows of an office.

    The office's chain is held until the commit: what is read from here on is as it will be written.
    Raises UnknownPerson.
    """
    cursor = Cursor(session)
    hold(cursor, office_id)
    _forget_earlier_rows(session, cursor)
    return looking(session, person_id, on)


def looking(session: Session, person_id: int, on: datetime.date) -> Actor:
    """The same, only to look: nothing is held. Raises UnknownPerson."""
    cursor = Cursor(session)
    values = cursor.row(_WHO, (*(cursor.date(on),) * _DATES, person_id))
    if values is None:
        raise UnknownPerson(str(person_id))
    return _as_actor(person_id, values)


def everybody(session: Session, office_id: int, on: datetime.date) -> list[Actor]:
    """All people of an office with their authority on the Bangkok date `on`, in one statement."""
    cursor = Cursor(session)
    rows = cursor.rows(_ALL, (*(cursor.date(on),) * _DATES, office_id))
    return [_as_actor(row[0], row[1:]) for row in rows]


def _forget_earlier_rows(session: Session, cursor: Cursor) -> None:
    """Whoever held the chain until now may have changed them; on SQLite nobody else wrote meanwhile."""
    if not cursor.is_sqlite and session.identity_map:
        session.expire_all()  # what was not yet written, the cursor has written


def _as_actor(person_id: int, values: Sequence[Any]) -> Actor:
    office_id, is_service, active, held, standing_in = values
    return Actor(
        person_id, office_id, bool(is_service), bool(active), _powers(held, standing_in, bool(is_service))
    )


@lru_cache(maxsize=4096)  # the same rows give the same authorities, whenever they were read
def _powers(held: str | None, standing_in: str | None, is_service: bool) -> tuple[Authority, ...]:
    """Authorities from the two JSON arrays of rows; PostgreSQL gives null for an empty one."""
    return authorities(decode(held or "[]"), decode(standing_in or "[]"), is_service=is_service)


def date_of(value: Any) -> datetime.date:
    """A date as either database gives it."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


class Given(Struct, frozen=True):
    """What the actor brings to the step: her reason, facts in canonical text, documents, justifications."""

    reason: str = ""
    facts: Mapping[str, str] = {}
    documents: frozenset[str] = frozenset()
    justifications: Mapping[str, str] = {}


@dataclass
class Situation:
    """What guards look at. `on` is the Bangkok date of the step as signed or resolved."""

    session: Session
    reading: Reading
    definition: Definition
    move: Transition
    authority: Authority | None
    on: datetime.date
    given: Given

    @property
    def item(self) -> ItemNow:
        return self.reading.item

    @cached_property
    def _step_facts(self) -> dict[str, Fact]:
        return {f.code: f for f in self.reading.facts if f.item_version == self.item.version}

    @cached_property
    def _item_facts(self) -> dict[str, Fact]:
        return {f.code: f for f in self.reading.facts}

    @cached_property
    def _parent_facts(self) -> dict[str, Fact]:
        return {f.code: f for f in self.reading.parent_facts}

    def fact(self, key: str, scope: str = "step") -> Fact | None:
        """The newest value of `key` that counts: given now, or recorded within `scope` (step, item, plan)."""
        given = self.given.facts.get(key)
        if given is not None:
            return Fact(key, given, self.item.version, attested_by=self.reading.actor.person_id)
        if scope == "step":
            return self._step_facts.get(key)
        own = self._item_facts.get(key)
        return own or (self._parent_facts.get(key) if scope == "plan" else None)

    def has_document(self, code: str) -> bool:
        """A file put forward as `code`, or somebody's word where the paper is kept, within its scope."""
        if code in self.given.documents:
            return True
        paper = catalogue().documents.get(code)
        scope = paper.scope if paper else "step"
        for known, version in self.reading.documents:
            if known == code and (scope == "item" or version == self.item.version):
                return True
        return self.fact(code, scope) is not None
