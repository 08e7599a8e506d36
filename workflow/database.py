"""Where a transaction begins and ends: nobody else commits."""

import datetime
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool
from sqlalchemy.types import DateTime, String, TypeDecorator
from sqlmodel import Session

UTC = datetime.UTC


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
    return value if value.tzinfo is UTC else value.astimezone(UTC)


@lru_cache(maxsize=64)  # one step writes the same moment several times
def moment_text(value: datetime.datetime) -> str:
    """A moment as stored in SQLite and hashed everywhere: UTC, microseconds, Z. Refuses a naive value."""
    return _aware(value).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


class Work(Session):
    """A session on one borrowed connection, whose own machinery starts only when the ORM is used.

    A step of an item runs on the connection's cursor alone (`Cursor`); starting and ending an ORM session
    for it would take longer than the step itself.
    """

    def __init__(self, engine: Engine, borrowed: PoolProxiedConnection) -> None:
        super().__init__(engine)
        self._engine = engine
        self.borrowed = borrowed
        self._bound: Connection | None = None

    @property
    def used(self) -> bool:
        """Whether the ORM was used at all."""
        return self._bound is not None or bool(self._new)

    def forget(self) -> None:
        """Ready for the next transaction on the same connection."""
        self._bound = None

    def get_bind(self, *_args: Any, **_options: Any) -> Connection:
        if self._bound is None:
            self._bound = Connection(self._engine, connection=self.borrowed)
        return self._bound


class Database:
    """One database, SQLite or PostgreSQL, and its transactions.

    On SQLite all writers of the process take turns on one connection that is kept: waiting for the file's
    lock is polling, and polling is unfair. Other processes queue for the file as SQLite has it.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else create_engine(self.url, pool_size=20)
        self._turn = threading.Lock()
        self._writer: Work | None = None
        self._holder: int | None = None

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: all of it commits, or none of it."""
        if not self.is_sqlite:
            with self._lent() as connection, _transaction(Work(self.engine, connection)) as work:
                yield work
            return
        if self._holder == threading.get_ident():
            raise RuntimeError("this thread is writing already; a second transaction would wait for itself")
        with self._turn:
            self._holder = threading.get_ident()
            try:
                if self._writer is None:
                    self._writer = Work(self.engine, self.engine.raw_connection())
                self._writer.borrowed.cursor().execute("BEGIN IMMEDIATE")
                with _transaction(self._writer) as work:
                    yield work
            finally:
                self._holder = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only looks; whatever it changed is rolled back."""
        with self._lent() as connection:
            if self.is_sqlite:
                connection.cursor().execute("BEGIN")
            work = Work(self.engine, connection)
            try:
                yield work
            finally:
                work.close()

    @contextmanager
    def _lent(self) -> Iterator[PoolProxiedConnection]:
        """A connection from the pool, which rolls back what is still open when it is given back."""
        connection = self.engine.raw_connection()
        try:
            yield connection
        finally:
            connection.close()

    def dispose(self) -> None:
        """Closes every connection; the next call opens new ones."""
        if self._writer is not None:
            self._writer.close()
            self._writer.borrowed.close()
            self._writer = None
        self.engine.dispose()


@contextmanager
def _transaction(work: Work) -> Iterator[Work]:
    """Commits at the end of the block, rolls back when it raises or the commit fails."""
    try:
        yield work
        if work.in_transaction():
            work.commit()  # the ORM was used: it commits the connection it shares with the cursor
        else:
            work.borrowed.commit()
    except BaseException:
        work.borrowed.rollback()
        raise
    finally:
        if work.used:
            work.close()
            work.forget()


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
    if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
        connection.exec_driver_sql("BEGIN IMMEDIATE")


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
        if isinstance(session, Work):
            if session.used:
                session.flush()  # what the ORM still holds back comes first
            borrowed: Any = session.borrowed
        else:
            session.flush()
            borrowed = session.connection().connection
        self._cursor: Any = borrowed.cursor()
        self.is_sqlite = isinstance(self._cursor, sqlite3.Cursor)

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
