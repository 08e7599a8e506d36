"""Opens a workbook that somebody sent: bounded, read as plain values, nothing in it ever executed."""

import io
import re
import warnings
import zipfile
import zlib
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries

from workflow.errors import BadInput

LARGEST: Final = 20 * 1024 * 1024
LARGEST_UNPACKED: Final = 64 * 1024 * 1024
MOST_PARTS: Final = 2_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 256
MOST_TAGS: Final = 600_000  # of XML: some seconds of parsing, which no bound on bytes keeps as short
MOST_MERGED: Final = 2_000

_OLD_CONTAINER: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\""
)
_TEXT_STARTS: Final = 4096
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Formula:
    """What stands in a cell that computes: shown in the complaint, never evaluated."""

    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """An error value of Excel's such as `#N/A`."""

    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows and columns from 1, filled cells only.

    `merged` are the areas of merged cells: first column, first row, last column, last row.
    """

    name: str
    rows: dict[int, dict[int, Any]] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    _crossing: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict, compare=False, repr=False)

    def value(self, row: int, column: int) -> Any:
        """What stands there; nothing as None."""
        return self.rows.get(row, {}).get(column)

    def label(self, row: int, column: int) -> Any:
        """What stands there; in a cell merged downwards, what stands at its top."""
        found = self.value(row, column)
        if found is not None:
            return found
        areas = self._areas(column)
        above = bisect(areas, row, key=itemgetter(0))
        if above and row <= areas[above - 1][1]:
            first_row, _, first_column = areas[above - 1]
            return self.value(first_row, first_column)
        return None

    def _areas(self, column: int) -> list[tuple[int, int, int]]:
        """The areas that cross a column, from above: first row, last row, first column. Found once."""
        if column not in self._crossing:
            self._crossing[column] = sorted(
                (first_row, last_row, first_column)
                for first_column, first_row, last_column, last_row in self.merged
                if first_column <= column <= last_column
            )
        return self._crossing[column]


def open_workbook(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx file, each cell as the plain value that stands in it.

    Raises BadInput for `file`: workbook_too_large (over 20 MB), workbook_nothing, workbook_old (.xls),
    workbook_protected, workbook_text (CSV or a web page), workbook_not_xlsx, workbook_unpacks (a zip bomb),
    workbook_damaged, workbook_too_many (rows or columns), workbook_empty (no cell filled).
    """
    _check_container(data)
    _check_parts(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library leaves out of a workbook is not read here
            sheets = tuple(_sheets(data))
    except BadInput:
        raise
    except (
        Exception
    ) as error:  # whatever a broken file makes the parsers raise, it is the file that is broken
        raise BadInput("file", "workbook_damaged", type(error).__name__) from error
    if not any(sheet.rows for sheet in sheets):
        raise BadInput("file", "workbook_empty")
    return sheets


def _check_container(data: bytes) -> None:
    if len(data) > LARGEST:
        raise BadInput("file", "workbook_too_large", f"{len(data) / 1024 / 1024:.1f} MB")
    if not data:
        raise BadInput("file", "workbook_nothing")
    if data.startswith(_OLD_CONTAINER):
        raise BadInput("file", "workbook_protected" if _ENCRYPTED in data else "workbook_old")
    if not data.startswith(b"PK"):
        raise BadInput("file", "workbook_text" if _is_text(data) else "workbook_not_xlsx")


def _is_text(data: bytes) -> bool:
    """UTF-8, UTF-16 with its mark, or the Thai code page, in which every byte of 128 and more can stand."""
    start = data[:_TEXT_STARTS]
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or not re.search(
        rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", start
    )


def _check_parts(data: bytes) -> None:
    """Adds up what the file unpacks to before unpacking any of it.

    The directory cannot understate: the standard library unpacks no more of a part than it announces, and a
    part that would be longer then fails its checksum. An absolute bound needs no ratio, by which honest
    sheets of thousands of empty formatted rows would be refused.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            listed = parts.infolist()
            _check_sizes(listed)
            tags = sum(_tags(parts, each) for each in listed if each.filename.endswith((".xml", ".rels")))
    except BadInput:
        raise
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError) as error:
        raise BadInput("file", "workbook_damaged", type(error).__name__) from error
    if tags > MOST_TAGS:
        raise BadInput("file", "workbook_unpacks", f"{tags:,} XML")


def _check_sizes(listed: list[zipfile.ZipInfo]) -> None:
    names = {each.filename for each in listed}
    if any(each.flag_bits & 1 for each in listed):
        raise BadInput("file", "workbook_protected")
    if "[Content_Types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise BadInput("file", "workbook_not_xlsx")
    unpacked = sum(each.file_size for each in listed)
    if unpacked > LARGEST_UNPACKED or len(listed) > MOST_PARTS:
        raise BadInput("file", "workbook_unpacks", f"{unpacked / 1024 / 1024:,.0f} MB")


def _tags(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many tags a part has, counted while it is unpacked piece by piece.

    Those of other parts than sheets and their texts count fourfold: a style takes that much longer to parse.
    """
    weight = 1 if part.filename.startswith(("xl/worksheets/", "xl/sharedStrings")) else 4
    with parts.open(part) as stream:
        return weight * sum(piece.count(b"<") for piece in iter(lambda: stream.read(_PIECE), b""))


def _sheets(data: bytes) -> Iterator[Sheet]:
    """Read as a stream: charts, pictures, comments, links to other files and macros are never looked at."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        worksheets: list[Any] = list(book.worksheets)
        for each in worksheets:
            each.reset_dimensions()  # other programs write a wrong size, or none
            rows = _rows(each)
            yield Sheet(each.title, rows, _merged(each.title, parts.read(each._worksheet_path)))
    book.close()


def _rows(sheet: Any) -> dict[int, dict[int, Any]]:
    found: dict[int, dict[int, Any]] = {}
    for row in sheet.iter_rows():
        filled = {cell.column: _plain(cell) for cell in row if not _is_blank(cell.value)}
        if filled:
            found[next(cell.row for cell in row if cell.value is not None)] = filled
            if len(found) > MOST_ROWS or max(filled) > MOST_COLUMNS:
                raise BadInput("file", "workbook_too_many", sheet.title)
    return found


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _plain(cell: Any) -> Any:
    if cell.data_type == "f":
        return Formula(str(getattr(cell.value, "text", cell.value)))
    if cell.data_type == "e":
        return Fault(str(cell.value))
    return cell.value


def _merged(name: str, part: bytes) -> tuple[tuple[int, int, int, int], ...]:
    """The areas merged downwards; those that only join columns name nothing for the rows below."""
    areas = [_area(each.decode()) for each in _MERGED.findall(part)]
    found = tuple(area for area in areas if area[1] < area[3])
    if len(found) > MOST_MERGED:
        raise BadInput("file", "workbook_too_many", name)
    return found


def _area(reference: str) -> tuple[int, int, int, int]:
    first_column, first_row, last_column, last_row = (int(edge or 0) for edge in range_boundaries(reference))
    return first_column, first_row, last_column, last_row


def column_letter(column: int) -> str:
    """Column 28 as people see it: AB."""
    return get_column_letter(column)
