"""A table as a page shows it and as a workbook holds it: the same rows, written down once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Response
from openpyxl import Workbook

from api.pages.preferences import Preferences
from api.pages.words import Words
from workflow.sheets.tables import Column, first_sheet, put, saved, sheet_name, write_table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 5_000  # rows that one download holds, some seconds' work; a longer list says so in its last line

# Workbooks leave the office, whoever asks for them: Thai, and digits that a spreadsheet reads.
PAPER = Words(Preferences("th", thai_digits=False))


@dataclass(frozen=True, slots=True)
class Table:
    """Amounts in satang, shares in per cent, dates as dates; None where nothing is known.

    `link` numbers the column of item codes, `bar` that of the share drawn as a bar, `aim` its target's.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    total: tuple[Any, ...] | None = None
    note: str = ""
    link: int | None = None
    bar: int | None = None
    aim: int | None = None

    @property
    def lines(self) -> list[tuple[Any, ...]]:
        """The rows, and the line of sums where there is one."""
        return [*self.rows, *([self.total] if self.total else [])]


def book_of(tables: Sequence[Table]) -> bytes:
    """The tables as one workbook, a sheet for each; what people typed never as a formula."""
    book = Workbook()
    for number, table in enumerate(tables):
        taken = [sheet.title for sheet in book.worksheets] if number else []
        name = sheet_name(table.title, taken)
        sheet = book.create_sheet(name) if number else first_sheet(book, name)
        below = write_table(sheet, table.columns, map(_plain, table.lines))
        if table.note:
            put(sheet, below + 1, 1, table.note)
    return saved(book)


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without the marks that tell a browser where a Thai line may break: nobody finds words through them."""
    return tuple(
        value.replace("\N{ZERO WIDTH SPACE}", "") if isinstance(value, str) else value for value in row
    )


def xlsx(filename: str, content: bytes) -> Response:
    """The workbook as a file to save, under a Thai name (RFC 5987)."""
    disposition = f"attachment; filename=\"khanton.xlsx\"; filename*=UTF-8''{quote(filename, safe='')}.xlsx"
    return Response(content, media_type=MEDIA_TYPE, headers={"Content-Disposition": disposition})
