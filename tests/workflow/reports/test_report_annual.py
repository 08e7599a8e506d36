"""The annual report compiled from the reports of the year's projects."""

import datetime

import pytest
from conftest import make_office
from report_desk import SAMPLE, YEAR, Reports, Statements, reports_of_the_small_office, satang  # noqa: F401

from workflow.errors import BadInput
from workflow.models import Indicator, Item, ProjectReport
from workflow.money.figures import Sum
from workflow.proposals.report import Report
from workflow.reports.annual import AnnualContent, Measured, Share, compile_report
from workflow.reports.outcomes import Score, record_scores
from workflow.reports.problems import Carried, add_problem

FULL = {"results": "อบรมครบ", "success": "อ่านคล่อง", "problems": "งบมาช้า", "obstacles": "ไม่มี"}


def compiled(reports: Reports) -> AnnualContent:
    return compile_report(reports.session, reports.report("annual_report", "compiling"))


def told(reports: Reports, project: Item, *results: str, **texts: str) -> None:
    """The project's report, with indicators and their results."""
    reports.session.add(ProjectReport(item_id=project.id, **texts))
    reports.session.add_all(
        Indicator(item_id=project.id, number=number, name=f"ตัวชี้วัด {number}", target="80", result=result)
        for number, result in enumerate(results, start=1)
    )
    reports.session.flush()


def test_a_project_is_told_with_its_results_and_its_money(reports: Reports) -> None:
    first, second = reports.goal("S1", "ความมั่นคง"), reports.goal("S2", "คุณภาพผู้เรียน")
    standard = reports.goal("STD1", "มาตรฐาน", kind="standard")
    project = reports.project("P001", 1_000_00, "closed", title="อ่านคล่อง")
    reports.serves(project, second, standard, first)
    reports.pay(project, 100_00, 200_00, 300_00, 350_00)
    told(reports, project, "85", "90", **FULL)
    (found,) = compiled(reports).projects
    assert (found.code, found.title, found.group, found.label.en) == ("P001", "อ่านคล่อง", "PLN", "Closed")
    assert found.report == Report(**FULL, measured=("85", "90"))
    assert found.indicators == (Measured("ตัวชี้วัด 1", "80", "85"), Measured("ตัวชี้วัด 2", "80", "90"))
    assert (found.strategies, found.money, found.money.hundredths) == (
        *(("S1", "S2"), Sum(1_000_00, 950_00), 9500),
    )
    assert found.gaps == ()


def test_what_is_missing_is_named_project_by_project(reports: Reports) -> None:
    late = reports.project("P001", 100, "completed")
    told(reports, late, **FULL)
    told(reports, reports.project("P002", 100, "reported"), "", results="ครบ", problems="ไม่มี", obstacles="-")
    reports.project("P003", 100, "closed")
    told(reports, reports.project("P004", 100, "reported"), **FULL)
    reports.project("P005", 100, "carried_over")
    told(reports, reports.project("P006", 100, "report_returned"), **FULL)
    missing = {each.code: [gap.en for gap in each.gaps] for each in compiled(reports).missing}
    assert missing == {
        "P001": ["Its report is not in"],
        "P002": ["Success: not filled in", "Result of indicator 1: not filled in"],
        "P003": ["What its report says is not kept here"],
        "P006": ["Its report is not in"],
    }


def test_only_what_came_into_the_years_plan_is_told(reports: Reports) -> None:
    for number, state in enumerate(("draft", "merged", "not_selected", "cancelled", "closed", "in_plan")):
        reports.project(f"P{number}", 100, state)
    paid = reports.project("P6", 100, "cancelled")
    reports.pay(paid, 40)
    reports.project("P7", state="in_progress")
    reports.project("P8", 100, "closed", fiscal_year=YEAR - 1)
    make_office(reports.session, "T2").open(reports.session, "project", "P9", group_id=None).state = "closed"
    found = compiled(reports)
    assert [(each.code, each.money) for each in found.projects] == [
        ("P4", Sum(100, 0)),
        ("P5", Sum(100, 0)),
        ("P6", Sum(40, 40)),
        ("P7", Sum(0, 0)),
    ]
    assert (found.total, found.on) == (Sum(240, 40), datetime.date(2018, 9, 30))


