"""Reports of a small office on the desk of a test: projects with money, plans by quarter, people."""

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import LONG_AGO, NOW, SmallOffice
from sqlalchemy import event
from sqlmodel import Session, col, select

import workflow.demo
from states.baht import satang_of
from states.load import read_yaml_file
from workflow.changes import Hand
from workflow.models import (
    Alignment,
    Disbursement,
    Entry,
    Fund,
    Goal,
    Group,
    Item,
    PlannedSpending,
    ProjectLine,
    Target,
)

YEAR = 2561
START = datetime.date(2017, 10, 1)
SAMPLE: dict[str, Any] = read_yaml_file(Path(workflow.demo.__file__).parent / "sample_fy2561.yaml")


def satang(text: str) -> int:
    return satang_of(Decimal(text))


@dataclass
class Reports:
    """`office` in `session`, with one fund."""

    session: Session
    office: SmallOffice

    def __post_init__(self) -> None:
        fund = Fund(office_id=self.office.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
        self.session.add(fund)
        self.session.flush()
        self.fund_id = fund.id

    def hand(self, role: str = "plan_officer", at: datetime.datetime = NOW) -> Hand:
        return Hand(self.office.people[role], at)

    def report(self, kind: str = "quarterly_report", state: str = "collecting", **more: Any) -> Item:
        more = {"quarter": 1 if kind == "quarterly_report" else None, **more}
        code = f"{kind[0].upper()}{more['quarter'] or ''}"
        return self.at(self.office.open(self.session, kind, code, **more), state)

    def at(self, item: Item, state: str) -> Item:
        """The item, standing in `state` since the year began."""
        item.state, item.effective_on = state, START
        self.session.flush()
        return item

    def project(
        self, code: str, in_force: int = 0, state: str = "in_progress", group: str = "PLN", **more: Any
    ) -> Item:
        """A project with one line of `in_force` satang, if any."""
        more = {"group_id": self.office.groups[group], **more}
        item = self.at(self.office.open(self.session, "project", code, **more), state)
        if in_force:
            self.session.add(self._line(item, in_force))
            self.session.flush()
        return item

    def _line(self, item: Item, amount: int) -> ProjectLine:
        return ProjectLine(
            item_id=item.id, fund_id=self.fund_id, category="operating", sub="services", original=amount
        )

    def pay(self, project: Item, *quarters: int) -> None:
        """What finance reports of the project's first line, quarter by quarter."""
        line = self.session.exec(select(ProjectLine.id).where(ProjectLine.item_id == project.id)).first()
        assert line is not None
        self.session.add_all(
            Disbursement(line_id=line, fiscal_year=YEAR, quarter=number, amount=amount)
            for number, amount in enumerate(quarters, start=1)
        )
        self.session.flush()

    def plan(self, project: Item, *quarters: int) -> None:
        self.session.add_all(
            PlannedSpending(item_id=project.id, fiscal_year=YEAR, quarter=number, amount=amount)
            for number, amount in enumerate(quarters, start=1)
        )
        self.session.flush()

    def aim(self, quarter: int, hundredths: int) -> None:
        row = Target(
            office_id=self.office.id,
            fiscal_year=YEAR,
            scope="all",
            quarter=quarter,
            hundredths=hundredths,
            authority="ครม.",
        )
        self.session.add(row)
        self.session.flush()

    def group(self, code: str, name: str) -> None:
        if code not in self.office.groups:
            row = Group(office_id=self.office.id, code=code, name_th=name, valid_from=LONG_AGO)
            self.session.add(row)
            self.session.flush()
            self.office.groups[code] = row.id

    def goal(self, code: str, name: str, kind: str = "strategy") -> Goal:
        row = Goal(office_id=self.office.id, fiscal_year=YEAR, kind=kind, code=code, name_th=name)
        self.session.add(row)
        self.session.flush()
        return row

    def serves(self, project: Item, *goals: Goal) -> None:
        self.session.add_all(Alignment(item_id=project.id, goal_id=goal.id) for goal in goals)
        self.session.flush()

    def told(self, seq: int) -> dict[str, Any]:
        """The details of an entry, with its kind and item."""
        row = self.session.exec(
            select(Entry).where(col(Entry.office_id) == self.office.id, Entry.seq == seq)
        ).one()
        return {"entry": row.kind, "item": row.item_id, **json.loads(row.details)}

    def sample(self) -> None:
        """The sample year's forty projects with their final money, plans and payments."""
        for each in SAMPLE["groups"]:
            self.group(each["code"], each["th"])
        goals = {each["code"]: self.goal(each["code"], each["th"]) for each in SAMPLE["strategies"]}
        for each in SAMPLE["projects"]:
            item = self.project(
                each["code"], satang(each["total_final"]), "closed", each["group"], title=each["title"]
            )
            self.plan(item, *map(satang, each["plan_by_quarter"]))
            self.pay(item, *map(satang, each["disbursed_by_quarter"]))
            self.serves(item, goals[each["strategy"]])
        for each in SAMPLE["disbursement_targets"]["rows"]:
            self.aim(each["quarter"], satang(each["cumulative_target_pct"]))


class Statements:
    """Counts the statements of a block."""

    def __init__(self, session: Session) -> None:
        self._engine, self.count = session.get_bind(), 0

    def __enter__(self) -> "Statements":
        event.listen(self._engine, "before_cursor_execute", self._counted)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._counted)

    def _counted(self, *_: object) -> None:
        self.count += 1


@pytest.fixture(name="reports")
def reports_of_the_small_office(office: SmallOffice, session: Session) -> Reports:
    """Reports in the small office, in a transaction that is rolled back."""
    return Reports(session, office)
