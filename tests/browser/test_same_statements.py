"""A page asks the database as often for hundreds of rows as for the few that the sample has."""

import math
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from copies import many_of_all
from counted import asks_no_more, traced
from databases import server
from demonstration import copied, settle
from fastapi.testclient import TestClient
from pages import PAGES, Page
from sample import places
from serving import Office
from sqlmodel import col, func, select
from visiting import visit, visiting

from workflow.database import Database
from workflow.demo import stands_at
from workflow.models import Item, School

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(server() is not None, reason="listens to SQLite, which tells what it is asked"),
]
TIMES = 7  # so many more: 43 projects become 344, 76 schools 608
# It tries a template on the newest paper, which is another one in the larger office.
_ON_THE_NEWEST = "/settings/templates/{name}"
LISTS = [page for page in PAGES if page.route != _ON_THE_NEWEST]


@dataclass
class Visits:
    """Visits of pages of one office, and all that they ask of its database."""

    office: Office
    client: TestClient
    named: Mapping[str, str]
    asked: list[str]

    def of(self, page: Page, most: float = -math.inf) -> Counter[str]:
        """What the page asks, each statement with how often.

        It is opened again where more than `most` was asked: what a process learns once is no matter here.
        """
        for _ in range(2):
            self.asked.clear()
            visit(self.client, page, self.named)
            if len(self.asked) <= most:
                break
        return Counter(self.asked)


@pytest.fixture(name="offices", scope="module")
def two_offices(sample_may: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visits, Visits]]:
    """The sample, and the same with everything many times over."""
    folder = tmp_path_factory.mktemp("statements")
    with ExitStack() as stack:
        few = stack.enter_context(copied(sample_may, folder))
        named = _named(few)
        many = f"sqlite:///{folder / 'many.db'}"
        shutil.copy(few.removeprefix("sqlite:///"), folder / "many.db")
        written = Database(many)
        with written.write() as session:
            many_of_all(session, TIMES)
        written.dispose()
        yield tuple(_visits(stack, url, named) for url in (few, many))


def _named(url: str) -> Mapping[str, str]:
    """What addresses name, found or opened in the office before it is copied."""
    with ExitStack() as stack:
        office = _office(stack, url)
        named = places(office)
        settle(office.database)
    return named


def _office(stack: ExitStack, url: str) -> Office:
    database = Database(url)
    stack.callback(database.dispose)
    with database.read() as session:
        return Office(database, stands_at(session), url)


def _visits(stack: ExitStack, url: str, named: Mapping[str, str]) -> Visits:
    office = _office(stack, url)
    client = stack.enter_context(visiting(office, Path(url.removeprefix("sqlite:///")).parent))
    return Visits(office, client, named, traced(client.app.state.database.engine))


def test_the_larger_office_has_hundreds_of_rows(offices: tuple[Visits, Visits]) -> None:
    with offices[1].office.database.read() as session:
        projects = session.exec(select(func.count()).where(col(Item.kind) == "project")).one()
        schools = session.exec(select(func.count()).select_from(School)).one()
    assert projects >= 300
    assert schools >= 300


@pytest.mark.parametrize("page", LISTS, ids=lambda page: page.name)
def test_a_page_asks_as_often_for_hundreds_of_rows(page: Page, offices: tuple[Visits, Visits]) -> None:
    few = offices[0].of(page)
    many = offices[1].of(page, most=few.total())
    assert few or not page.who, "whoever looks is looked up, at least"
    asks_no_more(many, few)
