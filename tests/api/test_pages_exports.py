"""Every table leaves as the workbook of what is shown, for whoever may see it and nobody else."""

import io
import re
from urllib.parse import unquote

import openpyxl
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import col, select
from year_pages import (  # noqa: F401  fixtures
    CLOCK,
    TEXTS,
    book_at,
    browser_of_the_small_office,
    cells_of,
    directors_browser,
    looking_into,
    own_year,
    page_at,
    sign_in,
)

from api.pages.tables import Table, book_of
from tests.conftest import SmallOffice
from workflow.database import Database
from workflow.models import Entry, Group, Item
from workflow.sheets.tables import Column
from workflow.years.exports import EXPORTS


def test_the_list_leaves_as_it_is_narrowed(browser: TestClient) -> None:
    book = book_at(browser, "/items.xlsx?kind=project&q=P00")
    page = page_at(browser, "/items?kind=project&q=P00")
    shown = re.findall(r'class="title" lang="th" href="/items/(\w+)">', page)
    amounts = re.findall(r'class="money[^"]*">([\d,.]+)</td>', page)
    assert [row[0] for row in cells_of(book)] == shown
    assert len(shown) == 9
    assert [f"{row[6]:,.2f}" for row in cells_of(book) if row[6] is not None] == amounts


def test_the_list_leaves_whole_not_by_the_page(browser: TestClient, sample: str) -> None:
    with looking_into(sample) as session:
        codes = session.exec(select(Item.code).where(Item.office_id == 1)).all()
    assert len(codes) > 50
    whole = [row[0] for row in cells_of(book_at(browser, "/items.xlsx"))]
    assert sorted(whole) == sorted(codes)
    rest = book_at(browser, f"/items.xlsx?after=2561:{whole[9]}")
    assert [row[0] for row in cells_of(rest)] == whole[10:]


def test_an_items_history_leaves_newest_first(browser: TestClient) -> None:
    page = page_at(browser, "/items/P001")
    entries = [int(each) for each in re.findall(r'id="entry-(\d+)"', page)]
    rows = cells_of(book_at(browser, "/items/P001/history.xlsx"))
    assert [row[0] for row in rows] == entries
    titles = re.findall(r'<p class="what"><strong>([^<]+)</strong>', page)
    assert [row[5] for row in rows] == [title.replace("\u200b", "") for title in titles]
    assert {row[3] for row in rows} == {"P001"}
    assert 'href="/items/P001/history.xlsx"' in page


def test_the_record_leaves_as_it_is_narrowed(browser: TestClient, sample: str) -> None:
    with looking_into(sample) as session:
        of_item = select(Entry.seq).join(Item).where(Item.code == "P001", Item.office_id == 1)
        wanted = sorted(session.exec(of_item), reverse=True)
        signs = session.exec(select(Entry.seq).where(Entry.office_id == 1, Entry.kind == "sign_in")).all()
    assert [row[0] for row in cells_of(book_at(browser, "/history.xlsx?item=P001"))] == wanted
    assert signs
    older = [row[0] for row in cells_of(book_at(browser, f"/history.xlsx?item=P001&before={wanted[1]}"))]
    assert older == wanted[2:]
    without = {row[0] for row in cells_of(book_at(browser, "/history.xlsx"))}
    within = {row[0] for row in cells_of(book_at(browser, "/history.xlsx?signs=true"))}
    assert set(signs) == within - without


def test_a_longer_list_says_that_it_is_cut(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.items.exports.MOST", 7)
    sheet = book_at(browser, "/items.xlsx").worksheets[0]
    assert sheet.max_row == 1 + 7 + 2
    assert sheet.cell(row=10, column=1).value == TEXTS["export_cut"].format(count=7)


def test_every_download_on_the_page_opens(browser: TestClient) -> None:
    page = page_at(browser, "/year/2561?on=2018-04-20")
    links = sorted(set(re.findall(r'href="(/year/2561/[^"]+\.xlsx[^"]*)"', page)))
    assert len(links) == 1 + len(EXPORTS) + 4 + 7
    empty = [link for link in links if not cells_of(book_at(browser, link))]
    assert empty == ["/year/2561/base.xlsx"]  # the sample's first year has no year before it
    # A year later nothing of it is owed any more.
    assert cells_of(book_at(browser, "/year/2561/deadlines.xlsx?on=2019-11-20")) == []


def test_a_table_that_tells_only_the_present_is_refused_for_another_day(browser: TestClient) -> None:
    page = page_at(browser, "/year/2561/indicators.xlsx?on=2018-04-20", 422)
    assert "ระบบไม่ได้เก็บข้อมูลของตารางนี้ ณ วันที่ 20 เม.ย. 2561" in page
    assert cells_of(book_at(browser, f"/year/2561/indicators.xlsx?on={CLOCK:%Y-%m-%d}"))


def test_a_template_stands_for_its_quarter_and_its_group(browser: TestClient, sample: str) -> None:
    finance = book_at(browser, "/year/2561/finance/3.xlsx?on=2018-04-20").worksheets[0]
    assert "ไตรมาสที่ 3 ปีงบประมาณ พ.ศ. 2561" in str(finance["A1"].value)
    proposals = book_at(browser, "/year/2561/proposals/PLN.xlsx").worksheets[0]
    with looking_into(sample) as session:
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
    assert TEXTS["problem_next"] in page_at(browser, f"/year/2561/{address}", 422)


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


_WHOLE = ("/year", "/year/2561", "/year/2561/year.xlsx", "/year/2561/money.xlsx", "/year/2561/items.xlsx")


@pytest.mark.parametrize(
    "address", [*_WHOLE, "/year/2561/finance/1.xlsx", "/year/2561/proposals/PLAN.xlsx", "/history.xlsx"]
)
def test_school_people_see_no_year_of_the_office(desk: TestClient, address: str) -> None:
    sign_in(desk, "school_officer.t1")
    page_at(desk, address, 403)
    assert 'href="/year"' not in page_at(desk, "/items")
    sign_in(desk, "internal_auditor.t1")
    assert 'href="/year"' in page_at(desk, "/items")


def test_nobody_downloads_without_signing_in(desk: TestClient) -> None:
    for address in (*_WHOLE, "/items.xlsx", "/history.xlsx", "/items/M1/history.xlsx"):
        answer = desk.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")


def test_school_people_download_their_own_schools_items_only(
    desk: TestClient, database: Database, office: SmallOffice
) -> None:
    with database.write() as session:
        office.open(session, "memo", "M1", title="เรื่องของสำนักงาน")
    sign_in(desk, "school_officer.t1")
    assert cells_of(book_at(desk, "/items.xlsx")) == []
    page_at(desk, "/items/M1/history.xlsx", 404)
    sign_in(desk, "clerk.t1")
    assert [row[0] for row in cells_of(book_at(desk, "/items.xlsx"))] == ["M1"]
    assert [row[3] for row in cells_of(book_at(desk, "/items/M1/history.xlsx"))] == ["M1"]


@pytest.mark.parametrize("address", ["/year/2561", "/year/2561/year.xlsx", "/items.xlsx", "/history.xlsx"])
@pytest.mark.one_database
def test_more_items_take_no_more_statements(
    desk: TestClient, database: Database, office: SmallOffice, address: str
) -> None:
    sign_in(desk, "plan_officer.t1")
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
