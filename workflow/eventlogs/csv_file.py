"""Event logs as CSV (RFC 4180), a row for each event; nothing in it is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

from states.legible import cell
from workflow.eventlogs.columns import COLUMNS
from workflow.eventlogs.event import Event


def csv_rows(events: Iterable[Event]) -> Iterator[bytes]:
    """The file row by row, in UTF-8 with a mark in front: without it Excel reads Thai as Latin letters."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(column.name for column in COLUMNS)
    yield b"\xef\xbb\xbf" + _taken(buffer)
    for event in events:
        writer.writerow(_cell(column.value(event)) for column in COLUMNS)
        yield _taken(buffer)


def _cell(value: str | int | None) -> str | int | None:
    return cell(value) if isinstance(value, str) else value


def _taken(buffer: io.StringIO) -> bytes:
    """What was written since the last time."""
    written = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return written
