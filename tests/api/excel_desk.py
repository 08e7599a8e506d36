"""The pages of an import over the small office with a plan of fifty lines, and a person at them."""

import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from openpyxl import Workbook, load_workbook
from quick_passwords import quick_hash
from sqlmodel import func, select

from api.app import create_app
from api.settings import Settings
from tests.conftest import NOW, SmallOffice
from tests.workflow.sheets.test_sheet_finance import FIRST_ROW, PLACES
from workflow import accounts
from workflow.database import Database
from workflow.items import NewItem, import_item
from workflow.models import Disbursement, Entry, Fund, Group, Item, ProjectLine, StoredFile
from workflow.moments import bangkok_date
from workflow.sheets.finance_template import AMOUNT, finance_template
from workflow.sheets.proposal_layout import BUDGET, COLUMNS, PROJECTS
from workflow.sheets.proposals import proposals_template

PASSWORD = "a good password"
HASH = quick_hash(PASSWORD)
COUNT = 25  # projects of two lines each
WORTH = 10_000_00  # satang of every line
FINANCE, OWNER = "finance_officer", "project_owner"
Edit = Callable[[Any], None]


class Desk:
    """The pages over the small office, with a plan of fifty lines."""

    def __init__(self, client: TestClient, database: Database, office: SmallOffice) -> None:
        self.client, self.database, self.office = client, database, office
        self.app: Any = client.app

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


@pytest.fixture(name="desk")
def desk_with_excel(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> Iterator[Desk]:
    """A browser before the application; sign in with `Desk.sign_in`."""
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
