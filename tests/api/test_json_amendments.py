"""What an amendment changes, at the JSON door."""

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import select

from workflow.models import Fund, Item, ProjectLine

ADDRESS = "/api/v1/items/A1/changes"


@pytest.fixture(name="lines")
def two_lines_of_a_plan(desk):
    """The keys of two lines of a project in the plan, 100 and 50 baht; the amendment A1 is requested."""
    desk.open("annual_plan", "AP2561")
    with desk.database.read() as session:
        plan = session.exec(select(Item.id).where(Item.code == "AP2561")).one()
    desk.open("project", "P001", parent_id=plan, group_id=desk.office.groups["PLN"])
    desk.open("plan_amendment", "A1", parent_id=plan)
    with desk.database.write() as session:
        fund = Fund(office_id=desk.office.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
        session.add(fund)
        session.flush()
        project = session.exec(select(Item).where(Item.code == "P001")).one()
        project.state = "in_progress"
        rows = [
            ProjectLine(item_id=project.id, fund_id=fund.id, category="operating", sub=sub, original=satang)
            for sub, satang in (("services", 100_00), ("materials", 50_00))
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def test_changes_are_set_and_read_back_before_and_after(desk, lines):
    officer = desk.person("plan_officer")
    wish = {
        "changes": [{"line": lines[0], "change": "-20.50"}, {"line": lines[1], "change": "20.50"}],
        "planned_on": "2018-02-07",
    }
    kept = officer.put(ADDRESS, json=wish)
    assert kept.status_code == 200, kept.text
    shown = officer.get(ADDRESS).json()
    assert kept.json() == {**shown, "entry_seq": kept.json()["entry_seq"]}
    assert [(each["sub"], each["before"], each["change"], each["after"]) for each in shown["lines"]] == [
        ("services", "100.00", "-20.50", "79.50"),
        ("materials", "50.00", "20.50", "70.50"),
    ]
    assert shown["by_group"] == [{"code": "PLN", "before": "150.00", "change": "0.00", "after": "150.00"}]
    assert (shown["net"], shown["new_money"], shown["adopted_on"]) == ("0.00", None, None)
    told = officer.get("/api/v1/items/A1/history").json()["entries"]
    assert (told[-1]["kind"], told[-1]["seq"]) == ("line_changes", kept.json()["entry_seq"])


def test_the_same_request_with_its_key_is_told_once(desk, lines):
    officer = desk.person("plan_officer")
    wish = {"changes": [{"line": lines[0], "change": "-1.00"}, {"line": lines[1], "change": "1.00"}]}
    once = [officer.put(ADDRESS, json=wish, headers={"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [each.status_code for each in once] == [200, 200]
    assert once[0].json() == once[1].json()


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ("-100.01", 422, "input_above_what_is_left"),
        ("0.00", 422, "input_out_of_range"),
        ("0.001", 422, None),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words_and_changes_nothing(desk, lines, change, status, code):
    officer = desk.person("plan_officer")
    refused = officer.put(ADDRESS, json={"changes": [{"line": lines[0], "change": change}]})
    assert refused.status_code == status, refused.text
    if code:
        assert refused.json()["code"] == code
    assert officer.get(ADDRESS).json()["lines"] == []


@pytest.mark.parametrize(
    ("role", "wish", "status", "code"),
    [
        ("project_owner", {"changes": []}, 403, "no_role"),
        (
            "plan_officer",
            {"changes": [], "new_money": {"fund": "OFFICE", "tranche": 9}},
            422,
            "input_unknown",
        ),
        ("plan_officer", {"changes": [{"line": 999_999, "change": "1.00"}]}, 422, "input_unknown"),
    ],
)
def test_who_may_not_and_what_is_not_there_is_said(desk, lines, role, wish, status, code):
    refused = desk.person(role).put(ADDRESS, json=wish)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


def test_another_kind_of_paper_has_no_changes(desk, lines):
    refused = desk.person("plan_officer").get("/api/v1/items/P001/changes")
    assert (refused.status_code, refused.json()["code"]) == (422, "input_not_an_amendment")
