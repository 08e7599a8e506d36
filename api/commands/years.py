"""`khanton open-year` and `khanton import amss`: a fiscal year from the one before, or from AMSS++."""

from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from api.commands import options, sheets
from api.commands.output import answering
from api.commands.refusals import CommandRefused
from api.commands.sheets import DryRun, Moving, Taken, act, check_cells, content_of
from states.baht import plain_baht
from states.thai import money
from states.typed import UnreadableYear, parse_fiscal_year
from workflow.amss.columns import NEEDED
from workflow.amss.found import AmssPreview
from workflow.amss.reading import read_amss
from workflow.amss.saving import LineFor, TakenIn, save_amss
from workflow.changes import Hand
from workflow.errors import BadInput
from workflow.years.base import KINDS
from workflow.years.opening import OpenedYear
from workflow.years.opening import open_year as open_fiscal_year

FiscalYear = Annotated[str, typer.Argument(metavar="YEAR", help="ปีงบประมาณ พ.ศ. · fiscal year, e.g. 2562")]


def open_year(
    context: typer.Context,
    year: FiscalYear,
    account: options.As,
    goals: Annotated[bool, typer.Option("--goals", help="ยกกลยุทธ์และมาตรฐานมาด้วย · copy the goals")] = False,
    targets: Annotated[
        bool, typer.Option("--targets", help="ยกเป้าหมายเบิกจ่ายมาด้วย (ยังไม่ยืนยัน) · copy the targets")
    ] = False,
    dry_run: DryRun = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เปิดปีงบประมาณใหม่จากข้อมูลปีก่อน · Open a fiscal year on what the year before leaves."""

    def take(session: Session, office_id: int, hand: Hand, moving: Moving) -> Taken:
        moving(0, 1, "รวบรวมข้อมูลปีก่อน")
        done = open_fiscal_year(session, office_id, typed_year(year), hand, goals=goals, targets=targets)
        return Taken(_told_of_year(done, dry_run), _said_of_year(done))

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, dry_run, as_json, take, {})


def typed_year(text: str) -> int:
    """The Buddhist year typed; raises WrongEra with the year probably meant, BadInput."""
    try:
        return parse_fiscal_year(text)
    except UnreadableYear as error:
        raise BadInput("fiscal_year", "wrong_era", text[:80]) from error


def _told_of_year(done: OpenedYear, dry_run: bool) -> dict[str, object]:
    return {
        "fiscal_year": done.fiscal_year,
        "plan": done.plan,
        "plan_opened": done.plan_opened,
        "added": dict(done.added),
        "outdated": dict(done.outdated),
        "carried_over": plain_baht(done.carried_over),
        "goals": done.goals,
        "targets": done.targets,
        "provisional": [
            {"code": each.code, "th": each.label.th, "en": each.label.en, "about": list(each.about)}
            for each in done.provisional
        ],
        "entry": done.sealed.seq if done.sealed and not dry_run else None,
    }


def _said_of_year(done: OpenedYear) -> str:
    opened = "เปิดแผนใหม่" if done.plan_opened else "มีแผนอยู่แล้ว"
    added = " ".join(f"{KINDS[kind].th} {count}" for kind, count in done.added.items()) or "ไม่มีรายการใหม่"
    lines = [
        f"ปีงบประมาณ {done.fiscal_year}: {opened} {done.plan}",
        f"ข้อมูลฐาน: {added}  ล้าสมัย {sum(done.outdated.values())}",
        f"เงินกันไว้เบิกเหลื่อมปี {money(done.carried_over)} บาท",
        f"ยกมา: กลยุทธ์และมาตรฐาน {done.goals} เป้าหมายเบิกจ่าย {done.targets}",
    ]
    for each in done.provisional:
        about = f": {', '.join(each.about)}" if each.about else ""
        lines.append(f"ยังไม่เป็นที่สุด  {each.label.th}{about}")
    return "\n".join(lines)


@sheets.app.command("amss")
def import_amss(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="โฟลเดอร์ที่มี plan_proj.csv · the folder of the export")
    ],
    account: options.As,
    year: Annotated[str, typer.Option("--year", metavar="YEAR", help="ปีงบประมาณ พ.ศ. · fiscal year")],
    state: Annotated[
        str, typer.Option("--state", help="สถานะของโครงการที่นำเข้า · draft, in_plan, …, closed")
    ] = "draft",
    group: Annotated[
        list[str] | None,
        typer.Option("--group", metavar="NO=CODE", help="กลุ่มของเลขใน AMSS++ เช่น 3=PLN · whose number"),
    ] = None,
    fund: Annotated[
        str | None, typer.Option("--fund", metavar="CODE", help="แหล่งงบของจำนวนเงิน · fund of the amounts")
    ] = None,
    category: Annotated[
        str, typer.Option("--category", metavar="A/B", help="งบรายจ่ายของจำนวนเงิน · category of the amounts")
    ] = "operating/services",
    dry_run: DryRun = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ข้อมูลแผนจาก AMSS++ (CSV) · A planning export of AMSS++: plan_proj, plan_acti, plan_stregic."""

    def take(session: Session, office_id: int, hand: Hand, moving: Moving) -> Taken:
        moving(0, 1, "อ่านไฟล์")
        groups = options.pairs("group", group)
        preview = read_amss(session, office_id, typed_year(year), _files(folder), groups=groups)
        check_cells(preview.errors, as_json)
        done = save_amss(
            *(session, office_id, preview, hand),
            state=state,
            line=_line(fund, category),
            progress=lambda row, rows: moving(row, rows, "บันทึกโครงการ"),
        )
        return Taken(_told_of_amss(preview, done, state, dry_run), _said_of_amss(preview, done))

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, dry_run, as_json, take, {"folder": folder.name})


