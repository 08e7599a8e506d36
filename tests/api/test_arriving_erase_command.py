"""Whom the office knows from an imported log alone is erased by the name she has there."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from arriving_desk import write_csv
from conftest import SmallOffice
from sqlmodel import select
from typer.testing import CliRunner

from api import clock
from api.cli import app
from workflow import history
from workflow.database import Database
from workflow.models import Person

RUN = CliRunner()
NAME = "นางสาวตัวอย่าง สมมุติ"


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.datetime(2026, 1, 12, 2, tzinfo=datetime.UTC))


def told(url: str, *words: str) -> tuple[int, Any]:
    """The exit code and the one JSON document on stdout."""
    result = RUN.invoke(app, [*words, "--as", "system_admin.t1", "--database", url, "--json"])
    return result.exit_code, json.loads(result.stdout)


def brought_in(url: str, folder: Path, kind: str) -> None:
    rows = [("1", "A", "2018-03-01", NAME, ""), ("1", "B", "2018-03-02", "Ann", "")]
    path = write_csv(folder / f"{kind}.csv", [(kind, *row[1:]) for row in rows])
    assert told(url, "import", "history", str(path), "--kind", kind)[0] == 0


def erased(url: str, who: str) -> tuple[int, Any]:
    return told(url, "people", "erase", who, "--order", "คำขอที่ 1/2569")


def test_by_her_name_and_then_nobody_has_it(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> None:
    brought_in(database_url, tmp_path, "first")
    code, done = erased(database_url, NAME)
    assert (code, done["values"]) == (0, 2)
    with database.read() as session:
        assert NAME not in session.exec(select(Person.name_th)).all()
        assert history.verify(session, office.id).holds
    code, refused = erased(database_url, NAME)
    assert (code, refused["error"]["code"]) == (2, "unknown_person")


def test_whose_account_it_is_comes_before_whose_name_it_is(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "log.csv", [("1", "A", "2018-03-01", "plan_officer.t1", "")])
    assert told(database_url, "import", "history", str(path), "--kind", "first")[0] == 0
    code, refused = erased(database_url, "plan_officer.t1")
    assert (code, refused["error"]["code"]) == (1, "still_bound")


def test_a_name_of_two_logs_is_asked_for_by_account(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> None:
    brought_in(database_url, tmp_path, "first")
    brought_in(database_url, tmp_path, "second")
    code, refused = erased(database_url, "Ann")
    assert (code, refused["error"]["code"]) == (2, "input_log_name_several")
    with database.read() as session:
        accounts = session.exec(select(Person.username).where(Person.name_th == "Ann")).all()
    assert len(accounts) == 2
    assert all(account in refused["error"]["th"] for account in accounts)
    assert [erased(database_url, account)[0] for account in accounts] == [0, 0]
