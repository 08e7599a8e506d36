"""The databases that tests run on: made once, emptied between tests, filled with rows that were kept."""

import os
import sqlite3
import uuid

import psycopg
from sqlalchemy import create_engine, make_url, text

from workflow import schema
from workflow.database import Database
from workflow.keeping import roles

APPEND_ONLY_TRIGGERS = 22  # two on each of eleven tables, see migrations 1, 6, 18 and 21
_TABLES = """SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
             ORDER BY tablename"""
_TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
_COUNT_ANEW = """PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
                 FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"""
_COUNTED = """SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences
              WHERE schemaname = 'public' AND last_value IS NOT NULL"""


def server() -> str | None:
    """The PostgreSQL server of KHANTON_TEST_DATABASE; None for SQLite."""
    url = os.environ.get("KHANTON_TEST_DATABASE", "sqlite")
    return None if url == "sqlite" else url


def served(url: str) -> str:
    """The address as the account KHANTON_TEST_ROLE opens it, where one is named; else as it is."""
    role = os.environ.get("KHANTON_TEST_ROLE")
    return make_url(url).set(username=role).render_as_string(hide_password=False) if role else url


def on_server(url: str, statement: str) -> None:
    """Makes or drops a database."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _quoted(name: str) -> str:
    return f'"{name}"'


def migrated(url: str) -> None:
    """Makes all tables."""
    database = Database(url)
    schema.upgrade(database)
    if os.environ.get("KHANTON_TEST_ROLE"):
        roles.apply(database)
    database.dispose()


class Emptied:
    """A database on PostgreSQL that is emptied after every test, and may be filled with rows that were kept.

    One connection of its own stays open, because the work is in its functions, which keep their plans, and
    what is kept is in its temporary tables: emptying or filling is one round trip. Deleting takes PostgreSQL
    a tenth of what truncating some sixty tables takes. Replication's role passes over the triggers that keep
    the record from being changed.
    """

    def __init__(self, server_url: str, template: str) -> None:
        self._server_url, self._template = server_url, template
        self._name = f"khanton_{uuid.uuid4().hex[:12]}"
        self.url = make_url(server_url).set(database=self._name).render_as_string(hide_password=False)
        self._make()

    def _make(self) -> None:
        on_server(self._server_url, f'CREATE DATABASE "{self._name}" TEMPLATE "{self._template}"')
        self._open()

    def _open(self) -> None:
        plain = make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(plain, autocommit=True)
        self._connection.execute("SET session_replication_role = replica")
        self._connection.execute("SET client_min_messages = warning")
        self.tables = [name for (name,) in self._connection.execute(_TABLES)]
        self._kept: set[str] = set()
        self._function("emptied", [f'DELETE FROM public."{name}"' for name in self.tables] + [_COUNT_ANEW])  # noqa: S608

    def _function(self, name: str, statements: list[str]) -> None:
        body = "; ".join(statements)
        self._connection.execute(
            f"CREATE FUNCTION pg_temp.{name}() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {body}; END $$"
        )

    def empty(self) -> None:
        """Ends all other connections and empties all tables; a database of another shape is made anew."""
        found = self._connection.execute(
            f"SELECT ({_TRIGGERS}), ARRAY({_TABLES})::text[], ARRAY({_OTHERS} AND pid <> pg_backend_pid())"
        ).fetchone()
        if found is not None and found[:2] == (APPEND_ONLY_TRIGGERS, self.tables):
            self._connection.execute("SELECT pg_temp.emptied()")
            return
        self.drop()
        self._make()

    def keep(self, name: str) -> None:
        """Keeps every row of the database under this name."""
        statements = []
        for table in self.tables:
            here, kept = f'public."{table}"', f'pg_temp."kept_{name}_{table}"'
            self._connection.execute(f"CREATE TABLE {kept} AS SELECT * FROM {here}")  # noqa: S608
            if self._connection.execute(f"SELECT count(*) FROM {kept}").fetchone() != (0,):  # noqa: S608
                statements.append(f"INSERT INTO {here} SELECT * FROM {kept}")  # noqa: S608
        for sequence, last in self._connection.execute(_COUNTED):
            statements.append(f"PERFORM setval({sequence!r}, {last})")
        self._function(f"fill_{name}", statements)
        self._kept.add(name)

    def fill(self, name: str) -> bool:
        """Writes the kept rows, keys and all, into the empty database; False when there are none."""
        if name in self._kept:
            self._connection.execute(f"SELECT pg_temp.fill_{name}()")
        return name in self._kept

    def drop(self) -> None:
        self._connection.close()
        on_server(self._server_url, f'DROP DATABASE "{self._name}" WITH (FORCE)')


class KeptRows:
    """Every row of a database on SQLite, to be written into an empty one, keys and all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = [name for (name,) in found if name != "alembic_version" and not name.startswith("sqlite_")]
        rows = {name: connection.execute(f"SELECT * FROM {_quoted(name)}").fetchall() for name in names}  # noqa: S608
        self._rows = {name: each for name, each in rows.items() if each}

    def restore(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for name, rows in self._rows.items():
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({places})", rows)  # noqa: S608
