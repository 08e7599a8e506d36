"""`khanton told`: who was told what of a paper, when, and whether it arrived."""

from typing import Annotated

import typer

from api.commands import options
from api.commands.finding import item_of
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table, thai_moment
from api.commands.place import opened
from notifications.tellings import Telling, subject_of, told_about


def told(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="รหัสเรื่อง · item")],
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ใครได้รับแจ้งเรื่องใด เมื่อใด ถึงหรือไม่ · Who was told what of an item, when, and did it arrive."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            item = item_of(session, code, office)
            tellings = told_about(session, item.id)
            names = {each.code: subject_of(each.code, item, "th") for each in tellings}
        if as_json:
            document({"code": code, "told": tellings})
            return
        _show(tellings, names)


def _show(tellings: list[Telling], names: dict[str, str]) -> None:
    shown = table("เมื่อ", "เรื่องที่แจ้ง", "ถึง", "เปิดอ่าน", "ส่งออก")
    for each in tellings:
        told = names[each.code] if each.rung is None else f"เตือน {each.duty} ({each.rung:+d})"
        shown.add_row(
            thai_moment(each.written_at),
            told,
            f"{each.name_th} ({each.username})",
            thai_moment(each.read_at) if each.read_at else "–",
            ", ".join(f"{sent.channel}: {sent.outcome or 'waiting'}" for sent in each.sent) or "–",
        )
    people().print(shown)
