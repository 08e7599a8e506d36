"""Looks go on whatever becomes of the machine's clock, which APScheduler reads to know how long to sleep."""

import datetime
import threading
import time
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler publishes no types
    """So many seconds after now. APScheduler's own interval counts on from the last time: a clock that is set
    right from 1970 would have it list every look of fifty years."""

    def __init__(self, seconds: float) -> None:
        self.pause = datetime.timedelta(seconds=seconds)

    def get_next_fire_time(self, _previous: Any, now: datetime.datetime) -> datetime.datetime:
        return now + self.pause


def keep_awake(scheduler: BackgroundScheduler, beat: float = 1.0) -> None:
    """Wakes the running `scheduler` whenever a job waits much longer than its pause, until it is shut down.

    Where the clock is set back by three days it would sleep for three days.
    """
    threading.Thread(target=_watch, args=(scheduler, beat), name="keep-awake", daemon=True).start()


def _watch(scheduler: BackgroundScheduler, beat: float) -> None:
    seen: dict[str, tuple[datetime.datetime, float]] = {}
    while scheduler.running:
        for job in scheduler.get_jobs():
            due, since = seen.get(job.id, (None, 0.0))
            if due != job.next_run_time:
                seen[job.id] = (job.next_run_time, time.monotonic())
            elif time.monotonic() - since > 2 * job.trigger.pause.total_seconds() + beat:
                job.reschedule(job.trigger)
        time.sleep(beat)
