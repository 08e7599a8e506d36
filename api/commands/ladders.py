"""`khanton ladders`: on which days an office is reminded of what it owes, and who is told."""

import re
from typing import Annotated

import typer
from sqlmodel import Session

from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table
from api.commands.place import one_office, opened
from api.commands.refusals import CommandRefused
from api.commands.sheets import Moving, Taken, act
from notifications.ladders import OWNER, ladders_of
from notifications.office_ladders import LONGEST, set_ladder
from states.catalogue import Rung, catalogue
from states.thai import arabic_digits
from workflow.changes import Hand
from workflow.errors import BadInput

app = typer.Typer(no_args_is_help=True, help="จังหวะการเตือนของสำนักงาน · When the office is reminded, and who.")

_RUNG = re.compile(r"([+-]?\d{1,4})=(\S+)")


@app.command("list")
def listed(
    context: typer.Context,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """จังหวะการเตือนที่ใช้อยู่ · The ladders in use."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            home = one_office(session, office)
            ladders, code = ladders_of(session, home.id), home.code
        if as_json:
            document({"office": code, "ladders": {name: _told(rungs) for name, rungs in ladders.items()}})
            return
        shown = table("ลำดับ", "วันก่อน (-) หรือหลังกำหนด", "แจ้ง")
        for name, rungs in ladders.items():
            for each in rungs:
                shown.add_row(name, f"{each.days:+d}", _whom(each.to))
        people().print(shown)


@app.command("set")
def change(
    context: typer.Context,
    ladder: Annotated[str, typer.Argument(metavar="LADDER", help="standard, short")],
    account: options.As,
    rungs: Annotated[
        list[str] | None,
        typer.Option("--rung", metavar="DAYS=WHO", help="เช่น -7=owner 3=group_director · one rung"),
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ตั้งจังหวะการเตือนใหม่ ไม่ระบุ --rung คือกลับไปใช้ค่าเริ่มต้น · Set its rungs; none: the shipped ones again."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        kept = set_ladder(session, office_id, ladder, [_rung(each) for each in rungs or []], hand)
        said = ", ".join(f"{each.days:+d} {_whom(each.to)}" for each in kept)
        return Taken({"ladder": ladder, "rungs": _told(kept)}, f"{ladder}: {said}")

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


def _rung(text: str) -> Rung:
    found = _RUNG.fullmatch(arabic_digits(text).strip())
    if found is None:
        raise CommandRefused("bad_option", {"text": f"--rung {text[:40]} (-7=owner, +3=group_director)"})
    days = int(found[1])
    if abs(days) > LONGEST:
        raise BadInput("rung_days", "out_of_range", found[1])
    return Rung(days=days, to=found[2])


def _told(rungs: tuple[Rung, ...]) -> list[dict[str, object]]:
    return [{"days": each.days, "to": each.to} for each in rungs]


def _whom(to: str) -> str:
    return "ผู้รับผิดชอบ" if to == OWNER else catalogue().roles[to].th
