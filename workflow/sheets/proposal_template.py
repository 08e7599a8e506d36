"""The workbook of a group's proposals: what it has proposed so far, and rows to propose more."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils.cell import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from sqlmodel import Session

from workflow.models import Group, Office
from workflow.proposals.months import month_names
from workflow.sheets.marks import write_marks
from workflow.sheets.proposal_layout import (
    ACTIVITIES,
    BUDGET,
    CATEGORY,
    COLUMNS,
    FUND,
    GOALS,
    INDICATORS,
    KIND,
    NATURE,
    NATURES,
    PROJECTS,
    SUB,
    TEXTS,
    Choices,
)
from workflow.sheets.proposals_kept import Kept, kept_proposals
from workflow.sheets.rows import GUIDANCE
from workflow.sheets.tables import first_sheet, put, saved, sheet_name, write_table

LISTS: Final = "รายการให้เลือก"
_ROWS: Final = 500  # how far down the lists are offered
_GUIDANCE: Final = {
    PROJECTS: f"{GUIDANCE} หนึ่งแถวต่อหนึ่งโครงการ ใส่ลำดับ 1, 2, 3 …  โครงการใหม่เว้นรหัสว่างไว้ ระบบจะตั้งให้"
    "  กลยุทธ์และมาตรฐานใส่รหัส คั่นด้วยจุลภาค",
    ACTIVITIES: f"{GUIDANCE} ลำดับโครงการคือลำดับในแผ่นงานโครงการ  เดือน เช่น ต.ค.-ธ.ค., มี.ค. หรือ ตลอดปี",
    BUDGET: f"{GUIDANCE} หนึ่งแถวต่อหนึ่งรายการ เลือกจากรายการ  จำนวนเงินวางเป็นค่า อย่าวางสูตร",
    INDICATORS: f"{GUIDANCE} หนึ่งแถวต่อหนึ่งตัวชี้วัด",
}


def proposals_template(session: Session, office_id: int, fiscal_year: int, group: Group) -> bytes:
    """A workbook for a group's proposals of a fiscal year (B.E.), with every project it has in that year.

    Importing it unchanged changes nothing.
    """
    choices = Choices.of(session, office_id, fiscal_year)
    kept = kept_proposals(session, office_id, fiscal_year, group.id)
    book = Workbook()
    rows = {
        PROJECTS: [_project(number, each, choices) for number, each in enumerate(kept, start=1)],
        ACTIVITIES: _numbered(kept, _activities),
        BUDGET: _numbered(kept, lambda each: _lines(each, choices)),
        INDICATORS: _numbered(kept, _indicators),
    }
    for name, columns in COLUMNS.items():
        sheet = first_sheet(book, name) if name == PROJECTS else book.create_sheet(name)
        below = write_table(sheet, columns, [])
        _guide(sheet, below, _GUIDANCE[name])
        for row, values in enumerate(rows[name], start=below + 1):
            for place, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
                put(sheet, row, place, value, column.kind)
    _offer_lists(book, choices)
    office = session.get_one(Office, office_id)
    marks = {"kind": KIND, "office": office.code, "fiscal_year": fiscal_year, "group": group.code}
    write_marks(book, marks)
    return saved(book)


def _project(number: int, kept: Kept, choices: Choices) -> list[Any]:
    item, form = kept.item, kept.form
    goals = {kind: "\n".join(code for of, code in form.goals if of == kind) for kind in GOALS}
    return [
        *(number, item.code, item.title, NATURES.get(form.nature, form.nature), kept.owner),
        *(item.starts_on, item.ends_on),
        *goals.values(),
        *(getattr(form, name) for name in TEXTS),
        *(kept.plan or (None, None, None, None)),
    ]


def _numbered(kept: Sequence[Kept], rows: Any) -> list[list[Any]]:
    return [[number, *row] for number, each in enumerate(kept, start=1) for row in rows(each)]


def _activities(kept: Kept) -> Iterator[list[Any]]:
    for each in kept.form.activities:
        yield [each.title, month_names(each.months).th]


def _lines(kept: Kept, choices: Choices) -> Iterator[list[Any]]:
    for each in kept.lines:
        sub = choices.subs.get((each.category, each.sub), each.sub)
        category = choices.categories.get(each.category, each.category)
        yield [choices.funds.get(each.fund, each.fund), category, sub, each.satang]


def _indicators(kept: Kept) -> Iterator[list[Any]]:
    for each in kept.form.indicators:
        yield [each.name, each.target, each.method, each.tool]


def _guide(sheet: Worksheet, row: int, text: str) -> None:
    """The guidance row below the headings, across the whole width."""
    put(sheet, row, 1, text)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=sheet.max_column)
    sheet.row_dimensions[row].height = 34
    sheet.freeze_panes = f"A{row + 1}"


def _offer_lists(book: Workbook, choices: Choices) -> None:
    """Lists to choose from, kept in a hidden sheet: a list written into the rule itself ends at 255 signs."""
    lists = book.create_sheet(sheet_name(LISTS))
    lists.sheet_state = "hidden"
    offered: list[tuple[str, str, list[str], bool]] = [
        (PROJECTS, NATURE, list(NATURES.values()), True),
        *((PROJECTS, heading, list(choices.goals[kind]), False) for kind, heading in GOALS.items()),
        (BUDGET, FUND, list(choices.funds.values()), True),
        (BUDGET, CATEGORY, list(choices.categories.values()), True),
        (BUDGET, SUB, list(choices.subs.values()), True),
    ]
    for place, (sheet, heading, values, strict) in enumerate(offered, start=1):
        for row, value in enumerate(values, start=1):
            put(lists, row, place, value)
        if values:
            _validate(book[sheet], sheet, heading, place, len(values), strict)


def _validate(sheet: Any, name: str, heading: str, place: int, count: int, strict: bool) -> None:
    """Offers a list under a heading; only where `strict` is anything else refused (goals may be several)."""
    column = get_column_letter(place)
    source = f"{quote_sheetname(LISTS)}!${column}$1:${column}${count}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=strict)
    rule.error, rule.errorTitle = "โปรดเลือกจากรายการ", heading[:30]
    under = next(n for n, each in enumerate(COLUMNS[name], start=1) if each.heading == heading)
    letter = get_column_letter(under)
    rule.add(f"{letter}3:{letter}{_ROWS}")
    sheet.add_data_validation(rule)
