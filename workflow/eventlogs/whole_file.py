"""A file that is there whole or not at all, whatever happens while it is written."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(target: Path, *, over: bool = False) -> Iterator[Path]:
    """The path of a new file to be written; at the end of the block it stands at `target`, safe on the disk.

    If the block raises, nothing of it is left. Without `over`, raises FileExistsError where something stands
    at `target`, also where it came there meanwhile. Raises OSError where the folder cannot be written.
    """
    if not over and os.path.lexists(target):
        raise FileExistsError(str(target))
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=target.parent))
    try:
        written = folder / "file"
        yield written
        _keep(written)
        if over:
            written.replace(target)
        else:
            _place(written, target)
        _keep(target.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place(written: Path, target: Path) -> None:
    """Gives the file its name, but takes nobody else's place."""
    try:
        os.link(written, target)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second name for a file, like a memory stick
        if os.path.lexists(target):
            raise FileExistsError(str(target)) from None
        written.rename(target)


def _keep(path: Path) -> None:
    """Waits until the disk has it; on Windows a folder cannot be waited for."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
