"""Finance's figures leave as a template and come back whole, reconciled with the plan, or not at all."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session, col, func, select

from api.words_sheets import explain_cell
from workflow.changes import Hand
from workflow.errors import BadDate, BadInput, NotAllowed
from workflow.items import NewItem, import_item
from workflow.models import Disbursement, Entry, Fund, ProjectLine
from workflow.sheets.finance import FinancePreview, read_finance, save_finance
from workflow.sheets.finance_template import AMOUNT, COLUMNS, finance_template
from workflow.sheets.marks import MARKS, read_marks, said_above
from workflow.sheets.workbook import Sheet, open_workbook

ON = datetime.date(2018, 1, 12)
PROJECTS = 25
FIRST_ROW = 6  # of the template's table
PLACES = {column.heading: place for place, column in enumerate(COLUMNS, start=1)}
SUBS = (("operating", "services"), ("operating", "materials"))
WORTH = 10_000_00  # satang of every line


@pytest.fixture
def lines(session: Session, office: SmallOffice) -> list[int]:
    """The keys of the fifty lines of twenty-five projects in the plan."""
    fund = Fund(office_id=office.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
    session.add(fund)
    session.flush()
    rows = []
    for number in range(1, PROJECTS + 1):
        new = NewItem("project", f"P{number:03}", f"=โครงการที่ {number}", 2561, group_id=office.groups["PLN"])
        by = office.people["plan_director"]
        item = import_item(session, office.id, new, state="in_progress", by=by, at=NOW)
        rows += [
            ProjectLine(item_id=item.id, fund_id=fund.id, category=category, sub=sub, original=WORTH)
            for category, sub in SUBS
        ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def hand(office: SmallOffice, role: str = "finance_officer") -> Hand:
    return Hand(office.people[role], NOW)


def template(session: Session, office: SmallOffice) -> bytes:
    return finance_template(session, office.id, 2561, 1, ON)


def edited(data: bytes, edit: Callable[[Worksheet], None]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    edit(book.worksheets[0])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(data: bytes, amount: Any = 100) -> bytes:
    """The template with the same amount in every row."""

    def fill(sheet: Worksheet) -> None:
        for row in range(FIRST_ROW, FIRST_ROW + 2 * PROJECTS):
            sheet.cell(row=row, column=PLACES[AMOUNT]).value = amount

    return edited(data, fill)


def read(session: Session, office: SmallOffice, data: bytes, **more: Any) -> FinancePreview:
    return read_finance(session, office.id, open_workbook(data), on=ON, **more)


def complaints(preview: FinancePreview) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.code) for each in preview.errors]


def put(row: int, heading: str, value: object) -> Callable[[Worksheet], None]:
    def edit(sheet: Worksheet) -> None:
        cell: Any = sheet.cell(row=row, column=PLACES[heading])
        cell.value = value

    return edit


def test_the_figures_are_recorded_for_every_line_in_one_entry(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    preview = read(session, office, filled(template(session, office), "๑,๒๐๐.๕๐ บาท"))
    assert (preview.fiscal_year, preview.quarter, preview.errors) == (2561, 1, ())
    assert (preview.total, preview.before, len(preview.changed)) == (50 * 120050, 0, 50)
    sealed = save_finance(session, office.id, preview, hand(office), "เบิกจ่าย Q1.xlsx")
    assert sealed is not None
    paid = session.exec(select(Disbursement.line_id, Disbursement.quarter, Disbursement.amount)).all()
    assert sorted(paid) == [(line, 1, 120050) for line in sorted(lines)]
    entry = session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()
    assert entry is not None
    assert (entry.seq, entry.kind) == (sealed.seq, "disbursement")


def test_the_template_exported_again_and_imported_changes_nothing(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    preview = read(session, office, filled(template(session, office), 250.25))
    save_finance(session, office.id, preview, hand(office))
    again = read(session, office, template(session, office))
    assert (again.errors, again.changed, len(again.rows)) == ((), (), len(lines))
    assert save_finance(session, office.id, again, hand(office)) is None


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(0, WORTH), min_size=50, max_size=50))
def test_any_amounts_survive_the_way_out_and_in(
    session: Session, office: SmallOffice, lines: list[int], amounts: list[int]
) -> None:
    def fill(sheet: Worksheet) -> None:
        for number, amount in enumerate(amounts):
            sheet.cell(row=FIRST_ROW + number, column=PLACES[AMOUNT]).value = amount / 100

    preview = read(session, office, edited(template(session, office), fill))
    assert [each.amount for each in preview.rows] == amounts
    save_finance(session, office.id, preview, hand(office))
    again = read(session, office, template(session, office))
    assert ([each.amount for each in again.rows], again.changed, again.errors) == (amounts, (), ())


# Forty ways to spoil a row: heading, what is put there, and the complaint.
SPOILT: tuple[tuple[str, object, str], ...] = (
    (AMOUNT, None, "empty"),
    (AMOUNT, "  ", "empty"),
    (AMOUNT, "=1+1", "formula"),
    (AMOUNT, '=HYPERLINK("http://example.invalid","1")', "formula"),
    (AMOUNT, "=SUM(A1:A9)", "formula"),
    (AMOUNT, "#N/A", "fault"),
    (AMOUNT, "#REF!", "fault"),
    (AMOUNT, "สองพัน", "not_amount"),
    (AMOUNT, "1,5", "not_amount"),
    (AMOUNT, "1.234,56", "not_amount"),
    (AMOUNT, "12 34", "not_amount"),
    (AMOUNT, "1e3", "not_amount"),
    (AMOUNT, "๑๒ก", "not_amount"),
    (AMOUNT, True, "not_amount"),
    (AMOUNT, datetime.date(2018, 1, 12), "not_amount"),
    (AMOUNT, 100.005, "too_precise"),
    (AMOUNT, "100.001", "too_precise"),
    (AMOUNT, "๐.๐๐๑", "too_precise"),
    (AMOUNT, -1, "negative"),
    (AMOUNT, "(500)", "negative"),
    (AMOUNT, "-฿500", "negative"),
    (AMOUNT, 10**13, "too_large"),
    (AMOUNT, "9" * 30, "too_large"),
    (AMOUNT, 10_000.01, "over_in_force"),
    (AMOUNT, "๑๐,๐๐๐.๐๑", "over_in_force"),
    (AMOUNT, 999_999, "over_in_force"),
    ("รหัสโครงการ", "P999", "unknown_project"),
    ("รหัสโครงการ", "โครงการ", "unknown_project"),
    ("รหัสโครงการ", None, "empty"),
    ("รหัสโครงการ", "=A1", "formula"),
    ("รหัสโครงการ", "P001", "differs_from_line"),
    ("เลขรายการ", 999_999, "unknown_line"),
    ("เลขรายการ", "ก", "not_whole"),
    ("เลขรายการ", 1.5, "not_whole"),
    ("รายการ", "ค่าสาธารณูปโภค", "differs_from_line"),
    ("งบรายจ่าย", "งบลงทุน", "differs_from_line"),
    ("แหล่งงบประมาณ", "งบอื่น", "differs_from_line"),
    ("วงเงิน (บาท)", 9_999, "out_of_date"),
    ("เบิกจ่ายก่อนไตรมาสนี้ (บาท)", 1, "out_of_date"),
    ("วงเงิน (บาท)", "หมื่น", "not_amount"),
)


def test_forty_spoilt_rows_are_forty_complaints_and_nothing_is_saved(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    assert len(SPOILT) == 40
    rows = [FIRST_ROW + 5 + number for number in range(40)]

    def spoil(sheet: Worksheet) -> None:
        for row, (heading, value, _) in zip(rows, SPOILT, strict=True):
            put(row, heading, value)(sheet)

    preview = read(session, office, edited(filled(template(session, office)), spoil))
    letters = "ABCDEFGHIJ"
    assert complaints(preview) == [
        (row, letters[PLACES[heading] - 1], code)
        for row, (heading, _, code) in zip(rows, SPOILT, strict=True)
    ]
    assert len(preview.rows) == 10
    before = session.exec(select(func.count()).select_from(Entry)).one()
    with pytest.raises(BadInput) as refused:
        save_finance(session, office.id, preview, hand(office))
    assert (refused.value.problem, refused.value.detail) == ("workbook_rows", "40")
    assert session.exec(select(func.count()).select_from(Disbursement)).one() == 0
    assert session.exec(select(func.count()).select_from(Entry)).one() == before
    said = explain_cell(preview.errors[2])
    assert said.place_th == "แผ่นงาน เบิกจ่าย แถว 13 คอลัมน์ I (เบิกจ่ายไตรมาสนี้ (บาท))"
    assert said.th == "สูตรในช่อง (=1+1) ให้วางเป็นค่า (Paste values)"


def test_a_line_told_twice_names_the_first_row(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    def twice(sheet: Worksheet) -> None:
        for place in range(1, len(COLUMNS) + 1):
            sheet.cell(row=FIRST_ROW + 1, column=place).value = sheet.cell(row=FIRST_ROW, column=place).value

    preview = read(session, office, edited(filled(template(session, office)), twice))
    assert [(each.row, each.code, each.shown) for each in preview.errors] == [(7, "twice", "6")]


def test_a_missing_row_and_a_wrong_sum_are_told(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    without = edited(filled(template(session, office)), lambda sheet: sheet.delete_rows(FIRST_ROW + 3))
    assert [(each.row, each.code, each.shown) for each in read(session, office, without).errors] == [
        (0, "line_missing", "P002 ค่าวัสดุ")
    ]
    last = FIRST_ROW + 2 * PROJECTS
    for said, wrong in ((32_000, ["total_differs"]), (5_000, []), ("=SUM(I6:I55)", []), (None, [])):
        data = edited(filled(template(session, office)), put(last, AMOUNT, said))
        assert [code for *_, code in complaints(read(session, office, data))] == wrong


def test_a_sheet_of_ones_own_is_read_if_it_says_which_quarter(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    """Moved headings, another order, merged codes, blank rows, repeated headings, no line numbers."""
    book = load_workbook(io.BytesIO(template(session, office)))
    del book["khanton"]
    old = book.worksheets[0]
    new = book.create_sheet("เบิกจ่าย ")
    new["B2"] = "รายงานไตรมาส ๑  ปีงบประมาณ พ.ศ. ๒๕๖๑"
    headings = ("เบิกจ่าย ไตรมาสนี้ (บาท)", "รายการ", "รหัสโครงการ")
    for place, heading in enumerate(headings, start=3):
        new.cell(row=9, column=place).value = heading
    row = 11
    for number in range(PROJECTS):
        for offset in range(2):
            source = FIRST_ROW + 2 * number + offset
            new.cell(row=row + offset, column=3).value = "๑๐๐.-"
            new.cell(row=row + offset, column=4).value = old.cell(row=source, column=PLACES["รายการ"]).value
        new.cell(row=row, column=5).value = f"p{number + 1:03}"
        new.merge_cells(start_row=row, end_row=row + 1, start_column=5, end_column=5)
        row += 3
        if number == 10:
            for place, heading in enumerate(headings, start=3):
                new.cell(row=row, column=place).value = heading
            row += 1
    book.remove(old)
    stream = io.BytesIO()
    book.save(stream)
    preview = read(session, office, stream.getvalue())
    assert complaints(preview) == []
    assert (preview.quarter, preview.total, len(preview.rows)) == (1, 50 * 100_00, 50)
    new["B2"] = "รายงาน"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(BadInput) as refused:
        read(session, office, stream.getvalue())
    assert refused.value.problem == "workbook_unmarked"


def test_a_file_of_another_quarter_year_or_office_is_refused(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    data = filled(template(session, office))
    for more in ({"quarter": 2}, {"fiscal_year": 2562}):
        with pytest.raises(BadInput) as refused:
            read(session, office, data, **more)
        assert refused.value.problem == "workbook_other"
    retitled = edited(data, put(1, "เลขรายการ", "ผลการเบิกจ่าย ไตรมาสที่ 2 ปีงบประมาณ พ.ศ. 2561"))
    with pytest.raises(BadInput) as refused:
        read(session, office, retitled)
    assert (refused.value.problem, refused.value.detail) == ("workbook_other", "1 ≠ 2")
    book = load_workbook(io.BytesIO(data))
    book["khanton"]["B2"] = "T9"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(BadInput) as refused:
        read(session, office, stream.getvalue())
    assert (refused.value.problem, refused.value.detail) == ("workbook_other", "T9 ≠ T1")


def test_who_may_record_and_when_is_asked_too(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    preview = read(session, office, filled(template(session, office)))
    with pytest.raises(NotAllowed):
        save_finance(session, office.id, preview, hand(office, "project_owner"))
    future = filled(finance_template(session, office.id, 2561, 3, ON))
    with pytest.raises(BadDate):
        save_finance(session, office.id, read(session, office, future), hand(office))


def test_titles_leave_guarded_and_no_cell_of_the_template_computes(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    book = load_workbook(io.BytesIO(template(session, office)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert book.worksheets[0]["C6"].value == "'=โครงการที่ 1"
    assert book["khanton"].sheet_state == "veryHidden"
    with pytest.raises(BadInput) as refused:
        finance_template(session, office.id, 2562, 1, ON)
    assert refused.value.problem == "workbook_no_lines"


@pytest.mark.parametrize(
    ("cell", "said", "problem"),
    [
        ("B3", "9" * 30, ("fiscal_year", "wrong_era")),
        ("B3", "9" * 5_000, ("fiscal_year", "wrong_era")),
        ("B3", "1", ("fiscal_year", "wrong_era")),
        ("B4", "9" * 5_000, ("quarter", "out_of_range")),
        ("B4", "0", ("quarter", "out_of_range")),
    ],
)
def test_a_file_marked_for_no_year_or_quarter_there_is_is_refused(
    session: Session, office: SmallOffice, lines: list[int], cell: str, said: str, problem: tuple[str, str]
) -> None:
    book = load_workbook(io.BytesIO(filled(template(session, office))))
    book["khanton"][cell] = said
    book.worksheets[0]["A1"] = "ผลการเบิกจ่าย"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(BadInput) as refused:
        read(session, office, stream.getvalue())
    assert (refused.value.name, refused.value.problem) == problem
    assert len(refused.value.detail) <= 80


def own_sheet(*rows: tuple[object, ...]) -> bytes:
    """A sheet without the template's marks and line numbers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "เบิกจ่าย"
    sheet.append(("รายงานไตรมาส 1 ปีงบประมาณ 2561",))
    sheet.append(("รหัสโครงการ", "แหล่งงบประมาณ", "งบรายจ่าย", "รายการ", "เบิกจ่ายไตรมาสนี้ (บาท)"))
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_row_of_ones_own_describes_one_line_of_its_project(
    session: Session, office: SmallOffice, lines: list[int]
) -> None:
    preview = read(
        session,
        office,
        own_sheet(
            ("P001", None, None, "ค่าวัสดุ", 5),
            ("P001", "เงินบริจาค", None, "ค่าใช้สอย", 5),
            ("P002", None, "งบลงทุน", None, 5),
            ("P003", None, None, "ค่าที่ดิน", 5),
            ("P004", "งบประมาณสำนักงาน", None, None, 5),
        ),
    )
    told = [(row, code) for row, _, code in complaints(preview) if code != "line_missing"]
    assert told == [
        (4, "unknown_line"),
        (5, "unknown_line"),
        (6, "unknown_line"),
        (7, "ambiguous_line"),
    ]
    assert len(preview.rows) == 1


def test_words_above_a_table_say_of_which_quarter_and_year_it_is() -> None:
    sheet = Sheet("x", {1: {1: "ไตรมาส ๒"}, 2: {2: "ปีงบประมาณ 2561", 3: "ไตรมาสที่ 3"}})
    assert said_above(sheet, 9) == {"quarter": "2", "fiscal_year": "2561"}
    assert said_above(sheet, 1) == {}
    assert said_above(Sheet("x", {}), 9) == {}


def test_a_mark_that_computes_says_nothing() -> None:
    (sheet,) = open_workbook(marked({"office": "=1+1", "kind": "finance"}))
    assert read_marks([sheet]) == {"office": "", "kind": "finance"}


def marked(marks: dict[str, str]) -> bytes:
    book = Workbook()
    book.worksheets[0].title = MARKS
    for row, (name, value) in enumerate(marks.items(), start=1):
        book.worksheets[0].cell(row=row, column=1).value = name
        book.worksheets[0].cell(row=row, column=2).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
