"""Compares the facts and documents kept for papers with those that the entries say were shown."""

import json
from collections.abc import Iterator
from typing import Any

from workflow.database import Cursor, Sql

_TOLD = Sql(
    "SELECT seq, item_id, details FROM history_entry WHERE office_id = ? AND item_id IS NOT NULL"
    " AND kind IN ('step', 'attested', 'corrected', 'undone') AND details <> '{}' ORDER BY seq"
)
# One that was carried on to another path stands twice, with the entry by which it was first shown.
_FACTS = Sql(
    "SELECT DISTINCT a.entry_seq, a.item_id, a.code, a.value FROM attestation a"
    " JOIN item i ON i.id = a.item_id WHERE i.office_id = ?"
)
_DOCUMENTS = Sql(
    "SELECT DISTINCT d.entry_seq, d.item_id, d.code, d.sha256, d.filename FROM document d"
    " JOIN item i ON i.id = d.item_id WHERE i.office_id = ?"
)

_Shown = dict[tuple[int, int], dict[str, Any]]


def differing(cursor: Cursor, office_id: int) -> Iterator[tuple[int, str, str, str, int]]:
    """Item, "facts" or "documents", what its entry tells, what is kept, and the entry's number."""
    facts, documents = _told(cursor, office_id)
    kept_facts: _Shown = {}
    for seq, item_id, code, value in cursor.rows(_FACTS, (office_id,)):
        kept_facts.setdefault((seq, item_id), {})[code] = value
    kept_documents: _Shown = {}
    for seq, item_id, code, sha256, filename in cursor.rows(_DOCUMENTS, (office_id,)):
        kept_documents.setdefault((seq, item_id), {})[code] = [sha256, filename]
    for name, told, kept in (
        ("facts", facts, kept_facts),
        ("documents", documents, kept_documents),
    ):
        for seq, item_id in sorted(told.keys() | kept.keys()):
            said, shown = told.get((seq, item_id), {}), kept.get((seq, item_id), {})
            if said != shown:
                yield item_id, name, _text(said), _text(shown), seq


def _told(cursor: Cursor, office_id: int) -> tuple[_Shown, _Shown]:
    """The facts and documents given with each entry, as the entry itself tells."""
    facts: _Shown = {}
    documents: _Shown = {}
    for seq, item_id, details in cursor.rows(_TOLD, (office_id,)):
        try:
            told = json.loads(details)
        except ValueError:
            told = {"facts": {"": details}}  # altered: differs from whatever is kept
        if isinstance(told, dict):
            for name, into in (("facts", facts), ("documents", documents)):
                if told.get(name):
                    into[seq, item_id] = told[name]
    return facts, documents


def _text(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
