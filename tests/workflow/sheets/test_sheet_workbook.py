"""A workbook is opened within bounds, told apart from what is none, and nothing in it is executed."""

import io
import itertools
import os
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from workflow.errors import BadInput
from workflow.sheets.rows import sheet_called, table_in
from workflow.sheets.workbook import LARGEST, LARGEST_UNPACKED, Fault, Formula, Sheet, open_workbook

CASES = os.environ.get("KHANTON_CASES", "")
MB = 1024 * 1024
SHEET = "xl/worksheets/sheet1.xml"


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return saved(book)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same file with one part replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, content)
    return stream.getvalue()


def problem(data: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        open_workbook(data)
    assert refused.value.name == "file"
    return refused.value.problem


PLAIN = book_of(("รหัส", "จำนวนเงิน"), ("P001", 1200.5))


def test_values_stand_where_they_stood() -> None:
    (sheet,) = open_workbook(PLAIN)
    assert sheet.rows == {1: {1: "รหัส", 2: "จำนวนเงิน"}, 2: {1: "P001", 2: 1200.5}}


def test_a_file_over_20_mb_is_refused_before_it_is_looked_at() -> None:
    assert problem(PLAIN + bytes(LARGEST)) == "workbook_too_large"
    assert problem(bytes(21 * MB)) == "workbook_too_large"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "workbook_nothing"),
        (OLE + "Workbook".encode("utf-16-le"), "workbook_old"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "workbook_protected"),
        ("รหัส,จำนวนเงิน\nP001,1200\n".encode(), "workbook_text"),
        ("รหัส,จำนวนเงิน\nP001,1200\n".encode("cp874"), "workbook_text"),
        ("รหัส\tจำนวนเงิน\n".encode("utf-16"), "workbook_text"),
        (b"<html><table><tr><td>1</td></tr></table>", "workbook_text"),
        (b"%PDF-1.4\n\x00\x01\x02", "workbook_not_xlsx"),
        (PLAIN[: len(PLAIN) // 2], "workbook_damaged"),
        (b"PK\x03\x04" + bytes(100), "workbook_damaged"),
        (book_of(), "workbook_empty"),
        (book_of((None,), ("  ",)), "workbook_empty"),
    ],
)
def test_what_is_no_workbook_is_told_apart(data: bytes, code: str) -> None:
    assert problem(data) == code


def test_another_kind_of_zip_is_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as document:
        document.writestr("[Content_Types].xml", "<Types/>")
        document.writestr("word/document.xml", "<document/>")
    assert problem(stream.getvalue()) == "workbook_not_xlsx"


def test_parts_encrypted_one_by_one_are_protected() -> None:
    data = bytearray(PLAIN)
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    assert problem(bytes(data)) == "workbook_protected"