def _files(folder: Path) -> dict[str, bytes]:
    """The export's tables by name, however the files' names are written; raises CommandRefused."""
    try:
        found = {path.name.casefold(): path for path in sorted(folder.iterdir()) if path.is_file()}
    except OSError as error:
        raise CommandRefused("no_file", {"path": str(folder)}) from error
    return {name: content_of(found[f"{name}.csv"]) for name in NEEDED if f"{name}.csv" in found}


def _line(fund: str | None, category: str) -> LineFor | None:
    if fund is None:
        return None
    of_category, _, sub = category.partition("/")
    return LineFor(fund, of_category, sub)


def _told_of_amss(preview: AmssPreview, done: TakenIn, state: str, dry_run: bool) -> dict[str, object]:
    return {
        "fiscal_year": preview.fiscal_year,
        "state": state,
        "goals": list(done.goals),
        "projects": list(done.projects),
        "activities": done.activities,
        "asked": plain_baht(preview.asked),
        "approved": plain_baht(preview.approved),
        "in_lines": plain_baht(done.satang),
        "other_years": dict(preview.other_years),
        "unlisted": list(preview.unlisted),
        "left_out": preview.left_out,
        "entry": None if dry_run else done.sealed.seq,
    }


def _said_of_amss(preview: AmssPreview, done: TakenIn) -> str:
    taken = f"{len(done.projects)} โครงการ {done.activities} กิจกรรม กลยุทธ์ใหม่ {len(done.goals)}"
    asked, approved = money(preview.asked), money(preview.approved)
    lines = [
        f"AMSS++ ปีงบประมาณ {preview.fiscal_year}: {taken}",
        f"เสนอขอ {asked} บาท อนุมัติ {approved} บาท เป็นรายการงบประมาณ {money(done.satang)} บาท",
    ]
    if preview.other_years:
        listed = ", ".join(f"{name} {count} แถว" for name, count in preview.other_years.items())
        lines.append(f"ไม่นำเข้าแถวของปีอื่น: {listed}")
    if preview.unlisted:
        lines.append(f"คอลัมน์ที่ไม่รู้จัก เก็บไว้ในประวัติ: {', '.join(preview.unlisted)}")
    if preview.left_out:
        lines.append(f"ไม่เก็บค่าที่คล้ายเลขประจำตัวประชาชน {preview.left_out} ช่อง")
    return "\n".join(lines)
