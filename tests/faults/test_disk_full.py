"""The disk is full at the nth write: said clearly, nothing half done, and with room it goes on."""

import random
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aftermath
import psycopg
import pytest
from conftest import NOW, make_office
from databases import on_server, server
from fastapi.testclient import TestClient
from figures import Figures, figures  # noqa: F401  a fixture
from load_office import LoadOffice, furnish
from servers import sign_in
from small_disk import Disk, small_disk
from sqlalchemy import make_url
from sqlmodel import select

from api.app import create_app
from api.settings import Settings
from workflow.database import Database
from workflow.models import Answer, ChainHead, Item

QUICK, MANY = 12, 60  # so many pages are left at most
SAID = {507: "storage_full", 503: "busy"}
LONGEST = 400  # steps until a table of PostgreSQL needs another page
# A reason that takes several pages, whether or not it is compressed.
BIG = "".join(random.Random(2561).choices([chr(code) for code in range(0x0E01, 0x0E2E)], k=3_000))


@contextmanager
def on_small_disk(empty_database: str, disk: Disk) -> Iterator[str]:
    """The address of a copy of the empty database whose tables lie on the disk."""
    where = server()
    if where is None:
        path = disk.path / "khanton.db"
        shutil.copy(empty_database, path)
        yield f"sqlite:///{path}"
        return
    name = f"khanton_{uuid.uuid4().hex[:12]}"
    folder = disk.path / "tables"
    folder.mkdir()
    disk.path.chmod(0o755)  # the root of what is mounted has permissions of its own
    shutil.chown(folder, _account(where))
    on_server(where, f"CREATE TABLESPACE \"{name}\" LOCATION '{folder}'")
    try:
        template = make_url(empty_database).database
        on_server(where, f'CREATE DATABASE "{name}" TEMPLATE "{template}" TABLESPACE "{name}"')
        yield make_url(where).set(database=name).render_as_string(hide_password=False)
        on_server(where, f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        on_server(where, f'DROP TABLESPACE IF EXISTS "{name}"')


def _account(where: str) -> str:
    """Whose server it is; skips the test where it is not one of our own on this machine."""
    plain = make_url(where).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        row = connection.execute(
            "SELECT rolsuper, current_setting('data_directory', true) FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
    if row is None or not row[0] or not row[1] or not Path(row[1]).exists():
        pytest.skip("a tablespace on a small disk needs a PostgreSQL of our own on this machine")
    return Path(row[1]).owner()


def fill_up(empty_database: str, folder: Path, pages: int) -> dict[str, int]:
    """Leaves no page, then one, and so on up to `pages`, and writes; what was counted."""
    with small_disk(96) as disk, on_small_disk(empty_database, disk) as url:
        database = Database(url)
        with database.write() as session:
            office = make_office(session)
            load = furnish(session, office, 2)
            code = session.get_one(Item, load.walkers[0]).code
            token = sign_in(session, office.people["plan_director"], NOW)
        app = create_app(Settings(database_url=url, data_folder=folder / "data"), lambda: NOW, sweeps=False)
        director = TestClient(app, raise_server_exceptions=False)
        director.headers["Authorization"] = f"Bearer {token}"
        refused = written = 0
        for left in range(pages):
            number = _full_at(database, director, disk, load, code, left)
            refused, written = refused + (number >= 0), written + abs(number)
        aftermath.check(database)
        app.state.channels.close()
        app.state.database.dispose()
        database.dispose()
    return {"times": pages, "refused": refused, "written": written}


def _full_at(
    database: Database, director: TestClient, disk: Disk, load: LoadOffice, code: str, left: int
) -> int:
    """Steps while so many pages are left, until one is refused; how many were taken (minus: none was)."""
    _tidy(database)
    disk.leave(left)
    try:
        for number in range(LONGEST if server() else 1):
            before = standing(database, load)
            ask = _step(database, director, code, f"full-{left}-{number}")
            answer = ask()
            if answer.status_code in SAID:
                # Nearly full, PostgreSQL may fail in another way first; that is "busy", and as clear.
                said = answer.json()
                assert said["code"] == SAID[answer.status_code]
                assert said["next_th"]
                assert said["next_en"]
                assert standing(database, load) == before
                assert director.get(f"/api/v1/items/{code}").status_code == 200  # it can still be read
                disk.free()
                assert ask().status_code == 200
                return number + 1
            assert answer.status_code == 200, answer.text
            assert standing(database, load) != before
    finally:
        disk.free()
    assert not server(), "PostgreSQL never needed another page"
    return -1


def _step(database: Database, director: TestClient, code: str, key: str) -> Callable[[], Any]:
    trigger = {"in_progress": "suspend", "suspended": "resume"}
    with database.read() as session:
        state = session.exec(select(Item.state).where(Item.code == code)).one()
    wish = {"trigger": trigger[state], "reason": BIG}
    headers = {"Idempotency-Key": key}
    return lambda: director.post(f"/api/v1/items/{code}/advance", json=wish, headers=headers)


def standing(database: Database, load: LoadOffice) -> tuple[object, ...]:
    """What a step changes: where the item stands, the chain's end, and the answers recorded."""
    with database.read() as session:
        item = session.get_one(Item, load.walkers[0])
        head = session.get_one(ChainHead, load.office_id)
        return item.state, item.version, head.seq, head.hash, len(session.exec(select(Answer.key)).all())


def _tidy(database: Database) -> None:
    """The log is brought into the file, so that the next write needs room of its own."""
    if database.is_sqlite:
        with sqlite3.connect(str(database.url.database)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.close()
        assert busy[0] == 0


def test_a_disk_full_at_one_of_the_first_writes_is_said_and_nothing_is_half_done(
    empty_database: str, tmp_path: Path
) -> None:
    counted = fill_up(empty_database, tmp_path, QUICK)
    assert counted["refused"] > QUICK // 3


@pytest.mark.faults
def test_a_disk_full_at_every_write_is_said_and_nothing_is_half_done(
    empty_database: str,
    tmp_path: Path,
    figures: Figures,  # noqa: F811
) -> None:
    counted = fill_up(empty_database, tmp_path, MANY)
    assert counted["refused"] > QUICK // 3
    figures.note("disk full at the nth write", **counted, half_done=0)
