"""`khanton holidays`: the days on which an office is closed, and what moves when they change."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.finding import Names
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table, thai_day
from api.commands.place import Place, one_office, opened
from api.commands.sheets import Moving, Taken, act, actor
from api.commands.years import typed_year
from states.fiscal import FiscalYear
from workflow.calendars import Changed, add_holiday, holidays_of, preview, remove_holiday, seed_holidays
from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.models import Office
from workflow.redating import Moved

app = typer.Typer(no_args_is_help=True, help="วันหยุดของสำนักงาน · The days on which the office is closed.")

Day = Annotated[str, typer.Argument(metavar="DATE", help="วันที่ เช่น 12/4/2561 · the day")]
Yes = Annotated[bool, typer.Option("--yes", help="ยืนยันโดยไม่ถาม · do it without asking")]


@app.command("list")
def listed(
    context: typer.Context,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="ปีงบประมาณ พ.ศ. · fiscal year")
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """วันหยุดทั้งหมด หรือของปีงบประมาณหนึ่ง · All of them, or those of a fiscal year."""
    with answering(as_json):
        span = FiscalYear(typed_year(year)) if year else None
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            home = one_office(session, office)
            between = {"first": span.start, "last": span.end} if span else {}
            rows = [(row.day, row.name_th, row.source) for row in holidays_of(session, home.id, **between)]
            told = {"office": home.code, "calendar_version": str(home.calendar_version)}
        if as_json:
            names = ("day", "name_th", "source")
            document({**told, "holidays": [dict(zip(names, row, strict=True)) for row in rows]})
            return
        shown = table("วันที่", "วันหยุด", "ที่มา")
        for day, name, source in rows:
            shown.add_row(thai_day(day), name, source)
        people().print(shown)


@app.command("add")
def add(
    context: typer.Context,
    day: Day,
    name: Annotated[str, typer.Argument(metavar="NAME", help="ชื่อวันหยุด · its Thai name")],
    account: options.As,
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="ที่มา เช่น มติ ครม. · the order")
    ] = "office",
    yes: Yes = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เพิ่มวันหยุด · Close the office on a day; shows first which deadlines move."""
    with answering(as_json):
        on = _day(day)
        _change(
            options.place_at_hand(context, database, data),
            (account, office, yes, as_json),
            {"added": on, "name_th": name},
            lambda session, office_id: preview(session, office_id, add={on: name}),
            lambda session, office_id, hand: add_holiday(session, office_id, on, name, hand, source=source),
        )


@app.command("remove")
def remove(
    context: typer.Context,
    day: Day,
    account: options.As,
    yes: Yes = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ยกเลิกวันหยุด · Open the office on a day it was to be closed; shows first which deadlines move."""
    with answering(as_json):
        on = _day(day)
        _change(
            options.place_at_hand(context, database, data),
            (account, office, yes, as_json),
            {"removed": on},
            lambda session, office_id: preview(session, office_id, remove=[on]),
            lambda session, office_id, hand: remove_holiday(session, office_id, on, hand),
        )


@app.command("seed")
def seed(
    context: typer.Context,
    year: Annotated[str, typer.Argument(metavar="YEAR", help="ปีงบประมาณ พ.ศ. · fiscal year")],
    account: options.As,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """นำวันหยุดราชการประจำปีมาใส่ · Take in the public holidays of a fiscal year's calendar years."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        span = FiscalYear(typed_year(year))
        added = seed_holidays(session, office_id, (span.start.year, span.end.year), hand)
        version = session.get_one(Office, office_id).calendar_version
        told = {"fiscal_year": span.be, "added": added, "calendar_version": str(version)}
        return Taken(told, f"เพิ่มวันหยุดราชการ {added} วัน ปฏิทินรุ่นที่ {version}")

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


def _day(text: str) -> datetime.date:
    found = options.day_of(text)
    if found is None:
        raise BadInput("day", "empty")
    return found


def _change(
    place: Place,
    asked: tuple[str, str | None, bool, bool],
    what: Mapping[str, object],
    look: Callable[[Session, int], Sequence[Moved]],
    change: Callable[[Session, int, Hand], Changed],
) -> None:
    """Shows what would move, and does it once that was confirmed. With --json only --yes confirms."""
    account, office, yes, as_json = asked
    remark_on(place)
    with opened(place) as found:
        with found.read() as session:
            person = actor(session, account, office)
            moves, home = look(session, person.office_id), Names(session).offices[person.office_id]
        if as_json and not yes:
            document({"office": home, **what, "saved": False, "moves": [_told(each) for each in moves]})
            return
        if not as_json:
            _show(moves)
            if not yes:
                typer.confirm("ยืนยันการแก้ไขปฏิทิน", abort=True)
        with found.write() as session:
            person = actor(session, account, office)
            done = change(session, person.office_id, Hand(person.id, clock.now()))
    if as_json:
        told = {"saved": True, "calendar_version": str(done.version), "entry": done.entry_seq}
        document({"office": home, **what, **told, "moves": [_told(each) for each in done.moved]})
    else:
        text = f"บันทึกแล้ว ปฏิทินรุ่นที่ {done.version} เลื่อนกำหนด {len(done.moved)} รายการ"
        people().print(text, markup=False)


def _told(each: Moved) -> dict[str, object]:
    return {
        "item": each.item,
        "title": each.title,
        "code": each.code,
        "th": each.label.th,
        "en": each.label.en,
        "before": each.before,
        "after": each.after,
        "explanation_th": each.explained("th"),
        "explanation_en": each.explained("en"),
    }


def _show(moves: Sequence[Moved]) -> None:
    if not moves:
        people().print("ไม่มีกำหนดใดเลื่อน", markup=False)
        return
    people().print(f"กำหนดที่จะเลื่อน {len(moves)} รายการ", markup=False)
    shown = table("เลขที่", "เรื่อง", "กำหนด", "เดิม", "ใหม่", "วิธีนับวัน")
    for each in moves:
        days = (thai_day(each.before), thai_day(each.after))
        shown.add_row(each.item, each.title, each.label.th, *days, each.explained("th"))
    people().print(shown)
