"""The legal calendar by command, as JSON and on its page: told alike, changed only once confirmed."""

import json
import re
from typing import Any

import pytest
from json_desk import PASSWORD, Desk, desk_at_the_json_door  # noqa: F401  a fixture
from typer.testing import CliRunner, Result

from api.cli import app as command_line
from workflow.calendars import seed_holidays
from workflow.changes import Hand

API = "/api/v1"
DAY = "2018-01-15"
SUBSTITUTION = "2018-10-15"


@pytest.fixture(autouse=True)
def seeded(desk: Desk) -> None:
    """The public holidays of the fiscal year's calendar years, and a report owed for the first quarter."""
    with desk.database.write() as session:
        seed_holidays(session, desk.office.id, [2017, 2018], Hand(desk.office.people["clerk"], desk.at))
    desk.open("annual_plan", "AP")
    with desk.database.write() as session:
        desk.office.open(session, "school_plan", "SP", school_id=desk.office.schools["S001"])


def command(desk: Desk, *words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(command_line, [*words, "--database", desk.database_url], input=typed)


def answered(desk: Desk, *words: str) -> Any:
    result = command(desk, *words, "--json")
    assert result.exit_code == 0, result.stdout
    return json.loads(result.stdout)


def browser(desk: Desk, role: str) -> Any:
    client = desk.visitor()
    told = {"username": f"{role}.t1", "password": PASSWORD, "to": "/"}
    assert client.post("/sign-in", data=told, follow_redirects=False).status_code == 303
    client.cookies.set("khanton_digits", "arabic")
    return client


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_command_and_the_json_door_tell_the_same_year(desk: Desk) -> None:
    by_command = answered(desk, "calendar", "2561")
    by_program = desk.person("plan_officer").get(f"{API}/calendar", params={"year": 2561}).json()
    assert by_command["quarters"] == by_program["quarters"]
    shared = ("code", "th", "en", "quarter", "formula", "unrolled", "due", "explanation_th", "explanation_en")
    assert [[each[key] for key in shared] for each in by_command["deadlines"]] == [
        [each[key] for key in shared] for each in by_program["deadlines"]
    ]
    assert by_command["calendar_version"] == by_program["calendar_version"] == "1"
    (analysis,) = [each for each in by_command["deadlines"] if each["code"] == "D-EX-01"]
    assert (analysis["unrolled"], analysis["due"], analysis["kind"]) == (
        SUBSTITUTION,
        "2018-10-12",
        "expenditure_analysis",
    )


def test_the_year_in_which_today_lies_is_told_where_none_is_asked(desk: Desk) -> None:
    assert desk.person("clerk").get(f"{API}/calendar").json()["fiscal_year"] == 2561


def test_a_shipped_profile_needs_no_database(tmp_path: Any) -> None:
    words = ["calendar", "2562", "--profile", "phayao2", "--json", "--data", str(tmp_path)]
    result = CliRunner().invoke(command_line, words)
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["profile"], told["office"], told["without_holidays"]) == ("phayao2", None, [])
    assert told["quarters"][0] == {
        "number": 1,
        "first": "2018-10-01",
        "last": "2018-12-31",
        "last_workday": "2018-12-28",
    }


def test_where_there_is_no_database_yet_the_proposed_calendar_is_shown(
    tmp_path: Any, monkeypatch: Any
) -> None:
    monkeypatch.delenv("KHANTON_DATABASE_URL", raising=False)
    result = CliRunner().invoke(command_line, ["calendar", "2562", "--data", str(tmp_path / "empty")])
    assert result.exit_code == 0
    assert "15 ม.ค. 2562" in result.stdout
    assert "modern_default" in result.stderr


def test_an_unknown_profile_and_a_year_of_the_other_era_are_refused(desk: Desk) -> None:
    assert command(desk, "calendar", "2562", "--profile", "nowhere").exit_code == 2
    refused = command(desk, "calendar", "2019", "--json")
    assert refused.exit_code == 2
    assert "2562" in json.loads(refused.stdout)["error"]["en"]


def test_a_year_without_any_holiday_says_so(desk: Desk) -> None:
    assert answered(desk, "calendar", "2570")["without_holidays"] == [2026, 2027]
    assert "ยังไม่มีวันหยุดของปี พ.ศ. 2570" in command(desk, "calendar", "2570").stdout


