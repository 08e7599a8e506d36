"""Finds the table in a sheet by its headings and reads it row by row, gathering what cannot be read."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from workflow.errors import BadInput
from workflow.sheets.cells import BadCell, code_key, read_code, shown
from workflow.sheets.workbook import Formula, Sheet, column_letter

Read = TypeVar("Read")
GUIDANCE: Final = "คำแนะนำ:"
_TOTAL: Final = re.compile(r"(ยอด)?รวม(เป็น)?(เงิน)?(ทั้งสิ้น|ทั้งหมด)?\s*(\(?บาท\)?)?\s*:?")
_HEADING_WITHIN: Final = 40  # rows: what stands above a table is a letterhead, not a book
_SHEET_NAME: Final = 31


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell: the row as Excel numbers it, the column's letter, the words' `code`.

    `row` is 0 and `column` empty where something is wrong with the sheet as a whole.
    """

    sheet: str
    row: int
    column: str
    code: str
    shown: str = ""
    heading: str = ""


@dataclass(slots=True)
class Row:
    """One row of a table. `read` gives a value or notes in `errors` why there is none."""

    table: "Table"
    number: int

    def read(self, heading: str, reader: Callable[[Any], Read], *, label: bool = False) -> Read | None:
        """What stands under `heading`; a column the file does not have reads as empty.

        `label` columns may be merged downwards: every row of the area has the value at its top.
        """
        try:
            return reader(self._value(heading, label=label))
        except BadCell as bad:
            self.complain(heading, bad.code, bad.shown)
            return None

    def needed(self, heading: str, reader: Callable[[Any], Read], *, label: bool = False) -> Read | None:
        """As `read`, and an empty cell is complained about."""
        before = len(self.table.errors)
        found = self.read(heading, reader, label=label)
        if found in (None, "") and len(self.table.errors) == before:
            self.complain(heading, "empty")
            return None
        return found

    def is_first(self, heading: str, key: object) -> bool:
        """Whether no row above gave the same key under `heading`; complains with the row that did."""
        first = self.table.seen.setdefault((heading, key), self.number)
        if first != self.number:
            self.complain(heading, "twice", str(first))
        return first == self.number

    def computes(self, heading: str) -> bool:
        """Whether a formula stands under `heading`."""
        return isinstance(self._value(heading, label=False), Formula)

    def complain(self, heading: str, code: str, shown: str = "") -> None:
        """Notes what is wrong with the cell under `heading`."""
        column = self.table.columns.get(heading)
        letter = column_letter(column) if column else ""
        self.table.errors.append(
            CellError(self.table.sheet.name, self.number, letter, code, shown, heading=heading)
        )

    def _value(self, heading: str, *, label: bool) -> Any:
        column = self.table.columns.get(heading)
        if column is None:
            return None
        sheet = self.table.sheet
        return sheet.label(self.number, column) if label else sheet.value(self.number, column)


@dataclass(slots=True)
class Table:
    """A table found in a sheet: where its headings stand, its rows and what was wrong with them."""

    sheet: Sheet
    heading_row: int
    columns: dict[str, int]
    errors: list[CellError] = field(default_factory=list)
    seen: dict[tuple[str, object], int] = field(default_factory=dict)

    def rows(self, numbering: str = "") -> Iterator[Row]:
        """The rows below the heading; not the guidance, repeated headings, and the line of totals.

        Nor rows with nothing but a number under `numbering`: people number rows ahead of filling them in.
        """
        alone = {self.columns[numbering]} if numbering in self.columns else set()
        for number in sorted(self.sheet.rows):
            filled = set(self.sheet.rows[number]) & set(self.columns.values())
            if number > self.heading_row and filled - alone and not self._is_aside(number):
                yield Row(self, number)

    def totals(self) -> Iterator[Row]:
        """The lines of sums: รวม, รวมทั้งสิ้น, รวมเป็นเงิน."""
        for number in sorted(self.sheet.rows):
            if number > self.heading_row and _TOTAL.fullmatch(self._first_text(number)):
                yield Row(self, number)

    def _is_aside(self, number: int) -> bool:
        filled = self.sheet.rows[number]
        first = self._first_text(number)
        if first.startswith(GUIDANCE) or _TOTAL.fullmatch(first):
            return True
        placed = {column: heading for heading, column in self.columns.items() if column in filled}
        return all(code_key(str(filled[column])) == code_key(heading) for column, heading in placed.items())

    def _first_text(self, number: int) -> str:
        """The first cell of a row, where it is text."""
        filled = self.sheet.rows[number]
        found = filled[min(filled)]
        return found.strip() if isinstance(found, str) else ""


def sheet_called(sheets: Sequence[Sheet], name: str) -> Sheet:
    """The sheet of this name; raises BadInput workbook_sheet, naming the sheets that are there."""
    for sheet in sheets:
        if code_key(sheet.name) == code_key(name):
            return sheet
    there = ", ".join(sheet.name[:_SHEET_NAME] for sheet in sheets[:8])
    raise BadInput("file", "workbook_sheet", f"{name} ({there})")


def table_in(sheet: Sheet, needed: Sequence[str], others: Sequence[str] = ()) -> Table:
    """The table whose headings include all `needed`, wherever it begins and in whatever order.

    Raises BadInput workbook_headings with the headings that are missing in the row that has most of them.
    """
    wanted = {code_key(heading): heading for heading in (*needed, *others)}
    best: tuple[int, dict[str, int]] = (0, {})
    for number in sorted(sheet.rows)[:_HEADING_WITHIN]:
        found: dict[str, int] = {}
        for column in sorted(sheet.rows[number]):
            heading = wanted.get(code_key(_heading_text(sheet.rows[number][column])))
            if heading:
                found.setdefault(heading, column)
        if len(found) > len(best[1]):
            best = (number, found)
    missing = [heading for heading in needed if heading not in best[1]]
    if missing:
        raise BadInput("file", "workbook_headings", f"{sheet.name[:_SHEET_NAME]}: {', '.join(missing)}")
    return Table(sheet, *best)


def _heading_text(value: Any) -> str:
    if isinstance(value, Formula):
        return ""
    try:
        return read_code(value)
    except BadCell:
        return shown(value)
