"""What a file says of itself: which office, year, quarter or group it was made for."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from openpyxl import Workbook

from states.thai import arabic_digits
from workflow.errors import BadInput
from workflow.sheets.cells import BadCell, code_key, read_code
from workflow.sheets.tables import put
from workflow.sheets.workbook import Sheet

MARKS: Final = "khanton"
_QUARTER: Final = re.compile(r"ไตรมาส\s*(?:ที่)?\s*([1-4])(?![0-9])")
_YEAR: Final = re.compile(r"ปี\s*งบประมาณ\s*(?:พ\.?\s?ศ\.?)?\s*(25[0-9]{2})(?![0-9])")
_ABOVE: Final = 20  # rows in which a heading line may stand
_LONGEST: Final = 80  # signs: no mark written here is longer, and one cut off means nothing that is known


def write_marks(book: Workbook, marks: Mapping[str, object]) -> None:
    """Keeps `marks` in a sheet that Excel does not even list as hidden."""
    sheet = book.create_sheet(MARKS)
    sheet.sheet_state = "veryHidden"
    for row, (name, value) in enumerate(marks.items(), start=1):
        put(sheet, row, 1, name)
        put(sheet, row, 2, str(value))


def read_marks(sheets: Sequence[Sheet]) -> dict[str, str]:
    """The marks that were written, none where the file was made elsewhere."""
    found: dict[str, str] = {}
    for sheet in sheets:
        if sheet.name == MARKS:
            for row in sheet.rows:
                name, value = _text(sheet, row, 1), _text(sheet, row, 2)
                found[name] = value
    return found


def said_above(sheet: Sheet, before: int) -> dict[str, str]:
    """`fiscal_year` and `quarter` as the lines above the table (row `before`) name them."""
    found: dict[str, str] = {}
    for row in sorted(sheet.rows):
        if row >= min(before, _ABOVE):
            break
        text = arabic_digits(" ".join(str(value) for value in sheet.rows[row].values()))
        for name, pattern in (("quarter", _QUARTER), ("fiscal_year", _YEAR)):
            match = pattern.search(text)
            if match:
                found.setdefault(name, match[1])
    return found


def check_marks(marks: Mapping[str, str], wanted: Mapping[str, object]) -> None:
    """Raises BadInput workbook_other where a mark says something else than is wanted."""
    for name, value in wanted.items():
        said = marks.get(name)
        if said is not None and code_key(said) != code_key(str(value)):
            raise BadInput("file", "workbook_other", f"{said} ≠ {value}")


def _text(sheet: Sheet, row: int, column: int) -> str:
    try:
        return read_code(sheet.value(row, column))[:_LONGEST]
    except BadCell:
        return ""
