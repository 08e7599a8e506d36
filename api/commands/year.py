"""`khanton year`: how an office's fiscal year stands on a day, on one screen or as one document."""

import datetime
from typing import Annotated

import typer
from sqlmodel import Session

from api import clock
from api.commands import options
from api.commands.items import remark_on
from api.commands.output import answering, document, people
from api.commands.place import one_office, opened
from api.commands.year_document import year_document
from api.commands.year_screen import screen
from states.typed import UnreadableYear, parse_fiscal_year
from workflow.demo import built_until, stands_at
from workflow.errors import BadInput
from workflow.moments import bangkok_date
from workflow.money.overview import overview


def year(
    context: typer.Context,
    fiscal_year: Annotated[
        str, typer.Argument(metavar="YEAR", help="ปีงบประมาณ พ.ศ. · fiscal year, e.g. 2561")
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="ณ วันที่ · as on a day, e.g. 16/1/2561")
    ] = None,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """ภาพรวมปีงบประมาณ · How a fiscal year stands: the plan, its money, what is late."""
    with answering(as_json):
        be, asked = fiscal_year_typed(fiscal_year), options.day_of(on)
        place = options.place_at_hand(context, database, data)
        remark_on(place)
        with opened(place) as found, found.read() as session:
            day = asked or _today(session)
            told = overview(session, one_office(session, office), be, day)
            if as_json:
                document(year_document(told))
            else:
                people().print(screen(told))


def fiscal_year_typed(text: str) -> int:
    """The Buddhist year typed; raises WrongEra with the year probably meant, BadInput."""
    try:
        return parse_fiscal_year(text)
    except UnreadableYear as error:
        raise BadInput("fiscal_year", "wrong_era", text[:80]) from error


def _today(session: Session) -> datetime.date:
    """Today; in the sample offices the day at which they stand."""
    built, _ = built_until(session)
    return bangkok_date(stands_at(session) if built else clock.now())
