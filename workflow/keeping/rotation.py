"""Old backups make room for new ones."""

import re
from pathlib import Path
from typing import Final

_OURS: Final = re.compile(r"khanton-\d{8}T\d{6}Z\.tar\.gz", re.ASCII)


def rotate(folder: Path, keep: int) -> list[Path]:
    """Deletes all but the newest `keep` backups of the folder, known by the names that this program gives.

    Answers what was deleted. Only called after a new backup was proved: what fails never costs an old one.
    """
    if keep < 1:
        raise ValueError(keep)
    ours = sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name) and path.is_file())
    old = ours[:-keep]
    for path in old:
        path.unlink()
    return old
