"""The demonstration, built for tests on SQLite or PostgreSQL; and copies to change."""

import datetime
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from databases import on_server, server
from sqlalchemy import make_url
from sqlmodel import Session

from workflow.database import Database
from workflow.demo import build_demo
from workflow.demo.replay import Meanwhile

BUILT_AT = datetime.datetime(2026, 1, 5, 2, 0, tzinfo=datetime.UTC)


def in_silence(_session: Session, _at: datetime.datetime) -> None:
    """Nobody is told anything."""


@contextmanager
def built(
    empty: str, folder: Path, until: datetime.date | None = None, meanwhile: Meanwhile = in_silence
) -> Iterator[str]:
    """The address of a database with the demonstration; `empty` as the fixture empty_database gives it.

    Nobody is told anything in it, unless `meanwhile` does so.
    """
    with copied(empty, folder) as url:
        database = Database(url)
        build_demo(database, until=until, now=BUILT_AT, meanwhile=meanwhile)
        settle(database)
        yield url


@contextmanager
def copied(template: str, folder: Path) -> Iterator[str]:
    """The address of a copy of a database, given by its address, file or name."""
    where = server()
    if where is None:
        path = folder / f"{uuid.uuid4().hex}.db"
        shutil.copy(template.removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    source = make_url(template).database if "://" in template else template
    name = f"khanton_{uuid.uuid4().hex[:12]}"
    on_server(where, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    yield make_url(where).set(database=name).render_as_string(hide_password=False)
    on_server(where, f'DROP DATABASE "{name}" WITH (FORCE)')


def settle(database: Database) -> None:
    """Brings everything into the one file, and lets go of it, so that it can be copied."""
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
