"""`khanton as-of` and `khanton history replay`: as it was and as it was known; whether papers are as told."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.finding import item_of
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table, thai_day, thai_moment
from api.commands.place import offices, one_office, opened
from api.commands.year import fiscal_year_typed
from api.v1.shown_past import item_shown, paths_shown
from api.v1.shown_past_plan import plan_shown
from api.v1.shown_past_roster import roster_shown
from states.catalogue import catalogue
from states.thai import money
from workflow.asof.item import ItemThen, item_then
from workflow.asof.past import Past, past
from workflow.asof.paths import paths_then
from workflow.asof.plan import PlanThen, plan_then
from workflow.asof.replay import Difference, check
from workflow.asof.roster import PostThen, roster_then
from workflow.demo import built_until, stands_at
from workflow.moments import bangkok_date

app = typer.Typer(no_args_is_help=True, help="ข้อมูลย้อนหลัง · As it was, and as it was known.")
_SHOWN = 30  # characters of a value in a table of differences
_NOT_RECORDED = "ไม่ได้บันทึกไว้ · not recorded"

OnDay = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="ณ วันที่ · as on a day, e.g. 15/3/2561")
]
KnownDay = Annotated[
    str | None,
    typer.Option("--known", metavar="DATE", help="ตามที่ทราบเมื่อ · by what was recorded by the end of a day"),
]


@app.command("item")
def item_as_of(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="รหัสเรื่อง · item")],
    on: OnDay = None,
    known: KnownDay = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เรื่อง ณ วันที่ · A paper as it was at the end of a day, by what was known."""
    with answering(as_json), _session(context, database, data) as session:
        item = item_of(session, code, office)
        told = item_then(session, item, _asked(session, item.office_id, on, known))
        if as_json:
            _document(item_shown(told))
        else:
            _say_past(told.past)
            _say_item(told)


