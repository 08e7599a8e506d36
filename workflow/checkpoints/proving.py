"""Proves that entries are in an office's history as it was signed, in a file that needs no database.

The form is in docs/history-format.md; the standard library and an Ed25519 check are enough to read it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, col, select

from workflow import history
from workflow.checkpoints import merkle, notes
from workflow.checkpoints.notes import Verifier
from workflow.checkpoints.taking import latest
from workflow.checkpoints.texts import Said, note_of, read_said
from workflow.checkpoints.tree import Tree
from workflow.errors import BadProof, HistoryBroken, NotCheckpointed, UnknownEntry
from workflow.models import Checkpoint, CheckpointKey, Entry, Item, Office

FORM: Final = "khanton-proof-1"
LARGEST: Final = 32 * 1024 * 1024  # bytes of a file that is read
MOST: Final = 10_000  # entries in one file
_HEX: Final = re.compile(r"[0-9a-f]{64}")


def prove(session: Session, office: Office, seqs: Sequence[int]) -> dict[str, Any]:
    """The proof of these entries under the office's last checkpoint, as it is written to a file.

    Raises UnknownEntry, NotCheckpointed for one that came later, HistoryBroken where what is stored no
    longer leads to what was signed.
    """
    last = latest(session, office.id)
    if last is None or max(seqs) > last.seq:
        _must_exist(session, office, max(seqs))
        raise NotCheckpointed(office.code, max(seqs), last.seq if last else 0)
    tree = Tree(session, office.id, last.seq)
    if tree.root().hex() != last.merkle_root:
        raise HistoryBroken(office.code, last.seq, "root")
    return {
        "form": FORM,
        "office": office.code,
        "checkpoint": note_of(last, office.code),
        "key": session.get_one(CheckpointKey, last.key_id).verifier,
        "entries": [_proved(session, office, seq, last, tree) for seq in seqs],
    }


def entries_of(session: Session, item: Item) -> list[int]:
    """The numbers of an item's entries, the last `MOST` of them."""
    newest = select(Entry.seq).where(Entry.office_id == item.office_id, Entry.item_id == item.id)
    return sorted(session.exec(newest.order_by(col(Entry.seq).desc()).limit(MOST)))


def written(proof: Mapping[str, Any]) -> str:
    """The text of a proof's file."""
    return json.dumps(proof, ensure_ascii=False, indent=1) + "\n"


def _must_exist(session: Session, office: Office, seq: int) -> None:
    if session.get(Entry, (office.id, seq)) is None:
        raise UnknownEntry(seq)


def _proved(session: Session, office: Office, seq: int, last: Checkpoint, tree: Tree) -> dict[str, Any]:
    text = history.canonical(session, office.id, seq)
    if text is None:
        raise UnknownEntry(seq)
    path = merkle.inclusion(seq - 1, last.seq, tree.stretch)
    node = merkle.leaf(hashlib.sha256(text).digest())
    if merkle.root_from(node, seq - 1, last.seq, path) != bytes.fromhex(last.merkle_root):
        raise HistoryBroken(office.code, seq, "changed")
    return {"entry": text.decode(), "index": seq - 1, "path": [each.hex() for each in path]}


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof says, and whether it holds: the checkpoint, who signed it, and each entry's values.

    `problem`: unsigned (the checkpoint is not signed by `key`), strange_key (`key` is not one of those that
    were given as trusted), path (an entry does not lead to the root), or empty. `bad` is the entry's number.
    """

    said: Said
    key: str
    entries: tuple[tuple[Any, ...], ...]
    problem: str = ""
    bad: int = 0

    @property
    def holds(self) -> bool:
        return not self.problem


def check(text: str, trusted: Iterable[Verifier] = ()) -> Proven:
    """What a proof's file proves, without any database; raises BadProof where it is none.

    Without a trusted key the proof's own is believed: then it proves only that whoever has that key signed.
    """
    told = _read(text)
    note = notes.read_note(told["checkpoint"])
    said = read_said(note.text) if note else None
    verifier = notes.read_verifier(told["key"])
    if note is None or said is None:
        raise BadProof("shape")
    if verifier is None:
        raise BadProof("key")
    entries = tuple(_values(each["entry"]) for each in told["entries"])
    known = {each.key_id: each for each in trusted}
    problem, bad = "", 0
    if not note.signers([verifier]):
        problem = "unsigned"
    elif known and known.get(verifier.key_id) != verifier:
        problem = "strange_key"
    else:
        bad = next((each["index"] + 1 for each in told["entries"] if not _leads(each, said)), 0)
        problem = "path" if bad else ""
    return Proven(said, str(verifier), entries, problem, bad)


def _leads(each: Mapping[str, Any], said: Said) -> bool:
    """Whether the entry's bytes and path lead to the signed root, and the entry says its own number."""
    node = merkle.leaf(hashlib.sha256(each["entry"].encode()).digest())
    path = [bytes.fromhex(other) for other in each["path"]]
    root = merkle.root_from(node, each["index"], said.seq, path)
    return root == bytes.fromhex(said.root) and _values(each["entry"])[2] == each["index"] + 1


def _values(entry: str) -> tuple[Any, ...]:
    try:
        values = json.loads(entry)
    except (ValueError, RecursionError) as error:
        raise BadProof("shape") from error
    if not isinstance(values, list) or len(values) != 23 or values[0] != history.FORM:
        raise BadProof("shape")
    return tuple(values)


def _read(text: str) -> dict[str, Any]:
    """The proof with every part of the kind it must be."""
    if len(text) > LARGEST:
        raise BadProof("too_large")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadProof("shape") from error
    if not isinstance(told, dict) or told.get("form") != FORM:
        raise BadProof("form")
    strings = all(isinstance(told.get(name), str) for name in ("office", "checkpoint", "key"))
    entries = told.get("entries")
    if not strings or not isinstance(entries, list) or not 0 < len(entries) <= MOST:
        raise BadProof("shape")
    if not all(_is_entry(each) for each in entries):
        raise BadProof("shape")
    return told


def _is_entry(each: object) -> bool:
    if not isinstance(each, dict) or not isinstance(each.get("entry"), str):
        return False
    index, path = each.get("index"), each.get("path")
    if type(index) is not int or not isinstance(path, list) or len(path) > 64:
        return False
    return all(isinstance(node, str) and _HEX.fullmatch(node) for node in path)