def test_the_command_shows_what_moves_and_waits_for_yes(desk: Desk) -> None:
    add = ("holidays", "add", "31/10/2560", "หยุดพิเศษ", "--as", "clerk.t1")
    shown = answered(desk, *add)
    assert (shown["saved"], [each["item"] for each in shown["moves"]]) == (False, ["AP", "AP"])
    asked = command(desk, *add, typed="n\n")
    assert asked.exit_code == 1
    assert "1 พ.ย. 2560" in asked.stdout
    assert _holiday(desk, "2017-10-31") is None
    done = command(desk, *add, "--source", "มติ ครม.", typed="y\n")
    assert done.exit_code == 0
    assert _holiday(desk, "2017-10-31") == {"day": "2017-10-31", "name_th": "หยุดพิเศษ", "source": "มติ ครม."}
    again = answered(desk, "holidays", "remove", "31 ต.ค. 60", "--as", "clerk.t1", "--yes")
    assert (again["saved"], again["calendar_version"]) == (True, "3")
    turned = [(each["item"], each["code"], each["after"], each["before"]) for each in shown["moves"]]
    assert [(m["item"], m["code"], m["before"], m["after"]) for m in again["moves"]] == turned


def _holiday(desk: Desk, day: str) -> dict[str, str] | None:
    found = answered(desk, "holidays", "list", "--year", "2561")["holidays"]
    return next((each for each in found if each["day"] == day), None)


def test_holidays_of_another_year_are_taken_in_once(desk: Desk) -> None:
    first = answered(desk, "holidays", "seed", "2563", "--as", "clerk.t1")
    assert first["added"] > 30
    assert answered(desk, "holidays", "seed", "2563", "--as", "clerk.t1")["added"] == 0


def test_the_json_door_previews_adds_and_takes_away(desk: Desk) -> None:
    clerk = desk.person("clerk")
    wish = {"day": "2017-10-31", "name_th": "หยุดพิเศษ"}
    shown = clerk.post(f"{API}/holidays-preview", json={"add": [wish]}).json()
    assert [(each["item"], each["duty"]["code"], each["after"]) for each in shown["moves"]] == [
        ("AP", "D-AP-01", "2017-11-01"),
        ("AP", "D-AP-02", "2017-11-01"),
    ]
    added = clerk.post(f"{API}/holidays", json=wish)
    assert (added.status_code, added.json()["moves"], added.json()["calendar_version"]) == (
        201,
        shown["moves"],
        "2",
    )
    owed = desk.person("plan_officer").get(f"{API}/items/AP/obligations").json()
    assert {each["duty"]["code"]: each["explanation_th"] for each in owed}["D-AP-01"] == (
        "กำหนด 31 ต.ค. 2560, ตรงกับวันหยุด (หยุดพิเศษ) จึงเลื่อนเป็นวันทำการถัดไป 1 พ.ย. 2560"
    )
    gone = clerk.delete(f"{API}/holidays/2017-10-31")
    assert (gone.status_code, gone.json()["calendar_version"], len(gone.json()["moves"])) == (200, "3", 2)
    assert "2017-10-31" not in str(clerk.get(f"{API}/holidays", params={"year": 2561}).json())


def test_the_json_door_refuses_whom_and_what_it_must(desk: Desk) -> None:
    wish = {"day": "2018-01-17", "name_th": "หยุดพิเศษ"}
    clerk = desk.person("clerk")
    assert desk.person("plan_officer").post(f"{API}/holidays", json=wish).status_code == 403
    assert desk.person("school_officer").get(f"{API}/calendar").status_code == 403
    assert desk.person("school_officer").get(f"{API}/holidays").status_code == 403
    assert clerk.post(f"{API}/holidays", json=wish | {"day": SUBSTITUTION}).status_code == 409
    assert clerk.post(f"{API}/holidays", json=wish | {"day": "2561-01-17"}).status_code == 422
    assert clerk.delete(f"{API}/holidays/2018-01-17").status_code == 422
    assert clerk.get(f"{API}/calendar", params={"year": 2018}).status_code == 422


