"""The tables of reports, schools' plans, survey and assessment say what the office's own figures say."""

import datetime
import io
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from openpyxl import load_workbook
from sqlmodel import Session, select

from workflow.analysis.lines import Line, set_lines
from workflow.analysis.survey import Answer, record_answers
from workflow.assessment.assess import assess
from workflow.changes import Hand
from workflow.database import Database
from workflow.models import Item, Office, School
from workflow.reports.acceleration import listed
from workflow.reports.annual import compile_year
from workflow.reports.reconcile import reconcile_quarter
from workflow.schools.progress import STANDING, progress
from workflow.years.exports import EXPORTS

APRIL, AFTER = datetime.date(2018, 4, 20), datetime.date(2018, 11, 20)


@pytest.fixture
def year(sample_year: str) -> Iterator[Session]:
    """The sample offices after the whole year."""
    database = Database(sample_year)
    with database.read() as session:
        yield session
    database.dispose()


def uttaradit(session: Session) -> int:
    return session.exec(select(Office.id).where(Office.code == "UTD2")).one()


def rows(session: Session, name: str, on: datetime.date, office_id: int) -> list[list[Any]]:
    """What stands below the headings; an empty cell is empty text."""
    sheet = load_workbook(io.BytesIO(EXPORTS[name](session, office_id, 2561, on))).worksheets[0]
    found = sheet.iter_rows(values_only=True, min_row=2)
    return [["" if cell is None else cell for cell in row] for row in found]


@pytest.mark.parametrize("on", [APRIL, AFTER])
def test_schools_stand_as_their_progress_tells(year: Session, on: datetime.date) -> None:
    told = progress(year, uttaradit(year), 2561, on)
    wanted = [
        (each.code, each.item or "", STANDING[each.standing].th, "ล่าช้า" if each.late else "")
        for each in (*told.schools, *told.gone)
    ]
    found = rows(year, "schools", on, uttaradit(year))
    assert wanted
    assert [(row[0], row[3], row[4], row[7]) for row in found] == wanted


@pytest.mark.parametrize(("on", "quarters"), [(datetime.date(2017, 12, 30), 0), (APRIL, 2), (AFTER, 4)])
def test_each_quarter_over_by_the_day_is_reconciled(year: Session, on: datetime.date, quarters: int) -> None:
    found = rows(year, "reconciliation", on, uttaradit(year))
    assert sorted({row[0] for row in found}) == list(range(1, quarters + 1))
    for quarter in range(1, quarters + 1):
        told = reconcile_quarter(year, uttaradit(year), 2561, quarter)
        for level, count in (("รวม", 1), ("กลุ่ม", len(told.groups)), ("โครงการ", len(told.projects))):
            mine = [row for row in found if row[:2] == [quarter, level]]
            assert len(mine) == count
            assert round(sum(row[5] for row in mine) * 100) == told.total.in_force
            assert round(sum(row[7] for row in mine) * 100) == told.total.cumulative


def test_projects_to_be_sped_up_are_those_that_reports_list(year: Session) -> None:
    of_year = (Item.office_id == uttaradit(year), Item.fiscal_year == 2561)
    reports = year.exec(select(Item).where(*of_year, Item.kind == "quarterly_report")).all()
    wanted = {
        (report.quarter, report.code, each.code, each.reply)
        for report in reports
        for each in listed(year, report.id)
    }
    found = rows(year, "acceleration", AFTER, uttaradit(year))
    assert wanted
    assert {(row[0], row[1], row[2], row[7]) for row in found} == wanted
    assert all(row[5] < row[6] for row in found)


def test_the_annual_report_has_every_project_with_its_money(year: Session) -> None:
    told = compile_year(year, uttaradit(year), 2561)
    found = rows(year, "annual", AFTER, uttaradit(year))
    assert [(row[0], row[3], row[8]) for row in found] == [
        (each.code, each.label.th, each.report.results) for each in told.projects
    ]
    assert round(sum(row[6] for row in found) * 100) == told.total.disbursed


@pytest.mark.parametrize("on", [APRIL, AFTER])
def test_every_criterion_is_in_the_assessment_as_found_on_the_day(year: Session, on: datetime.date) -> None:
    told = assess(year, uttaradit(year), 2561, on).standards
    found = rows(year, "assessment", on, uttaradit(year))
    assert [(row[0], row[3], row[7]) for row in found] == [
        (standard.code, each.code, each.finding.why.th) for standard in told for each in standard.criteria
    ]


def test_answers_and_lines_of_the_expenditure_analysis_leave_as_given(
    session: Session, office: SmallOffice
) -> None:
    item = office.open(session, "expenditure_analysis", "EX1", group_id=None)
    item.state = "committee_analysis"
    hand = Hand(office.people["plan_officer"], NOW)
    school = Answer(school="S001", income=1_000_50, expense=0, text="=1+1")
    record_answers(session, item, [school, Answer(group="PLN", income=5_00)], hand)
    set_lines(session, item, [Line("expense", "ค่าวัสดุ", 7_25), Line("income", "เงินงบประมาณ", 10_00)], hand)
    name = session.get_one(School, office.schools["S001"]).name_th
    assert rows(session, "survey", NOW.date(), office.id) == [
        ["EX1", "โรงเรียน", "S001", name, 1000.5, 0, "'=1+1"],
        ["EX1", "กลุ่ม", "PLN", "กลุ่ม PLN", 5, "", ""],
    ]
    assert rows(session, "analysis", NOW.date(), office.id) == [
        ["EX1", "รายรับ", "เงินงบประมาณ", 10, ""],
        ["EX1", "รายจ่าย", "ค่าวัสดุ", 7.25, ""],
    ]
    item.state = "cancelled"
    session.flush()
    assert rows(session, "survey", NOW.date(), office.id) == []
