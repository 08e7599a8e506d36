"""`khanton work`: runs the schedules without the web, beside servers that leave them out."""

import signal
import threading
from typing import Annotated

import typer

from api import clock
from api.commands import options
from api.commands.output import answering, document, people
from api.commands.place import opened
from notifications import schedule
from workflow.database import Database


def work(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="ดูหนึ่งรอบแล้วจบ · look once, then end")] = False,
    database: options.Database = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """งานตั้งเวลา: แจ้งเตือนและส่งข้อความ · The schedules: reminders and messages."""
    with answering(as_json):
        place = options.place_named(context, database, data)
        with opened(place) as found:
            if once:
                _once(found, as_json)
                return
            people().print(f"ทำงานอยู่กับ · working on {place.shown}   (หยุดด้วย Ctrl+C)", markup=False)
            _until_stopped(found)


def _once(database: Database, as_json: bool) -> None:
    done = {
        sweep.__name__: schedule.run(database, clock.now, sweep) for sweep, _seconds in schedule.SCHEDULES
    }
    if as_json:
        document(done)
        return
    for name, rows in done.items():
        people().print(f"{name}: {rows}", markup=False)


def _until_stopped(database: Database) -> None:
    """Looks until SIGTERM or Ctrl+C, and then finishes the look it is at."""
    stopped = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopped.set())
    scheduler = schedule.start(database, clock.now)
    while not stopped.wait(1):
        pass
    scheduler.shutdown(wait=True)
