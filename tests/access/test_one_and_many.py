"""Whatever is read from an office takes as many statements with one row of everything as with 300."""

import math
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from copies import SHIFT, many_of_all
from counted import asks_no_more, traced
from databases import server
from probing import Asking
from reading import READ, read
from sqlmodel import Session, col, func, select, update
from straight import straight
from things import OWN, Things
from two_offices import LAST, everything

from api.app import create_app
from api.settings import Settings
from tests.conftest import NOW
from workflow.changes import Hand
from workflow.database import Database
from workflow.models import Hold, Item
from workflow.retention.holds import hold

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(server() is not None, reason="listens to SQLite, which tells what it is asked"),
]
TIMES = 299
# A workbook with the whole table of every amendment of a year, each as the plan stood when it was adopted.
_A_TABLE_EACH = "GET /year/{year}/amendments.xlsx"
# Every path walked with everybody at every place: 9,000 people at 1,200 places take minutes, and no office
# has them. tests/workflow/test_staffing_of_office.py counts the statements.
_EVERYBODY_EVERYWHERE = ("GET /settings/definitions/staffing", "GET /api/v1/staffing")
_LEFT_OUT = (_A_TABLE_EACH, *_EVERYBODY_EVERYWHERE)


@dataclass
class Asked:
    """An office that is read from, and what its database was asked."""

    asking: Asking
    statements: list[str]

    def of(self, key: str, most: float = -math.inf) -> tuple[int, Counter[str]]:
        """The status of the answer, and what was asked for it.

        It is opened again where more than `most` was asked: what a process learns once is no matter here.
        """
        for _ in range(2):
            self.statements.clear()
            answer = read(self.asking, key)
            if len(self.statements) <= most:
                break
        return answer.status_code, Counter(self.statements)


@pytest.fixture(name="offices", scope="module")
def one_and_many(
    empty_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Asked, Asked]]:
    """An office with one of everything, and the same with 300."""
    folder = tmp_path_factory.mktemp("rows")
    shutil.copy(empty_database, folder / "one.db")
    written = Database(f"sqlite:///{folder / 'one.db'}")
    with written.write() as session:
        here = everything(session, "T1", [OWN])
        hand = Hand(here.office.people["area_director"], NOW)
        hold(session, here.office.id, [here.names("project", OWN)["code"]], "ตรวจ", "1/2561", hand)
    written.dispose()
    shutil.copy(folder / "one.db", folder / "many.db")
    written = Database(f"sqlite:///{folder / 'many.db'}")
    with written.write() as session:
        many_of_all(session, TIMES)
        _only_one_asks(session)
    written.dispose()
    with ExitStack() as stack:
        yield tuple(_asked(stack, folder, name, here) for name in ("one", "many"))


def _only_one_asks(session: Session) -> None:
    """An office asks its schools one thing at a time; what they answer is a matrix."""
    surveys = col(Item.kind) == "expenditure_analysis"
    session.execute(update(Item).where(surveys, col(Item.id) > SHIFT).values(state="reported_to_obec"))


def _asked(stack: ExitStack, folder: Path, name: str, here: Things) -> Asked:
    settings = Settings(database_url=f"sqlite:///{folder / name}.db", data_folder=folder)
    app = create_app(settings, clock=lambda: NOW, sweeps=False)
    client = stack.enter_context(straight(app))
    return Asked(Asking(client, app, here, here), traced(app.state.database.engine))


def test_there_is_one_and_there_are_300(offices: tuple[Asked, Asked]) -> None:
    for each, wanted in zip(offices, (1, TIMES + 1), strict=True):
        with each.asking.app.state.database.read() as session:
            for kind in LAST:
                found = session.exec(select(func.count()).where(col(Item.kind) == kind)).one()
                assert found == wanted, kind
            assert session.exec(select(func.count()).select_from(Hold)).one() == wanted


@pytest.mark.parametrize("key", [key for key in READ if key not in _LEFT_OUT])
def test_300_rows_take_no_more_statements_than_one(key: str, offices: tuple[Asked, Asked]) -> None:
    was, one = offices[0].of(key)
    became, many = offices[1].of(key, most=one.total())
    assert was == became
    asks_no_more(many, one)
