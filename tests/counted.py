"""Counts what is asked of the database."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping

from sqlalchemy import Engine, event
from sqlmodel import Session

from workflow.audit.prepared import MOST_COUNTED


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


def traced(engine: Engine) -> list[str]:
    """Every statement of SQLite from now on, as it was sent, whatever session sends it."""
    asked: list[str] = []
    event.listen(engine.pool, "checkout", lambda connection, *_: connection.set_trace_callback(asked.append))
    return asked


def shapes(asked: Mapping[str, int]) -> Counter[str]:
    """Statements without what they were filled with, so that those asked for every row fall together."""
    found: Counter[str] = Counter()
    for statement, times in asked.items():
        found["".join(sign for sign in statement if not sign.isdigit())[:300]] += times
    return found


def asks_no_more(many: Counter[str], few: Counter[str]) -> None:
    """Asserts that an answer of many rows takes no more statements than one of few.

    The auditor's may take one more: a first page that is full asks how many there are in all (`Run.count`).
    """
    counted = _counts_of_all(many)
    assert counted <= 1
    more = (shapes(many) - shapes(few)).most_common(5)
    assert many.total() - counted <= few.total() - _counts_of_all(few), more


def _counts_of_all(asked: Mapping[str, int]) -> int:
    bound = f"LIMIT {MOST_COUNTED + 1} "
    return sum(times for each, times in asked.items() if each.startswith("SELECT count(*)") and bound in each)
