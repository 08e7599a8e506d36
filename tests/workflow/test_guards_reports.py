"""What the guards of reports, surveys and the year's end hold and refuse."""

import datetime

import pytest
from guard_desk import Desk, desk_of_the_small_office  # noqa: F401  a fixture

from workflow.models import Group, School

LONG_AGO = datetime.date(2017, 1, 1)


@pytest.mark.parametrize(
    ("quarter", "on", "answer"),
    [
        (1, datetime.date(2017, 12, 31), "Quarter 1/2561 ends on 31 December 2017"),
        (1, datetime.date(2018, 1, 1), "holds"),
        (4, datetime.date(2018, 9, 30), "Quarter 4/2561 ends on 30 September 2018"),
        (4, datetime.date(2018, 10, 1), "holds"),
    ],
)
def test_a_quarter_is_opened_after_its_last_day_or_by_somebody(
    desk: Desk, quarter: int, on: datetime.date, answer: str
) -> None:
    report = desk.item("quarterly_report", quarter=quarter)
    early = {"opened_manually": "ผอ. กลุ่มสั่งเปิดก่อน"}
    assert desk.says("quarter_ended_or_manual", report, on=on) == answer
    assert desk.says("quarter_ended_or_manual", report, on=on, facts=early) == "holds"


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (datetime.date(2018, 9, 30), "The fiscal year ends on 30 September 2018"),
        (datetime.date(2018, 10, 1), "holds"),
    ],
)
def test_the_fiscal_year_ends_on_30_september(desk: Desk, on: datetime.date, answer: str) -> None:
    assert desk.says("fy_ended", desk.item("school_plan"), on=on) == answer


def test_every_project_of_the_plan_has_reported_or_left_it(desk: Desk) -> None:
    guard = "all_project_reports_in_or_waived"
    plan = desk.plan_with(
        "reported",
        "closed",
        "cancelled",
        "merged",
        "not_selected",
        "carried_over",
        "completed",
        "report_returned",
    )
    report = desk.item("annual_report", parent_id=plan.id)
    owing = "Projects whose report is not in (2): P007, P008"
    assert [desk.says(guard, each, facts={guard: "ครบ"}) for each in (report, plan)] == [owing, owing]


def test_a_year_without_registered_projects_needs_a_persons_word(desk: Desk) -> None:
    guard = "all_project_reports_in_or_waived"
    report = desk.item("annual_report")
    desk.plan_with("completed")  # of a plan that is not this report's
    assert (desk.says(guard, report), desk.says(guard, report, facts={guard: "ครบ"})) == ("refuses", "holds")


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, "Schools that have reported: not recorded; Groups that have reported: not recorded"),
        ({"schools_reported": "2"}, "Groups that have reported: not recorded"),
        ({"schools_reported": "1", "groups_reported": "2"}, "Schools that have reported: 1 of 2"),
        ({"schools_reported": "2", "groups_reported": "3"}, "Groups that have reported: 3 of 2"),
        ({"schools_reported": "2", "groups_reported": "2"}, "holds"),
    ],
)
def test_data_are_in_from_as_many_schools_and_groups_as_there_are(
    desk: Desk, facts: dict[str, str], answer: str
) -> None:
    assert desk.says("data_complete_or_waived", desk.item("expenditure_analysis"), facts=facts) == answer


def test_a_closed_school_is_not_counted_and_an_empty_register_takes_the_recorded_number(desk: Desk) -> None:
    analysis = desk.item("expenditure_analysis")
    facts = {"schools_reported": "1", "groups_reported": "7"}
    desk.session.get_one(School, desk.office.schools["S002"]).valid_to = LONG_AGO
    assert desk.says("data_complete_or_waived", analysis, facts=facts) == "Groups that have reported: 7 of 2"
    for key in desk.office.groups.values():
        desk.session.get_one(Group, key).valid_to = LONG_AGO
    assert desk.says("data_complete_or_waived", analysis, facts=facts) == "holds"
