"""The office's ladders at the JSON door and the command line."""

import json

import pytest
from conftest import NOW, SmallOffice
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from typer.testing import CliRunner

from api import clock
from api.cli import app
from workflow.database import Database

ADDRESS = "/api/v1/ladders"


def test_the_json_door(desk: Desk) -> None:
    rungs = [{"days": -5, "to": "owner"}, {"days": 2, "to": "area_director"}]
    answer = desk.person("plan_director").put(f"{ADDRESS}/short", json={"rungs": rungs})
    assert (answer.status_code, answer.json()["own"], answer.json()["rungs"]) == (200, True, rungs)
    seen = {each["ladder"]: each["own"] for each in desk.person("clerk").get(ADDRESS).json()}
    assert seen == {"standard": False, "short": True}
    refusals = [
        desk.person("clerk").put(f"{ADDRESS}/short", json={"rungs": rungs}),
        desk.person("plan_director").put(f"{ADDRESS}/short", json={"rungs": [{"days": 9999, "to": "owner"}]}),
        desk.person("plan_director").put(f"{ADDRESS}/short", json={"rungs": [{"days": 1, "to": "x" * 9000}]}),
        desk.person("plan_director").put(f"{ADDRESS}/none", json={"rungs": rungs}),
        desk.person("school_officer").get(ADDRESS),
    ]
    assert [each.status_code for each in refusals] == [403, 422, 422, 422, 403]


def test_the_command_line(
    database: Database, office: SmallOffice, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    place = ["--as", "plan_director.t1", "--database", database_url, "--json"]
    done = CliRunner().invoke(app, ["ladders", "set", "short", "--rung", "-๓=owner", *place])
    assert (done.exit_code, json.loads(done.stdout)["rungs"]) == (0, [{"days": -3, "to": "owner"}])
    shown = CliRunner().invoke(app, ["ladders", "list", "--database", database_url, "--json"])
    assert json.loads(shown.stdout)["ladders"]["short"] == [{"days": -3, "to": "owner"}]
    wrong = CliRunner().invoke(app, ["ladders", "set", "short", "--rung", "soon", *place])
    assert (wrong.exit_code, json.loads(wrong.stdout)["error"]["code"]) == (2, "bad_option")
