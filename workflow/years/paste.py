"""Tables ready to paste where offices must type the same figures again (DOMAIN 3.9, 3.10, 4.2)."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import and_
from sqlmodel import Session, col, select

from states.baht import money
from states.fiscal import FiscalYear
from states.thai import date_range, medium_date
from workflow.models import (
    Acceleration,
    Entry,
    Group,
    Indicator,
    Item,
    Problem,
    Proposal,
)
from workflow.moments import end_of
from workflow.money.amounts import CANCELLED, IN_PLAN, LineNow, ended_quarters, line_amounts
from workflow.money.figures import Sum, sum_of
from workflow.money.planned import planned_quarters
from workflow.money.standing import state_on
from workflow.sheets.cells import guarded
from workflow.sheets.tables import Column, workbook_of
from workflow.years.base import KINDS, base_data

Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class PasteTable:
    """A table as rows: amounts in satang, shares in per cent, dates as dates; None for what is not known."""

    title: str
    columns: tuple[Column, ...]
    rows: Rows

    def workbook(self) -> bytes:
        """As an Excel file."""
        return workbook_of(self.title, self.columns, self.rows)

    def text(self) -> str:
        """As text to paste: one line a row, cells apart by tabs, the first line the headings.

        No cell begins with a sign that makes a formula: text is guarded, an amount below zero stands in
        brackets, which spreadsheets read as the same number.
        """
        lines = [[column.heading for column in self.columns], *map(self._written, self.rows)]
        return "".join("\t".join(line) + "\n" for line in lines)

    def _written(self, row: Sequence[Any]) -> list[str]:
        return [_cell(column, value) for column, value in zip(self.columns, row, strict=True)]


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "amount":
        return f"({money(-value)})" if value < 0 else money(value)
    text = medium_date(value) if isinstance(value, datetime.date) else str(value)
    return guarded(" ".join(text.split()))


@dataclass(frozen=True, slots=True)
class _Plan:
    """The projects in the plan of a year on a day, by code: their groups' names, lines and states then."""

    projects: tuple[tuple[Item, str], ...]
    lines: dict[int, list[LineNow]]
    states: dict[int, str]

    @property
    def ids(self) -> list[int]:
        return [item.id for item, _ in self.projects]


