"""The workbooks of the year's calendar, of what bodies resolved and of amendments say what the rows say."""

import datetime
import io
from typing import Any

from openpyxl import load_workbook
from sqlmodel import Session, col, func, select

from workflow import legal_calendar
from workflow.amendments.comparison import before_after
from workflow.models import Item, Meeting, Office, Resolution
from workflow.moments import end_of
from workflow.years.exports import EXPORTS

AFTER = datetime.date(2018, 12, 31)


def _uttaradit(session: Session) -> int:
    return session.exec(select(Office.id).where(Office.code == "UTD2")).one()


def _rows(session: Session, name: str) -> list[list[Any]]:
    """What stands below the headings; an empty cell is empty text."""
    content = EXPORTS[name](session, _uttaradit(session), 2561, AFTER)
    found = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True, min_row=2)
    return [["" if cell is None else cell for cell in row] for row in found]


def test_the_calendar_has_every_deadline_of_the_year(year: Session) -> None:
    told = legal_calendar.of_office(year, _uttaradit(year), 2561, end_of(AFTER)).deadlines
    found = _rows(year, "calendar")
    assert [row[1] for row in found] == [each.label.th for each in told]
    assert [row[2] for row in found] == [each.quarter or "" for each in told]


def test_every_resolution_of_the_year_stands_once(year: Session) -> None:
    found = _rows(year, "resolutions")
    kept = year.exec(
        select(func.count(col(Resolution.id)))
        .join(Meeting, col(Meeting.body_id) == col(Resolution.body_id))
        .where(Meeting.item_id == select(Item.id).where(Item.code == "M1").scalar_subquery())
    ).one()
    screened = [row for row in found if row[1].startswith("คณะกรรมการจัดทำแผน")]
    assert len(screened) == kept == 44
    assert screened[1][3:9] == ["4.2", screened[1][4], "P001", "บรรจุในแผน", "บรรจุในแผน", ""]
    assert [row[9] for row in screened] == [f"{number}/2560" for number in range(1, 45)]


def test_amendments_show_every_line_before_and_after(year: Session) -> None:
    items = year.exec(
        select(Item)
        .where(Item.office_id == _uttaradit(year), Item.kind == "plan_amendment")
        .order_by(col(Item.code))
    ).all()
    lines = [(item.code, line) for item in items for line in before_after(year, item).lines]
    found = _rows(year, "amendments")
    assert [(row[0], row[3]) for row in found] == [(code, line.project) for code, line in lines]
    assert [round(row[10] * 100) for row in found] == [line.change for _, line in lines]
    assert sum(round(row[10] * 100) for row in found) == 0
