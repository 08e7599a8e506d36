"""What is known of the record from outside, to notice a backup that is older than that."""

import re
from pathlib import Path
from typing import Final

import msgspec

from workflow.errors_keeping import RestoreRefused
from workflow.keeping.restore import Anchors

_LARGEST: Final = 64 * 1024 * 1024  # bytes
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class _Line(msgspec.Struct, frozen=True):
    """What a line of the file has to say; whatever else stands in it is for others."""

    office: str
    seq: int
    hash: str


def read_anchors(path: Path) -> Anchors:
    """The newest entry of each office that a file of JSON lines (`office`, `seq`, `hash`) tells of.

    Raises RestoreRefused (no_file, unreadable).
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise RestoreRefused("no_file", str(path)) from error
    found: Anchors = {}
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            said = msgspec.json.decode(line, type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RestoreRefused("unreadable", str(path), str(number)) from error
        if len(data) > _LARGEST or said.seq < 1 or not _HASH.fullmatch(said.hash):
            raise RestoreRefused("unreadable", str(path), str(number))
        if said.seq >= found.get(said.office, (0, ""))[0]:
            found[said.office] = (said.seq, said.hash)
    return found
