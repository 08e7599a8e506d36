"""The page of the year tells what `khanton year` tells, to the satang, in the sample's own figures."""

import re

import pytest
from fastapi.testclient import TestClient
from year_pages import (  # noqa: F401  fixtures
    DAYS,
    TEXTS,
    as_shown,
    baht,
    book_at,
    command_tells,
    directors_browser,
    own_year,
    page_at,
    rows_of,
    share,
)


def test_the_year_leads_to_the_one_in_which_today_lies(browser: TestClient) -> None:
    answer = browser.get("/year", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/year/2562")


@pytest.mark.parametrize("on", DAYS)
def test_the_page_tells_what_the_command_tells(browser: TestClient, sample: str, on: str) -> None:
    page, told = page_at(browser, f"/year/2561?on={on}"), command_tells(sample, on)
    tiles = dict(re.findall(r'<div><dt>([^<]+)</dt><dd><span class="sum">([^<]+)<', page))
    assert {key: tiles[TEXTS[f"year_{key}"]] for key in ("in_force", "received", "disbursed", "left")} == {
        key: baht(told[key]) for key in ("in_force", "received", "disbursed", "left")
    }
    for name in ("group", "category"):
        wanted = [
            [
                *(each["name_th"], str(each["projects"]), baht(each["in_force"])),
                *(baht(each["disbursed"]), each["per_cent"]),
            ]
            for each in told[f"by_{name}"]
        ]
        shown = rows_of(page, {"group": "groups", "category": "categories"}[name])
        assert shown[:-1] == wanted
        assert shown[-1][2:] == [baht(told["in_force"]), baht(told["disbursed"]), told["per_cent"]]
    assert rows_of(page, "funds")[:-1] == [
        [
            *(each["name_th"], str(each["projects"]), baht(each["in_force"]), baht(each["disbursed"])),
            *(share(each["per_cent"]), baht(each["received"]), baht(each["balance"])),
        ]
        for each in told["by_fund"]
    ]


@pytest.mark.parametrize("on", DAYS)
def test_quarters_behind_late_and_states_are_the_commands(browser: TestClient, sample: str, on: str) -> None:
    page, told = page_at(browser, f"/year/2561?on={on}"), command_tells(sample, on)
    aims = {each["quarter"]: each["per_cent"] for each in told["targets"] if each["scope"] == "all"}
    assert [[row[0], *row[2:7]] for row in rows_of(page, "quarters")] == [
        [
            *(str(each["quarter"]), baht(each["disbursed"]), share(each["per_cent"])),
            *(baht(each["operating"]["disbursed"]), share(each["operating"]["per_cent"])),
            aims[each["quarter"]],
        ]
        for each in told["quarters"]
    ]
    assert [(row[0], row[3], row[5]) for row in rows_of(page, "behind")] == [
        (each["code"], baht(each["disbursed"]), baht(each["due"])) for each in told["behind"]
    ]
    assert [(row[0], row[2], row[5]) for row in rows_of(page, "late")] == [
        (each["item"], each["th"], str(each["days_late"])) for each in told["late"]
    ]
    counted = [int(number) for _, number in rows_of(page, "projects")]
    assert sorted(counted[:-1]) == sorted(told["projects"]["by_state"].values())
    assert counted[-1] == told["projects"]["count"]
    assert len(rows_of(page, "ceilings")) == len(told["ceilings"])
    assert [row[2] for row in rows_of(page, "tranches")] == [
        baht(each["amount"]) for each in told["tranches"]
    ]


def test_the_bar_is_as_long_as_the_per_cent_and_marks_the_target(browser: TestClient, sample: str) -> None:
    page, told = page_at(browser, "/year/2561?on=2018-01-16"), command_tells(sample, "2018-01-16")
    quarters = page.partition('id="quarters"')[2].partition("</section>")[0]
    assert re.findall(r'class="paid[^"]*" width="([\d.]+)"', quarters) == [told["quarters"][0]["per_cent"]]
    assert re.findall(r'class="aim" x="([\d.]+)"', quarters) == [told["targets"][0]["per_cent"]]


@pytest.mark.parametrize("typed", ["16/1/2561", "๑๖ มกราคม ๒๕๖๑", "2018-01-16"])
def test_the_day_is_typed_as_people_type_it(browser: TestClient, typed: str) -> None:
    assert "ณ วันที่ 16 ม.ค. 2561" in page_at(browser, f"/year/2561?on={typed}").replace("\xa0", " ")


@pytest.mark.parametrize("typed", ["31/2/2561", "ไม่ใช่วันที่", "16/1/3104"])
def test_a_wrong_date_is_named_beside_its_field_and_kept(browser: TestClient, typed: str) -> None:
    page = page_at(browser, f"/year/2561?on={typed}", 422)
    assert f'value="{typed}"' in page
    problem = re.search(r'<span class="problem" id="on-problem" role="alert">([^<]+)</span>', page)
    assert problem is not None
    assert typed in problem[1]
    assert rows_of(page, "groups")


@pytest.mark.parametrize("year", ["2018", "soon", "99999"])
def test_a_year_that_is_none_is_refused_on_a_page(browser: TestClient, year: str) -> None:
    assert TEXTS["problem_next"] in page_at(browser, f"/year/{year}", 422)


def test_a_year_without_plan_or_money_says_so(browser: TestClient) -> None:
    page = page_at(browser, "/year/2570")
    assert TEXTS["year_no_plan"] in page
    assert TEXTS["year_no_money"] in page
    assert "/year/2570/finance/" not in page


def test_the_page_speaks_english_and_thai_digits_by_preference(browser: TestClient) -> None:
    browser.cookies.set("khanton_digits", "thai")
    assert "เงินและแผนปีงบประมาณ ๒๕๖๑" in page_at(browser, "/year/2561")
    browser.cookies.set("khanton_language", "en")
    assert "Money and plan of fiscal year 2018" in page_at(browser, "/year/2561")


@pytest.mark.parametrize("on", DAYS)
def test_the_workbook_of_the_year_holds_the_tables_of_the_page(browser: TestClient, on: str) -> None:
    page, book = page_at(browser, f"/year/2561?on={on}"), book_at(browser, f"/year/2561/year.xlsx?on={on}")
    names = re.findall(r'<section aria-labelledby="(\w+)">', page)
    assert book.sheetnames == [TEXTS[f"year_{name}"][:31].strip() for name in ("totals", *names)]
    for name, sheet in zip(names, book.worksheets[1:], strict=True):
        shown = rows_of(page, name)
        held = [
            [as_shown(cell.value, cell.number_format) for cell in row]
            for row in sheet.iter_rows(min_row=2, max_row=1 + len(shown))
        ]
        assert held == shown, name
