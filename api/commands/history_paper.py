"""`khanton history verify --paper`: says of one issued paper what the page /verify says."""

from typing import NoReturn

import typer

from api.commands.output import document, people, table, thai_day, thai_moment
from api.commands.place import Place, opened
from api.pages.texts_en import TEXTS as EN
from api.pages.texts_th import TEXTS as TH
from api.v1.verify import shown as verified
from api.witnessed import Attested, attested


def verify_paper(place: Place, code: str, as_json: bool) -> NoReturn:
    """Says what the page /verify says of a paper, and ends: 0 where the history still holds it, else 1."""
    with opened(place) as found, found.read() as session:
        told = attested(session, code)
    if as_json:
        document(verified(told).model_dump(mode="json"))
    else:
        _say_paper(told)
    raise typer.Exit(0 if told.checked.holds else 1)


def _say_paper(told: Attested) -> None:
    console, found = people(), told.checked
    console.print(found.code, markup=False)
    if not found.found:
        console.print(_of_paper("unknown"), markup=False)
        return
    console.print(_of_paper("holds" if found.holds else "differs"), markup=False)
    if found.destroyed and found.holds:
        said = {"order": found.destroyed.order_no, "day": thai_day(found.destroyed.on)}
        console.print(TH["verify_destroyed"].format(**said), markup=False)
    if found.withdrawn:
        console.print(_of_paper(found.withdrawn), markup=False)
    shown = table("รายการ", "ค่า")
    shown.add_row("สำนักงาน", found.office)
    shown.add_row("ชนิด", TH.get(f"form_{found.form}", found.form))
    shown.add_row("เลขที่", found.number)
    shown.add_row("ทะเบียน", TH.get(f"register_{found.register}", found.register))
    shown.add_row("ลงวันที่", thai_day(found.issued_on) if found.issued_on else "-")
    signed = f"{thai_moment(told.signed_at)} ({TH[f'verify_{told.signature}']})" if told.signed_at else "-"
    shown.add_row("ลงนามเมื่อ", signed)
    shown.add_row("ออกเลขเมื่อ", thai_moment(told.issued_at) if told.issued_at else "-")
    shown.add_row("รายการในประวัติ", str(found.entry_seq))
    shown.add_row("SHA-256", found.text_sha256)
    for name, result in told.checks.items():
        shown.add_row(TH[f"check_{name}"], TH[f"check_result_{result}"])
    console.print(shown, markup=False)


def _of_paper(key: str) -> str:
    return f"{TH[f'verify_{key}']} · {EN[f'verify_{key}']}"
