"""Settings of a database by which something acknowledged could be lost, or the record be changed."""

import datetime

import pytest
from conftest import NOW, SmallOffice
from sqlalchemy import text
from sqlmodel import Session

from api import clock
from workflow.condition import SKEW, append_only, condition
from workflow.database import Database

DURABLE = {"fsync", "full_page_writes", "synchronous_commit"}  # off on the tests' own PostgreSQL


def ill(session: Session, now: datetime.datetime = NOW) -> dict[str, str]:
    """What is wrong, but for what only a server far from the tests' day or disk would have right."""
    away = {*DURABLE, "server_clock"}
    return {
        seen.name: seen.found for seen in condition(session, now) if not seen.well and seen.name not in away
    }


def test_a_new_database_is_well(database: Database, office: SmallOffice) -> None:
    with database.read() as session:
        assert ill(session) == {}
        names = {seen.name for seen in condition(session, NOW)}
    assert {"triggers", "clock"} <= names
    assert names >= ({"journal_mode", "synchronous"} if database.is_sqlite else DURABLE)


def test_the_record_is_among_the_tables_that_refuse_changes() -> None:
    assert {"history_entry", "attestation", "document", "definition", "paper_text"} <= append_only()


@pytest.mark.parametrize("table", sorted(append_only()))
def test_a_trigger_taken_out_is_named(session: Session, office: SmallOffice, table: str) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text(f"DROP TRIGGER {table}_no_delete"))
        assert ill(session) == {"triggers": f"{table}_no_delete"}
    else:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_change"))
        assert ill(session) == {"triggers": f"{table}_no_change"}


def test_a_trigger_that_was_made_to_do_nothing_is_named(session: Session, office: SmallOffice) -> None:
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER history_entry_no_update"))
        session.execute(
            text("CREATE TRIGGER history_entry_no_update BEFORE UPDATE ON history_entry BEGIN SELECT 1; END")
        )
        assert ill(session) == {"triggers": "history_entry_no_update"}
    else:
        session.execute(
            text(
                "CREATE OR REPLACE FUNCTION history_entry_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN NEW; END $$"
            )
        )
        assert ill(session) == {"triggers": "history_entry_no_change, history_entry_no_truncate"}


def test_a_session_in_which_triggers_do_not_fire_is_found(session: Session, office: SmallOffice) -> None:
    if session.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has no such sessions")
    session.execute(text("SET LOCAL session_replication_role = replica"))
    assert ill(session) == {"replication_role": "replica"}


@pytest.mark.parametrize(
    ("setting", "found"),
    [("synchronous = OFF", {"synchronous": "OFF"}), ("synchronous = NORMAL", {"synchronous": "NORMAL"})],
)
def test_weaker_settings_of_sqlite_are_found(
    database: Database, office: SmallOffice, setting: str, found: dict[str, str]
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has its own")
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA {setting}")
        with Session(connection) as session:
            assert ill(session) == found
        driver.execute("PRAGMA synchronous = FULL")


def test_the_servers_own_settings_are_told(database: Database, office: SmallOffice) -> None:
    """The tests' server does without: it is thrown away."""
    if database.is_sqlite:
        pytest.skip("SQLite has its own")
    with database.read() as session:
        told = {seen.name: seen for seen in condition(session, clock.now())}
        assert told["server_clock"].well
        server = {name: session.execute(text(f"SHOW {name}")).scalar_one() for name in DURABLE}
    assert {name: told[name].found for name in DURABLE} == server
    assert {name for name in DURABLE if not told[name].well} == {
        name for name, value in server.items() if value == "off"
    }


def test_a_clock_that_was_set_back_is_found(session: Session, office: SmallOffice) -> None:
    office.open(session, "annual_plan", "AP1")
    assert ill(session, NOW - SKEW) == {}
    assert ill(session, NOW - SKEW - datetime.timedelta(seconds=1)) == {"clock": "121 s"}
