"""`khanton people`: who is away, from when to when; one-time codes for accounts."""

from typing import Annotated

import typer
from sqlmodel import Session

from api.commands import options
from api.commands.output import answering, plain, thai_day
from api.commands.sheets import Moving, Taken, act
from notifications.erasing import erase_person
from workflow.absences import end_absence, note_absence
from workflow.accounts import issue_code
from workflow.arriving.persons import by_name
from workflow.changes import Hand
from workflow.errors import BadInput, UnknownPerson
from workflow.models import Person
from workflow.people import by_username

app = typer.Typer(no_args_is_help=True, help="บุคลากร · People and when they are away.")

Account = Annotated[str, typer.Argument(metavar="ACCOUNT", help="บัญชีของผู้ไม่อยู่ · who is away")]


@app.command("absent")
def absent(
    context: typer.Context,
    person: Account,
    account: options.As,
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="วันแรก · first day")],
    until: Annotated[str, typer.Option("--to", metavar="DATE", help="วันสุดท้าย · last day")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="เหตุผล · reason")] = "",
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """แจ้งวันที่ไม่อยู่ · Note that somebody is away; what she owes then is told to whoever stands in."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        whose = _person(session, person, office_id)
        first, last = options.day_of(since) or hand.day, options.day_of(until) or hand.day
        row = note_absence(session, whose.id, first, last, reason, hand)
        told = {"absence": row.id, "account": person, "valid_from": first, "valid_to": last}
        return Taken(told, f"{whose.name_th} ไม่อยู่ {thai_day(first)} ถึง {thai_day(last)} (เลขที่ {row.id})")

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


@app.command("back")
def back(
    context: typer.Context,
    absence: Annotated[int, typer.Argument(metavar="NUMBER", help="เลขที่ซึ่ง absent แจ้ง · as absent tells")],
    account: options.As,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """กลับมาปฏิบัติราชการวันนี้ · She is back today; an absence that has not begun is taken away."""

    def take(session: Session, _office_id: int, hand: Hand, _moving: Moving) -> Taken:
        row = end_absence(session, absence, hand)
        told: dict[str, object] = {"absence": absence, "last_day": row.valid_to if row else None}
        said = f"วันสุดท้ายที่ไม่อยู่คือ {thai_day(row.valid_to)}" if row else "ยกเลิกวันที่ไม่อยู่แล้ว"
        return Taken(told, said)

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


@app.command("code")
def code(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="ACCOUNT", help="บัญชีที่จะตั้งรหัสผ่าน · whose password")],
    account: options.As,
    first: Annotated[bool, typer.Option("--first", help="บัญชีใหม่ · a new account, seven days")] = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ออกรหัสครั้งเดียวให้ตั้งรหัสผ่าน · Make a one-time code, shown once, with which she sets her password."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        whose = _person(session, person, office_id)
        issued = issue_code(session, whose.id, "first" if first else "reset", hand)
        told = {"account": person, "code": issued.code, "expires_at": issued.expires_at}
        where = "/first" if first else "/reset"
        return Taken(told, f"{person}: {issued.code} (ตั้งรหัสผ่านที่หน้า {where})")

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


@app.command("erase")
def erase(
    context: typer.Context,
    person: Annotated[
        str,
        typer.Argument(
            metavar="ACCOUNT",
            help="บัญชีของผู้ขอให้ลบ หรือชื่อในประวัติที่นำเข้า · whose data; a name in a log that was imported",
        ),
    ],
    account: options.As,
    order: Annotated[str, typer.Option("--order", metavar="TEXT", help="คำสั่งหรือคำขอ · the order or request")],
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ลบข้อมูลส่วนบุคคลของผู้ที่พ้นหน้าที่ · Erase the data of somebody who has left; the record stays whole."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        done = erase_person(session, _whose(session, person, office_id).id, order, hand)
        said = (
            f"{done.name_th} ({done.account}): ลบข้อมูลในประวัติ {done.values} ค่า · values erased\n"
            f"รายการเดิมที่ยังระบุตัวผู้นี้และลบไม่ได้ {done.entries_left} รายการ"
            " · entries that say who, and cannot be erased\n"
            f"หนังสือที่ลงนามแล้ว {done.papers_left} ฉบับยังคงชื่อไว้ตามกฎหมาย · signed papers keep the name"
        )
        return Taken(plain(done), said)

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


def _whose(session: Session, account: str, office_id: int) -> Person:
    """By her account; whom the office knows from logs alone by her name. Raises UnknownPerson, BadInput."""
    try:
        return _person(session, account, office_id)
    except UnknownPerson:
        named = by_name(session, office_id, account)
        if not named:
            raise
    if len(named) > 1:
        raise BadInput("person", "log_name_several", ", ".join(each.username for each in named))
    return named[0]


def _person(session: Session, account: str, office_id: int) -> Person:
    found = by_username(session, account)
    if found.office_id != office_id:
        raise UnknownPerson(account)
    return found
