"""Counts what is asked of the database."""

import contextlib
from collections.abc import Iterator

from sqlalchemy import event
from sqlmodel import Session


@contextlib.contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Every statement that the session sends in the block."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(connection, "before_cursor_execute", note)
