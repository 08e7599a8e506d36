"""Event logs as a workbook: one row an event under Thai headings, written row by row."""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.cell import get_column_letter

from states.legible import cell
from workflow.errors_eventlogs import TooManyRows
from workflow.eventlogs.columns import COLUMNS
from workflow.eventlogs.event import Event

MOST_ROWS: Final = 1_048_576  # of a sheet, as Excel has it
LONGEST_CELL: Final = 32_767
_HIDDEN: Final = frozenset({"hash", "attributes", "activity_en", "trigger", "from_state", "to_state"})
_WIDTHS: Final = {"activity": 36, "title": 40, "reason": 40, "time": 32, "person": 28, "position": 28}


def workbook_file(path: Path, events: Iterable[Event], *, most: int = MOST_ROWS) -> None:
    """Writes the workbook. Raises TooManyRows where the events are more than fit below one heading."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("บันทึกเหตุการณ์")
    _lay_out(sheet)
    sheet.append([_heading(sheet, column.heading) for column in COLUMNS])
    try:
        for row, event in enumerate(events, start=2):
            if row > most:
                raise TooManyRows(most - 1)
            sheet.append([_cell(sheet, column.value(event)) for column in COLUMNS])
        book.save(path)
    except BaseException:
        _forget(sheet)
        raise


def _lay_out(sheet: Any) -> None:
    sheet.freeze_panes = "C2"
    for number, column in enumerate(COLUMNS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = _WIDTHS.get(column.name, 18)
        dimension.hidden = column.name in _HIDDEN


def _heading(sheet: Any, text: str) -> Any:
    made = WriteOnlyCell(sheet, text)
    made.font = Font(bold=True)
    return made


def _cell(sheet: Any, value: str | int | None) -> Any:
    """A number as it is; text as text, also where it looks like one of Excel's errors (#N/A)."""
    if value is None or value == "" or isinstance(value, int):
        return value if value != "" else None
    text = cell(value)[:LONGEST_CELL]
    if not text.startswith("#"):
        return text
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"
    return made


def _forget(sheet: Any) -> None:
    """Takes away what openpyxl wrote beside: it only does so itself for a workbook that is saved."""
    with contextlib.suppress(Exception):
        sheet.close()
    with contextlib.suppress(FileNotFoundError):
        sheet._writer.cleanup()
