"""The database itself refuses to change a signed text, what a paper attests, or a version of a template."""

import pytest
from conftest import SmallOffice
from paper_desk import PaperDesk
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from workflow.database import Database
from workflow.papers import templates

KEYS = {"paper_text": "id", "witness": "code", "paper_template": "id"}
# What else each database offers to get around a trigger on UPDATE and DELETE.
AROUND = {True: "INSERT OR REPLACE INTO {table} SELECT * FROM {table}", False: "TRUNCATE {table} CASCADE"}


@pytest.mark.parametrize("table", KEYS)
@pytest.mark.parametrize("how", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "around"])
def test_rows_are_only_added(database: Database, office: SmallOffice, table: str, how: str) -> None:
    with database.write() as session:
        papers = PaperDesk(session, office)
        papers.issued()
        templates.save(session, office.id, "memo.html", "<p></p>", "", papers.hand("system_admin"))
    before = _rows(database, table)
    statement = AROUND[database.is_sqlite] if how == "around" else how
    with pytest.raises(DatabaseError, match="append-only"), database.write() as session:
        session.execute(text(statement.format(table=table, key=KEYS[table])))
    assert _rows(database, table) == before
    assert len(before) == 1


def _rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.read() as session:
        return [tuple(each) for each in session.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]  # noqa: S608
