"""A database on PostgreSQL for a moment, in which a backup is proved."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import ProgrammingError

from workflow.database import Database
from workflow.errors_keeping import BackupRefused

_TABLES = text(
    "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
)


@contextmanager
def database(server: URL, named: str = "") -> Iterator[Database]:
    """The empty database named, emptied again afterwards; else a new one beside `server`'s, which is dropped.

    Raises BackupRefused (cannot_verify) where the account may make none, or the one named is not empty.
    """
    if named:
        with _lent(named) as lent:
            yield lent
        return
    name = f"khanton_proof_{secrets.token_hex(6)}"
    _on_server(server, f'CREATE DATABASE "{name}" TEMPLATE template0')
    made = Database(server.set(database=name).render_as_string(hide_password=False))
    try:
        yield made
    finally:
        made.dispose()
        _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def is_empty(found: Database) -> bool:
    """Whether the database on PostgreSQL holds no table of anybody's."""
    with found.engine.connect() as connection:
        return not connection.execute(_TABLES).scalar_one()


def emptied(found: Database) -> None:
    """Takes away again what a restore has put into a database that was empty before."""
    with found.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


@contextmanager
def _lent(named: str) -> Iterator[Database]:
    found = Database(named)
    try:
        if found.is_sqlite or not is_empty(found):
            raise BackupRefused("cannot_verify", found.url.render_as_string(), "not empty")
        try:
            yield found
        finally:
            emptied(found)
    finally:
        found.dispose()


def _on_server(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    except ProgrammingError as error:
        raise BackupRefused(
            "cannot_verify", server.render_as_string(), str(error.orig).strip()[:200]
        ) from error
    finally:
        engine.dispose()
