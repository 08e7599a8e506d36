"""`khanton history checkpoint` and `new-key`: signs where each history ends, now; changes the key."""

from typing import Annotated, Any

import typer

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people
from api.commands.place import offices, opened
from api.commands.serve import settings_at
from notifications.anchoring import put_outside
from workflow.checkpoints import keys
from workflow.checkpoints.taking import take_for


def checkpoint(
    context: typer.Context,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ลงนามจุดตรวจสอบเดี๋ยวนี้ · Sign where each office's history ends, and put it down outside."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        outside = settings_at(place).outside
        told: list[dict[str, Any]] = []
        with opened(place) as found:
            with found.read() as session:
                wanted = [(each.id, each.code) for each in offices(session, office)]
            for office_id, code in wanted:
                said = take_for(found, office_id, outside.key, clock.now())
                told.append({"office": code, "entries": said.seq if said else None, "checkpoint": said})
            put = put_outside(found, outside, lambda office_code, name: None, clock.now())
    if as_json:
        document({"checkpoints": told, "put_outside": put})
        return
    for each in told:
        seq = each["entries"]
        what = f"ลงนามถึงรายการที่ {seq} · signed up to entry {seq}" if seq else "ไม่มีรายการใหม่ · nothing new"
        people().print(f"{each['office']}: {what}", markup=False)
    if outside.folder is not None:
        people().print(f"{outside.folder}: +{put}", markup=False)


def new_key(
    context: typer.Context,
    lost: Annotated[
        bool, typer.Option("--lost", help="กุญแจเดิมหาย · the old key is lost and cannot vouch for it")
    ] = False,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เปลี่ยนกุญแจลงนาม · Make a new key; the old one signs for it, and is gone."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        file = settings_at(place).outside.key
        with opened(place) as found:
            with found.write() as session:
                new = keys.rotate(session, file, clock.now(), lost=lost)
            keys.finish(file, new)
    if as_json:
        document({"key": str(new), "file": str(file.path), "lost": lost})
        return
    said = f"กุญแจใหม่ · the new key: {new}\nแจ้งผู้ถือหลักฐานภายนอก และสำรองแฟ้ม {file.path}"
    people().print(said, markup=False, soft_wrap=True)
