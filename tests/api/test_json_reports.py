"""Quarterly and annual reports at the JSON door."""

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import select

from workflow.items import find
from workflow.models import (
    Disbursement,
    Entry,
    Fund,
    Item,
    PlannedSpending,
    ProjectLine,
    ProjectReport,
    Target,
)

API = "/api/v1"
QUARTER, YEAR = f"{API}/items/Q1", f"{API}/items/AR"


def project(desk, code, in_force, paid, plan, group="PLN"):
    """A project under way, with what it plans and has paid in the first quarter."""
    desk.open("project", code, group_id=desk.office.groups[group], title=f"โครงการ {code}")
    desk.stand(code, "in_progress")
    with desk.database.write() as session:
        fund = session.exec(select(Fund)).first() or Fund(office_id=desk.office.id, code="F", name_th="งบ")
        session.add(fund)
        session.flush()
        item = find(session, desk.office.id, code)
        line = ProjectLine(
            item_id=item.id, fund_id=fund.id, category="operating", sub="services", original=in_force
        )
        session.add(line)
        session.flush()
        session.add(Disbursement(line_id=line.id, fiscal_year=2561, quarter=1, amount=paid))
        session.add(PlannedSpending(item_id=item.id, fiscal_year=2561, quarter=1, amount=plan))


@pytest.fixture(name="reports")
def a_quarter_and_a_year_being_reported(desk):
    """P001 has paid 20 % and P002 40 % of its money, where 30.29 % was due."""
    desk.open("quarterly_report", "Q1")
    desk.open("annual_report", "AR")
    desk.stand("Q1", "collecting")
    desk.stand("AR", "compiling")
    project(desk, "P001", 1_000_00, 200_00, 250_50)
    project(desk, "P002", 500_50, 200_20, 100_00, group="ADM")
    with desk.database.write() as session:
        session.add(
            Target(
                office_id=desk.office.id,
                fiscal_year=2561,
                scope="all",
                quarter=1,
                hundredths=3029,
                authority="ครม.",
            )
        )
    return desk


def say(client, address, body=None, expect=200, key=None):
    headers = {"Idempotency-Key": key} if key else {}
    answer = client.post(address, json=body, headers=headers)
    assert answer.status_code == expect, answer.text
    return answer.json()


def test_the_quarters_figures_are_in_baht(reports):
    shown = reports.person("plan_officer").get(f"{QUARTER}/report").json()
    assert (shown["code"], shown["kind"], shown["state"]["code"]) == ("Q1", "quarterly_report", "collecting")
    figures = shown["figures"]
    assert {key: figures[key] for key in ("quarter", "on", "agrees", "without_figures", "overpaid")} == {
        "quarter": 1,
        "on": "2017-12-31",
        "agrees": True,
        "without_figures": [],
        "overpaid": [],
    }
    assert figures["total"] == {
        "in_force": "1500.50",
        "of_quarter": "400.20",
        "cumulative": "400.20",
        "pct": "26.67",
        "planned": "350.50",
        "difference": "49.70",
        "differences": ["49.70"],
    }
    assert [(each["code"], each["difference"]) for each in figures["projects"]] == [
        ("P001", "-50.50"),
        ("P002", "100.20"),
    ]
    assert [(each["code"], each["projects"], each["pct"]) for each in figures["groups"]] == [
        ("ADM", 1, "40.00"),
        ("PLN", 1, "20.00"),
    ]
    assert shown["content"] is None


def test_groups_submit_or_are_excused(reports):
    sent = {"group": "ADM", "text": "ครบ"}
    say(reports.person("group_director@ADM"), f"{QUARTER}/submissions", sent, key="s-1")
    shown = say(reports.person("group_director@ADM"), f"{QUARTER}/submissions", sent, key="s-1")
    told = [(each["group"], each["standing"], each["text"], each["at"]) for each in shown["submissions"]]
    assert told == [
        ("ADM", "submitted", "ครบ", "2018-01-12T02:00:00.000000Z"),
        ("PLN", "missing", "", None),
    ]
    excused = {"group": "PLN", "text": "ไม่มีผล", "waived": True}
    shown = say(reports.person("plan_director"), f"{QUARTER}/submissions", excused)
    assert [each["standing"] for each in shown["submissions"]] == ["submitted", "waived"]
    with reports.database.read() as session:
        kinds = session.exec(select(Entry.kind).join(Item).where(Item.code == "Q1").order_by(Entry.seq)).all()
        assert kinds == ["opened", "submission", "submission"]


def test_problems_are_told_and_taken_back(reports):
    officer = reports.person("plan_officer")
    say(officer, f"{QUARTER}/problems", {"kind": "problem", "text": "งบมาช้า"})
    shown = say(officer, f"{QUARTER}/problems", {"kind": "suggestion", "text": "เร่งจัดสรร", "project": "P002"})
    told = [(each["kind"]["en"], each["project"], each["text"]) for each in shown["problems"]]
    assert told == [("Problem", "", "งบมาช้า"), ("Suggestion", "P002", "เร่งจัดสรร")]
    first = shown["problems"][0]["id"]
    shown = say(officer, f"{QUARTER}/problems/{first}/withdraw")
    assert [each["text"] for each in shown["problems"]] == ["เร่งจัดสรร"]
    lessons = officer.get(f"{YEAR}/report").json()["content"]["lessons"]
    assert [(each["source"], each["project"], each["text"]) for each in lessons] == [
        ("Q1", "P002", "เร่งจัดสรร")
    ]


