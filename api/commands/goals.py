"""`khanton goal`: adds a strategy, standard, indicator or policy that projects of a year may serve."""

from typing import Annotated

import typer
from sqlmodel import Session

from api.commands import options
from api.commands.output import answering
from api.commands.sheets import Moving, Taken, act
from api.commands.years import FiscalYear, typed_year
from workflow.changes import Hand
from workflow.proposals.goals import KINDS, add_goal


def goal(
    context: typer.Context,
    year: FiscalYear,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="strategy, standard, indicator, policy")],
    code: Annotated[str, typer.Argument(metavar="CODE", help="รหัส · code")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="ชื่อ · name")],
    account: options.As,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """เพิ่มกลยุทธ์ มาตรฐาน ตัวบ่งชี้ หรือนโยบายของปี · Add what projects of the year may serve."""

    def take(session: Session, office_id: int, hand: Hand, _moving: Moving) -> Taken:
        be = typed_year(year)
        sealed = add_goal(session, office_id, be, kind, code, name, hand)
        told = {"fiscal_year": be, "kind": kind, "code": code, "entry": sealed.seq}
        return Taken(told, f"เพิ่ม{KINDS[kind].th} {code} ปีงบประมาณ {be}: {name}")

    with answering(as_json):
        place = options.place_at_hand(context, database, data)
        act(place, account, office, False, as_json, take, {})
