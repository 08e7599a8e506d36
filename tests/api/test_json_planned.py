"""The quarters of a project at the JSON door."""

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture

from workflow.items import find
from workflow.models import Fund, PlannedSpending, ProjectLine

ADDRESS = "/api/v1/items/P001/planned-quarters"


@pytest.fixture(name="project")
def a_project_under_way(desk):
    desk.open("project", "P001", owner_id=desk.office.people["project_owner"])
    desk.stand("P001", "in_progress")
    with desk.database.write() as session:
        fund = Fund(office_id=desk.office.id, code="F", name_th="งบ")
        session.add(fund)
        session.flush()
        item = find(session, desk.office.id, "P001")
        session.add_all(
            [
                ProjectLine(
                    item_id=item.id, fund_id=fund.id, category="operating", sub="services", original=500_50
                ),
                PlannedSpending(item_id=item.id, fiscal_year=2561, quarter=2, amount=500_50),
            ]
        )
    return desk


def test_quarters_are_shown_and_planned_anew(project):
    owner = project.person("project_owner")
    assert owner.get(ADDRESS).json() == {
        "code": "P001",
        "in_force": "500.50",
        "quarters": ["0.00", "500.50", "0.00", "0.00"],
    }
    wish = {"quarters": ["0", "100.25", "400.25", "0.00"]}
    kept = owner.put(ADDRESS, json=wish)
    assert (kept.status_code, kept.json()["quarters"]) == (200, ["0.00", "100.25", "400.25", "0.00"])
    assert kept.json()["entry_seq"] is not None
    assert owner.put(ADDRESS, json=wish).json()["entry_seq"] is None


@pytest.mark.parametrize(
    ("quarters", "status"),
    [
        (["500.50", "0", "0"], 422),
        (["500.51", "0", "0", "0"], 422),
        (["501.50", "0", "0", "-1"], 422),
        (["ห้าร้อย", "0", "0", "0"], 422),
        (["500.505", "0", "0", "-0.005"], 422),
    ],
)
def test_quarters_that_do_not_fit_change_nothing(project, quarters, status):
    owner = project.person("project_owner")
    answer = owner.put(ADDRESS, json={"quarters": quarters})
    assert answer.status_code == status
    assert owner.get(ADDRESS).json()["quarters"] == ["0.00", "500.50", "0.00", "0.00"]


def test_only_the_projects_people_and_the_plan_group_plan_it(project):
    wish = {"quarters": ["500.50", "0", "0", "0"]}
    assert project.person("finance_officer").put(ADDRESS, json=wish).status_code == 403
    assert project.person("plan_officer").put(ADDRESS, json=wish).status_code == 200


def test_a_paper_that_is_no_project_has_no_quarters(project):
    project.open("annual_plan", "AP")
    answer = project.person("plan_officer").get("/api/v1/items/AP/planned-quarters")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
