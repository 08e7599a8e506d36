"""What stands in a memo, letter, circular or order: plain text in named fields, which its template lays out."""

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct, ValidationError, json

from workflow.errors import BadInput
from workflow.facts import limited

LONGEST_LINE: Final = 500
LONGEST_TEXT: Final = 20_000
MOST_ROWS: Final = 2_000
URGENCIES: Final = ("", "ด่วน", "ด่วนมาก", "ด่วนที่สุด")
SECRECIES: Final = ("", "ลับ", "ลับมาก", "ลับที่สุด")


class Column(Struct, frozen=True):
    """A column of a paper's table: its heading, its width in per cent, how its cells stand."""

    title: str
    width: int
    align: Literal["left", "center", "num"] = "left"


class Table(Struct, frozen=True):
    """A table in a paper: rows of text as printed (0-9), and perhaps a last row of totals."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    caption: str = ""


class Appointed(Struct, frozen=True):
    """One line of an appointment order: who, in which position, as what on the committee."""

    name: str
    position: str
    role: str


class Fields(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of a paper. Paragraphs are text without markup.

    `unit` is ส่วนราชการ, `refers` อ้างถึง, `attached` สิ่งที่ส่งมาด้วย; `reason` and `wish` are ภาคเหตุ and
    ภาคความประสงค์, `closing` ภาคสรุป. `sent_to` names the readers as `workflow.papers.addressees` reads them.
    `members` and `duties` belong to orders, `effective` is their "ทั้งนี้ ตั้งแต่…".
    """

    subject: str
    to: str = ""
    unit: str = ""
    refers: str = ""
    attached: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    wish: tuple[str, ...] = ()
    closing: str = ""
    table: Table | None = None
    members: tuple[Appointed, ...] = ()
    duties: tuple[str, ...] = ()
    effective: str = ""
    urgency: str = ""
    secrecy: str = ""
    sent_to: tuple[str, ...] = ()


def read(text: str) -> Fields:
    """Fields as they are kept; raises BadInput where the text is none."""
    try:
        return json.decode(text, type=Fields)
    except ValidationError as error:
        raise BadInput("fields", "not_fields", str(error)[:200]) from error


def written(fields: Fields) -> str:
    """The JSON text that is kept."""
    return json.encode(fields).decode()


def checked(fields: Fields) -> Fields:
    """`fields`, refused with BadInput or TooLong where a field is longer or other than a paper can hold."""
    for name in ("subject", "to", "unit", "refers", "closing", "effective"):
        limited(name, getattr(fields, name), LONGEST_LINE)
    if not fields.subject.strip():
        raise BadInput("subject", "empty")
    for name in ("attached", "reason", "wish", "duties"):
        _limited_all(name, getattr(fields, name))
    if fields.urgency not in URGENCIES:
        raise BadInput("urgency", "unknown", fields.urgency[:40])
    if fields.secrecy not in SECRECIES:
        raise BadInput("secrecy", "unknown", fields.secrecy[:40])
    if fields.table is not None:
        _check_table(fields.table)
    return fields


def _limited_all(name: str, texts: Sequence[str]) -> None:
    limited(name, "\n".join(texts), LONGEST_TEXT)


def _check_table(table: Table) -> None:
    if len(table.rows) > MOST_ROWS:
        raise BadInput("table", "too_many", str(MOST_ROWS))
    for row in (*table.rows, table.total):
        if row and len(row) != len(table.columns):
            raise BadInput("table", "uneven", " | ".join(row)[:80])
        limited("table", "".join(row), LONGEST_TEXT)
