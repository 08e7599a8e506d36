"""`khanton bodies`: who sits on the office's committees, by which order and until when."""

from typing import Annotated, Any

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.output import answering, document, people, table, thai_day
from api.commands.place import one_office, opened
from api.commands.sheets import Moving, Taken, act
from workflow.changes import Hand
from workflow.meetings.bodies import NewMember, add_member, body_in_force, body_of, seats
from workflow.meetings.bodies import end_membership as end_seat
from workflow.models import Member as Seat
from workflow.moments import bangkok_date
from workflow.people import by_username

app = typer.Typer(no_args_is_help=True, help="คณะกรรมการ · The office's committees and their members.")

Body = Annotated[str, typer.Argument(metavar="BODY", help="รหัสคณะกรรมการ · committee")]
Member = Annotated[int, typer.Argument(metavar="MEMBER", help="เลขของกรรมการ ดูจาก list · see list")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="ชื่อตามคำสั่ง · as the order names her")]


@app.command("list")
def members(
    context: typer.Context,
    body: Body,
    office: options.OfficeCode = None,
    on: options.OnDay = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """กรรมการในวันหนึ่ง พร้อมเลขและคำสั่ง · Members of a day with their numbers and orders."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        with opened(place) as found, found.read() as session:
            home = one_office(session, office)
            day = options.day_of(on) or bangkok_date(clock.now())
            row = body_in_force(session, home.id, body, day)
            told = [_told(member, account) for member, account in seats(session, [row.id], day)[row.id]]
            name = row.name_th
        if as_json:
            document({"office": home.code, "body": body, "on": day, "members": told})
            return
        shown = table("เลข", "ชื่อ", "หน้าที่", "คำสั่ง", "ตั้งแต่", "ถึง")
        for each in told:
            days = [thai_day(each[key]) if each[key] else "" for key in ("valid_from", "valid_to")]
            shown.add_row(str(each["member"]), each["name_th"], each["role"], each["order_no"], *days)
        people().print(name, markup=False)
        people().print(shown, markup=False)


@app.command("appoint")
def appoint(
    context: typer.Context,
    body: Body,
    name: Name,
    account: options.As,
    order: Annotated[str, typer.Option("--order", metavar="NO", help="เลขที่คำสั่งแต่งตั้ง · order number")],
    role: Annotated[
        str, typer.Option("--role", help="chair, vice_chair, member, secretary, assistant_secretary")
    ] = "member",
    person: Annotated[
        str | None, typer.Option("--account", metavar="ACCOUNT", help="บัญชีของกรรมการ · her account")
    ] = None,
    on: options.OnDay = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="ถึงวันที่ · last day")] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """แต่งตั้งกรรมการตามคำสั่ง · Seat a member by an order of appointment."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        since = options.day_of(on) or hand.day
        person_id = by_username(session, person).id if person else None
        new = NewMember(name, role, person_id, since, options.day_of(until))
        row = add_member(session, body_in_force(session, office_id, body, since).id, order, new, hand)
        told = {"body": body, "member": row.id, "role": role, "valid_from": since}
        return Taken(told, f"{name} เป็นกรรมการ {body} ตั้งแต่ {thai_day(since)}")

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


@app.command("end")
def end(
    context: typer.Context,
    body: Body,
    member: Member,
    account: options.As,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="วันสุดท้าย · her last day")],
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ให้กรรมการพ้นจากตำแหน่ง · End a membership with its last day."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        last = options.day_of(on) or hand.day
        body_of(session, office_id, body, member)
        row = end_seat(session, member, last, hand)
        told = {"body": body, "member": member, "last_day": last}
        return Taken(told, f"{row.name_th} พ้นจากกรรมการ {body} หลังวันที่ {thai_day(last)}")

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


def _told(row: Seat, account: str) -> dict[str, Any]:
    return {
        "member": row.id,
        "name_th": row.name_th,
        "role": row.role,
        "account": account,
        "order_no": row.order_no,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }
