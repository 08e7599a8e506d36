"""What stands in a memo, letter, circular or order: plain text in named fields; its template lays it out."""

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import DecodeError, Struct, json

from states.model import Label
from workflow.errors import BadInput
from workflow.facts import limited

LONGEST_LINE: Final = 500
LONGEST_TEXT: Final = 20_000
MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 20
MOST_NAMED: Final = 500  # members of a committee, readers, enclosures
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
    except DecodeError as error:
        raise BadInput("fields", "not_fields", str(error)[:200]) from error


def written(fields: Fields) -> str:
    """The JSON text that is kept."""
    return json.encode(fields).decode()


def checked(fields: Fields) -> Fields:
    """`fields`, refused with BadInput or TooLong where a field is longer or other than a paper can hold."""
    limited("paper_subject", fields.subject, LONGEST_LINE)
    for name in ("to", "unit", "refers", "closing", "effective"):
        limited(name, getattr(fields, name), LONGEST_LINE)
    if not fields.subject.strip():
        raise BadInput("paper_subject", "empty")
    for name in ("attached", "reason", "wish", "duties"):
        _limited_all(name, getattr(fields, name))
    if fields.urgency not in URGENCIES:
        raise BadInput("urgency", "unknown", fields.urgency[:40])
    if fields.secrecy not in SECRECIES:
        raise BadInput("secrecy", "unknown", fields.secrecy[:40])
    for name in ("attached", "members", "sent_to"):
        if len(getattr(fields, name)) > MOST_NAMED:
            raise BadInput(name, "too_many", str(MOST_NAMED))
    for each in fields.members:
        limited("members", f"{each.name}{each.position}{each.role}", LONGEST_LINE)
    if fields.table is not None:
        _check_table(fields.table)
    return fields


# What a form asks for, as its page calls it.
PARTS: Final = {
    "subject": Label("เรื่อง", "subject"),
    "to": Label("เรียน", "addressee"),
    "body": Label("เนื้อความ (ภาคเหตุหรือภาคความประสงค์)", "text (why, or what is wanted)"),
    "closing": Label("ภาคสรุปหรือตาราง", "closing phrase or table"),
    "appointed": Label("รายชื่อหรือหน้าที่และอำนาจ", "members or duties"),
}


def missing_parts(form: str, fields: Fields) -> tuple[str, ...]:
    """The names (of PARTS) of what a paper of this form still has to say before it is submitted."""
    said = {
        "subject": bool(fields.subject.strip()),
        "to": bool(fields.to.strip()),
        "body": _any(fields.reason) or _any(fields.wish),
        "closing": bool(fields.closing.strip()) or fields.table is not None,
        "appointed": bool(fields.members) or _any(fields.duties),
    }
    asked = ("subject", "body", "appointed") if form == "order" else ("subject", "to", "body", "closing")
    return tuple(name for name in asked if not said[name])


def _any(texts: Sequence[str]) -> bool:
    return any(text.strip() for text in texts)


def _limited_all(name: str, texts: Sequence[str]) -> None:
    limited(name, "\n".join(texts), LONGEST_TEXT)


def _check_table(table: Table) -> None:
    limited("table", table.caption, LONGEST_LINE)
    if len(table.rows) > MOST_ROWS:
        raise BadInput("table", "too_many", str(MOST_ROWS))
    if len(table.columns) > MOST_COLUMNS:
        raise BadInput("table", "too_many", str(MOST_COLUMNS))
    for column in table.columns:
        limited("table", column.title, LONGEST_LINE)
        if not 1 <= column.width <= 100:
            raise BadInput("table", "out_of_range", str(column.width))
    for row in (*table.rows, table.total):
        if row and len(row) != len(table.columns):
            raise BadInput("table", "uneven", " | ".join(row)[:80])
        limited("table", "".join(row), LONGEST_TEXT)
