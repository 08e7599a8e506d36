"""Any table the office sees, as a workbook: Thai headings, real numbers and dates, nothing that computes."""

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from states.thai import medium_date
from workflow.sheets.cells import guarded

Kind = Literal["text", "amount", "date", "whole", "share"]
AMOUNT_FORMAT: Final = "#,##0.00"
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME: Final = 31
_LONGEST_CELL: Final = 32_767
_NARROWEST, _WIDEST = 8, 60
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_HEADING: Final = PatternFill("solid", fgColor="FFE8EEF4")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what stands under it: text, amount (satang), date, whole or share (per cent)."""

    heading: str
    kind: Kind = "text"
    width: int | None = None


def workbook_of(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet: heading in bold and frozen, amounts as numbers `#,##0.00`, dates as text B.E.

    Amounts come as integer satang and leave as baht. A date leaves as text (`12 ม.ค. 2561`): Excel shows a
    date cell in the reader's era, which is C.E. on most machines, and `cells.read_date` reads the text back.
    """
    book = Workbook()
    sheet = first_sheet(book, title)
    write_table(sheet, columns, rows)
    return saved(book)


def write_table(
    sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, top: int = 1
) -> int:
    """Writes heading and rows from row `top` on; the number of the row after the last."""
    widths = [len(column.heading) + 2 for column in columns]
    for number, column in enumerate(columns, start=1):
        cell = put(sheet, top, number, column.heading)
        cell.font, cell.fill = Font(bold=True), _HEADING
        cell.alignment = _WRAPPED
    below = top + 1
    for row in rows:
        for number, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            put(sheet, below, number, value, column.kind)
            widths[number - 1] = max(widths[number - 1], _width(value))
        below += 1
    for number, (column, width) in enumerate(zip(columns, widths, strict=True), start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width or min(max(width, _NARROWEST), _WIDEST)
    sheet.freeze_panes = f"A{top + 1}"
    return below


def put(sheet: Worksheet, row: int, column: int, value: Any, kind: Kind = "text") -> Cell:
    """Writes one cell; text never as a formula."""
    cell: Any = sheet.cell(row=row, column=column)
    if value is None or value == "":
        return cell  # type: ignore[no-any-return]
    if kind == "amount":
        cell.value, cell.number_format = Decimal(value).scaleb(-2), AMOUNT_FORMAT
    elif kind == "share":
        cell.value, cell.number_format = value, "0.00"
    elif kind == "whole":
        cell.value = int(value)
    else:
        text = medium_date(value) if isinstance(value, datetime.date) else guarded(str(value))[:_LONGEST_CELL]
        cell.value, cell.data_type = text, "s"
        cell.alignment = _WRAPPED
    return cell  # type: ignore[no-any-return]


def sheet_name(title: str, taken: Iterable[str] = ()) -> str:
    """A name Excel accepts: at most 31 signs, none of []:*?/\\, no apostrophe at the ends, not twice."""
    plain = _NOT_IN_A_NAME.sub(" ", title).strip().strip("'").strip()[:_LONGEST_NAME].strip() or "ตาราง"
    used = {each.casefold() for each in taken}
    name, number = plain, 2
    while name.casefold() in used or name.casefold() == "history":  # Excel keeps this name for itself
        name, number = f"{plain[: _LONGEST_NAME - 4]} {number}", number + 1
    return name


def first_sheet(book: Workbook, title: str) -> Worksheet:
    """The one sheet of a new workbook, named."""
    sheet = book.worksheets[0]
    sheet.title = sheet_name(title)
    return sheet


def saved(book: Workbook) -> bytes:
    """The workbook as bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _width(value: Any) -> int:
    """About how wide a value is written; Thai vowels and marks above and below take no room."""
    if isinstance(value, int):
        return len(f"{value:,}") + 2
    longest = max(str(value or "").split("\n"), key=len)
    return len(re.sub("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", "", longest)) + 2
