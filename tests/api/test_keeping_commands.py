"""`khanton backup`, `khanton restore`, and the copy that is made before tables change."""

import datetime
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from typer.testing import CliRunner

from api import clock
from api.cli import app
from api.commands.place import Place, prepared
from workflow import history, schema
from workflow.database import Database
from workflow.errors_keeping import UpgradeRefused
from workflow.keeping import before_upgrade, postgres_tools

RUN = CliRunner()


class Turning:
    """A clock that comes an hour later each time somebody looks."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime.datetime:
        self.at += datetime.timedelta(hours=1)
        return self.at


@pytest.fixture(autouse=True)
def turning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", Turning())


def ran(*words: str | Path) -> tuple[int, Any]:
    done = RUN.invoke(app, [*map(str, words), "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_backups_are_made_kept_and_restored_by_command(
    database: Database, office: SmallOffice, database_url: str, tmp_path: Path
) -> None:
    where = ("--database", database_url, "--data", tmp_path / "data")
    (tmp_path / "data").mkdir()
    made = [ran("backup", *where, "--keep", "2") for _ in range(3)]
    assert [code for code, _ in made] == [0, 0, 0]
    kept = sorted((tmp_path / "data" / "backups").iterdir())
    assert [str(path) for path in kept] == [made[1][1]["file"], made[2][1]["file"]]
    assert made[2][1]["deleted"] == [made[0][1]["file"]]
    with database.read() as session:
        verdict = history.verify(session, office.id)
    assert made[2][1]["heads"] == {"T1": {"seq": verdict.entries, "hash": verdict.last_hash}}


@pytest.mark.one_database
def test_restored_it_is_an_office_again(
    database: Database, office: SmallOffice, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "kept.tar.gz"
    assert ran("backup", file, "--database", database_url, "--data", tmp_path / "data")[0] == 0
    code, told = ran("restore", file, "--into", tmp_path / "new")
    assert (code, told["needs_upgrade"], told["database"]) == (
        0,
        False,
        f"sqlite:///{tmp_path}/new/khanton.db",
    )
    code, verified = ran("history", "verify", "--data", tmp_path / "new")
    assert (code, [each["holds"] for each in verified]) == (0, [True])
    assert ran("restore", file, "--into", tmp_path / "new")[1]["error"]["code"] == "restore_not_empty"
    assert ran("restore", tmp_path / "none", "--into", tmp_path / "b")[0] == 2


@pytest.mark.one_database
def test_it_speaks_thai_first(
    database: Database, office: SmallOffice, database_url: str, tmp_path: Path
) -> None:
    words = ["backup", str(tmp_path / "kept"), "--database", database_url, "--data", str(tmp_path / "data")]
    said = RUN.invoke(app, words)
    assert said.exit_code == 0
    assert said.stdout.startswith("สำรองและทดลองกู้คืนแล้ว · backed up and proved: ")


def old_database(path: Path) -> str:
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database, "0014")
    database.dispose()
    return f"sqlite:///{path}"


@pytest.mark.one_database
def test_tables_are_copied_before_they_change_and_three_copies_are_kept(tmp_path: Path) -> None:
    beside = tmp_path / before_upgrade.BEFORE_UPGRADE
    for number in range(5):
        (tmp_path / "khanton.db").unlink(missing_ok=True)
        url = old_database(tmp_path / "khanton.db")
        with sqlite3.connect(tmp_path / "khanton.db") as connection:
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.close()
        assert ran("init", "--database", url)[0] == 0
    copies = sorted(beside.iterdir())
    assert len(copies) == before_upgrade.KEPT
    assert {path.name[:13] for path in copies} == {"khanton-0014-"}
    for number, path in enumerate(copies, 3):
        copy = Database(f"sqlite:///{path}")
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (number,)
        connection.close()
        assert schema.current(copy) == "0014"
        copy.dispose()


@pytest.mark.one_database
def test_without_a_copy_nothing_is_changed_unless_somebody_says_that_there_is_one(tmp_path: Path) -> None:
    url = old_database(tmp_path / "khanton.db")
    (tmp_path / before_upgrade.BEFORE_UPGRADE).write_bytes(b"in the way")
    code, told = ran("init", "--database", url)
    assert (code, told["error"]["code"]) == (1, "upgrade_back_up_first")
    assert current(url) == "0014"
    assert ran("init", "--database", url, "--backed-up")[0] == 0
    assert current(url) == schema.newest()


def current(url: str) -> str:
    database = Database(url)
    try:
        return schema.current(database)
    finally:
        database.dispose()


@pytest.mark.one_database
def test_tables_of_a_newer_program_are_left_alone(tmp_path: Path) -> None:
    url = old_database(tmp_path / "khanton.db")
    with sqlite3.connect(tmp_path / "khanton.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    code, told = ran("init", "--database", url)
    assert (code, told["error"]["code"]) == (1, "upgrade_newer_program")
    assert current(url) == "9999"


def test_a_servers_tables_are_dumped_first_or_nothing_is_changed(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        made = before_upgrade.keep_copy(database, tmp_path / "unused", "0014", NOW)
        assert (made.parent.parent, made.suffix, made.read_bytes()[:6]) == (tmp_path, ".db", b"SQLite")
        return
    monkeypatch.setattr(schema, "newest", lambda *_: "9999")
    monkeypatch.setattr(postgres_tools, "found", _missing)
    with pytest.raises(UpgradeRefused) as refused, prepared(Place(database_url, tmp_path)):
        pass
    assert (refused.value.problem, refused.value.seen) == ("back_up_first", "pg_dump")
    monkeypatch.undo()
    made = before_upgrade.keep_copy(database, tmp_path, "0014", NOW)
    assert (made.parent.name, made.suffix, made.read_bytes()[:5]) == ("before-upgrade", ".dump", b"PGDMP")


def _missing(program: str) -> str:
    raise postgres_tools.ToolMissing(program)
