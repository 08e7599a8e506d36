"""Brings a database to the newest shape of the tables, and says which shape it has."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from workflow import tenancy
from workflow.database import Database
from workflow.errors_keeping import UpgradeRefused

_FOLDER: Final = Path(__file__).parent / "migrations"
_LOCK: Final = 0x6B68616E746F6E  # the word "khanton": PostgreSQL's advisory locks are numbers
_PATIENCE: Final = 600_000  # milliseconds for which one upgrade waits until another has ended


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config


def upgrade(database: Database, to: str = "head") -> None:
    """Applies every migration the database has not had yet: all of them in one transaction, or none.

    Whoever comes while another upgrade runs waits for its end and then finds nothing to do. Raises
    UpgradeRefused where a newer program made the tables, or rows would refer to nothing.
    """
    config = _config()
    with alone(database) as connection:
        config.attributes["connection"] = connection
        had = _of(connection)
        if had and not knows(had):
            raise UpgradeRefused("newer_program", database.url.render_as_string(), had)
        try:
            command.upgrade(config, to)
            tenancy.lay(connection)
        except ProgrammingError as error:
            if not isinstance(error.orig, InsufficientPrivilege):
                raise
            raise UpgradeRefused("not_owner", database.url.render_as_string(), str(error.orig)) from error
        if database.is_sqlite:
            dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if dangling is not None:
                raise UpgradeRefused(
                    "dangling", database.url.render_as_string(), " ".join(map(str, dangling))
                )


@contextmanager
def alone(database: Database) -> Iterator[Connection]:
    """A connection of its own in one transaction, in which nobody else changes tables."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            # A table that is made anew is dropped first, which would take along what refers to its rows.
            driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                if not database.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection
        finally:
            connection.invalidate()  # its settings are not for whoever would borrow it next


def newest(_database: Database | None = None) -> str:
    """The name of the newest shape this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def knows(revision: str) -> bool:
    """Whether this program knows that shape: a newer one may have made it."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def current(database: Database) -> str:
    """The shape the database has; empty where it has none."""
    with database.engine.connect() as connection:
        return _of(connection)


def current_in(session: Session) -> str:
    """The same, inside a session's transaction."""
    return _of(session.connection())


def _of(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""
