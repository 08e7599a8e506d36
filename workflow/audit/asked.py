"""What a question is narrowed to, already read and looked up."""

import datetime
from dataclasses import dataclass

from workflow.moments import BANGKOK, bangkok_date, end_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is narrowed to. Empty fields narrow nothing.

    `since` and `until` are Bangkok dates of recording, both included (of what was owed: the due dates);
    `effective_since` and `effective_until` those on which it took effect. `least` and `most` are satang.
    `at` is the moment at which it is asked, `on` the Bangkok date a question about one day asks of.
    `by` names what totals are grouped by; `every_pair` asks for any two steps of one person, not only those
    that must be kept apart.
    """

    at: datetime.datetime
    person_id: int | None = None
    group_id: int | None = None
    item_id: int | None = None
    kind: str = ""
    trigger: str = ""
    entry: str = ""
    duty: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    effective_since: datetime.date | None = None
    effective_until: datetime.date | None = None
    least: int | None = None
    most: int | None = None
    on: datetime.date | None = None
    by: str = ""
    every_pair: bool = False
    signs: bool = False

    @property
    def today(self) -> datetime.date:
        return bangkok_date(self.at)

    @property
    def from_moment(self) -> datetime.datetime | None:
        """The first moment of recording."""
        return datetime.datetime.combine(self.since, datetime.time(), BANGKOK) if self.since else None

    @property
    def to_moment(self) -> datetime.datetime | None:
        """The moment before which it was recorded."""
        return end_of(self.until) if self.until is not None else None
