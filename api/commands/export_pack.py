"""`khanton export pack`: an item's evidence pack, written whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from api import clock
from api.commands import options
from api.commands.finding import item_of
from api.commands.output import answering, document, people
from api.commands.place import opened
from api.commands.refusals import CommandRefused
from api.commands.serve import settings_at
from api.packs.contents import contents
from api.packs.writing import Place, write
from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.taking import take_for
from workflow.moments import bangkok_date


def export_pack(
    context: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="รหัสเรื่อง · the item")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="ไฟล์ ZIP · the file to write")],
    alone: Annotated[bool, typer.Option("--alone", help="เฉพาะเรื่องนี้ · without what belongs to it")] = False,
    checkpoint: Annotated[
        bool,
        typer.Option("--checkpoint", help="ลงจุดตรวจสอบก่อน · take a checkpoint first, so that all is proved"),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="เขียนทับไฟล์เดิม · write over the file")] = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ชุดหลักฐานของเรื่องหนึ่ง · Papers, history, proofs and what checks them, in one ZIP file."""
    with answering(as_json):
        if file.exists() and not force:
            raise CommandRefused("file_exists", {"path": str(file)})
        at, place = clock.now(), options.place_at_hand(context, database, data)
        settings = settings_at(place)
        with opened(place) as found:
            if checkpoint:
                with found.read() as session:
                    office_id = item_of(session, code, office).office_id
                take_for(found, office_id, KeyFile.in_folder(place.folder), at)
            with found.read() as session, _beside(file) as draft, Progress(console=people()) as bar:
                task = bar.add_task(code)
                told = contents(
                    session, item_of(session, code, office), who=None, on=bangkok_date(at), whole=not alone
                )
                with draft.open("w+b") as out:
                    where = Place(place.folder, settings.public_url)
                    write(
                        *(session, told, out, where, at),
                        lambda done, of: bar.update(task, completed=done, total=max(of, done)),
                    )
                    out.flush()
                    os.fsync(out.fileno())
        size = file.stat().st_size
    told_of = {"file": str(file), "bytes": size, "items": len(told.items), "entries": len(told.seqs)}
    if as_json:
        document(told_of)
    else:
        people().print(
            f"{file}: {len(told.items)} เรื่อง {len(told.seqs)} รายการ {size:,} ไบต์ · written", markup=False
        )


@contextlib.contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A draft that takes the file's name once it is whole, and is gone otherwise."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        yield draft
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
