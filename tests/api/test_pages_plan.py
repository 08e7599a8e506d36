"""The plan's page: its sums agree, its workbook says the same, and its rows are edited in place."""

import re

import pytest
from fastapi.testclient import TestClient
from plan_desk import PlanDesk, desk_of_the_plan, value_of  # noqa: F401  a fixture
from sqlmodel import select
from year_pages import (  # noqa: F401  fixtures
    TEXTS,
    book_at,
    cells_of,
    directors_browser,
    own_year,
    page_at,
    plain_text,
)

from workflow.models import PlannedSpending, ProjectLine
from workflow.money.planned import stored_plan

ADDRESSES = (
    "",
    "?group=PLN",
    "?fund=OFFICE&by=quarter",
    "?category=operating&by=fund&sort=-left",
    "?late=1&by=category",
    "?state=in_progress&q=โครงการ&sort=title",
    "?goal=strategy+S2&all=1",
)


def test_the_plan_leads_to_the_year_in_which_today_lies(browser: TestClient) -> None:
    answer = browser.get("/plan", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/plan/2562")


@pytest.mark.parametrize("asked", ADDRESSES)
def test_every_sum_agrees_however_the_table_is_narrowed(browser: TestClient, asked: str) -> None:
    page = page_at(browser, f"/plan/2561{asked}")
    told = re.findall(r'<li class="(agrees|differs)">', page)
    assert told == ["agrees"] * 4


@pytest.mark.parametrize("asked", ADDRESSES)
def test_the_workbook_holds_the_rows_and_sums_of_the_page(browser: TestClient, asked: str) -> None:
    page, book = page_at(browser, f"/plan/2561{asked}"), book_at(browser, f"/plan/2561/plan.xlsx{asked}")
    table = re.search(r'<table class="stack list figures plan">(.*?)</table>', page, re.DOTALL)
    held = cells_of(book)
    if table is None:
        assert [row[0] for row in held] == [TEXTS["plan_total"].format(count=0)]
        return
    shown = re.findall(r'<tr id="p-([^"]+)".*?</tr>', table[1], re.DOTALL)
    assert [row[0] for row in held[:-1]] == shown
    sums = [f"{value:,.2f}" for value in held[-1] if isinstance(value, int | float)]
    foot = table[1].partition("<tfoot>")[2]
    assert re.findall(r'<td class="money"[^>]*>([^<]+)</td>', foot) == sums
    first = re.findall(rf'<tr id="p-{shown[0]}".*?</tr>', table[1], re.DOTALL)[0]
    amounts = [
        plain_text(each) for each in re.findall(r'<td[^>]*class="money[^>]*>(.*?)</td>', first, re.DOTALL)
    ]
    told = [f"{value:,.2f}" for value in held[0] if isinstance(value, int | float)]
    assert [each for each in amounts if each != "–"] == [
        each for each in told if each != "0.00" or "0.00" in amounts
    ]


def test_an_unknown_order_or_filter_is_no_fault(browser: TestClient) -> None:
    assert TEXTS["plan_none"] in page_at(browser, "/plan/2561?group=NOBODY&sort=nonsense&by=nothing&page=999")


def test_school_people_are_kept_out(desk: PlanDesk) -> None:
    desk.sign_in("school_officer")
    for address in ("/plan/2561", "/plan/2561/money", "/figures", "/goals", "/amendments"):
        desk.page(address, 403)


@pytest.mark.parametrize("address", ["/plan/2561", "/figures?year=2561", "/goals?year=2561"])
@pytest.mark.one_database
def test_pages_take_the_same_statements_for_any_number_of_projects(desk: PlanDesk, address: str) -> None:
    desk.sign_in("plan_officer")
    desk.add("P0")
    desk.page(address)
    with desk.statements() as one:
        desk.page(address)
    desk.add(*(f"Q{number:03}" for number in range(300)))
    with desk.statements() as many:
        desk.page(address)
    assert one.count == many.count <= 26


def test_a_long_plan_comes_in_pages_and_its_total_is_of_all(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    desk.add(*(f"Q{number:03}" for number in range(130)))
    first, second = desk.page("/plan/2561"), desk.page("/plan/2561?page=2")
    assert (first.count('<tr id="p-'), second.count('<tr id="p-')) == (100, 30)
    for page in (first, second):
        assert TEXTS["plan_total"].format(count=130) in page
        assert "19,500.00" in page.partition("<tfoot>")[2]
    assert len(first.encode()) < 300_000


def _typed(page: str, **more: str) -> dict[str, str]:
    return {"seen": value_of(page, "seen"), "q1": "50", "q2": "๕๐", "q3": "50.00", "q4": "0", **more}


def test_quarters_are_planned_in_the_row_with_thai_digits_and_commas(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    desk.add("P1")
    page = desk.page("/plan/2561?edit=P1&sort=-left")
    where = desk.send("/plan/2561/edit/P1?sort=-left", _typed(page, ends_on="30 มิ.ย. 2561"))
    assert where == "/plan/2561?sort=-left&done=P1#p-P1"
    with desk.database.read() as session:
        assert stored_plan(session, desk.item("P1")) == [50_00, 50_00, 50_00, 0]
    assert desk.item("P1").ends_on.isoformat() == "2018-06-30"  # type: ignore[union-attr]
    assert TEXTS["plan_saved"] in desk.page(where.partition("#")[0])


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"q2": "ห้าสิบ"}, "q2"),
        ({"q3": "49.99"}, "q1"),
        ({"q1": "0.001"}, "q1"),
        ({"q4": "-5"}, "q4"),
        ({"ends_on": "31 ก.พ. 2561"}, "ends_on"),
    ],
)
def test_a_refused_row_comes_back_with_everything_typed(
    desk: PlanDesk, more: dict[str, str], field: str
) -> None:
    desk.sign_in("plan_officer")
    desk.add("P1")
    told = _typed(desk.page("/plan/2561?edit=P1"), **more)
    page = desk.send("/plan/2561/edit/P1?edit=P1", told, 422)
    assert {name: value_of(page, name) for name in told} == told
    assert f'<a href="#e-{field}">' in page
    assert re.search(rf'id="e-{field}"[^>]*aria-invalid="true"', page)
    with desk.database.read() as session:
        assert session.exec(select(PlannedSpending)).all() == []


