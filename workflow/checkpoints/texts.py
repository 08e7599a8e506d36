"""What a checkpoint says, word for word: the text that is signed (docs/history-format.md)."""

import base64
import datetime
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from workflow.checkpoints import notes
from workflow.history import GENESIS
from workflow.models import Checkpoint
from workflow.moments import moment_text

_ORIGIN: Final = "khanton/"
_TEXT: Final = re.compile(
    r"khanton/(?P<office>[^\n]{1,20})\n(?P<seq>[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/=]{44})\n"
    r"head (?P<head>[0-9a-f]{64})\ntaken (?P<taken>[0-9TZ:.-]{27})\nprevious (?P<previous>[0-9a-f]{64})\n"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a checkpoint says: the office, its last entry `seq` and that entry's hash, the root over them all.

    `root`, `head` and `previous` are 64 hexadecimal digits, `taken` is a moment as `moment_text` writes it.
    """

    office: str
    seq: int
    root: str
    head: str
    taken: str
    previous: str = GENESIS

    @property
    def text(self) -> str:
        root = base64.b64encode(bytes.fromhex(self.root)).decode()
        return (
            f"{_ORIGIN}{self.office}\n{self.seq}\n{root}\n"
            f"head {self.head}\ntaken {self.taken}\nprevious {self.previous}\n"
        )

    @property
    def sha256(self) -> str:
        """By which the next checkpoint names this one."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def said_by(row: Checkpoint, office_code: str) -> Said:
    """What a stored checkpoint says."""
    taken = moment_text(row.taken_at.astimezone(datetime.UTC))
    return Said(office_code, row.seq, row.merkle_root, row.head_hash, taken, row.previous)


def note_of(row: Checkpoint, office_code: str) -> str:
    """A stored checkpoint as the signed note that it was."""
    verifier = notes.Verifier(notes.NAME, row.key_id, b"")
    line = notes.signature_line(verifier, bytes.fromhex(row.signature))
    return said_by(row, office_code).text + "\n" + line


def read_said(text: str) -> Said | None:
    """What the text of a checkpoint says; None for any other text."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    root = base64.b64decode(found["root"])
    said = Said(
        found["office"], int(found["seq"]), root.hex(), found["head"], found["taken"], found["previous"]
    )
    return said if len(root) == 32 and said.text == text else None
