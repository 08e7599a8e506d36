"""Event logs as XES (IEEE 1849-2016): a trace for each item, its events in the order of their recording."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from states.legible import xml
from workflow.eventlogs.event import Attribute, Case, Event, baht, of_case, of_event

_START: Final = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Cost" prefix="cost" uri="http://www.xes-standard.org/cost.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+07:00"/>
  </global>
  <classifier name="Activity" scope="event" keys="concept:name"/>
  <classifier name="Resource" scope="event" keys="org:resource"/>
"""


def xes(name: str, events: Iterable[Event]) -> Iterator[bytes]:
    """The log called `name`, piece by piece; `events` must come case by case."""
    yield f"{_START}{_line(2, 'string', 'concept:name', name)}".encode()
    for _, trace in groupby(events, key=lambda event: event.case.item_id):
        yield from _trace(trace)
    yield b"</log>\n"


def _trace(events: Iterator[Event]) -> Iterator[bytes]:
    first = next(events)
    yield f"  <trace>\n{_case(first.case)}{_event(first)}".encode()
    for event in events:
        yield _event(event).encode()
    yield b"  </trace>\n"


def _case(case: Case) -> str:
    told = [Attribute("concept:name", "string", case.name), *of_case(case)]
    if case.attributes is None and case.satang is not None:
        told += _cost(case.satang)
    return _lines(4, told)


def _event(event: Event) -> str:
    told = [
        Attribute("concept:name", "string", event.activity),
        Attribute("time:timestamp", "date", event.time),
    ]
    if event.resource:
        told.append(Attribute("org:resource", "string", event.resource))
    told += of_event(event) if event.brought_in else [*_extensions(event), *of_event(event)]
    return f"    <event>\n{_lines(6, told)}    </event>\n"


def _extensions(event: Event) -> list[Attribute]:
    """What the standard's extensions have names for, of an event recorded here."""
    told = [Attribute("lifecycle:transition", "string", "complete")]
    if event.position:
        told.append(Attribute("org:role", "string", event.position))
    if event.group:
        told.append(Attribute("org:group", "string", event.group))
    return told + (_cost(event.satang) if event.satang is not None else [])


def _cost(satang: int) -> list[Attribute]:
    return [Attribute("cost:total", "float", baht(satang)), Attribute("cost:currency", "string", "THB")]


def _lines(indent: int, attributes: Iterable[Attribute]) -> str:
    return "".join(_line(indent, each.type, each.name, each.text) for each in attributes)


def _line(indent: int, kind: str, key: str, value: str) -> str:
    return f'{" " * indent}<{kind} key="{xml(key)}" value="{xml(value)}"/>\n'
