"""Who looks at a page, in whose office, at which moment: what every page needs, whatever it shows."""

import datetime
from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session

from api.pages.preferences import preferences_of
from api.pages.words import Words
from workflow.changes import Hand
from workflow.models import Item, Person
from workflow.moments import bangkok_date
from workflow.queries import Viewer


@dataclass(frozen=True, slots=True)
class Looker:
    """The person, her view and the moment; each area adds to it what its own pages need."""

    request: Request
    session: Session
    person: Person
    who: Viewer
    at: datetime.datetime

    @property
    def office_id(self) -> int:
        return self.person.office_id

    @property
    def on(self) -> datetime.date:
        """The Bangkok date."""
        return bangkok_date(self.at)

    @property
    def hand(self) -> Hand:
        return Hand(self.person.id, self.at)

    @property
    def words(self) -> Words:
        return Words(preferences_of(self.request))


@dataclass(frozen=True, slots=True)
class Visit(Looker):
    """Who looks at which item, and when."""

    item: Item
