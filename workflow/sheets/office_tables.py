"""The tables of an office that leave as workbooks: its papers, its money line by line, its deadlines."""

import datetime
from collections.abc import Callable
from typing import Final

from sqlmodel import Session, col, select

from states.catalogue import catalogue
from workflow import definitions
from workflow.models import Group, Item, Obligation, Person, School
from workflow.moments import end_of
from workflow.money.amounts import line_amounts
from workflow.money.standing import of_the_office, owed_on, since_on, state_on
from workflow.sheets.finance_template import CATEGORY, FUND, SUB, LineNames
from workflow.sheets.tables import Column, workbook_of

_ITEMS: Final = (
    *(Column("รหัส"), Column("ชื่อเรื่อง"), Column("ประเภท"), Column("สถานะ"), Column("ตั้งแต่วันที่", "date")),
    *(Column("ปีงบประมาณ", "whole"), Column("ไตรมาส", "whole"), Column("กลุ่ม"), Column("โรงเรียน")),
    *(Column("ผู้รับผิดชอบ"), Column("วันเริ่ม", "date"), Column("วันสิ้นสุด", "date")),
)
_MONEY: Final = (
    *(Column("รหัสโครงการ"), Column("ชื่อโครงการ"), Column("กลุ่ม"), Column(FUND), Column(CATEGORY), Column(SUB)),
    *(Column("ขอ (บาท)", "amount"), Column("เดิม (บาท)", "amount"), Column("วงเงิน (บาท)", "amount")),
    *(Column(f"เบิกจ่ายไตรมาสที่ {number} (บาท)", "amount") for number in (1, 2, 3, 4)),
    *(Column("เบิกจ่ายรวม (บาท)", "amount"), Column("คงเหลือ (บาท)", "amount")),
)
_DEADLINES: Final = (
    *(Column("กำหนดวันที่", "date"), Column("กำหนดการ"), Column("รหัสเรื่อง"), Column("ชื่อเรื่อง")),
    Column("ผู้ต้องดำเนินการ"),
)


def items_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """The papers of a fiscal year (B.E.) opened by a Bangkok date, and where each stood on it."""
    groups = dict(session.exec(select(Group.id, Group.name_th).where(Group.office_id == office_id)).all())
    schools = dict(session.exec(select(School.id, School.name_th).where(School.office_id == office_id)).all())
    people = dict(session.exec(select(Person.id, Person.name_th).where(Person.office_id == office_id)).all())
    items = session.exec(
        select(Item, state_on(on), since_on(on))
        .where(Item.office_id == office_id, Item.fiscal_year == fiscal_year, Item.opened_at < end_of(on))
        .order_by(col(Item.kind), col(Item.code))
    )
    rows = []
    for item, state, since in items:
        definition = definitions.by_hash(session, item.definition_hash)
        label = definition.by_state[state].label
        rows.append(
            [
                *(item.code, item.title, definition.label.th, label.th, since),
                *(item.fiscal_year, item.quarter, groups.get(item.group_id or 0)),
                *(schools.get(item.school_id or 0), people.get(item.owner_id or 0)),
                *(item.starts_on, item.ends_on),
            ]
        )
    return workbook_of(f"เรื่องทั้งหมด {fiscal_year}", _ITEMS, rows)


def money_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """Every line of the plan of a fiscal year (B.E.) as it stood on a Bangkok date."""
    names = LineNames.of(session, office_id)
    groups = dict(session.exec(select(Group.code, Group.name_th).where(Group.office_id == office_id)).all())
    rows = [
        [
            *(line.code, line.title, groups.get(line.group, line.group), *names.labels(line).values()),
            *(line.requested, line.original, line.in_force, *line.disbursed),
            *(line.paid, line.in_force - line.paid),
        ]
        for line in line_amounts(session, office_id, fiscal_year, on)
    ]
    return workbook_of(f"งบประมาณ {fiscal_year}", _MONEY, rows)


def deadlines_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """What of a fiscal year (B.E.) was owed at the end of a Bangkok date, the earliest first."""
    owed = session.exec(
        select(Obligation, Item, Group.name_th)
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .outerjoin(Group, col(Group.id) == col(Obligation.group_id))
        .where(
            Obligation.office_id == office_id, Item.fiscal_year == fiscal_year, owed_on(on), of_the_office()
        )
        .order_by(col(Obligation.due_on), col(Item.code), col(Obligation.id))
    )
    rows = []
    for each, item, group in owed:
        duty = definitions.by_hash(session, item.definition_hash).duty[each.code]
        rows.append(
            [each.due_on, duty.label.th, item.code, item.title, _owing(each, group if duty.each else "")]
        )
    return workbook_of(f"กำหนดเวลา {fiscal_year}", _DEADLINES, rows)


def _owing(duty: Obligation, group: str | None) -> str:
    """The role that owes it, with the group where each group owes its own part."""
    known = catalogue().roles.get(duty.owed_by)
    role = known.th if known else duty.owed_by
    return f"{role} ({group})" if group else role


TABLES: Final[dict[str, Callable[[Session, int, int, datetime.date], bytes]]] = {
    "items": items_table,
    "money": money_table,
    "deadlines": deadlines_table,
}
