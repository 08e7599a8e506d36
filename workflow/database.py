"""Where a transaction begins and ends: nobody else commits."""

import datetime
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.types import DateTime, String, TypeDecorator
from sqlmodel import Session

from workflow.moments import date_text, in_utc, moment_text
from workflow.turn import Turn
from workflow.work import Work
from workflow.writing_together import Asker, Writer

T = TypeVar("T")
Values: TypeAlias = tuple[Any, ...] | dict[str, Any]
MOST_WAITING: Final = 30  # threads: a server has some 40, and pages are read in the same
PATIENCE: Final = 30.0  # seconds


class Moment(TypeDecorator[datetime.datetime]):
    """A moment in UTC. SQLite would drop the offset silently, so there it is text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(String(27) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return moment_text(value) if dialect.name == "sqlite" else in_utc(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime.datetime | None:
        if value is None or isinstance(value, datetime.datetime):
            return value.astimezone(datetime.UTC) if value else None
        return datetime.datetime.fromisoformat(value)


class Database:
    """One database, SQLite or PostgreSQL, and its transactions.

    On SQLite all writers of the process take turns on one connection that is kept: waiting for the file's
    lock is polling, and polling is unfair. Other processes queue for the file as SQLite has it. What is asked
    of `ask` is committed together with whatever else was asked meanwhile.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _server_engine(self.url)
        self._turn = Turn()
        self._together = Writer(self)
        self._writer: Work | None = None
        self._holder: int | None = None

    def write(self) -> AbstractContextManager[Session]:
        """One transaction: all of it commits, or none of it."""
        return Writing(self)

    def ask(
        self, work: Callable[[Session], T], asker: Asker | None = None, *, brief: bool = False
    ) -> "Future[T]":
        """`work` in a transaction that writes, on SQLite: the promise is kept once it is committed.

        Raises OperationalError, as SQLite would, where too many wait already. See `Writer.ask`.
        """
        asked = self._together.ask(work, asker, brief=brief)
        if asked is None:
            raise busy()
        return asked

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only looks; whatever it changed is rolled back."""
        work = Work(self.engine)
        try:
            if self.is_sqlite:
                work.driver.execute("BEGIN")
            yield work
        finally:
            work.give_back()

    def take_turn(self) -> Work:
        """A session in a transaction that writes; it must be ended with `end_turn`."""
        if not self.is_sqlite:
            return Work(self.engine)
        me = threading.get_ident()
        if self._holder == me:
            raise RuntimeError("this thread is writing already; a second transaction would wait for itself")
        # Raises OperationalError, as SQLite would, where too many wait already or it takes too long.
        if not self._turn.take(MOST_WAITING, PATIENCE):
            raise busy()
        try:
            if self._writer is None:
                self._writer = _kept_writer(self.engine)
            self._writer.driver.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._turn.give()
            raise
        self._holder = me
        return self._writer

    def hold_here(self) -> None:
        """The turn is this thread's from here on: writing inside of it says so instead of waiting."""
        self._holder = threading.get_ident()

    @property
    def others_wait(self) -> bool:
        """Whether somebody waits for the turn."""
        return self._turn.awaited

    def end_turn(self, work: Work) -> None:
        """Lets the next one write."""
        if not self.is_sqlite:
            work.give_back()
            return
        try:
            if work.spoilt:
                self._writer = None
                work.give_back()
            else:
                work.forget()
        finally:
            self._holder = None
            self._turn.give()

    def analyze(self) -> None:
        """After very much has come at once: PostgreSQL plans by what it last counted, if ever. Not on SQLite.

        A server's account, which owns no table, changes nothing by it.
        """
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                connection.exec_driver_sql("ANALYZE")

    def dispose(self) -> None:
        """Carries out what was asked for, and closes every connection; the next call opens new ones."""
        self._together.finish()
        if self._writer is not None:
            self._writer.give_back()
            self._writer = None
        self.engine.dispose()


class Writing:
    """One transaction as a block: committed at its end, rolled back when it raises or the commit fails.

    A class, because a generator would take a tenth of the time of a whole step.
    """

    __slots__ = ("_database", "_work")

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Session:
        self._work = self._database.take_turn()
        return self._work

    def __exit__(self, raised: type[BaseException] | None, *_: object) -> None:
        try:
            if raised is None:
                self._work.keep()
            else:
                self._work.undo()
        finally:
            self._database.end_turn(self._work)


def busy() -> OperationalError:
    """What SQLite says of a database that somebody else is writing to."""
    return OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))


def _with_driver(url: str) -> str:
    """`postgres://` and `postgresql://` mean psycopg 3 here."""
    for written in ("postgres://", "postgresql://"):
        if url.startswith(written):
            return "postgresql+psycopg://" + url.removeprefix(written)
    return url


def _server_engine(url: Any) -> Engine:
    # A transaction sees the whole installation until `workflow.tenancy` narrows it to one office.
    options = f"{url.query.get('options', '')} -c khanton.office=*".strip()
    return create_engine(url, pool_size=20, connect_args={"options": options})


def _sqlite_engine(url: Any) -> Engine:
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, poolclass=QueuePool, pool_size=20, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    assert isinstance(engine.dialect, SQLiteDialect_pysqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN is deferred: two writers lose updates silently
    cursor = connection.cursor()
    kept = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000")
    for pragma in (*kept, "secure_delete=ON"):  # what was erased or destroyed is not left in the file's gaps
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _kept_writer(engine: Engine) -> Work:
    """The one that writes keeps in memory the pages that a savepoint may have to put back.

    SQLite has 64 KB for them, less than a step changes. What goes beyond it writes to a file in /var/tmp,
    outside the office's folder, with two calls of the system for every page.
    """
    work = Work(engine)
    work.driver.execute("PRAGMA temp_store=MEMORY")
    return work


def _begin_sqlite(connection: Connection) -> None:
    if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
        connection.exec_driver_sql("BEGIN IMMEDIATE")


# Rows as one JSON array of arrays, in the two dialects: of all rows, of one row, and what makes it text.
JSON_ROWS: Final = {
    "sqlite": ("json_group_array", "json_array", ""),
    "postgresql": ("json_agg", "json_build_array", "::text"),
}


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
            self._cursor: Any = session.driver.cursor()
        else:
            session.flush()
            self._cursor = session.connection().connection.cursor()
        self.is_sqlite = isinstance(self._cursor, sqlite3.Cursor)

    def run(self, sql: Sql, values: Values = ()) -> Any:
        return self._cursor.execute(sql.sqlite if self.is_sqlite else sql.postgresql, values)

    def run_many(self, sql: Sql, rows: Sequence[tuple[Any, ...]]) -> None:
        """The statement once for each of `rows`; PostgreSQL is sent them without waiting for each answer."""
        self._cursor.executemany(sql.sqlite if self.is_sqlite else sql.postgresql, rows)

    def row(self, sql: Sql, values: Values = ()) -> Any:
        return self.run(sql, values).fetchone()

    def rows(self, sql: Sql, values: Values = ()) -> Any:
        return self.run(sql, values).fetchall()

    @property
    def changed(self) -> int:
        return int(self._cursor.rowcount)

    def moment(self, value: datetime.datetime) -> Any:
        return moment_text(value) if self.is_sqlite else in_utc(value)

    def date(self, value: datetime.date) -> Any:
        return date_text(value) if self.is_sqlite else value
