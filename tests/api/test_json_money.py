"""The office's money of a year, a project's lines and what is carried over, at the JSON door."""

import datetime

import pytest
from conftest import make_office
from json_desk import desk_at_the_json_door, give_passwords  # noqa: F401  a fixture
from sqlmodel import select

from workflow.models import Fund, Item, ProjectLine

YEAR = "/api/v1/years/2561"
CEILING = {"fund": "OFFICE", "amount": "500000.50", "authority": "ศธ 04159/1"}
TRANCHE = {
    "fund": "OFFICE",
    "number": 1,
    "amount": "250000.00",
    "received_on": "2018-01-10",
    "letter_no": "ศธ 04002/9",
}
TARGET = {"quarter": 1, "per_cent": "32.50", "authority": "คณะรัฐมนตรี", "source": "มติ ครม. 8 ส.ค. 2560"}
SAVINGS = {"measures": ["ลดการใช้กระดาษ", "ปิดเครื่องปรับอากาศช่วงพัก"]}
LINE = {"fund": "OFFICE", "category": "operating", "sub": "services", "amount": "900.25"}


@pytest.fixture(autouse=True)
def fund(desk):
    with desk.database.write() as session:
        session.add(Fund(office_id=desk.office.id, code="OFFICE", name_th="งบประมาณสำนักงาน"))


@pytest.fixture(name="project")
def project_of_the_group(desk):
    desk.open("project", "P001", group_id=desk.office.groups["PLN"])
    return "/api/v1/items/P001"


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def test_the_money_of_a_year_is_set_and_read_back(desk):
    finance, officer = desk.person("finance_officer"), desk.person("plan_officer")
    answers = [
        finance.post(f"{YEAR}/ceilings", json=CEILING),
        finance.post(f"{YEAR}/ceilings", json={**CEILING, "group": "PLN", "amount": "0.00"}),
        finance.post(f"{YEAR}/tranches", json=TRANCHE),
        officer.put(f"{YEAR}/targets", json=TARGET),
        officer.put(f"{YEAR}/targets", json={**TARGET, "per_cent": "33", "verified": False}),
        desk.person("area_director").post(f"{YEAR}/savings", json=SAVINGS),
    ]
    assert [each.status_code for each in answers] == [200] * 6, [each.text for each in answers]
    shown = officer.get(f"{YEAR}/money").json()
    assert answers[-1].json() == {**shown, "entry_seq": answers[-1].json()["entry_seq"]}
    told = {"planned": "0.00", "provisional": False, "authority": "ศธ 04159/1", "effective_on": "2018-01-12"}
    assert shown == {
        "fiscal_year": 2561,
        "on": "2018-01-12",
        "ceilings": [
            {"fund": "OFFICE", "group": "", "amount": "500000.50", **told},
            {"fund": "OFFICE", "group": "PLN", "amount": "0.00", **told},
        ],
        "tranches": [{**TRANCHE, "letter_on": None}],
        "targets": [
            {**TARGET, "scope": "all", "per_cent": "33.00", "reached": None, "verified": False},
        ],
        "savings": [{"text": each, "effective_on": "2018-01-12"} for each in SAVINGS["measures"]],
    }
    before = officer.get(f"{YEAR}/money", params={"on": "2018-01-11"}).json()
    assert (before["ceilings"], len(before["tranches"])) == ([], 1)


def test_a_ceiling_from_a_later_day_is_answered_as_on_that_day(desk):
    later = {**CEILING, "effective_on": "2018-02-01", "provisional": True}
    kept = desk.person("plan_director").post(f"{YEAR}/ceilings", json=later).json()
    assert (kept["on"], [each["provisional"] for each in kept["ceilings"]]) == ("2018-02-01", [True])
    assert desk.person("plan_director").get(f"{YEAR}/money").json()["ceilings"] == []


def test_money_sent_twice_with_one_key_arrives_once(desk):
    finance = desk.person("finance_officer")
    once = [
        finance.post(f"{YEAR}/tranches", json=TRANCHE, headers={"Idempotency-Key": "t1"}) for _ in range(2)
    ]
    assert [each.status_code for each in once] == [200, 200]
    assert once[0].json() == once[1].json()
    assert refusal(finance.post(f"{YEAR}/tranches", json=TRANCHE)) == (409, "already_exists")


@pytest.mark.parametrize(
    ("role", "way", "address", "wish"),
    [
        ("clerk", "post", "ceilings", CEILING),
        ("clerk", "post", "tranches", TRANCHE),
        ("clerk", "put", "targets", TARGET),
        ("finance_officer", "post", "savings", SAVINGS),
        ("internal_auditor", "post", "ceilings", CEILING),
    ],
)
def test_who_has_no_such_post_sets_no_money(desk, role, way, address, wish):
    assert refusal(desk.person(role).request(way, f"{YEAR}/{address}", json=wish)) == (403, "no_role")
    shown = desk.person("plan_officer").get(f"{YEAR}/money").json()
    assert [shown[name] for name in ("ceilings", "tranches", "targets", "savings")] == [[], [], [], []]


