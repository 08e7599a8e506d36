"""`khanton papers`: the office's official papers, reading them, and writing them to files."""

from typing import Annotated, Any

import typer
from sqlmodel import Session, col, select

from api.commands import options
from api.commands.finding import Names, item_of
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table, thai_day, thai_moment
from api.commands.place import offices, opened
from states.catalogue import catalogue
from workflow.errors import UnknownItem
from workflow.models import Item, PaperRow, RegisterNumber
from workflow.papers import readers, registers, signing, witness
from workflow.papers.drafts import paper_of
from workflow.papers.fields import read

app = typer.Typer(no_args_is_help=True, help="หนังสือราชการ · Official papers.")

Code = Annotated[str, typer.Argument(metavar="CODE", help="รหัสหนังสือ เช่น M2561-3 · the paper")]


@app.command("list")
def listed(
    context: typer.Context,
    form: Annotated[str, typer.Option("--form", help="memo, letter, circular, order")] = "",
    state: Annotated[str, typer.Option("--state", help="ขั้น · state")] = "",
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """หนังสือทั้งหมด ฉบับใหม่อยู่ล่าง · All papers, the newest last."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            names = Names(session)
            told = [
                _listed(item, paper, number, names)
                for item, paper, number in _papers(session, office, form, state)
            ]
        if as_json:
            document(told)
            return
        shown = table("รหัส", "ชนิด", "เรื่อง", "เลขที่", "ขั้น")
        for each in told:
            row = (each["code"], each["paper_th"], each["subject"], each["number"] or "", each["state_th"])
            shown.add_row(*row)
        people().print(shown, markup=False)


def _papers(
    session: Session, office: str | None, form: str, state: str
) -> list[tuple[Item, PaperRow, RegisterNumber | None]]:
    homes = [each.id for each in offices(session, office)]
    wanted = (
        select(Item, PaperRow, RegisterNumber)
        .join(PaperRow, col(PaperRow.item_id) == col(Item.id))
        .outerjoin(RegisterNumber, col(RegisterNumber.item_id) == col(Item.id))
        .where(col(Item.office_id).in_(homes))
    )
    if form:
        wanted = wanted.where(PaperRow.form == form)
    if state:
        wanted = wanted.where(Item.state == state)
    return list(session.exec(wanted.order_by(col(Item.office_id), col(Item.id))).all())


def _listed(item: Item, paper: PaperRow, number: RegisterNumber | None, names: Names) -> dict[str, Any]:
    return {
        "office": names.offices[item.office_id],
        "code": item.code,
        "paper": paper.code,
        "paper_th": catalogue().papers[paper.code].th,
        "form": paper.form,
        "subject": item.title,
        "state": item.state,
        "state_th": names.definition(item).by_state[item.state].label.th,
        "number": number.text if number else None,
        "dated_on": number.dated_on if number else None,
    }


@app.command("show")
def show(
    context: typer.Context,
    code: Code,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """หนังสือฉบับหนึ่ง · One paper: what it says, where it stands, who has read it."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            told = _told(session, item_of(session, code, office))
        if as_json:
            document(told)
            return
        _show(told)


def _told(session: Session, item: Item) -> dict[str, Any]:
    paper = paper_of(session, item.id)
    if paper is None:
        raise UnknownItem(item.code)
    names, fields = Names(session), read(paper.fields)
    text, vouched = signing.signed_text(session, item.id), witness.witness_of(session, item.id)
    told = readers.told_to(session, item.id)
    return {
        **_listed(item, paper, registers.number_of(session, item.id), names),
        "revision": paper.revision,
        "version": item.version,
        "fields": {name: getattr(fields, name) for name in fields.__struct_fields__ if name != "table"},
        "table": None if fields.table is None else [list(row) for row in fields.table.rows],
        "signed_at": text.signed_at if text else None,
        "signature": text.signature if text else None,
        "text_sha256": text.sha256 if text else None,
        "witness": vouched.code if vouched else None,
        "readers": [
            {"name_th": each.name_th, "asked_at": each.asked_at, "read_at": each.read_at} for each in told
        ],
    }


def _show(told: dict[str, Any]) -> None:
    fields, shown = told["fields"], table("รายการ", "ค่า")
    for name, value in (
        ("ชนิด", told["paper_th"]),
        ("เลขที่", told["number"]),
        ("ลงวันที่", told["dated_on"] and thai_day(told["dated_on"])),
        ("ขั้น", told["state_th"]),
        ("เรื่อง", fields["subject"]),
        ("เรียน", fields["to"]),
        ("ภาคเหตุ", "\n".join(fields["reason"])),
        ("ภาคความประสงค์", "\n".join(fields["wish"])),
        ("ภาคสรุป", fields["closing"]),
        ("ลงนามเมื่อ", told["signed_at"] and thai_moment(told["signed_at"])),
        ("SHA-256", told["text_sha256"]),
        ("รหัสตรวจสอบ", told["witness"]),
        ("อ่านแล้ว", _read(told["readers"])),
    ):
        if value:
            shown.add_row(name, str(value))
    people().print(shown, markup=False)


def _read(asked: list[dict[str, Any]]) -> str:
    return f"{sum(each['read_at'] is not None for each in asked)} จาก {len(asked)} คน" if asked else ""
