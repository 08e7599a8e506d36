"""A rehearsal sees the database as it stands, writes what it likes, and leaves nothing behind."""

import contextlib
from collections.abc import Sequence

import pytest
from conftest import SmallOffice
from contents import contents
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col, delete, func, select, update

from workflow.database import Database
from workflow.models import ChainHead, Group, Item, Obligation, School
from workflow.rehearsal import rehearsal

TABLES: Sequence[type[SQLModel]] = (Item, Obligation)


@pytest.fixture
def papers(database: Database, office: SmallOffice) -> Database:
    with database.write() as session:
        for number in range(3):
            office.open(session, "project", f"P{number}")
    return database


def titles(session: Session) -> list[str]:
    return list(session.exec(select(Item.title).order_by(col(Item.id))))


def rewrite(session: Session, office: SmallOffice) -> None:
    """Adds, changes and takes away."""
    first = session.exec(select(Item).order_by(col(Item.id))).first()
    assert first is not None
    values = first.model_dump(exclude={"id"}) | {"code": "NEW", "title": "ใหม่"}
    session.add(Item(**values))
    session.flush()
    session.execute(update(Item).where(col(Item.code) == "P1").values(title="แก้ไข"))
    session.execute(delete(Item).where(col(Item.code) == "P2"))


def test_what_is_written_is_seen_inside_and_nowhere_else(papers: Database, office: SmallOffice) -> None:
    before = contents(papers)
    with rehearsal(papers, TABLES) as session:
        rewrite(session, office)
        assert titles(session) == ["ตัวอย่าง P0", "แก้ไข", "ใหม่"]
        assert contents(papers) == before
    assert contents(papers) == before


def test_each_begins_with_what_is_there_then(papers: Database, office: SmallOffice) -> None:
    """The second on the same database sees neither the first, nor less than what was added meanwhile."""
    for number in range(3, 6):
        with rehearsal(papers, TABLES) as session:
            assert len(titles(session)) == number
            last = session.exec(select(func.max(Item.id))).one()
            rewrite(session, office)
            assert session.exec(select(Item.id).where(Item.code == "NEW")).one() == last + 1
        with papers.write() as session:
            office.open(session, "project", f"P{number}")


def test_a_rehearsal_that_fails_leaves_nothing_either(papers: Database, office: SmallOffice) -> None:
    before = contents(papers)

    def fail(session: Session) -> None:
        rewrite(session, office)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), rehearsal(papers, TABLES) as session:
        fail(session)
    assert contents(papers) == before


def test_a_table_that_was_not_named_is_not_changed(papers: Database, office: SmallOffice) -> None:
    """On SQLite it is copied all the same; PostgreSQL refuses, so that it is noticed."""
    before = contents(papers)
    named = pytest.raises(DBAPIError, match="read-only") if not papers.is_sqlite else contextlib.nullcontext()
    with named, rehearsal(papers, TABLES) as session:
        session.execute(update(Group).values(name_th="อื่น"))
    with named, rehearsal(papers, TABLES) as session:
        session.exec(select(School).with_for_update()).all()
    assert contents(papers) == before


def test_whoever_works_meanwhile_does_not_wait(papers: Database, office: SmallOffice) -> None:
    """The same rows are changed and the same keys written, in the same thread: waiting would be for ever."""
    with rehearsal(papers, TABLES) as session:
        rewrite(session, office)
        with papers.write() as theirs:
            theirs.execute(update(Item).values(title="จริง"))
            office.open(theirs, "project", "NEW")
        assert "จริง" not in titles(session)
    with papers.read() as session:
        assert titles(session) == ["จริง", "จริง", "จริง", "ตัวอย่าง NEW"]


def test_a_table_without_numbers_of_its_own_is_rehearsed_too(papers: Database, office: SmallOffice) -> None:
    with rehearsal(papers, (ChainHead,)) as session:
        session.execute(update(ChainHead).values(seq=4711))
        assert session.exec(select(ChainHead.seq)).one() == 4711
    with papers.read() as session:
        assert session.exec(select(ChainHead.seq)).one() < 4711