@pytest.mark.parametrize(
    ("way", "address", "wish", "code"),
    [
        ("post", "ceilings", {**CEILING, "amount": "-0.01"}, "bad_request"),
        ("post", "ceilings", {**CEILING, "amount": "0.001"}, "bad_request"),
        ("post", "ceilings", {**CEILING, "amount": "NaN"}, "bad_request"),
        ("post", "ceilings", {**CEILING, "amount": "99999999999999.99"}, "bad_request"),
        ("post", "ceilings", {**CEILING, "fund": "NONE"}, "input_unknown"),
        ("post", "ceilings", {**CEILING, "group": "NONE"}, "input_unknown"),
        ("post", "ceilings", {**CEILING, "authority": " "}, "input_empty"),
        ("post", "ceilings", {**CEILING, "effective_on": "2561-02-01"}, "wrong_era"),
        ("post", "tranches", {**TRANCHE, "amount": "0.00"}, "input_out_of_range"),
        ("post", "tranches", {**TRANCHE, "amount": "-1.00"}, "input_out_of_range"),
        ("post", "tranches", {**TRANCHE, "number": 0}, "bad_request"),
        ("post", "tranches", {**TRANCHE, "received_on": "2018-01-13"}, "date_in_future"),
        ("post", "tranches", {**TRANCHE, "fund": "NONE"}, "input_unknown"),
        ("put", "targets", {**TARGET, "quarter": 5}, "bad_request"),
        ("put", "targets", {**TARGET, "per_cent": "100.01"}, "bad_request"),
        ("put", "targets", {**TARGET, "per_cent": "0"}, "bad_request"),
        ("put", "targets", {**TARGET, "scope": "none"}, "input_unknown"),
        ("post", "savings", {"measures": []}, "bad_request"),
        ("post", "savings", {"measures": [" "]}, "input_empty"),
        ("post", "savings", {**SAVINGS, "more": 1}, "bad_request"),
    ],
)
def test_what_is_no_amount_day_or_code_is_refused(desk, way, address, wish, code):
    refused = desk.person("plan_director").request(way, f"{YEAR}/{address}", json=wish)
    if address == "savings" and code == "bad_request":
        refused = desk.person("area_director").request(way, f"{YEAR}/{address}", json=wish)
    assert refusal(refused) == (422, code)


def test_a_year_in_the_common_era_is_no_year(desk):
    assert desk.person("plan_officer").get("/api/v1/years/2018/money").status_code == 422


def test_school_people_see_nothing_of_the_offices_money(desk):
    assert refusal(desk.person("school_officer").get(f"{YEAR}/money")) == (403, "other_school")


def test_another_offices_money_is_out_of_reach(desk):
    with desk.database.write() as session:
        other = make_office(session, "T2")
        give_passwords(session, other)
    stranger = desk.person("plan_director", other)
    assert refusal(stranger.post(f"{YEAR}/ceilings?office=T1", json=CEILING)) == (403, "other_office")
    assert refusal(stranger.post(f"{YEAR}/ceilings", json=CEILING)) == (422, "input_unknown")  # no such fund
    assert stranger.get(f"{YEAR}/money").json()["ceilings"] == []


# A project's lines


def test_what_a_proposal_asks_for_is_replaced_as_a_whole(desk, project):
    owner = desk.person("project_owner")
    wish = {
        "lines": [LINE, {**LINE, "sub": "materials", "amount": "99.75"}],
        "quarters": ["500.00", "500.00", "0.00", "0.00"],
    }
    kept = owner.put(f"{project}/lines", json=wish)
    assert kept.status_code == 200, kept.text
    shown = owner.get(f"{project}/lines").json()
    assert kept.json() == {**shown, "entry_seq": kept.json()["entry_seq"]}
    assert shown["quarters"] == ["500.00", "500.00", "0.00", "0.00"]
    told = [(each["sub"], each["requested"], each["in_force"], each["paid"]) for each in shown["lines"]]
    assert sorted(told) == [("materials", "99.75", "99.75", "0.00"), ("services", "900.25", "900.25", "0.00")]
    again = owner.put(f"{project}/lines", json={"lines": [LINE]}).json()
    assert ([each["sub"] for each in again["lines"]], again["quarters"]) == (["services"], [])


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"lines": []}, 422, "input_empty"),
        ({"lines": [{**LINE, "amount": "0.00"}]}, 422, "bad_request"),
        ({"lines": [{**LINE, "amount": "-1.00"}]}, 422, "bad_request"),
        ({"lines": [{**LINE, "fund": "NONE"}]}, 422, "input_unknown"),
        ({"lines": [{**LINE, "category": "none"}]}, 422, "input_unknown"),
        ({"lines": [{**LINE, "sub": "none"}]}, 422, "input_unknown"),
        ({"lines": [LINE, LINE]}, 409, "already_exists"),
        ({"lines": [LINE], "quarters": ["1.00"] * 3}, 422, "bad_request"),
        ({"lines": [LINE], "quarters": ["1.00"] * 4}, 422, "input_sum_differs"),
    ],
)
def test_lines_that_cannot_be_are_refused_and_change_nothing(desk, project, wish, status, code):
    owner = desk.person("project_owner")
    owner.put(f"{project}/lines", json={"lines": [LINE]})
    assert refusal(owner.put(f"{project}/lines", json=wish)) == (status, code)
    assert [each["requested"] for each in owner.get(f"{project}/lines").json()["lines"]] == ["900.25"]


