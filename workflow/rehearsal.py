"""What would happen if: a session whose writing no one else ever sees or waits for."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Engine, NullPool, StaticPool, Table, create_engine
from sqlmodel import Session, SQLModel

from workflow.database import Database
from workflow.work import Work

_SCHEMA = "SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = to_regclass(%s)"


@contextmanager
def rehearsal(database: Database, tables: Sequence[type[SQLModel]]) -> Iterator[Session]:
    """A transaction on a copy as the database stands now; nothing of it is kept.

    Rolling back would not be enough. Until then the file's one write lock on SQLite, the rows and the unique
    keys on PostgreSQL would be held, and the office's own steps and reminders would wait for them.

    On SQLite all of it is copied, in one go that hinders no writer. On PostgreSQL only `tables` are, those
    that are to be written: each as a temporary table of the same name, which hides the real one and has no
    foreign keys that lock rows. The transaction is then made read only: PostgreSQL itself refuses to write,
    lock or number anything but temporary tables, so a table forgotten here is an error and never a change.
    """
    with _whole_copy(database) if database.is_sqlite else _copy_of(database, tables) as work:
        yield work


@contextmanager
def _whole_copy(database: Database) -> Iterator[Work]:
    """A database without a name: SQLite keeps it in memory, a large one in a file that is deleted already."""
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as copy:
        with closing(database.engine.raw_connection()) as source:
            source.driver_connection.backup(copy)  # type: ignore[union-attr]
        engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
        with _borrowed(engine) as work:
            work.driver.execute("BEGIN")
            yield work


@contextmanager
def _copy_of(database: Database, tables: Sequence[type[SQLModel]]) -> Iterator[Work]:
    """On a connection of its own: a statement prepared on one of the pool would still mean the real table."""
    with _borrowed(create_engine(database.url, poolclass=NullPool)) as work:
        cursor = work.driver.cursor()
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")  # all tables as of one moment
        for table in tables:
            _hide(cursor, table.__table__)  # type: ignore[attr-defined]
        cursor.execute(
            "SELECT set_config('search_path', 'pg_temp, ' || current_setting('search_path'), true)"
        )
        cursor.execute("SET TRANSACTION READ ONLY")
        yield work


@contextmanager
def _borrowed(engine: Engine) -> Iterator[Work]:
    work = Work(engine)
    try:
        yield work
    finally:
        work.give_back()
        engine.dispose()


def _hide(cursor: Any, table: Table) -> None:
    """Puts a temporary table, with the same rows and its own numbering, in front of a real one."""
    name = f'"{table.name}"'
    (schema,) = cursor.execute(_SCHEMA, (name,)).fetchone()
    real, copy = f"{schema}.{name}", f"pg_temp.{name}"
    cursor.execute(f"CREATE TEMPORARY TABLE {name} (LIKE {real} INCLUDING ALL)")
    cursor.execute(f"INSERT INTO {copy} SELECT * FROM {real}")  # noqa: S608  names of our own tables
    key = table.autoincrement_column
    if key is not None:
        numbers = f'pg_temp."{table.name}_numbers"'
        cursor.execute(f"CREATE TEMPORARY SEQUENCE {numbers}")
        cursor.execute(f"SELECT setval('{numbers}', coalesce(max({key.name}), 0) + 1, false) FROM {copy}")  # noqa: S608
        cursor.execute(f"ALTER TABLE {copy} ALTER {key.name} SET DEFAULT nextval('{numbers}')")
    cursor.execute(f"ANALYZE {copy}")  # nobody else does it for a temporary table
