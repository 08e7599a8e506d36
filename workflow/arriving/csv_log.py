"""Reads an event log from CSV: a row an event, columns named by the mapping, cases in any order."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from workflow.amss.csv_file import SEPARATORS
from workflow.arriving.bounded import text_of
from workflow.arriving.log import (
    LONGEST_TEXT,
    MOST_ATTRIBUTES,
    MOST_CASES,
    MOST_EVENTS_OF_A_CASE,
    Attribute,
    Case,
    Event,
)
from workflow.arriving.times import Clock
from workflow.arriving.xes import event_of
from workflow.errors import BadInput

LARGEST: Final = 256 * 2**20  # bytes unpacked: rows of a case may stand anywhere, so all of them are held
_ENCODINGS: Final = ("utf-8", "cp874")
_OF_CASE: Final = "case:"


class CsvLog:
    """A CSV file, read once and held: `columns` says under which headings case, activity and the rest stand.

    Comma, semicolon, tab or bar; UTF-8 with a mark or without, UTF-16 with its mark, or TIS-620
    (windows-874).
    """

    def __init__(self, path: Path, columns: Mapping[str, str], clock: Clock) -> None:
        self._path, self._columns, self._clock = path, columns, clock
        self._held: tuple[Case, ...] | None = None

    def cases(self) -> Iterator[Case]:
        """Every case in the order of its first row. Raises BadInput: log_encoding, log_headings (which are
        missing), log_unreadable (the line), log_ragged, log_too_many, log_too_long, and as
        `bounded.chunks`."""
        if self._held is None:
            self._held = tuple(self._read())
        yield from self._held

    def _read(self) -> Iterator[Case]:
        rows: dict[str, list[list[str]]] = {}
        records = self._records()
        headings = next(records, None)
        if headings is None:
            raise BadInput("file", "log_nothing", self._path.name)
        at = self._places(headings)
        for line, record in enumerate(records, start=2):
            if len(record) != len(headings):
                raise BadInput("file", "log_ragged", str(line))
            of_case = rows.setdefault(record[at["case"]], [])
            of_case.append(record)
            if len(of_case) > MOST_EVENTS_OF_A_CASE or len(rows) > MOST_CASES:
                raise BadInput("file", "log_too_many", str(line))
        for place, (name, of_case) in enumerate(rows.items(), start=1):
            events = tuple(
                self._event(number, headings, record, of_case[0], at)
                for number, record in enumerate(of_case, start=1)
            )
            yield Case(place, name or f"case {place}", _of_case(headings, of_case[0], at), events)

    def _records(self) -> Iterator[list[str]]:
        text = decoded(self._path.name, text_of(self._path, LARGEST))
        if "\0" in text:
            raise BadInput("file", "log_encoding", self._path.name)
        first = text.partition("\n")[0]
        wanted = self._columns["case"]
        by_count = max(SEPARATORS, key=lambda each: (wanted in _cells(first, each), first.count(each)))
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=by_count, strict=True)
        try:
            for record in reader:
                if any(len(cell) > LONGEST_TEXT for cell in record):
                    raise BadInput("file", "log_too_long", str(reader.line_num))
                if record:
                    yield record
        except csv.Error as error:
            raise BadInput("file", "log_unreadable", str(reader.line_num)) from error

    def _places(self, headings: list[str]) -> dict[str, int]:
        """Where each named column stands; case, activity and time must be there."""
        if len(headings) > MOST_ATTRIBUTES:
            raise BadInput("file", "log_too_many", "1")
        places = {heading.strip(): place for place, heading in reversed(list(enumerate(headings)))}
        found = {what: places[name] for what, name in self._columns.items() if name in places}
        missing = [self._columns[what] for what in ("case", "activity", "time") if what not in found]
        if missing:
            raise BadInput("file", "log_headings", ", ".join(missing))
        return found

    def _event(
        self,
        number: int,
        headings: list[str],
        record: list[str],
        first: list[str],
        at: Mapping[str, int],
    ) -> Event:
        """One row; what it says of the case otherwise than the case's first row stays with the event."""
        own = {at["case"]: "", at["activity"]: "concept:name", at["time"]: "time:timestamp"}
        if "resource" in at:
            own[at["resource"]] = "org:resource"
        found: dict[str, Attribute] = {}
        for place, (heading, cell) in enumerate(zip(headings, record, strict=True)):
            name = own.get(place, heading.strip())
            # An empty cell says nothing; so the same log as XES leaves the attribute out.
            said = heading.startswith(_OF_CASE) and cell == first[place]
            if name and cell and (place in own or not said):
                found.setdefault(name, ("string", cell))
        return event_of(number, found, self._clock.read)


def _of_case(headings: list[str], record: list[str], at: Mapping[str, int]) -> dict[str, Attribute]:
    """The columns `case:…` of a case's first row, but for the one that names it."""
    return {
        heading.strip().removeprefix(_OF_CASE): ("string", cell)
        for place, (heading, cell) in enumerate(zip(headings, record, strict=True))
        if heading.startswith(_OF_CASE) and cell and place not in at.values()
    }


def _cells(line: str, separator: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator)]


def decoded(name: str, data: bytes) -> str:
    """The text, in whichever encoding fits; raises BadInput: log_encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    elif data.startswith(codecs.BOM_UTF8):
        candidates = ("utf-8-sig",)
    else:
        candidates = _ENCODINGS
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("file", "log_encoding", name)
