"""A fiscal year with processes that are killed, clocks that jump and a mail server that misbehaves."""

import os
from pathlib import Path

import fault_checks
import pytest
from databases import server
from demonstration import copied
from fault_story import moments
from fault_worker import Place, serve, work
from fault_year import disturbed, undisturbed

SEED = 2561


def year_holds(empty_database: str, folder: Path, *, every: int, kills: int, astray: int, seed: int) -> None:
    """Four workers and two servers, or on SQLite one of each."""
    told = moments(every, astray=astray, seed=seed)
    roles = [work, serve] if server() is None else [work, work, work, work, serve, serve]
    with copied(empty_database, folder) as url, copied(empty_database, folder) as other:
        place = Place(url, folder)
        reference = undisturbed(other, told, seed)
        with disturbed(place, told, roles, kills=kills, seed=seed) as year:
            assert year.kills == kills
            fault_checks.told_once(year, reference)
            fault_checks.carried_once(year)
            again = fault_checks.accepted_once(year)
            fault_checks.one_catch_up(year)
            fault_checks.only_who_should(year)
            print(f"{len(told)} moments, {year.kills} kills, {len(year.mail.taken)} letters, {again} again")
        reference.dispose()
        assert not place.log.exists() or "Traceback" not in place.log.read_text(), place.log.read_text()[
            -6000:
        ]


@pytest.mark.slow
def test_a_year_of_faults_loses_nothing_and_tells_nothing_twice(empty_database: str, tmp_path: Path) -> None:
    year_holds(empty_database, tmp_path, every=24, kills=10, astray=5, seed=SEED)


@pytest.mark.faults
@pytest.mark.parametrize("astray", [0, 60], ids=["right clock", "jumping clock"])
def test_every_day_of_a_year_with_hundreds_of_kills(empty_database: str, tmp_path: Path, astray: int) -> None:
    """`KHANTON_KILLS` says how many; with a clock that is right the notices are exactly those expected."""
    kills = int(os.environ.get("KHANTON_KILLS", "300"))
    year_holds(empty_database, tmp_path, every=1, kills=kills, astray=astray, seed=SEED + astray)
