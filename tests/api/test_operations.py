"""What load balancers and Prometheus are told, and the schedules without the web."""

import datetime
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app as command_line
from api.settings import Settings
from notifications import health
from notifications.models import Notice, SweepRun
from tests.conftest import NOW, SmallOffice
from workflow.database import Database
from workflow.models import OutboxRow

SECRET = "s3cret"
TOKEN = {"Authorization": f"Bearer {SECRET}"}


@pytest.fixture(name="client")
def programs(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Programs before an application whose schedules run elsewhere; its connections end with the test."""
    made: list[TestClient] = []

    def client(database_url: str, token: str = SECRET) -> TestClient:
        settings = Settings(database_url=database_url, data_folder=tmp_path, metrics_token=token)
        made.append(TestClient(create_app(settings, lambda: NOW, sweeps=False)))
        return made[-1]

    yield client
    for each in made:
        each.app.state.database.dispose()  # type: ignore[attr-defined]


def looked(database: Database, at: datetime.datetime, trouble: str = "") -> None:
    with database.write() as session:
        for name in health.intervals():
            session.merge(SweepRun(name=name, looked_at=at, trouble=trouble))


def test_alive_as_long_as_the_database_answers(database_url, office, client):
    answer = client(database_url).get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    away = client("postgresql://nobody@127.0.0.1:1/none")
    assert [away.get(f"/health/{name}").status_code for name in ("live", "ready")] == [503, 503]


def test_ready_only_while_every_sweep_looks(database_url, database, office, client, monkeypatch):
    monkeypatch.setattr(health, "intervals", lambda: {"notices": 5})
    program = client(database_url)
    assert program.get("/health/ready").json()["alarms"] == {"notices": "never"}
    looked(database, NOW)
    assert program.get("/health/ready").status_code == 200
    looked(database, NOW - datetime.timedelta(seconds=121))
    answer = program.get("/health/ready")
    assert (answer.status_code, answer.json()["alarms"]) == (503, {"notices": "silent"})


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [("", TOKEN, 404), ("s3cret", {}, 401), ("s3cret", {"Authorization": "Bearer ไม่ใช่".encode()}, 401)],
)
def test_no_figures_without_the_token(database_url, office, client, token, sent, status):
    assert client(database_url, token).get("/metrics", headers=sent).status_code == status


def test_the_figures_are_those_of_the_database(database_url, database, office: SmallOffice, client):
    looked(database, NOW, trouble="OSError")
    with database.write() as session:
        item = office.open(session, "memo", "M1")
        at = NOW - datetime.timedelta(seconds=90)
        session.add(OutboxRow(office_id=office.id, item_id=item.id, entry_seq=1, notices="x", created_at=at))
    answer = client(database_url).get("/metrics", headers=TOKEN)
    told = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    assert float(told["khanton_outbox_waiting"]) == 1
    assert float(told["khanton_outbox_oldest_seconds"]) == 90
    assert float(told['khanton_sweep_last_look_timestamp_seconds{sweep="notices"}']) == NOW.timestamp()
    assert float(told['khanton_sweep_failures{sweep="notices"}']) == 1
    assert {"khanton_obligations_open", "khanton_obligations_late"} <= set(told)


def test_the_token_is_in_no_representation() -> None:
    assert "s3cret" not in repr(Settings.from_environment({"KHANTON_METRICS_TOKEN": "s3cret"}))


def waiting_row(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        item = office.open(session, "memo", "M1")
        row = OutboxRow(
            office_id=office.id, item_id=item.id, entry_seq=1, notices="notify_status", created_at=NOW
        )
        session.add(row)


def test_work_once_looks_once(database_url, database, office):
    waiting_row(database, office)
    done = CliRunner().invoke(command_line, ["--database", database_url, "work", "--once", "--json"])
    assert (done.exit_code, json.loads(done.stdout)["notices"]) == (0, 1)
    with database.read() as session:
        assert session.exec(select(Notice)).all() != []


def test_work_looks_until_it_is_told_to_stop(database_url, database, office):
    waiting_row(database, office)
    root = Path(__file__).resolve().parent.parent.parent
    command = [sys.executable, "-m", "api.cli", "--database", database_url, "work"]
    worker = subprocess.Popen(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, stdout=subprocess.PIPE
    )
    try:
        assert _within(30, lambda: _taken(database))
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        worker.kill()
        worker.communicate()


def _taken(database: Database) -> bool:
    with database.read() as session:
        return session.exec(select(Notice)).first() is not None


def _within(seconds: int, so) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if so():
            return True
        time.sleep(0.2)
    return False


def test_told_as_a_table_and_as_json(database_url, database, office):
    waiting_row(database, office)
    run = CliRunner()
    run.invoke(command_line, ["--database", database_url, "work", "--once"])
    answer = run.invoke(command_line, ["--database", database_url, "told", "M1", "--json"])
    found = json.loads(answer.stdout)
    assert (found["code"], {each["code"] for each in found["told"]}) == ("M1", {"notify_status"})
    assert all(each["sent"] == [] for each in found["told"])
    assert run.invoke(command_line, ["--database", database_url, "told", "M1"]).exit_code == 0
    assert run.invoke(command_line, ["--database", database_url, "told", "M9"]).exit_code == 2
