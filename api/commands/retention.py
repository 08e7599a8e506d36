"""`khanton retention`: how long papers are kept, what is past its term, and destroying it by order."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, plain, table, thai_day
from api.commands.place import one_office, opened
from api.commands.refusals import CommandRefused
from api.commands.retention_carry_out import Kinds, OrderNo, Years, carry_out, listed_told, wanted_of
from api.commands.sheets import Day, Moving, Taken, act
from workflow.changes import Hand
from workflow.history import Sealed
from workflow.moments import bangkok_date
from workflow.retention import holds as holding
from workflow.retention.listing import kind_th, workbook
from workflow.retention.overdue import grouped, review
from workflow.retention.terms import FOR_EVER, set_term, terms, typed_years

app = typer.Typer(no_args_is_help=True, help="อายุการเก็บเอกสาร · Terms of keeping, and destruction by order.")
app.command("carry-out")(carry_out)
Codes = Annotated[list[str], typer.Argument(metavar="CODE...", help="รหัสเรื่อง · the papers' codes")]


@app.command("terms")
def show_terms(
    context: typer.Context,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """อายุการเก็บของแต่ละชนิด นับจากวันที่เรื่องสิ้นสุด · For how many years each kind is kept after it ended."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            known = terms(session, one_office(session, office).id)
        if as_json:
            document([{**plain(each), "kind_th": kind_th(each.kind)} for each in known])
            return
        shown = table("ชนิด", "รหัส", "ปีที่เก็บ", "กำหนดโดย")
        for each in known:
            years = "ตลอดไป" if each.years == FOR_EVER else str(each.years)
            shown.add_row(kind_th(each.kind), each.kind, years, "สำนักงาน" if each.own else "ค่าเริ่มต้น")
        people().print(shown, markup=False)


@app.command("set")
def set_years(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="ชนิดของเรื่อง · the kind")],
    years: Annotated[str, typer.Argument(metavar="YEARS", help="จำนวนปี หรือ ตลอดไป · years, or forever")],
    account: options.As,
    order: OrderNo,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """กำหนดอายุการเก็บของชนิดหนึ่ง · Set how long a kind is kept; it is told in the history."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        wanted = typed_years(years)
        sealed = set_term(session, office_id, kind, wanted, order, hand)
        told = {"kind": kind, "years": wanted, "entry": sealed.seq if sealed else None}
        said = "ตลอดไป" if wanted == FOR_EVER else f"{wanted} ปี"
        return Taken(told, f"{kind_th(kind)}: เก็บ {said}" + ("" if sealed else " (กำหนดไว้เช่นนี้แล้ว)"))

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


@app.command("review")
def show_review(
    context: typer.Context,
    on: Day = None,
    kind: Kinds = None,
    year: Years = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", help="เขียนเป็น Excel · write a workbook")
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """บัญชีหนังสือขอทำลาย · What is past its term, by kind and fiscal year; what is held back is not on it."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        if xlsx is not None and xlsx.exists():
            raise CommandRefused("file_exists", {"path": str(xlsx)})
        day = options.day_of(on) or bangkok_date(clock.now())
        with opened(place) as found, found.read() as session:
            listed = review(session, one_office(session, office).id, day, wanted_of(kind, year, None))
        if xlsx is not None:
            _write(xlsx, workbook(listed, day))
        if as_json:
            document({"on": day, "groups": grouped(listed), "items": [listed_told(each) for each in listed]})
            return
        shown = table("ชนิด", "ปีงบประมาณ", "เรื่อง", "ไฟล์", "ไบต์", "ข้อความที่ลงนาม")
        for each in grouped(listed):
            counts = (each.fiscal_year, each.items, each.files, each.size, each.texts)
            shown.add_row(kind_th(each.kind), *map(str, counts))
        people().print(shown, markup=False)
        people().print(f"ครบอายุการเก็บ ณ {thai_day(day)}: {len(listed)} เรื่อง", markup=False)


@app.command("holds")
def show_holds(
    context: typer.Context,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เรื่องที่ระงับการทำลายไว้ · What is held back from destruction, why, and by which order."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            rows = [
                (each.item.code, each.hold.reason, each.hold.order_no, bangkok_date(each.hold.held_at))
                for each in holding.held(session, one_office(session, office).id)
            ]
        if as_json:
            document([dict(zip(("code", "reason", "order_no", "held_on"), row, strict=True)) for row in rows])
            return
        shown = table("รหัสเรื่อง", "เหตุผล", "คำสั่ง", "ตั้งแต่")
        for code, reason, order, since in rows:
            shown.add_row(code, reason, order, thai_day(since))
        people().print(shown, markup=False)


@app.command("hold")
def hold(
    context: typer.Context,
    codes: Codes,
    account: options.As,
    order: OrderNo,
    reason: options.Reason,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ระงับการทำลาย · Hold papers back from destruction: an audit, a lawsuit, an inquiry."""

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        take = _for_papers(holding.hold, "held", "ระงับการทำลาย", codes, reason, order)
        act(place, account, office, False, as_json, take, {})


@app.command("release")
def release(
    context: typer.Context,
    codes: Codes,
    account: options.As,
    order: OrderNo,
    reason: options.Reason,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เลิกระงับการทำลาย · Release papers that were held back."""

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        take = _for_papers(holding.release, "released", "เลิกระงับการทำลาย", codes, reason, order)
        act(place, account, office, False, as_json, take, {})


def _for_papers(
    change: Callable[[Session, int, list[str], str, str, Hand], Sealed],
    done: str,
    said: str,
    codes: list[str],
    reason: str,
    order: str,
) -> Callable[[Session, int, Hand, Moving], Taken]:
    """What holds papers back or releases them, told as `done` to programs and `said` to people."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        sealed = change(session, office_id, codes, reason, order, hand)
        return Taken({done: codes, "entry": sealed.seq}, f"{said} {', '.join(codes)}")

    return take


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise CommandRefused("cannot_write", {"path": str(file)}) from error
