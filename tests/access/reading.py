"""Whatever is read from an office, each address by somebody who may."""

from access_table import Row, expected, rows
from bodies import named
from probing import COMES, NOBODY, Asking, Route
from straight import Answer
from things import OWN

from tests.conftest import ROLES

READ = {
    key: row
    for area in rows().values()
    for key, row in area.items()
    if key.startswith("GET ") and not row.becomes
}
# Who sees most comes first; the first who may is asked.
_PEOPLE = ("plan_director", *(role for role in ROLES if role != "system"), NOBODY)


def read(asking: Asking, key: str) -> Answer:
    """What somebody gets who may come to the address."""
    row, route = READ[key], Route(*key.split(" ", 1))
    return asking.ask(route, reader_of(row, route), _names(asking, row), None)


def reader_of(row: Row, route: Route) -> str:
    """Somebody who may come to it."""
    return next(each for each in _PEOPLE if COMES in expected(row, route, each, OWN))


def _names(asking: Asking, row: Row) -> dict[str, object]:
    return {**(asking.names(row.of, OWN) if row.of else {}), **named(row, asking.here)}
