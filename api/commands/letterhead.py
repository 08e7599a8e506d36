"""`khanton letterhead`: what the office prints at the head of its papers."""

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table
from api.commands.place import one_office, opened
from api.commands.sheets import Moving, Taken, act, content_of
from workflow.changes import Hand
from workflow.models import Office
from workflow.offices import change_office
from workflow.papers import letterhead as letterheads

app = typer.Typer(no_args_is_help=True, help="หัวหนังสือ · The letterhead.")

Text = Annotated[str | None, typer.Option(metavar="TEXT")]
_NAMES = {
    "address": "ที่อยู่",
    "telephone": "โทรศัพท์",
    "email": "ไปรษณีย์อิเล็กทรอนิกส์",
    "document_prefix": "เลขประจำของเจ้าของเรื่อง",
    "thai_digits": "เลขไทย",
    "emblem_sha256": "ตรา",
}


@app.command("show")
def show(
    context: typer.Context,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """หัวหนังสือที่ใช้อยู่ · The letterhead in use."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            home = one_office(session, office)
            told = {"office": home.code, **_told(session, home.id)}
        if as_json:
            document(told)
            return
        shown = table("รายการ", "ค่า")
        for name, thai in _NAMES.items():
            shown.add_row(thai, _plain(told[name]))
        people().print(shown, markup=False)


@app.command("set")
def change(
    context: typer.Context,
    account: options.As,
    address: Annotated[str | None, typer.Option("--address", metavar="TEXT", help="ที่อยู่ · address")] = None,
    telephone: Annotated[
        str | None, typer.Option("--telephone", metavar="TEXT", help="โทรศัพท์ · telephone")
    ] = None,
    email: Annotated[str | None, typer.Option("--email", metavar="TEXT", help="อีเมล · e-mail")] = None,
    prefix: Annotated[
        str | None,
        typer.Option("--prefix", metavar="TEXT", help="ศธ 04xxx ตามที่กำหนดให้ · as issued to the office"),
    ] = None,
    thai_digits: Annotated[
        bool | None, typer.Option("--thai-digits/--arabic-digits", help="เลขที่พิมพ์ · digits printed")
    ] = None,
    emblem: Annotated[
        Path | None, typer.Option("--emblem", metavar="FILE", help="ตรา PNG หรือ JPEG · the emblem")
    ] = None,
    no_emblem: Annotated[bool, typer.Option("--no-emblem", help="เอาตราออก · remove the emblem")] = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """แก้เฉพาะสิ่งที่ระบุ · Change what is named, leave the rest."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        picture = content_of(emblem) if emblem else None
        wanted: dict[str, Any] = {
            "address": address,
            "telephone": telephone,
            "email": email,
            "thai_digits": thai_digits,
        }

        def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
            said = {name: value for name, value in wanted.items() if value is not None}
            if said:
                letterheads.set_letterhead(session, office_id, said, hand)
            if prefix is not None:
                change_office(session, office_id, {"document_prefix": prefix.strip()}, hand)
            if no_emblem:
                letterheads.remove_emblem(session, hand)
            if picture is not None:
                letterheads.set_emblem(session, place.folder, picture, hand)
            told = _told(session, office_id)
            return Taken(told, "  ".join(f"{thai}: {_plain(told[name])}" for name, thai in _NAMES.items()))

        act(place, account, office, False, as_json, take, {})


def _told(session: Session, office_id: int) -> dict[str, Any]:
    kept = letterheads.letterhead(session, office_id)
    return {
        "address": kept.address,
        "telephone": kept.telephone,
        "email": kept.email,
        "document_prefix": session.get_one(Office, office_id).document_prefix,
        "thai_digits": kept.thai_digits,
        "emblem_sha256": kept.emblem_sha256,
    }


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "ใช้" if value else "ไม่ใช้"
    return str(value or "-")
