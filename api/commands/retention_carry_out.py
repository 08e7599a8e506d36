"""`khanton retention carry-out`: destroys what an order names; without --confirm it only says what."""

from typing import Annotated, Any

import typer

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, thai_day
from api.commands.place import Place, opened
from api.commands.sheets import Day, actor, fiscal_year
from notifications import destroying
from workflow.changes import Hand
from workflow.models import Office
from workflow.retention.destroying import Doomed, Order
from workflow.retention.files import delete_marked
from workflow.retention.listing import kind_th
from workflow.retention.overdue import Listed, Wanted, grouped

Kinds = Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help="เฉพาะชนิด · of this kind")]
Years = Annotated[
    list[str] | None, typer.Option("--year", metavar="YEAR", help="เฉพาะปีงบประมาณ · of this fiscal year")
]
OrderNo = Annotated[str, typer.Option("--order", metavar="TEXT", help="เลขที่คำสั่งหรือหนังสืออนุมัติ · the order")]


def carry_out(
    context: typer.Context,
    account: options.As,
    order: OrderNo,
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE...]", help="เฉพาะเรื่องเหล่านี้ · only these papers")
    ] = None,
    on: Day = None,
    kind: Kinds = None,
    year: Years = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="ทำลายจริง กู้คืนไม่ได้ · destroy; it cannot be taken back")
    ] = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ทำลายเนื้อหาตามคำสั่ง · Destroy the content of what is past its term; the record of it stays."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        wanted = wanted_of(kind, year, codes)
        told = _carried(place, account, office, (order, on, wanted), confirm=confirm)
        if as_json:
            document(told)
        else:
            _say(told)


def wanted_of(kind: list[str] | None, year: list[str] | None, codes: list[str] | None) -> Wanted:
    """What was narrowed to; raises WrongEra, UnreadableYear."""
    years = tuple(be for be in (fiscal_year(each) for each in year or ()) if be is not None)
    return Wanted(tuple(kind or ()), years, tuple(dict.fromkeys(codes or ())))


def listed_told(each: Listed) -> dict[str, Any]:
    """A paper of the list as programs read it."""
    return {
        "code": each.code,
        "kind": each.kind,
        "kind_th": kind_th(each.kind),
        "title": each.title,
        "fiscal_year": each.fiscal_year,
        "ended_on": each.ended_on,
        "number": each.number,
        "dated_on": each.dated_on,
        "files": each.files,
        "bytes": each.size,
        "texts": each.texts,
    }


def _carried(
    place: Place, account: str, office: str | None, asked: tuple[str, str | None, Wanted], *, confirm: bool
) -> dict[str, Any]:
    """The order carried out, and then the files: those are gone only once that is committed."""
    order_no, on, wanted = asked
    with opened(place) as found:
        if not confirm:
            # What a rehearsal holds is let go again, and it has written nothing.
            with found.read() as session:
                person, hand, order = _asked(session, account, office, order_no, on, wanted)
                doomed, also = destroying.doom(session, person.office_id, order, hand)
                return _told(_code(session, person.office_id), doomed, dict(also), None)
        with found.write() as session:
            delete_marked(session, place.folder)  # what a run that was killed left behind
        with found.write() as session:
            person, hand, order = _asked(session, account, office, order_no, on, wanted)
            doomed, sealed = destroying.destroy(session, person.office_id, order, hand)
            told = _told(_code(session, person.office_id), doomed, {}, sealed.seq)
        with found.write() as session:
            told["files_deleted"] = delete_marked(session, place.folder)
        return told


def _asked(
    session: Any, account: str, office: str | None, order_no: str, on: str | None, wanted: Wanted
) -> Any:
    person = actor(session, account, office)
    hand = Hand(person.id, clock.now())
    return person, hand, Order(order_no, options.day_of(on) or hand.day, wanted)


def _code(session: Any, office_id: int) -> str:
    return str(session.get_one(Office, office_id).code)


def _told(office: str, doomed: Doomed, also: dict[str, int], seq: int | None) -> dict[str, Any]:
    return {
        "office": office,
        "destroyed": seq is not None,
        "entry": seq,
        "order_no": doomed.order.order_no,
        "list_of": doomed.order.on,
        "groups": grouped(doomed.listed),
        "items": [listed_told(each) for each in doomed.listed],
        "files": list(doomed.files),
        "files_kept": list(doomed.kept_files),
        "texts": sum(len(each) for each in doomed.texts.values()),
        "drafts": len(doomed.drafts),
        "comments": doomed.comments,
        "form_drafts": doomed.form_drafts,
        **also,
    }


def _say(told: dict[str, Any]) -> None:
    console = people()
    for each in told["groups"]:
        console.print(f"{kind_th(each.kind)} ปีงบประมาณ {each.fiscal_year}: {each.items} เรื่อง", markup=False)
    console.print(
        f"ไฟล์ที่ทำลาย {len(told['files'])} ไฟล์ ไฟล์ที่เรื่องอื่นยังใช้และเก็บไว้ {len(told['files_kept'])} ไฟล์"
        f" ข้อความที่ลงนาม {told['texts']} ฉบับ ร่าง {told['drafts']} ฉบับ ข้อคิดเห็น {told['comments']} ข้อ",
        markup=False,
    )
    if told["destroyed"]:
        console.print(
            f"ทำลายแล้วตามคำสั่งที่ {told['order_no']} รายการที่ {told['entry']} ของประวัติ"
            f" ลบไฟล์ {told['files_deleted']} ไฟล์ ชุดสำรองเดิมยังมีเนื้อหานี้อยู่",
            markup=False,
        )
    else:
        console.print(
            f"ยังไม่ได้ทำลาย บัญชี ณ {thai_day(told['list_of'])} สั่งใหม่พร้อม --confirm เพื่อทำลายจริง กู้คืนไม่ได้",
            markup=False,
        )
