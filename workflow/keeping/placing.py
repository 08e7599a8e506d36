"""Puts what is finished in its place at one blow, so that half of it is never seen."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workflow.keeping.files import WORK


@contextmanager
def workshop(beside: Path) -> Iterator[Path]:
    """A folder on the same disk as `beside`, readable for nobody else, gone afterwards; raises OSError."""
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=WORK, dir=beside, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def put(made: Path, final: Path) -> None:
    """Gives a finished file or folder its name, once all its bytes are on the disk; raises OSError."""
    for path in sorted(made.rglob("*")) if made.is_dir() else ():
        _to_disk(path)
    _to_disk(made)
    made.rename(final)
    _to_disk(final.parent)


def _to_disk(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folder as a file
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
