"""Excel at the pages: what is previewed is what is saved, whole or not at all, by those who may."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from openpyxl import Workbook, load_workbook
from sqlmodel import col, func, select

from api.app import create_app
from api.settings import Settings
from tests.conftest import NOW, SmallOffice
from tests.workflow.sheets.test_sheet_finance import FIRST_ROW, PLACES, SPOILT
from workflow import accounts
from workflow.changes import Hand
from workflow.database import Database
from workflow.items import NewItem, import_item
from workflow.models import Disbursement, Entry, Fund, Group, Item, ProjectLine, Proposal, StoredFile
from workflow.moments import bangkok_date
from workflow.money.paid import record_disbursements
from workflow.sheets.finance_template import AMOUNT, finance_template
from workflow.sheets.proposal_layout import BUDGET, COLUMNS, PROJECTS
from workflow.sheets.proposals import proposals_template

PASSWORD = "a good password"
HASH = accounts.hash_password(PASSWORD)
COUNT = 25  # projects of two lines each
WORTH = 10_000_00  # satang of every line
FINANCE, OWNER = "finance_officer", "project_owner"
Edit = Callable[[Any], None]


class Desk:
    """The pages over the small office, with a plan of fifty lines."""

    def __init__(self, client: TestClient, database: Database, office: SmallOffice) -> None:
        self.client, self.database, self.office = client, database, office

    def sign_in(self, name: str) -> None:
        told = {"username": f"{name}.t1".lower(), "password": PASSWORD, "to": "/"}
        assert self.client.post("/sign-in", data=told, follow_redirects=False).status_code == 303

    def finance(self, edit: Edit | None = None, amount: object = 100) -> bytes:
        """The template of the first quarter with the same amount in every row, then edited."""
        with self.database.read() as session:
            data = finance_template(session, self.office.id, 2561, 1, bangkok_date(NOW))
        book = load_workbook(io.BytesIO(data))
        for row in range(FIRST_ROW, FIRST_ROW + 2 * COUNT):
            cell: Any = book.worksheets[0].cell(row=row, column=PLACES[AMOUNT])
            cell.value = amount
        if edit:
            edit(book.worksheets[0])
        return saved(book)

    def proposals(self, title: str = "โครงการใหม่", group: str = "PLN") -> bytes:
        """The template of a group's proposals with one more project of one line."""
        with self.database.read() as session:
            found = session.exec(select(Group).where(Group.code == group)).one()
            book = load_workbook(io.BytesIO(proposals_template(session, self.office.id, 2561, found)))
        below = book[PROJECTS].max_row + 1
        put(book[PROJECTS], below, {"ลำดับ": 99, "ชื่อโครงการ": title, "วัตถุประสงค์": "ให้ทุกคนอ่านออก"})
        line = {"ลำดับโครงการ": 99, "แหล่งงบประมาณ": "OFFICE", "รายการ": "ค่าวัสดุ", "จำนวนเงิน (บาท)": 750.25}
        put(book[BUDGET], book[BUDGET].max_row + 1, line)
        return saved(book)

    def preview(self, kind: str, data: bytes, filename: str = "ไฟล์ของฉัน.xlsx") -> Response:
        return self.client.post("/import/preview", data={"kind": kind}, files={"file": (filename, data)})

    def save(self, page: Response, **other: str) -> Response:
        """Presses the button of a preview."""
        return self.client.post("/import/save", data=hidden(page) | other, follow_redirects=False)

    def counts(self) -> tuple[int, int, int, int]:
        """How many figures, projects, entries and kept files there are; signing in aside."""
        with self.database.read() as session:
            entries = select(func.count()).select_from(Entry).where(Entry.kind != "sign_in")
            figures, projects, files = (
                session.exec(select(func.count()).select_from(table)).one()
                for table in (Disbursement, Item, StoredFile)
            )
            return figures, projects, session.exec(entries).one(), files


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(sheet: Any, row: int, values: dict[str, object]) -> None:
    headings = [column.heading for column in COLUMNS[sheet.title]]
    for heading, value in values.items():
        sheet.cell(row=row, column=headings.index(heading) + 1).value = value


def hidden(page: Response) -> dict[str, str]:
    names = "kind|filename|sha256|seen|key"
    return dict(re.findall(rf'<input type="hidden" name="({names})" value="([^"]*)"', unescape(page.text)))


def button(page: Response) -> bool:
    return "บันทึกทั้งหมด</button>" in page.text


