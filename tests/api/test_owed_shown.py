"""Who sees what of the things owed: her own circulars, her group's part, and the office its deadlines."""

import datetime
import io
from html import unescape

import pytest
from conftest import NOW, SmallOffice
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from openpyxl import load_workbook  # type: ignore[import-untyped]
from owed_desk import owed
from sqlmodel import Session

from api.pages.items.figures import due_dates
from workflow import asked, engine, queries
from workflow.meetings.minutes import staff_on
from workflow.models import Item
from workflow.money.standing import late
from workflow.owed import owed_by
from workflow.sheets.office_tables import deadlines_table
from workflow.waiting import powers

TODAY = datetime.date(2018, 1, 12)
MONTHS_LATER = datetime.date(2018, 6, 1)


@pytest.fixture(name="papers")
def minutes_and_a_quarter(session: Session, office: SmallOffice) -> dict[str, Item]:
    """Minutes that every member of staff is to read, and a quarter's report that gathers its parts."""
    minutes = office.open(session, "meeting", "MT1")
    minutes.state = "minutes_circulated"
    session.flush()
    asked.ask(session, minutes, staff_on(session, office.id, TODAY), NOW, 1)
    report = office.open(session, "quarterly_report", "Q1", group_id=None)
    engine.advance(session, report.id, "open", by=office.people["plan_officer"], at=NOW)
    return {"MT1": minutes, "Q1": report}


def owing(session: Session, office: SmallOffice, name: str) -> list[tuple[str, str]]:
    person = office.people[name]
    who = queries.viewer(session, person, NOW)
    found = owed_by(session, who, powers(session, person, TODAY))
    assert all(duty.person_id in (None, person) for duty, _ in found)
    return sorted((item.code, duty.code) for duty, item in found)


def test_everybody_sees_her_own_and_her_groups(
    session: Session, office: SmallOffice, papers: dict[str, Item]
) -> None:
    """Not the fourteen circulars of her colleagues, nor the part of another group."""
    assert {name: owing(session, office, name) for name in ("clerk", "committee_secretary")} == {
        "clerk": [("MT1", "D-RD")],
        "committee_secretary": [("MT1", "D-RD")],
    }
    for name in ("group_director", "group_director@ADM"):
        assert owing(session, office, name) == [("MT1", "D-RD"), ("Q1", "D-QG")]
        person = office.people[name]
        who = queries.viewer(session, person, NOW)
        (part,) = [
            duty for duty, _ in owed_by(session, who, powers(session, person, TODAY)) if duty.code == "D-QG"
        ]
        assert part.group_id == office.groups["ADM" if "@" in name else "PLN"]
    assert owing(session, office, "plan_officer") == [("MT1", "D-RD"), ("Q1", "D-QR")]
    assert owing(session, office, "school_officer") == []


def test_a_papers_own_day_is_not_that_of_one_group_or_reader(
    session: Session, papers: dict[str, Item]
) -> None:
    report = papers["Q1"]
    assert due_dates(session, papers.values()) == {report.id: datetime.date(2018, 1, 15)}
    assert {each.due_on for each in owed(session, report.id, "D-QG")} == {datetime.date(2018, 1, 8)}


def test_what_is_late_is_the_offices_and_tells_whose_group(
    session: Session, office: SmallOffice, papers: dict[str, Item]
) -> None:
    found = late(session, office.id, 2561, MONTHS_LATER)
    assert [(each.item, each.code, each.owed_by, each.group) for each in found] == [
        ("Q1", "D-QG", "group_director", "ADM"),
        ("Q1", "D-QG", "group_director", "PLN"),
        ("Q1", "D-QR", "plan_officer", ""),
    ]


def test_the_table_of_deadlines_names_the_group_and_no_reader(
    session: Session, office: SmallOffice, papers: dict[str, Item]
) -> None:
    sheet = load_workbook(io.BytesIO(deadlines_table(session, office.id, 2561, TODAY))).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    owners = [row[4] for row in told if row[2] in ("Q1", "MT1")]
    assert owners == [
        "ผู้อำนวยการกลุ่ม/หน่วย (กลุ่ม ADM)",
        "ผู้อำนวยการกลุ่ม/หน่วย (กลุ่ม PLN)",
        "เจ้าหน้าที่กลุ่มนโยบายและแผน",
    ]


def test_the_page_of_the_minutes_tells_a_reader_of_her_own_debt_alone(desk: Desk) -> None:
    with desk.database.write() as session:
        minutes = desk.office.open(session, "meeting", "MT9")
        minutes.state = "minutes_circulated"
        session.flush()
        asked.ask(session, minutes, staff_on(session, desk.office.id, TODAY), NOW, 1)
    page = unescape(desk.person("clerk").get("/items/MT9").text)
    duties = page[page.index('id="duties"') : page.index('id="info"')]
    assert duties.count("<li>") == 1
    assert "ผู้ดำรงตำแหน่ง clerk" in duties
