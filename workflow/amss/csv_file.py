"""Reads a CSV file as phpMyAdmin, MySQL or Excel write it: encoding, separator and nulls are found out."""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from typing import Final

from workflow.errors import BadInput
from workflow.sheets.cells import code_key
from workflow.sheets.workbook import LARGEST, MOST_COLUMNS, MOST_ROWS, Sheet

SEPARATORS: Final = ",;\t|"
# What databases write where nothing stands; MySQL keeps a date that nobody gave as noughts.
_NULLS: Final = frozenset({"", "\\N", "NULL", "0000-00-00", "0000-00-00 00:00:00"})
_HEADING_WITHIN: Final = 5  # lines: Excel puts `sep=;` above the headings
# Thai in one byte a letter that happens to be UTF-8 as well reads as letters of these other scripts.
_FOREIGN: Final = re.compile("[\u0700-\u0dff\u0e80-\u1cff]")
_NULL_FIELD: Final = re.compile(r"(^|[,;\t|])\\N(?=[,;\t|]|\r?$)", re.MULTILINE)


def read_csv(name: str, data: bytes, known: Collection[str]) -> tuple[Sheet, tuple[int, ...]]:
    """The file as a sheet, a record a row, and how many cells each record has; nulls are not filled.

    UTF-8 (with a mark or without), UTF-16 with its mark, or TIS-620 / windows-874. Cells apart by comma,
    semicolon, tab or bar: by whichever finds most of the `known` headings. Raises BadInput for `file`:
    csv_too_large (over 20 MB), csv_nothing, csv_encoding, csv_unreadable (a quotation mark that does not
    close), csv_too_many (rows or columns); each names the table.
    """
    if len(data) > LARGEST:
        raise BadInput("file", "csv_too_large", f"{name} {len(data) / 1024 / 1024:.1f} MB")
    text = _decoded(name, data)
    if not text.strip():
        raise BadInput("file", "csv_nothing", name)
    records = list(_records(name, text, _separator(text, known)))
    rows = {
        number: {column: cell for column, cell in enumerate(record, start=1) if cell.strip() not in _NULLS}
        for number, record in enumerate(records, start=1)
    }
    return Sheet(name, {number: row for number, row in rows.items() if row}), tuple(map(len, records))


def _decoded(name: str, data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif data.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "cp874"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or not _FOREIGN.search(text):
            return text
    raise BadInput("file", "csv_encoding", name)


def _separator(text: str, known: Collection[str]) -> str:
    """The sign between cells that makes most headings of one of the first lines."""
    keys = {code_key(heading) for heading in known}
    lines = text.splitlines()[:_HEADING_WITHIN]

    def found(separator: str) -> int:
        return max(sum(code_key(cell.strip('"')) in keys for cell in line.split(separator)) for line in lines)

    return max(SEPARATORS, key=found)


def _records(name: str, text: str, separator: str) -> Iterator[list[str]]:
    """The records; a quotation mark behind a backslash is MySQL's way of writing one within a cell."""
    escape = "\\" if '\\"' in text else None
    plain = _NULL_FIELD.sub(r"\1", text) if escape else text
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=separator, escapechar=escape, strict=True)
    try:
        for number, record in enumerate(reader, start=1):
            if number > MOST_ROWS or len(record) > MOST_COLUMNS:
                raise BadInput("file", "csv_too_many", name)
            yield record
    except csv.Error as error:
        raise BadInput("file", "csv_unreadable", f"{name} {reader.line_num}") from error
