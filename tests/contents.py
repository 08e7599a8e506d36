"""Everything that a database holds, to see that nothing of it has changed."""

from typing import Any

from sqlmodel import Session, SQLModel, select, text

from workflow.database import Database


def contents(database: Database) -> dict[str, Any]:
    """The rows of every table in order; on PostgreSQL also how far every numbering has come."""
    with database.read() as session:
        found: dict[str, Any] = {
            table.name: sorted(map(repr, session.execute(select(table))))
            for table in SQLModel.metadata.sorted_tables
        }
        found["numbers"] = [] if database.is_sqlite else _numbers(session)
    return found


def _numbers(session: Session) -> list[tuple[str, int]]:
    rows = session.execute(text("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"))
    return [(name, last) for name, last in rows]
