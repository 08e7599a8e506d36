"""A fiscal year with something of everything to leave to the next, on the desk of a test."""

import datetime

from conftest import SmallOffice
from sqlmodel import Session

from workflow.changes import Hand
from workflow.models import (
    CarryOver,
    Disbursement,
    Fund,
    Indicator,
    Item,
    PlannedSpending,
    Problem,
    ProjectLine,
    ProjectReport,
    Proposal,
    Target,
)
from workflow.proposals.goals import add_goal

YEAR = 2561
NEXT = 2562
OCTOBER = datetime.datetime(2018, 10, 20, 2, 0, tzinfo=datetime.UTC)  # after the fiscal year
JULY = datetime.datetime(2018, 7, 10, 2, 0, tzinfo=datetime.UTC)  # three quarters have ended


def hand(office: SmallOffice, at: datetime.datetime = OCTOBER, role: str = "plan_officer") -> Hand:
    return Hand(office.people[role], at)


def project(session: Session, office: SmallOffice, code: str, state: str, **more: object) -> Item:
    """A project that has stood in `state` since the year began."""
    item = office.open(session, "project", code, **more)
    item.state, item.effective_on = state, datetime.date(2017, 10, 1)
    session.flush()
    return item


def fund_of(session: Session, office: SmallOffice) -> Fund:
    row = Fund(office_id=office.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
    session.add(row)
    session.flush()
    return row


def line(session: Session, item: Item, fund: Fund, satang: int, *paid: int) -> ProjectLine:
    """A line with what was paid in the quarters in turn."""
    row = ProjectLine(item_id=item.id, fund_id=fund.id, category="operating", sub="services", original=satang)
    session.add(row)
    session.flush()
    session.add_all(
        Disbursement(line_id=row.id, fiscal_year=YEAR, quarter=number, amount=amount)
        for number, amount in enumerate(paid, start=1)
    )
    session.flush()
    return row


def carry(session: Session, row: ProjectLine, satang: int) -> None:
    session.add(
        CarryOver(
            line_id=row.id,
            fiscal_year=YEAR,
            amount=satang,
            approval="บันทึกที่ 9/2561",
            effective_on=datetime.date(2018, 9, 28),
            entry_seq=1,
        )
    )
    session.flush()


def whole_year(session: Session, office: SmallOffice) -> None:
    """P001 closed with a report, P002 with money carried over, P003 not selected, and a report's problem."""
    plan = office.open(session, "annual_plan", "AP2561", group_id=None)
    plan.state = "closed"
    fund = fund_of(session, office)
    first = project(session, office, "P001", "closed", parent_id=plan.id)
    line(session, first, fund, 100_000_00, 30_000_00, 0, 0, 65_870_00)
    second = project(session, office, "P002", "carried_over", parent_id=plan.id)
    carry(session, line(session, second, fund, 50_000_00, 0, 0, 0, 10_000_00), 40_000_00)
    carry(session, line(session, second, fund, 20_000_00, 0, 0, 0, 0), 15_000_00)
    project(session, office, "P003", "not_selected", parent_id=plan.id)
    report = office.open(session, "quarterly_report", "QR1", quarter=1, parent_id=plan.id)
    session.add_all(
        [
            Proposal(item_id=first.id, work_plan="งานพัฒนาคุณภาพ", objectives="=อ่านคล่อง", quantity="180 คน"),
            PlannedSpending(item_id=first.id, fiscal_year=YEAR, quarter=1, amount=40_000_00),
            PlannedSpending(item_id=first.id, fiscal_year=YEAR, quarter=3, amount=60_000_00),
            Indicator(item_id=first.id, number=1, name="อ่านคล่อง", target="ร้อยละ 80", result="ร้อยละ 85"),
            ProjectReport(item_id=first.id, problems="ครูย้าย", obstacles="ไม่มี", suggestions="จัดก่อนฤดูฝน"),
            Problem(item_id=report.id, project_id=first.id, kind="obstacle", text="ฝนตก\tหนัก", entry_seq=1),
            Problem(item_id=report.id, kind="suggestion", text="โอนงวดให้เร็วขึ้น", entry_seq=1),
            Problem(item_id=report.id, kind="none", text="ไม่พบปัญหาในไตรมาสนี้", entry_seq=1),
            Target(
                office_id=office.id,
                fiscal_year=YEAR,
                scope="all",
                quarter=2,
                hundredths=5229,
                authority="มติคณะรัฐมนตรี",
            ),
        ]
    )
    session.flush()
    add_goal(session, office.id, YEAR, "strategy", "1", "พัฒนาผู้เรียน", hand(office))
