"""Every schedule, one line each. The scheduler only says when to look; the database keeps the truth."""

import datetime
import logging
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session

from notifications.sweep import write_notices
from workflow.database import Database

Sweep = Callable[[Session, datetime.datetime], int]
_log = logging.getLogger(__name__)

# sweep, seconds between looks
SCHEDULES: tuple[tuple[Sweep, int], ...] = ((write_notices, 5),)


def start(database: Database, clock: Callable[[], datetime.datetime]) -> BackgroundScheduler:
    """Starts looking; `shutdown()` of what it returns stops it."""
    scheduler = BackgroundScheduler(timezone="Asia/Bangkok")
    for sweep, seconds in SCHEDULES:
        scheduler.add_job(
            run, "interval", (database, clock, sweep), seconds=seconds, coalesce=True, max_instances=1
        )
    scheduler.start()
    return scheduler


def run(database: Database, clock: Callable[[], datetime.datetime], sweep: Sweep) -> int:
    """One look, in one transaction. A failure is logged and the next look tries again."""
    try:
        with database.write() as session:
            return sweep(session, clock())
    except Exception:
        _log.exception("the sweep %s failed", sweep.__name__)
        return 0
