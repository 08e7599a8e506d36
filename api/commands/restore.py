"""`khanton restore`: puts a backup where nothing is yet."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from api.commands import options
from api.commands.output import answering, document, people
from workflow import schema
from workflow.errors_keeping import RestoreRefused
from workflow.keeping.anchored import read_anchors
from workflow.keeping.restore import Restored
from workflow.keeping.restore import restore as put_back


def restore(
    archive: Annotated[Path, typer.Argument(metavar="FILE", help="ไฟล์สำรอง · the backup")],
    into: Annotated[
        Path,
        typer.Option("--into", metavar="FOLDER", help="โฟลเดอร์ข้อมูลใหม่ ต้องว่าง · the new data folder, empty"),
    ],
    database: Annotated[
        str,
        typer.Option(
            "--database", metavar="URL", help="ฐานข้อมูล PostgreSQL ที่ว่าง · for PostgreSQL: an empty database"
        ),
    ] = "",
    anchor: Annotated[
        Path | None,
        typer.Option(
            "--anchor",
            metavar="FILE",
            help="ไฟล์จุดตรวจที่เก็บไว้ภายนอก · checkpoints kept outside",
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """กู้คืน · Restore a backup into an empty place: all of it, checked, or nothing."""
    with answering(as_json):
        known = read_anchors(anchor) if anchor else {}
        try:
            restored = put_back(archive, into, database, known)
        except SQLAlchemyError as error:
            raise RestoreRefused("cannot_write", "--database", type(error).__name__) from error
    _tell(restored, as_json)


def _tell(restored: Restored, as_json: bool) -> None:
    said = restored.manifest
    outdated = said.revision != schema.newest()
    if as_json:
        document(
            {
                "folder": str(restored.folder),
                "database": restored.database,
                "made_at": said.made_at,
                "revision": said.revision,
                "needs_upgrade": outdated,
                "heads": {each.office: {"seq": each.seq, "hash": each.hash} for each in said.heads},
                "keys_left_out": said.left_out,
                "lost": said.lost,
            }
        )
        return
    console = people()
    console.print(f"กู้คืนแล้ว · restored: {restored.folder}, {restored.database}", markup=False)
    for head in said.heads:
        console.print(f"  {head.office}: {head.seq} {head.hash[:12]}", markup=False)
    for name in said.left_out:
        console.print(f"ต้องวางกุญแจเอง · put this key back yourself: {restored.folder / name}", markup=False)
    if outdated:
        console.print("ตารางเป็นรุ่นเก่า สั่ง khanton init เพื่อปรับ · older tables: run khanton init", markup=False)
