"""A small office with many projects under way, for measuring."""

import datetime
import sys
from pathlib import Path

from sqlalchemy import insert

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import SmallOffice, make_office  # noqa: E402  the tests' own small office

from workflow import schema  # noqa: E402
from workflow.database import Database  # noqa: E402
from workflow.models import Item  # noqa: E402

NOW = datetime.datetime(2018, 1, 12, 2, 0, tzinfo=datetime.UTC)


def filled(url: str, items: int) -> tuple[Database, SmallOffice, list[int]]:
    """A migrated database with one office and `items` projects in progress; their ids."""
    database = Database(url)
    schema.upgrade(database)
    office, first_id = with_office(database, "T1", items)
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    return database, office, list(range(first_id + 1, first_id + 1 + items))


def with_office(database: Database, code: str, items: int) -> tuple[SmallOffice, int]:
    """One more office with `items` projects in progress, P000000 and on; the id before theirs."""
    with database.write() as session:
        office = make_office(session, code, at=NOW)
        first = office.open(session, "project", "P-FIRST", group_id=office.groups["PLN"])
        rows = [
            {
                **{name: getattr(first, name) for name in _COPIED},
                "code": f"P{number:06d}",
                "state": "in_progress",
            }
            for number in range(items)
        ]
        for start in range(0, items, 5000):
            session.execute(insert(Item), rows[start : start + 5000])
        session.flush()
        return office, first.id


_COPIED = (
    *("office_id", "kind", "title", "search_text", "fiscal_year", "ends_on", "version", "state_since"),
    *("effective_on", "definition_hash", "group_id", "opened_at"),
)
