"""`khanton as-of` and `khanton history replay`: as it was and as it was known; whether papers are as told."""

import typer

from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table
from api.commands.place import offices, opened
from workflow.asof.replay import Difference, check

_SHOWN = 30  # characters of a value in a table of differences


def replay(
    context: typer.Context,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เล่าประวัติซ้ำเทียบกับเรื่องปัจจุบัน · Retell every paper from its history and name what differs."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            differing = {each.code: check(session, each.id) for each in offices(session, office)}
    if as_json:
        document([{"office": code, "differences": found} for code, found in differing.items()])
    else:
        for code, found in differing.items():
            _say(code, found)
    if any(differing.values()):
        raise typer.Exit(1)


def _say(office: str, differences: list[Difference]) -> None:
    console = people()
    if not differences:
        console.print(f"{office}: ทุกเรื่องตรงกับประวัติ · every paper is as its history tells", markup=False)
        return
    told = f"{office}: ไม่ตรงกับประวัติ {len(differences)} รายการ · {len(differences)} differ from the history"
    console.print(told, markup=False)
    shown = table("เรื่อง", "สิ่งที่ต่าง", "ตามประวัติ", "ที่เก็บไว้", "รายการที่")
    for each in differences:
        values = (each.told[:_SHOWN], each.kept[:_SHOWN])
        shown.add_row(each.code, each.field, *values, "" if each.seq is None else str(each.seq))
    console.print(shown, markup=False)
