"""The vectors of docs/history-format.md are what the code writes."""

import hashlib
import json
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.checkpoints import merkle, notes, proving
from workflow.checkpoints.texts import Said, read_said
from workflow.disclosures import commitment

PAGE = (Path(__file__).parents[3] / "docs" / "history-format.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^```json\n(.*)\n```$", PAGE, re.MULTILINE)
NOTE, COMMITMENT = re.findall(r"^```text\n(.*?)```$", PAGE, re.MULTILINE | re.DOTALL)
VALUES = dict(re.findall(r"^\| ([\w -]+) \| `([^`]+)` \|$", PAGE, re.MULTILINE))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def test_the_worked_checkpoint() -> None:
    hashes = [hashlib.sha256(each.encode()).hexdigest() for each in ENTRIES]
    leaves = merkle.leaves_of(hashes)
    said = Said("T1", 2, merkle.fold(leaves).hex(), hashes[1], "2018-01-12T17:00:00.000000Z")
    assert notes.signed(said.text, [KEY]) == NOTE
    assert {
        "public key": str(notes.verifier_of(KEY)),
        "leaf 0": leaves[0].hex(),
        "leaf 1": leaves[1].hex(),
        "root": said.root,
        "SHA-256 of the text": said.sha256,
    }.items() <= VALUES.items()
    note = notes.read_note(NOTE)
    assert note is not None
    assert read_said(note.text) == said


def test_the_worked_proof() -> None:
    proof = {
        "form": "khanton-proof-1",
        "office": "T1",
        "checkpoint": NOTE,
        "key": VALUES["public key"],
        "entries": [{"entry": ENTRIES[1], "index": 1, "path": [VALUES["leaf 0"]]}],
    }
    assert proving.check(json.dumps(proof)).holds
    proof["entries"][0]["index"] = 0  # type: ignore[index]
    assert proving.check(json.dumps(proof)).problem == "path"


def test_the_worked_commitment() -> None:
    assert commitment(bytes(range(16)).hex(), "สมชาย") == COMMITMENT.strip()
