"""A process dies at the nth line of a step, wherever that is: the step is wholly there, or wholly not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import acknowledged
import aftermath
import pytest
from conftest import SmallOffice
from figures import Figures, figures, share  # noqa: F401  a fixture
from load_office import LoadOffice, furnish
from nursery import Nursery, nursery
from sqlalchemy import text
from works import WORKS, Place, Work, cascade, money, once, step, vote

from workflow.database import Database

KILLED = -9
LAST_LINES = 60  # what surrounds the commit, which are the lines that matter most
EVERY = (cascade, step, money, vote)
NUMBER = 1_000  # of the first thing that is done here
_TABLES = {
    "history_entry": "office_id, seq",
    "chain_head": "office_id",
    "item": "id",
    "obligation": "id",
    "outbox": "id",
    "attestation": "id",
    "project_line": "id",
    "planned_spending": "id",
    "resolution": "id",
    "dissent": "id",
    "idempotent_answer": "person_id, key",
}


def rows(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that a step may touch."""
    with database.read() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY {order}"))]  # noqa: S608
            for table, order in _TABLES.items()
        }


@dataclass
class Dying:
    """One kind of work done again and again by processes that die ever later in it."""

    database: Database
    office: LoadOffice
    crew: Nursery
    work: int
    number: int = NUMBER
    gone: int = 0
    there: int = 0

    def lines(self) -> int:
        """How many lines the work has, commit and all, told by a process that lived.

        The second time: what is recorded anew takes other lines than what is recorded first.
        """
        self._at(0)
        found = self._at(0)
        assert found["code"] == 0
        assert found["lines"] > 500
        return found["lines"]

    def die_at(self, nth: int) -> None:
        """What is there afterwards is all of it or nothing, and asking again gives all of it, once."""
        before = rows(self.database)
        place = Place(self.office, 0, self.number)
        found = self._at(nth)
        assert found["code"] in (KILLED, 0), found
        after = rows(self.database)
        with self.database.write() as session:
            done = once(session, place, WORKS[self.work])
        again = rows(self.database)
        if after == before:
            self.gone += 1
            assert found["code"] == KILLED
        else:
            self.there += 1
            assert again == after
        head = [each for each in again["chain_head"] if each[0] == self.office.office_id]
        assert [tuple(each) for each in head] == [(self.office.office_id, done.seq, done.hash)]
        assert len(again["history_entry"]) - len(before["history_entry"]) == done.seq - done.before
        assert len(again["idempotent_answer"]) == len(before["idempotent_answer"]) + 1
        self.number += 1

    def _at(self, nth: int) -> dict[str, int]:
        found = self.crew.ask("at_line", lane=0, number=self.number, work=self.work, nth=nth)
        self.number += 0 if nth else 1
        return found


def points(lines: int, number: int) -> Iterator[int]:
    """So many lines out of all: some spread over the last ones, the others evenly over those before."""
    last = min(number // 2, LAST_LINES)
    before = lines - LAST_LINES
    for place in range(number - last):
        yield 1 + place * before // (number - last)
    for place in range(last):
        yield before + 1 + place * LAST_LINES // last


def die_everywhere(
    database: Database, office: SmallOffice, folder: Path, number: int, works: Sequence[Work]
) -> dict[str, dict[str, int]]:
    """So many deaths in each kind of work; what was counted by kind."""
    with database.write() as session:
        furnished = furnish(session, office)
    counted = {}
    url = database.url.render_as_string(hide_password=False)
    with nursery(url, furnished, folder) as crew:
        for work in works:
            dying = Dying(database, furnished, crew, WORKS.index(work))
            dying.number = NUMBER * (1 + len(counted))
            lines = dying.lines()
            for nth in points(lines, number):
                dying.die_at(nth)
            aftermath.check(database)
            acknowledged.check(database, furnished, [])
            assert min(dying.there, dying.gone) > 0  # some died after the commit, some before
            counted[work.__name__] = {
                "points": number,
                "lines": lines,
                "nothing": dying.gone,
                "all": dying.there,
            }
    return counted


def test_a_step_killed_at_any_of_twenty_lines_is_whole_or_not_there(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    die_everywhere(database, office, tmp_path, 20, [cascade])


@pytest.mark.faults
def test_a_step_killed_at_any_of_two_hundred_lines_is_whole_or_not_there(
    database: Database,
    office: SmallOffice,
    tmp_path: Path,
    figures: Figures,  # noqa: F811
) -> None:
    for work, counted in die_everywhere(database, office, tmp_path, share(200), EVERY).items():
        figures.note(f"kill points inside: {work}", **counted)
