"""What a sweep keeps of each office while it drafts there, so that it asks for it once."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from papers.particulars import plan_group
from workflow.models import Person
from workflow.papers.templates import overrides


@dataclass(frozen=True, slots=True)
class Bureau:
    """Who drafts in an office, the plan group's own name, and the office's own templates by name.

    `passed_over` are the papers whose own template could not be rendered: tried once, not for each draft.
    """

    service_id: int
    unit: str
    templates: Mapping[str, str]
    passed_over: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Desk:
    """The offices in which papers are drafted on one Bangkok date."""

    session: Session
    on: datetime.date
    known: dict[int, Bureau] = field(default_factory=dict)

    def of(self, office_id: int) -> Bureau:
        if office_id not in self.known:
            self.known[office_id] = Bureau(
                self._service_account(office_id),
                plan_group(self.session, office_id, self.on),
                overrides(self.session, office_id),
            )
        return self.known[office_id]

    def _service_account(self, office_id: int) -> int:
        found = select(Person.id).where(Person.office_id == office_id, col(Person.is_service))
        return self.session.exec(found.order_by(col(Person.id)).limit(1)).one()
