"""What can be said of an event by itself: it has a name and a time, in order, and stands there once."""

import datetime
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Final

from workflow.arriving.log import LONGEST_NAME, Case, Event
from workflow.arriving.reasons import Reason

EARLIEST: Final = 1900  # a year before it is a date that nobody gave, like 0001-01-01


@dataclass
class Sieve:
    """Goes through the events of one case. `until` is the moment of the import, `last` of what was taken."""

    until: datetime.datetime
    last: datetime.datetime | None = None
    _seen: set[Hashable] = field(default_factory=set)

    def fault(self, event: Event) -> Reason | None:
        """What is wrong with the event as the next one."""
        if not event.activity.strip() or len(event.activity) > LONGEST_NAME:
            return Reason.NO_ACTIVITY
        if event.at is None or event.at.year < EARLIEST:
            return Reason.NO_TIME
        if event.at > self.until:
            return Reason.IN_FUTURE
        same = (event.activity, event.at, event.resource, frozenset(event.attributes.items()))
        if same in self._seen:
            return Reason.DUPLICATE
        self._seen.add(same)
        return Reason.OUT_OF_ORDER if self.last is not None and event.at < self.last else None


def sound(case: Case, until: datetime.datetime) -> Iterator[Event]:
    """The events of a case with which nothing is wrong, each taken before the next is looked at."""
    sieve = Sieve(until)
    for event in case.events:
        if sieve.fault(event) is None:
            sieve.last = event.at
            yield event
