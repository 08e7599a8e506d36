"""`khanton schools`: asks every school for its annual plan, and tells how far the schools are."""

import datetime
from typing import Annotated

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, table, thai_day
from api.commands.place import offices, one_office, opened
from states.typed import parse_fiscal_year
from workflow.changes import Hand
from workflow.demo import built_until, stands_at
from workflow.errors import Denial, NotAllowed
from workflow.models import Office
from workflow.moments import bangkok_date
from workflow.people import by_username
from workflow.schools.opening import open_school_plans
from workflow.schools.progress import STANDING, Progress, SchoolNow, progress

app = typer.Typer(no_args_is_help=True, help="แผนของสถานศึกษา · Schools' annual plans.")

Year = Annotated[str, typer.Argument(metavar="YEAR", help="ปีงบประมาณ พ.ศ. · fiscal year, e.g. 2561")]
Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="ณ วันที่ · as on a day, e.g. 12/1/2561")]


@app.command("open")
def open_plans(
    context: typer.Context,
    year: Year,
    account: options.As,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เปิดแผนให้ทุกโรงเรียนในคราวเดียว · One plan for each school of today, all or none."""
    with answering(as_json):
        be = parse_fiscal_year(year)
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.write() as session:
            person = by_username(session, account)
            if office and offices(session, office)[0].id != person.office_id:
                raise NotAllowed(Denial("other_office"))
            code = session.get_one(Office, person.office_id).code
            done = open_school_plans(session, person.office_id, be, Hand(person.id, clock.now()))
        if as_json:
            told = {"opened": len(done.codes), "there_before": done.there_before, "codes": done.codes}
            document({"office": code, "fiscal_year": be, **told})
        else:
            people().print(
                f"เปิดแล้ว {len(done.codes)} โรงเรียน มีอยู่ก่อน {done.there_before} โรงเรียน", markup=False
            )


@app.command("list")
def list_plans(
    context: typer.Context,
    year: Year,
    on: Day = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ความก้าวหน้ารายกลุ่มโรงเรียน · How far each cluster is, and who has not answered."""
    with answering(as_json):
        be, asked = parse_fiscal_year(year), options.day_of(on)
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            row = one_office(session, office)
            told = progress(session, row.id, be, asked or _today(session))
            if as_json:
                document(_document(row.code, told))
            else:
                _show(told)


def _today(session: Session) -> datetime.date:
    """Today; in the sample offices the day at which they stand."""
    built, _ = built_until(session)
    return bangkok_date(stands_at(session) if built else clock.now())


def _document(office: str, told: Progress) -> dict[str, object]:
    return {
        "office": office,
        "fiscal_year": told.fiscal_year,
        "on": told.on,
        "clusters": told.clusters,
        "schools": told.schools,
        "unanswered": [each.code for each in told.unanswered],
        "closed_schools": told.gone,
    }


def _show(told: Progress) -> None:
    shown = table("กลุ่มโรงเรียน", "โรงเรียน", *(each.th for each in STANDING.values()), "ล่าช้า")
    for each in told.clusters:
        counts = [str(each.standing[place]) for place in STANDING]
        shown.add_row(each.name_th or "-", str(each.schools), *counts, str(each.late))
    people().print(shown)
    _list(f"ณ {thai_day(told.on)} ยังไม่ส่งแผน {len(told.unanswered)} โรงเรียน", told.unanswered)
    if told.gone:
        _list(f"ยุบหรือรวมแล้ว ต้องยกเลิกแผน {len(told.gone)} โรงเรียน", told.gone)


def _list(heading: str, schools: tuple[SchoolNow, ...]) -> None:
    people().print(heading, markup=False)
    for each in schools:
        people().print(f"  {each.code} {each.name_th} ({STANDING[each.standing].th})", markup=False)
