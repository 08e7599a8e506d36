"""Who may come where: every address as everybody, for things of her own, another group's, another office's,
and things that have ended, against the table in table/*.yaml."""

import gc
import shutil
from collections.abc import Iterator

import pytest
from access_table import Row, expected, role_of, rows, whose_things, written_to
from bodies import body_of, named
from databases import server
from probing import (
    BROKEN,
    ENDED_ACCOUNT,
    FORBIDDEN,
    NOBODY,
    SIGN_IN,
    STRANGER,
    Asking,
    Route,
    outcome,
    routes,
)
from straight import straight
from things import ENDED, FOREIGN, NOTHING, OTHER
from two_offices import Undone, everything

from api.app import create_app
from api.settings import Settings
from states.catalogue import catalogue
from tests.conftest import NOW, ROLES
from workflow.database import Database

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(server() is not None, reason="a file of SQLite, which every request leaves as it was"),
]
TABLE = rows()
PEOPLE = (
    *(role for role in ROLES if role != "system"),
    *("project_owner@ADM", "group_director@ADM", "school_officer@S002"),
    *("no_post", ENDED_ACCOUNT, NOBODY, STRANGER),
)
BOUND = tuple(
    who for who in PEOPLE if who.startswith(("project_owner", "group_director", "school_", "plan_director"))
)
ONE_OF_EACH = ("plan_officer", "project_owner", "school_cluster_chair", "external_auditor", "system_admin")
FEW = ("plan_director", "school_officer", "no_post", NOBODY, STRANGER)


def _parts(area: str) -> int:
    """In how many tests an area is asked, so that several processors share a large one."""
    return 1 + len(TABLE[area]) // 15


PARTS = [f"{area}-{number}" for area in sorted(TABLE) for number in range(_parts(area))]


@pytest.fixture(scope="module")
def asking(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    """The application over the two offices, in which nothing that is sent stays."""
    folder = tmp_path_factory.mktemp("access")
    shutil.copy(empty_database, folder / "khanton.db")
    url = f"sqlite:///{folder / 'khanton.db'}"
    written = Database(url)
    with written.write() as session:
        here, there = everything(session, "T1"), everything(session, "T2")
    written.dispose()
    app = create_app(Settings(database_url=url, data_folder=folder), clock=lambda: NOW, sweeps=False)
    app.state.database = Undone(url)
    gc.freeze()  # what is there now stays: looking through it again and again takes long
    with straight(app) as client:
        yield Asking(client, app, here, there)
    app.state.database.dispose()


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Route]:
    folder = tmp_path_factory.mktemp("routes")
    app = create_app(
        Settings(database_url=f"sqlite:///{folder / 'none.db'}", data_folder=folder), sweeps=False
    )
    return {route.key: route for route in routes(app)}


def test_every_address_has_its_row_and_every_row_its_address(known: dict[str, Route]) -> None:
    told = [key for area in TABLE.values() for key in area]
    assert sorted(known.keys() - set(told)) == [], "addresses without a row in tests/access/table/*.yaml"
    assert sorted(set(told) - known.keys()) == [], "rows without an address"
    assert len(told) == len(set(told)), "an address in two areas"


def test_every_role_of_the_catalogue_is_asked_for() -> None:
    assert {who.partition("@")[0] for who in PEOPLE} >= set(catalogue().roles) - {"system"}


def test_the_table_names_roles_that_there_are() -> None:
    named = {role for area in TABLE.values() for row in area.values() for role in row.roles}
    assert named <= set(catalogue().roles)


@pytest.mark.parametrize("part", PARTS)
def test_everybody_comes_where_the_table_says(part: str, asking: Asking, known: dict[str, Route]) -> None:
    area, _, number = part.partition("-")
    told = list(TABLE[area].values())[int(number) :: _parts(area)]
    wrong = [line for row in told if row.key in known for line in _asked(asking, row, known[row.key])]
    assert wrong == []


def _asked(asking: Asking, row: Row, route: Route) -> Iterator[str]:
    """What became of every request to this address that the table tells otherwise."""
    for whose in whose_things(row, asking.here.found.get(row.of, {})):
        names = {**asking.names(row.of, whose), **row.names} if row.of else named(row, asking.here)
        body = body_of(row, route, asking.app, asking.here, names)
        for who in _people(row, route, whose):
            abroad = who == STRANGER and not row.of  # she asks for what her own office has
            sent = body_of(row, route, asking.app, asking.there, named(row, asking.there)) if abroad else body
            answer = asking.ask(route, who, named(row, asking.there) if abroad else names, sent)
            became = outcome(route, answer)
            line = f"{route.key} {whose} {who}: {became} {answer.status_code}"
            may = expected(row, route, who, whose)
            if became not in may:
                yield f"{line}, not {' or '.join(sorted(may))}"
            elif written_to(row, route, whose, answer.status_code) and became != SIGN_IN:
                yield f"{line}, though it has ended"
            elif whose == FOREIGN and became == FORBIDDEN:
                yield from _tells(asking, row, route, who, body)
            if became == BROKEN:
                yield answer.text[:300]


def _people(row: Row, route: Route, whose: str) -> tuple[str, ...]:
    """Everybody for her own office's things. Of the rest, those to whom it may be another matter.

    A thing of another group is the same to all whose post has no group. Neither an end nor another office
    lets somebody in who may not come to her own: it is asked of those who may, and of a few besides.
    """
    if row.few or (whose == ENDED and route.safe):
        return FEW
    if whose == OTHER:
        return BOUND
    if whose in (ENDED, FOREIGN):
        asked = {*FEW, *ONE_OF_EACH, *(who for who in PEOPLE if role_of(who) in row.roles)}
        return tuple(who for who in PEOPLE if who in asked and (who != STRANGER or whose == ENDED))
    return PEOPLE


def _tells(asking: Asking, row: Row, route: Route, who: str, body: object) -> Iterator[str]:
    """Whoever is refused another office's thing must be refused one that there is not, too."""
    nothing = outcome(route, asking.ask(route, who, {**asking.names(row.of, NOTHING), **row.names}, body))
    if nothing != FORBIDDEN:
        yield f"{route.key} {who}: forbidden where another office has it, {nothing} where nobody has"
