"""An upgrade that is killed leaves the old tables or the new ones, never half of each; the next ends it."""

import multiprocessing
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from databases import on_server, server
from figures import Figures, figures, share  # noqa: F401  a fixture
from old_tables import ENTRIES, FIRST, columns_of, furnished, rows_of, triggers_of
from sqlalchemy import make_url, text

from workflow import history, schema
from workflow.database import Database

ROWS = 60
HERE = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
HERE.set_forkserver_preload(["workflow.models", "workflow.schema", "workflow.history"])


def upgrading(url: str, begun: Connection) -> None:
    """What the child does: it says that it begins, and upgrades."""
    database = Database(url)
    begun.send(True)
    schema.upgrade(database)
    database.dispose()


class Old:
    """A database with the first tables, as often as needed; `seconds` is what an upgrade of it takes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[str] = []
        where = server()
        self.url = self._named("old")
        if where is not None:
            on_server(where, f'CREATE DATABASE "{make_url(self.url).database}"')
        furnished(self.url, ROWS)
        database = Database(self.url)
        self.columns, self.rows = columns_of(database), rows_of(database)
        database.dispose()
        self._learn()

    def _learn(self) -> None:
        """How long an upgrade takes, and what it makes of the rows that there were."""
        whole = Database(self.copy())
        began = time.monotonic()
        schema.upgrade(whole)
        self.seconds = time.monotonic() - began
        self.after, self.triggers = rows_of(whole), triggers_of(whole)
        whole.dispose()

    def _named(self, name: str) -> str:
        where = server()
        if where is None:
            return f"sqlite:///{self._folder / name}.db"
        self._made.append(f"khanton_{name}_{os.getpid()}")
        return make_url(where).set(database=self._made[-1]).render_as_string(hide_password=False)

    def copy(self) -> str:
        """The address of a new copy."""
        url = self._named(f"copy{random.getrandbits(48):x}")
        where = server()
        if where is None:
            shutil.copy(make_url(self.url).database or "", make_url(url).database or "")
        else:
            old, new = make_url(self.url).database, make_url(url).database
            on_server(where, f'CREATE DATABASE "{new}" TEMPLATE "{old}"')
        return url

    def end(self) -> None:
        where = server()
        for name in self._made if where else ():
            on_server(where or "", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def old(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Old]:
    made = Old(tmp_path_factory.mktemp("old"))
    yield made
    made.end()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the child was killed before it had ended, and the tables' shape right after."""

    killed: bool
    shape: str


def killed_at(url: str, after: float) -> Outcome:
    """Starts an upgrade in a process of its own and kills it so many seconds after it has begun."""
    hers, ours = HERE.Pipe()
    child = HERE.Process(target=upgrading, args=(url, ours))
    child.start()
    assert hers.recv() is True
    time.sleep(after)
    child.kill()
    child.join()
    database = Database(url)
    try:
        return Outcome(child.exitcode == -signal.SIGKILL, schema.current(database))
    finally:
        database.dispose()


def whole_again(old: Old, url: str) -> None:
    """The next upgrade ends it: newest shape, nothing lost or invented, structure and chain hold."""
    database = Database(url)
    try:
        schema.upgrade(database)
        assert schema.current(database) == schema.newest()
        assert rows_of(database) == old.after
        assert triggers_of(database) == old.triggers
        with database.read() as session:
            verdict = history.verify(session, 1)
            assert (verdict.holds, verdict.entries) == (True, ENTRIES)
            if database.is_sqlite:
                assert session.execute(text("PRAGMA integrity_check")).all() == [("ok",)]
                assert session.execute(text("PRAGMA foreign_key_check")).all() == []
    finally:
        database.dispose()


def killed_often(old: Old, times: int) -> list[Outcome]:
    """Kills so many upgrades, each at a moment of its own, spread over what an upgrade takes.

    One that ended before its moment tells that they take less time now, and does not count.
    """
    outcomes: list[Outcome] = []
    seconds = old.seconds
    for _ in range(3 * times):
        url, after = old.copy(), seconds * (len(outcomes) + random.random()) / times
        outcome = killed_at(url, after)
        assert outcome.shape in (FIRST, schema.newest())
        whole_again(old, url)
        if outcome.killed:
            outcomes.append(outcome)
        else:
            seconds = min(seconds, after)
        if len(outcomes) == times:
            break
    return outcomes


def test_what_was_there_before_the_upgrade_is_there_after_it(old: Old) -> None:
    """Every row of the first tables, in the columns that are still there, unchanged."""
    database = Database(old.copy())
    schema.upgrade(database)
    now = columns_of(database)
    kept = {
        name: [each for each in of if each in now[name]] for name, of in old.columns.items() if name in now
    }
    before = Database(old.url)
    assert kept.keys() == old.columns.keys()
    assert rows_of(database, kept) == rows_of(before, kept)
    before.dispose()
    database.dispose()


def test_twenty_upgrades_killed_anywhere_are_ended_by_the_next(old: Old) -> None:
    outcomes = killed_often(old, 20)
    assert len(outcomes) == 20
    assert sum(each.shape == FIRST for each in outcomes) >= 10


@pytest.mark.faults
def test_two_hundred_upgrades_killed_anywhere_are_ended_by_the_next(
    old: Old,
    figures: Figures,  # noqa: F811
) -> None:
    outcomes = killed_often(old, share(200))
    killed, stayed = len(outcomes), sum(each.shape == FIRST for each in outcomes)
    assert (killed, 2 * stayed >= killed) == (share(200), True)
    figures.note("upgrades killed", kills=killed, old_tables=stayed, ended_by_the_next=killed)


def test_of_two_upgrades_at_once_one_waits_and_finds_nothing_to_do(old: Old) -> None:
    url = old.copy()
    children = []
    for _ in range(2):
        hers, ours = HERE.Pipe()
        children.append((HERE.Process(target=upgrading, args=(url, ours)), hers))
    for child, _ in children:
        child.start()
    for child, hers in children:
        assert hers.recv() is True
        child.join()
    assert [child.exitcode for child, _ in children] == [0, 0]
    whole_again(old, url)


def test_an_upgrade_waits_for_the_one_that_is_under_way(old: Old) -> None:
    url = old.copy()
    first, second = Database(url), Database(url)
    waiting = threading.Thread(target=schema.upgrade, args=(second,))
    with schema.alone(first):
        waiting.start()
        waiting.join(0.5 + old.seconds)
        assert waiting.is_alive()
    waiting.join()
    for database in (first, second):
        assert schema.current(database) == schema.newest()
        database.dispose()
