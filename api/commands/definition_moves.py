"""`khanton definitions migrate`: open items moved to the path in force, after a look that writes nothing."""

from typing import Annotated

import typer

from api import clock
from api.commands import options
from api.commands.output import answering, document, people, table
from api.commands.place import one_office, opened
from api.v1.definition_moves import TakenBack, shown, taken_back, typed_mapping
from workflow.changes import Hand, authority
from workflow.models import Office
from workflow.paths.moving import MOVERS, migrate
from workflow.paths.verdicts import MOVES, Outlook, outlook
from workflow.people import by_username

_VERDICTS = {"moves": "ย้ายได้", "needs_mapping": "ต้องเลือกสถานะ", "cannot": "ย้ายไม่ได้"}
_WHY = {
    "": "",
    "gone": "ไม่มีสถานะนี้ในเส้นทางใหม่",
    "other_body": "สถานะชื่อเดียวกันแต่คนละคณะ",
    "unknown": "ไม่มีสถานะที่เลือก",
    "ended": "สถานะที่เลือกเป็นจุดสิ้นสุด",
    "bypass": "จะข้ามขั้นที่บังคับ",
    "counts": "สถานะนี้มีผลต่อเงินในแผน",
    "faster": "เรื่องเคลื่อนไปแล้ว",
}


def move(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="ชนิดเอกสาร · kind")],
    account: options.As,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", metavar="OLD=NEW", help="สถานะเดิม=สถานะใหม่ · where a state is gone"),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="เหตุผล · why")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="ดูอย่างเดียว · only look")] = False,
    back: Annotated[
        str | None, typer.Option("--back", metavar="CODE", help="ย้ายเรื่องนี้กลับ · take one item back")
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ย้ายเรื่องที่เปิดอยู่มาใช้เส้นทางที่ใช้อยู่ · Move open items to the path in force."""
    with answering(as_json):
        at, mapping = clock.now(), typed_mapping(state or [])
        place = options.place_at_hand(context, database, data)
        done: Outlook | None = None
        entry: TakenBack | None = None
        with opened(place) as found, found.read() if dry_run else found.write() as session:
            person = by_username(session, account)
            home = one_office(session, office) if office else session.get_one(Office, person.office_id)
            hand = Hand(person.id, at)
            if dry_run:
                authority(session, home.id, hand, MOVERS)
                done = outlook(session, home.id, kind, mapping, at, hand.day)
            elif back is None:
                done = migrate(session, home.id, kind, mapping, hand, reason=reason)
            else:
                entry = taken_back(session, home.id, kind, back, hand, reason)
        if entry is not None:
            _say_back(entry, as_json)
        elif done is not None and as_json:
            document({"dry_run": dry_run, **shown(done).model_dump(mode="json")})
        elif done is not None:
            _say(done, dry_run)


def _say_back(entry: TakenBack, as_json: bool) -> None:
    if as_json:
        document(entry.model_dump())
    else:
        people().print(f"ย้าย {entry.item} กลับแล้ว (รายการที่ {entry.entry})", markup=False)


def _say(done: Outlook, dry_run: bool) -> None:
    rows = table("เรื่อง", "จาก", "ไป", "ผล", "กำหนดเวลาที่เปลี่ยน")
    for each in done.verdicts:
        why = ", ".join(part for part in (_WHY[each.reason], *(name.th for name in each.names)) if part)
        target = each.target_label.th if each.target_label and each.verdict == MOVES else "-"
        owed = "; ".join(f"{one.label.th} {one.before or ''} → {one.after or '-'}" for one in each.changes)
        verdict = _VERDICTS[each.verdict] + (f" ({why})" if why else "")
        rows.add_row(each.code, each.state_label.th, target, verdict, owed)
    people().print(rows)
    word = "ย้ายได้" if dry_run else "ย้ายแล้ว"
    people().print(f"{word} {done.count(MOVES)} เรื่อง จาก {len(done.verdicts)} เรื่อง", markup=False)
