"""Weighs the steps of many items at once, for lists: as many statements for one item as for hundreds.

Who may take a step is told as the engine tells it. Of its conditions those are judged that need nothing but
the item, its facts and its documents; the others are left to the item's own page, which asks all of them
(`workflow.decision`).
"""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from states.main_path import way_of
from states.model import Definition, Transition
from workflow import definitions, permissions
from workflow.errors import Denial
from workflow.facts import Fact
from workflow.guards import ask
from workflow.history import Head
from workflow.models import Attestation, Document, Entry, Item
from workflow.permissions import Actor, Authority, Performed
from workflow.situation import Given, ItemNow, Reading, Situation, looking

_COLUMNS: Final = ItemNow.__struct_fields__


class Weighed(Struct, frozen=True):
    """A step that a person may take: how much of what could be judged is missing, and if that was all."""

    move: Transition
    missing: int
    judged: bool


class LooksFurther(Exception):
    """A condition asked for something that was not read for all items together."""


class _Alone(Situation):
    """A situation without a session: whatever a guard would ask the database for was not read."""

    def __getattr__(self, name: str) -> Any:
        raise LooksFurther(name)


class Closed:
    """The same for what is read through the cursor."""

    def __getattr__(self, name: str) -> Any:
        raise LooksFurther(name)


def leading_on(
    session: Session, items: Sequence[Item], person_id: int, on: datetime.date
) -> dict[int, list[Weighed]]:
    """By item: the steps of hers on the Bangkok date `on` that bring it on, in the definition's order."""
    actor = looking(session, person_id, on)
    found: dict[int, list[Weighed]] = {}
    for reading in _readings(session, items, actor):
        definition = definitions.by_hash(session, reading.item.definition_hash)
        way = way_of(reading.item.definition_hash, definition)
        moves = [
            move for move in definition.leaving(reading.item.state) if way.leads_on(reading.item.state, move)
        ]
        weighed = [_weighed(reading, definition, move, on) for move in moves]
        found[reading.item.id] = [each for each in weighed if each is not None]
    return found


def _weighed(reading: Reading, definition: Definition, move: Transition, on: datetime.date) -> Weighed | None:
    """The step, unless she may not take it."""
    authority = permissions.may(reading.actor, reading.item, move, definition, lambda: reading.performed)
    if isinstance(authority, Denial):
        return None
    situation = alone(reading, definition, move, authority, on)
    missing, judged = sum(not situation.has_document(code) for code in move.documents), True
    for use in move.guards:
        try:
            missing += ask(situation, use) is not None
        except LooksFurther:
            judged = False
    return Weighed(move, missing, judged)


def alone(
    reading: Reading,
    definition: Definition,
    move: Transition,
    authority: Authority,
    on: datetime.date,
    given: Given | None = None,
) -> Situation:
    """A situation that knows what lies ready in `reading` and nothing else: more raises LooksFurther."""
    nobody: Any = None
    situation = _Alone(nobody, reading, definition, move, authority, on, given or Given())
    del situation.session
    return situation


def _readings(session: Session, items: Sequence[Item], actor: Actor) -> list[Reading]:
    """What the engine reads of one item, of all of them in three statements; the rest cannot be asked for."""
    ids = [item.id for item in items]
    parents = [item.parent_id for item in items if item.parent_id is not None]
    facts, documents, performed = (
        _facts(session, {*ids, *parents}),
        _documents(session, ids),
        _steps(session, ids),
    )
    closed: Any = Closed()
    found = []
    for item in items:
        now = ItemNow(**{name: getattr(item, name) for name in _COLUMNS})
        reading = Reading(closed, now, Head(), 0, actor)
        # What would be read when first asked for lies ready.
        reading.facts = tuple(facts[item.id])
        reading.parent_facts = tuple(facts[item.parent_id]) if item.parent_id is not None else ()
        reading.documents = tuple(documents[item.id])
        reading.performed = tuple(performed[item.id])
        found.append(reading)
    return found


def _facts(session: Session, ids: set[int]) -> dict[int, list[Fact]]:
    told = ("item_id", "code", "value", "item_version", "entry_seq", "attested_by")
    rows = columns(*(col(getattr(Attestation, name)) for name in told))
    found: dict[int, list[Fact]] = defaultdict(list)
    for item_id, *fact in session.execute(
        rows.where(col(Attestation.item_id).in_(ids)).order_by(col(Attestation.id))
    ):
        found[item_id].append(Fact(*fact))
    return found


def _documents(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    rows = select(Document.item_id, Document.code, Document.item_version)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for item_id, code, version in session.exec(rows.where(col(Document.item_id).in_(ids))):
        found[item_id].append((code, version))
    return found


def _steps(session: Session, ids: Sequence[int]) -> dict[int, list[Performed]]:
    """The steps taken and not undone, as Reading.performed has them."""
    told = (
        Entry.item_id,
        Entry.kind,
        Entry.seq,
        Entry.corrects,
        Entry.trigger,
        Entry.actor_id,
        Entry.principal_id,
    )
    rows = session.execute(
        columns(*map(col, told)).where(col(Entry.item_id).in_(ids), col(Entry.kind).in_(("step", "undone")))
    ).all()
    undone = {row.corrects for row in rows if row.kind == "undone"}
    found: dict[int, list[Performed]] = defaultdict(list)
    for row in rows:
        if row.kind == "step" and row.seq not in undone:
            found[row.item_id].append(Performed(row.trigger, row.actor_id, row.principal_id))
    return found