@pytest.mark.parametrize(("role", "code"), [("clerk", "no_role"), ("project_owner@ADM", "other_group")])
def test_another_group_writes_no_lines(desk, project, role, code):
    assert refusal(desk.person(role).put(f"{project}/lines", json={"lines": [LINE]})) == (403, code)


def test_lines_of_what_is_no_draft_or_no_project(desk, project):
    desk.open("annual_plan", "AP")
    desk.stand("P001", "submitted")
    owner = desk.person("project_owner")
    assert refusal(owner.put(f"{project}/lines", json={"lines": [LINE]})) == (409, "not_open_here")
    assert refusal(owner.get("/api/v1/items/AP/lines")) == (422, "input_not_a_project")
    assert refusal(owner.put("/api/v1/items/AP/lines", json={"lines": [LINE]})) == (
        422,
        "input_not_a_project",
    )


@pytest.fixture(name="line")
def line_in_the_plan(desk, project):
    """The key of a line of 1,000 baht of a project under way."""
    with desk.database.write() as session:
        item = session.exec(select(Item).where(Item.code == "P001")).one()
        item.state, item.effective_on = "in_progress", datetime.date(2017, 10, 1)
        fund = session.exec(select(Fund.id)).one()
        row = ProjectLine(
            item_id=item.id, fund_id=fund, category="operating", sub="services", original=1000_00
        )
        session.add(row)
        session.flush()
        return row.id


def carried(line):
    return {
        "line": line,
        "amount": "400.00",
        "approval": "กค 0406/5",
        "effective_on": "2018-01-12",
    }


def test_money_is_carried_over_once(desk, project, line):
    finance = desk.person("finance_officer")
    kept = finance.post(f"{project}/carry-over", json=carried(line))
    assert kept.status_code == 200, kept.text
    entry = finance.get(f"{project}/history").json()["entries"][-1]
    assert (entry["kind"], entry["seq"]) == ("carry_over", kept.json()["entry_seq"])
    assert refusal(finance.post(f"{project}/carry-over", json=carried(line))) == (409, "already_exists")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"amount": "1000.01"}, "input_above_what_is_left"),
        ({"amount": "0.00"}, "bad_request"),
        ({"line": 999_999}, "input_unknown"),
        ({"approval": ""}, "input_empty"),
        ({"effective_on": "2018-01-13"}, "date_in_future"),
        ({"effective_on": "2017-09-30"}, "input_out_of_range"),
    ],
)
def test_what_cannot_be_carried_over(desk, project, line, more, code):
    refused = desk.person("finance_officer").post(f"{project}/carry-over", json={**carried(line), **more})
    assert refusal(refused) == (422, code)


def test_who_carries_nothing_over(desk, project, line):
    refused = desk.person("project_owner").post(f"{project}/carry-over", json=carried(line))
    assert refusal(refused) == (403, "no_role")


def test_another_offices_project_is_not_there(desk, project, line):
    with desk.database.write() as session:
        other = make_office(session, "T2")
        give_passwords(session, other)
    stranger = desk.person("finance_officer", other)
    for way, address, wish in (
        ("get", "lines", None),
        ("put", "lines", {"lines": [LINE]}),
        ("post", "carry-over", carried(line)),
    ):
        answer = stranger.request(way, f"{project}/{address}", json=wish)
        assert refusal(answer) == (404, "unknown_item"), (way, address)


def test_a_line_of_another_project_is_not_this_ones(desk, project, line):
    desk.open("project", "P002", group_id=desk.office.groups["PLN"])
    desk.stand("P002", "in_progress")
    finance = desk.person("finance_officer")
    refused = finance.post("/api/v1/items/P002/carry-over", json=carried(line))
    assert refusal(refused) == (422, "input_unknown")
