"""The server is killed under its clients at random: what it answered with 2xx is there, and there once."""

import contextlib
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aftermath
import pytest
from conftest import SmallOffice
from figures import Figures, figures, share  # noqa: F401  a fixture
from load_office import FUND, LoadOffice, furnish, line_words
from nursery import Nursery, nursery
from servers import DOWN, PATIENCE, Answer, Client, free_port, served, sign_in, wait_for
from sqlmodel import Session, col, func, select
from works import TO_AND_FRO

from workflow.database import Database
from workflow.models import Answer as Recorded
from workflow.models import Entry, Item, Resolution

LANES = 4
BUSY = (502, 503)  # said instead of an answer; the same is asked for again
PAUSE = 0.01  # seconds before a client tries again


@dataclass(eq=False)
class Customer(threading.Thread):
    """Somebody who asks for one thing after the other, and for the same again until it is answered."""

    lane: int
    port: int
    tokens: dict[str, str]
    code: dict[str, str]
    entry: int
    stop: threading.Event
    told: list[tuple[str, Answer]] = field(default_factory=list)
    wrong: list[tuple[str, Answer]] = field(default_factory=list)
    asked: int = 0
    faults: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.clients = {role: Client(self.port, token) for role, token in self.tokens.items()}

    def run(self) -> None:
        number = 0
        try:
            while not self.stop.is_set():
                answer = self._until_answered(number)
                if answer is not None:
                    heard = self.told if answer.status == 200 else self.wrong
                    heard.append((f"http-{self.lane}-{number}", answer))
                    number += 1
        except BaseException as fault:
            self.faults.append(fault)
        for client in self.clients.values():
            client.hang_up()

    def _until_answered(self, number: int) -> Answer | None:
        while True:
            try:
                self.asked += 1
                answer = self._ask(number)
                if answer.status not in BUSY:
                    return answer
            except DOWN:
                if self.stop.is_set():
                    return None
            time.sleep(PAUSE)

    def _ask(self, number: int) -> Answer:
        key = f"http-{self.lane}-{number}"
        kind = number % 3
        if kind == 0:
            trigger = list(TO_AND_FRO.values())[number // 3 % 2]
            wish: dict[str, Any] = {"trigger": trigger, "reason": key}
            return self.clients["plan_director"].post(self._of("walker") + "/advance", wish, key)
        if kind == 1:
            _, category, sub = line_words()
            line = {"fund": FUND, "category": category, "sub": sub, "amount": str(4 * (number + 1))}
            lines = {"lines": [line], "quarters": [str(number + 1)] * 4}
            return self.clients["project_owner"].put(self._of("draft") + "/lines", lines, key)
        votes = {"in_favour": 5, "against": number % 3, "abstained": 0}
        vote = {"entry": self.entry, "kind": "reject", "trigger": "reject", "reason": key, "text": key}
        wish = {"resolutions": [vote | {"votes": votes}]}
        address = f"/api/v1/meetings/{self.code['meeting']}/resolutions"
        return self.clients["committee_secretary"].post(address, wish, key)

    def _of(self, what: str) -> str:
        return f"/api/v1/items/{self.code[what]}"


@dataclass
class Forked:
    """A server of a process that has loaded everything: it listens at once."""

    crew: Nursery
    port: int

    def start(self) -> None:
        self.crew.ask("serve", port=self.port)

    def kill(self) -> None:
        self.crew.ask("kill_server")


@dataclass
class Real:
    """`khanton serve`, as an office starts it."""

    url: str
    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        self.process = served(self.url, self.folder, self.port)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        assert self.process.wait() == -signal.SIGKILL


@contextmanager
def customers(database: Database, load: LoadOffice, port: int) -> Iterator[list[Customer]]:
    """Four who ask; at the end each has got the answer to what she asked last."""
    stop = threading.Event()
    with database.write() as session:
        roles = ("plan_director", "project_owner", "committee_secretary")
        tokens = {role: sign_in(session, load.people[role]) for role in roles}
        made = [
            Customer(lane, port, tokens, codes(session, load, lane), load.entries[lane], stop)
            for lane in range(LANES)
        ]
    for each in made:
        each.start()
    try:
        yield made
    finally:
        stop.set()
        for each in made:
            each.join(120)
        assert not any(each.is_alive() for each in made)


def codes(session: Session, load: LoadOffice, lane: int) -> dict[str, str]:
    ids = {"walker": load.walkers[lane], "draft": load.drafts[lane], "meeting": load.meeting_id}
    return {name: session.get_one(Item, item_id).code for name, item_id in ids.items()}


def kill_served(
    database: Database, load: LoadOffice, server: Forked | Real, kills: int, seed: int
) -> dict[str, int]:
    """Lets the server listen, kills it under its clients, again and again; then asks what is there."""
    dice = random.Random(seed)
    with contextlib.ExitStack() as stack:
        server.start()
        wait_for(server.port)
        people = stack.enter_context(customers(database, load, server.port))
        for _ in range(kills):
            answered_again(people)
            time.sleep(dice.uniform(0.0, 0.25))
            server.kill()
            server.start()
            wait_for(server.port)
        answered_again(people)
    server.kill()
    for each in people:
        assert each.faults == []
        assert each.wrong == []
    return {"kills": kills} | nothing_lost(database, load, people)


def answered_again(people: list[Customer]) -> None:
    """Until the server of now has answered some of them."""
    until, before = time.monotonic() + PATIENCE, sum(len(each.told) for each in people)
    while sum(len(each.told) for each in people) < before + 2:
        assert time.monotonic() < until, [each.faults for each in people]
        time.sleep(0.005)


def nothing_lost(database: Database, load: LoadOffice, people: list[Customer]) -> dict[str, int]:
    """Each answer names an entry that is there; each thing asked for was done once, by one entry."""
    told = [each for person in people for each in person.told]
    steps = {answer.body["entry_seq"]: answer.body["hash"] for _, answer in told if "hash" in answer.body}
    with database.read() as session:
        mine = (Entry.office_id == load.office_id, Entry.seq > load.first_seq)
        found = dict(session.exec(select(Entry.seq, Entry.hash).where(*mine)).all())
        recorded = set(session.exec(select(Recorded.key).where(col(Recorded.key).startswith("http-"))))
        reasons = session.exec(
            select(Entry.reason, func.count()).where(*mine, Entry.kind == "step").group_by(Entry.reason)
        ).all()
        texts = session.exec(select(Resolution.text)).all()
    assert [seq for seq, digest in steps.items() if found.get(seq) != digest] == []  # none lost
    assert {key for key, _ in told} == recorded
    assert len(found) == len(recorded)  # none doubled: one entry for each thing asked for
    assert [reason for reason, number in reasons if number > 1] == []
    last = {key.rsplit("-", 1)[0]: key for key, _ in told if int(key.rsplit("-", 1)[1]) % 3 == 2}
    assert set(last.values()) <= set(texts)
    asked = sum(person.asked for person in people)
    return {"answered": len(told), "asked_again": asked - len(told), "entries": aftermath.check(database)}


def test_three_kills_of_a_server_lose_nothing_and_double_nothing(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    with database.write() as session:
        load = furnish(session, office, LANES)
    with nursery(database.url.render_as_string(hide_password=False), load, tmp_path, LANES) as crew:
        counted = kill_served(database, load, Forked(crew, free_port()), 3, seed=2561)
    assert counted["answered"] >= 8


@pytest.mark.faults
def test_three_hundred_kills_of_a_server_lose_nothing(
    database: Database,
    office: SmallOffice,
    tmp_path: Path,
    figures: Figures,  # noqa: F811
) -> None:
    with database.write() as session:
        load = furnish(session, office, LANES)
    with nursery(database.url.render_as_string(hide_password=False), load, tmp_path, LANES) as crew:
        counted = kill_served(database, load, Forked(crew, free_port()), share(300), seed=300)
    figures.note("kills of a server under its clients (uvicorn, forked)", **counted, lost=0, doubled=0)


@pytest.mark.faults
def test_a_hundred_kills_of_khanton_serve_lose_nothing(
    database: Database,
    office: SmallOffice,
    tmp_path: Path,
    figures: Figures,  # noqa: F811
) -> None:
    with database.write() as session:
        load = furnish(session, office, LANES)
    url = database.url.render_as_string(hide_password=False)
    server = Real(url, tmp_path / "data", free_port())
    counted = kill_served(database, load, server, share(100), seed=100)
    figures.note("kills of khanton serve under its clients", **counted, lost=0, doubled=0)
