"""PostgreSQL's own lock between offices: what holds where a query forgets its office."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from conftest import NOW, SmallOffice, make_office
from databases import on_server, server
from plan_call import CALL
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlmodel import Session, SQLModel, func, select

from workflow import engine, history, schema, tenancy
from workflow.changes import Hand
from workflow.database import Cursor, Database, Sql
from workflow.errors import AlreadyExists, UpgradeRefused
from workflow.keeping import roles
from workflow.models import Entry, Group, Item, Office, Person
from workflow.people import NewPerson, add_people


@dataclass(frozen=True, slots=True)
class Two:
    """Two offices with a plan each; the server's account and the auditors' of the first."""

    first: SmallOffice
    second: SmallOffice
    app: Database
    auditor: Database
    owner: Database


def as_role(url: str, role: str) -> Database:
    return Database(make_url(url).set(username=role).render_as_string(hide_password=False))


@pytest.fixture(scope="module")
def two(empty_database: str) -> Iterator[Two]:
    where = server()
    if where is None:
        pytest.skip("SQLite has no accounts")
    name = f"khanton_two_{os.getpid()}"
    on_server(where, f'CREATE DATABASE "{name}" TEMPLATE "{make_url(empty_database).database}"')
    url = make_url(where).set(database=name).render_as_string(hide_password=False)
    owner = Database(url)
    with owner.write() as session:
        first, second = make_office(session), make_office(session, "T2")
        for office in (first, second):
            item = office.open(session, "annual_plan", f"AP-{office.code}")
            by = office.people["plan_director"]
            engine.advance(session, item.id, "open_proposals", by=by, at=NOW, evidence=CALL)
    roles.apply(owner, ("T1",))
    made = Two(first, second, as_role(url, roles.APP), as_role(url, roles.auditor_of(first.id)), owner)
    yield made
    for database in (made.app, made.auditor, owner):
        database.dispose()
    on_server(where, f'DROP DATABASE "{name}" WITH (FORCE)')


def counted(session: Session, table: str) -> int:
    return int(session.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())  # noqa: S608


def test_every_table_is_locked(two: Two) -> None:
    with two.owner.read() as session:
        rules = tenancy.rules(session.connection())
        locked = session.execute(
            text(
                "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
                " WHERE c.relrowsecurity AND p.polname = 'tenancy'"
            )
        ).scalars()
        assert set(locked) == set(rules) == set(SQLModel.metadata.tables)


def test_a_query_that_forgets_its_office_finds_one_office_alone(two: Two) -> None:
    with two.app.read() as session:
        assert sorted(session.exec(select(Item.code))) == ["AP-T1", "AP-T2"]
        tenancy.narrow(session, two.first.id)
        assert list(session.exec(select(Item.code))) == ["AP-T1"]
        assert {each.office_id for each in session.exec(select(Entry))} == {two.first.id}
        assert {each.office_id for each in session.exec(select(Person))} == {two.first.id}
        for table in sorted(SQLModel.metadata.tables):
            narrowed = counted(session, table)
            with tenancy.widened(session):
                everywhere = counted(session, table)
            if everywhere and table not in tenancy.SHARED and table != "office":
                assert narrowed * 2 == everywhere, table  # the two offices are alike


def test_who_says_nothing_sees_nothing(two: Two) -> None:
    with two.app.read() as session:
        Cursor(session).run(Sql("SELECT set_config('khanton.office', '', true)"))
        for table in sorted(SQLModel.metadata.tables):
            assert counted(session, table) == 0, table


@pytest.mark.parametrize("said", ["1 OR 1=1", "-1", "99999999999", "**", "ก"])
def test_whatever_else_is_said_opens_nothing(two: Two, said: str) -> None:
    with two.app.read() as session:
        Cursor(session).run(Sql("SELECT set_config('khanton.office', ?, true)"), (said,))
        assert session.exec(select(func.count()).select_from(Item)).one() == 0


def test_the_lock_ends_with_its_transaction(two: Two) -> None:
    with two.app.write() as session:
        tenancy.narrow(session, two.first.id)
    for _ in range(3):
        with two.app.read() as session:
            assert len(session.exec(select(Item)).all()) == 2


def test_nothing_can_be_written_into_another_office(two: Two) -> None:
    with two.app.read() as session:
        tenancy.narrow(session, two.first.id)
        session.add(Group(office_id=two.second.id, code="X", name_th="กลุ่ม", valid_from=NOW.date()))
        with pytest.raises(ProgrammingError, match="row-level security"):
            session.flush()
    with two.app.write() as session:
        tenancy.narrow(session, two.first.id)
        changed = session.execute(text("UPDATE item SET title = 'x' WHERE code = 'AP-T2'"))
        assert changed.rowcount == 0  # type: ignore[attr-defined]
        session.rollback()


def test_an_office_goes_on_behind_the_lock(two: Two) -> None:
    with two.app.write() as session:
        tenancy.narrow(session, two.first.id)
        two.first.open(session, "project", "P-OWN")
        assert history.verify(session, two.first.id).holds
        session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history_entry SET reason = 'x'",
        "DELETE FROM history_entry",
        "TRUNCATE history_entry",
        "UPDATE attestation SET value = 'x'",
        "DELETE FROM document",
        "UPDATE paper_text SET sha256 = 'x'",
        "DROP TRIGGER history_entry_no_change ON history_entry",
        "ALTER TABLE history_entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "ALTER TABLE item DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenancy ON item",
        "CREATE TABLE hers (id integer)",
        "CREATE OR REPLACE FUNCTION khanton_everywhere() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "UPDATE alembic_version SET version_num = '9999'",
        "SET ROLE khanton_owner",
        "ALTER ROLE khanton_app BYPASSRLS",
    ],
)
def test_the_servers_account_can_neither_touch_the_record_nor_its_guards(two: Two, statement: str) -> None:
    with (
        pytest.raises(DBAPIError, match=r"permission denied|must be|append-only"),
        two.app.write() as session,
    ):
        session.execute(text(statement))


def test_an_auditor_sees_her_office_whatever_she_sets_and_writes_nothing(two: Two) -> None:
    with two.auditor.read() as session:
        for said in ("*", str(two.second.id), ""):
            Cursor(session).run(Sql("SELECT set_config('khanton.office', ?, true)"), (said,))
            assert list(session.exec(select(Item.code))) == ["AP-T1"]
        assert history.verify(session, two.first.id).holds
        assert sorted(session.exec(select(Office.code))) == ["T1", "T2"]
    for statement in ("SELECT * FROM credential", "SELECT * FROM sign_in", "SELECT * FROM contact"):
        with pytest.raises(DBAPIError, match="permission denied"), two.auditor.read() as session:
            session.execute(text(statement))
    with pytest.raises(DBAPIError, match="read-only transaction"), two.auditor.write() as session:
        session.execute(text("UPDATE item SET title = 'x'"))
    with two.auditor.read() as session:
        session.execute(text("SET TRANSACTION READ WRITE"))
        with pytest.raises(DBAPIError, match="permission denied"):
            session.execute(text("UPDATE item SET title = 'x'"))


def test_a_name_taken_in_another_office_is_refused_and_no_fault(two: Two) -> None:
    taken = f"clerk.{two.second.code}".lower()
    with two.app.read() as session:
        tenancy.narrow(session, two.first.id)
        hand = Hand(two.first.people["system_admin"], NOW)
        with pytest.raises(AlreadyExists):
            add_people(session, two.first.id, [NewPerson(taken, "ชื่อ")], hand)


def test_only_the_owner_upgrades(two: Two) -> None:
    with pytest.raises(UpgradeRefused) as refused:
        schema.upgrade(two.app)
    assert refused.value.problem == "not_owner"


def test_roles_may_be_laid_again(two: Two) -> None:
    roles.apply(two.owner, ("T1",))
    with two.app.read() as session:
        assert len(session.exec(select(Item)).all()) == 2
