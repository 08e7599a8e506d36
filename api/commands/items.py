"""`khanton items`: every paper of the office and where it stands."""

from typing import Annotated

import typer
from sqlmodel import col, select

from api.commands import options
from api.commands.finding import Names, described
from api.commands.output import answering, aside, document, people, table, thai_day
from api.commands.place import Place, offices, opened
from workflow.models import Item
from workflow.queries import matching


def items(
    context: typer.Context,
    kind: Annotated[str, typer.Option("--kind", help="ชนิด · kind")] = "",
    state: Annotated[str, typer.Option("--state", help="สถานะ · state")] = "",
    text: Annotated[str, typer.Option("--text", help="คำในรหัสหรือชื่อ · words in code or title")] = "",
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """รายการเอกสารและสถานะ · The items and where they stand."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            wanted = [each.id for each in offices(session, office)]
            query = matching(
                select(Item).where(col(Item.office_id).in_(wanted)), kind=kind, state=state, text=text
            )
            rows = session.exec(query.order_by(col(Item.office_id), col(Item.kind), col(Item.code))).all()
            names = Names(session)
            codes = names.item_codes()
            if as_json:
                document([described(row, names, codes) for row in rows])
                return
            _show(rows, names)


def remark_on(place: Place) -> None:
    """Says that these are the sample offices, where nobody named a database."""
    if place.demonstration:
        aside().print(f"ใช้สำนักงานตัวอย่าง · using the sample offices: {place.shown}", markup=False)


def _show(rows: object, names: Names) -> None:
    shown = table("สำนักงาน", "รหัส", "ชื่อเรื่อง", "สถานะ", "ตั้งแต่")
    assert isinstance(rows, list | tuple)
    for row in rows:
        label = names.definition(row).by_state[row.state].label
        shown.add_row(names.offices[row.office_id], row.code, row.title, label.th, thai_day(row.effective_on))
    people().print(shown)
