"""A plan under way on the desk of a test: projects with approved lines, amendments that walk their path."""

import datetime
from dataclasses import dataclass, field
from itertools import count

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session, select

from workflow import attest, engine
from workflow.changes import Hand
from workflow.engine import Moved
from workflow.errors import StepRefused
from workflow.models import Fund, Item, ProjectLine
from workflow.money.lines import NewLine, set_approved, set_requested

DAY = datetime.date(2018, 1, 12)
_VALUES = {
    "text": "บันทึกข้อความที่ 1/2561",
    "number": "9",
    "yes_no": "yes",
    "date": "2018-01-10",
    "list": "หนึ่ง",
    "fraction": "9/9",
}


@dataclass
class Plan:
    """A plan of the small office in execution, as a test lays it out."""

    session: Session
    office: SmallOffice
    item: Item = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = count(1)
        for code in ("OFFICE", "QUALITY"):
            self.session.add(Fund(office_id=self.office.id, code=code, name_th=code))
        self.item = self.office.open(self.session, "annual_plan", "AP2561")
        self.put(self.item, "in_execution")
        self.preapprove()

    def hand(self, role: str = "plan_officer", at: datetime.datetime = NOW) -> Hand:
        return Hand(self.office.people[role], at)

    def put(self, item: Item, state: str) -> None:
        item.state = state
        self.session.flush()

    def project(self, *satang: int, state: str = "in_progress", fund: str = "OFFICE", **more: object) -> Item:
        """A project of the plan with lines that were asked for and approved, as the record tells."""
        code = f"P{next(self._numbers):03}"
        more.setdefault("group_id", self.office.groups["PLN"])
        item = self.office.open(self.session, "project", code, parent_id=self.item.id, **more)
        subs = ("remuneration", "services", "materials", "utilities")
        asked = [NewLine(fund, "operating", sub, each) for sub, each in zip(subs, satang, strict=False)]
        set_requested(self.session, item, asked, None, self.hand("plan_director"))
        if state != "group_endorsed":
            self.put(item, "under_screening")
            approved = {line.id: line.original for line in self.lines(item)}
            set_approved(self.session, item, approved, self.hand("plan_director"))
        self.put(item, state)
        return item

    def lines(self, project: Item) -> list[ProjectLine]:
        found = select(ProjectLine).where(ProjectLine.item_id == project.id).order_by(ProjectLine.id)  # type: ignore[arg-type]
        return list(self.session.exec(found))

    def amendment(self, state: str = "requested", **more: object) -> Item:
        code = f"A{next(self._numbers):03}"
        item = self.office.open(self.session, "plan_amendment", code, parent_id=self.item.id, **more)
        self.put(item, state)
        return item

    def take(
        self,
        item: Item,
        trigger: str,
        role: str,
        on: datetime.date = DAY,
        at: datetime.datetime = NOW,
        **facts: str,
    ) -> Moved:
        """One real step; whatever papers and words it asks for are recorded with it."""
        told: dict[str, str] = dict(facts)
        try:
            return self._advance(item, trigger, role, on, at, told)
        except StepRefused as refusal:
            asked = {key: _VALUES[kind] for each in refusal.missing for key, kind in each.facts.items()}
            for decided in ("new_money", "flexibility"):  # what a test is about is never made up
                asked.pop(decided, None)
            return self._advance(item, trigger, role, on, at, {**asked, **told})

    def _advance(
        self,
        item: Item,
        trigger: str,
        role: str,
        on: datetime.date,
        at: datetime.datetime,
        told: dict[str, str],
    ) -> Moved:
        return engine.advance(
            self.session,
            item.id,
            trigger,
            by=self.office.people[role],
            at=at,
            on=on,
            reason="เร่งการใช้เงินเหลือจ่าย",
            evidence=told,
        )

    def preapprove(self, answer: str = "yes") -> None:
        """What the board answered on changes during the year when it endorsed the plan (U-D6)."""
        by = self.office.people["board_recorder"]
        attest.attest(self.session, self.item.id, by=by, at=NOW, facts={"flexibility": answer})

    def revise(self) -> None:
        """The board endorsed the plan with changes and asks for no new submission (P-A5.3)."""
        self.put(self.item, "revising")
        by = self.office.people["board_recorder"]
        attest.attest(self.session, self.item.id, by=by, at=NOW, facts={"resubmission": "no"})

    def adopt(self, item: Item, on: datetime.date = DAY, at: datetime.datetime = NOW) -> Moved:
        """From the request to the adoption under the boards' approval in principle."""
        self.take(item, "compile", "plan_officer", on, at)
        self.take(item, "table", "plan_director", on, at)
        return self.take(item, "adopt", "committee_secretary", on, at)


@pytest.fixture(name="plan")
def plan_of_the_small_office(office: SmallOffice, session: Session) -> Plan:
    """A plan in execution, in a transaction that is rolled back."""
    return Plan(session, office)
