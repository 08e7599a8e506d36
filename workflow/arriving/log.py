"""An event log as it was read: cases in the file's order, each event word for word."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from msgspec import Struct

# Type and text, as XES has them: string, date, int, float, boolean or id.
Attribute = tuple[str, str]
TYPES: Final = frozenset({"string", "date", "int", "float", "boolean", "id"})

MOST_CASES: Final = 1_000_000
MOST_EVENTS: Final = 5_000_000
MOST_EVENTS_OF_A_CASE: Final = 20_000
MOST_ATTRIBUTES: Final = 300
LONGEST_TEXT: Final = 10_000
LONGEST_NAME: Final = 300


class Event(Struct, frozen=True):
    """One event: `time` as ISO 8601 with its offset, empty where none could be read; `at` the same moment.

    `number` counts the events of the case from one. `unread` is what stood where a time belongs.
    """

    number: int
    time: str
    at: datetime.datetime | None
    activity: str
    resource: str
    attributes: Mapping[str, Attribute] = {}
    unread: str = ""

    def told(self) -> dict[str, object]:
        """The event as the details of an entry hold it."""
        attributes = {name: list(each) for name, each in self.attributes.items()}
        return {
            "time": self.time or self.unread,
            "activity": self.activity,
            "resource": self.resource,
            "attributes": attributes,
        }


class Case(Struct, frozen=True):
    """One case: its name in the file, its attributes, and its events in the file's order."""

    place: int
    name: str
    attributes: Mapping[str, Attribute]
    events: tuple[Event, ...]

    def told(self) -> dict[str, object]:
        """The case as the details of its first entries hold it."""
        attributes = {name: list(each) for name, each in self.attributes.items()}
        return {"name": self.name, "attributes": attributes}


class Log(Protocol):
    """A file that can be read from its beginning as often as it is asked for."""

    def cases(self) -> Iterator[Case]:
        """Every case in the file's order; raises BadInput where the file cannot be read."""
        ...