def test_the_page_shows_the_year_and_a_form_only_to_those_who_keep_it(desk: Desk) -> None:
    page = plain(browser(desk, "plan_officer").get("/calendar").text)
    assert "ปฏิทินกำหนดส่งปีงบประมาณ 2561" in page
    assert "12 ต.ค. 2561" in page
    assert "จึงเลื่อนขึ้นมาเป็นวันทำการก่อนหน้า 12 ต.ค. 2561" in page
    assert "/calendar/change" not in page
    assert "/calendar/change" in browser(desk, "clerk").get("/calendar").text
    assert browser(desk, "school_officer").get("/calendar").status_code == 403
    assert 'href="/calendar"' not in browser(desk, "school_officer").get("/").text


def test_the_page_shows_what_moves_before_it_is_confirmed(desk: Desk) -> None:
    clerk = browser(desk, "clerk")
    wish = {"day": "๓๑ ต.ค. ๒๕๖๐", "name": "หยุดพิเศษ", "source": "มติ ครม."}
    shown = clerk.get("/calendar/change", params=wish)
    assert "กำหนดที่จะเลื่อน 2 รายการ" in shown.text
    assert "1 พ.ย. 2560" in plain(shown.text)
    assert _holiday(desk, "2017-10-31") is None
    told = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
    done = clerk.post("/calendar/holidays", data={name: told[name] for name in ("day", "name", "source")})
    assert done.status_code == 200
    assert "เลื่อนกำหนด 2 รายการ" in done.text
    assert _holiday(desk, "2017-10-31") == {"day": "2017-10-31", "name_th": "หยุดพิเศษ", "source": "มติ ครม."}
    removal = clerk.get("/calendar/change", params={"day": "2017-10-31", "remove": "1"})
    assert "ยกเลิกวันหยุด 31 ต.ค. 2560 หยุดพิเศษ" in plain(removal.text)
    clerk.post("/calendar/holidays", data={"day": "2017-10-31", "remove": "true"})
    assert _holiday(desk, "2017-10-31") is None


@pytest.mark.parametrize(
    ("wish", "status", "field"),
    [
        ({"day": "32/1/2561", "name": "หยุด"}, 422, "day"),
        ({"day": "", "name": "หยุด"}, 422, "day"),
        ({"day": DAY, "name": " "}, 422, "name"),
        ({"day": DAY, "name": "ก" * 301}, 413, "name"),
        ({"day": SUBSTITUTION, "name": "หยุด"}, 409, "day"),
        ({"day": DAY, "remove": "1"}, 422, "day"),
    ],
)
def test_what_cannot_be_added_is_said_at_its_field(
    desk: Desk, wish: dict[str, str], status: int, field: str
) -> None:
    answer = browser(desk, "clerk").get("/calendar/change", params=wish)
    assert answer.status_code == status
    assert f'id="{field}-problem"' in answer.text


def test_the_page_refuses_a_change_by_others(desk: Desk) -> None:
    told = {"day": DAY, "name": "หยุด"}
    assert browser(desk, "plan_officer").post("/calendar/holidays", data=told).status_code == 403
    assert _holiday(desk, DAY) is None


def test_the_page_of_a_paper_explains_its_dates(desk: Desk) -> None:
    page = browser(desk, "plan_director").get("/items/AP").text
    assert "กำหนด 31 ต.ค. 2560, ไม่ใช่วันหยุด" in page


@pytest.mark.one_database
def test_the_page_costs_the_same_however_much_is_owed(desk: Desk) -> None:
    """The calendar reads definitions and holidays, not papers; the preview reads papers in one statement."""
    clerk = browser(desk, "clerk")
    wish = {"day": "31/10/2560", "name": "หยุดพิเศษ"}

    def cost() -> tuple[int, int]:
        counted = []
        for address, asked in (("/calendar", {}), ("/calendar/change", wish)):
            clerk.get(address, params=asked)
            with desk.statements() as statements:
                clerk.get(address, params=asked)
            counted.append(statements.count)
        return counted[0], counted[1]

    before = cost()
    for number in range(5):
        desk.open("annual_plan", f"AP{number}", fiscal_year=2561)
    assert cost() == before
