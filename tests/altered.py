"""What somebody with the database in hand could do to a record, past everything that keeps it."""

from sqlalchemy import text
from sqlmodel import Session


def unguarded(session: Session, table: str) -> None:
    """Takes the triggers away that keep the record, as somebody with the database in hand could."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = connection.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"), {"table": table}
    )
    for (name,) in names.all():
        connection.execute(text(f"DROP TRIGGER {name}"))