@app.command("plan")
def plan_as_of(
    context: typer.Context,
    fiscal_year: Annotated[str, typer.Argument(metavar="YEAR", help="ปีงบประมาณ พ.ศ. · fiscal year")],
    on: OnDay = None,
    known: KnownDay = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """แผนและเงิน ณ วันที่ · A year's plan and money at the end of a day, by what was known."""
    with answering(as_json), _session(context, database, data) as session:
        be, home = fiscal_year_typed(fiscal_year), one_office(session, office).id
        told = plan_then(session, be, _asked(session, home, on, known))
        if as_json:
            _document(plan_shown(told))
        else:
            _say_past(told.past)
            _say_plan(told)


@app.command("roster")
def roster_as_of(
    context: typer.Context,
    on: OnDay = None,
    known: KnownDay = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """บุคลากร ณ วันที่ · Who held which post and stood in for whom at the end of a day."""
    with answering(as_json), _session(context, database, data) as session:
        told = roster_then(session, _asked(session, one_office(session, office).id, on, known))
        if as_json:
            _document(roster_shown(told))
            return
        _say_past(told.past)
        shown = table("ตำแหน่ง", "ผู้ดำรงตำแหน่ง", "ผู้รักษาการหรือปฏิบัติราชการแทน")
        for post in told.posts:
            shown.add_row(post.title, _holders(post), _stand_ins(post))
        people().print(shown)


@app.command("definitions")
def definitions_as_of(
    context: typer.Context,
    on: OnDay = None,
    known: KnownDay = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เส้นทาง ณ วันที่ · Under which definition each kind of paper was opened at the end of a day."""
    with answering(as_json), _session(context, database, data) as session:
        asked = _asked(session, one_office(session, office).id, on, known)
        found = paths_then(session, asked)
        if as_json:
            _document(paths_shown(asked, found))
            return
        _say_past(asked)
        shown = table("ประเภทเรื่อง", "รูปแบบ", "รหัสเส้นทาง", "ประกาศใช้เมื่อ")
        for each in found:
            values = (each.definition.label.th, each.definition.profile, each.definition_hash[:12])
            shown.add_row(*values, thai_moment(each.since))
        people().print(shown)


@contextmanager
def _session(context: typer.Context, database: str | None, data: Path | None) -> Iterator[Session]:
    place = options.place_at_hand(context, database, data)
    remark_on(place)
    with opened(place) as found, found.read() as session:
        yield session


def _asked(session: Session, office_id: int, on: str | None, known: str | None) -> Past:
    """The question as typed; today and now in the sample offices are the moment at which they stand."""
    built, _ = built_until(session)
    now: datetime.datetime = stands_at(session) if built else clock.now()
    return past(session, office_id, options.day_of(on) or bangkok_date(now), options.day_of(known), now)


def _document(shown: BaseModel) -> None:
    document(shown.model_dump(mode="json"))


def _say_past(asked: Past) -> None:
    known = "ทั้งหมดถึงขณะนี้" if asked.all_known else thai_day(asked.known_on)
    people().print(f"ข้อมูล ณ วันที่ {thai_day(asked.on)} ตามที่ทราบเมื่อ {known}", markup=False)
    if asked.before_record:
        people().print(f"สำนักงานเริ่มบันทึกในระบบ {thai_moment(asked.begins)}", markup=False)


def _say_item(told: ItemThen) -> None:
    standing, label = told.standing, told.label
    if standing is None or label is None:
        people().print(_absent(told), markup=False)
        return
    shown = table("รายการ", "ค่า")
    shown.add_row("เรื่อง", f"{told.code} {told.title.value if told.title.known else _NOT_RECORDED}")
    shown.add_row("สถานะ", f"{label.th} · {label.en}")
    shown.add_row("ตั้งแต่วันที่", thai_day(standing.effective_on))
    shown.add_row("บันทึกเมื่อ", f"{thai_moment(standing.state_since)} รายการที่ {standing.seq}")
    shown.add_row("ผู้รับผิดชอบ", (told.owner.value or "-") if told.owner.known else _NOT_RECORDED)
    for duty in told.duties:
        known = catalogue().deadlines.get(duty.code)
        due = thai_day(duty.due_on) if duty.due_on else _NOT_RECORDED
        settled = f"{duty.outcome} {thai_day(duty.closed_on)}" if duty.closed_on else "ยังค้าง · owed"
        shown.add_row("กำหนด", f"{known.label.th if known else duty.code}: {due} ({settled})")
    if told.corrected:
        shown.add_row("แก้ไขภายหลัง", ", ".join(map(str, told.corrected)))
    people().print(shown)


def _absent(told: ItemThen) -> str:
    if told.opened_on is None:
        return f"{told.code}: ตามที่ทราบเมื่อนั้นยังไม่มีการบันทึก · nothing of it was known"
    if told.opening == "imported":
        return f"{told.code}: นำเข้าเมื่อ {thai_day(told.opened_on)} ก่อนหน้านั้น{_NOT_RECORDED}"
    return f"{told.code}: ยังไม่มีในวันนั้น เริ่ม {thai_day(told.opened_on)} · was not there yet"


def _say_plan(told: PlanThen) -> None:
    shown = table("โครงการ", "สถานะ", "วงเงินในแผน", "เบิกจ่าย")
    for each in told.projects:
        if each.in_plan:
            total = each.total
            values = (money(total.in_force), money(total.disbursed))
            shown.add_row(f"{each.code} {each.title}", each.label.th, *values)
    whole = told.money.total
    shown.add_row("รวม", "", money(whole.in_force), money(whole.disbursed), style="bold")
    people().print(shown)
    for amendment in told.amendments:
        people().print(f"{amendment.code} มีผล {thai_day(amendment.since)}", markup=False)


def _holders(post: PostThen) -> str:
    return ", ".join(each.name for each in post.holders) or "ว่าง · vacant"


def _stand_ins(post: PostThen) -> str:
    return ", ".join(f"{each.name} ({each.order_no})" for each in post.stand_ins) or "-"


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
        document([{"office": code, "differences": each} for code, each in differing.items()])
    else:
        for code, differences in differing.items():
            _say(code, differences)
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
