"""What is no workbook, or not the right one, is refused on the page, and nothing of it is kept."""

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape

import pytest
from openpyxl import Workbook

from tests.api.excel_desk import (
    FINANCE,
    Desk,
    button,
    desk_with_excel,  # noqa: F401  a fixture
    saved,
)


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
