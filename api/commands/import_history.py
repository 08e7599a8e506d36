"""`khanton import history`: an event log of another system as recorded past, and what of it did not fit."""

import csv
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.import_told import deviations, figures, tell
from api.commands.items import remark_on
from api.commands.output import answering, document, people, progress, table, thai_moment
from api.commands.place import one_office, opened
from api.commands.refusals import CommandRefused
from api.commands.sheets import DryRun, actor
from states.legible import cell
from workflow.arriving.conformance import Conformance
from workflow.arriving.importing import Importing, Source, conformance, source
from workflow.arriving.mapping import Written, read_mapping
from workflow.arriving.quarantine import Kept, kept, logs, retry
from workflow.arriving.reasons import WORDS
from workflow.changes import Hand
from workflow.database import Database

MOST_SHOWN = 50
_PAGE = 1000
LogFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="บันทึกเหตุการณ์ · event log: .xes or .csv, also .gz")
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE.yaml", help="ตารางเทียบ · what activities mean")
]
Kind = Annotated[
    str, typer.Option("--kind", metavar="NAME", help="ชนิดเรื่อง · its own kind, e.g. old_receipts")
]
Order = Annotated[str, typer.Option("--order", metavar="NO", help="คำสั่งที่ · on whose order")]
Batch = Annotated[
    int | None, typer.Option("--batch", min=1, help="จำนวนเรื่องต่อครั้ง · cases a transaction; may be resumed")
]
LogNumber = Annotated[int | None, typer.Option("--import", metavar="NO", help="ครั้งที่นำเข้า · of one import")]


