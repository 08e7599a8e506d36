"""Opens a sent file within bounds: its size, what it unpacks to, and the fingerprint it is known by."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from workflow.errors import BadInput

LARGEST_FILE: Final = 512 * 2**20
LARGEST_UNPACKED: Final = 1024 * 2**20
_CHUNK: Final = 2**18
_GZIP: Final = b"\x1f\x8b"


def fingerprint(path: Path) -> str:
    """The SHA-256 of the file as it was sent. Raises BadInput: log_missing, log_too_large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput("file", "log_too_large", path.name)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput("file", "log_missing", path.name) from error


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    """The file, unpacked if it is gzip whatever it is called. Raises BadInput: log_missing, log_too_large."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            yield gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[misc]
    except FileNotFoundError as error:
        raise BadInput("file", "log_missing", path.name) from error


def chunks(path: Path) -> Iterator[bytes]:
    """The contents piece by piece, never more than LARGEST_UNPACKED in all.

    Raises BadInput: log_missing, log_too_large (a small file that unpacks without end), log_broken.
    """
    read = 0
    with unpacked(path) as file:
        while True:
            try:
                chunk = file.read(_CHUNK)
            except (EOFError, OSError, zlib.error) as error:
                raise BadInput("file", "log_broken", path.name) from error
            if not chunk:
                return
            read += len(chunk)
            if read > LARGEST_UNPACKED:
                raise BadInput("file", "log_too_large", path.name)
            yield chunk


def text_of(path: Path, largest: int) -> bytes:
    """All of a file that must be held at once, at most `largest` bytes. Raises BadInput as `chunks`."""
    held = io.BytesIO()
    for chunk in chunks(path):
        if held.tell() + len(chunk) > largest:
            raise BadInput("file", "log_too_large", path.name)
        held.write(chunk)
    return held.getvalue()