def _plan(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> _Plan:
    lines: dict[int, list[LineNow]] = defaultdict(list)
    for line in line_amounts(session, office_id, fiscal_year, on):
        lines[line.item_id].append(line)
    found = session.exec(
        select(Item, Group.name_th, state_on(on))
        .outerjoin(Group, col(Group.id) == col(Item.group_id))
        .where(Item.office_id == office_id, Item.kind == "project", Item.fiscal_year == fiscal_year)
        .order_by(col(Item.code))
    ).all()
    kept = [(item, group or "") for item, group, state in found if item.id in lines or state in IN_PLAN]
    return _Plan(tuple(kept), lines, {item.id: state for item, _, state in found})


_QUARTERLY: Final = (
    *(Column("แผนงาน"), Column("รหัสโครงการ"), Column("โครงการ/กิจกรรมหลัก"), Column("กลุ่ม")),
    *(Column("ไตรมาส", "whole"), Column("แผน (บาท)", "amount"), Column("ผล (บาท)", "amount")),
    *(Column("ผลต่าง ผล-แผน (บาท)", "amount"), Column("เหตุผล")),
)


def quarterly(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> PasteTable:
    """Each project by quarter of a fiscal year (B.E.): planned, paid, the difference and why (DOMAIN 3.9).

    Paid is known once the quarter has ended before the Bangkok date `on`; planned where the project has a
    plan by quarter. Why is what the quarter's report tells of the project.
    """
    plan = _plan(session, office_id, fiscal_year, on)
    work_plans = _work_plans(session, plan.ids)
    planned = planned_quarters(session, fiscal_year, plan.ids)
    reasons = _reasons(session, office_id, fiscal_year, on)
    ended = ended_quarters(fiscal_year, on)
    rows = []
    for item, group in plan.projects:
        for quarter in (1, 2, 3, 4):
            meant = planned[item.id][quarter - 1] if item.id in planned else None
            paid = _paid(plan.lines.get(item.id, []), quarter) if quarter in ended else None
            difference = None if meant is None or paid is None else paid - meant
            why = "; ".join(reasons[item.id, quarter])
            named = [work_plans.get(item.id, ""), item.code, item.title, group]
            rows.append([*named, quarter, meant, paid, difference, why])
    return PasteTable(f"แผน-ผลรายไตรมาส {fiscal_year}", _QUARTERLY, rows)


def _paid(lines: Sequence[LineNow], quarter: int) -> int:
    return sum(line.disbursed[quarter - 1] for line in lines)


def _work_plans(session: Session, ids: Sequence[int]) -> dict[int, str]:
    found = session.exec(select(Proposal.item_id, Proposal.work_plan).where(col(Proposal.item_id).in_(ids)))
    return dict(found.all())


def _reasons(
    session: Session, office_id: int, fiscal_year: int, on: datetime.date
) -> dict[tuple[int, int], list[str]]:
    """What quarterly reports had told of each project by the end of a day: its reply where it was below
    target, then problems."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for project_id, quarter, text in _said(session, office_id, fiscal_year, end_of(on)):
        if project_id is not None and quarter is not None and text not in ("", *found[project_id, quarter]):
            found[project_id, quarter].append(text)
    return found


def _said(
    session: Session, office_id: int, fiscal_year: int, before: datetime.datetime
) -> Iterator[tuple[int | None, int | None, str]]:
    of_year = (
        Item.office_id == office_id,
        Item.kind == "quarterly_report",
        Item.fiscal_year == fiscal_year,
    )
    yield from session.exec(
        select(Acceleration.project_id, Item.quarter, Acceleration.reply)
        .join(Item, col(Item.id) == col(Acceleration.report_id))
        .where(*of_year, col(Acceleration.replied_at) < before)
        .order_by(col(Acceleration.id))
    )
    yield from session.exec(
        select(Problem.project_id, Item.quarter, Problem.text)
        .join(Item, col(Item.id) == col(Problem.item_id))
        .join(Entry, and_(col(Entry.office_id) == office_id, col(Entry.seq) == col(Problem.entry_seq)))
        .where(*of_year, col(Entry.at) < before)
        .order_by(col(Problem.id))
    )


_INDICATORS: Final = (
    *(Column("รหัสโครงการ"), Column("โครงการ"), Column("กลุ่ม"), Column("วัตถุประสงค์")),
    *(Column("เป้าหมายเชิงปริมาณ"), Column("เป้าหมายเชิงคุณภาพ"), Column("ตัวชี้วัดที่", "whole")),
    *(Column("ตัวชี้วัด"), Column("ค่าเป้าหมาย"), Column("ผล")),
)


def indicators(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> PasteTable:
    """Objective, target, indicator and result of each project of a fiscal year (B.E.) now (eMENSCR, e-MES).

    One row an indicator; a project without one has a row of its own, so that none goes unnoticed.
    """
    plan = _plan(session, office_id, fiscal_year, on)
    forms = {
        row.item_id: row
        for row in session.exec(select(Proposal).where(col(Proposal.item_id).in_(plan.ids))).all()
    }
    measured: dict[int, list[list[Any]]] = defaultdict(list)
    for row in session.exec(
        select(Indicator).where(col(Indicator.item_id).in_(plan.ids)).order_by(col(Indicator.number))
    ):
        measured[row.item_id].append([row.number, row.name, row.target, row.result])
    rows: Rows = []
    for item, group in plan.projects:
        form = forms.get(item.id) or Proposal(item_id=item.id)
        named = [item.code, item.title, group, form.objectives, form.quantity, form.quality]
        rows.extend([*named, *each] for each in measured[item.id] or [[None, "", "", ""]])
    return PasteTable(f"ตัวชี้วัดโครงการ {fiscal_year}", _INDICATORS, rows)


_PUBLIC: Final = (
    *(Column("รหัสโครงการ"), Column("โครงการ/กิจกรรม"), Column("กลุ่มที่รับผิดชอบ")),
    *(Column("งบประมาณ (บาท)", "amount"), Column("ใช้ไป (บาท)", "amount"), Column("ร้อยละ", "share")),
    *(Column("ระยะเวลาดำเนินการ"), Column("สถานะ")),
)
_STATES: Final = {
    **dict.fromkeys(("in_plan", "authorised"), "ยังไม่เริ่ม"),
    **dict.fromkeys(("in_progress", "suspended"), "กำลังดำเนินการ"),
    **dict.fromkeys(("completed", "reported", "report_returned", "closed"), "แล้วเสร็จ"),
    "carried_over": "กันเงินไว้เบิกเหลื่อมปี",
    CANCELLED: "ยกเลิก",
}


def public(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> PasteTable:
    """Each project's budget, what was used, and how long it takes, as the public is shown (OIT O10, O11).

    Used is what was paid in the quarters that had ended before the Bangkok date `on`: ask for 1 April for
    six months. Positions and groups only, no names of people (DOMAIN 3.11).
    """
    plan = _plan(session, office_id, fiscal_year, on)
    year = FiscalYear(fiscal_year)
    rows = []
    for item, group in plan.projects:
        lines = plan.lines.get(item.id, [])
        total = sum_of(lines) if lines else Sum()
        duration = date_range(item.starts_on or year.start, item.ends_on or year.end)
        state = _STATES[plan.states[item.id]]
        named = [item.code, item.title, group]
        rows.append([*named, total.in_force, total.disbursed, total.per_cent, duration, state])
    return PasteTable(f"เปิดเผยต่อสาธารณะ {fiscal_year}", _PUBLIC, rows)


_BASE: Final = (
    *(Column("เรื่อง"), Column("รหัส"), Column("ชื่อ"), Column("รายละเอียด"), Column("จำนวนเงิน (บาท)", "amount")),
)


def base(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> PasteTable:
    """The base data of a fiscal year (B.E.) as kept now, to be put before the committee (U-P3, U-P4)."""
    rows = [
        [KINDS[fact.kind].th, fact.code, fact.title, fact.text, fact.amount]
        for fact in base_data(session, office_id, fiscal_year).facts
    ]
    return PasteTable(f"ข้อมูลฐานปี {fiscal_year}", _BASE, rows)


PASTE_TABLES: Final[dict[str, Callable[[Session, int, int, datetime.date], PasteTable]]] = {
    "quarterly": quarterly,
    "indicators": indicators,
    "public": public,
    "base": base,
}
