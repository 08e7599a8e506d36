"""What a database's own errors mean to whoever asked for something: it is busy or away, or its disk is full.

A step runs on the driver's own cursor (workflow/database.py), so its errors come as the driver's as well as
wrapped by SQLAlchemy; by then the transaction has been rolled back.
"""

import errno
import sqlite3
from typing import Final

import psycopg
from sqlalchemy.exc import OperationalError

from api.errors import StorageFull

# Where the database cannot do it now; a wrong statement or a broken file is a fault, and raised as another.
UNAVAILABLE: Final = (OperationalError, sqlite3.OperationalError, psycopg.OperationalError)
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_FULL_ON_POSTGRESQL: Final = frozenset({"53100"})  # disk_full


def plainly(error: Exception) -> Exception:
    """`error` itself, or what it means: StorageFull for no room left, for the database or for a file."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.OperationalError):
        return StorageFull() if getattr(cause, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL else error
    if isinstance(cause, psycopg.OperationalError):
        return StorageFull() if cause.sqlstate in _FULL_ON_POSTGRESQL else error
    if isinstance(cause, OSError) and cause.errno in _NO_ROOM:
        return StorageFull()
    return error
