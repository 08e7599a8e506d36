"""Lives through a story with several processes that are killed, and again with one that nobody disturbs."""

import datetime
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from random import Random

import fault_worker
from fault_story import Moment, Story
from fault_worker import Place
from smtp_server import Mode, SmtpServer
from sqlmodel import col, or_, select

from notifications import schedule
from notifications.claims import CLAIM_LASTS
from notifications.models import Attempt, Message, SweepDay
from notifications.morning import BEGINS
from workflow.database import Database
from workflow.ledger import calendar_of
from workflow.models import Office, OutboxRow
from workflow.moments import BANGKOK

PATIENCE = 60.0
# How the mail server is, mostly well; the last two refuse for good.
MOODS = {
    Mode.OK: 14,
    Mode.DOWN: 2,
    Mode.TURNS_AWAY: 1,
    Mode.SLOW: 1,
    Mode.DROPS_TAKEN: 2,
    Mode.DROPS_UNTAKEN: 2,
    Mode.LATER: 2,
    Mode.FULL: 1,
    Mode.NOT_YOU: 1,
    Mode.NOBODY: 1,
    Mode.REFUSES: 1,
}
_CHANNELS = """\
email: {{host: 127.0.0.1, port: {port}, security: none, sender: desk@example.org, timeout: 0.4}}
folder: {{path: {folder}}}
"""
# A fresh process takes a second to load the program; a copy of one that has loaded it takes none.
_fresh = multiprocessing.get_context("forkserver")
_fresh.set_forkserver_preload(["api.app", "uvicorn", "notifications.schedule", "psycopg"])
Role = Callable[[Place], None]


@dataclass
class Installation:
    """The processes of one place, one for each of `roles`; which dies next, and when, comes from `random`."""

    place: Place
    roles: Sequence[Role]
    random: Random
    running: list[BaseProcess] = field(default_factory=list)
    kills: int = 0

    def start(self) -> None:
        self.running = [self._begun(role) for role in self.roles]

    def stop(self) -> None:
        """All at once, as when the power fails."""
        for each in self.running:
            each.kill()
        for each in self.running:
            each.join(PATIENCE)
        self.running = []

    def kill_one(self) -> None:
        """SIGKILL for one of them; another takes its place."""
        number = self.random.randrange(len(self.running))
        dead = self.running[number]
        assert dead.is_alive(), f"ended by itself: {self.place.log.read_text()[-2000:]}"
        dead.kill()
        dead.join(PATIENCE)
        self.kills += 1
        self.running[number] = self._begun(self.roles[number])

    def names(self) -> list[str]:
        return [f"-{each.pid}-" for each in self.running]

    def _begun(self, role: Role) -> BaseProcess:
        process = _fresh.Process(target=role, args=(self.place,), daemon=True)
        process.start()
        return process


@dataclass
class Year:
    """One life of a story: where it happened, what the mail server took, and when the machines came back."""

    database: Database
    story: Story
    mail: SmtpServer
    told: Sequence[Moment]
    kills: int = 0
    before_outage: int = 0
    after_outage: int = 0
    doubtful: frozenset[str] = frozenset()


@contextmanager
def disturbed(
    place: Place, told: Sequence[Moment], roles: Sequence[Role], *, kills: int, seed: int
) -> Iterator[Year]:
    """The story with real processes, of which as many are killed, and a mail server in all its moods."""
    random = Random(seed)
    database = Database(place.url)
    with SmtpServer(delay=0.8) as mail:
        place.channels.write_text(_CHANNELS.format(port=mail.port, folder=place.folder / "out"))
        with database.write() as session:
            story = Story.begun(session, seed, told[0].at)
        year = Year(database, story, mail, told)
        place.move_clock(told[0].at)
        installed = Installation(place, roles, random)
        dying = sorted(random.choices(range(len(told)), k=kills))
        try:
            installed.start()
            for number, moment in enumerate(told):
                _live(year, installed, moment, dying.count(number))
            year.kills = installed.kills
        finally:
            installed.stop()
        yield year
    database.dispose()


def _live(year: Year, installed: Installation, moment: Moment, kills: int) -> None:
    mail, random = year.mail, installed.random
    if moment.after_outage:
        installed.stop()
        year.before_outage = len(mail.taken)
        year.doubtful = _doubtful(year.database)
        installed.place.move_clock(moment.at)
        mail.mode = Mode.OK
        installed.start()
    else:
        before_outage = year.told[min(year.told.index(moment) + 1, len(year.told) - 1)].after_outage
        moods = list(MOODS)
        wanted = random.choices(moods, list(MOODS.values()))[0]
        mail.mode = Mode.OK if moment.calm else Mode.DOWN if before_outage else wanted
        installed.place.move_clock(moment.at)
    with year.database.write() as session:
        year.story.act(session, moment)
    for _ in range(kills):
        time.sleep(random.uniform(0, 0.15))
        installed.kill_one()
    if not moment.astray or random.random() < 0.5:
        settled(year.database, moment.at, installed)
    if moment.after_outage:
        year.after_outage = len(mail.taken)


def settled(database: Database, at: datetime.datetime, installed: Installation) -> None:
    """Waits until nothing is left to do at this moment, but for what a dead process still has in hand."""
    began = time.monotonic()
    while left := _left(database, at, installed.names()):
        assert time.monotonic() - began < PATIENCE, (at, left, installed.place.log.read_text()[-3000:])
        time.sleep(0.02)


def _left(database: Database, at: datetime.datetime, alive: list[str]) -> str:
    with database.read() as session:
        if session.exec(select(OutboxRow.id).where(col(OutboxRow.taken_at).is_(None)).limit(1)).first():
            return "outbox"
        (office,) = session.exec(select(Office)).all()
        day = at.astimezone(BANGKOK).date()
        calendar = calendar_of(session, office.id, office.calendar_version)
        done = session.get(SweepDay, (office.id, "morning", day))
        if calendar.is_workday(day) and at.astimezone(BANGKOK).time() >= BEGINS and done is None:
            return "morning"
        due = or_(col(Message.next_at) <= at, col(Message.next_at) > at + datetime.timedelta(days=8))
        if session.exec(select(Message.id).where(Message.state == "waiting", due).limit(1)).first():
            return "messages"
        held = or_(
            *(col(Message.claimed_by).contains(name) for name in alive),
            col(Message.claimed_at) < at - CLAIM_LASTS,
            col(Message.claimed_at) > at + CLAIM_LASTS,
        )
        if session.exec(select(Message.id).where(Message.state == "claimed", held).limit(1)).first():
            return "claims"
    return ""


def _doubtful(database: Database) -> frozenset[str]:
    """The tokens of messages that may have arrived already: a worker died over them, or the line broke."""
    with database.read() as session:
        found = session.exec(
            select(Message.token)
            .join(Attempt, col(Attempt.message_id) == col(Message.id))
            .where(col(Attempt.outcome).in_(("", "unknown")))
        )
        return frozenset(found)


def undisturbed(url: str, told: Sequence[Moment], seed: int) -> Database:
    """The story with one process in which nothing goes wrong; its clock is right, its messages stay there."""
    database = Database(url)
    with database.write() as session:
        story = Story.begun(session, seed, told[0].at)
    at = told[0].at
    doing = schedule.Work(database, lambda: at, base_url=fault_worker.BASE)
    for moment in told:
        if moment.astray:
            continue
        at = moment.at
        with database.write() as session:
            story.act(session, moment)
        schedule.notices(doing)
        schedule.morning(doing)
    return database
