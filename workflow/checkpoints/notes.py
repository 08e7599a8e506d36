"""Signed notes: a text and below it who signed it, with Ed25519, in the form that transparency logs use.

The form is that of https://c2sp.org/signed-note, so that other programs than this one can check it.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAME: Final = "khanton"
LONGEST: Final = 4_096  # characters of a note
_ED25519: Final = b"\1"
_VERIFIER: Final = re.compile(r"([^\s+]{1,100})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{44})")
_SIGNATURE: Final = re.compile(r"— ([^\s+]{1,100}) ([A-Za-z0-9+/=]{8,120})")


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name: `khanton+3f2a91c0+AQ…`."""

    name: str
    key_id: str
    public: bytes

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id}+{base64.b64encode(_ED25519 + self.public).decode()}"

    def signed(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


def verifier_of(private: Ed25519PrivateKey) -> Verifier:
    """The public half of a key, under the name that Khanton's keys have."""
    public = private.public_key().public_bytes_raw()
    return Verifier(NAME, _id(NAME, public), public)


def read_verifier(text: str) -> Verifier | None:
    """A public key as `str(verifier)` wrote it; None for anything else, or under another's number."""
    found = _VERIFIER.fullmatch(text.strip()[:200])
    if found is None:
        return None
    name, key_id, data = found[1], found[2], _decoded(found[3])
    if data is None or len(data) != 33 or data[:1] != _ED25519 or _id(name, data[1:]) != key_id:
        return None
    return Verifier(name, key_id, data[1:])


def signed(text: str, keys: Sequence[Ed25519PrivateKey]) -> str:
    """The note: `text`, which ends with a line end, an empty line, and a line for each key."""
    return text + "\n" + "".join(signature_line(verifier_of(key), key.sign(text.encode())) for key in keys)


def signature_line(verifier: Verifier, signature: bytes) -> str:
    """The line under a note that says who signed it."""
    data = base64.b64encode(bytes.fromhex(verifier.key_id) + signature).decode()
    return f"— {verifier.name} {data}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken apart; `signatures` by the key's number, not yet checked."""

    text: str
    signatures: tuple[tuple[str, bytes], ...]

    def signers(self, verifiers: Iterable[Verifier]) -> frozenset[str]:
        """The numbers of those keys that did sign this text."""
        known = {each.key_id: each for each in verifiers}
        return frozenset(
            key_id
            for key_id, signature in self.signatures
            if key_id in known and known[key_id].signed(self.text, signature)
        )


def read_note(note: str) -> Note | None:
    """The parts of a note; None for what is none."""
    if len(note) > LONGEST or not note.endswith("\n"):
        return None
    text, divider, below = note.rpartition("\n\n")
    lines = [_SIGNATURE.fullmatch(line) for line in below.splitlines()]
    if not divider or not lines:
        return None
    signatures = []
    for line in lines:
        data = _decoded(line[2]) if line else None
        if data is None or len(data) != 68:
            return None
        signatures.append((data[:4].hex(), data[4:]))
    return Note(text + "\n", tuple(signatures))


def _id(name: str, public: bytes) -> str:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4].hex()


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
