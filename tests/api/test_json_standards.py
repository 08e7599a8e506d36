"""School plans, expenditure analysis, development plan and assessment at the JSON and command doors."""

import json

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from typer.testing import CliRunner

from api.cli import app
from workflow.items import find

API = "/api/v1"
CODES = ["SP2561-S001", "SP2561-S002"]


def test_the_plan_group_opens_all_schools_plans_once(desk):
    director = desk.person("plan_director")
    assert director.post(f"{API}/school-plans/2561").json() == {"opened": CODES, "there_before": 0}
    assert director.post(f"{API}/school-plans/2561").json() == {"opened": [], "there_before": 2}
    told = director.get(f"{API}/school-plans/2561").json()
    assert told["unanswered"] == ["S001", "S002"]
    assert [(each["code"], each["schools"], each["late"]) for each in told["clusters"]] == [("C1", 2, 2)]
    assert told["schools"][0]["standing"] == "not_started"
    before = director.get(f"{API}/school-plans/2561?on=2018-01-11").json()
    assert [each["standing"] for each in before["schools"]] == ["not_opened", "not_opened"]


def test_school_people_neither_open_nor_see_other_schools(desk):
    school = desk.person("school_officer")
    assert school.post(f"{API}/school-plans/2561").status_code == 403
    assert school.get(f"{API}/school-plans/2561").status_code == 403
    assert school.get(f"{API}/assessments/2561").status_code == 403


def test_answers_and_lines_are_kept_in_baht_to_the_satang(desk):
    desk.open("expenditure_analysis", "EX1")
    officer = desk.person("plan_officer")
    answers = [{"school": "S001", "income": "1200.50", "expense": "0.00"}, {"group": "PLN", "income": "1"}]
    refused = officer.put(f"{API}/items/EX1/expenditure/answers", json={"answers": answers})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_open_here")
    with desk.database.write() as session:
        find(session, desk.office.id, "EX1").state = "committee_analysis"
    kept = officer.put(f"{API}/items/EX1/expenditure/answers", json={"answers": answers}).json()
    assert kept["schools"] == {"answered": 1, "there_are": 2, "missing": ["S002"]}
    assert kept["groups"] == {"answered": 0, "there_are": 2, "missing": ["ADM", "PLN"]}
    assert kept["answers"][0]["income"] == "1200.50"
    lines = [
        {"side": "income", "category": "เงินอุดหนุน", "amount": "10.25"},
        {"side": "expense", "category": "ค่าจ้าง", "amount": "5"},
    ]
    told = officer.put(f"{API}/items/EX1/expenditure/lines", json={"lines": lines}).json()
    assert (told["income"], told["expense"], told["round"]) == ("10.25", "5.00", 1)
    read = officer.get(f"{API}/items/EX1/expenditure").json()
    assert read == {key: value for key, value in told.items() if key != "entry_seq"}
    wrong = officer.put(
        f"{API}/items/EX1/expenditure/lines", json={"lines": [{**lines[0], "amount": "0.005"}]}
    )
    assert wrong.status_code == 422


def test_a_school_answers_the_survey_for_itself_alone(desk):
    desk.open("expenditure_analysis", "EX1")
    school, other, address = (
        desk.person("school_officer"),
        desk.person("school_officer@S002"),
        "surveys/EX1/answer",
    )
    answer = {"school": "S001", "income": "1200.50", "expense": "0"}
    assert school.get(f"{API}/surveys").json() == {"surveys": []}
    assert school.put(f"{API}/{address}", json=answer).json()["code"] == "not_open_here"
    with desk.database.write() as session:
        find(session, desk.office.id, "EX1").state = "surveying"
    asked = school.get(f"{API}/surveys").json()["surveys"]
    assert [(each["code"], each["takes_answers"], each["unanswered"]) for each in asked] == [
        ("EX1", True, ["S001"])
    ]
    kept = school.put(f"{API}/{address}", json=answer).json()
    assert (kept["unanswered"], kept["answers"]) == (
        [],
        [{**answer, "expense": "0.00", "group": "", "text": ""}],
    )
    refused = school.put(f"{API}/{address}", json={**answer, "school": "S002"})
    assert (refused.status_code, refused.json()["code"]) == (403, "other_school")
    (seen,) = other.get(f"{API}/surveys").json()["surveys"]
    assert (seen["unanswered"], seen["answers"]) == (["S002"], [])
    assert school.get(f"{API}/items/EX1/expenditure").status_code == 404  # the office's own analysis
    told = desk.person("plan_officer").get(f"{API}/items/EX1/expenditure").json()
    assert told["schools"] == {"answered": 1, "there_are": 2, "missing": ["S002"]}


