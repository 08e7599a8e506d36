"""Event logs as OCEL 2.0 in JSON: objects, events, and the types that turned up among them."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from states.legible import printable, well_formed
from workflow.eventlogs.event import Attribute, Event, of_event
from workflow.eventlogs.events import Log
from workflow.eventlogs.ocel_objects import BEGINNING, Thing, things, touched
from workflow.eventlogs.ocel_types import Shape, Shapes, value_of


def ocel_json(log: Log) -> Iterator[bytes]:
    """The log piece by piece. Types come last: which attributes they have is known when all were written."""
    object_types, event_types = Shapes(), Shapes()
    yield b'{"objects":['
    yield from _listed(_object(thing, object_types) for thing in things(log))
    yield b'\n],"events":['
    yield from _listed(_event(event, event_types) for event in log.in_order())
    yield b'\n],"objectTypes":' + _text(object_types.told())
    yield b',"eventTypes":' + _text(event_types.told()) + b"}\n"


def _listed(values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    for number, value in enumerate(values):
        yield (b",\n" if number else b"\n") + _text(value)


def _text(value: object) -> bytes:
    return well_formed(json.dumps(value, ensure_ascii=False, separators=(",", ":"))).encode()


def _object(thing: Thing, types: Shapes) -> dict[str, Any]:
    shape, _ = types.of(thing.type, thing.type_en)
    attributes = [
        {"name": name, "time": BEGINNING, "value": value} for name, value in _valued(thing.attributes, shape)
    ]
    for each in thing.changes:
        name, _ = shape.name_of(Attribute("state", "string", each.state))
        attributes.append({"name": name, "time": each.time, "value": each.state})
    return {
        "id": printable(thing.id),
        "type": thing.type,
        "attributes": attributes,
        "relationships": _relationships(thing.related),
    }


def _event(event: Event, types: Shapes) -> dict[str, Any]:
    shape, _ = types.of(printable(event.activity), event.activity_en)
    return {
        "id": f"entry:{event.seq}",
        "type": printable(event.activity),
        "time": event.at.isoformat(),
        "attributes": [{"name": name, "value": value} for name, value in _valued(said_of(event), shape)],
        "relationships": _relationships(touched(event)),
    }


def said_of(event: Event) -> tuple[Attribute, ...]:
    """An event's attributes; here, unlike in XES, who did it is one of them."""
    told = [*of_event(event)]
    own = (("resource", event.resource), ("position", event.position), ("position_group", event.group))
    named = own[:1] if event.brought_in else own
    told += [Attribute(name, "string", text) for name, text in named if text]
    return tuple(told)


def _valued(attributes: Iterable[Attribute], shape: Shape) -> list[tuple[str, Any]]:
    return [(shape.name_of(each)[0], value_of(each)) for each in attributes]


def _relationships(related: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": printable(name), "qualifier": how} for name, how in related]
