"""Reads XES (IEEE 1849) as a stream: one trace in memory at a time, and nothing of XML's tricks.

expat itself is asked, a document type is refused before any entity of it is read, and only attributes and
the three elements log, trace and event are looked at; so neither size nor depth of the rest is kept.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.parsers import expat

from workflow.arriving.bounded import chunks
from workflow.arriving.log import (
    LONGEST_TEXT,
    MOST_ATTRIBUTES,
    MOST_CASES,
    MOST_EVENTS,
    MOST_EVENTS_OF_A_CASE,
    TYPES,
    Attribute,
    Case,
    Event,
)
from workflow.arriving.times import Clock
from workflow.errors import BadInput

DEEPEST: Final = 24
ACTIVITY: Final = "concept:name"
TIME: Final = "time:timestamp"
RESOURCE: Final = "org:resource"


class XesLog:
    """A file in XES; every call of `cases` reads it anew."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock

    def cases(self) -> Iterator[Case]:
        """Every trace in order. Raises BadInput: log_not_xes, log_document_type, log_too_deep, log_too_many,
        log_too_long (a text), and as `bounded.chunks`."""
        reading = _Reading(self._clock)
        try:
            for chunk in chunks(self._path):
                reading.feed(chunk)
                yield from reading.ready()
            reading.feed(b"", last=True)
        except expat.ExpatError as error:
            said = f"{self._path.name}: {error.lineno}"
            raise BadInput("file", "log_not_xes", said) from error
        yield from reading.ready()


class _Reading:
    """What expat tells, put together into cases."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._parser = expat.ParserCreate(namespace_separator="|")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._no_document_type
        self._open: list[str] = []  # the local names of the elements we are in
        self._keyed: list[bool] = []  # whether each of them is an attribute
        self._keys: list[str] = []  # and the keys of these
        self._trace: dict[str, Attribute] = {}
        self._event: dict[str, Attribute] | None = None
        self._events: list[Event] = []
        self._done: list[Case] = []
        self._cases = self._all_events = 0

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        self._parser.Parse(chunk, last)

    def ready(self) -> list[Case]:
        """The cases that are complete by now."""
        done, self._done = self._done, []
        return done

    def _no_document_type(self, *_declared: object) -> None:
        raise BadInput("file", "log_document_type", str(self._parser.CurrentLineNumber))

    def _start(self, tag: str, given: Mapping[str, str]) -> None:
        name = tag.rpartition("|")[2]
        if len(self._open) >= DEEPEST:
            raise BadInput("file", "log_too_deep", str(self._parser.CurrentLineNumber))
        keyed = self._of_trace and name != "event" and "key" in given
        if not self._open and name != "log":
            raise BadInput("file", "log_not_xes", name[:80])
        if name == "trace" and self._open == ["log"]:
            self._trace, self._events = {}, []
        elif name == "event" and self._open == ["log", "trace"]:
            self._event = {}
        elif keyed:
            self._attribute(name, given)
        self._open.append(name)
        self._keyed.append(keyed)

    @property
    def _of_trace(self) -> bool:
        return self._open[:2] == ["log", "trace"]

    def _attribute(self, kind: str, given: Mapping[str, str]) -> None:
        """One attribute; what stands below another is named by both, as `parent/child`."""
        target = self._trace if self._event is None else self._event
        self._keys.append(given["key"])
        if kind not in TYPES:  # a list or container: what is within it counts
            return
        name, text = "/".join(self._keys), given.get("value", "")
        if len(text) > LONGEST_TEXT or len(name) > LONGEST_TEXT:
            raise BadInput("file", "log_too_long", str(self._parser.CurrentLineNumber))
        base, again = name, 2
        while name in target:  # a key that stands twice is kept twice
            name, again = f"{base}#{again}", again + 1
        target[name] = (kind, text)
        if len(target) > MOST_ATTRIBUTES:
            raise BadInput("file", "log_too_many", str(self._parser.CurrentLineNumber))

    def _end(self, tag: str) -> None:
        name, keyed = self._open.pop(), self._keyed.pop()
        if name == "event" and self._event is not None and self._open == ["log", "trace"]:
            self._close_event(self._event)
        elif name == "trace" and self._open == ["log"]:
            self._close_trace()
        elif keyed:
            self._keys.pop()

    def _close_event(self, found: dict[str, Attribute]) -> None:
        self._event = None
        self._all_events += 1
        if len(self._events) >= MOST_EVENTS_OF_A_CASE or self._all_events > MOST_EVENTS:
            raise BadInput("file", "log_too_many", str(self._parser.CurrentLineNumber))
        self._events.append(event_of(len(self._events) + 1, found, self._clock.read))

    def _close_trace(self) -> None:
        self._cases += 1
        if self._cases > MOST_CASES:
            raise BadInput("file", "log_too_many", str(self._parser.CurrentLineNumber))
        name = self._trace.pop(ACTIVITY, ("string", ""))[1]
        named = name or f"case {self._cases}"
        self._done.append(Case(self._cases, named, self._trace, tuple(self._events)))


def event_of(
    number: int, found: dict[str, Attribute], read: Callable[[str], tuple[str, datetime.datetime] | None]
) -> Event:
    """An event of its attributes: name, time and resource have their own places."""
    activity = found.pop(ACTIVITY, ("string", ""))[1]
    resource = found.pop(RESOURCE, ("string", ""))[1]
    written = found.pop(TIME, ("date", ""))[1]
    time = read(written)
    if time is None:
        return Event(number, "", None, activity, resource, found, written)
    text, at = time
    return Event(number, text, at, activity, resource, found)
