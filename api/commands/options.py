"""The options that commands share, and how what people type there is read."""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from api.commands.place import Place, at_hand, own
from api.commands.refusals import CommandRefused
from states.catalogue import catalogue
from states.thai import arabic_digits
from states.typed import UnreadableDate, WrongEra, parse_typed_date
from workflow.errors import BadDate, BadEvidence, BadInput
from workflow.evidence import LARGEST
from workflow.sheets.cells import BadCell, read_amount

Database = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="ฐานข้อมูล · database (KHANTON_DATABASE_URL)"),
]
Data = Annotated[
    Path | None, typer.Option("--data", metavar="FOLDER", help="โฟลเดอร์ข้อมูล · data folder (KHANTON_DATA)")
]
Json = Annotated[bool, typer.Option("--json", help="ตอบเป็น JSON · answer in JSON")]
OfficeCode = Annotated[str | None, typer.Option("--office", metavar="CODE", help="รหัสสำนักงาน · office")]
As = Annotated[str, typer.Option("--as", metavar="ACCOUNT", help="บัญชีผู้ทำ · who acts")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="เหตุผล · reason")]
Evidence = Annotated[
    list[str] | None,
    typer.Option(
        "--evidence",
        metavar="KEY=VALUE",
        help="ข้อเท็จจริงหรือเอกสาร (@ไฟล์) · a fact, or a document (@file)",
    ),
]
OnDay = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="วันที่มีผล · day signed or resolved, e.g. 12/1/2561")
]
Host = Annotated[str, typer.Option("--host", help="ที่อยู่ · address")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="พอร์ต · port")]


def remembered(
    context: typer.Context, database: str | None, data: Path | None
) -> tuple[str | None, Path | None]:
    """What was said after the command's name, else before it."""
    before = context.find_root().obj or (None, None)
    return database or before[0], data or before[1]


def place_at_hand(context: typer.Context, database: str | None, data: Path | None) -> Place:
    return at_hand(*remembered(context, database, data))


def place_named(
    context: typer.Context, database: str | None, data: Path | None, file: str | None = None
) -> Place:
    said = remembered(context, database, data)
    return own(*said, file) if file else own(*said)


def day_of(text: str | None) -> datetime.date | None:
    """The Bangkok date somebody typed, in either era; raises BadDate."""
    if text is None:
        return None
    try:
        return parse_typed_date(text)
    except WrongEra as error:
        raise BadDate("wrong_era", text[:80], error.suspected) from error
    except UnreadableDate as error:
        raise BadDate("unreadable", text[:80]) from error


def satang(text: str) -> int:
    """The amount of baht somebody typed, with commas or Thai digits, (500) below zero; raises BadInput."""
    try:
        found = read_amount(text, negative=True)
    except BadCell as error:
        raise BadInput("amount", "out_of_range", text[:80]) from error
    if found is None:
        raise BadInput("amount", "empty")
    return found


def hundredths(name: str, text: str) -> Decimal:
    """A number somebody typed with at most two decimals; raises BadInput."""
    plain = arabic_digits(text).strip().removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", plain):
        raise BadInput(name, "out_of_range", text[:80])
    return Decimal(plain)


def pairs(name: str, given: Iterable[str] | None) -> dict[str, str]:
    """KEY=VALUE options as a mapping; raises CommandRefused for one without a key."""
    found: dict[str, str] = {}
    for text in given or ():
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise CommandRefused("bad_option", {"text": f"--{name} {text[:80]}"})
        found[key.strip()] = value
    return found


def files_in(evidence: dict[str, str]) -> dict[str, tuple[str, bytes]]:
    """Takes the values written @path out of `evidence`: name and bytes by document code.

    Raises BadEvidence where the key is no document, CommandRefused where the file cannot be read.
    """
    written = {key: value[1:] for key, value in evidence.items() if value.startswith("@")}
    found: dict[str, tuple[str, bytes]] = {}
    for key, path in written.items():
        if key not in catalogue().documents:
            raise BadEvidence(key, "unknown_key")
        del evidence[key]
        try:
            with Path(path).open("rb") as file:
                found[key] = (Path(path).name, file.read(LARGEST + 1))
        except OSError as error:
            raise CommandRefused("no_file", {"path": path}) from error
    return found
