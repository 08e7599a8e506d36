"""Event logs as OCEL 2.0 in an SQLite file, with exactly the tables and keys that its specification names."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from states.legible import printable
from workflow.eventlogs.event import Attribute, Event
from workflow.eventlogs.events import Log
from workflow.eventlogs.ocel_json import said_of
from workflow.eventlogs.ocel_objects import BEGINNING, Thing, things, touched
from workflow.eventlogs.ocel_types import Shape, Shapes, value_of

_TABLES: Final = """
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE event (
    ocel_id TEXT PRIMARY KEY,
    ocel_type TEXT NOT NULL REFERENCES event_map_type (ocel_type)
);
CREATE TABLE object (
    ocel_id TEXT PRIMARY KEY,
    ocel_type TEXT NOT NULL REFERENCES object_map_type (ocel_type)
);
CREATE TABLE event_object (
    ocel_event_id TEXT REFERENCES event (ocel_id),
    ocel_object_id TEXT REFERENCES object (ocel_id),
    ocel_qualifier TEXT,
    PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier)
);
CREATE TABLE object_object (
    ocel_source_id TEXT REFERENCES object (ocel_id),
    ocel_target_id TEXT REFERENCES object (ocel_id),
    ocel_qualifier TEXT,
    PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier)
);
"""
_COLUMN: Final = {"integer": "INTEGER", "float": "REAL", "boolean": "BOOLEAN", "time": "TIMESTAMP"}


def ocel_sqlite(path: Path, log: Log) -> None:
    """Writes the log into a new file at `path`, in one transaction."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is thrown away whole
        file.execute("PRAGMA synchronous = OFF")
        file.executescript(_TABLES)
        file.execute("BEGIN")
        writer = _Writer(file)
        for thing in things(log):
            writer.add_object(thing)
        for event in log.in_order():
            writer.add_event(event)
        file.execute("COMMIT")


class _Writer:
    """Adds objects and events; a type's table, and its columns, when they are first needed."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._objects, self._events = Shapes(), Shapes()

    def add_object(self, thing: Thing) -> None:
        shape = self._shape("object", self._objects, thing.type, thing.type_en)
        name = printable(thing.id)
        self._file.execute("INSERT INTO object VALUES (?, ?)", (name, thing.type))
        self._add("object", shape, thing.attributes, {"ocel_id": name, "ocel_time": BEGINNING})
        for each in thing.changes:
            place = {"ocel_id": name, "ocel_time": each.time, "ocel_changed_field": "state"}
            self._add("object", shape, (Attribute("state", "string", each.state),), place)
        self._file.executemany(
            "INSERT INTO object_object VALUES (?, ?, ?)",
            [(name, printable(other), how) for other, how in thing.related],
        )

    def add_event(self, event: Event) -> None:
        activity, name = printable(event.activity), f"entry:{event.seq}"
        shape = self._shape("event", self._events, activity, event.activity_en)
        self._file.execute("INSERT INTO event VALUES (?, ?)", (name, activity))
        place = {"ocel_id": name, "ocel_time": event.at.isoformat()}
        self._add("event", shape, said_of(event), place)
        self._file.executemany(
            "INSERT INTO event_object VALUES (?, ?, ?)",
            [(name, printable(other), how) for other, how in touched(event)],
        )

    def _shape(self, family: str, shapes: Shapes, name: str, english: str) -> Shape:
        shape, new = shapes.of(name, english)
        if new:
            changed = ", ocel_changed_field TEXT" if family == "object" else ""
            key = " PRIMARY KEY" if family == "event" else ""
            self._file.execute(
                f"CREATE TABLE {_quoted(f'{family}_{shape.table}')} (ocel_id TEXT{key}"
                f" REFERENCES {family} (ocel_id), ocel_time TIMESTAMP{changed})"
            )
            table = "event_map_type" if family == "event" else "object_map_type"
            self._file.execute(f"INSERT INTO {table} VALUES (?, ?)", (name, shape.table))  # noqa: S608
        return shape

    def _add(self, family: str, shape: Shape, told: Iterable[Attribute], row: dict[str, Any]) -> None:
        table = _quoted(f"{family}_{shape.table}")
        for attribute in told:
            name, new = shape.name_of(attribute)
            if new:
                kind = _COLUMN.get(shape.kinds[name], "TEXT")
                self._file.execute(f"ALTER TABLE {table} ADD COLUMN {_quoted(name)} {kind}")
            row[name] = value_of(attribute)
        columns, marks = ", ".join(map(_quoted, row)), ", ".join("?" * len(row))
        # Names of tables and columns cannot be given as values; they are quoted.
        self._file.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))  # noqa: S608


def _quoted(name: str) -> str:
    """A name as SQLite takes any: between double quotes, those in it doubled."""
    return '"{}"'.format(name.replace('"', '""'))
