"""The processes of an installation whose clock is a file: `work` and `serve`, to be killed at any moment."""

import datetime
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from notifications import schedule
from notifications.channels.settings import opened, read_channels
from workflow.database import Database

BASE = "https://khanton.example"
PACE = 0.01  # of the time that a server lets pass between two looks
IDLE = 0.03  # seconds


@dataclass(frozen=True)
class Place:
    """Where one installation lives: its database, and the folder with its clock, channels and logs."""

    url: str
    folder: Path

    @property
    def channels(self) -> Path:
        return self.folder / "channels.yaml"

    @property
    def log(self) -> Path:
        return self.folder / "log.txt"

    @property
    def _clock(self) -> Path:
        return self.folder / "clock"

    def now(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self._clock.read_text())

    def move_clock(self, at: datetime.datetime) -> None:
        """At once for every process: the file is whole at any moment."""
        beside = self.folder / "clock.new"
        beside.write_text(at.isoformat())
        beside.replace(self._clock)


def work(place: Place) -> None:
    """`khanton work`, but without a pause between the looks."""
    _log_to(place.log)
    channels = opened(read_channels(place.channels))
    doing = schedule.Work(Database(place.url), place.now, channels.for_office, BASE)
    while True:
        if not sum(schedule.look(doing, each) for each in schedule.SCHEDULES):
            time.sleep(IDLE)


def serve(place: Place) -> None:
    """`khanton serve` with its schedules, on a port of its own."""
    _log_to(place.log)
    import uvicorn

    from api.app import create_app
    from api.settings import Settings

    schedule.SCHEDULES = tuple(replace(each, seconds=each.seconds * PACE) for each in schedule.SCHEDULES)
    settings = Settings(
        database_url=place.url, data_folder=place.folder, channels_file=place.channels, public_url=BASE
    )
    uvicorn.run(create_app(settings, place.now), host="127.0.0.1", port=0, log_level="error")


def _log_to(path: Path) -> None:
    """What goes wrong in this process can be read afterwards."""
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(log, stream)
    import logging

    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


Role = Callable[[Place], None]