def history(
    context: typer.Context,
    file: LogFile,
    account: options.As,
    kind: Kind = "",
    mapping: MappingFile = None,
    order: Order = "",
    batch: Batch = None,
    dry_run: DryRun = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ประวัติจากระบบอื่น (XES, CSV) · A history from another system, as recorded past."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        written, text = read_mapping(mapping) if mapping else (Written(), "")
        written = written.named(kind)
        with opened(place) as found:
            at = clock.now()
            with found.read() as session:
                person = actor(session, account, office)
                hand, office_id = Hand(person.id, at), person.office_id
            with progress(as_json) as moving:
                log = source(
                    file,
                    written,
                    text,
                    folder=mapping.parent if mapping else None,
                    at=at,
                    moving=lambda done, total: moving(done, total or None, "อ่าน"),
                )
                told, done = _taken(found, log, office_id, hand, order, batch, dry_run, moving)
    _answer(log, told, done, dry_run, as_json)


def _taken(
    found: Database,
    log: Source,
    office_id: int,
    hand: Hand,
    order: str,
    batch: int | None,
    dry_run: bool,
    moving: Any,
) -> tuple[Conformance, Importing | None]:
    """Takes the log in, or only says how it fits."""
    if dry_run:
        with found.read() as session:
            return conformance(session, office_id, log, at=hand.at), None
    importing = Importing(log, office_id, hand, order)

    def told(done: int, total: int) -> None:
        moving(done, total, "บันทึก")

    with found.write() as session:
        importing.begin(session)
        if batch is None and not importing.done:
            importing.go_on(session, None, told)
    if importing.done and not importing.told.cases:  # an earlier run has finished it
        with found.read() as session:
            return conformance(session, office_id, log, at=hand.at), importing
    while not importing.done:
        with found.write() as session:
            importing.go_on(session, batch, told)
    found.analyze()  # else the first reports of a great log take minutes
    return importing.told, importing


def _answer(
    log: Source, told: Conformance, importing: Importing | None, dry_run: bool, as_json: bool
) -> None:
    before = importing is not None and importing.already == log.cases
    if as_json:
        said: dict[str, object] = {"file": log.name, "sha256": log.sha256, "saved": not dry_run}
        said["already"] = importing.already if importing else 0
        said["kind"] = log.rules.mapping.kind
        said["activities"] = len({each[1] for each in told.deviations} | set(_names(log)))
        said["codes"] = importing.codes if importing else {}
        document({**said, **figures(told)})
        return
    tell(told)
    console = people()
    if importing and importing.codes:
        console.print(f"รหัสที่ปรับให้ใช้ได้ · codes made usable: {len(importing.codes)}", markup=False)
    if dry_run:
        console.print("ตรวจแล้ว ยังไม่ได้บันทึก (--dry-run) · looked at, nothing saved", markup=False)
    elif before:
        console.print("ไฟล์นี้นำเข้าครบแล้วก่อนหน้านี้ ไม่มีอะไรเปลี่ยน · taken in before, nothing changed", markup=False)
    else:
        console.print("บันทึกแล้ว · saved", markup=False)


def _names(log: Source) -> Iterator[str]:
    """The activities the rules know."""
    observed = log.rules.observed
    if observed is not None:
        yield from observed.going_on
        yield from observed.ending
    yield from log.rules.mapping.activities


def quarantine(
    context: typer.Context,
    number: LogNumber = None,
    export: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE.csv", help="เขียนเป็น CSV · write all as CSV")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="เขียนทับ · write over the file")] = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เหตุการณ์ที่กันไว้ · Events that did not fit, kept apart with the reason."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            office_id = one_office(session, office).id
            if export is not None:
                count = _export(session, office_id, number, export, force)
                _written(export, count, as_json)
            elif as_json:
                document([_row(each) for each in _every(session, office_id, number)])
            else:
                _show(session, office_id, number)


def _every(session: Session, office_id: int, number: int | None) -> Iterator[Kept]:
    """All of them, a page at a time."""
    after = 0
    while rows := kept(session, office_id, number, after=after, most=_PAGE):
        yield from (each for _, each in rows)
        after = rows[-1][0]


def _row(each: Kept) -> dict[str, object]:
    told = {name: getattr(each, name) for name in each.__slots__ if name != "event"}
    return {
        **told,
        "why_th": WORDS[each.reason].th,
        "why_en": WORDS[each.reason].en,
        "event": json.loads(each.event),
    }


def _export(session: Session, office_id: int, number: int | None, path: Path, force: bool) -> int:
    """Writes them as CSV that Excel opens in Thai; how many. Raises CommandRefused."""
    if path.exists() and not force:
        raise CommandRefused("file_exists", {"path": str(path)})
    columns = ["import", "kind", "file", "sha256", "case", "code", "number", "reason", "detail", "why"]
    columns += ["activity", "time", "resource", "event"]
    count = 0
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            for each in _every(session, office_id, number):
                why = WORDS[each.reason]
                named = [each.log_id, each.kind, each.file, each.sha256, each.case, each.code, each.number]
                said = [
                    each.reason,
                    each.detail,
                    f"{why.th} · {why.en}",
                    each.activity,
                    each.at,
                    each.resource,
                ]
                writer.writerow([cell(str(each)) for each in (*named, *said)] + [each.event])
                count += 1
    except OSError as error:
        raise CommandRefused("cannot_write", {"path": str(path)}) from error
    return count


def _written(path: Path, count: int, as_json: bool) -> None:
    if as_json:
        document({"file": str(path), "events": count})
    else:
        people().print(f"เขียน {path} แล้ว {count} เหตุการณ์ · events", markup=False)


def _show(session: Session, office_id: int, number: int | None) -> None:
    console = people()
    files = table("ครั้งที่", "ไฟล์", "ชนิด", "เริ่มเมื่อ", "เรื่อง", "เหตุการณ์", "รับไว้")
    for log in logs(session, office_id):
        done = f"{log.cases_done}/{log.cases}"
        numbers = (done, str(log.events), str(log.events_accepted))
        files.add_row(str(log.id), log.file_name, log.kind, thai_moment(log.started_at), *numbers)
    console.print(files, markup=False)
    shown = table("ครั้งที่", "เรื่อง", "ลำดับ", "กิจกรรม", "เวลา", "เหตุที่กันไว้", "รายละเอียด")
    rows = kept(session, office_id, number, most=MOST_SHOWN + 1)
    for _, each in rows[:MOST_SHOWN]:
        why = WORDS[each.reason].th
        shown.add_row(str(each.log_id), each.code, str(each.number), each.activity, each.at, why, each.detail)
    console.print(shown, markup=False)
    if len(rows) > MOST_SHOWN:
        console.print(
            "… ดูทั้งหมดด้วย --csv FILE.csv หรือ --json · all of them with --csv or --json", markup=False
        )


class _OnlyTried(Exception):
    """Takes everything back that a dry run wrote."""


def retry_quarantine(
    context: typer.Context,
    number: Annotated[int, typer.Option("--import", metavar="NO", help="ครั้งที่นำเข้า · which import")],
    mapping: Annotated[
        Path, typer.Option("--mapping", metavar="FILE.yaml", help="ตารางเทียบใหม่ · better mapping")
    ],
    account: options.As,
    order: Order = "",
    dry_run: DryRun = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ลองเหตุการณ์ที่กันไว้อีกครั้ง · Try what was kept apart again, by a better mapping."""
    told = Conformance()
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        written, _ = read_mapping(mapping)
        with opened(place) as found, suppress(_OnlyTried), found.write() as session:
            person = actor(session, account, office)
            told = retry(session, person.office_id, number, written, Hand(person.id, clock.now()), order)
            if dry_run:
                raise _OnlyTried
    if as_json:
        document({"import": number, "saved": not dry_run, **figures(told)})
        return
    people().print(f"รับเพิ่ม {told.accepted} จาก {told.events} เหตุการณ์ · taken in now", markup=False)
    deviations(told)
    people().print("ยังไม่ได้บันทึก (--dry-run)" if dry_run else "บันทึกแล้ว · saved", markup=False)
