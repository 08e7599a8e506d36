"""The page of the year tells what `khanton year` tells, and every table leaves as the workbook it shows."""

import datetime
import io
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from demonstration import built
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import col, select
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app as command_line
from api.pages import tables, texts_th
from api.pages.tables import Table, book_of
from api.settings import Settings
from tests.conftest import NOW, SmallOffice
from workflow import accounts
from workflow.database import Database
from workflow.models import Entry, Group, Item
from workflow.sheets.tables import Column

PASSWORD = "a good password"
HASH = accounts.hash_password(PASSWORD)
CLOCK = datetime.datetime(2018, 11, 20, 3, 0, tzinfo=datetime.UTC)
DAYS = ("2018-01-16", "2018-04-20", "2018-10-01")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXTS = texts_th.TEXTS


@pytest.fixture(scope="module")
def sample(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample offices after the whole year, only to look at."""
    with built(empty_database, tmp_path_factory.mktemp("year_page")) as url:
        yield url


@pytest.fixture
def browser(sample: str, tmp_path: Path) -> Iterator[TestClient]:
    """The planning director's browser before the sample office; Arabic digits."""
    app = create_app(Settings(database_url=sample, data_folder=tmp_path), clock=lambda: CLOCK)
    with TestClient(app) as client:
        _sign_in(client, "plandir", "khanton-demo")
        client.cookies.set("khanton_digits", "arabic")
        yield client


def _sign_in(client: TestClient, username: str, password: str = PASSWORD) -> None:
    told = {"username": username, "password": password, "to": "/"}
    assert client.post("/sign-in", data=told, follow_redirects=False).status_code == 303


def _shown(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.text)


def _told(sample: str, on: str) -> dict[str, Any]:
    words = ["year", "2561", "--office", "UTD2", "--database", sample, "--on", on, "--json"]
    result = CliRunner().invoke(command_line, words)
    assert result.exit_code == 0, result.stdout
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def _rows(page: str, name: str) -> list[list[str]]:
    """The cells of a table of the page, line by line, as text; a dash where nothing is known."""
    section = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    if section is None:
        return []
    body = section[1].partition("</thead>")[2]
    return [
        [_text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def _text(cell: str) -> str:
    within = re.sub(r'<span class="only-narrow">.*?</span>', "", cell)
    return re.sub(r"<[^>]*>", "", within).replace("\N{NO-BREAK SPACE}", " ").replace("\u200b", "").strip()


def _baht(amount: str | None) -> str:
    return "–" if amount is None else f"{Decimal(amount):,.2f}"


def _share(per_cent: str | None) -> str:
    return "–" if per_cent is None else per_cent


def _book(client: TestClient, address: str) -> openpyxl.Workbook:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    assert answer.headers["content-disposition"].startswith("attachment; ")
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def _cells(book: openpyxl.Workbook, sheet: str | None = None) -> list[list[Any]]:
    """The rows under the heading, an empty line and what follows it left out."""
    found = []
    for row in (book[sheet] if sheet else book.worksheets[0]).iter_rows(min_row=2, values_only=True):
        if not any(value is not None for value in row):
            break
        found.append(list(row))
    return found


def _as_shown(value: Any, number_format: str) -> str:
    """A cell of a workbook as the page writes it."""
    if value is None:
        return "–"
    if number_format in ("#,##0.00", "0.00"):
        return f"{Decimal(str(value)):,.2f}"
    return str(value)


def test_the_year_leads_to_the_one_in_which_today_lies(browser: TestClient) -> None:
    answer = browser.get("/year", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/year/2562")


@pytest.mark.parametrize("on", DAYS)
def test_the_page_tells_what_the_command_tells(browser: TestClient, sample: str, on: str) -> None:
    page, told = _shown(browser, f"/year/2561?on={on}"), _told(sample, on)
    tiles = dict(re.findall(r'<div><dt>([^<]+)</dt><dd><span class="sum">([^<]+)<', page))
    assert {key: tiles[TEXTS[f"year_{key}"]] for key in ("in_force", "received", "disbursed", "left")} == {
        key: _baht(told[key]) for key in ("in_force", "received", "disbursed", "left")
    }
    for name in ("group", "category"):
        wanted = [
            [
                *(each["name_th"], str(each["projects"]), _baht(each["in_force"])),
                *(_baht(each["disbursed"]), each["per_cent"]),
            ]
            for each in told[f"by_{name}"]
        ]
        shown = _rows(page, {"group": "groups", "category": "categories"}[name])
        assert shown[:-1] == wanted
        assert shown[-1][2:] == [_baht(told["in_force"]), _baht(told["disbursed"]), told["per_cent"]]
    assert _rows(page, "funds")[:-1] == [
        [
            *(each["name_th"], str(each["projects"]), _baht(each["in_force"]), _baht(each["disbursed"])),
            *(_share(each["per_cent"]), _baht(each["received"]), _baht(each["balance"])),
        ]
        for each in told["by_fund"]
    ]


@pytest.mark.parametrize("on", DAYS)
def test_quarters_behind_late_and_states_are_the_commands(browser: TestClient, sample: str, on: str) -> None:
    page, told = _shown(browser, f"/year/2561?on={on}"), _told(sample, on)
    aims = {each["quarter"]: each["per_cent"] for each in told["targets"] if each["scope"] == "all"}
    assert [[row[0], *row[2:7]] for row in _rows(page, "quarters")] == [
        [
            *(str(each["quarter"]), _baht(each["disbursed"]), _share(each["per_cent"])),
            *(_baht(each["operating"]["disbursed"]), _share(each["operating"]["per_cent"])),
            aims[each["quarter"]],
        ]
        for each in told["quarters"]
    ]
    assert [(row[0], row[3], row[5]) for row in _rows(page, "behind")] == [
        (each["code"], _baht(each["disbursed"]), _baht(each["due"])) for each in told["behind"]
    ]
    assert [(row[0], row[2], row[5]) for row in _rows(page, "late")] == [
        (each["item"], each["th"], str(each["days_late"])) for each in told["late"]
    ]
    counted = [int(number) for _, number in _rows(page, "projects")]
    assert sorted(counted[:-1]) == sorted(told["projects"]["by_state"].values())
    assert counted[-1] == told["projects"]["count"]
    assert len(_rows(page, "ceilings")) == len(told["ceilings"])
    assert [row[2] for row in _rows(page, "tranches")] == [_baht(each["amount"]) for each in told["tranches"]]


def test_the_bar_is_as_long_as_the_per_cent_and_marks_the_target(browser: TestClient, sample: str) -> None:
    page, told = _shown(browser, "/year/2561?on=2018-01-16"), _told(sample, "2018-01-16")
    quarters = page.partition('id="quarters"')[2].partition("</section>")[0]
    assert re.findall(r'class="paid[^"]*" width="([\d.]+)"', quarters) == [told["quarters"][0]["per_cent"]]
    assert re.findall(r'class="aim" x="([\d.]+)"', quarters) == [told["targets"][0]["per_cent"]]


@pytest.mark.parametrize("typed", ["16/1/2561", "๑๖ มกราคม ๒๕๖๑", "2018-01-16"])
def test_the_day_is_typed_as_people_type_it(browser: TestClient, typed: str) -> None:
    assert "ณ วันที่ 16 ม.ค. 2561" in _shown(browser, f"/year/2561?on={typed}").replace("\xa0", " ")


@pytest.mark.parametrize("typed", ["31/2/2561", "ไม่ใช่วันที่", "16/1/3104"])
def test_a_wrong_date_is_named_beside_its_field_and_kept(browser: TestClient, typed: str) -> None:
    page = _shown(browser, f"/year/2561?on={typed}", 422)
    assert f'value="{typed}"' in page
    problem = re.search(r'<span class="problem" id="on-problem" role="alert">([^<]+)</span>', page)
    assert problem is not None
    assert typed in problem[1]
    assert _rows(page, "groups")


@pytest.mark.parametrize("year", ["2018", "soon", "99999"])
def test_a_year_that_is_none_is_refused_on_a_page(browser: TestClient, year: str) -> None:
    assert TEXTS["problem_next"] in _shown(browser, f"/year/{year}", 422)


def test_a_year_without_plan_or_money_says_so(browser: TestClient) -> None:
    page = _shown(browser, "/year/2570")
    assert TEXTS["year_no_plan"] in page
    assert TEXTS["year_no_money"] in page
    assert "/year/2570/finance/" not in page


def test_the_page_speaks_english_and_thai_digits_by_preference(browser: TestClient) -> None:
    browser.cookies.set("khanton_digits", "thai")
    assert "เงินและแผนปีงบประมาณ ๒๕๖๑" in _shown(browser, "/year/2561")
    browser.cookies.set("khanton_language", "en")
    assert "Money and plan of fiscal year 2018" in _shown(browser, "/year/2561")


@pytest.mark.parametrize("on", DAYS)
def test_the_workbook_of_the_year_holds_the_tables_of_the_page(browser: TestClient, on: str) -> None:
    page, book = _shown(browser, f"/year/2561?on={on}"), _book(browser, f"/year/2561/year.xlsx?on={on}")
    names = re.findall(r'<section aria-labelledby="(\w+)">', page)
    assert book.sheetnames == [TEXTS[f"year_{name}"][:31].strip() for name in ("totals", *names)]
    for name, sheet in zip(names, book.worksheets[1:], strict=True):
        shown = _rows(page, name)
        held = [
            [_as_shown(cell.value, cell.number_format) for cell in row]
            for row in sheet.iter_rows(min_row=2, max_row=1 + len(shown))
        ]
        assert held == shown, name


def test_the_list_leaves_as_it_is_narrowed(browser: TestClient) -> None:
    book = _book(browser, "/items.xlsx?kind=project&q=P00")
    page = _shown(browser, "/items?kind=project&q=P00")
    shown = re.findall(r'class="title" lang="th" href="/items/(\w+)">', page)
    amounts = re.findall(r'class="money[^"]*">([\d,.]+)</td>', page)
    assert [row[0] for row in _cells(book)] == shown
    assert len(shown) == 9
    assert [f"{row[6]:,.2f}" for row in _cells(book) if row[6] is not None] == amounts


def test_the_list_leaves_whole_not_by_the_page(browser: TestClient, sample: str) -> None:
    with Database(sample).read() as session:
        codes = session.exec(select(Item.code).where(Item.office_id == 1)).all()
    assert len(codes) > 50
    assert sorted(row[0] for row in _cells(_book(browser, "/items.xlsx"))) == sorted(codes)


def test_an_items_history_leaves_newest_first(browser: TestClient) -> None:
    page = _shown(browser, "/items/P001")
    entries = [int(each) for each in re.findall(r'id="entry-(\d+)"', page)]
    rows = _cells(_book(browser, "/items/P001/history.xlsx"))
    assert [row[0] for row in rows] == entries
    titles = re.findall(r'<p class="what"><strong>([^<]+)</strong>', page)
    assert [row[5] for row in rows] == [title.replace("\u200b", "") for title in titles]
    assert {row[3] for row in rows} == {"P001"}
    assert 'href="/items/P001/history.xlsx"' in page


def test_the_record_leaves_as_it_is_narrowed(browser: TestClient, sample: str) -> None:
    with Database(sample).read() as session:
        of_item = select(Entry.seq).join(Item).where(Item.code == "P001", Item.office_id == 1)
        wanted = sorted(session.exec(of_item), reverse=True)
        signs = session.exec(select(Entry.seq).where(Entry.office_id == 1, Entry.kind == "sign_in")).all()
    assert [row[0] for row in _cells(_book(browser, "/history.xlsx?item=P001"))] == wanted
    assert signs
    without = {row[0] for row in _cells(_book(browser, "/history.xlsx"))}
    within = {row[0] for row in _cells(_book(browser, "/history.xlsx?signs=true"))}
    assert set(signs) == within - without


def test_a_longer_list_says_that_it_is_cut(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.exports.MOST", 7)
    sheet = _book(browser, "/items.xlsx").worksheets[0]
    assert sheet.max_row == 1 + 7 + 2
    assert sheet.cell(row=10, column=1).value == TEXTS["export_cut"].format(count=7)
    assert tables.MOST == 10_000


def test_every_download_on_the_page_opens(browser: TestClient) -> None:
    page = _shown(browser, "/year/2561?on=2018-04-20")
    links = sorted(set(re.findall(r'href="(/year/2561/[^"]+\.xlsx[^"]*)"', page)))
    assert len(links) == 1 + 7 + 4 + 7
    empty = [link for link in links if not _cells(_book(browser, link))]
    # The sample's first year has no base data, and at its end nothing is owed any more.
    assert empty == [f"/year/2561/{name}.xlsx?on=2018-04-20" for name in ("base", "deadlines")]


def test_a_template_stands_for_its_quarter_and_its_group(browser: TestClient, sample: str) -> None:
    finance = _book(browser, "/year/2561/finance/3.xlsx?on=2018-04-20").worksheets[0]
    assert "ไตรมาสที่ 3 ปีงบประมาณ พ.ศ. 2561" in str(finance["A1"].value)
    proposals = _book(browser, "/year/2561/proposals/PLN.xlsx").worksheets[0]
    with Database(sample).read() as session:
        of_group = (
            select(Item.code)
            .join(Group, col(Group.id) == col(Item.group_id))
            .where(Item.office_id == 1, Item.kind == "project", Group.code == "PLN")
        )
        codes = session.exec(of_group).all()
    assert codes
    held = [row[1] for row in proposals.iter_rows(min_row=2, values_only=True) if row[1]]
    assert sorted(held) == sorted(codes)


@pytest.mark.parametrize(
    "address", ["finance/5.xlsx", "finance/x.xlsx", "proposals/NONE.xlsx", "money.xlsx?on=31/2/2561"]
)
def test_a_download_of_nothing_known_is_refused_on_a_page(browser: TestClient, address: str) -> None:
    assert TEXTS["problem_next"] in _shown(browser, f"/year/2561/{address}", 422)


def test_the_file_has_its_thai_name(browser: TestClient) -> None:
    answer = browser.get("/year/2561/money.xlsx")
    name = re.search(r"filename\*=UTF-8''(\S+)", answer.headers["content-disposition"])
    assert name is not None
    assert unquote(name[1]) == "งบประมาณทีละรายการ 2561.xlsx"


def test_what_people_typed_never_leaves_as_a_formula() -> None:
    content = book_of(
        [Table("t", "ตาราง", (Column("ก"), Column("ข", "amount")), [("=1+1", -5), ("+cmd", 3)])]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [sheet.cell(row=row, column=1) for row in (2, 3)]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert [str(cell.value)[0] for cell in cells] == ["'", "'"]


@pytest.fixture
def desk(database: Database, database_url: str, office: SmallOffice, tmp_path: Path) -> Iterator[TestClient]:
    """A browser before the small office, where everybody has the same password."""
    with database.write() as session:
        for name, person in office.people.items():
            if name != "system":
                accounts.set_password(session, person, HASH)
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), clock=lambda: NOW)
    with TestClient(app) as client:
        yield client


_WHOLE = ("/year", "/year/2561", "/year/2561/year.xlsx", "/year/2561/money.xlsx", "/year/2561/items.xlsx")


@pytest.mark.parametrize(
    "address", [*_WHOLE, "/year/2561/finance/1.xlsx", "/year/2561/proposals/PLAN.xlsx", "/history.xlsx"]
)
def test_school_people_see_no_year_of_the_office(desk: TestClient, address: str) -> None:
    _sign_in(desk, "school_officer.t1")
    _shown(desk, address, 403)
    assert 'href="/year"' not in _shown(desk, "/items")
    _sign_in(desk, "internal_auditor.t1")
    assert 'href="/year"' in _shown(desk, "/items")


def test_nobody_downloads_without_signing_in(desk: TestClient) -> None:
    for address in (*_WHOLE, "/items.xlsx", "/history.xlsx", "/items/M1/history.xlsx"):
        answer = desk.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")


def test_school_people_download_their_own_schools_items_only(
    desk: TestClient, database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        office.open(session, "memo", "M1", title="เรื่องของสำนักงาน")
    _sign_in(desk, "school_officer.t1")
    assert _cells(_book(desk, "/items.xlsx")) == []
    _shown(desk, "/items/M1/history.xlsx", 404)
    _sign_in(desk, "clerk.t1")
    assert [row[0] for row in _cells(_book(desk, "/items.xlsx"))] == ["M1"]
    assert [row[3] for row in _cells(_book(desk, "/items/M1/history.xlsx"))] == ["M1"]


@pytest.mark.parametrize("address", ["/year/2561", "/year/2561/year.xlsx", "/items.xlsx", "/history.xlsx"])
def test_more_items_take_no_more_statements(
    desk: TestClient, database: Database, office: SmallOffice, address: str
) -> None:
    _sign_in(desk, "plan_officer.t1")
    counts = []
    for number in range(5):
        with database.write() as session:
            office.open(session, "project", f"P{number}", title=f"โครงการที่ {number}")
        counts.append(_statements(desk, address))
    assert counts[1:] == [counts[1]] * 4


def _statements(desk: TestClient, address: str) -> int:
    asked: list[str] = []
    engine = desk.app.state.database.engine  # type: ignore[attr-defined]

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert desk.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)
