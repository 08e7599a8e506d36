"""A copy of a SQLite database as it stood at one moment, while people go on writing."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlmodel import Session

from workflow.database import Database

Tell = Callable[[int, int | None, str], None]  # done, of how many, what
_PAGES: Final = 2048  # eight megabytes at a time
# What a disk does to the copy: full, a write that fails, no right to write.
_TARGET: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


class CannotRead(Exception):
    """The database itself is damaged; what SQLite says of it."""


def copy_sqlite(session: Session, target: Path, tell: Tell) -> None:
    """Copies all of the database that `session` reads into the new file `target`.

    The session's read transaction holds one state of the file: writers go on in the log beside it, and the
    copy neither waits for them nor begins again.
    """
    source: sqlite3.Connection = session.driver  # type: ignore[attr-defined]
    copy = sqlite3.connect(target)
    try:
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it is one state
        source.backup(
            copy, pages=_PAGES, progress=lambda _, left, pages: tell(pages - left, pages, "database")
        )
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in _TARGET:
            raise OSError(str(error)) from error
        raise CannotRead(str(error)) from error
    finally:
        copy.close()
    target.chmod(0o600)


def at(path: Path) -> Database:
    return Database(f"sqlite:///{path}")
