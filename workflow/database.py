"""Where a transaction begins and ends: nobody else commits."""

import datetime
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.types import DateTime, String, TypeDecorator
from sqlmodel import Session

UTC = datetime.UTC
_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Moment(TypeDecorator[datetime.datetime]):
    """A moment in UTC. SQLite would drop the offset silently, so there it is text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(String(27) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return moment_text(value) if dialect.name == "sqlite" else _aware(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime.datetime | None:
        if value is None or isinstance(value, datetime.datetime):
            return value.astimezone(UTC) if value else None
        return datetime.datetime.fromisoformat(value)


def _aware(value: datetime.datetime) -> datetime.datetime:
    if value.tzinfo is None:
        raise ValueError("a moment needs its offset")
    return value.astimezone(UTC)


def moment_text(value: datetime.datetime) -> str:
    """A moment as stored in SQLite and hashed everywhere: UTC, microseconds, Z. Refuses a naive value."""
    return _aware(value).strftime(_MOMENT)


class Database:
    """One database, SQLite or PostgreSQL, and its transactions.

    On SQLite writers queue here, inside the process, before they queue for the file: waiting for a lock in
    SQLite is polling, and polling is unfair.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else create_engine(self.url, pool_size=20)
        self._writers = threading.Lock()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it commits, or none of it."""
        if not self.is_sqlite:
            with Session(self.engine, autoflush=True) as session, session.begin():
                yield session
            return
        with self._writers, Session(self.engine.execution_options(writes=True)) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only looks; whatever it changed is rolled back."""
        with Session(self.engine) as session:
            try:
                yield session
            finally:
                session.rollback()

    def dispose(self) -> None:
        self.engine.dispose()


def _with_driver(url: str) -> str:
    """`postgres://` and `postgresql://` mean psycopg 3 here."""
    for written in ("postgres://", "postgresql://"):
        if url.startswith(written):
            return "postgresql+psycopg://" + url.removeprefix(written)
    return url


def _sqlite_engine(url: Any) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, poolclass=QueuePool, pool_size=20, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    assert isinstance(engine.dialect, SQLiteDialect_pysqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is deferred: two writers lose updates silently
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Sql:
    """One statement in the two dialects; written with `?`, which psycopg calls `%s`."""

    __slots__ = ("postgresql", "sqlite")

    def __init__(self, sqlite: str, postgresql: str | None = None) -> None:
        self.sqlite = sqlite
        self.postgresql = (postgresql or sqlite).replace("?", "%s")


class Cursor:
    """The database's own cursor inside a session's transaction, for the few statements that must be fast.

    Going through the ORM costs ten times the statement itself; see docs/decisions.
    """

    __slots__ = ("_cursor", "is_sqlite")

    def __init__(self, session: Session) -> None:
        connection = session.connection()
        self.is_sqlite = connection.dialect.name == "sqlite"
        self._cursor: Any = connection.connection.cursor()

    def run(self, sql: Sql, values: tuple[Any, ...] = ()) -> Any:
        return self._cursor.execute(sql.sqlite if self.is_sqlite else sql.postgresql, values)

    def row(self, sql: Sql, values: tuple[Any, ...] = ()) -> Any:
        return self.run(sql, values).fetchone()

    def rows(self, sql: Sql, values: tuple[Any, ...] = ()) -> Any:
        return self.run(sql, values).fetchall()

    @property
    def changed(self) -> int:
        return int(self._cursor.rowcount)

    def moment(self, value: datetime.datetime) -> Any:
        return moment_text(value) if self.is_sqlite else _aware(value)

    def date(self, value: datetime.date) -> Any:
        return value.isoformat() if self.is_sqlite else value
