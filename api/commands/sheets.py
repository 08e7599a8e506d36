"""`khanton import`: a group's proposals and finance's figures from Excel, all of a file or nothing."""

import datetime
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, aside, document, people, progress, table
from api.commands.place import offices, opened
from api.commands.refusals import CommandRefused
from api.words_sheets import explain_cell
from states.baht import plain_baht
from states.thai import money
from states.typed import parse_fiscal_year
from workflow.changes import Hand
from workflow.errors import Denial, NotAllowed
from workflow.models import Office, Person
from workflow.people import by_username
from workflow.sheets.finance import read_finance, save_finance
from workflow.sheets.proposals import read_proposals, save_proposals
from workflow.sheets.rows import CellError
from workflow.sheets.workbook import LARGEST, Sheet, open_workbook

app = typer.Typer(no_args_is_help=True, help="นำเข้าจาก Excel · Take in an Excel file, all or nothing.")

File = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="ไฟล์ Excel · the Excel file")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="ตรวจโดยไม่บันทึก · say what would happen, save nothing")
]
Year = Annotated[
    str | None, typer.Option("--year", metavar="YEAR", help="ปีงบประมาณ พ.ศ. · fiscal year, e.g. 2561")
]
QuarterNumber = Annotated[int | None, typer.Option("--quarter", min=1, max=4, help="ไตรมาส · quarter")]
GroupCode = Annotated[str | None, typer.Option("--group", metavar="CODE", help="รหัสกลุ่ม · group")]
Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="ณ วันที่ · as on a day, e.g. 12/1/2561")]
Moving = Callable[[int, int, str], None]
Sheets = tuple[Sheet, ...]


class _OnlyTried(Exception):
    """Takes everything back that a dry run wrote."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import came to: what programs and people are told of it."""

    told: dict[str, object]
    said: str


