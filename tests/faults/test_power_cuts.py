"""The power goes while four work on SQLite: whatever the log's end looks like, what was answered is there."""

import random
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import acknowledged
import aftermath
import pytest
from acknowledged import Told
from conftest import SmallOffice
from cut_log import damaged, read_log
from databases import server
from figures import Figures, figures  # noqa: F401  a fixture
from load_office import LoadOffice, furnish
from nursery import nursery

from workflow.database import Database

LANES = 4
pytestmark = pytest.mark.skipif(
    server() is not None, reason="SQLite's log; PostgreSQL's crashes are in test_database_crashes.py"
)


@dataclass(frozen=True)
class Cut:
    """What lay on the disk when the power went: the database, its log, and who had been answered what."""

    folder: Path
    load: LoadOffice
    told: Sequence[Told]

    def found(self, log: bytes) -> Database:
        """The database as it is found, with such a log, when the computer starts again."""
        path = self.folder / "found.db"
        for left in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            left.unlink(missing_ok=True)
        shutil.copy(self.folder / "cut.db", path)
        Path(f"{path}-wal").write_bytes(log)
        return Database(f"sqlite:///{path}")

    def has_all(self, log: bytes) -> bool:
        """Whether every answer names an entry that is there."""
        database = self.found(log)
        try:
            acknowledged.check(database, self.load, self.told)
        except AssertionError:
            return False
        finally:
            database.dispose()
        return True

    def certain(self) -> int:
        """Up to where the log must have been on the disk: the end of the last transaction answered.

        An answer is given after the log was synced (test_fsync.py shows it).
        """
        log = read_log(self.folder / "cut.db-wal")
        ends = list(log.commits) or [0]
        for end in reversed(ends[-(LANES + 2) :]):
            if not self.has_all(log.content[:end]):
                later = [each for each in ends if each > end]
                assert later, "an answer is lost though nothing of the log is"
                return later[0]
        return ends[-(LANES + 2) :][0]


def cut_power(database: Database, office: SmallOffice, folder: Path, times: int) -> dict[str, int]:
    with database.write() as session:
        load = furnish(session, office, LANES)
    path, dice = Path(str(database.url.database)), random.Random(times)
    database.dispose()
    tails = 0
    with nursery(f"sqlite:///{path}", load, folder, LANES) as crew:
        for _ in range(times):
            crew.ask("begin")
            time.sleep(dice.uniform(0.15, 0.6))
            crew.ask("kill_all")
            shutil.copy(path, folder / "cut.db")
            log = Path(f"{path}-wal")
            (folder / "cut.db-wal").write_bytes(log.read_bytes() if log.exists() else b"")
            cut = Cut(folder, load, acknowledged.heard(crew.log))
            for name, content in damaged(read_log(folder / "cut.db-wal"), cut.certain(), dice):
                _holds(cut, name, content)
                tails += 1
            crew.ask("finish")
        answered, done = acknowledged.check(database, load, acknowledged.heard(crew.log))
        entries = aftermath.check(database)
    return {"cuts": times, "tails": tails, "answered": answered, "done": done, "entries": entries}


def _holds(cut: Cut, name: str, log: bytes) -> None:
    found = cut.found(log)
    try:
        acknowledged.check(found, cut.load, cut.told)
        aftermath.check(found)
    except AssertionError as wrong:
        raise AssertionError(name) from wrong
    finally:
        found.dispose()


def test_three_power_cuts_lose_nothing(database: Database, office: SmallOffice, tmp_path: Path) -> None:
    cut_power(database, office, tmp_path, 3)


@pytest.mark.faults
def test_twenty_power_cuts_lose_nothing(
    database: Database,
    office: SmallOffice,
    tmp_path: Path,
    figures: Figures,  # noqa: F811
) -> None:
    counted = cut_power(database, office, tmp_path, 20)
    figures.note("power cuts, with the log's end cut, torn or full of rubbish", **counted, lost=0, doubled=0)