@pytest.fixture
def desk(database: Database, database_url: str, office: SmallOffice, tmp_path: Path) -> Iterator[Desk]:
    with database.write() as session:
        for name, person in office.people.items():
            if name != "system":
                accounts.set_password(session, person, HASH)
        fund = Fund(office_id=office.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
        session.add(fund)
        session.flush()
        by = office.people["plan_director"]
        for number in range(1, COUNT + 1):
            title = f"=โครงการ <b>{number}</b>"
            new = NewItem("project", f"P{number:03}", title, 2561, group_id=office.groups["PLN"])
            item = import_item(session, office.id, new, state="in_progress", by=by, at=NOW)
            for sub in ("services", "materials"):
                line = ProjectLine(
                    item_id=item.id, fund_id=fund.id, category="operating", sub=sub, original=WORTH
                )
                session.add(line)
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), clock=lambda: NOW)
    with TestClient(app) as client:
        client.cookies.set("khanton_digits", "arabic")
        yield Desk(client, database, office)


def test_finances_figures_are_previewed_then_saved_as_shown(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    before = desk.counts()
    page = desk.preview("finance", desk.finance(amount="๑,๒๐๐.๕๐"))
    assert (page.status_code, button(page)) == (200, True)
    for shown in (
        "P025",
        "1,200.50",
        "50 แถว: ใหม่ 50 · เปลี่ยน 0 · คงเดิม 0",
        "500,000.00",
        "60,025.00",
        "439,975.00",
    ):
        assert shown in page.text
    assert "<b>1</b>" not in page.text
    assert desk.counts() == (*before[:3], before[3] + 1)  # the file itself, for the button
    answer = desk.save(page)
    with desk.database.read() as session:
        paid = session.exec(select(Disbursement.quarter, Disbursement.amount)).all()
        entry = session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()
    assert paid == [(1, 120050)] * 50
    assert entry is not None
    assert (entry.kind, entry.actor_id) == ("disbursement", desk.office.people[FINANCE])
    assert '"source":"ไฟล์ของฉัน.xlsx"' in entry.details.replace('": ', '":')
    told = desk.client.get(answer.headers["location"])
    assert (answer.status_code, told.status_code) == (303, 200)
    assert f"ประวัติรายการที่ {entry.seq}" in told.text
    assert set(re.findall(r'href="/items/(\w+)"', told.text)) == {f"P{n:03}" for n in range(1, COUNT + 1)}
    again = desk.preview("finance", desk.finance(amount=1200.5))
    assert (again.status_code, button(again)) == (200, False)
    assert "ไฟล์ตรงกับข้อมูลในระบบแล้ว" in again.text


def test_forty_spoilt_rows_are_forty_lines_of_the_page_and_nothing_is_kept(desk: Desk) -> None:
    def spoil(sheet: Any) -> None:
        for row, (heading, value, _) in enumerate(SPOILT, start=FIRST_ROW + 5):
            sheet.cell(row=row, column=PLACES[heading]).value = value

    desk.sign_in(FINANCE)
    before = desk.counts()
    page = desk.preview("finance", desk.finance(spoil))
    assert (page.status_code, button(page), desk.counts()) == (422, False, before)
    assert "พบข้อผิดพลาด 40 แห่ง" in page.text
    table = page.text.split('<table class="stack list mistakes">')[1].split("</table>")[0]
    rows = re.findall(r'data-label="แถว">(\d+)</td><td data-label="คอลัมน์" lang="th">(\w) ', table)
    columns = ["ABCDEFGHIJ"[PLACES[heading] - 1] for heading, _, _ in SPOILT]
    assert rows == [(str(number), letter) for number, letter in enumerate(columns, start=FIRST_ROW + 5)]
    assert "สูตรในช่อง (=1+1) ให้วางเป็นค่า (Paste values)" in table
    desk.client.cookies.set("khanton_language", "en")
    assert "a formula (=1+1); paste it as a value" in desk.preview("finance", desk.finance(spoil)).text


def test_a_groups_new_proposal_is_previewed_then_opened(desk: Desk) -> None:
    desk.sign_in(OWNER)
    before = desk.counts()
    page = desk.preview("proposals", desk.proposals())
    assert (page.status_code, button(page)) == (200, True)
    assert "26 แถว: ใหม่ 1 · เปลี่ยน 0 · คงเดิม 25" in page.text
    assert "งบประมาณสำนักงาน · งบดำเนินงาน · ค่าวัสดุ: 750.25" in page.text
    assert desk.counts() == (*before[:3], before[3] + 1)
    answer = desk.save(page)
    with desk.database.read() as session:
        item = session.exec(select(Item).where(Item.code == "PLN61-01")).one()
        form = session.get_one(Proposal, item.id)
        asked = session.exec(select(ProjectLine.requested).where(ProjectLine.item_id == item.id)).all()
        entries = session.exec(select(Entry.seq).where(Entry.item_id == item.id)).all()
    assert (item.title, item.state, form.objectives, asked) == (
        "โครงการใหม่",
        "draft",
        "ให้ทุกคนอ่านออก",
        [75025],
    )
    told = desk.client.get(answer.headers["location"])
    assert f"ประวัติรายการที่ {min(entries)} ถึง {max(entries)}" in told.text
    assert re.findall(r'href="/items/([\w-]+)"', told.text) == ["PLN61-01"]
    assert len(entries) == 3


def test_those_who_may_not_are_told_so_at_the_preview_and_cannot_save(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    held = {"finance": hidden(desk.preview("finance", desk.finance()))}
    desk.sign_in(OWNER)
    held["proposals"] = hidden(desk.preview("proposals", desk.proposals()))
    before = desk.counts()
    for name, kind in (
        (OWNER, "finance"),
        ("internal_auditor", "finance"),
        (FINANCE, "proposals"),
        ("project_owner@ADM", "proposals"),
    ):
        desk.sign_in(name)
        data = desk.finance() if kind == "finance" else desk.proposals()
        page = desk.preview(kind, data)
        assert (name, page.status_code, button(page)) == (name, 403, False)
        assert 'role="alert"' in page.text
        refused = desk.client.post("/import/save", data=held[kind])
        assert (name, refused.status_code, desk.counts()) == (name, 403, before)


def test_school_people_have_no_such_page(desk: Desk) -> None:
    desk.sign_in("school_officer")
    assert 'href="/import"' not in desk.client.get("/").text
    answers = [desk.client.get("/import"), desk.preview("finance", desk.finance())]
    answers.append(desk.client.post("/import/save", data={"kind": "finance", "sha256": "0" * 64}))
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    desk.sign_in("clerk")
    assert 'href="/import"' in desk.client.get("/").text
    assert desk.client.get("/import").status_code == 200


def test_the_templates_are_led_to(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.client.get("/import")
    assert re.search(r'name="kind" value="finance" checked', page.text)
    for form, there in (
        ({"kind": "finance", "year": "2561", "part": "1"}, "/year/2561/finance/1.xlsx"),
        ({"kind": "proposals", "year": "2561", "part": "ก/1"}, "/year/2561/proposals/%E0%B8%81%2F1.xlsx"),
    ):
        answer = desk.client.get("/import/template", params=form, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, there)
    other = {"kind": "//elsewhere.example", "year": "2561", "part": "1"}
    assert desk.client.get("/import/template", params=other, follow_redirects=False).status_code == 422


def test_nobody_is_led_to_sign_in(desk: Desk) -> None:
    answer = desk.client.get("/import", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?to=/import")


def _zip(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in names:
            parts.writestr(name, "x")
    return stream.getvalue()


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "x")
        parts.writestr("xl/workbook.xml", bytes(80 * 1024 * 1024))
    return stream.getvalue()


def _one_sheet() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["ก", "ข"])
    return saved(book)


FILES: dict[str, tuple[Callable[[], bytes], int, str]] = {
    "csv": (lambda: "รหัส,เงิน\n".encode(), 422, "เป็นข้อความ (CSV หรือหน้าเว็บ)"),
    "none": (lambda: b"", 422, "ไฟล์ไม่มีข้อมูลเลย"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", 422, "ไฟล์นี้ไม่ใช่ Excel (.xlsx)"),
    "word": (lambda: _zip("[Content_Types].xml", "word/document.xml"), 422, "ไฟล์นี้ไม่ใช่ Excel (.xlsx)"),
    "old": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 422, "เป็น Excel รุ่นเก่า (.xls)"),
    "encrypted": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        422,
        "ไฟล์นี้ใส่รหัสผ่านไว้",
    ),
    "bomb": (_bomb, 422, "ขยายออกเป็น 80 MB"),
    "cut off": (lambda: _one_sheet()[:-200], 422, "ไฟล์อาจเสียหาย"),
    "another sheet": (_one_sheet, 422, "ใช้แบบที่ส่งออกจากระบบ"),
    "too large": (lambda: b"PK" + bytes(20 * 1024 * 1024), 413, "รับได้ไม่เกิน 20 MB"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_cannot_be_read_is_said_on_the_page(desk: Desk, name: str) -> None:
    make, status, sentence = FILES[name]
    desk.sign_in("plan_officer")
    before = desk.counts()
    for kind in ("finance", "proposals"):
        page = desk.preview(kind, make())
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert sentence in unescape(page.text)
        assert "ทำอย่างไรต่อ" in page.text
        assert re.search(rf'value="{kind}" checked', page.text)
    assert desk.counts() == before


def test_a_file_far_too_large_is_refused_with_a_page(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", bytes(21 * 1024 * 1024))
    assert (page.status_code, page.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert "ใหญ่เกิน" in page.text


def test_a_workbook_with_macros_is_not_kept(desk: Desk) -> None:
    stream = io.BytesIO(desk.finance())
    with zipfile.ZipFile(stream, "a") as parts:
        parts.writestr("xl/vbaProject.bin", "x")
    desk.sign_in(FINANCE)
    before = desk.counts()
    page = desk.preview("finance", stream.getvalue())
    assert (page.status_code, button(page), desk.counts()) == (422, False, before)


def test_the_other_kinds_template_is_refused(desk: Desk) -> None:
    desk.sign_in("plan_officer")
    assert desk.preview("proposals", desk.finance()).status_code == 422
    assert desk.preview("finance", desk.proposals()).status_code == 422
    assert desk.preview("nothing", desk.finance()).status_code == 422


def test_the_button_pressed_twice_saves_once(desk: Desk) -> None:
    desk.sign_in(OWNER)
    page = desk.preview("proposals", desk.proposals())
    first = desk.save(page)
    after = desk.counts()
    second = desk.save(page)
    assert (first.status_code, second.status_code) == (303, 303)
    assert (second.headers["location"], desk.counts()) == (first.headers["location"], after)
    assert desk.save(page, seen="other").status_code == 422
    without = desk.save(page, key="")
    assert (without.status_code, desk.counts()) == (422, after)  # the title is taken by now
    assert "พบข้อผิดพลาด 1 แห่ง" in without.text


def test_the_button_pressed_twice_at_once_saves_once(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    figures, items, entries, files = desk.counts()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(desk.save, [page, page]))
    assert 303 in [answer.status_code for answer in answers]
    assert desk.counts() == (figures + 50, items, entries + 1, files)


def test_what_changed_since_the_preview_is_shown_again_and_not_saved(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    with desk.database.write() as session:
        line = session.exec(select(func.min(ProjectLine.id))).one()
        hand = Hand(desk.office.people["plan_officer"], NOW)
        record_disbursements(session, desk.office.id, 2561, 1, [(line, 7_00)], hand)
    before = desk.counts()
    again = desk.save(page)
    assert (again.status_code, button(again), desk.counts()) == (409, True, before)
    assert "ข้อมูลในระบบเปลี่ยนไปหลังจากที่ท่านตรวจ" in again.text
    assert "ใหม่ 49 · เปลี่ยน 1" in again.text
    assert desk.save(again).status_code == 303
    assert desk.counts()[0] == 50


def test_a_line_overdrawn_since_the_preview_is_a_mistake_and_nothing_is_saved(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    with desk.database.write() as session:
        line = session.exec(select(ProjectLine).order_by(col(ProjectLine.id))).first()
        assert line is not None
        line.original = 99_00
    before = desk.counts()
    again = desk.save(page)
    assert (again.status_code, button(again), desk.counts()) == (422, False, before)
    assert "พบข้อผิดพลาด 1 แห่ง" in again.text


@pytest.mark.parametrize("sha256", ["", "0" * 64, "../../../../etc/passwd", "A" * 64])
def test_a_file_that_was_never_previewed_is_not_saved(desk: Desk, sha256: str) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    before = desk.counts()
    assert desk.save(page, sha256=sha256, key="").status_code == 422
    assert desk.counts() == before


def test_only_her_own_import_is_confirmed(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    there = desk.save(desk.preview("finance", desk.finance())).headers["location"]
    desk.sign_in("plan_officer")
    assert desk.client.get(there).status_code == 404
    assert desk.client.get("/import/saved?first=1&last=999999999").status_code == 404
    assert desk.client.get("/import/preview").url.path == "/import"


def test_another_site_cannot_send_a_file(desk: Desk) -> None:
    desk.sign_in(FINANCE)
    page = desk.preview("finance", desk.finance())
    before = desk.counts()
    for address in ("/import/preview", "/import/save"):
        headers = {"sec-fetch-site": "cross-site"}
        assert desk.client.post(address, data=hidden(page), headers=headers).status_code == 403
    assert desk.counts() == before
