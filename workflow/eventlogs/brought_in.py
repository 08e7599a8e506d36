"""Reads what an entry keeps of the log it was brought in from: `event` and `case` of its details."""

import datetime
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from workflow.eventlogs.event import TYPES, Attribute

# What stands in fields of their own. A log that repeats them among its attributes says them once.
_FIELDS: Final = frozenset({"concept:name", "time:timestamp", "org:resource"})


class Original(Struct, frozen=True):
    """An event as the log said: its moment as written and in UTC, activity, resource ("" for none)."""

    time: str
    at: datetime.datetime
    activity: str
    resource: str
    attributes: tuple[Attribute, ...]


def original(details: Mapping[str, Any]) -> Original | None:
    """The event of the log that an entry was brought in from; None for what was recorded here."""
    told = details.get("event")
    if not isinstance(told, dict):
        return None
    time, activity = told.get("time"), told.get("activity")
    at = _moment(time)
    if at is None or not isinstance(activity, str):
        return None
    resource = told.get("resource")
    attributes = tuple(each for each in attributes_of(told) if each.name not in _FIELDS)
    return Original(str(time), at, activity, resource if isinstance(resource, str) else "", attributes)


def original_case(details: Mapping[str, Any]) -> tuple[str, tuple[Attribute, ...]] | None:
    """The name and the attributes the case had in the log; None for an item that began here."""
    told = details.get("case")
    if not isinstance(told, dict) or not isinstance(told.get("name"), str):
        return None
    return told["name"], tuple(each for each in attributes_of(told) if each.name != "concept:name")


def attributes_of(told: Mapping[str, Any]) -> list[Attribute]:
    """The attributes, each kept as [type, text]; what has another shape is no attribute."""
    kept = told.get("attributes")
    if not isinstance(kept, dict):
        return []
    return [
        Attribute(name, value[0], value[1])
        for name, value in kept.items()
        if isinstance(value, list) and len(value) == 2 and value[0] in TYPES and isinstance(value[1], str)
    ]


def _moment(text: object) -> datetime.datetime | None:
    """The moment in UTC; None for a text that is none, or that has no offset."""
    try:
        found = datetime.datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.astimezone(datetime.UTC) if found.tzinfo is not None else None
