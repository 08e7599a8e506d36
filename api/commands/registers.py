"""`khanton registers`: the numbers that the office has given to its papers, and giving the next one."""

from typing import Annotated, Any, Final

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table, thai_day
from api.commands.place import one_office, opened
from api.commands.refusals import CommandRefused
from api.commands.sheets import Moving, Taken, act
from states.thai import arabic_digits, be_year
from workflow.changes import Hand
from workflow.errors import BadInput, UnknownNumber
from workflow.models import Register, RegisterNumber
from workflow.moments import bangkok_date
from workflow.papers import registers
from workflow.papers.registers import Listed

app = typer.Typer(no_args_is_help=True, help="ทะเบียนเลขหนังสือ · The registers of paper numbers.")

KINDS: Final = {
    "internal": "ทะเบียนบันทึกข้อความ",
    "outgoing": "ทะเบียนหนังสือส่ง",
    "circular": "ทะเบียนหนังสือเวียน",
    "order": "ทะเบียนคำสั่ง",
}
Kind = Annotated[str, typer.Argument(metavar="KIND", help="internal, outgoing, circular, order")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="เลขที่ในทะเบียน · the number")]
Year = Annotated[
    str | None, typer.Option("--year", metavar="YEAR", help="ปีปฏิทิน พ.ศ. ไม่ระบุคือปีนี้ · calendar year, B.E.")
]


@app.command("list")
def listed(
    context: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help="ไม่ระบุคือทุกทะเบียน · all of them")] = None,
    year: Year = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เลขที่ออกไปแล้วในปีหนึ่ง · The numbers given in a calendar year."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        be = typed_calendar_year(year)
        with opened(place) as found, found.read() as session:
            home = one_office(session, office)
            kinds = [known(kind)] if kind else list(KINDS)
            rows = {
                each: [told(row) for row in registers.listing(session, home.id, each, be)] for each in kinds
            }
            states = {each: _standing(session, home.id, each, be) for each in kinds}
            told_of = {"office": home.code, "year": be}
        if as_json:
            document({**told_of, "registers": [{**states[each], "numbers": rows[each]} for each in kinds]})
            return
        for each in kinds:
            _show(each, states[each], rows[each])


@app.command("begin")
def begin(
    context: typer.Context,
    kind: Kind,
    used: Annotated[int, typer.Argument(metavar="LAST", help="เลขสุดท้ายที่ใช้ในสมุด · last number used on paper")],
    account: options.As,
    year: Year = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เริ่มทะเบียนต่อจากเลขสุดท้ายในสมุด · Begin after the last number already used on paper."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        be = typed_calendar_year(year)
        registers.begin_at(session, office_id, known(kind), be, used, hand)
        told_of = {"kind": kind, "year": be, "used_on_paper": used}
        return Taken(told_of, f"{KINDS[kind]} ปี {be} เริ่มต่อจากเลข {used}")

    with answering(as_json):
        act(options.place_at_hand(context, database, data), account, office, False, as_json, take, {})


@app.command("take")
def take_number(
    context: typer.Context,
    kind: Kind,
    subject: Annotated[str, typer.Option("--subject", metavar="TEXT", help="เรื่อง · what the paper is about")],
    account: options.As,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="วันที่ของหนังสือ ไม่ระบุคือวันนี้ · the paper's date")
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ออกเลขให้หนังสือที่ทำนอกระบบ · Give the next number to a paper written elsewhere."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        day = options.day_of(on) or hand.day
        known(kind)
        row = registers.take_elsewhere(session, office_id, kind, subject=subject, dated_on=day, hand=hand)
        return Taken(_row(session, row), f"{KINDS[kind]}: {row.text} ลงวันที่ {thai_day(day)}")

    with answering(as_json):
        act(options.place_at_hand(context, database, data), account, office, False, as_json, take, {})


@app.command("void")
def void(
    context: typer.Context,
    kind: Kind,
    number: Number,
    account: options.As,
    reason: options.Reason = "",
    year: Year = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ยกเลิกเลข โดยเก็บเลขไว้ไม่ใช้ซ้ำ · Void a number, which is kept and never used again."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        row = number_of(session, office_id, known(kind), typed_calendar_year(year), number)
        voided = registers.void(session, row.id, reason, hand)
        return Taken(_row(session, voided), f"ยกเลิกเลข {voided.text} แล้ว เลขนี้จะไม่ใช้ซ้ำ")

    with answering(as_json):
        act(options.place_at_hand(context, database, data), account, office, False, as_json, take, {})


def typed_calendar_year(text: str | None) -> int:
    """A calendar year (B.E.) somebody typed, else the present one."""
    if text is None:
        return be_year(bangkok_date(clock.now()).year)
    plain = arabic_digits(text).strip()
    if not plain.isdecimal() or not 2400 < int(plain) < 2700:
        raise CommandRefused("bad_option", {"text": f"--year {text[:40]} (พ.ศ.)"})
    return int(plain)


def known(kind: str) -> str:
    """`kind` where it is a register; raises BadInput."""
    if kind not in KINDS:
        raise BadInput("register", "unknown", kind[:40])
    return kind


def number_of(session: Session, office_id: int, kind: str, year: int, number: int) -> Listed:
    """The number as it was given out; raises UnknownNumber."""
    for row in registers.listing(session, office_id, kind, year):
        if row.number == number:
            return row
    raise UnknownNumber(f"{kind}/{year} {number}"[:80])


def told(row: Listed) -> dict[str, Any]:
    """A number as JSON has it."""
    return {
        "number": row.number,
        "text": row.text,
        "subject": row.subject,
        "dated_on": row.dated_on,
        "item": row.item_code or None,
        "registered_by": row.registered_by,
        "registered_at": row.registered_at,
        "voided_at": row.voided_at,
        "void_reason": row.void_reason,
    }


def _row(session: Session, row: RegisterNumber) -> dict[str, Any]:
    listed = number_of(session, row.office_id, row.kind, row.year, row.number)
    return {"kind": row.kind, "year": row.year, **told(listed)}


def _standing(session: Session, office_id: int, kind: str, year: int) -> dict[str, Any]:
    row = session.get(Register, (office_id, kind, year))
    return {
        "kind": kind,
        "th": KINDS[kind],
        "last": row.last if row else 0,
        "used_on_paper": row.used_on_paper if row else 0,
    }


def _show(kind: str, standing: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    people().print(f"{KINDS[kind]} เลขสุดท้าย {standing['last']}", markup=False)
    if not rows:
        return
    shown = table("เลขที่", "ลงวันที่", "เรื่อง", "รหัส", "หมายเหตุ")
    for each in rows:
        note = f"ยกเลิก: {each['void_reason']}" if each["voided_at"] else ""
        shown.add_row(each["text"], thai_day(each["dated_on"]), each["subject"], each["item"] or "", note)
    people().print(shown, markup=False)
