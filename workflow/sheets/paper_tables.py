"""The tables of papers that stand in no other workbook: the year's calendar, resolutions, amendments."""

import datetime
from typing import Final

from sqlmodel import Session, col, select

from states.catalogue import catalogue
from workflow import legal_calendar
from workflow.amendments.comparison import before_after
from workflow.meetings.agenda import HEADING
from workflow.models import AgendaItem, Body, Fund, Group, Item, Meeting, Resolution
from workflow.moments import end_of
from workflow.sheets.tables import Column, workbook_of

_CALENDAR: Final = (
    *(Column("ภายในวันที่", "date"), Column("การดำเนินงาน"), Column("ไตรมาส", "whole"), Column("ผู้รับผิดชอบ")),
    Column("ที่มาของวัน"),
)
_RESOLUTIONS: Final = (
    *(Column("วันที่ประชุม", "date"), Column("คณะกรรมการ"), Column("ครั้งที่"), Column("วาระ"), Column("เรื่อง")),
    *(Column("รหัสเรื่อง"), Column("มติ"), Column("ข้อความของมติ"), Column("เหตุผล"), Column("มติที่")),
    *(Column("เห็นด้วย", "whole"), Column("ไม่เห็นด้วย", "whole"), Column("งดออกเสียง", "whole")),
)
_AMENDMENTS: Final = (
    *(Column("รหัสการปรับแผน"), Column("ชื่อการปรับแผน"), Column("มีผลวันที่", "date"), Column("รหัสโครงการ")),
    *(Column("ชื่อโครงการ"), Column("กลุ่ม"), Column("แหล่งงบประมาณ"), Column("งบรายจ่าย"), Column("รายการ")),
    *(Column("เดิม (บาท)", "amount"), Column("เพิ่ม/ลด (บาท)", "amount"), Column("ปรับเป็น (บาท)", "amount")),
)


def calendar_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """What falls due for the work of a fiscal year (B.E.) by the rules of a Bangkok date, in order."""
    roles = catalogue().roles
    rows = [
        [
            *(each.due, each.label.th, each.quarter),
            ", ".join(roles[role].th if role in roles else role for role in each.owed_by),
            each.explanation.th,
        ]
        for each in legal_calendar.of_office(session, office_id, fiscal_year, end_of(on)).deadlines
    ]
    return workbook_of(f"ปฏิทิน {fiscal_year}", _CALENDAR, rows)


def resolutions_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """What bodies have resolved at the meetings of a fiscal year (B.E.), in the order in which they met."""
    codes = dict(session.exec(select(Item.id, Item.code).where(Item.office_id == office_id)).all())
    found = session.exec(
        select(Resolution, AgendaItem, Meeting, Body.name_th)
        .join(AgendaItem, col(AgendaItem.id) == col(Resolution.agenda_item_id))
        .join(Meeting, col(Meeting.item_id) == col(AgendaItem.meeting_id))
        .join(Body, col(Body.id) == col(Meeting.body_id))
        .join(Item, col(Item.id) == col(Meeting.item_id))
        .where(
            Item.office_id == office_id,
            Item.fiscal_year == fiscal_year,
            AgendaItem.position != HEADING,
            Meeting.held_on <= on,
        )
        .order_by(
            *(col(Meeting.held_on), col(Meeting.item_id), col(AgendaItem.section), col(AgendaItem.position))
        )
    )
    kinds = catalogue().resolutions
    rows = [
        [
            *(meeting.held_on, body, f"{meeting.number}/{meeting.year}", f"{entry.section}.{entry.position}"),
            *(entry.title, codes.get(entry.item_id or 0)),
            *(kinds[row.kind].th if row.kind in kinds else row.kind, row.text, row.reason),
            f"{row.number}/{row.year}" if row.number is not None else "",
            *(row.votes_for, row.votes_against, row.abstained),
        ]
        for row, entry, meeting, body in found
    ]
    return workbook_of(f"มติที่ประชุม {fiscal_year}", _RESOLUTIONS, rows)


def amendments_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """Every line that the amendments of a fiscal year (B.E.) change, before and after, as recorded now."""
    groups = dict(session.exec(select(Group.code, Group.name_th).where(Group.office_id == office_id)).all())
    funds = dict(session.exec(select(Fund.code, Fund.name_th).where(Fund.office_id == office_id)).all())
    amendments = session.exec(
        select(Item)
        .where(Item.office_id == office_id, Item.fiscal_year == fiscal_year, Item.kind == "plan_amendment")
        .order_by(col(Item.code))
    ).all()
    rows = [
        [
            *(item.code, item.title, told.adopted_on, line.project, line.title),
            *(groups.get(line.group, line.group), funds.get(line.fund, line.fund)),
            *_budget(line.category, line.sub),
            *(line.before, line.change, line.after),
        ]
        for item in amendments
        for told in [before_after(session, item)]
        for line in told.lines
    ]
    return workbook_of(f"การปรับแผน {fiscal_year}", _AMENDMENTS, rows)


def _budget(code: str, sub: str) -> tuple[str, str]:
    category = catalogue().categories.get(code)
    if category is None:
        return code, sub
    return category.th, category.subs[sub].th if sub in category.subs else sub
