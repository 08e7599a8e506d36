"""Absences at the JSON door and the command line."""

import json

import pytest
from conftest import NOW, SmallOffice
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import select
from typer.testing import CliRunner

from api import clock
from api.cli import app
from workflow.database import Database
from workflow.models import Absence

ADDRESS = "/api/v1/absences"
DAYS = {"valid_from": "2018-01-15", "valid_to": "2018-01-17"}
KEY = {"Idempotency-Key": "absent-1"}


def test_she_notes_sees_and_ends_her_own(desk: Desk) -> None:
    owner = desk.person("project_owner")
    answers = [owner.post(ADDRESS, json={**DAYS, "reason": "ลาป่วย"}, headers=KEY) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    noted = answers[0].json()
    assert answers[1].json() == noted  # sent twice, noted once
    assert noted == {
        "absence": noted["absence"],
        "account": "project_owner.t1",
        "reason": "ลาป่วย",
        **DAYS,
    }
    assert owner.get(ADDRESS).json() == [noted]
    ended = owner.delete(f"{ADDRESS}/{noted['absence']}")
    assert (ended.status_code, ended.json()) == (200, {"absence": noted["absence"], "last_day": None})
    assert owner.get(ADDRESS).json() == []


def test_the_clerk_notes_anothers_and_nobody_reads_why(desk: Desk) -> None:
    clerk, account = desk.person("clerk"), "project_owner.t1"
    noted = clerk.post(ADDRESS, json={**DAYS, "account": account, "reason": "ลาป่วย"})
    assert (noted.status_code, noted.json()["reason"]) == (200, "")
    (shown,) = clerk.get(ADDRESS, params={"account": account}).json()
    assert (shown["account"], shown["reason"]) == (account, "")
    (own,) = desk.person("project_owner").get(ADDRESS).json()
    assert own["reason"] == "ลาป่วย"


def test_a_school_sees_nobody_elses(desk: Desk) -> None:
    school = desk.person("school_officer")
    answers = [school.get(ADDRESS, params=params) for params in ({}, {"account": "project_owner.t1"})]
    assert [each.status_code for each in answers] == [200, 403]


@pytest.mark.parametrize(
    ("role", "wish", "status", "code"),
    [
        ("plan_officer", {**DAYS, "account": "clerk.t1"}, 403, "no_role"),
        ("clerk", {**DAYS, "account": "nobody"}, 404, "unknown_person"),
        ("clerk", {**DAYS, "valid_to": "2018-01-14"}, 422, "input_before_start"),
        ("clerk", {**DAYS, "valid_from": "2561-01-15"}, 422, "wrong_era"),
        ("clerk", {"valid_from": "2018-01-15"}, 422, "bad_request"),
    ],
)
def test_what_is_refused(desk: Desk, role: str, wish: dict[str, str], status: int, code: str) -> None:
    answer = desk.person(role).post(ADDRESS, json=wish)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    unknown = desk.person("clerk").delete(f"{ADDRESS}/4711")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "http_404")


def test_an_overlap_is_told_in_both_languages(desk: Desk) -> None:
    clerk = desk.person("clerk")
    clerk.post(ADDRESS, json=DAYS)
    told = clerk.post(ADDRESS, json=DAYS).json()
    assert told["code"] == "input_overlaps"
    assert "ซ้อนกับช่วงที่บันทึกไว้แล้ว" in json.dumps(told, ensure_ascii=False)
    assert "recorded already" in json.dumps(told, ensure_ascii=False)


def test_the_command_notes_an_absence_as_people_type_it(
    database: Database, database_url: str, office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    place = ("--as", "clerk.t1", "--database", database_url, "--json")
    absent = ("people", "absent", "project_owner.t1", "--from", "๑๕/๑/๒๕๖๑", "--to", "17 ม.ค. 2561")
    done = CliRunner().invoke(app, [*absent, *place])
    assert done.exit_code == 0, done.stdout
    told = json.loads(done.stdout)
    assert (told["valid_from"], told["valid_to"]) == ("2018-01-15", "2018-01-17")
    back = CliRunner().invoke(app, ["people", "back", str(told["absence"]), *place])
    assert (back.exit_code, json.loads(back.stdout)["last_day"]) == (0, None)
    with database.read() as session:
        assert session.exec(select(Absence)).all() == []
