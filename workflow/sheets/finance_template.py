"""The template that finance fills in for a quarter: one row for every line of the plan."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session, select

from states.catalogue import catalogue
from states.fiscal import Quarter
from states.thai import long_date
from workflow.errors import BadInput
from workflow.models import Fund, Office
from workflow.money.amounts import LineNow, line_amounts
from workflow.money.checks import check_quarter
from workflow.money.paid import payments
from workflow.sheets.cells import code_key
from workflow.sheets.marks import write_marks
from workflow.sheets.rows import GUIDANCE
from workflow.sheets.tables import Column, first_sheet, put, saved, write_table

KIND: Final = "finance"
SHEET: Final = "เบิกจ่าย"
NUMBER, CODE, TITLE, FUND = "เลขรายการ", "รหัสโครงการ", "ชื่อโครงการ", "แหล่งงบประมาณ"
CATEGORY, SUB, IN_FORCE = "งบรายจ่าย", "รายการ", "วงเงิน (บาท)"
EARLIER, AMOUNT, NOTE = "เบิกจ่ายก่อนไตรมาสนี้ (บาท)", "เบิกจ่ายไตรมาสนี้ (บาท)", "หมายเหตุ"
COLUMNS: Final = (
    Column(NUMBER, "whole", 10),
    Column(CODE, width=14),
    Column(TITLE, width=50),
    *(Column(FUND, width=24), Column(CATEGORY, width=16), Column(SUB, width=24)),
    *(Column(IN_FORCE, "amount", 18), Column(EARLIER, "amount", 18), Column(AMOUNT, "amount", 18)),
    Column(NOTE, width=24),
)
_HEADING_ROW: Final = 5
_INSTRUCTION: Final = (
    f"{GUIDANCE} กรอกเฉพาะช่อง “{AMOUNT}” ทุกแถว ถ้าไม่มีการเบิกจ่ายให้กรอก 0 หรือ -  วางเป็นค่า อย่าวางสูตร"
    "  ช่องหมายเหตุไม่นำเข้าระบบ"
)


def finance_template(
    session: Session, office_id: int, fiscal_year: int, quarter: int, on: datetime.date
) -> bytes:
    """A workbook with a row for every line in the plan on a Bangkok date, for one quarter's figures.

    What was already recorded for the quarter stands in it, so that importing it unchanged changes nothing.
    Raises BadInput where the quarter is none of 1-4 or the plan has no line.
    """
    check_quarter(quarter)
    lines = line_amounts(session, office_id, fiscal_year, on, through=4)
    if not lines:
        raise BadInput("fiscal_year", "workbook_no_lines", str(fiscal_year))
    office = session.get_one(Office, office_id)
    book = Workbook()
    sheet = first_sheet(book, SHEET)
    names = LineNames.of(session, office_id)
    stands = {each.line_id: each.satang for each in payments(session, office_id, fiscal_year, quarter)}
    below = write_table(
        sheet, COLUMNS, (_out(line, names, quarter, stands) for line in lines), top=_HEADING_ROW
    )
    _frame(sheet, office, Quarter(fiscal_year, quarter), on)
    _sums(sheet, below, lines, quarter)
    marks = {"kind": KIND, "office": office.code, "fiscal_year": fiscal_year, "quarter": quarter}
    write_marks(book, marks)
    return saved(book)


@dataclass(frozen=True, slots=True)
class LineNames:
    """The Thai names under which a line's fund, category and sub-item stand in the sheet."""

    funds: dict[str, str]

    @staticmethod
    def of(session: Session, office_id: int) -> "LineNames":
        """The names as the office keeps them."""
        rows = session.exec(select(Fund.code, Fund.name_th).where(Fund.office_id == office_id))
        return LineNames(dict(rows.all()))

    def labels(self, line: LineNow) -> dict[str, str]:
        """What stands under fund, category and sub-item in the line's row."""
        category = catalogue().categories.get(line.category)
        sub = category.subs.get(line.sub) if category else None
        return {
            FUND: self.funds.get(line.fund, line.fund),
            CATEGORY: category.th if category else line.category,
            SUB: sub.th if sub else line.sub,
        }

    def fits(self, line: LineNow, heading: str, said: str) -> bool:
        """Whether what a row says under `heading`, a name or a code, means this line."""
        codes = {CODE: line.code, FUND: line.fund, CATEGORY: line.category, SUB: line.sub}
        names = {codes[heading], self.labels(line).get(heading, codes[heading])}
        return code_key(said) in {code_key(name) for name in names}


def _out(line: LineNow, names: LineNames, quarter: int, stands: Mapping[int, int]) -> list[Any]:
    return [
        *(line.line_id, line.code, line.title, *names.labels(line).values(), line.in_force),
        *(sum(line.disbursed[: quarter - 1]), stands.get(line.line_id), None),
    ]


def _frame(sheet: Worksheet, office: Office, quarter: Quarter, on: datetime.date) -> None:
    """The lines above the table."""
    title = f"ผลการเบิกจ่าย ไตรมาสที่ {quarter.number} ปีงบประมาณ พ.ศ. {quarter.be}"
    put(sheet, 1, 1, title).font = Font(bold=True, size=14)
    put(sheet, 2, 1, f"{office.name_th}  วงเงิน ณ วันที่ {long_date(on)}")
    put(sheet, 3, 1, _INSTRUCTION)
    for row in (1, 2, 3):
        sheet.cell(row=row, column=1).alignment = Alignment(wrap_text=False)


def _sums(sheet: Worksheet, row: int, lines: Sequence[LineNow], quarter: int) -> None:
    """The line of sums, as values: a sheet that leaves here computes nothing."""
    put(sheet, row, 1, "รวมทั้งสิ้น").font = Font(bold=True)
    sums = {
        IN_FORCE: sum(line.in_force for line in lines),
        EARLIER: sum(sum(line.disbursed[: quarter - 1]) for line in lines),
    }
    headings = [column.heading for column in COLUMNS]
    for heading, total in sums.items():
        put(sheet, row, headings.index(heading) + 1, total, "amount").font = Font(bold=True)
