"""Tells every item's story anew from its entries alone, and names each item that stands otherwise than told.

Written apart from the application's own replay on purpose: it reads the rows of the history and nothing else
of the project, so that a mistake which both the engine and its replay make would still be seen here.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

_ENTRIES = text(
    'SELECT seq, item_id, kind, "trigger", from_state, to_state, version, definition_hash, effective_on,'
    " corrects, at, details FROM history_entry WHERE office_id = :office AND item_id IS NOT NULL ORDER BY seq"
)
_ITEMS = text(
    "SELECT id, code, state, version, definition_hash FROM item WHERE office_id = :office ORDER BY id"
)
_BEGINS = frozenset({"opened", "imported"})
_MOVES = frozenset({"step", "undone", "migrated", "unmigrated"})


@dataclass
class Stand:
    """Where an item stands by its story so far."""

    state: str
    version: int
    definition_hash: str


def told_again(session: Session, office_id: int) -> list[str]:
    """What does not fit, a line each; empty where every item stands where its history says."""
    stands: dict[int, Stand] = {}
    wrong: list[str] = []
    for entry in session.execute(_ENTRIES, {"office": office_id}).mappings():
        _take(stands, entry, wrong)
    for item_id, code, *row in session.execute(_ITEMS, {"office": office_id}):
        told = stands.pop(item_id, None)
        if told is None:
            wrong.append(f"{code}: no entry tells of its beginning")
        elif [told.state, told.version, told.definition_hash] != row:
            wrong.append(f"{code}: stands at {row}, its history at {told}")
    wrong += [f"item {item_id}: told of, but gone" for item_id in stands]
    return wrong


def _take(stands: dict[int, Stand], entry: Any, wrong: list[str]) -> None:
    item_id, kind = entry["item_id"], entry["kind"]
    if kind in _BEGINS:
        if item_id in stands:
            wrong.append(f"entry {entry['seq']}: item {item_id} begins twice")
        stands[item_id] = Stand(entry["to_state"], entry["version"], entry["definition_hash"])
        return
    if kind not in _MOVES:
        return
    before = stands.get(item_id)
    if before is None:
        wrong.append(f"entry {entry['seq']}: item {item_id} moves before it began")
        return
    if (before.state, before.version + 1) != (entry["from_state"], entry["version"]):
        wrong.append(
            f"entry {entry['seq']}: starts at {entry['from_state']} {entry['version']}, not {before}"
        )
    stands[item_id] = Stand(entry["to_state"], entry["version"], entry["definition_hash"])
