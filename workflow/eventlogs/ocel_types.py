"""The types of an object-centric log (OCEL 2.0), as they turn up, with the attributes each has."""

import re
from collections.abc import Iterable
from typing import Final

from states.legible import printable
from workflow.eventlogs.event import Attribute, Type

OCEL: Final[dict[Type, str]] = {
    "string": "string",
    "id": "string",
    "date": "time",
    "int": "integer",
    "float": "float",
    "boolean": "boolean",
}
_RESERVED: Final = frozenset({"ocel_id", "ocel_time", "ocel_changed_field"})
_NOT_A_NAME: Final = re.compile("[^A-Za-z0-9]+")
_TAKEN: Final = frozenset({"object"})  # event_object and object_object are tables of their own


class Shape:
    """The attributes of one type by name, each with one kind of value.

    Names differ in more than their letters' case, because columns of SQLite do; a second kind of value under
    the same name gets a name of its own.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        self.kinds: dict[str, str] = {}
        self._names: dict[tuple[str, Type], str] = {}
        self._used = set(_RESERVED)

    def name_of(self, attribute: Attribute) -> tuple[str, bool]:
        """Under which name the attribute stands, and whether it turned up for the first time."""
        key = (attribute.name, attribute.type)
        if key in self._names:
            return self._names[key], False
        base = printable(attribute.name) or "?"
        name = _unused(base, self._used, f"{base} ({attribute.type})")
        self._names[key], self.kinds[name] = name, OCEL[attribute.type]
        return name, True


class Shapes:
    """The types of events or of objects by their names, each with a name for its table."""

    def __init__(self) -> None:
        self.by_name: dict[str, Shape] = {}
        self._tables = set(_TAKEN)

    def of(self, name: str, english: str) -> tuple[Shape, bool]:
        """The type of this name, and whether it turned up for the first time."""
        if name in self.by_name:
            return self.by_name[name], False
        plain = _NOT_A_NAME.sub("", english.title()) or "Type"
        made = self.by_name[name] = Shape(_unused(plain, self._tables, plain))
        return made, True

    def told(self) -> list[dict[str, object]]:
        """As OCEL's JSON lists them."""
        return [
            {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in shape.kinds.items()]}
            for name, shape in self.by_name.items()
        ]


def value_of(attribute: Attribute) -> str | int | float | bool:
    """The value as JSON and SQLite have it; a text that is no such number stays text."""
    try:
        if attribute.type == "int":
            return int(attribute.text)
        if attribute.type == "float":
            return _finite(float(attribute.text))
    except ValueError:
        return printable(attribute.text)
    if attribute.type == "boolean":
        return attribute.text.strip().casefold() in {"true", "1"}
    return printable(attribute.text)


def _finite(number: float) -> float:
    """A number that JSON has a writing for; raises ValueError for the others."""
    if number - number != 0:
        raise ValueError(str(number))
    return number


def _unused(wanted: str, used: set[str], otherwise: str) -> str:
    """`wanted`, else `otherwise` with a number; added to those used, whatever the letters' case."""
    names: Iterable[str] = (wanted, otherwise, *(f"{otherwise} {n}" for n in range(2, len(used) + 3)))
    found = next(name for name in names if name.casefold() not in used)
    used.add(found.casefold())
    return found
