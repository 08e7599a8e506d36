"""`khanton history`: who did what, when and in which capacity, and whether the record holds."""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, NoReturn

import typer
from sqlmodel import Session, col, select

from api.commands import options
from api.commands.finding import Names, item_of
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table, thai_day, thai_moment
from api.commands.place import Place, offices, opened
from api.commands.sentences import sentence
from api.pages.texts_en import TEXTS as EN
from api.pages.texts_th import TEXTS as TH
from api.v1.verify import shown as verified
from api.witnessed import Attested, attested
from states.baht import plain_baht
from workflow import definitions
from workflow import history as chain
from workflow.amendments.review import Deviation, deviations
from workflow.models import Entry, Position

app = typer.Typer(invoke_without_command=True, help="ประวัติ · The record of what was done.")


@app.callback()
def history(
    context: typer.Context,
    item: Annotated[str | None, typer.Option("--item", metavar="CODE", help="เฉพาะเรื่อง · one item")] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ประวัติทั้งหมดหรือของเรื่องเดียว · The whole record, or one item's."""
    context.obj = options.remembered(context, database, data)
    context.find_root().obj = context.obj
    if context.invoked_subcommand:
        return
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            entries = _entries(session, item, office)
            if as_json:
                _document(session, entries)
            else:
                _tell(session, entries)


@app.command()
def verify(
    context: typer.Context,
    paper: Annotated[
        str | None,
        typer.Option("--paper", metavar="CODE", help="รหัสท้ายกระดาษ · the code at the foot of a paper"),
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ตรวจประวัติ วงเงิน หรือหนังสือฉบับหนึ่ง · Recompute every hash, and compare the plans with what was approved.

    With --paper: whether the history still contains what one issued paper attests.
    """
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        if paper is not None:
            _verify_paper(place, paper, as_json)
        with opened(place) as found, found.read() as session:
            here = offices(session, office)
            verdicts = [(each.code, chain.verify(session, each.id)) for each in here]
            differing = {each.code: deviations(session, each.id) for each in here}
    if as_json:
        document(
            [
                {
                    "office": code,
                    "holds": verdict.holds,
                    "entries": verdict.entries,
                    "head": verdict.last_hash,
                    "bad_entry": verdict.bad_seq,
                    "problem": verdict.problem,
                    "deviations": [_deviation(each) for each in differing[code]],
                }
                for code, verdict in verdicts
            ]
        )
    else:
        _say(verdicts)
        _say_deviations(differing)
    if not all(verdict.holds for _, verdict in verdicts) or any(differing.values()):
        raise typer.Exit(1)


def _verify_paper(place: Place, code: str, as_json: bool) -> NoReturn:
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


_PROBLEMS = {
    "changed": "เนื้อหาถูกเปลี่ยน · its content was changed",
    "unlinked": "ไม่ต่อจากรายการก่อนหน้า · it does not follow the one before",
    "missing": "มีรายการหายไปก่อนหน้านี้ · an entry before it is missing",
    "head": "รายการท้ายหายไป · the last entries are missing",
}


def _say(verdicts: Iterable[tuple[str, chain.Verdict]]) -> None:
    console = people()
    for code, verdict in verdicts:
        if verdict.holds:
            console.print(
                f"{code}: ประวัติถูกต้องครบ {verdict.entries} รายการ · holds, {verdict.last_hash[:12]}",
                markup=False,
            )
        else:
            problem = _PROBLEMS[verdict.problem]
            console.print(f"{code}: รายการที่ {verdict.bad_seq} ไม่ถูกต้อง: {problem}", markup=False)


def _deviation(found: Deviation) -> dict[str, object]:
    """What differs in a plan; amounts in baht, null where there is no such line."""
    lines = [
        {
            **{name: getattr(each, name) for name in ("project", "fund", "category", "sub")},
            "kept": None if each.kept is None else plain_baht(each.kept),
            "approved": None if each.proven is None else plain_baht(each.proven),
        }
        for each in found.unproven
    ]
    return {"plan": found.plan, "altered": list(found.altered), "lines": lines}


def _say_deviations(differing: Mapping[str, list[Deviation]]) -> None:
    for code, plans in differing.items():
        for plan in plans:
            names = ", ".join(sorted({*plan.altered, *(each.project for each in plan.unproven)}))
            people().print(
                f"{code}: {plan.plan} ไม่ตรงกับที่อนุมัติไว้ · differs from what was approved: {names}", markup=False
            )


def _entries(session: Session, item: str | None, office: str | None) -> list[Entry]:
    """The entries asked for, in the order they were recorded."""
    wanted = select(Entry).order_by(col(Entry.office_id), col(Entry.seq))
    if item:
        wanted = wanted.where(Entry.item_id == item_of(session, item, office).id)
    elif office:
        wanted = wanted.where(Entry.office_id == offices(session, office)[0].id)
    return list(session.exec(wanted).all())


def _document(session: Session, entries: list[Entry]) -> None:
    names, codes, posts = Names(session), Names(session).item_codes(), _posts(session)
    document(
        [
            {
                "office": names.offices[each.office_id],
                "seq": each.seq,
                "kind": each.kind,
                "at": each.at,
                "effective_on": each.effective_on,
                "item": codes.get(each.item_id) if each.item_id else None,
                "subject": each.subject,
                "actor": names.username(each.actor_id),
                "actor_name": names.people[each.actor_id].name_th,
                "position": posts.get(each.position_id) if each.position_id else None,
                "principal": names.username(each.principal_id),
                "capacity": each.capacity,
                "order_no": each.order_no,
                "trigger": each.trigger,
                "from": each.from_state,
                "to": each.to_state,
                "version": each.version,
                "definition": each.definition_hash,
                "reason": each.reason,
                "details": json.loads(each.details),
                "corrects": each.corrects,
                "dwell_seconds": each.dwell_seconds,
                "prev_hash": each.prev_hash,
                "hash": each.hash,
            }
            for each in entries
        ]
    )


def _tell(session: Session, entries: list[Entry]) -> None:
    names, posts, console = Names(session), _posts(session), people()
    for each in entries:
        name = names.people[each.actor_id].name_th
        known = definitions.by_hash(session, each.definition_hash) if each.definition_hash else None
        post = posts.get(each.position_id, "") if each.position_id else ""
        console.print(sentence(each, name, "" if post in name else post, known), markup=False, soft_wrap=True)


def _posts(session: Session) -> dict[int, str]:
    return {each.id: each.title_th for each in session.exec(select(Position))}
