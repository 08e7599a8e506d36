"""An office's money on the desk of a test: two funds, projects with lines, amendments, people who act."""

import datetime
import json
from dataclasses import dataclass, field
from itertools import count

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session, col, select

from workflow import history
from workflow.changes import Hand
from workflow.models import Entry, Fund, Item, LineChange, ProjectLine
from workflow.moments import moment_text

YEAR = 2561
START = datetime.date(2017, 10, 1)
LATER = datetime.datetime(2018, 10, 20, 2, 0, tzinfo=datetime.UTC)  # after the fiscal year
AFTER_QUARTER = {
    1: datetime.date(2018, 1, 1),
    2: datetime.date(2018, 4, 1),
    3: datetime.date(2018, 7, 1),
    4: datetime.date(2018, 10, 1),
}


@dataclass
class Money:
    """`office` in `session`, with the funds OFFICE and QUALITY."""

    session: Session
    office: SmallOffice
    funds: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._numbers = count(1)
        for code, name in (("OFFICE", "งบประมาณสำนักงาน"), ("QUALITY", "งบประมาณคุณภาพการศึกษา")):
            fund = Fund(office_id=self.office.id, code=code, name_th=name)
            self.session.add(fund)
            self.session.flush()
            self.funds[code] = fund.id

    def hand(self, role: str = "plan_director", at: datetime.datetime = NOW) -> Hand:
        return Hand(self.office.people[role], at)

    def project(self, state: str = "in_progress", group: str = "PLN", **more: object) -> Item:
        """A project that has stood in `state` since the year began."""
        code = f"P{next(self._numbers):03}"
        item = self.office.open(self.session, "project", code, group_id=self.office.groups[group], **more)
        item.state, item.effective_on = state, START
        self.session.flush()
        return item

    def line(
        self,
        project: Item,
        satang: int,
        fund: str = "OFFICE",
        category: str = "operating",
        sub: str = "services",
    ) -> ProjectLine:
        row = ProjectLine(
            item_id=project.id, fund_id=self.funds[fund], category=category, sub=sub, original=satang
        )
        self.session.add(row)
        self.session.flush()
        return row

    def amendment(self, state: str = "adopted") -> Item:
        item = self.office.open(self.session, "plan_amendment", f"A{next(self._numbers):03}")
        item.state = state
        self.session.flush()
        return item

    def change(self, line: ProjectLine, amendment: Item, satang: int, on: datetime.date) -> None:
        self.session.add(
            LineChange(line_id=line.id, amendment_id=amendment.id, change=satang, effective_on=on)
        )
        self.session.flush()

    def step(self, item: Item, state: str, on: datetime.date) -> None:
        """The item moved on a day: its row and its entry."""
        self.session.flush()
        history.append(
            self.session,
            history.Record(
                office_id=self.office.id,
                kind="step",
                at=moment_text(NOW),
                effective_on=on.isoformat(),
                item_id=item.id,
                subject=f"item:{item.code}",
                actor_id=self.office.people["plan_director"],
                capacity="own",
                from_state=item.state,
                to_state=state,
            ),
        )
        item.state, item.effective_on = state, on
        self.session.flush()

    def told(self, seq: int) -> dict[str, object]:
        """The details of an entry."""
        text = self.session.exec(
            select(Entry.details).where(col(Entry.office_id) == self.office.id, Entry.seq == seq)
        ).one()
        found: dict[str, object] = json.loads(text)
        return found


@pytest.fixture(name="money")
def money_of_the_small_office(office: SmallOffice, session: Session) -> Money:
    """Money in the small office, in a transaction that is rolled back."""
    return Money(session, office)
