"""The databases that tests run on: made once, emptied between tests, filled with rows that were kept."""

import copy
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import create_engine, func, make_url, select, text
from sqlmodel import Session, SQLModel

from workflow import schema
from workflow.database import Database

APPEND_ONLY_TRIGGERS = 8  # two on each of four tables, see the first migration
# One round trip; deleting takes PostgreSQL a tenth of what truncating some sixty tables takes. Replication's
# role passes over the triggers that keep the record from being changed.
_EMPTY = """
DO $$ DECLARE each record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT tablename AS name FROM pg_tables
                WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', each.name);
    END LOOP;
    FOR each IN SELECT sequencename AS name FROM pg_sequences WHERE last_value IS NOT NULL LOOP
        PERFORM setval(format('%I', each.name)::regclass, 1, false);
    END LOOP;
END $$"""
_TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"


def server() -> str | None:
    """The PostgreSQL server of KHANTON_TEST_DATABASE; None for SQLite."""
    url = os.environ.get("KHANTON_TEST_DATABASE", "sqlite")
    return None if url == "sqlite" else url


def on_server(url: str, statement: str) -> None:
    """Makes or drops a database."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def migrated(url: str) -> None:
    """Makes all tables."""
    database = Database(url)
    schema.upgrade(database)
    database.dispose()


def empty(server_url: str, url: str) -> None:
    """Empties a database on PostgreSQL; one that lost a trigger to its test is made anew."""
    name = make_url(url).database
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute(_EMPTY)
        found = connection.execute(_TRIGGERS).fetchone()
    if found != (APPEND_ONLY_TRIGGERS,):
        on_server(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')
        on_server(server_url, f'CREATE DATABASE "{name}"')
        migrated(url)


@dataclass(frozen=True)
class Kept:
    """Every row of a database, and what the test that wrote them knows about them."""

    rows: Mapping[str, list[dict[str, Any]]]
    about: Any

    @classmethod
    def of(cls, session: Session, about: Any) -> "Kept":
        session.flush()
        rows = {
            table.name: [dict(row._mapping) for row in session.execute(select(table))]
            for table in SQLModel.metadata.sorted_tables
        }
        return cls({name: found for name, found in rows.items() if found}, copy.deepcopy(about))

    def restore(self, session: Session) -> Any:
        """Writes the rows into an empty database, keys and all."""
        for table in SQLModel.metadata.sorted_tables:
            if table.name in self.rows:
                session.execute(table.insert(), self.rows[table.name])
                self._count_on(session, table)
        return copy.deepcopy(self.about)

    def _count_on(self, session: Session, table: Any) -> None:
        """PostgreSQL's sequences do not notice keys that are given."""
        if session.get_bind().dialect.name == "postgresql" and "id" in table.columns:
            name = func.pg_get_serial_sequence(table.name, "id")
            session.execute(select(func.setval(name, select(func.max(table.c.id)).scalar_subquery())))
