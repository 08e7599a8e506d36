"""The forms in which an event log leaves, one line each, and how one becomes a file."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final

from msgspec import Struct

from workflow.eventlogs.csv_file import csv_rows
from workflow.eventlogs.events import Log
from workflow.eventlogs.json_lines import json_lines
from workflow.eventlogs.ocel_json import ocel_json
from workflow.eventlogs.ocel_sqlite import ocel_sqlite
from workflow.eventlogs.workbook import workbook_file
from workflow.eventlogs.xes import xes


class Format(StrEnum):
    """The name of a form, as people choose it."""

    XES = "xes"
    OCEL_JSON = "ocel-json"
    OCEL_SQLITE = "ocel-sqlite"
    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"


class Form(Struct, frozen=True):
    """How a file of the form ends, and what the web calls it."""

    ending: str
    media_type: str


FORMS: Final = {
    Format.XES: Form("xes", "application/xml"),
    Format.OCEL_JSON: Form("jsonocel", "application/json"),
    Format.OCEL_SQLITE: Form("sqlite", "application/vnd.sqlite3"),
    Format.CSV: Form("csv", "text/csv; charset=utf-8"),
    Format.JSONL: Form("jsonl", "application/jsonl"),
    Format.XLSX: Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def write_log(path: Path, log: Log, form: Format, name: str) -> None:
    """Writes the log into a new file, called `name` where the form has a place for it.

    However long the log is, only some hundreds of its events are in memory. Raises TooManyRows, OSError.
    """
    if form is Format.OCEL_SQLITE:
        ocel_sqlite(path, log)
    elif form is Format.XLSX:
        workbook_file(path, log.in_order())
    else:
        with path.open("xb") as file:
            file.writelines(_pieces(log, form, name))


def _pieces(log: Log, form: Format, name: str) -> Iterable[bytes]:
    if form is Format.XES:
        return xes(name, log.by_case())
    if form is Format.OCEL_JSON:
        return ocel_json(log)
    return csv_rows(log.in_order()) if form is Format.CSV else json_lines(log.in_order())
