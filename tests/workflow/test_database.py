"""A transaction commits whole or rolls back whole, and the connection is fit for the next one."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from workflow.database import Cursor, Database, Sql
from workflow.models import Fund, Office
from workflow.moments import moment_text

INSERT = Sql("INSERT INTO fund (office_id, code, name_th) VALUES (?, ?, ?)")


def funds(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(Fund.code).order_by(col(Fund.code))).all())


def test_what_the_cursor_and_the_orm_wrote_commits_together(database: Database, office):
    with database.write() as session:
        Cursor(session).run(INSERT, (office.id, "A", "ก"))
        session.add(Fund(office_id=office.id, code="B", name_th="ข"))
    assert funds(database) == ["A", "B"]


def test_what_the_orm_holds_back_is_written_before_the_cursor_looks(database: Database, office):
    with database.write() as session:
        session.add(Fund(office_id=office.id, code="A", name_th="ก"))
        assert Cursor(session).row(Sql("SELECT count(*) FROM fund"))[0] == 1


@pytest.mark.parametrize("with_orm", [True, False])
def test_an_error_takes_everything_back_and_the_next_transaction_works(database: Database, office, with_orm):
    def fail() -> None:
        with database.write() as session:
            Cursor(session).run(INSERT, (office.id, "A", "ก"))
            if with_orm:
                session.add(Fund(office_id=office.id, code="B", name_th="ข"))
                session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert funds(database) == []
    with database.write() as session:
        Cursor(session).run(INSERT, (office.id, "C", "ค"))
    assert funds(database) == ["C"]


def test_a_commit_that_fails_leaves_nothing(database: Database, office):
    def clash() -> None:
        with database.write() as session:
            Cursor(session).run(INSERT, (office.id, "A", "ก"))
            session.add(Fund(office_id=office.id, code="A", name_th="ก"))

    with pytest.raises(IntegrityError):
        clash()
    assert funds(database) == []


def test_a_look_changes_nothing(database: Database, office):
    with database.read() as session:
        Cursor(session).run(INSERT, (office.id, "A", "ก"))
    assert funds(database) == []


def test_rows_of_one_transaction_are_not_remembered_in_the_next(database: Database, office):
    with database.write() as session:
        session.get_one(Office, office.id).website = "www.example.go.th"
    with database.write() as session:
        Cursor(session).run(Sql("UPDATE office SET website = 'changed'"))
        assert session.get_one(Office, office.id).website == "changed"


def test_writing_inside_a_write_says_so_instead_of_waiting_for_ever(database: Database, office):
    if not database.is_sqlite:
        with database.write() as outer, database.write() as inner:
            assert outer is not inner
        return
    with pytest.raises(RuntimeError), database.write(), database.write():
        pass
    with database.read() as session:
        assert session.exec(select(func.count(col(Office.id)))).one() == 1


def test_a_moment_without_its_offset_is_refused(now):
    assert moment_text(now) == "2018-01-12T02:00:00.000000Z"
    with pytest.raises(ValueError, match="offset"):
        moment_text(now.replace(tzinfo=None))


def test_a_session_that_somebody_opened_herself_has_the_same_cursor(database: Database, office):
    """As tools beside the program do: what she added is written before the cursor looks."""
    with Session(database.engine) as session:
        session.add(Fund(office_id=office.id, code="A", name_th="ก"))
        cursor = Cursor(session)
        assert cursor.row(Sql("SELECT count(*) FROM fund"))[0] == 1
        assert cursor.is_sqlite is database.is_sqlite
        session.rollback()
    assert funds(database) == []


def test_after_an_analyze_postgresql_knows_how_much_there_is(database: Database, office):
    with database.write() as session:
        for number in range(50):
            session.add(Fund(office_id=office.id, code=f"F{number}", name_th="ก"))
    database.analyze()
    assert len(funds(database)) == 50
    if not database.is_sqlite:
        with database.read() as session:
            assert Cursor(session).row(Sql("SELECT reltuples FROM pg_class WHERE relname = 'fund'"))[0] == 50
