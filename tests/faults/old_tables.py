"""A database with the tables of the first migration, and rows in every one of them."""

import datetime
import warnings
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SAWarning
from sqlmodel import Session

from workflow import history, schema
from workflow.database import Database
from workflow.history import GENESIS, Record
from workflow.moments import moment_text

FIRST = "0001"
DAY = datetime.date(2018, 1, 1)
AT = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC)
ENTRIES = 40
_WRITTEN_OTHERWISE = frozenset({"alembic_version", "history_entry"})


def furnished(url: str, rows: int) -> None:
    """Makes the first tables and writes so many rows into each, and a chain of entries."""
    database = Database(url)
    schema.upgrade(database, FIRST)
    with database.write() as session:
        tables = reflected(session)
        for table in tables.sorted_tables:
            if table.name not in _WRITTEN_OTHERWISE:
                session.execute(table.insert(), [_row(table, n) for n in range(1, rows + 1)])
        for number in range(ENTRIES):
            history.append(session, _record(number))
    database.dispose()


def reflected(session: Session) -> sa.MetaData:
    found = sa.MetaData()
    with warnings.catch_warnings():  # an index on an expression is not reflected, and not needed
        warnings.simplefilter("ignore", SAWarning)
        found.reflect(session.connection())
    return found


def rows_of(database: Database, columns: dict[str, list[str]] | None = None) -> dict[str, list[Any]]:
    """The rows of every table, or of these columns of these tables, in order."""
    with database.read() as session:
        tables = reflected(session).tables
        wanted = columns or {
            name: [column.name for column in table.columns]
            for name, table in tables.items()
            if name != "alembic_version"
        }
        return {
            name: sorted(
                tuple(map(str, row))
                for row in session.execute(sa.select(*(tables[name].c[each] for each in of)))
            )
            for name, of in wanted.items()
        }


def columns_of(database: Database) -> dict[str, list[str]]:
    with database.read() as session:
        tables = reflected(session).tables
    return {
        name: [each.name for each in table.columns]
        for name, table in tables.items()
        if name != "alembic_version"
    }


def triggers_of(database: Database) -> list[str]:
    """The names of all triggers: what keeps the record from being changed."""
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        if database.is_sqlite
        else "SELECT tgname || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    )
    with database.read() as session:
        return [name for (name,) in session.execute(sa.text(sql))]


def _row(table: sa.Table, n: int) -> dict[str, Any]:
    return {column.name: _value(table, column, n) for column in table.columns if not column.nullable}


def _value(table: sa.Table, column: sa.Column[Any], n: int) -> Any:
    """Something of the column's type that no other row has; what refers to a row refers to the n-th."""
    kind = column.type
    if table.name == "chain_head" and column.name in ("seq", "hash"):
        return 0 if column.name == "seq" else GENESIS
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.DateTime):
        return AT
    if isinstance(kind, sa.Date):
        return DAY + datetime.timedelta(days=n)
    if isinstance(kind, sa.String):
        return moment_text(AT) if kind.length == 27 else f"t{n}"
    return n


def _record(number: int) -> Record:
    return Record(
        office_id=1,
        kind="person",
        at=moment_text(AT),
        effective_on="2018-01-12",
        subject=f"person:t{number}",
        actor_id=1,
        capacity="own",
        details=history.details({"name": f"ชื่อ {number}"}),
    )
