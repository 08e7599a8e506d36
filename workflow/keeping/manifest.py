"""What a backup says of itself: its files by SHA-256, the shape of its tables, where each chain ended."""

from typing import Final

import msgspec
from msgspec import Struct

FORM: Final = "khanton-backup-1"
NAME: Final = "manifest.json"
LARGEST: Final = 512 * 1024 * 1024  # bytes: a line for each of some three million files


class Kept(Struct, frozen=True):
    """One file of the backup, by its name in it."""

    name: str
    sha256: str
    size: int


class OfficeHead(Struct, frozen=True):
    """Where an office's chain ended: the number and the hash of its last entry."""

    office: str
    office_id: int
    seq: int
    hash: str


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`made_at` is a moment in UTC as ISO 8601; `revision` the shape of the tables; `database` is `sqlite` or
    `postgresql`. `left_out` names the keys that were not packed, `lost` (by SHA-256) the evidence that was
    already gone or damaged when the backup was made.
    """

    form: str = FORM
    made_at: str
    program: str
    revision: str
    database: str
    heads: tuple[OfficeHead, ...]
    files: tuple[Kept, ...]
    left_out: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def written(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


def read(data: bytes) -> Manifest:
    """Raises ValueError for anything that is no manifest of this form."""
    found = msgspec.json.decode(data, type=Manifest)
    if found.form != FORM:
        raise ValueError(found.form)
    return found
