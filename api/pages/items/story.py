"""Tells history in sentences: who did what, in which capacity, on whose order, and what was shown."""

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from api.pages.words import Words
from states.model import Definition
from workflow import definitions, disclosures
from workflow.models import Entry, Item, Person, Position
from workflow.papers.readers import AGAIN
from workflow.retention.listing import kind_label

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as a person reads it; `tone` colours it: on, back, or plain."""

    seq: int
    title: str
    tone: str
    at: datetime.datetime
    effective_on: datetime.date | None
    who: str
    capacity: str
    source: str
    target: str
    dwell_days: int | None
    reason: str
    facts: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str, str, str], ...]  # name of the paper, file name, SHA-256
    justifications: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    synthetic: bool
    item: Item | None
    subject: str
    hash: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names that entries refer to by number, read at once for a page of them."""

    people: dict[int, str]
    positions: dict[int, str]
    items: dict[int, Item]


def surroundings(session: Session, entries: Sequence[Entry]) -> Surroundings:
    """Three statements, however many entries."""
    people = {e.actor_id for e in entries} | {e.principal_id for e in entries if e.principal_id}
    positions = {e.position_id for e in entries if e.position_id}
    items = {e.item_id for e in entries if e.item_id}
    names = session.exec(select(Person.id, Person.name_th).where(col(Person.id).in_(people)))
    posts = session.exec(select(Position.id, Position.title_th).where(col(Position.id).in_(positions)))
    papers = session.exec(select(Item).where(col(Item.id).in_(items)))
    return Surroundings(dict(names.all()), dict(posts.all()), {item.id: item for item in papers})


def tell_all(session: Session, entries: Sequence[Entry], words: Words) -> list[Told]:
    """The entries as sentences, in the order given."""
    around, details = surroundings(session, entries), disclosures.read(session, entries)
    return [_tell(session, each, details[each.office_id, each.seq], around, words) for each in entries]


def _tell(
    session: Session, entry: Entry, details: dict[str, Any], around: Surroundings, words: Words
) -> Told:
    definition = definitions.by_hash(session, entry.definition_hash) if entry.definition_hash else None
    of_item = entry.item_id is not None
    on = entry.at.astimezone(datetime.UTC)
    return Told(
        seq=entry.seq,
        title=_title(entry, definition, words),
        tone=_tone(entry, definition),
        at=on,
        effective_on=entry.effective_on,
        who=around.people.get(entry.actor_id, ""),
        capacity=_capacity(entry, around, words),
        source=_source(session, entry, definition, details, words),
        target=_state(definition, entry.to_state, words),
        dwell_days=None if entry.dwell_seconds is None else entry.dwell_seconds // DAY,
        reason=entry.reason,
        facts=_facts(details.get("facts"), words) if of_item else (),
        documents=_documents(details.get("documents"), words) if of_item else (),
        justifications=_facts(details.get("justifications"), words) if of_item else (),
        notes=_notes(entry, details, words),
        synthetic=details.get("synthetic") is True,
        item=around.items.get(entry.item_id) if entry.item_id else None,
        subject=_about(entry, words),
        hash=entry.hash,
    )


def _about(entry: Entry, words: Words) -> str:
    """The code of what was done to; how long papers are kept is set for a kind, which has a name."""
    code = entry.subject.partition(":")[2]
    return words.label(kind_label(code)) if entry.kind == "retention" else code


def _source(
    session: Session, entry: Entry, definition: Definition | None, details: dict[str, Any], words: Words
) -> str:
    """The state an entry left; where the item was moved to another path, by the path it was on."""
    before = details.get("from_hash") if entry.kind in {"migrated", "unmigrated"} else None
    return _state(definitions.by_hash(session, before) if before else definition, entry.from_state, words)


def _title(entry: Entry, definition: Definition | None, words: Words) -> str:
    if entry.trigger and definition is not None:
        step = step_name(definition, entry.trigger, entry.from_state, words)
        return step if entry.kind == "step" else words(f"entry_{entry.kind}", step=step)
    key = f"entry_{entry.kind}"
    if entry.kind == "account":
        key = f"{key}_{json.loads(entry.details).get('did', '')}"
    return words(key, step="") if words.has(key) else words("entry_other", kind=entry.kind)


def step_name(definition: Definition, trigger: str, source: str, words: Words) -> str:
    """The name of a step as the definition words it at that state."""
    exact = definition.moves.get((source, trigger))
    moves: Iterable[Any] = (exact,) if exact else (m for m in definition.transitions if m.trigger == trigger)
    return next((words.label(move.label) for move in moves), trigger)


def _tone(entry: Entry, definition: Definition | None) -> str:
    if entry.kind in {"undone", "corrected", "unmigrated"}:
        return "back"
    if entry.kind != "step" or definition is None:
        return "plain"
    move = definition.moves.get((entry.from_state, entry.trigger))
    return "back" if move is not None and move.send_back else "on"


def _state(definition: Definition | None, name: str, words: Words) -> str:
    known = definition.by_state.get(name) if definition and name else None
    return words.label(known.label) if known else name


def _capacity(entry: Entry, around: Surroundings, words: Words) -> str:
    """`รักษาราชการแทน … ตามคำสั่งที่ …`, or the post itself."""
    post = around.positions.get(entry.position_id or 0, "")
    if entry.capacity == "system":
        return words("capacity_system")
    if entry.capacity == "own":
        return post
    said = words(f"capacity_{entry.capacity}", post=post)
    holder = around.people.get(entry.principal_id or 0)
    said += words("capacity_for", holder=holder) if holder else ""
    return said + (words("capacity_order", order=entry.order_no) if entry.order_no else "")


def _facts(told: object, words: Words) -> tuple[tuple[str, str], ...]:
    if not isinstance(told, dict):
        return ()
    return tuple((words.fact(key), words.fact_value(key, str(value))) for key, value in told.items())


def _documents(told: object, words: Words) -> tuple[tuple[str, str, str], ...]:
    if not isinstance(told, dict):
        return ()
    return tuple((words.document(code), str(file[1]), str(file[0])) for code, file in told.items())


def _notes(entry: Entry, details: dict[str, Any], words: Words) -> tuple[str, ...]:
    notes = []
    if entry.corrects is not None:
        notes.append(words("note_corrects", seq=entry.corrects))
    if "cascaded_from" in details:
        notes.append(words("note_cascaded", seq=int(details["cascaded_from"])))
    if entry.kind == AGAIN:
        notes.append(words("note_asked_again", count=int(details[AGAIN])))
    return tuple(notes)
