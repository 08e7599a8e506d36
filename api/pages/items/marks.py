"""The way of a paper as the steps that its page shows: been, now or ahead."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.words import Words
from states.main_path import Way
from states.model import Definition
from workflow.models import Entry, Item


@dataclass(frozen=True, slots=True)
class Mark:
    """One state of the main path in the step indicator; `phase`: been, now or ahead."""

    number: int
    label: str
    phase: str
    since: datetime.date | None


def marks_of(
    definition: Definition, way: Way, item: Item, entries: Sequence[Entry], words: Words
) -> list[Mark]:
    """Every state of the main path, in its order."""
    days = entered(entries)
    current = item.state if item.state in way.path else _last_on_path(way, entries)
    place = way.path.index(current)
    marks = []
    for number, name in enumerate(way.path):
        phase = "been" if number < place else "ahead"
        if number == place:
            phase = "been" if definition.is_end(item.state) and name == item.state else "now"
        since = days.get(name) if number <= place else None
        marks.append(Mark(number + 1, words.label(definition.by_state[name].label), phase, since))
    return marks


def _last_on_path(way: Way, entries: Sequence[Entry]) -> str:
    """The last state of the main path the item stood in, for one that now stands beside it."""
    return next((e.to_state for e in reversed(entries) if e.to_state in way.path), way.path[0])


def entered(entries: Sequence[Entry]) -> dict[str, datetime.date]:
    """State to the Bangkok date on which the item last came into it."""
    return {entry.to_state: entry.effective_on for entry in entries if entry.to_state}
