"""`khanton export history`: the office's history as an event log, for auditors and process mining."""

from pathlib import Path
from typing import Annotated

import typer

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people, progress
from api.commands.place import one_office, opened
from api.commands.refusals import CommandRefused
from api.commands.sheets import Year, fiscal_year
from api.pages.history_export.names import entry_name
from workflow.eventlogs.events import Log
from workflow.eventlogs.formats import Format, write_log
from workflow.eventlogs.narrowing import narrowed
from workflow.eventlogs.whole_file import whole_file
from workflow.models import Office
from workflow.moments import bangkok_date

File = Annotated[Path, typer.Argument(metavar="FILE", help="ไฟล์ปลายทาง · the file to write")]
Form = Annotated[Format, typer.Option("--format", help="รูปแบบ · the form it is written in")]
Kind = Annotated[str, typer.Option("--kind", metavar="KIND", help="ประเภทเรื่อง · kind of item")]
Item = Annotated[str, typer.Option("--item", metavar="CODE", help="รหัสเรื่อง · one item")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="มีผลตั้งแต่ · in effect from")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="ถึง · until")]
Force = Annotated[bool, typer.Option("--force", help="เขียนทับไฟล์เดิม · write over the file")]


def export_history(
    context: typer.Context,
    file: File,
    form: Form,
    kind: Kind = "",
    item: Item = "",
    year: Year = None,
    since: From = None,
    until: To = None,
    force: Force = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ประวัติเป็นบันทึกเหตุการณ์ · The history as an event log: an event for each entry about an item."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            whose = one_office(session, office)
            asked = narrowed(
                session,
                whose.id,
                kind=kind,
                item=item,
                fiscal_year=fiscal_year(year),
                since=options.day_of(since),
                until=options.day_of(until),
            )
            with progress(as_json) as bar:
                log = Log(
                    session,
                    asked,
                    entry_name,
                    bangkok_date(clock.now()),
                    lambda done, total: bar(done, total, form.value),
                )
                _write(file, log, form, whose, force)
            told = {
                "office": whose.code,
                "format": form.value,
                "file": str(file),
                "bytes": file.stat().st_size,
            }
        if as_json:
            document(told)
        else:
            people().print(f"เขียน {file} แล้ว", markup=False)


def _write(file: Path, log: Log, form: Format, office: Office, force: bool) -> None:
    """Raises CommandRefused where the file is there already or cannot be written."""
    try:
        with whole_file(file, over=force) as written:
            write_log(written, log, form, office.name_th)
    except FileExistsError as error:
        raise CommandRefused("file_exists", {"path": str(file)}) from error
    except OSError as error:
        raise CommandRefused("cannot_write", {"path": str(file)}) from error
