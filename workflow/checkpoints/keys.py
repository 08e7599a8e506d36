"""The key that signs checkpoints: a file beside the database, never in it; its public half is in both.

Whoever holds the database alone can rewrite every row and sign none of it.
"""

import contextlib
import datetime
import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session, col, select

from workflow.checkpoints import notes
from workflow.checkpoints.notes import Verifier
from workflow.errors import CheckpointKeyMissing, CheckpointKeyStrange
from workflow.models import CheckpointKey
from workflow.moments import moment_text

FILE: Final = "checkpoint.key"
_LARGEST: Final = 4_096  # bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The private key in the data folder, readable by the account that runs Khanton alone."""

    path: Path

    @classmethod
    def in_folder(cls, folder: Path) -> "KeyFile":
        return cls(folder / FILE)

    def read(self) -> Ed25519PrivateKey | None:
        """The key; None where there is no file. Raises CheckpointKeyStrange for a file that holds none."""
        return _read(self.path)

    def verifier(self) -> Verifier | None:
        """The public half of what `read` finds."""
        key = self.read()
        return notes.verifier_of(key) if key else None

    def make(self) -> Ed25519PrivateKey:
        """A new key, whole from the first moment that the file has its name; another's if he was faster."""
        draft = self.path.with_name(f"{FILE}.{os.getpid()}.new")
        _write(draft, Ed25519PrivateKey.generate())
        with contextlib.suppress(FileExistsError):
            os.link(draft, self.path)
        draft.unlink()
        made = self.read()
        if made is None:
            raise CheckpointKeyMissing(str(self.path), "")
        return made

    def successor(self, key_id: str) -> Path:
        """Where a key lies between its making and the end of the one before it."""
        return self.path.with_name(f"{FILE}.{key_id}")


def known(session: Session) -> list[CheckpointKey]:
    """Every key that has signed here, the first first."""
    return list(session.exec(select(CheckpointKey).order_by(col(CheckpointKey.number))))


def signing(session: Session, file: KeyFile, at: datetime.datetime) -> Ed25519PrivateKey:
    """The key that signs now; made and written down by whoever needs it first.

    Raises CheckpointKeyMissing and CheckpointKeyStrange: where one has signed before, no other takes its
    place by itself.
    """
    before = known(session)
    if not before:
        key = file.read() or file.make()
        _keep(session, 1, notes.verifier_of(key), at)
        return key
    expected = before[-1].key_id
    if file.successor(expected).exists():
        file.successor(expected).replace(file.path)  # a rotation that was interrupted after its commit
    found = file.read()
    if found is None:
        raise CheckpointKeyMissing(str(file.path), expected)
    if notes.verifier_of(found).key_id != expected:
        raise CheckpointKeyStrange(str(file.path), expected)
    return found


def rotate(session: Session, file: KeyFile, at: datetime.datetime, *, lost: bool = False) -> Verifier:
    """A new key signs from now on; the old one and it name each other in a signed note.

    With `lost` the old one is not asked. The caller ends with `finish` after the commit. Raises
    CheckpointKeyMissing, CheckpointKeyStrange.
    """
    before = known(session)
    old = None if lost and before else signing(session, file, at)
    before = before or known(session)
    new = Ed25519PrivateKey.generate()
    named = notes.verifier_of(new)
    file.path.parent.mkdir(parents=True, exist_ok=True)
    _write(file.successor(named.key_id), new)
    statement = notes.signed(_statement(named, before[-1].verifier, at), [old, new] if old else [new])
    _keep(session, before[-1].number + 1, named, at, statement)
    return named


def finish(file: KeyFile, new: Verifier) -> None:
    """Puts the new key in the place of the old one, which is gone with that: it signs nothing any more."""
    file.successor(new.key_id).replace(file.path)


def trusted(session: Session, start: Iterable[Verifier]) -> dict[str, Verifier]:
    """The keys in `start`, and those to which a rotation leads from them, forward or back, by number.

    A rotation leads to the new key where the old one signed for it, and to the old one where the new did.
    """
    found = {each.key_id: each for each in start}
    rows = known(session)
    forward = [(one, other, row.statement) for one, other, row in _neighbours(rows)]
    back = [(new, old, statement) for old, new, statement in reversed(forward)]
    for one, other, statement in [*forward, *back]:
        start_known = found.get(one.key_id)
        if start_known and other.key_id not in found and _vouches(start_known, other, statement):
            found[other.key_id] = other
    return found


def _neighbours(rows: list[CheckpointKey]) -> list[tuple[Verifier, Verifier, CheckpointKey]]:
    read = [(notes.read_verifier(row.verifier), row) for row in rows]
    return [(old, new, row) for (old, _), (new, row) in pairwise(read) if old is not None and new is not None]


def _vouches(one: Verifier, other: Verifier, statement: str) -> bool:
    note = notes.read_note(statement)
    if note is None or one.key_id not in note.signers([one]):
        return False
    said = note.text.splitlines()[1:3]
    return sorted(said) in (sorted((f"new {one}", f"old {other}")), sorted((f"new {other}", f"old {one}")))


def _statement(new: Verifier, old: str, at: datetime.datetime) -> str:
    return f"khanton/checkpoint-key\nnew {new}\nold {old}\nfrom {moment_text(at)}\n"


def _keep(
    session: Session, number: int, verifier: Verifier, at: datetime.datetime, statement: str = ""
) -> None:
    session.add(
        CheckpointKey(
            key_id=verifier.key_id,
            number=number,
            verifier=str(verifier),
            known_from=at,
            statement=statement,
        )
    )
    session.flush()


def _read(path: Path) -> Ed25519PrivateKey | None:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
    except FileNotFoundError:
        return None
    try:
        key = serialization.load_pem_private_key(data, None)
    except (ValueError, TypeError) as error:
        raise CheckpointKeyStrange(str(path), "") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise CheckpointKeyStrange(str(path), "")
    return key


def _write(path: Path, key: Ed25519PrivateKey) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
