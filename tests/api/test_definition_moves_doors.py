"""Moving open items at the JSON door and the command line: a trial, the move, and back."""

import json

import pytest
from conftest import NOW, SmallOffice
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import select
from typer.testing import CliRunner

from api import clock
from api.cli import app
from states.compile import shipped_definition
from workflow import definitions, history
from workflow.database import Database
from workflow.items import NewItem, import_item
from workflow.models import Item

ADDRESS = "/api/v1/definitions/annual_plan/move"


def prepare(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        by = office.people["plan_director"]
        for code, state in (("AP1", "drafting"), ("AP2", "subcommittee_review")):
            new = NewItem("annual_plan", code, "แผนตัวอย่าง", 2561)
            import_item(session, office.id, new, state=state, by=by, at=NOW)
        new_path = shipped_definition("annual_plan", "phayao2")
        definitions.publish(session, office.id, new_path, by=office.people["system"], at=NOW)


def test_the_json_door(desk: Desk) -> None:
    prepare(desk.database, desk.office)
    director, clerk = desk.person("plan_director"), desk.person("clerk")
    seen = {each["item"]: each for each in director.get(ADDRESS).json()["items"]}
    assert {code: each["verdict"] for code, each in seen.items()} == {"AP1": "moves", "AP2": "needs_mapping"}
    mapped = director.get(ADDRESS, params={"state": "subcommittee_review=director_review"}).json()["items"]
    assert [each["verdict"] for each in mapped] == ["moves", "moves"]
    assert [(c["what"], c["deadline"]["code"]) for c in mapped[1]["changes"]] == [("opened", "D-SG-03")]
    wish = {"mapping": {"subcommittee_review": "director_review"}, "reason": "คำสั่งที่ 1"}
    refusals = [
        clerk.get(ADDRESS),
        clerk.post(ADDRESS, json=wish),
        director.post(ADDRESS, json={**wish, "reason": " "}),
        director.get(ADDRESS, params={"state": "nonsense"}),
        director.get("/api/v1/definitions/nothing/move"),
    ]
    assert [each.status_code for each in refusals] == [403, 403, 422, 422, 404]
    key = {"Idempotency-Key": "move-1"}
    versions = {"AP1": 1, "AP2": 9}
    done = director.post(ADDRESS, json={**wish, "versions": versions}, headers=key)
    again = director.post(ADDRESS, json={**wish, "versions": versions}, headers=key)
    assert done.json() == again.json()
    assert [(e["verdict"], e["reason"]) for e in done.json()["items"]] == [
        ("moves", ""),
        ("cannot", "faster"),
    ]
    back = director.post(f"{ADDRESS}/back", json={"item": "AP1", "reason": "ผิด"})
    assert back.status_code == 200
    assert director.post(f"{ADDRESS}/back", json={"item": "AP1", "reason": "ผิด"}).status_code == 422
    other = director.post("/api/v1/definitions/memo/move/back", json={"item": "AP1", "reason": "ผิด"})
    assert other.status_code == 422
    with desk.database.read() as session:
        assert session.exec(select(Item.version).where(Item.code == "AP1")).one() == 3
        assert history.verify(session, desk.office.id).holds


def test_the_command_line(
    database: Database, office: SmallOffice, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    prepare(database, office)
    place = ["--as", "plan_director.t1", "--database", database_url]
    command = ["definitions", "migrate", "annual_plan", *place]
    looked = CliRunner().invoke(app, [*command, "--dry-run", "--json"])
    assert looked.exit_code == 0, looked.output
    assert [each["verdict"] for each in json.loads(looked.stdout)["items"]] == ["moves", "needs_mapping"]
    shown = CliRunner().invoke(app, [*command, "--dry-run"])
    assert "ย้ายได้ 1 เรื่อง จาก 2 เรื่อง" in shown.stdout
    with database.read() as session:
        assert set(session.exec(select(Item.version)).all()) == {1}
    refused = CliRunner().invoke(app, [*command, "--json"])
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (2, "input_empty")
    moved = CliRunner().invoke(
        app, [*command, "--reason", "คำสั่ง", "--state", "subcommittee_review=director_review"]
    )
    assert moved.exit_code == 0, moved.output
    assert "ย้ายแล้ว 2 เรื่อง" in moved.stdout
    told = CliRunner().invoke(app, ["history", "show", "AP2", "--database", database_url])
    back = CliRunner().invoke(app, [*command, "--back", "AP2", "--reason", "ผิด"])
    assert "ย้าย AP2 กลับแล้ว" in back.stdout, told.output
    with database.read() as session:
        assert dict(session.exec(select(Item.code, Item.state)).all()) == {
            "AP1": "drafting",
            "AP2": "subcommittee_review",
        }
