"""Every schedule, one line each. The scheduler only says when to look; the database keeps the truth."""

import datetime
import logging
import os
import socket
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session, col, select, update

from notifications.anchoring import Outside, put_outside, sign_days
from notifications.claims import Channels, anything_open
from notifications.delivery import deliver
from notifications.inserting import add_new
from notifications.messages import write_urgent
from notifications.models import Message, Notice, SweepRun
from notifications.morning import offices_waiting, write_morning
from notifications.rendered import Rendered
from notifications.rendering import render_message
from notifications.staffing import offices_changed, prove, tell
from notifications.sweep import write_notices
from notifications.wakeful import Every, keep_awake
from workflow.database import Database
from workflow.models import Office, OutboxRow, Person

Clock = Callable[[], datetime.datetime]
_log = logging.getLogger(__name__)
_NOTED: Final = datetime.timedelta(seconds=30)


def _new_name() -> str:
    return f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


@dataclass
class Work:
    """What the looks of one process work with.

    `channels` finds the channel of an office by its code and the channel's name; `base_url` begins the links
    in messages; `worker` is this process's name among several. `noted` remembers when each look was last
    written down, so that an idle office is not written to all day. Without `outside` nothing is signed.
    """

    database: Database
    clock: Clock
    channels: Channels = lambda office_code, name: None
    base_url: str = ""
    worker: str = field(default_factory=_new_name)
    noted: dict[str, datetime.datetime] = field(default_factory=dict)
    outside: Outside | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A look by its name: how many seconds apart, and what is done; it answers how many rows it wrote."""

    name: str
    seconds: int
    look: Callable[[Work], int]


def notices(work: Work) -> int:
    """Tells people what history left in the outbox; what cannot wait goes on its way.

    Both in one transaction: no worker can die between them and leave it to the next morning.
    """
    with work.database.read() as session:
        waiting = session.exec(select(OutboxRow.id).where(col(OutboxRow.taken_at).is_(None)).limit(1)).first()
    taken = 0
    while waiting is not None:
        with work.database.write() as session:
            now = work.clock()
            written = write_notices(session, now)
            taken += written + (write_urgent(session, now) if written else 0)
        if not written:
            break
    return taken


def morning(work: Work) -> int:
    """Lets each office whose day has begun hear what is owed; one transaction an office.

    The clock is asked once: set right meanwhile, it may show a day on which the office is closed.
    """
    now = work.clock()
    with work.database.read() as session:
        offices = offices_waiting(session, now)
    written = notices(work) if offices else 0
    for office_id in offices:
        with work.database.write() as session:
            written += write_morning(session, office_id, now)
    return written


def delivery(work: Work) -> int:
    """Sends what is to go out now; how many messages were accepted.

    What the morning puts into one message does not go out before it: after an outage this look is the first.
    """
    with work.database.read() as session:
        if not anything_open(session):
            return 0
    try:
        morning(work)
    except Exception:  # the morning's own look tells of it
        _log.exception("messages go out before the morning's")

    def render(session: Session, message: Message, found: Sequence[Notice]) -> Rendered:
        return render_message(
            session,
            session.get_one(Person, message.person_id),
            found,
            kind=message.kind,
            now=work.clock(),
            base_url=work.base_url,
            office=session.get_one(Office, message.office_id),
        )

    return deliver(work.database, work.channels, work.clock, work.worker, render=render)


def checkpoints(work: Work) -> int:
    """Signs the day's checkpoint of each office's history, and puts down outside what waits to be."""
    if work.outside is None:
        return 0
    signed, trouble = sign_days(work.database, work.outside.key, work.clock())
    put = put_outside(work.database, work.outside, work.channels, work.clock())
    if trouble is not None:
        raise trouble
    return signed + put


def staffing(work: Work) -> int:
    """Proves offices' paths each day and after changes of people or paths; one transaction an office."""
    now = work.clock()
    with work.database.read() as session:
        offices = offices_changed(session, now)
    written = 0
    for office_id in offices:
        with work.database.read() as session:
            proof = prove(session, office_id, now)
        with work.database.write() as session:
            written += tell(session, proof, now)
    return written


SCHEDULES: Final[tuple[Schedule, ...]] = (
    Schedule("notices", 5, notices),
    Schedule("morning", 30, morning),
    Schedule("delivery", 5, delivery),
    Schedule("checkpoints", 300, checkpoints),
    Schedule("staffing", 60, staffing),
)


def start(work: Work) -> BackgroundScheduler:
    """Starts looking; `shutdown()` of what it returns stops it."""
    scheduler = BackgroundScheduler(timezone="Asia/Bangkok")
    for each in SCHEDULES:
        scheduler.add_job(
            look,
            Every(each.seconds),
            (work, each),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            name=each.name,
        )
    scheduler.start()
    keep_awake(scheduler)
    return scheduler


def look(work: Work, schedule: Schedule) -> int:
    """One look, written down for the health page. A failure is logged and the next look tries again."""
    looked_at, trouble, rows = work.clock(), "", 0
    try:
        rows = schedule.look(work)
    except Exception as error:
        _log.exception("the sweep %s failed", schedule.name)
        trouble = _cause(error)
    try:
        _note(work, schedule.name, looked_at, rows, trouble)
    except Exception:
        _log.exception("the look of the sweep %s could not be written down", schedule.name)
    return rows


def _cause(error: Exception) -> str:
    """What went wrong in a line for the health page; beneath it a database error repeats people's rows."""
    first = next(iter(str(error).splitlines()), "")
    return f"{type(error).__name__}: {first}"[:500]


def _note(work: Work, name: str, looked_at: datetime.datetime, rows: int, trouble: str) -> None:
    last = work.noted.get(name)
    if last is not None and abs(looked_at - last) < _NOTED and not rows and not trouble:
        return
    row = {"name": name, "looked_at": looked_at, "rows": rows, "trouble": trouble}
    done = {} if trouble else {"done_at": work.clock()}
    with work.database.write() as session:
        if not add_new(session, SweepRun, [{**row, **done}]):
            session.execute(update(SweepRun).where(col(SweepRun.name) == name).values(**row, **done))
    work.noted[name] = looked_at