def test_a_row_somebody_else_saved_meanwhile_is_not_overwritten_unseen(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    desk.add("P1")
    told = _typed(desk.page("/plan/2561?edit=P1"))
    desk.send("/plan/2561/edit/P1", {**told, "q1": "150", "q2": "", "q3": "", "q4": ""})
    page = desk.send("/plan/2561/edit/P1?edit=P1", told, 409)
    assert {name: value_of(page, name) for name in ("q1", "q2", "q3", "q4")} == {
        name: told[name] for name in ("q1", "q2", "q3", "q4")
    }
    assert TEXTS["plan_changed_since"] in page
    assert TEXTS["paper_kept_now"].format(text="150.00") in page
    desk.send("/plan/2561/edit/P1", {**told, "seen": value_of(page, "seen")})


def test_a_proposals_lines_are_written_in_its_row(desk: PlanDesk) -> None:
    desk.sign_in("plan_officer")
    desk.add("P1", state="draft")
    page = desk.page("/plan/2561?edit=P1&all=1")
    told = {
        "seen": value_of(page, "seen"),
        "fund:0": "OFFICE",
        "sub:0": "operating services",
        "amount:0": "๑,๒๓๔.๕๐",
        "fund:1": "QUALITY",
        "sub:1": "operating materials",
        "amount:1": "65.50",
    }
    desk.send("/plan/2561/edit/P1?all=1", told)
    with desk.database.read() as session:
        found = session.exec(select(ProjectLine.requested).order_by(ProjectLine.requested)).all()
    assert found == [65_50, 1234_50]
    bad = {**told, "seen": "999999", "amount:1": "1234.567"}
    page = desk.send("/plan/2561/edit/P1?all=1&edit=P1", bad, 422)
    assert (value_of(page, "amount:1"), value_of(page, "amount:0")) == ("1234.567", "๑,๒๓๔.๕๐")


def test_whoever_may_not_write_a_project_is_offered_no_form_and_refused(desk: PlanDesk) -> None:
    desk.add("P1", group="PLN")
    desk.sign_in("internal_auditor")
    assert "e-P1" not in desk.page("/plan/2561?edit=P1")
    desk.send("/plan/2561/edit/P1", {"seen": "0", "q1": "150"}, 403)
    desk.sign_in("project_owner@adm")
    assert "e-P1" not in desk.page("/plan/2561?edit=P1")
    desk.send("/plan/2561/edit/P1", {"seen": "0", "q1": "150"}, 403)


def test_the_pages_speak_english(desk: PlanDesk) -> None:
    desk.sign_in("plan_director")
    desk.add("P1")
    desk.client.cookies.set("khanton_language", "en")
    assert "Annual action plan of fiscal year 2018" in desk.page("/plan/2561")
    assert "Do the sums agree?" in desk.page("/plan/2561")
