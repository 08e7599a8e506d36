"""`khanton definitions staffing`: whether its people can walk an office's paths."""

from typing import Annotated

import typer

from api import clock
from api.commands import options
from api.commands.output import answering, document, people
from api.commands.place import offices, opened
from api.pages.definitions.texts_staffing import TH
from api.v1.shapes import Named
from api.v1.staffing import BodyShown, GapShown, StaffingShown, shown


def staffing(
    context: typer.Context,
    strict: Annotated[
        bool, typer.Option("--strict", help="จบด้วยรหัส 1 เมื่อพบ · exit with 1 where anything was found")
    ] = False,
    office: options.OfficeCode = None,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """คนพอสำหรับทุกขั้นหรือไม่ · Walk every path with the people of today, and name what will get stuck."""
    with answering(as_json):
        at = clock.now()
        place = options.place_at_hand(context, database, data)
        with opened(place) as found, found.read() as session:
            told = [(each.code, shown(session, each.id, at)) for each in offices(session, office)]
    if as_json:
        document([{"office": code, **each.model_dump(mode="json")} for code, each in told])
    else:
        for code, each in told:
            _say(code, each)
    if strict and not all(each.sound for _, each in told):
        raise typer.Exit(1)


def _say(code: str, told: StaffingShown) -> None:
    console = people()
    count = len(told.gaps) + len(told.bodies)
    head = TH["staffing_sound"] if told.sound else TH["staffing_found"].format(count=count)
    proved = TH["staffing_proved"].format(paths=told.paths, places=told.places, walks=told.walks)
    console.print(f"{code}: {head}  ({proved})", markup=False)
    for gap in told.gaps:
        console.print(_gap(gap), markup=False, soft_wrap=True)
    for body in told.bodies:
        console.print(_body(body), markup=False, soft_wrap=True)


def _gap(gap: GapShown) -> str:
    sure = TH["staffing_always" if gap.always else "staffing_sometimes"]
    where = TH["staffing_at"].format(state=gap.state.th)
    lines = [
        f"- {gap.kind.th}: {where} [{sure}]",
        TH[f"staffing_{gap.cause}"].format(steps=_names(gap.steps), roles=_names(gap.roles)),
    ]
    if gap.items:
        lines.append(f"{TH['staffing_items']} {', '.join(gap.items)}")
    elif gap.places:
        lines.append(f"{TH['staffing_places'].format(count=len(gap.places))} {', '.join(gap.places)}")
    if gap.walk:
        steps = (f"{each.step.th} ({each.person})" if each.person else each.step.th for each in gap.walk)
        lines.append(f"{TH['staffing_walk']} {' → '.join(steps)}")
    return "\n  ".join((*lines, TH[f"staffing_help_{gap.cause}"]))


def _body(body: BodyShown) -> str:
    lack = TH[f"staffing_{body.lack}"].format(count=body.count)
    waits = TH["staffing_waits"].format(kinds=_names(body.kinds))
    return f"- {body.body.th}: {lack}\n  {waits}\n  {TH['staffing_help_body']}"


def _names(found: list[Named]) -> str:
    return ", ".join(each.th for each in found)
