"""Finance's figures held against the plan: the sample's quarters, sums that add up, what does not agree."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report_desk import SAMPLE, Reports, Statements, reports_of_the_small_office, satang  # noqa: F401

from workflow.money.queries import year_money
from workflow.reports.quarter import differences
from workflow.reports.reconcile import Figures, reconcile

ON = {1: "2017-12-31", 2: "2018-03-31", 3: "2018-06-30", 4: "2018-09-30"}


def test_the_samples_quarters(reports: Reports) -> None:
    """Every group's and the office's figures of every quarter are those of the sample year."""
    reports.sample()
    for told in SAMPLE["quarters"]:
        number = told["quarter"]
        found = reconcile(reports.session, reports.report(quarter=number))
        assert found.on.isoformat() == ON[number]
        assert found.total.of_quarter == satang(told["disbursed_in_quarter"])
        assert found.total.cumulative == satang(told["cumulative_disbursed"])
        assert found.total.hundredths == satang(told["cumulative_pct_of_total"])
        assert {each.code: each.figures.cumulative for each in found.groups} == {
            code: satang(each["cumulative"]) for code, each in told["by_group"].items()
        }
        assert found.total.due == sum(
            satang(amount) for each in SAMPLE["projects"] for amount in each["plan_by_quarter"][:number]
        )
        assert (found.agrees, len(found.projects)) == (True, 40)
    assert {each.code: each.projects for each in found.groups} == {
        each["code"]: each["projects"] for each in SAMPLE["totals"]["by_group"]
    }


def test_a_project_is_held_against_its_own_plan(reports: Reports) -> None:
    project, other = reports.project("P001", 1_000_00), reports.project("P002", 500_00, group="ADM")
    reports.plan(project, 300_00, 300_00, 300_00, 100_00)
    reports.pay(project, 250_00, 400_00, 350_00)
    reports.pay(other, 0, 500_01)
    found = reconcile(reports.session, reports.report(quarter=2))
    first, second = found.projects
    assert (first.code, first.group, first.state) == ("P001", "PLN", "in_progress")
    of = first.figures
    assert (of.of_quarter, of.cumulative, of.in_force, of.hundredths) == (400_00, 650_00, 1_000_00, 6500)
    assert (of.due, of.difference, of.differences, of.over) == (600_00, 50_00, (-50_00, 100_00), 0)
    of = second.figures
    assert (of.due, of.difference, of.differences, of.over) == (None, None, None, 1)
    assert [(each.code, each.figures.planned) for each in found.groups] == [
        ("ADM", None),
        ("PLN", (300_00, 300_00, 300_00, 100_00)),
    ]
    assert (found.total.planned, found.overpaid, found.without_figures, found.agrees) == (
        *(None, ("P002",), (), False),
    )


def test_projects_without_finances_figures_are_named(reports: Reports) -> None:
    for code, state in (("P001", "in_progress"), ("P002", "completed"), ("P003", "authorised")):
        reports.project(code, 100, state)
    reports.pay(reports.project("P004", 100), 0)
    found = reconcile(reports.session, reports.report())
    assert (found.without_figures, found.overpaid, found.agrees) == (("P001", "P002"), (), False)
    assert found.total == Figures(1, 400)


def test_an_annual_report_is_held_against_the_whole_year(reports: Reports) -> None:
    reports.pay(reports.project("P001", 100), 10, 20, 30, 40)
    found = reconcile(reports.session, reports.report("annual_report"))
    assert (found.quarter, found.total.cumulative, found.total.of_quarter) == (4, 100, 40)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    year=st.lists(
        st.tuples(
            st.sampled_from(["PLN", "ADM"]),
            st.integers(1, 10**12),
            st.lists(st.integers(0, 10**11), min_size=4, max_size=4),
            st.lists(st.integers(0, 10**11), min_size=4, max_size=4) | st.none(),
        ),
        min_size=1,
        max_size=6,
    ),
    quarter=st.integers(1, 4),
)
def test_projects_and_groups_add_up_to_the_years_money(reports: Reports, year, quarter: int) -> None:
    with reports.session.begin_nested() as point:
        for number, (group, in_force, paid, plan) in enumerate(year):
            project = reports.project(f"H{number}", in_force, group=group)
            reports.pay(project, *paid)
            if plan is not None:
                reports.plan(project, *plan)
        found = reconcile(reports.session, reports.report(quarter=quarter))
        money = year_money(reports.session, reports.office.id, 2561, found.on + datetime.timedelta(days=1))
        point.rollback()
    assert (found.total.in_force, found.total.cumulative) == (money.total.in_force, money.total.disbursed)
    for parts in (found.projects, found.groups):
        for name in ("in_force", "of_quarter", "cumulative"):
            assert sum(getattr(each.figures, name) for each in parts) == getattr(found.total, name)
    if all(plan is not None for *_, plan in year):
        of = found.total
        assert of.difference == sum(each.figures.difference or 0 for each in found.projects)
        assert sum(of.differences or ()) == of.difference
    else:
        assert found.total.difference is None


@pytest.mark.parametrize("kind", ["quarterly_report", "annual_report"])
def test_thirty_projects_take_as_many_statements_as_one(reports: Reports, kind: str) -> None:
    report, counted = reports.report(kind), []
    for more in (range(1), range(1, 30)):
        for number in more:
            project = reports.project(f"P{number:03}", 100)
            reports.pay(project, 1)
            reports.plan(project, 1, 1, 1, 1)
        reports.session.refresh(report)  # opening a project has let go of it on PostgreSQL
        with Statements(reports.session) as statements:
            reconcile(reports.session, report)
        counted.append(statements.count)
    assert counted == [4, 4]


def test_what_does_not_meet_is_told_the_gravest_first(reports: Reports) -> None:
    """Nothing reported, more than there is, no plan to hold it against, behind and ahead of its plan."""
    projects = {code: reports.project(code, 100_00) for code in ("P1", "P2", "P3", "P4", "P5", "P6")}
    for code, planned, paid in (
        ("P1", 50_00, 20_00),
        ("P2", 50_00, 70_00),
        ("P3", None, 10_00),
        ("P4", 50_00, 100_01),
        ("P6", 50_00, 50_00),
    ):
        if planned is not None:
            reports.plan(projects[code], planned)
        reports.pay(projects[code], paid)
    found = reconcile(reports.session, reports.report(quarter=1))
    told = [(each.kind, each.project.code, each.satang) for each in differences(found)]
    assert told == [
        ("no_figures", "P5", 0),
        ("overpaid", "P4", 1),
        ("no_plan", "P3", 0),
        ("behind", "P1", 30_00),
        ("ahead", "P2", 20_00),
    ]
