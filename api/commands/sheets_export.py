"""`khanton export`: templates for proposals and finance, and the office's tables, as Excel files."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session, select

from api import clock
from api.commands import options
from api.commands.export_pack import export_pack
from api.commands.items import remark_on
from api.commands.output import answering, document, people
from api.commands.place import one_office, opened
from api.commands.refusals import CommandRefused
from api.commands.sheets import Day, File, QuarterNumber, Year, fiscal_year
from states.fiscal import fiscal_year_of, quarter_of
from workflow.errors import BadInput
from workflow.models import Group
from workflow.moments import bangkok_date
from workflow.sheets.finance_template import finance_template
from workflow.sheets.proposal_template import proposals_template
from workflow.years.exports import EXPORTS, check_day
from workflow.years.paste import PASTE_TABLES

app = typer.Typer(no_args_is_help=True, help="ส่งออกเป็น Excel · Write an Excel file.")

app.command("pack")(export_pack)
_TEXT = (".tsv", ".txt")  # with a mark, by which Excel knows that it is UTF-8
Force = Annotated[bool, typer.Option("--force", help="เขียนทับไฟล์เดิม · write over the file")]


@app.command("finance")
def export_finance(
    context: typer.Context,
    file: File,
    year: Year = None,
    quarter: QuarterNumber = None,
    on: Day = None,
    force: Force = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """แบบกรอกเบิกจ่ายรายไตรมาส · The template for finance's figures of a quarter."""

    def make(session: Session, office_id: int, day: datetime.date) -> bytes:
        wanted = fiscal_year(year) or fiscal_year_of(day).be
        number = quarter or quarter_of(day).number
        return finance_template(session, office_id, wanted, number, day)

    _export(context, file, office, database, data, as_json, make, on, force)


@app.command("proposals")
def export_proposals(
    context: typer.Context,
    file: File,
    group: Annotated[str, typer.Option("--group", metavar="CODE", help="รหัสกลุ่ม · group")],
    year: Year = None,
    force: Force = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """แบบเสนอโครงการของกลุ่ม · The template for a group's proposals, with those it has."""

    def make(session: Session, office_id: int, day: datetime.date) -> bytes:
        found = session.exec(select(Group).where(Group.office_id == office_id, Group.code == group)).first()
        if found is None:
            raise BadInput("group", "unknown", group[:80])
        return proposals_template(session, office_id, fiscal_year(year) or fiscal_year_of(day).be, found)

    _export(context, file, office, database, data, as_json, make, None, force)


def _table_command(name: str, told: str) -> None:
    """One command for each table of the office."""

    @app.command(name, help=told)
    def export_table(
        context: typer.Context,
        file: File,
        year: Year = None,
        on: Day = None,
        force: Force = False,
        office: options.OfficeCode = None,
        database: options.Database = None,
        data: options.Data = None,
        as_json: options.Json = False,
    ) -> None:
        def make(session: Session, office_id: int, day: datetime.date) -> bytes:
            check_day(name, options.day_of(on), bangkok_date(clock.now()))
            be = fiscal_year(year) or fiscal_year_of(day).be
            if name in PASTE_TABLES and file.suffix.lower() in _TEXT:
                return PASTE_TABLES[name](session, office_id, be, day).text().encode("utf-8-sig")
            return EXPORTS[name](session, office_id, be, day)

        _export(context, file, office, database, data, as_json, make, on, force)


for _name, _told in (
    ("items", "เรื่องทั้งหมดและสถานะ · The items and where they stand."),
    ("money", "งบประมาณทีละรายการ · The money, line by line."),
    ("deadlines", "กำหนดเวลาที่ยังค้าง · What is owed and when."),
    ("quarterly", "แผน-ผลรายไตรมาสและเหตุผล (สงป.) · Plan, actual, reason. FILE.tsv: to paste."),
    ("indicators", "วัตถุประสงค์ เป้าหมาย ตัวชี้วัด ผล (eMENSCR) · Indicators. FILE.tsv: to paste."),
    ("public", "โครงการ งบ ใช้ไป ระยะเวลา (OIT) · What the public is shown. FILE.tsv: to paste."),
    ("base", "ข้อมูลฐานของปี · What the year starts from. FILE.tsv: to paste."),
    ("schools", "แผนของสถานศึกษารายโรงเรียน · Each school's plan."),
    ("reconciliation", "กระทบยอดการเงินกับแผนรายไตรมาส · Finance's figures against the plan."),
    ("acceleration", "โครงการที่ต้องเร่งรัดและคำชี้แจง · Projects below target, and why."),
    ("annual", "ผลของทุกโครงการสำหรับรายงานประจำปี · What the annual report is compiled from."),
    ("survey", "คำตอบแบบสำรวจรายรับ-รายจ่าย · Answers to the expenditure survey."),
    ("analysis", "รายการวิเคราะห์รายรับ-รายจ่าย · Lines of the expenditure analysis."),
    ("assessment", "ผลประเมินตนเองตามมาตรฐานงาน · The year against the work standards."),
    ("calendar", "ปฏิทินการดำเนินงานของปี · The year's calendar of work."),
    ("resolutions", "มติที่ประชุมของปี · Resolutions of the year."),
    ("amendments", "การปรับแผน ก่อนและหลัง · Amendments, before and after."),
):
    _table_command(_name, _told)


def _export(
    context: typer.Context,
    file: Path,
    office: str | None,
    database: str | None,
    data: Path | None,
    as_json: bool,
    make: Callable[[Session, int, datetime.date], bytes],
    on: str | None,
    force: bool,
) -> None:
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        if file.exists() and not force:
            raise CommandRefused("file_exists", {"path": str(file)})
        with opened(place) as found, found.read() as session:
            whose = one_office(session, office)
            content = make(session, whose.id, options.day_of(on) or bangkok_date(clock.now()))
        try:
            file.write_bytes(content)
        except OSError as error:
            raise CommandRefused("cannot_write", {"path": str(file)}) from error
        if as_json:
            document({"office": whose.code, "file": str(file), "bytes": len(content)})
        else:
            people().print(f"เขียน {file} แล้ว", markup=False)
