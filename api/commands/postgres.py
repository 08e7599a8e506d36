"""`khanton postgres`: the accounts of an installation on PostgreSQL."""

import sys
from typing import Annotated

import typer

from api.commands import options
from api.commands.output import answering, people
from api.commands.place import offices, opened
from api.commands.refusals import CommandRefused
from workflow.keeping import roles as accounts

app = typer.Typer(no_args_is_help=True, help="บัญชีของ PostgreSQL · PostgreSQL's accounts.")


@app.callback()
def postgres() -> None:
    """บัญชีของ PostgreSQL · PostgreSQL's accounts."""


@app.command()
def roles(
    context: typer.Context,
    auditor: Annotated[
        list[str] | None,
        typer.Option(
            "--auditor", metavar="OFFICE", help="สร้างบัญชีผู้ตรวจสอบของสำนักงาน · an auditors' account, too"
        ),
    ] = None,
    carry_out: Annotated[
        bool, typer.Option("--apply", help="สั่งเลย ไม่เพียงพิมพ์ · run it, instead of printing it")
    ] = False,
    database: options.Database = None,
    data: options.Data = None,
) -> None:
    """บทบาทแยกเจ้าของ · SQL by which servers own no table, and auditors write nothing."""
    with answering(False):
        place = options.place_at_hand(context, database, data)
        with opened(place) as found:
            if found.is_sqlite:
                raise CommandRefused("not_postgres", {"place": place.shown})
            with found.read() as session:
                codes = tuple(offices(session, code)[0].code for code in auditor or ())
                said = accounts.statements(session, codes)
            if carry_out:
                accounts.apply(found, codes)
    if carry_out:
        people().print(
            "ตั้งบทบาทแล้ว · the roles stand: khanton_owner, khanton_app, khanton_auditor", markup=False
        )
    else:
        sys.stdout.write(said)
