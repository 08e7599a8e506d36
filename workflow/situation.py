"""Everything a step is decided on, read in one statement: the item, the actor, the facts and documents."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec
from sqlmodel import Session

from states.catalogue import catalogue
from states.model import Definition, Transition
from workflow.database import Cursor, Sql
from workflow.errors import UnknownItem
from workflow.facts import Fact
from workflow.history import Head
from workflow.permissions import Actor, Authority, Performed, Whose, authorities


@dataclass(frozen=True, slots=True)
class ItemNow:
    """The item as read at the start of the transaction."""

    id: int
    office_id: int
    kind: str
    code: str
    title: str
    fiscal_year: int
    quarter: int | None
    ends_on: datetime.date | None
    state: str
    version: int
    state_since: datetime.datetime
    effective_on: datetime.date
    definition_hash: str
    parent_id: int | None
    group_id: int | None
    school_id: int | None
    owner_id: int | None

    @property
    def whose(self) -> Whose:
        return Whose(self.office_id, self.kind, self.group_id, self.school_id, self.owner_id)


@dataclass
class Reading:
    """What was read at the start of the transaction; the rest is read when a guard asks for it."""

    session: Session
    item: ItemNow
    head: Head
    calendar_version: int
    actor: Actor

    @cached_property
    def performed(self) -> tuple[Performed, ...]:
        """The steps taken on the item and not undone, for separation of duties."""
        return tuple(Performed(*row) for row in Cursor(self.session).rows(_PERFORMED, (self.item.id,) * 2))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact recorded on the item, oldest first."""
        return tuple(Fact(*row) for row in Cursor(self.session).rows(_FACTS, (self.item.id,)))

    @cached_property
    def parent_facts(self) -> tuple[Fact, ...]:
        """Every fact recorded on the item's parent, oldest first."""
        if self.item.parent_id is None:
            return ()
        return tuple(Fact(*row) for row in Cursor(self.session).rows(_FACTS, (self.item.parent_id,)))

    @cached_property
    def documents(self) -> tuple[tuple[str, int], ...]:
        """The documents attached to the item: code, item version."""
        return tuple((row[0], row[1]) for row in Cursor(self.session).rows(_DOCUMENTS, (self.item.id,)))


_PERFORMED = Sql(
    "SELECT trigger, actor_id, principal_id FROM history_entry WHERE item_id = ? AND kind = 'step'"
    " AND seq NOT IN (SELECT corrects FROM history_entry WHERE item_id = ? AND kind = 'undone')"
)
_FACTS = Sql(
    "SELECT code, value, item_version, entry_seq, attested_by FROM attestation WHERE item_id = ? ORDER BY id"
)
_DOCUMENTS = Sql("SELECT code, item_version FROM document WHERE item_id = ?")
_PAIRS = {"sqlite": ("json_group_array", "json_array"), "postgresql": ("json_agg", "json_build_array")}


def _read(dialect: str, lock: str = "") -> str:
    """The item, the head of the office's chain, and all that gives the actor authority, in one statement."""
    group, row = _PAIRS[dialect]
    return f"""
SELECT i.id, i.office_id, i.kind, i.code, i.title, i.fiscal_year, i.quarter, i.ends_on, i.state, i.version,
       i.state_since, i.effective_on, i.definition_hash, i.parent_id, i.group_id, i.school_id, i.owner_id,
       h.seq, h.hash, f.calendar_version, a.office_id, a.is_service, a.active_from, a.active_to,
       (SELECT {group}({row}(p.id, p.role, p.group_id, p.school_id, o.order_no))
          FROM occupancy o JOIN position p ON p.id = o.position_id
         WHERE o.person_id = a.id AND o.valid_from <= ? AND (o.valid_to IS NULL OR o.valid_to >= ?)
           AND p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to >= ?)),
       (SELECT {group}({row}(p.id, p.role, p.group_id, p.school_id, d.order_no, d.capacity, d.subjects,
               (SELECT max(o.person_id) FROM occupancy o WHERE o.position_id = p.id
                   AND o.valid_from <= ? AND (o.valid_to IS NULL OR o.valid_to >= ?))))
          FROM delegation d JOIN position p ON p.id = d.position_id
         WHERE d.person_id = a.id AND d.valid_from <= ? AND d.valid_to >= ?)
  FROM item i
  JOIN chain_head h ON h.office_id = i.office_id
  JOIN office f ON f.id = i.office_id
  JOIN person a ON a.id = ?
 WHERE i.id = ?{lock}"""  # noqa: S608  constant text


_LOOK = Sql(_read("sqlite"), _read("postgresql"))
_LOCK = Sql(_read("sqlite"), _read("postgresql", " FOR UPDATE OF h"))


def read(session: Session, item_id: int, person_id: int, on: datetime.date, *, lock: bool = True) -> Reading:
    """One look at the item and at the person's authority on the Bangkok date `on`; raises UnknownItem.

    Unless it only looks (`lock=False`), it holds the office's chain until the commit.
    """
    cursor = Cursor(session)
    values = cursor.row(_LOCK if lock else _LOOK, (cursor.date(on),) * 8 + (person_id, item_id))
    if values is None:
        raise UnknownItem(str(item_id))
    service = bool(values[21])
    active = date_of(values[22]) <= on and (values[23] is None or on <= date_of(values[23]))
    powers = authorities(_rows(values[24]), _rows(values[25]), is_service=service)
    return Reading(
        session=session,
        item=_item(values),
        head=Head(values[17], values[18]),
        calendar_version=values[19],
        actor=Actor(person_id, values[20], service, active, powers),
    )


def _rows(value: Any) -> list[Any]:
    """A JSON array as either database gives it."""
    return (msgspec.json.decode(value) if isinstance(value, str) else value) or []


def date_of(value: Any) -> datetime.date:
    """A date as either database gives it."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def _item(values: tuple[Any, ...]) -> ItemNow:
    since = values[10]
    since = datetime.datetime.fromisoformat(since) if isinstance(since, str) else since
    ends_on = None if values[7] is None else date_of(values[7])
    return ItemNow(*(*values[:7], ends_on, *values[8:10], since, date_of(values[11]), *values[12:17]))


@dataclass(slots=True)
class Given:
    """What the actor brings to the step: her reason, facts in canonical text, documents, justifications."""

    reason: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    justifications: Mapping[str, str] = field(default_factory=dict)


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
