"""A quarter by the keyboard alone: finance's workbook, what does not agree, who is late, and the answer."""

from pathlib import Path

import openpyxl
import pytest
from browsers import IN_A_BROWSER, browser_of_the_module  # noqa: F401  fixtures
from people import Somebody, somebody
from playwright.sync_api import Browser
from serving import Office
from small_office import door_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select

from tests.conftest import SmallOffice
from tests.workflow.reports.report_desk import Reports
from workflow.models import Disbursement, Item
from workflow.sheets.finance_template import AMOUNT

pytestmark = list(IN_A_BROWSER)

QUARTER = "/quarter/2561/1"
LATE = "อบรมครูคณิตศาสตร์"
DIRECTOR, OWNER = "plan_director.t1", "project_owner@adm.t1"
PAID = {"P001": 400, "P002": 20}  # baht, of 1,000 each, where 30.29 % were due


@pytest.fixture(name="report")
def quarter_to_be_followed_up(door: Office, office: SmallOffice) -> str:
    """The first quarter's report is acknowledged; of its two projects nothing is known to be paid."""
    with door.database.write() as session:
        made = Reports(session, office)
        report = made.report("quarterly_report", "acknowledged")
        made.aim(1, 3029)
        first = made.project("P001", 1_000_00, title="ค่ายอ่านออกเขียนได้")
        owner = office.people["project_owner@ADM"]
        second = made.project("P002", 1_000_00, group="ADM", title=LATE, owner_id=owner)
        for each in (first, second):
            made.plan(each, 400_00, 600_00, 0, 0)
        return report.code


def test_finance_uploads_a_quarter_and_the_late_project_answers(
    chromium: Browser, door: Office, report: str, tmp_path: Path
) -> None:
    with somebody(chromium, door, "finance_officer.t1") as finance:
        _uploaded(finance, tmp_path / "เบิกจ่าย.xlsx")
    with door.database.read() as session:
        paid = session.exec(select(Disbursement.amount).order_by(Disbursement.amount)).all()
        assert paid == [baht * 100 for baht in sorted(PAID.values())]
    with somebody(chromium, door, DIRECTOR) as director:
        _listed(director)
        director.fulfil(f"/items/{report}", "สั่งเร่งรัด")
        director.told()
        director.open(QUARTER)
        director.keys.go("เตือนอีกครั้ง", "button")
        director.told()
    with somebody(chromium, door, OWNER) as owner:
        owner.open("/notices")
        owner.reads("เร่งรัด")
        owner.open(f"{QUARTER}#hers")
        owner.fill({"สาเหตุ": "จัดซื้อช้า", "มาตรการ": "ทำสัญญาเดือนนี้", "คาดว่า": "31 ม.ค. 2561"})
        owner.keys.go("ส่งคำตอบ", "button")
        owner.told()
        owner.reads("จัดซื้อช้า")
    with somebody(chromium, door, DIRECTOR) as director:
        director.fulfil(f"/items/{report}", "ปิดการเร่งรัด")
        director.told()
    with door.database.read() as session:
        assert session.exec(select(Item.state).where(Item.code == report)).one() == "closed"
    with somebody(chromium, door, "internal_auditor.t1") as auditor:
        _whole_story(auditor, report)


def _uploaded(finance: Somebody, path: Path) -> None:
    """The template comes from the quarter's page, is filled in and goes back there; preview, then save."""
    keys = finance.keys
    finance.open(f"{QUARTER}#finance")
    keys.to("ดาวน์โหลดแบบกรอก", "link")
    with finance.page.expect_download() as download:
        keys.press("Enter")
    download.value.save_as(path)
    _filled(path)
    finance.open(QUARTER)
    keys.hand_in("ไฟล์ Excel", path)
    keys.go("ตรวจไฟล์", "button")
    finance.reads("๔๒๐.๐๐")
    finance.clean()  # no address leads to the preview
    keys.go("บันทึกทั้งหมด", "button")
    finance.told()


def _filled(path: Path) -> None:
    """What finance paid, beside each project's code."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value in PAID:
                sheet.cell(row=cell.row, column=places[AMOUNT]).value = PAID[str(cell.value)]
    book.save(path)
    book.close()


def _listed(director: Somebody) -> None:
    """What does not agree says so; the list of acceleration offers only the project that is behind."""
    director.open(f"{QUARTER}#reconcile")
    director.keys.unfold("โครงการที่แผนกับผลต่างกัน")
    director.reads("ช้ากว่าแผน")
    director.open(f"{QUARTER}#below")
    choices = director.page.locator('form[action$="/acceleration"] input[type="checkbox"]')
    assert choices.evaluate_all("all => all.map(each => each.name)") == ["listed:P002"]
    director.keys.go("จัดทำบัญชีเร่งรัด", "button")
    director.told()
    director.reads(LATE)


def _whole_story(auditor: Somebody, report: str) -> None:
    """Every step stands in the office's history and with the report itself."""
    auditor.open("/history?check=true")
    for word in ("เบิกจ่าย", "สั่งเร่งรัด", "ปิดการเร่งรัด"):
        auditor.reads(word)
    auditor.open(f"/items/{report}")
    for word in ("สั่งเร่งรัด", "ปิดการเร่งรัด"):
        auditor.reads(word)
