"""`khanton money`: the office's ceilings, tranches, targets and measures to save of a fiscal year."""

from typing import Annotated

import typer
from sqlmodel import Session

from api.commands import options
from api.commands.output import answering
from api.commands.sheets import Moving, Taken, act
from api.commands.years import FiscalYear, typed_year
from states.baht import plain_baht
from states.thai import money as in_words
from workflow.changes import Hand
from workflow.history import Sealed
from workflow.money.office import (
    NewCeiling,
    NewTarget,
    NewTranche,
    add_savings,
    record_tranche,
    set_ceiling,
    set_target,
)

app = typer.Typer(no_args_is_help=True, help="เงินของสำนักงาน · What is allotted, received and aimed at.")

Fund = Annotated[str, typer.Argument(metavar="FUND", help="รหัสแหล่งงบ · fund")]
Amount = Annotated[str, typer.Argument(metavar="BAHT", help="จำนวนเงิน บาท · such as 120,000.50")]
Authority = Annotated[str, typer.Option("--authority", metavar="TEXT", help="หนังสือหรือคำสั่ง · by what paper")]


@app.command("ceiling")
def ceiling(
    context: typer.Context,
    year: FiscalYear,
    fund: Fund,
    amount: Amount,
    account: options.As,
    authority: Authority,
    group: Annotated[
        str, typer.Option("--group", metavar="CODE", help="ของกลุ่ม (ไม่ระบุ: ทั้งแหล่งงบ) · of one group")
    ] = "",
    provisional: Annotated[
        bool, typer.Option("--provisional", help="กรอบชั่วคราวระหว่างรอ พ.ร.บ. · while the act is late")
    ] = False,
    on: options.OnDay = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """กำหนดกรอบวงเงิน (0 คือห้ามวางแผน) · Set how much of a fund may be planned."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        be, day = typed_year(year), options.day_of(on)
        new = NewCeiling(fund, options.satang(amount), authority, group, provisional, day)
        sealed = set_ceiling(session, office_id, be, new, hand)
        whose = f"{fund} {group}".strip()
        said = f"กรอบวงเงิน {whose} ปีงบประมาณ {be}: {in_words(new.satang)} บาท"
        return _taken(be, sealed, said, fund=fund, group=group, amount=plain_baht(new.satang))

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


@app.command("tranche")
def tranche(
    context: typer.Context,
    year: FiscalYear,
    fund: Fund,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="งวดที่ · which tranche")],
    amount: Amount,
    account: options.As,
    letter: Annotated[str, typer.Option("--letter", metavar="NO", help="เลขที่หนังสือจัดสรร · its letter")],
    on: options.OnDay = None,
    letter_on: Annotated[
        str | None, typer.Option("--letter-on", metavar="DATE", help="วันที่ของหนังสือ · the letter's day")
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """บันทึกเงินงวดที่ได้รับ (ดึงคืนเขียนในวงเล็บ) · Record money received; in brackets, taken back."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        be, day = typed_year(year), options.day_of(on) or hand.day
        new = NewTranche(fund, number, options.satang(amount), day, letter, options.day_of(letter_on))
        sealed = record_tranche(session, office_id, be, new, hand)
        said = f"เงินงวดที่ {number} {fund} ปีงบประมาณ {be}: {in_words(new.satang)} บาท"
        return _taken(be, sealed, said, fund=fund, number=number, amount=plain_baht(new.satang))

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


@app.command("target")
def target(
    context: typer.Context,
    year: FiscalYear,
    quarter: Annotated[int, typer.Argument(metavar="QUARTER", help="ไตรมาส · quarter")],
    per_cent: Annotated[str, typer.Argument(metavar="PERCENT", help="ร้อยละสะสม · by the quarter's end")],
    account: options.As,
    authority: Authority,
    scope: Annotated[
        str, typer.Option("--scope", metavar="CATEGORY", help="ทั้งหมดหรืองบรายจ่าย · all, or a category")
    ] = "all",
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="ที่มา · where it is written")] = "",
    unverified: Annotated[
        bool, typer.Option("--unverified", help="ยังไม่ได้ตรวจกับหนังสือ · not yet held against the paper")
    ] = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """กำหนดเป้าหมายการเบิกจ่าย · Set how much should be paid by the end of a quarter."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        be = typed_year(year)
        aim = options.hundredths("per_cent", per_cent)
        new = NewTarget(quarter, aim, authority, scope, source, verified=not unverified)
        sealed = set_target(session, office_id, be, new, hand)
        said = f"เป้าหมายเบิกจ่าย {scope} ไตรมาสที่ {quarter} ปีงบประมาณ {be}: ร้อยละ {aim:.2f}"
        return _taken(be, sealed, said, quarter=quarter, scope=scope, per_cent=f"{aim:.2f}")

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


@app.command("savings")
def savings(
    context: typer.Context,
    year: FiscalYear,
    measures: Annotated[list[str], typer.Argument(metavar="TEXT...", help="มาตรการ · one or several")],
    account: options.As,
    on: options.OnDay = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เพิ่มมาตรการประหยัด · Add measures to save money."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        be = typed_year(year)
        sealed = add_savings(session, office_id, be, measures, hand, effective_on=options.day_of(on))
        said = f"มาตรการประหยัด ปีงบประมาณ {be}: เพิ่ม {len(measures)} ข้อ"
        return _taken(be, sealed, said, added=len(measures))

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})


def _taken(fiscal_year: int, sealed: Sealed, said: str, **told: object) -> Taken:
    return Taken({"fiscal_year": fiscal_year, **told, "entry": sealed.seq}, said)
