"""`khanton demo`: builds the sample offices where they are not there yet, and serves them."""

import datetime
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from api import clock
from api.commands import options
from api.commands.output import answering, aside, document, people, progress, table, thai_day
from api.commands.place import DEMONSTRATION, Place, offices, opened, prepared
from api.commands.refusals import CommandRefused
from api.commands.serve import run_server, settings_at
from notifications.corresponding import CorrespondingStory
from states.catalogue import catalogue
from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.taking import take_for
from workflow.database import Database
from workflow.demo import PASSWORD, Account, accounts, build_demo, built_until, stands_at
from workflow.moments import BANGKOK


def demo(
    context: typer.Context,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="สร้างอย่างเดียว · only build")] = False,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="หยุดปีตัวอย่างไว้ที่วันนี้ · stop the sample year at a date"),
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="สร้างใหม่ทั้งหมด · build again")] = False,
    host: options.Host = "127.0.0.1",
    port: options.Port = 8000,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """สำนักงานตัวอย่าง · Two sample offices with a whole invented year, ready to try."""
    with answering(as_json):
        place = options.place_named(context, database, data, DEMONSTRATION)
        asked = options.day_of(until)
        _build(place, asked, given=until is not None, reset=reset, as_json=as_json)
        _show(place, as_json)
        if not no_serve:
            moment = _moment(place)
            aside().print(f"วันในสำนักงานตัวอย่าง · the sample's day: {thai_day(moment.date())}", markup=False)
            run_server(place, host, port, clock.starting_at(moment))


def _build(place: Place, until: datetime.date | None, *, given: bool, reset: bool, as_json: bool) -> None:
    """Builds what was asked for, unless it already stands."""
    stands = _standing(place)
    if stands is not None:
        same = not given or stands[0] == until
        if same and not reset:
            return
        aside().print(
            f"สร้างสำนักงานตัวอย่างใหม่ทับของเดิม · building the sample again: {place.shown}", markup=False
        )
        _clear(place)
    with prepared(place) as database, progress(as_json) as tell:
        story = CorrespondingStory()
        build_demo(database, until=until, now=clock.now(), progress=tell, meanwhile=story.meanwhile)
        _sign(database, settings_at(place).outside.key)


def _sign(database: Database, key: KeyFile) -> None:
    """As each night does, so that the page of checkpoints shows what an office finds there."""
    with database.read() as session:
        found, at = [each.id for each in offices(session)], stands_at(session)
    for office_id in found:
        take_for(database, office_id, key, at)


def _standing(place: Place) -> tuple[datetime.date | None] | None:
    """The day at which the demonstration in this database stands; None where there is no office yet.

    Raises CommandRefused where the offices in it are real.
    """
    if place.file is not None and not place.file.exists():
        return None
    with prepared(place) as database, database.read() as session:
        found = [each.code for each in offices(session)]
        if not found:
            return None
        built, until = built_until(session)
        if not built:
            raise CommandRefused("not_a_demonstration", {"place": place.shown, "offices": ", ".join(found)})
        return (until,)


def _clear(place: Place) -> None:
    """Removes the demonstration's file; a server's database is not ours to empty."""
    if place.file is None:
        raise CommandRefused("cannot_rebuild", {"place": place.shown})
    for name in (place.file, Path(f"{place.file}-wal"), Path(f"{place.file}-shm")):
        with suppress(FileNotFoundError):
            name.unlink()


def _moment(place: Place) -> datetime.datetime:
    """Where the sample year stands: whoever visits comes the moment after its last step."""
    with opened(place) as database, database.read() as session:
        return stands_at(session).astimezone(BANGKOK)


def _show(place: Place, as_json: bool) -> None:
    """Says where the demonstration is and who can sign in."""
    with opened(place) as database, database.read() as session:
        everybody = accounts(session)
        _, until = built_until(session)
        codes = [each.code for each in offices(session)]
    if as_json:
        document(
            {
                "database": place.shown,
                "until": until,
                "offices": codes,
                "password": PASSWORD,
                "accounts": everybody,
            }
        )
        return
    console = people()
    stands = f"ถึงวันที่ {thai_day(until)}" if until else "ครบทั้งปี"
    console.print(f"สำนักงานตัวอย่าง {', '.join(codes)} {stands} (ข้อมูลสมมติทั้งหมด)", markup=False)
    console.print(f"ฐานข้อมูล · database  {place.shown}", markup=False)
    console.print(_table(everybody))
    console.print(f"รหัสผ่านของทุกบัญชี · password of every account: {PASSWORD}", markup=False)


def _table(everybody: tuple[Account, ...]) -> object:
    shown = table("สำนักงาน", "บัญชี", "บทบาท")
    roles = catalogue().roles
    for each in everybody:
        shown.add_row(each.office, each.username, ", ".join(roles[role].th for role in each.roles))
    return shown
