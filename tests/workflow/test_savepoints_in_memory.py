"""What a savepoint may have to put back is kept in memory: no page goes to a file elsewhere."""

import os
import sqlite3
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from workflow.database import Database

PAGES = 40  # SQLite itself keeps some fifteen

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(sys.platform != "linux", reason="asks the system which files are open"),
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "rows.db"
    with sqlite3.connect(place) as rows:
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("CREATE TABLE long (id INTEGER PRIMARY KEY, told TEXT)")
        rows.executemany("INSERT INTO long (told) VALUES (?)", [("ก" * 1300,)] * PAGES)
    rows.close()
    return place


def temporary_files() -> list[str]:
    """SQLite's own that this process has open."""
    found = []
    for each in Path("/proc/self/fd").iterdir():
        try:
            found.append(os.readlink(each))
        except FileNotFoundError:  # that of the listing itself
            continue
    return [name for name in found if "etilqs_" in name]


def test_sqlite_by_itself_writes_them_to_a_file(place: Path) -> None:
    rows = sqlite3.connect(place, isolation_level=None)
    rows.execute("BEGIN IMMEDIATE")
    rows.execute("SAVEPOINT step")
    before = temporary_files()
    rows.execute("UPDATE long SET told = 'ข'")
    assert len(temporary_files()) == len(before) + 1
    rows.close()


def test_whoever_writes_keeps_them_in_memory_and_can_put_them_back(place: Path) -> None:
    database = Database(f"sqlite:///{place}")
    try:
        with database.write() as session:
            savepoint = session.begin_nested()
            session.execute(text("UPDATE long SET told = 'ข'"))
            assert temporary_files() == []
            savepoint.rollback()
            told = session.execute(text("SELECT DISTINCT told FROM long")).scalars().all()
        assert told == ["ก" * 1300]
    finally:
        database.dispose()
