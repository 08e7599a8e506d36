"""Four processes take numbers at once and are killed again and again: no number twice, and no gap."""

import multiprocessing
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import number_process
import pytest
from conftest import SmallOffice
from number_process import TAKEN
from sqlalchemy import func
from sqlmodel import select

from workflow import history
from workflow.database import Database
from workflow.models import Entry
from workflow.papers import registers

LANES = 4
PATIENCE = 120.0
LOST = 255  # what multiprocessing says where the server of processes could not tell how one ended
# Processes that have imported everything before they are needed: a lane replaces its own many times.
READY = multiprocessing.get_context("forkserver")
READY.set_forkserver_preload(["workflow.papers.registers"])


@dataclass
class Lane:
    """One of those who take numbers, replaced by another process whenever it is killed."""

    url: str
    office: SmallOffice
    name: str
    quota: int
    kills: int
    seed: int

    def run(self) -> list[bytes]:
        """Kills some processes, each at a moment of its own, and lets the last finish.

        Returns what those that were killed had told last.
        """
        chance = random.Random(self.seed)
        last = [self._killed(chance) for _ in range(self.kills)]
        process, told = self._started()
        process.join(PATIENCE)
        told.close()
        assert process.exitcode == 0
        return last

    def _killed(self, chance: random.Random) -> bytes:
        """Kills a process some numbers on, and then up to some milliseconds."""
        process, told = self._started()
        heard = b""
        for _ in range(chance.randint(1, self.quota // 3)):
            heard = os.read(told.fileno(), 1) or heard
        time.sleep(chance.uniform(0, 0.004))
        process.kill()
        process.join(PATIENCE)
        heard = (heard + os.read(told.fileno(), 4096))[-1:]
        told.close()
        assert process.exitcode in (-signal.SIGKILL, 0, LOST)
        return heard

    def _started(self) -> tuple[BaseProcess, Connection]:
        told, tells = READY.Pipe(duplex=False)
        who = self.office.people["clerk"]
        process = READY.Process(
            target=number_process.take_numbers,
            args=(self.url, self.office.id, who, self.name, self.quota, tells),
        )
        process.start()
        tells.close()
        return process, told


@pytest.mark.parametrize(
    ("quota", "kills"),
    [pytest.param(25, 2, id="quick"), pytest.param(250, 6, id="whole", marks=pytest.mark.slow)],
)
def test_processes_that_are_killed_leave_no_number_twice_and_no_gap(
    database: Database, database_url: str, office: SmallOffice, quota: int, kills: int
) -> None:
    database.dispose()
    seed = random.randrange(10**6)
    lanes = [Lane(database_url, office, f"lane {n}", quota, kills, seed + n) for n in range(LANES)]
    with ThreadPoolExecutor(LANES) as together:
        last = [each for told in together.map(Lane.run, lanes) for each in told]
    assert TAKEN in last, (seed, last)  # somebody died between a number and its commit
    with database.read() as session:
        listed = registers.listing(session, office.id, "outgoing", 2561)
        assert [each.number for each in listed] == list(range(1, LANES * quota + 1)), seed
        assert sorted(each.subject for each in listed) == sorted(
            f"lane {n}/{number}" for n in range(LANES) for number in range(quota)
        ), seed
        assert registers.unexplained(session, office.id, "outgoing", 2561) == ()
        told = select(func.count()).where(Entry.kind == "register")
        assert session.exec(told).one() == LANES * quota
        assert history.verify(session, office.id).holds
