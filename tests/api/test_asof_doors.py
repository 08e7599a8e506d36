"""Pages, JSON and the command tell the same of the past; what cannot be answered is said clearly."""

import datetime
import json
import re
from decimal import Decimal
from html import unescape

import pytest
from fastapi.testclient import TestClient
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import select
from typer.testing import CliRunner
from year_pages import directors_browser, own_year, page_at  # noqa: F401  fixtures

from api.cli import app
from states.baht import plain_baht
from workflow.database import Database
from workflow.models import Office
from workflow.money.queries import year_money

API = "/api/v1/as-of"
ON = datetime.date(2018, 3, 15)
ASKED = "on=2018-03-15&known=2018-03-20"


def command(sample: str, *words: str, status: int = 0) -> str:
    answer = CliRunner().invoke(app, ["--database", sample, *words])
    assert answer.exit_code == status, answer.output
    return answer.output


def test_page_json_and_command_tell_the_same_plan(browser: TestClient, sample: str) -> None:
    told = browser.get(f"{API}/plan/2561?{ASKED}").json()
    dates = ("--on", "15 มี.ค. 2561", "--known", "20/3/2561")
    assert json.loads(command(sample, "as-of", "plan", "2561", *dates, "--office", "UTD2", "--json")) == told
    assert (told["on"], told["known"][:10]) == ("2018-03-15", "2018-03-20")
    database = Database(sample)
    with database.read() as session:
        office = session.exec(select(Office.id).where(Office.code == "UTD2")).one()
        live = year_money(session, office, 2561, ON)
    database.dispose()
    assert Decimal(told["in_force"]) == Decimal(plain_baht(live.total.in_force))
    page = page_at(browser, f"/plan/2561/as-of?{ASKED}")
    assert "ข้อมูล ณ วันที่ 15 มี.ค. 2561 ตามที่ทราบเมื่อ 20 มี.ค. 2561" in page.replace("\N{NO-BREAK SPACE}", " ")
    codes = re.findall(r'<th scope="row"><a href="/items/([^/]+)/as-of', page)
    assert codes == [each["code"] for each in told["projects"] if each["in_plan"]] + [
        each["code"] for each in told["projects"] if not each["in_plan"]
    ]


def test_page_json_and_command_tell_the_same_paper(browser: TestClient, sample: str) -> None:
    told = browser.get(f"{API}/items/AP2561?{ASKED}").json()
    words = ("as-of", "item", "AP2561", "--on", "15/3/2561", "--known", "20/3/2561", "--office", "UTD2")
    assert json.loads(command(sample, *words, "--json")) == told
    page = page_at(browser, f"/items/AP2561/as-of?{ASKED}")
    assert told["standing"]["state"]["th"] in page
    assert len(re.findall(r"<tr><th scope=\"row\">", page)) == len(told["duties"])
    assert 'href="/items/AP2561"' in page
    assert told["standing"]["state"]["th"] in command(sample, *words)


def test_people_and_paths_are_told_by_all_three(browser: TestClient, sample: str) -> None:
    roster = browser.get(f"{API}/roster?{ASKED}").json()
    words = ("--on", "15/3/2561", "--known", "20/3/2561", "--office", "UTD2", "--json")
    assert json.loads(command(sample, "as-of", "roster", *words)) == roster
    page = page_at(browser, f"/as-of/roster?{ASKED}")
    for post in roster["posts"]:
        for holder in post["holders"]:
            assert post["role"]["code"] == "system" or holder["name"] in page
    paths = browser.get(f"{API}/definitions?{ASKED}").json()
    assert json.loads(command(sample, "as-of", "definitions", *words)) == paths
    kinds = [each["kind"]["code"] for each in paths["definitions"]]
    page = page_at(browser, f"/as-of/definitions?{ASKED}&kind=project")
    assert re.findall(r"kind=(\w+)#picture", page) == kinds
    assert "<svg" in page


def test_dates_are_typed_as_everywhere_and_a_paper_is_found_from_the_start(browser: TestClient) -> None:
    start = browser.get("/as-of", params={"on": "๑๕ มี.ค. ๒๕๖๑", "known": "20/3/2561"})
    assert f"/plan/2561/as-of?{ASKED}" in unescape(start.text)
    led = browser.get(
        "/as-of", params={"on": "15/3/2561", "known": "", "code": "AP2561"}, follow_redirects=False
    )
    assert (led.status_code, led.headers["location"]) == (303, "/items/AP2561/as-of?on=2018-03-15")


WRONG = [
    ("on=31/2/2561", "on"),
    ("on=15/3/2590", "on"),
    ("on=15/3/2561&known=1/3/2561", "known"),
    ("on=15/3/2561&known=yesterday", "known"),
    ("on=1/1/2500&known=1/1/2501", "known"),
]


@pytest.mark.parametrize(("query", "field"), WRONG)
@pytest.mark.parametrize("address", ["/as-of", "/plan/2561/as-of", "/items/AP2561/as-of", "/as-of/roster"])
def test_a_date_that_cannot_be_is_said_beside_its_field(
    query: str, field: str, address: str, browser: TestClient
) -> None:
    page = page_at(browser, f"{address}?{query}", 422)
    assert re.search(rf'id="{field}-problem">[^<]+', page)
    assert "ตามที่ทราบเมื่อ" in page


def test_programs_hear_what_is_wrong(browser: TestClient) -> None:
    for query, code in (
        ("on=2018-03-15&known=2018-03-01", "past_known_before_on"),
        ("on=2100-01-01", "past_in_future"),
        ("on=2000-01-01&known=2000-01-02", "past_before_record"),
        ("on=2561-03-15", "wrong_era"),
    ):
        answer = browser.get(f"{API}/roster?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert browser.get(f"{API}/items/NOPE?on=2018-03-15").status_code == 404
    assert browser.get("/items/NOPE/as-of?on=2018-03-15").status_code == 404


def test_the_command_refuses_with_words_and_a_code(sample: str) -> None:
    dates = ("--on", "15/3/2561", "--known", "1/3/2561")
    told = command(sample, "as-of", "roster", *dates, "--office", "UTD2", "--json", status=2)
    assert json.loads(told)["error"]["code"] == "past_known_before_on"


def test_history_replay_says_that_all_is_as_told(sample: str) -> None:
    assert json.loads(command(sample, "history", "replay", "--json")) == [
        {"office": "PYO2", "differences": []},
        {"office": "UTD2", "differences": []},
    ]


def test_what_was_secret_stays_secret(desk) -> None:  # type: ignore[no-untyped-def]
    """The past of a paper is for those who may see it today."""
    clerk, owner = desk.person("school_officer"), desk.person("plan_director")
    wish = {"kind": "annual_plan", "code": "AP2561", "title": "แผน", "fiscal_year": 2561, "group": "PLN"}
    assert owner.post("/api/v1/items", json=wish).status_code == 201
    assert owner.get(f"{API}/items/AP2561").status_code == 200
    assert clerk.get(f"{API}/items/AP2561").status_code == 404
    for door in ("plan/2561", "roster", "definitions"):
        assert clerk.get(f"{API}/{door}").status_code == 403
