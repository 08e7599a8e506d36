"""Tables are brought to the newest shape whole, or the database stays as it was."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import on_server, server
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from workflow import schema
from workflow.database import Database
from workflow.errors_keeping import UpgradeRefused


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Database]:
    """A database without a table."""
    where = server()
    if where is None:
        made = Database(f"sqlite:///{tmp_path / 'bare.db'}")
        yield made
        made.dispose()
        return
    name = f"khanton_bare_{os.getpid()}"
    on_server(where, f'CREATE DATABASE "{name}"')
    made = Database(make_url(where).set(database=name).render_as_string(hide_password=False))
    yield made
    made.dispose()
    on_server(where, f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_table_of_somebody_elses_stops_the_upgrade_before_anything_is_made(bare: Database) -> None:
    """A shared database may hold another program's table of the same name: it is not ours to change."""
    with bare.engine.begin() as connection:
        connection.execute(text("CREATE TABLE history_entry (theirs integer)"))
    with pytest.raises(DBAPIError, match="history_entry"):
        schema.upgrade(bare)
    assert schema.current(bare) == ""
    with bare.engine.connect() as connection:
        assert connection.execute(text("SELECT count(theirs) FROM history_entry")).scalar_one() == 0
        with pytest.raises(DBAPIError):
            connection.execute(text("SELECT count(*) FROM office"))


@pytest.mark.one_database
def test_rows_that_refer_to_nothing_stop_the_upgrade(tmp_path: Path) -> None:
    """Something else wrote into the file with its foreign keys off: what it broke is told, not carried on."""
    database = Database(f"sqlite:///{tmp_path / 'khanton.db'}")
    schema.upgrade(database, "0014")
    database.dispose()
    with sqlite3.connect(tmp_path / "khanton.db") as connection:
        connection.execute("INSERT INTO fund (office_id, code, name_th) VALUES (4711, 'A', 'ก')")
    connection.close()
    with pytest.raises(UpgradeRefused) as refused:
        schema.upgrade(database)
    assert (refused.value.problem, refused.value.seen) == ("dangling", "fund 1 office 0")
    assert schema.current(database) == "0014"
    database.dispose()


@pytest.mark.one_database
@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_as_any_program_writes_it_means_the_driver_that_is_here(scheme: str) -> None:
    database = Database(f"{scheme}://khanton@db.example/khanton")
    assert database.url.drivername == "postgresql+psycopg"
    assert (database.url.host, database.is_sqlite) == ("db.example", False)


@pytest.mark.one_database
def test_who_cannot_begin_is_told_and_the_next_one_can(tmp_path: Path) -> None:
    """The folder of the database is gone for a moment, as a disk that is not mounted yet."""
    folder = tmp_path / "disk"
    database = Database(f"sqlite:///{folder / 'khanton.db'}")
    folder.rmdir()
    with pytest.raises(sqlite3.OperationalError, match="unable to open"), database.write():
        pass
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        database.ask(lambda _: 1).result(15)
    folder.mkdir()
    schema.upgrade(database)
    assert database.ask(lambda _: 1).result(15) == 1
    with database.write() as session:
        session.connection().execute(text("DELETE FROM fund"))
    database.dispose()