def test_a_project_counts_under_each_strategy_it_serves_and_once_in_its_group(reports: Reports) -> None:
    goals = [reports.goal(code, code) for code in ("S1", "S2", "S3")]
    reports.serves(reports.project("P1", 100, "closed"), goals[0], goals[2])
    reports.serves(reports.project("P2", 30, "closed", "ADM"), goals[0])
    reports.project("P3", 5, "closed", group_id=None)
    found = compiled(reports)
    assert found.by_group == (
        Share("ADM", "กลุ่ม ADM", ("P2",), Sum(30)),
        Share("PLN", "กลุ่ม PLN", ("P1",), Sum(100)),
        Share("", "", ("P3",), Sum(5)),
    )
    assert found.by_strategy == (
        Share("S1", "S1", ("P1", "P2"), Sum(130)),
        Share("S3", "S3", ("P1",), Sum(100)),
        Share("", "", ("P3",), Sum(5)),
    )


def test_the_samples_year(reports: Reports) -> None:
    reports.sample()
    found = compiled(reports)
    totals = SAMPLE["totals"]
    assert found.total == Sum(satang(totals["budget"]), satang(totals["disbursed"]))
    assert found.total.hundredths == satang(totals["disbursed_pct"])
    assert {each.code: (len(each.projects), each.money) for each in found.by_group} == {
        each["code"]: (each["projects"], Sum(satang(each["final"]), satang(each["disbursed"])))
        for each in totals["by_group"]
    }
    assert sum(len(each.projects) for each in found.by_strategy) == 40
    assert {each.code: each.money.hundredths for each in found.projects} == {
        each["code"]: satang(each["disbursed_pct"]) for each in SAMPLE["projects"]
    }
    assert len(found.missing) == 40  # nobody has written what any project brought


def test_tests_of_school_years_that_have_ended_are_in_the_book(reports: Reports) -> None:
    scores = [Score("NT", "ป.3", "", year, 50_00 + year) for year in (2558, 2559, 2560, 2561)]
    record_scores(reports.session, reports.office.id, scores, "ประกาศ", reports.hand())
    assert [each.until for each in compiled(reports).outcomes] == [2559, 2560]


def test_the_years_lessons_are_in_the_book(reports: Reports) -> None:
    told(reports, reports.project("P001", 100, "closed"), problems="งบมาช้า")
    quarter = reports.report()
    add_problem(reports.session, quarter, "obstacle", "ฝนตก", reports.hand())
    assert compiled(reports).lessons == (
        Carried(quarter.code, "", "obstacle", "ฝนตก"),
        Carried("P001", "P001", "problem", "งบมาช้า"),
    )


def test_only_an_annual_report_is_compiled(reports: Reports) -> None:
    with pytest.raises(BadInput) as caught:
        compile_report(reports.session, reports.report())
    assert (caught.value.name, caught.value.problem) == ("code", "unfit")


def test_thirty_projects_take_as_many_statements_as_one(reports: Reports) -> None:
    report, goal = reports.report("annual_report", "compiling"), reports.goal("S1", "S1")
    counted = []
    for more in (range(1), range(1, 30)):
        for number in more:
            project = reports.project(f"P{number:03}", 100, "closed")
            reports.serves(project, goal)
            told(reports, project, "85", **FULL)
        reports.session.refresh(report)  # opening a project has let go of it on PostgreSQL
        with Statements(reports.session) as statements:
            assert len(compile_report(reports.session, report).projects) == number + 1
        counted.append(statements.count)
    assert counted == [9, 9]
