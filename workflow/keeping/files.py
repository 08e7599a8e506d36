"""Which files of the data folder belong into a backup, and which never do."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BACKUPS: Final = "backups"
BEFORE_UPGRADE: Final = "before-upgrade"
EVIDENCE: Final = "evidence"
WORK: Final = ".khanton-keeping-"  # how folders begin in which something is half done
_NOT: Final = frozenset({BACKUPS, BEFORE_UPGRADE, EVIDENCE})
_DATABASES: Final = (".db", ".db-wal", ".db-shm", ".db-journal", ".sqlite")
_KEYS: Final = frozenset({".key", ".pem"})


@dataclass(frozen=True, slots=True)
class Beside:
    """A file of the data folder: its path in it, written with `/`, and whether it is a key."""

    name: str
    path: Path
    is_key: bool


def beside(folder: Path) -> Iterator[Beside]:
    """Every file of the data folder but databases, evidence (which the database lists) and other backups.

    What a link points at belongs to somebody else and is not followed.
    """
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if parts[0] in _NOT or any(part.startswith(WORK) for part in parts):
            continue
        if path.is_symlink() or not path.is_file() or (len(parts) == 1 and _is_database(path.name)):
            continue
        # A key on its way to its name is one already: checkpoint.key.3f2a91c0, khanton.key.4711.new
        yield Beside("/".join(parts), path, not _KEYS.isdisjoint(path.suffixes))


def _is_database(name: str) -> bool:
    return name.endswith(_DATABASES) or (name.startswith("khanton-") and name.endswith(".tar.gz"))
