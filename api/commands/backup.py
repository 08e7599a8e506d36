"""`khanton backup`: a backup while people work, proved by restoring it."""

import importlib.metadata
from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy.exc import SQLAlchemyError

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, aside, document, people, progress
from api.commands.place import Place, opened
from workflow.errors_keeping import BackupRefused
from workflow.keeping.backup import Asked, Made, make, name_at
from workflow.keeping.files import BACKUPS
from workflow.keeping.rotation import rotate

_WHAT: Final = {
    "database": "คัดลอกฐานข้อมูล · database",
    "evidence": "คัดลอกเอกสาร · evidence",
    "proving": "ทดลองกู้คืน · restoring it to prove it",
}


def backup(
    context: typer.Context,
    to: Annotated[
        Path | None,
        typer.Argument(metavar="[FOLDER|FILE]", help="โฟลเดอร์หรือไฟล์ .tar.gz ที่เก็บ · where to (DATA/backups)"),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, metavar="N", help="เก็บไว้กี่ชุดล่าสุด · delete all but the newest N"),
    ] = None,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="รวมกุญแจ (*.key, *.pem) · put the keys in, too")
    ] = False,
    prove_in: Annotated[
        str,
        typer.Option(
            "--prove-in", metavar="URL", help="ฐานข้อมูลว่างสำหรับทดลองกู้คืน · an empty PostgreSQL database"
        ),
    ] = "",
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """สำรองข้อมูล · Back up the database and the data folder while people work; proved by restoring it."""
    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        at = clock.now()
        final = _file(to or place.folder / BACKUPS, name_at(at))
        asked = Asked(place.folder, with_keys, importlib.metadata.version("khanton"), at, prove_in)
        made = _made(place, final, asked, as_json)
        deleted = rotate(final.parent, keep) if keep else []
    _tell(made, deleted, as_json)
    if made.manifest.lost:
        raise typer.Exit(1)


def _file(to: Path, name: str) -> Path:
    return to if to.name.endswith(".tar.gz") else to / name


def _made(place: Place, final: Path, asked: Asked, as_json: bool) -> Made:
    try:
        with opened(place) as found, progress(as_json) as tell:
            return make(found, final, asked, lambda done, total, what: tell(done, total, _WHAT[what]))
    except SQLAlchemyError as error:
        raise BackupRefused("no_database", place.shown, type(error).__name__) from error


def _tell(made: Made, deleted: list[Path], as_json: bool) -> None:
    said = made.manifest
    if as_json:
        document(
            {
                "file": str(made.path),
                "size": made.size,
                "revision": said.revision,
                "heads": {each.office: {"seq": each.seq, "hash": each.hash} for each in said.heads},
                "files": len(said.files),
                "keys_left_out": said.left_out,
                "lost": said.lost,
                "deleted": [str(path) for path in deleted],
            }
        )
        return
    console = people()
    console.print(f"สำรองและทดลองกู้คืนแล้ว · backed up and proved: {made.path} ({made.size:,} B)", markup=False)
    for head in said.heads:
        console.print(f"  {head.office}: {head.seq} {head.hash[:12]}", markup=False)
    if said.left_out:
        names = ", ".join(said.left_out)
        console.print(f"ไม่รวมกุญแจ เก็บแยกต่างหาก · keys left out, keep them apart: {names}", markup=False)
    for path in deleted:
        console.print(f"ลบชุดเก่า · deleted: {path.name}", markup=False)
    for each in said.lost:
        aside().print(f"เอกสารสูญหายหรือเสียหายอยู่ก่อนแล้ว · lost or damaged before: {each}", markup=False)
