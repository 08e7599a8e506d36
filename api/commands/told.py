"""`khanton told`: who was told what of a paper, when, and whether it arrived."""

from typing import Annotated

import typer

from api.commands import options
from api.commands.finding import item_of
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table, thai_moment
from api.commands.place import opened
from api.pages.items.told_rows import Row, told_rows
from api.pages.tables import PAPER
from notifications.tellings import told_about
from workflow import definitions


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
            if as_json:
                document({"code": code, "told": told_about(session, item.id)})
                return
            definition = definitions.by_hash(session, item.definition_hash)
            _show(told_rows(session, item, None, definition, PAPER))


def _show(rows: list[Row]) -> None:
    shown = table("เมื่อ", "เรื่องที่แจ้ง", "ถึง", "เปิดอ่าน", "ส่งออก")
    for each in reversed(rows):
        why = f"({each.because})" if each.because else ""
        shown.add_row(
            thai_moment(each.at),
            " ".join(part for part in (each.what, each.when, why) if part),
            f"{each.who} ({each.telling.username})",
            thai_moment(each.read_at) if each.read_at else "–",
            ", ".join(each.sent) or "–",
        )
    people().print(shown)
