"""Everything a step is decided on, read in one statement: the item, the actor, the facts and documents."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Reading:
    """What one read of the database gave: see READ."""

    item: ItemNow
    head: Head
    calendar_version: int
    actor: Actor
    performed: tuple[Performed, ...]
    facts: tuple[Fact, ...]
    parent_facts: tuple[Fact, ...]
    documents: tuple[tuple[str, int], ...]  # document code, item version


_PAIRS = {"sqlite": ("json_group_array", "json_array"), "postgresql": ("json_agg", "json_build_array")}


def _read(dialect: str) -> str:
    group, row = _PAIRS[dialect]
    lock = " FOR UPDATE OF h" if dialect == "postgresql" else ""
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
         WHERE d.person_id = a.id AND d.valid_from <= ? AND d.valid_to >= ?),
       (SELECT {group}({row}(t.code, t.value, t.item_version, t.entry_seq, t.attested_by))
          FROM (SELECT * FROM attestation WHERE item_id = i.id ORDER BY id) t),
       (SELECT {group}({row}(t.code, t.value, t.item_version, t.entry_seq, t.attested_by))
          FROM (SELECT * FROM attestation WHERE item_id = i.parent_id ORDER BY id) t),
       (SELECT {group}({row}(c.code, c.item_version)) FROM document c WHERE c.item_id = i.id),
       (SELECT {group}({row}(e.trigger, e.actor_id, e.principal_id)) FROM history_entry e
         WHERE e.item_id = i.id AND e.kind = 'step')
  FROM item i
  JOIN chain_head h ON h.office_id = i.office_id
  JOIN office f ON f.id = i.office_id
  JOIN person a ON a.id = ?
 WHERE i.id = ?{lock}"""  # noqa: S608  constant text


READ = Sql(_read("sqlite"), _read("postgresql"))


def read(session: Session, item_id: int, person_id: int, on: datetime.date) -> Reading:
    """One look at the item and at the person's authority on the Bangkok date `on`.

    On PostgreSQL it locks the office's chain until the commit. Raises UnknownItem.
    """
    session.flush()
    cursor = Cursor(session)
    day = cursor.date(on)
    values = cursor.row(READ, (day,) * 8 + (person_id, item_id))
    if values is None:
        raise UnknownItem(str(item_id))
    held, standing_in, facts, parent_facts, documents, performed = (_rows(v) for v in values[24:30])
    service = bool(values[21])
    active = _date(values[22]) <= on and (values[23] is None or on <= _date(values[23]))
    return Reading(
        item=_item(values[:17]),
        head=Head(values[17], values[18]),
        calendar_version=values[19],
        actor=Actor(
            person_id, values[20], service, active, authorities(held, standing_in, is_service=service)
        ),
        performed=tuple(Performed(*row) for row in performed),
        facts=tuple(Fact(*row) for row in facts),
        parent_facts=tuple(Fact(*row) for row in parent_facts),
        documents=tuple((code, version) for code, version in documents),
    )


def _rows(value: Any) -> list[Any]:
    """A JSON array as either database gives it."""
    return (json.loads(value) if isinstance(value, str) else value) or []


def _date(value: Any) -> datetime.date:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def _item(values: tuple[Any, ...]) -> ItemNow:
    fields = list(values)
    fields[7] = None if fields[7] is None else _date(fields[7])
    if isinstance(fields[10], str):
        fields[10] = datetime.datetime.fromisoformat(fields[10])
    fields[11] = _date(fields[11])
    return ItemNow(*fields)


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