def test_projects_below_target_are_listed_and_answer(reports):
    reports.stand("Q1", "acknowledged")
    shown = say(reports.person("plan_officer"), f"{QUARTER}/acceleration")
    (row,) = shown["acceleration"]
    assert (row["code"], row["group"], row["paid_pct"], row["target_pct"]) == (
        *("P001", "PLN", "20.00", "30.29"),
    )
    assert (row["reply"], row["replied_at"], shown["list_outdated"]) == ("", None, [])
    with reports.database.write() as session:
        line = session.exec(select(ProjectLine.id).join(Item).where(Item.code == "P002")).one()
        session.exec(select(Disbursement).where(Disbursement.line_id == line)).one().amount = 0
    officer = reports.person("plan_officer")
    assert officer.get(f"{QUARTER}/report").json()["list_outdated"] == ["P002"]
    say(officer, f"{QUARTER}/acceleration")
    answer = {"project": "P001", "text": "จะเบิกในเดือนมกราคม"}
    owner = reports.person("project_owner")
    assert say(owner, f"{QUARTER}/acceleration/replies", answer, expect=409)["code"] == "not_open_here"
    reports.stand("Q1", "follow_up")
    shown = say(owner, f"{QUARTER}/acceleration/replies", answer)
    assert [(each["code"], each["reply"]) for each in shown["acceleration"]] == [
        ("P001", "จะเบิกในเดือนมกราคม"),
        ("P002", ""),
    ]
    assert say(officer, f"{QUARTER}/acceleration", expect=409)["code"] == "not_open_here"


def test_the_annual_content(reports):
    with reports.database.write() as session:
        item = find(session, reports.office.id, "P001")
        session.add(ProjectReport(item_id=item.id, results="ครบ", success="ดี", problems="ไม่มี"))
    reports.stand("P001", "reported")
    content = reports.person("plan_officer").get(f"{YEAR}/report").json()["content"]
    assert (content["fiscal_year"], content["on"], content["missing"]) == (
        *(2561, "2018-09-30", ["P001", "P002"]),
    )
    assert content["total"] == {"in_force": "1500.50", "disbursed": "400.20", "pct": "26.67"}
    first, second = content["projects"]
    assert (first["results"], first["success"], first["state"]["code"]) == ("ครบ", "ดี", "reported")
    assert [gap["field"] for gap in first["gaps"]] == ["obstacles"]
    assert [gap["en"] for gap in second["gaps"]] == ["Its report is not in"]
    assert [(each["code"], each["projects"]) for each in content["by_group"]] == [
        ("ADM", ["P002"]),
        ("PLN", ["P001"]),
    ]


def test_what_the_door_refuses(reports):
    owner, officer = reports.person("project_owner"), reports.person("plan_officer")
    sent = {"group": "ADM", "text": "x"}
    assert say(owner, f"{QUARTER}/submissions", sent, expect=403)["code"] == "other_group"
    unknown = say(owner, f"{QUARTER}/submissions", {"group": "X", "text": "x"}, expect=422)
    assert (unknown["code"], "กลุ่ม" in unknown["detail"]) == ("input_unknown", True)
    empty = say(officer, f"{QUARTER}/problems", {"kind": "problem"}, expect=422)
    assert empty["code"] == "input_empty"
    nowhere = {"kind": "problem", "text": "x", "project": "P999"}
    assert say(officer, f"{QUARTER}/problems", nowhere, expect=404)["code"] == "unknown_item"
    assert say(officer, f"{QUARTER}/problems/999/withdraw", expect=422)["code"] == "input_unknown"
    assert say(officer, f"{QUARTER}/problems", {"kind": "x", "why": 1}, expect=422)["code"] == "bad_request"
    assert say(officer, f"{YEAR}/acceleration", expect=422)["code"] == "input_unfit"
    assert officer.get(f"{API}/items/P001/report").json()["code"] == "input_unfit"
    assert reports.person("school_officer").get(f"{QUARTER}/report").status_code == 404
    assert reports.visitor().get(f"{QUARTER}/report").status_code == 401


@pytest.mark.parametrize("address", [QUARTER, YEAR])
@pytest.mark.one_database
def test_a_report_costs_the_same_statements_for_2_and_30_projects(reports, address):
    reports.stand("Q1", "acknowledged")
    officer = reports.person("plan_officer")
    say(officer, f"{QUARTER}/acceleration")
    counted = []
    for more in (range(0), range(3, 31)):
        for number in more:
            project(reports, f"P{number:03}", 1_000_00, 0, 100)
        if more:
            say(officer, f"{QUARTER}/acceleration")
        with reports.statements() as statements:
            shown = officer.get(f"{address}/report").json()
        counted.append((len(shown["figures"]["projects"]), statements.count))
    assert counted[0][0] == 2
    assert counted[1] == (30, counted[0][1])