@app.command("finance")
def import_finance(
    context: typer.Context,
    file: File,
    account: options.As,
    dry_run: DryRun = False,
    year: Year = None,
    quarter: QuarterNumber = None,
    on: Day = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ตัวเลขเบิกจ่ายรายไตรมาสของการเงิน · Finance's figures of a quarter."""

    def take(session: Session, office_id: int, sheets: Sheets, hand: Hand, moving: Moving) -> Taken:
        moving(0, 2, "อ่านไฟล์")
        preview = read_finance(
            session, office_id, sheets, on=_day(on, hand), fiscal_year=fiscal_year(year), quarter=quarter
        )
        check_cells(preview.errors, as_json)
        moving(1, 2, "บันทึก")
        sealed = save_finance(session, office_id, preview, hand, file.name)
        told = {
            "fiscal_year": preview.fiscal_year,
            "quarter": preview.quarter,
            "rows": len(preview.rows),
            "changed": len(preview.changed),
            "total": plain_baht(preview.total),
            "before": plain_baht(preview.before),
            "entry": sealed.seq if sealed and not dry_run else None,
        }
        said = (
            f"เบิกจ่ายไตรมาสที่ {preview.quarter} ปีงบประมาณ {preview.fiscal_year}: {len(preview.rows)} รายการ"
            f" เปลี่ยน {len(preview.changed)} รายการ รวม {money(preview.total)} บาท"
            f" (เดิม {money(preview.before)} บาท)"
        )
        return Taken(told, said)

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        _import(place, file, account, office, dry_run, as_json, take)


@app.command("proposals")
def import_proposals(
    context: typer.Context,
    file: File,
    account: options.As,
    dry_run: DryRun = False,
    year: Year = None,
    group: GroupCode = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ข้อเสนอโครงการของกลุ่ม · A group's proposals."""

    def take(session: Session, office_id: int, sheets: Sheets, hand: Hand, moving: Moving) -> Taken:
        moving(0, 1, "อ่านไฟล์")
        preview = read_proposals(session, office_id, sheets, fiscal_year=fiscal_year(year), group=group)
        check_cells(preview.errors, as_json)
        done = save_proposals(
            session, office_id, preview, hand, lambda row, rows: moving(row, rows, "บันทึกโครงการ")
        )
        told = {
            "fiscal_year": preview.fiscal_year,
            "group": preview.group,
            "rows": len(preview.rows),
            "opened": done.opened,
            "changed": done.changed,
            "total": plain_baht(preview.total),
        }
        said = (
            f"ข้อเสนอโครงการกลุ่ม {preview.group} ปีงบประมาณ {preview.fiscal_year}: {len(preview.rows)} โครงการ"
            f" ใหม่ {len(done.opened)} เปลี่ยน {len(done.changed)} รวม {money(preview.total)} บาท"
        )
        return Taken(told, said)

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        _import(place, file, account, office, dry_run, as_json, take)


def _import(
    place: Any,
    file: Path,
    account: str,
    office: str | None,
    dry_run: bool,
    as_json: bool,
    take: Callable[[Session, int, Sheets, Hand, Moving], Taken],
) -> None:
    """Takes the file in, all of it or nothing."""

    def take_file(session: Session, office_id: int, hand: Hand, moving: Moving) -> Taken:
        return take(session, office_id, sheets, hand, moving)

    sheets = open_workbook(content_of(file))  # before the transaction, which on SQLite everybody waits for
    act(place, account, office, dry_run, as_json, take_file, {"file": file.name})


def act(
    place: Any,
    account: str,
    office: str | None,
    dry_run: bool,
    as_json: bool,
    take: Callable[[Session, int, Hand, Moving], Taken],
    source: dict[str, object],
) -> None:
    """Carries `take` out within one transaction and tells of it; a dry run is the same work, taken back."""
    remark_on(place)
    taken, code = Taken({}, ""), ""
    with opened(place) as found, progress(as_json) as moving, suppress(_OnlyTried), found.write() as session:
        person = actor(session, account, office)
        code = session.get_one(Office, person.office_id).code
        taken = take(session, person.office_id, Hand(person.id, clock.now()), moving)
        if dry_run:
            raise _OnlyTried
    if as_json:
        document({"office": code, **source, "saved": not dry_run, **taken.told})
        return
    people().print(taken.said, markup=False)
    people().print("ตรวจแล้ว ไม่พบข้อผิดพลาด ยังไม่ได้บันทึก (--dry-run)" if dry_run else "บันทึกแล้ว", markup=False)


def content_of(file: Path) -> bytes:
    """The file, and one byte more than may be, so that a file too large is never read whole."""
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise CommandRefused("no_file", {"path": str(file)}) from error


def actor(session: Session, account: str, office: str | None) -> Person:
    """The person of this account, in the office named if one is; raises UnknownPerson, NotAllowed."""
    person = by_username(session, account)
    if office and offices(session, office)[0].id != person.office_id:
        raise NotAllowed(Denial("other_office"))
    return person


def check_cells(errors: tuple[CellError, ...], as_json: bool) -> None:
    """Tells every mistake with its place and what to do about it, and refuses."""
    if not errors:
        return
    rows = [explain_cell(each) for each in errors]
    if not as_json:
        shown = table("แผ่นงาน", "แถว", "คอลัมน์", "ข้อผิดพลาดและวิธีแก้")
        for error, row in zip(errors, rows, strict=True):
            place = f"{row.column} {error.heading}".strip()
            shown.add_row(row.sheet, str(row.row or ""), place, row.th)
        aside().print(shown, markup=False)
    raise CommandRefused("workbook_rows", {"count": str(len(rows))}, {"rows": rows})


def fiscal_year(text: str | None) -> int | None:
    """The fiscal year (B.E.) somebody typed; raises WrongEra, UnreadableYear."""
    return parse_fiscal_year(text) if text else None


def _day(on: str | None, hand: Hand) -> datetime.date:
    return options.day_of(on) or hand.day
