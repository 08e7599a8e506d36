"""Where papers will wait in vain: the page, the JSON door and the command line tell the same."""

import datetime
import json

import pytest
from conftest import NOW, SmallOffice
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import select
from typer.testing import CliRunner

from api import clock
from api.cli import app
from api.told_staffing import UNTOLD, told
from workflow import queries
from workflow.database import Database
from workflow.models import Occupancy
from workflow.moments import bangkok_date
from workflow.staffing.gaps import staffing

ADDRESS = "/api/v1/staffing"


def vacant(database: Database, office: SmallOffice, name: str) -> None:
    with database.write() as session:
        held = session.exec(select(Occupancy).where(Occupancy.position_id == office.positions[name])).one()
        held.valid_to = bangkok_date(NOW) - datetime.timedelta(days=1)


def test_the_json_door_names_the_state_and_whose_step_it_is(desk: Desk) -> None:
    vacant(desk.database, desk.office, "area_director")
    told = desk.person("plan_director").get(ADDRESS).json()
    gaps = {(gap["kind"]["code"], gap["state"]["code"]): gap for gap in told["gaps"]}
    gap = gaps["annual_plan", "director_review"]
    assert (told["sound"], gap["cause"], gap["always"]) == (False, "nobody", True)
    assert "area_director" in {role["code"] for role in gap["roles"]}
    assert {(body["body"]["code"], body["lack"]) for body in told["bodies"]} >= {
        ("plan_committee", "no_body")
    }
    assert desk.person("clerk").get(ADDRESS).status_code == 403


def test_the_page_says_what_would_help(desk: Desk) -> None:
    vacant(desk.database, desk.office, "school_officer@S002")
    page = desk.person("plan_director").get("/settings/definitions/staffing").text
    assert "โรงเรียน S002" in page
    assert "แต่งตั้งผู้ดำรงตำแหน่ง หรือออกคำสั่งรักษาราชการแทน" in page


def test_before_publishing_a_path_it_is_told_where_it_would_stop(desk: Desk) -> None:
    vacant(desk.database, desk.office, "board_recorder")
    asked = {"look": "1", "body:0": "area_committee", "action:0": "endorse"}
    page = desk.person("plan_director").get("/settings/definitions/annual_plan/route", params=asked).text
    assert "ถ้าประกาศใช้ เรื่องที่เปิดใหม่จะค้างที่ขั้นต่อไปนี้" in page
    assert "ผู้บันทึกมติคณะกรรมการภายนอก" in page


def test_a_paper_that_she_may_not_see_is_told_by_no_code(database: Database, office: SmallOffice) -> None:
    with database.write() as session:
        office.open(session, "annual_plan", "AP1")
    vacant(database, office, "plan_director")
    with database.read() as session:
        found = staffing(session, office.id, bangkok_date(NOW), NOW)
        codes = {}
        for name in ("area_director", "school_officer"):
            who = queries.viewer(session, office.people[name], NOW)
            codes[name] = {code for gap in told(session, found, {}, who).gaps for code in gap.codes}
    assert codes == {"area_director": {"AP1"}, "school_officer": {UNTOLD}}


def test_the_command_line_tells_the_same(
    database: Database, office: SmallOffice, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vacant(database, office, "area_director")
    database.dispose()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    asked = ["definitions", "staffing", "--database", database_url]
    found = CliRunner().invoke(app, [*asked, "--json"])
    assert found.exit_code == 0, found.output
    [told] = json.loads(found.stdout)
    assert ("annual_plan", "director_review") in {
        (gap["kind"]["code"], gap["state"]["code"]) for gap in told["gaps"]
    }
    said = CliRunner().invoke(app, [*asked, "--strict"])
    assert said.exit_code == 1
    assert "ไม่มีผู้ใดทำขั้น" in said.output
