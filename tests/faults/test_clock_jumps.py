"""The server's clock jumps by hours, days and years: nothing is lost, and nothing is told twice."""

import datetime
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aftermath
import pytest
from conftest import NOW, SmallOffice
from fastapi.testclient import TestClient
from figures import Figures, figures, share  # noqa: F401  a fixture
from load_office import furnish
from servers import sign_in
from sqlmodel import col, select
from works import TO_AND_FRO

from api.app import create_app
from api.settings import Settings
from notifications import schedule
from notifications.models import Notice
from workflow import corrections
from workflow.database import Database
from workflow.models import Entry, Item, OutboxRow
from workflow.moments import bangkok_date

QUICK, MANY = 60, 1_000
JUMPS = (
    *(datetime.timedelta(hours=hours) for hours in (1, -1, 7, -9, 25, -30)),
    *(datetime.timedelta(days=days) for days in (2, -3, 40, -35, 400, -380, 3_650, -3_640)),
)
CENTURY = 40_000  # days: so far a clock may jump


def moments(number: int, seed: int) -> Iterator[datetime.datetime]:
    """A clock that goes on by minutes and jumps every now and then; never before the office was there."""
    dice, at = random.Random(seed), NOW
    for _ in range(number):
        at += datetime.timedelta(minutes=dice.randrange(1, 30))
        if dice.random() < 0.3:
            at = max(NOW, at + dice.choice(JUMPS))
        yield at


class Jumping:
    """An office whose server has a clock that somebody sets; how often it was looked at is counted."""

    def __init__(self, database: Database, office: SmallOffice, folder: Path) -> None:
        self.database, self.office, self.at, self.looks = database, office, NOW, 0
        long_ago = NOW - datetime.timedelta(days=1)
        with database.write() as session:
            load = furnish(session, office, 2)
            self.director = office.people["plan_director"]
            token = sign_in(session, self.director, long_ago, days=CENTURY)
            self.item_id = load.walkers[0]
            self.code = session.get_one(Item, self.item_id).code
        settings = Settings(
            database_url=database.url.render_as_string(hide_password=False), data_folder=folder
        )
        self.app = create_app(settings, self.clock, sweeps=False)
        self.client = TestClient(self.app, raise_server_exceptions=False)
        self.client.headers["Authorization"] = f"Bearer {token}"

    def clock(self) -> datetime.datetime:
        self.looks += 1
        return self.at

    def item(self) -> Item:
        with self.database.read() as session:
            return session.get_one(Item, self.item_id)

    def step(self) -> Any:
        wish = {"trigger": TO_AND_FRO[self.item().state], "reason": "นาฬิกาเดินผิด"}
        return self.client.post(f"/api/v1/items/{self.code}/advance", json=wish)

    def sweep(self) -> None:
        """Everything that the server does by itself, at whatever time its clock shows."""
        work = schedule.Work(self.database, lambda: self.at)
        for each in schedule.SCHEDULES:
            schedule.look(work, each)

    def put_right(self) -> None:
        """The day of the latest step, which the clock had wrong, is corrected to the day before it."""
        with self.database.write() as session:
            steps = select(Entry).where(Entry.item_id == self.item_id, Entry.kind == "step")
            wrong = session.exec(steps.order_by(col(Entry.seq).desc())).first()
            assert wrong is not None
            corrections.correct(
                session,
                self.item_id,
                wrong.seq,
                by=self.director,
                at=self.at,
                reason="นาฬิกาของเครื่องเดินผิด",
                effective_on=bangkok_date(self.at),
            )

    def close(self) -> None:
        self.app.state.channels.close()
        self.app.state.database.dispose()


@pytest.fixture
def jumping(database: Database, office: SmallOffice, tmp_path: Path) -> Iterator[Jumping]:
    made = Jumping(database, office, tmp_path / "data")
    yield made
    made.close()


def walk(jumping: Jumping, number: int, every: int) -> Counter[str]:
    """Steps at every moment of such a clock: taken, or refused because the paper's day is later."""
    told: Counter[str] = Counter()
    for place, at in enumerate(moments(number, seed=number)):
        before, back = jumping.item(), at < jumping.at
        jumping.at, jumping.looks = at, 0
        answer = jumping.step()
        if bangkok_date(at) < before.effective_on:
            assert (answer.status_code, answer.json()["code"]) == (422, "date_before_last_step")
            assert jumping.item() == before
            told["refused"] += 1
        else:
            assert answer.status_code == 200, answer.text
            told["taken"] += 1
        told["clock went back"] += back
        if place % every == 0:
            jumping.sweep()
    return told


def told_once(jumping: Jumping) -> int:
    """Every notice is of one step or one duty, and each person got it once; how many there are."""
    with jumping.database.read() as session:
        waiting = session.exec(select(OutboxRow.id).where(col(OutboxRow.taken_at).is_(None))).all()
        found = session.exec(select(Notice)).all()
        steps = session.exec(
            select(Entry).where(Entry.item_id == jumping.item_id).order_by(col(Entry.seq))
        ).all()
    assert waiting == []
    keys = Counter(
        (each.outbox_id, each.obligation_id, each.rung, each.about, each.code, each.person_id)
        for each in found
    )
    assert [key for key, number in keys.items() if number > 1] == []
    assert [each for each in steps if each.dwell_seconds is not None and each.dwell_seconds < 0] == []
    days = [each.effective_on for each in steps]
    assert days == sorted(days)  # whatever the clock said, a later step never counts from an earlier day
    return len(found)


def test_a_jumping_clock_loses_nothing_and_tells_nothing_twice(jumping: Jumping) -> None:
    told = walk(jumping, QUICK, every=10)
    assert min(told["taken"], told["refused"], told["clock went back"]) > 3
    jumping.sweep()
    assert told_once(jumping) > 0
    aftermath.check(jumping.database)


def test_a_step_taken_years_ahead_is_put_right_and_the_paper_goes_on(jumping: Jumping) -> None:
    """The clock was ten years ahead for one step; until that is corrected the next is refused."""
    assert jumping.step().status_code == 200
    jumping.at = NOW + datetime.timedelta(days=3_650)
    assert jumping.step().status_code == 200
    jumping.at = NOW + datetime.timedelta(hours=1)
    refused = jumping.step().json()
    assert (refused["status"], refused["code"]) == (422, "date_before_last_step")
    assert refused["next_th"]
    jumping.put_right()
    assert jumping.step().status_code == 200
    aftermath.check(jumping.database)


def test_a_request_looks_at_the_clock_once(jumping: Jumping) -> None:
    """However it jumps in the midst of a step, all of the step is of one moment."""
    jumping.looks = 0
    assert jumping.step().status_code == 200
    assert jumping.looks == 1


@pytest.mark.faults
def test_a_thousand_moments_of_a_jumping_clock(
    jumping: Jumping,
    figures: Figures,  # noqa: F811
) -> None:
    told = walk(jumping, share(MANY), every=20)
    jumping.sweep()
    notices = told_once(jumping)
    aftermath.check(jumping.database)
    counted = {name.replace(" ", "_"): number for name, number in told.items()}
    figures.note("jumps of the clock", moments=share(MANY), notices=notices, told_twice=0, **counted)
