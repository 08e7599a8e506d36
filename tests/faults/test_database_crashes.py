"""PostgreSQL crashes under load, again and again: after its recovery all that was answered is there, once."""

import random
import time
from pathlib import Path

import acknowledged
import aftermath
import pytest
from conftest import make_office
from databases import migrated, server
from figures import Figures, named
from load_office import furnish
from nursery import nursery
from own_cluster import OwnCluster, own_cluster

from workflow.database import Database

LANES = 4
pytestmark = pytest.mark.skipif(
    server() is None, reason="PostgreSQL's crashes; SQLite's power cuts are in test_power_cuts.py"
)


def crash(cluster: OwnCluster, folder: Path, crashes: int) -> dict[str, int | str]:
    """Every other time it is told to stop at once, else killed with all its processes."""
    migrated(cluster.url)
    database = Database(cluster.url)
    with database.write() as session:
        load = furnish(session, make_office(session), LANES)
    dice, gone = random.Random(crashes), 0
    with nursery(cluster.url, load, folder, LANES) as crew:
        for number in range(crashes):
            crew.ask("begin")
            time.sleep(dice.uniform(0.2, 0.8))
            database.dispose()
            (cluster.stop_at_once if number % 2 else cluster.kill)()
            gone += crew.ask("ended")["found_it_gone"]
            cluster.start()
            database = Database(cluster.url)
            answers = acknowledged.heard(crew.log)
            heard = {each.key for each in answers}
            assert heard, "nobody was answered before the crash"
            crew.ask("finish")
            answered, done = acknowledged.check(database, load, acknowledged.heard(crew.log))
            entries = aftermath.check(database)
    version = named(database)
    database.dispose()
    assert gone == crashes * LANES  # each lost the database while she worked
    return {"crashes": crashes, "answered": answered, "done": done, "entries": entries, "version": version}


@pytest.mark.skipif(
    server() is None, reason="PostgreSQL crashes; SQLite's power cuts are in test_power_cuts.py"
)
def test_two_crashes_of_postgresql_lose_nothing(empty_database: str, tmp_path: Path) -> None:
    with own_cluster() as cluster:
        crash(cluster, tmp_path, 2)


@pytest.mark.faults
@pytest.mark.skipif(
    server() is None, reason="PostgreSQL crashes; SQLite's power cuts are in test_power_cuts.py"
)
def test_twenty_crashes_of_postgresql_lose_nothing(empty_database: str, tmp_path: Path) -> None:
    began = time.monotonic()
    with own_cluster() as cluster:
        counted = crash(cluster, tmp_path, 20)
    figures = Figures(str(counted.pop("version")), "test_twenty_crashes_of_postgresql_lose_nothing", began)
    figures.note("crashes of the database under load", **counted, lost=0, doubled=0)