def bomb(size: int) -> bytes:
    """A small file whose sheet unpacks to `size` bytes of blanks."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != SHEET:
                new.writestr(each, old.read(each))
        with new.open(SHEET, "w", force_zip64=True) as part:
            head, tail = old.read(SHEET).split(b"<sheetData>")
            part.write(head)
            for _ in range(size // MB):
                part.write(b" " * MB)
            part.write(b"<sheetData>" + tail)
    return stream.getvalue()


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    data = bomb(300 * MB)
    assert len(data) < MB
    tracemalloc.start()
    try:
        assert problem(data) == "workbook_unpacks"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * MB


def test_a_file_of_millions_of_cells_is_refused_before_it_is_parsed() -> None:
    """Parsed, these 100 kB would take a minute and a half."""
    cells = b"<row>" + b"<c><v>1</v></c>" * 250 + b"</row>"
    data = with_part(PLAIN, SHEET, b"<worksheet><sheetData>" + cells * 10_000 + b"</sheetData></worksheet>")
    assert len(data) < 200 * 1024
    tracemalloc.start()
    try:
        assert problem(data) == "workbook_unpacks"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MB


def test_merged_cells_are_bounded() -> None:
    areas = "".join(f'<mergeCell ref="A{2 * n}:A{2 * n + 1}"/>' for n in range(1, 2_002))
    part = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>{areas}</mergeCells></worksheet>'
    )
    assert problem(with_part(PLAIN, SHEET, part.encode())) == "workbook_too_many"


def understated(data: bytes, name: str, size: int) -> bytes:
    """The same file whose directories say that the part unpacks to `size` bytes."""
    changed = bytearray(data)
    at = 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        length = struct.unpack_from("<H", changed, at + 28)[0]
        if changed[at + 46 : at + 46 + length] == name.encode():
            struct.pack_into("<I", changed, at + 24, size)
        at += 4
    return bytes(changed)


def test_a_directory_that_understates_gains_nothing() -> None:
    """In a process that may use 600 MB: a part said to be small is read no further than it says."""
    data = understated(bomb(300 * MB), SHEET, 1000)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert parts.getinfo(SHEET).file_size <= 1000
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_DATA, (600 << 20, 600 << 20))\n"
        "from workflow.sheets.workbook import open_workbook\n"
        "from workflow.errors import BadInput\n"
        "try: open_workbook(sys.stdin.buffer.read())\n"
        "except BadInput as refused: print(refused.problem)\n"
    )
    if sys.platform == "win32":
        pytest.skip("no memory limit for one process on Windows")
    done = subprocess.run(
        [sys.executable, "-c", code], input=data, capture_output=True, timeout=60, check=False
    )
    assert done.stdout.decode().strip() == "workbook_damaged", done.stderr.decode()[-500:]


def test_entities_that_multiply_are_refused() -> None:
    assert openpyxl.DEFUSEDXML
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    part = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "ha">{laughs}]><worksheet>&l9;</worksheet>'
    assert problem(with_part(PLAIN, SHEET, part.encode())) == "workbook_damaged"
    outside = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]><sst>&x;</sst>'
    assert problem(with_part(PLAIN, "xl/workbook.xml", outside.encode())) == "workbook_damaged"


def test_too_many_rows_columns_or_parts_are_refused() -> None:
    def sheet_with(cells: str) -> bytes:
        part = (
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            f"{cells}</sheetData></worksheet>"
        )
        return with_part(PLAIN, SHEET, part.encode())

    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_002))
    assert problem(sheet_with(rows)) == "workbook_too_many"
    assert problem(sheet_with('<row r="1"><c r="XFD1"><v>1</v></c></row>')) == "workbook_too_many"
    (far,) = open_workbook(sheet_with('<row r="1048576"><c r="B1048576"><v>7</v></c></row>'))
    assert far.rows == {1048576: {2: 7}}
    stream = io.BytesIO(PLAIN)
    with zipfile.ZipFile(stream, "a") as parts:
        for number in range(2_001):
            parts.writestr(f"extra/{number}", "")
    assert problem(stream.getvalue()) == "workbook_unpacks"
    assert LARGEST_UNPACKED < 200 * MB


def test_formulas_and_faults_are_seen_and_never_reckoned() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["=1+1", '=HYPERLINK("http://example.invalid","x")', "plain", "#REF!"])
    sheet["A2"] = ArrayFormula("A2:A3", "=SUM(A1:B1)")
    (read,) = open_workbook(saved(book))
    assert read.rows == {
        1: {
            1: Formula("=1+1"),
            2: Formula('=HYPERLINK("http://example.invalid","x")'),
            3: "plain",
            4: Fault("#REF!"),
        },
        2: {1: Formula("=SUM(A1:B1)")},
    }


def test_a_cached_result_does_not_hide_the_formula() -> None:
    part = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>'
    )
    (read,) = open_workbook(with_part(PLAIN, SHEET, part.encode()))
    assert read.rows == {1: {1: Formula("=1+1")}}


def test_merged_cells_label_every_row_of_their_area() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("รหัส", "รายการ"), ("P001", "ค่าใช้สอย"), (None, "ค่าวัสดุ"), ("P002", "ค่าวัสดุ")):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    (read,) = open_workbook(saved(book))
    assert [read.label(row, 1) for row in (2, 3, 4)] == ["P001", "P001", "P002"]
    assert read.value(3, 1) is None


def tall(count: int) -> Sheet:
    """A sheet of areas of two rows merged in every column, a number at the top of each."""
    rows = {number: dict.fromkeys(range(1, 5), number) for number in range(1, 2 * count, 2)}
    areas = tuple((column, row, column, row + 1) for row in rows for column in range(1, 5))
    return Sheet("ก", {**rows, **{row + 1: {9: 1} for row in rows}}, areas)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 4), st.integers(1, 5)), max_size=8))
def test_a_label_is_what_stands_at_the_top_of_its_area(shapes: list[tuple[int, int, int]]) -> None:
    areas, below = [], {1: 1, 2: 1, 3: 1}  # where the next area of a column may begin
    for gap, wide, high in shapes:
        first_column = 1 + wide % 3
        last_column = min(3, first_column + wide // 3)
        top = max(below[column] for column in range(first_column, last_column + 1)) + gap
        areas.append((first_column, top, last_column, top + high))
        below |= dict.fromkeys(range(first_column, last_column + 1), top + high + 1)
    rows: dict[int, dict[int, object]] = {row: {} for _, row, _, _ in areas}
    for area in areas:
        rows[area[1]][area[0]] = area
    sheet = Sheet("ก", rows, tuple(areas))
    for row, column in itertools.product(range(1, 80), range(1, 5)):
        within = [each for each in areas if each[0] <= column <= each[2] and each[1] <= row <= each[3]]
        assert sheet.label(row, column) == (within[0] if within else None)


def test_thousands_of_merged_areas_are_looked_through_once() -> None:
    sheet = tall(2_000)
    before = time.process_time()
    assert sum(sheet.label(row, column) or 0 for row in sheet.rows for column in range(1, 5)) == 32_000_000
    assert time.process_time() - before < 1  # seconds; looked through for every cell, it takes eight


def test_the_table_is_found_wherever_it_begins_and_in_whatever_order() -> None:
    data = book_of(
        ("สำนักงานเขตพื้นที่",),
        (),
        (None, "จำนวน เงิน", "รหัส"),
        (None, 5, "P001"),
        (None, "จำนวนเงิน", "รหัส"),
        (),
        (None, 7, "P002"),
        (None, 12, "รวม"),
        (None, None, None, "หมายเหตุข้างตาราง"),
    )
    (sheet,) = open_workbook(data)
    table = table_in(sheet, ("รหัส", "จำนวนเงิน"))
    assert (table.heading_row, table.columns) == (3, {"จำนวนเงิน": 2, "รหัส": 3})
    assert [(row.number, row.read("รหัส", str), row.read("จำนวนเงิน", int)) for row in table.rows()] == [
        (4, "P001", 5),
        (7, "P002", 7),
        (8, "รวม", 12),
    ]


def test_a_line_of_sums_and_guidance_are_no_rows() -> None:
    data = book_of(("รหัส", "เงิน"), ("คำแนะนำ: กรอกตัวเลข",), ("P1", 5), ("รวมพลังครู", 5), ("รวมทั้งสิ้น", 10))
    (sheet,) = open_workbook(data)
    table = table_in(sheet, ("รหัส", "เงิน"))
    assert [row.number for row in table.rows()] == [3, 4]
    assert [row.number for row in table.totals()] == [5]


def test_a_wrong_sheet_and_missing_headings_name_what_is_there() -> None:
    sheets = open_workbook(PLAIN)
    with pytest.raises(BadInput) as refused:
        sheet_called(sheets, "เบิกจ่าย")
    assert (refused.value.problem, refused.value.detail) == ("workbook_sheet", "เบิกจ่าย (Sheet)")
    with pytest.raises(BadInput) as refused:
        table_in(sheets[0], ("รหัส", "วงเงิน", "ปี"))
    assert (refused.value.problem, refused.value.detail) == ("workbook_headings", "Sheet: วงเงิน, ปี")


@pytest.mark.skipif(not CASES, reason="KHANTON_CASES names the folder of real workbooks")
def test_real_workbooks_of_offices_are_read() -> None:
    sheets = open_workbook((Path(CASES) / "school_students.xlsx").read_bytes())
    table = table_in(sheet_called(sheets, "Sheet1"), ("รหัสโรงเรียน", "ชื่อโรงเรียน", "รวมทั้งหมด"))
    pupils = [row.read("รวมทั้งหมด", int) for row in table.rows() if row.read("รหัสโรงเรียน", bool)]
    assert (len(pupils), sum(each or 0 for each in pupils)) == (199, 29_745)
    estimate = sheet_called(open_workbook((Path(CASES) / "cost_estimate.xlsx").read_bytes()), "Sheet1")
    formulas = [row for row, cells in estimate.rows.items() if isinstance(cells.get(6), Formula)]
    assert len(formulas) >= 12
