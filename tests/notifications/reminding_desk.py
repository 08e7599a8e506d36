"""An office whose papers owe something, and a morning on which it is told."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from notifications.models import Contact, Notice
from notifications.morning import offices_waiting, write_morning
from workflow.models import Obligation, Person
from workflow.moments import BANGKOK

DUE = datetime.date(2018, 1, 15)  # a Monday


def morning_of(day: datetime.date, time: datetime.time = datetime.time(7, 30)) -> datetime.datetime:
    return datetime.datetime.combine(day, time, BANGKOK)


@dataclass
class Owing:
    """Puts obligations and people's wishes into the small office."""

    session: Session
    office: Any
    numbers: int = 0

    def owe(self, role: str = "plan_officer", due: datetime.date = DUE, **more: Any) -> Obligation:
        """One open obligation on a paper of its own; `kind`, `group`, `owner` and the ladder may be told."""
        self.numbers += 1
        item_values = {name: more.pop(name) for name in ("owner_id", "group_id") if name in more}
        kind = more.pop("kind", "project")
        item = self.office.open(self.session, kind, f"P{self.numbers:05}", **item_values)
        row = Obligation(
            office_id=self.office.id,
            item_id=item.id,
            code="D-TEST",
            owed_by=role,
            group_id=item.group_id,
            due_on=due,
            formula="",
            calendar_version="1",
            opened_seq=1,
            opened_at=item.opened_at,
            **more,
        )
        self.session.add(row)
        self.session.flush()
        return row

    def reach(self, name: str, channel: str = "email", **more: Any) -> Contact:
        """An address of the person of a role, on since long ago."""
        person = self.office.people[name]
        since = datetime.datetime(2017, 1, 1, tzinfo=datetime.UTC)
        row = Contact(person_id=person, channel=channel, address=f"{name}@example.org", since=since, **more)
        self.session.add(row)
        self.session.flush()
        return row

    def morning(self, day: datetime.date, time: datetime.time = datetime.time(7, 30)) -> int:
        """What the office is told on a morning; how many rows."""
        at = morning_of(day, time)
        return sum(write_morning(self.session, each, at) for each in offices_waiting(self.session, at))

    def reminders(self) -> list[tuple[str, int, str]]:
        """Who was reminded on which rung, and why she, in the order of writing."""
        rows = self.session.exec(
            select(Person.username, Notice.rung, Notice.because)
            .join(Notice, Notice.person_id == Person.id)
            .where(Notice.code == "reminder")
            .order_by(Notice.written_at, Notice.rung, Person.username)
        )
        return [(name.partition(".")[0], rung, because) for name, rung, because in rows]
