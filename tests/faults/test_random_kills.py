"""Processes at work on one database are killed at random: nothing answered is lost, nothing is doubled."""

from pathlib import Path

import acknowledged
import aftermath
import pytest
from conftest import SmallOffice
from figures import Figures, figures, share  # noqa: F401  a fixture
from load_office import LoadOffice, furnish
from nursery import nursery

from workflow.database import Database

LANES = 4


def put_to_work(database: Database, office: SmallOffice) -> LoadOffice:
    with database.write() as session:
        return furnish(session, office, LANES)


def kill_at_work(
    database: Database, office: LoadOffice, folder: Path, kills: int, every: int
) -> dict[str, int]:
    """Kills in rounds of `every`; after each round everything is checked. What was counted."""
    url = database.url.render_as_string(hide_password=False)
    counted = {"kills": 0, "in_midst": 0, "before_anything": 0}
    with nursery(url, office, folder, LANES) as crew:
        while counted["kills"] < kills:
            found = crew.ask("kill", kills=every - LANES, seed=2561 + counted["kills"], pause=0.05)
            counted = {name: number + found[name] for name, number in counted.items()}
            answered, done = acknowledged.check(database, office, acknowledged.heard(crew.log))
            entries = aftermath.check(database)
    assert counted["kills"] == kills
    assert counted["in_midst"] > kills // 4
    return counted | {"answered": answered, "done": done, "entries": entries}


def test_twenty_kills_at_work_lose_nothing_and_double_nothing(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    kill_at_work(database, put_to_work(database, office), tmp_path, 20, 20)


@pytest.mark.faults
def test_six_hundred_kills_at_work_lose_nothing_and_double_nothing(
    database: Database,
    office: SmallOffice,
    tmp_path: Path,
    figures: Figures,  # noqa: F811
) -> None:
    kills = share(600) // 20 * 20
    counted = kill_at_work(database, put_to_work(database, office), tmp_path, kills, 20)
    figures.note("kills of processes at work", **counted, lost=0, doubled=0)
