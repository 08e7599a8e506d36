"""Event logs as JSON Lines: one object a line, with everything that is known of the event."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from states.legible import well_formed
from workflow.eventlogs.event import Attribute, Event


def json_lines(events: Iterable[Event]) -> Iterator[bytes]:
    """The events, each as a line of JSON in UTF-8."""
    for event in events:
        line = json.dumps(_plain(event), ensure_ascii=False, separators=(",", ":"))
        yield f"{well_formed(line)}\n".encode()


def _plain(event: Event) -> dict[str, Any]:
    """The event's fields; days and the moment in UTC in ISO 8601; the case as an object of its own."""
    told = {name: getattr(event, name) for name in event.__struct_fields__}
    case = msgspec.structs.asdict(event.case)
    del case["item_id"]  # a number of this database's, which says nothing elsewhere
    told["case"] = {**case, "attributes": _attributes(event.case.attributes)}
    told["at"], told["effective_on"] = event.at.isoformat(), event.effective_on.isoformat()
    told["attributes"] = _attributes(event.attributes)
    return told


def _attributes(kept: Iterable[Attribute] | None) -> dict[str, list[str]] | None:
    return None if kept is None else {each.name: [each.type, each.text] for each in kept}