def test_whoever_has_no_school_answers_for_none(desk):
    desk.open("expenditure_analysis", "EX1")
    desk.open("memo", "B1")
    for role in ("plan_officer", "school_cluster_chair", "internal_auditor"):
        client, answer = desk.person(role), {"school": "S001", "income": "1", "expense": "1"}
        assert client.get(f"{API}/surveys").status_code == 403
        assert client.put(f"{API}/surveys/EX1/answer", json=answer).status_code == 403
    school = desk.person("school_officer")
    assert school.put(f"{API}/surveys/B1/answer", json=answer).status_code == 404


@pytest.mark.parametrize("address", ["expenditure", "development"])
def test_a_paper_of_another_kind_is_refused(desk, address):
    desk.open("memo", "B1")
    answer = desk.person("plan_officer").get(f"{API}/items/B1/{address}")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_input")


def test_a_development_plan_is_saved_and_read_with_what_it_lacks(desk):
    desk.open("development_plan", "DP1")
    officer = desk.person("plan_officer")
    assert officer.get(f"{API}/items/DP1/development").json()["content"] is None
    wish = {"first_year": 2562, "last_year": 2563, "strategies": "S1 พัฒนาคุณภาพ", "vision": "องค์กรคุณภาพ"}
    kept = officer.put(f"{API}/items/DP1/development", json=wish).json()
    assert kept["content"]["vision"] == "องค์กรคุณภาพ"
    lacks = [each["field"] for each in kept["lacks"] if each["step"] == "set_direction"]
    assert lacks == ["mission", "goals", "core_values"]


def test_the_assessment_names_each_criterion_its_sources_and_what_is_asked(desk):
    desk.open("annual_plan", "AP1")
    told = desk.person("internal_auditor").get(f"{API}/assessments/2561").json()
    assert [(each["code"], each["shape"], each["level"]) for each in told["standards"]] == [
        ("M1", "levels", 0),
        ("M2", "levels", 0),
        ("M3", "statement", None),
        ("M4", "levels", 0),
        ("D", "checklist", None),
        ("A", "checklist", None),
        ("E", "checklist", None),
    ]
    first = told["standards"][5]["criteria"][0]
    assert (first["code"], first["status"], first["deadline"]) == ("A1", "not_met", "D-AP-01")
    assert first["sources"] == ["P-A-std1", "R-059"]
    assert told["standards"][0]["asked"] == ["M1.1", "M1.3", "M1.4", "M1.5"]


def test_the_assessment_takes_as_many_statements_for_a_year_of_papers_as_for_one(desk):
    """Ten more papers of the year cost no more looks at the database."""
    desk.open("annual_plan", "AP1")
    auditor = desk.person("internal_auditor")
    with desk.statements() as one:
        auditor.get(f"{API}/assessments/2561")
    for number in range(10):
        desk.open("memo", f"B{number}")
    with desk.statements() as many:
        auditor.get(f"{API}/assessments/2561")
    assert many.count == one.count


def told_by(desk, *words):
    result = CliRunner().invoke(app, ["schools", *words, "--database", desk.database_url, "--json"])
    return result.exit_code, json.loads(result.stdout)


def test_the_command_opens_and_lists(desk):
    code, told = told_by(desk, "open", "2561", "--as", "plan_director.t1")
    assert (code, told["opened"], told["codes"]) == (0, 2, CODES)
    code, told = told_by(desk, "list", "2561")
    assert (code, told["unanswered"], told["closed_schools"]) == (0, ["S001", "S002"], [])
    code, told = told_by(desk, "open", "2561", "--as", "school_officer.t1")
    assert (code != 0, told["error"]["code"]) == (True, "no_role")
    shown = CliRunner().invoke(app, ["schools", "list", "2561", "--database", desk.database_url])
    assert "ยังไม่ส่งแผน 2 โรงเรียน" in shown.stdout


@pytest.mark.parametrize("year", ["2400", "2700", "-5", "0", "10543", "99999", "9" * 19, "9" * 5_000])
def test_a_year_that_there_is_not_is_refused_wherever_it_is_named(desk, year):
    director = desk.person("plan_director")
    asked = [
        director.get(f"{API}/school-plans/{year}"),
        director.post(f"{API}/school-plans/{year}"),
        director.get(f"{API}/assessments/{year}"),
    ]
    assert [(each.status_code, each.json()["code"]) for each in asked] == [(422, "bad_request")] * 3
