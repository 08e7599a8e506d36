"""Checkpoints outside the database: lines of a file that may lie on another disk, and how they are read back.

What the database says about itself proves nothing to somebody who can write the database; an anchor does.
"""

import datetime
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from workflow.checkpoints import notes
from workflow.checkpoints.notes import Verifier
from workflow.checkpoints.texts import Said, note_of, read_said
from workflow.errors import BadAnchors
from workflow.models import Checkpoint, CheckpointAnchor, CheckpointKey, Office

FILE: Final = "anchors.txt"
FORM: Final = "khanton-anchor-1"
IN_FILE: Final = "file"
MOST: Final = 256 * 1024 * 1024  # bytes of a file that is read
_LONGEST: Final = 8_192  # characters of a line
_BEGINNING: Final = f'["{FORM}"'


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line of a file of anchors: what the checkpoint said, by whom it was signed and whether rightly.

    `line` is its number in the file, from 1. `key` is the one that the line itself names.
    """

    line: int
    said: Said
    note: notes.Note
    key: Verifier

    @property
    def signed(self) -> bool:
        return bool(self.note.signers([self.key]))


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a file holds. `unreadable` are the numbers of lines that begin as anchors and are none.

    Other lines, such as those of the mail from which it was saved, are passed over.
    """

    found: tuple[Anchor, ...]
    unreadable: tuple[int, ...]


def line_of(row: Checkpoint, office_code: str, verifier: str) -> str:
    """A checkpoint as one line: a JSON list of the form, the signed note and the key to check it with."""
    told = [FORM, note_of(row, office_code), verifier]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"


def waiting(
    session: Session, place: str, most: int = 1_000, office: str = ""
) -> list[tuple[Checkpoint, str, str]]:
    """Checkpoints that were not put down at `place` yet, oldest first, with office code and key.

    Those of one office alone where its code is given.
    """
    query = (
        select(Checkpoint, Office.code, CheckpointKey.verifier)
        .join(Office, col(Office.id) == col(Checkpoint.office_id))
        .join(CheckpointKey, col(CheckpointKey.key_id) == col(Checkpoint.key_id))
        .where(_waits_for(place))
        .order_by(col(Checkpoint.taken_at), col(Checkpoint.office_id))
        .limit(most)
    )
    found = session.exec(query.where(Office.code == office) if office else query)
    return [(row, code, verifier) for row, code, verifier in found]


def offices_waiting(session: Session, place: str) -> list[str]:
    """The codes of the offices with checkpoints that were not put down at `place` yet, in order."""
    query = (
        select(Office.code)
        .join(Checkpoint, col(Checkpoint.office_id) == col(Office.id))
        .where(_waits_for(place))
        .distinct()
        .order_by(col(Office.code))
    )
    return list(session.exec(query))


def _waits_for(place: str) -> ColumnElement[bool]:
    there = select(CheckpointAnchor.seq).where(
        CheckpointAnchor.office_id == Checkpoint.office_id,
        CheckpointAnchor.seq == Checkpoint.seq,
        CheckpointAnchor.place == place,
    )
    return ~there.exists()


def put_down(session: Session, rows: Sequence[Checkpoint], place: str, at: datetime.datetime) -> None:
    """Remembers that these checkpoints are at `place` now."""
    for row in rows:
        session.add(CheckpointAnchor(office_id=row.office_id, seq=row.seq, place=place, put_at=at))
    session.flush()


def write_file(session: Session, folder: Path, at: datetime.datetime) -> int:
    """Appends the waiting checkpoints to the file in `folder`, on disk before they count as put down.

    After a crash between the two a line may stand there twice; none is missing. Raises OSError.
    """
    found = waiting(session, IN_FILE)
    if found:
        append(folder / FILE, "".join(line_of(*each) for each in found))
        put_down(session, [row for row, _, _ in found], IN_FILE, at)
    return len(found)


def append(path: Path, lines: str) -> None:
    """Adds whole lines at the end of a file and waits for the disk. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            lines = lines if file.read(1) == b"\n" else "\n" + lines  # the power went in the middle of one
        file.write(lines.encode())
        file.flush()
        os.fsync(file.fileno())
    if os.name == "nt":
        return  # Windows opens no folder as a file
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(path: Path) -> Anchors:
    """What a file of anchors holds; raises BadAnchors where it is none."""
    try:
        if path.stat().st_size > MOST:
            raise BadAnchors(str(path), "too_large")
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadAnchors(str(path), "unreadable") from error
    found, strange = [], []
    for number, line in enumerate(lines, 1):
        anchor = _anchor(number, line)
        if anchor is not None:
            found.append(anchor)
        elif line.startswith(_BEGINNING) and not _torn(line, lines[number:]):
            strange.append(number)
    if not found:
        raise BadAnchors(str(path), "empty")
    return Anchors(tuple(found), tuple(strange))


def _torn(line: str, later: Sequence[str]) -> bool:
    """Whether the power went while this line was written: then it was written again, whole, with the next."""
    return len(line) <= _LONGEST and any(each.startswith(line) for each in later)


def _anchor(number: int, line: str) -> Anchor | None:
    if len(line) > _LONGEST:
        return None
    try:
        told = json.loads(line)
    except ValueError:
        return None
    if not isinstance(told, list) or len(told) != 3 or not all(isinstance(each, str) for each in told):
        return None
    form, text, key = told
    note, verifier = notes.read_note(text), notes.read_verifier(key)
    said = read_said(note.text) if note else None
    if form != FORM or note is None or said is None or verifier is None:
        return None
    return Anchor(number, said, note, verifier)
