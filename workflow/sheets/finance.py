"""Finance's figures of a quarter read back: row by row, held against the plan, saved whole or not at all."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from states.thai import money
from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.models import Office
from workflow.money.amounts import CANCELLED, LineNow, line_amounts
from workflow.money.checks import check_fiscal_year, check_quarter
from workflow.money.paid import Paid, payments, record_disbursements
from workflow.sheets.cells import code_key, read_amount, read_code, read_whole
from workflow.sheets.finance_template import (
    AMOUNT,
    CATEGORY,
    CODE,
    COLUMNS,
    EARLIER,
    FUND,
    IN_FORCE,
    KIND,
    NUMBER,
    SHEET,
    SUB,
    LineNames,
)
from workflow.sheets.marks import check_marks, read_marks, said_above
from workflow.sheets.rows import CellError, Row, Table, sheet_called, table_in
from workflow.sheets.workbook import Sheet


@dataclass(frozen=True, slots=True)
class FinanceRow:
    """A row that could be read: the line it means and what was paid from it in the quarter (satang).

    `before` is what stood recorded for the quarter, None where nothing was.
    """

    number: int
    line: LineNow
    amount: int
    before: int | None


@dataclass(frozen=True, slots=True)
class FinancePreview:
    """What importing the file would record. Nothing may be saved while `errors` is not empty."""

    fiscal_year: int
    quarter: int
    rows: tuple[FinanceRow, ...]
    errors: tuple[CellError, ...]

    @property
    def total(self) -> int:
        """What the file says was paid in the quarter (satang)."""
        return sum(each.amount for each in self.rows)

    @property
    def before(self) -> int:
        """What stood recorded for the quarter (satang)."""
        return sum(each.before or 0 for each in self.rows)

    @property
    def changed(self) -> tuple[FinanceRow, ...]:
        """The rows that say something else than what stood recorded."""
        return tuple(each for each in self.rows if each.amount != each.before)


def read_finance(
    session: Session,
    office_id: int,
    sheets: Sequence[Sheet],
    *,
    on: datetime.date,
    fiscal_year: int | None = None,
    quarter: int | None = None,
) -> FinancePreview:
    """What the workbook's sheets say, each row held against the plan as it stood on a Bangkok date.

    Fiscal year (B.E.) and quarter are the file's own; given ones must be the same. Raises BadInput for
    `file` (workbook_sheet, workbook_headings, workbook_other, workbook_unmarked), and for a year or quarter
    that there is not.
    """
    table = table_in(sheet_called(sheets, SHEET), (CODE, SUB, AMOUNT), [each.heading for each in COLUMNS])
    marks = read_marks(sheets)
    office = session.get_one(Office, office_id)
    check_marks(marks, {"kind": KIND, "office": office.code})
    year, number = _period(marks, said_above(table.sheet, table.heading_row), fiscal_year, quarter)
    lines = line_amounts(session, office_id, year, on, through=4)
    stands = payments(session, office_id, year, number)
    reading = _Reading(table, LineNames.of(session, office_id), lines, stands, number)
    rows = tuple(reading.rows())
    reading.reconcile(rows)
    return FinancePreview(year, number, rows, tuple(table.errors))


def save_finance(
    session: Session, office_id: int, preview: FinancePreview, hand: Hand, source: str = ""
) -> Sealed | None:
    """Records the figures of the quarter, all of them; None where they say what stood already.

    `source` names the file. Raises BadInput workbook_rows where the preview has errors, NotAllowed.
    """
    if preview.errors:
        raise BadInput("file", "workbook_rows", str(len(preview.errors)))
    if not preview.changed:
        return None
    paid = [(each.line.line_id, each.amount) for each in preview.rows]
    return record_disbursements(
        session, office_id, preview.fiscal_year, preview.quarter, paid, hand, source=source
    )


def _period(
    marks: dict[str, str], above: dict[str, str], fiscal_year: int | None, quarter: int | None
) -> tuple[int, int]:
    """Which quarter the file is of: what it says everywhere must be one and the same."""
    found = []
    for name, given in (("fiscal_year", fiscal_year), ("quarter", quarter)):
        said = [source[name] for source in (marks, above) if name in source]
        said += [str(given)] if given is not None else []
        if not any(name in source for source in (marks, above)):
            raise BadInput("file", "workbook_unmarked")
        if len(set(said)) > 1:
            raise BadInput("file", "workbook_other", " ≠ ".join(said))
        found.append(int(said[0]) if said[0].isdecimal() else 0)
    check_fiscal_year(found[0])
    check_quarter(found[1])
    return found[0], found[1]


class _Reading:
    """One pass over the table: each row finds its line, then its amount is held against it."""

    def __init__(
        self, table: Table, names: LineNames, lines: Sequence[LineNow], stands: Sequence[Paid], quarter: int
    ) -> None:
        self._table, self._names, self._quarter = table, names, quarter
        self._by_id = {line.line_id: line for line in lines}
        self._by_code: dict[str, list[LineNow]] = defaultdict(list)
        for line in lines:
            self._by_code[code_key(line.code)].append(line)
        self._stands = {each.line_id: each.satang for each in stands}
        self._seen: dict[int, int] = {}

    def rows(self) -> Iterable[FinanceRow]:
        """The rows without a fault."""
        for row in self._table.rows():
            before = len(self._table.errors)
            line = self._line(row)
            amount = row.needed(AMOUNT, read_amount)
            if line is None or amount is None:
                continue
            self._hold(row, line, amount)
            if len(self._table.errors) == before:
                yield FinanceRow(row.number, line, amount, self._stands.get(line.line_id))

    def reconcile(self, rows: Sequence[FinanceRow]) -> None:
        """The line of sums must be the sum of the rows, and no line of the plan may be left out.

        Asked only once every row is sound: a row that could not be read would be counted twice.
        """
        errors, sheet = self._table.errors, self._table.sheet.name
        if errors:
            return
        for row in list(self._table.totals())[-1:]:
            if not row.computes(AMOUNT):
                said = row.read(AMOUNT, read_amount)
                total = sum(each.amount for each in rows)
                if said is not None and said != total:
                    row.complain(AMOUNT, "total_differs", f"{money(said)} ≠ {money(total)}")
        for line in self._by_id.values():
            if line.line_id not in self._seen:
                labels = self._names.labels(line)
                errors.append(CellError(sheet, 0, "", "line_missing", f"{line.code} {labels[SUB]}"))

    def _line(self, row: Row) -> LineNow | None:
        before = len(self._table.errors)
        number = row.read(NUMBER, read_whole)
        said = {heading: row.read(heading, read_code, label=True) for heading in (CODE, FUND, CATEGORY, SUB)}
        if len(self._table.errors) > before:
            return None
        mine = self._by_code.get(code_key(said[CODE] or ""), [])
        if not mine:
            row.complain(CODE, "unknown_project" if said[CODE] else "empty", said[CODE] or "")
            return None
        line = self._numbered(row, number, said) if number is not None else self._labelled(row, mine, said)
        if line is not None and line.line_id in self._seen:
            row.complain(NUMBER if number is not None else CODE, "twice", str(self._seen[line.line_id]))
            return None
        if line is not None:
            self._seen[line.line_id] = row.number
        return line

    def _numbered(self, row: Row, number: int, said: dict[str, str | None]) -> LineNow | None:
        """The line of this number, which the rest of the row must describe."""
        line = self._by_id.get(number)
        if line is None:
            row.complain(NUMBER, "unknown_line", str(number))
            return None
        for heading, text in said.items():
            if text and not self._names.fits(line, heading, text):
                row.complain(heading, "differs_from_line", text)
                return None
        return line

    def _labelled(self, row: Row, mine: list[LineNow], said: dict[str, str | None]) -> LineNow | None:
        """The one line of the project that the row describes."""
        for heading in (SUB, CATEGORY, FUND):
            text = said[heading]
            if text:
                mine = [line for line in mine if self._names.fits(line, heading, text)]
            if not mine:
                row.complain(heading, "unknown_line", text or "")
                return None
        if len(mine) > 1:
            row.complain(SUB, "ambiguous_line", said[SUB] or "")
            return None
        return mine[0]

    def _hold(self, row: Row, line: LineNow, amount: int) -> None:
        """The columns that were filled in for finance still say what the plan says; no line is overdrawn."""
        earlier = sum(line.disbursed[: self._quarter - 1])
        for heading, now in ((IN_FORCE, line.in_force), (EARLIER, earlier)):
            said = row.read(heading, read_amount)
            if said is not None and said != now:
                row.complain(heading, "out_of_date", f"{money(said)} ≠ {money(now)}")
                return
        paid = amount + line.paid - line.disbursed[self._quarter - 1]
        if paid > line.in_force and line.state != CANCELLED:  # its last payments may still come in
            row.complain(AMOUNT, "over_in_force", f"{money(paid)} > {money(line.in_force)}")
