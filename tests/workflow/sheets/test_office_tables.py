"""The office's tables tell a day as it was: what was there, where it stood and what was owed."""

import datetime
import io
from collections.abc import Callable

from conftest import NOW, SmallOffice
from openpyxl import load_workbook
from plan_call import CALL
from sqlmodel import Session

from workflow import engine
from workflow.models import Item
from workflow.sheets.office_tables import deadlines_table, items_table

Make = Callable[[Session, int, int, datetime.date], bytes]
OPENED, BEFORE = datetime.date(2018, 1, 12), datetime.date(2018, 1, 11)
CALLED = datetime.date(2018, 2, 1)


def rows(session: Session, office: SmallOffice, make: Make, on: datetime.date) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(make(session, office.id, 2561, on))).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True, min_row=2)]


def called(session: Session, office: SmallOffice) -> Item:
    """A plan opened on 12 January, for which proposals were called for on 1 February."""
    plan = office.open(session, "annual_plan", "AP2561", group_id=None)
    at = NOW + datetime.timedelta(days=20)
    by = office.people["plan_director"]
    engine.advance(session, plan.id, "open_proposals", by=by, at=at, evidence=CALL)
    session.expire_all()
    return plan


def test_papers_stand_where_they_stood_on_the_day(session: Session, office: SmallOffice) -> None:
    called(session, office)
    told = {
        on: [(row[0], row[3], row[4]) for row in rows(session, office, items_table, on)]
        for on in (BEFORE, OPENED, CALLED - datetime.timedelta(days=1), CALLED)
    }
    assert list(told.values()) == [
        [],
        [("AP2561", "เตรียมข้อมูลและวิเคราะห์", "12 ม.ค. 2561")],
        [("AP2561", "เตรียมข้อมูลและวิเคราะห์", "12 ม.ค. 2561")],
        [("AP2561", "เปิดรับข้อเสนอโครงการ/กิจกรรม", "1 ก.พ. 2561")],
    ]


def test_what_was_owed_on_a_day_is_owed_until_it_was_done(session: Session, office: SmallOffice) -> None:
    called(session, office)
    told = {
        on: {row[1] for row in rows(session, office, deadlines_table, on)}
        for on in (BEFORE, OPENED, CALLED - datetime.timedelta(days=1), CALLED)
    }
    before, opened, eve, called_for = told.values()
    assert before == set()
    assert opened == eve
    assert opened - called_for == {
        "รับทราบนโยบายและงบประมาณ และแจ้งผู้เกี่ยวข้อง",
        "ทบทวนกลยุทธ์/แผนงาน และกำหนดเป้าหมายให้แล้วเสร็จ",
    }
