"""A byte of the database's file turns over: it is reported, or nothing that anybody reads has changed.

200 times one bit of a random byte in a copy of the file, as a bad disk does it. What is read afterwards of
the record, of where every item stands and of how many there are is what was there, or something said that the
file is damaged. A letter of a title, which is in no entry and no total, may turn unnoticed.
"""

import random
import sqlite3
from pathlib import Path

import pytest
from conftest import SmallOffice
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from workflow import history
from workflow.database import Cursor, Database, Sql

pytestmark = [
    pytest.mark.one_database,  # PostgreSQL's pages carry checksums of their own
    pytest.mark.skipif("os.environ.get('KHANTON_TEST_DATABASE', 'sqlite') != 'sqlite'", reason="a file"),
]
FLIPS = 200
_HISTORY = Sql("SELECT * FROM history_entry ORDER BY office_id, seq")
_HEADS = Sql("SELECT * FROM chain_head ORDER BY office_id")
# Where each item stands, and where its last entry says that it does.
_STANDS = Sql("SELECT id, state, version FROM item ORDER BY id")
_REPLAYED = Sql(
    "SELECT item_id, to_state, version FROM history_entry AS last WHERE item_id IS NOT NULL AND seq ="
    " (SELECT max(seq) FROM history_entry AS each WHERE each.item_id = last.item_id) ORDER BY item_id"
)
_TOTALS = Sql("SELECT kind, fiscal_year, state, count(*) FROM item GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")


@pytest.fixture
def whole(database_url: str, database: Database, office: SmallOffice, tmp_path: Path) -> Path:
    """The office with some items, all of it in one file."""
    with database.write() as session:
        for number in range(12):
            office.open(session, "project", f"P{number:03}", group_id=office.groups["PLN"])
    database.dispose()
    path = tmp_path / "whole.db"
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        source.execute("VACUUM INTO ?", (str(path),))
    source.close()
    return path


def told(path: Path, office_id: int) -> tuple[str, object]:
    """What the usual checks say of the file, and what everybody would read from it."""
    try:
        with sqlite3.connect(path) as plain:
            [(integrity,)] = plain.execute("PRAGMA integrity_check(1)").fetchall()
        plain.close()
        opened = Database(f"sqlite:///{path}")
        try:
            with opened.read() as session:
                holds = integrity == "ok" and history.verify(session, office_id).holds and replays(session)
                return ("" if holds else "reported"), read(session)
        finally:
            opened.dispose()
    except (sqlite3.DatabaseError, DatabaseError, UnicodeDecodeError, ValueError, TypeError):
        return "reported", None


def replays(session: Session) -> bool:
    """Whether every item stands where its history says."""
    cursor = Cursor(session)
    return bool(cursor.rows(_STANDS) == cursor.rows(_REPLAYED))


def read(session: Session) -> list[object]:
    """The whole record, where everything stands, and the totals made of that."""
    return [Cursor(session).rows(each) for each in (_HISTORY, _HEADS, _STANDS, _TOTALS)]


def test_a_flipped_bit_is_reported_or_harmless(whole: Path, office: SmallOffice, tmp_path: Path) -> None:
    before = told(whole, office.id)
    assert before[0] == ""
    content = whole.read_bytes()
    reported, silent = 0, []
    for seed in range(FLIPS):
        chance = random.Random(seed)
        place, bit = chance.randrange(len(content)), chance.randrange(8)
        flipped = bytearray(content)
        flipped[place] ^= 1 << bit
        path = tmp_path / "flipped.db"
        path.write_bytes(flipped)
        said, found = told(path, office.id)
        reported += said != ""
        if not said and found != before[1]:
            silent.append((seed, place, bit))
        for rest in tmp_path.glob("flipped.db*"):
            rest.unlink()
    assert silent == []
    assert reported > 0  # most of a file is room: pages that are not filled
