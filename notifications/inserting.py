"""Writes rows unless they are there already: the database decides which of several workers comes first."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def add_new(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
    """Adds those rows that no UNIQUE key of the table has yet; how many."""
    if not rows:
        return 0
    return _run(session, _insert(session, table).values(list(rows)))


def add_selected(session: Session, table: type[SQLModel], columns: Mapping[str, ColumnElement[Any]]) -> int:
    """Adds the rows of a query, given by their columns, that no UNIQUE key of the table has yet; how many."""
    # Without a WHERE, SQLite reads the words ON CONFLICT as the beginning of a join.
    query = select(*(each.label(name) for name, each in columns.items())).where(text("1 = 1"))
    return _run(session, _insert(session, table).from_select(list(columns), query))


def _insert(session: Session, table: type[SQLModel]) -> Any:
    rows: Any = table.__table__  # type: ignore[attr-defined]
    return (sqlite.insert if is_sqlite(session) else postgresql.insert)(rows)


def _run(session: Session, insert: Any) -> int:
    session.flush()
    kept = insert.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return session.connection().execute(kept).rowcount


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
