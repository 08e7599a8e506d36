"""What the long tests counted, for docs/faults.md: a line of JSON each, in KHANTON_FAULT_FIGURES."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from api.clock import now
from workflow.database import Database

FEWEST = 20


def share(number: int) -> int:
    """So many, or as many per cent of them as KHANTON_FAULTS_PERCENT says: a look without the whole of it."""
    per_cent = int(os.environ.get("KHANTON_FAULTS_PERCENT", "100"))
    return max(FEWEST, number * per_cent // 100)


@dataclass
class Figures:
    """Notes of one test; `database` with its version, as the page tells it."""

    database: str
    test: str
    began: float

    def note(self, name: str, **counted: int | float | str) -> None:
        """Keeps what was counted, once all of it has been checked."""
        seconds = round(time.monotonic() - self.began, 1)
        on = now().date().isoformat()
        head = {"database": self.database, "test": self.test, "name": name, "seconds": seconds, "on": on}
        line = {**head, **counted}
        told = json.dumps(line, ensure_ascii=False)
        print(told)
        where = os.environ.get("KHANTON_FAULT_FIGURES")
        if where:
            with Path(where).open("a", encoding="utf-8") as kept:
                kept.write(told + "\n")


@pytest.fixture
def figures(database: Database, request: pytest.FixtureRequest) -> Figures:
    return Figures(named(database), request.node.name, time.monotonic())


def named(database: Database) -> str:
    """SQLite 3.40.1, PostgreSQL 15.8."""
    with database.read() as session:
        if database.is_sqlite:
            return f"SQLite {session.execute(text('SELECT sqlite_version()')).scalar_one()}"
        return f"PostgreSQL {str(session.execute(text('SHOW server_version')).scalar_one()).split(' ')[0]}"
