"""`khanton work`: runs the schedules without the web, beside servers that leave them out."""

import contextlib
import os
import signal
import threading
from typing import Annotated

import typer

from api import clock, logs
from api.commands import options
from api.commands.output import answering, document, people
from api.commands.place import opened
from api.commands.serve import settings_at
from notifications import schedule
from notifications.channels import settings as channel_settings


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
        logs.set_up(logs.form_of(os.environ))
        settings = settings_at(place)
        channels = channel_settings.opened(settings.channels())
        with opened(place) as found, contextlib.closing(channels):
            doing = schedule.Work(found, clock.now, channels.for_office, settings.public_url)
            if once:
                _once(doing, as_json)
                return
            people().print(f"ทำงานอยู่กับ · working on {place.shown}   (หยุดด้วย Ctrl+C)", markup=False)
            _until_stopped(doing)


def _once(doing: schedule.Work, as_json: bool) -> None:
    done = {each.name: schedule.look(doing, each) for each in schedule.SCHEDULES}
    if as_json:
        document(done)
        return
    for name, rows in done.items():
        people().print(f"{name}: {rows}", markup=False)


def _until_stopped(doing: schedule.Work) -> None:
    """Looks until SIGTERM or Ctrl+C, and then finishes the look it is at."""
    stopped = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopped.set())
    scheduler = schedule.start(doing)
    while not stopped.wait(1):
        pass
    scheduler.shutdown(wait=True)
