"""The proposal form and the similar proposals at the JSON door."""

import datetime

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture

from workflow.items import find

API = "/api/v1"
FORM = {
    "work_plan": "พัฒนาคุณภาพผู้เรียน",
    "nature": "continuing",
    "rationale": "นักเรียนอ่านไม่คล่อง",
    "objectives": "เพื่อให้อ่านคล่อง",
    "target_group": "ครู ป.1-3",
    "quantity": "ครู 180 คน",
    "quality": "อ่านคล่องขึ้น",
    "risks": "ฝนตก",
    "evaluation": "ทดสอบ",
    "expected": "อ่านคล่องทุกคน",
    "activities": [{"title": "อบรม", "months": [3, 4]}],
    "indicators": [{"name": "ร้อยละที่อ่านคล่อง", "target": "80", "method": "ทดสอบ", "tool": "แบบทดสอบ"}],
    "goals": [],
}
EMPTY = {name: [] if isinstance(value, list) else "" for name, value in FORM.items()}


def open_project(desk, code="P001", **more):
    more.setdefault("starts_on", datetime.date(2017, 12, 1))
    desk.open("project", code, owner_id=desk.office.people["project_owner"], **more)


def test_a_form_is_empty_then_saved_and_read_back_with_what_it_lacks(desk):
    open_project(desk)
    owner, address = desk.person("project_owner"), f"{API}/items/P001/proposal"
    before = owner.get(address)
    assert (before.status_code, before.json()["form"]) == (200, EMPTY)
    assert [gap["field"] for gap in before.json()["gaps"]] == [
        *("rationale", "objectives", "target_group", "quantity", "activities", "lines", "indicators")
    ]
    saved = owner.put(address, json=FORM)
    lacking = {
        "field": "lines",
        "th": "ข้อ 13 งบประมาณ: ยังไม่มีรายการค่าใช้จ่าย",
        "en": "13. Budget: no spending lines yet",
    }
    assert saved.status_code == 200, saved.text
    assert (saved.json()["code"], saved.json()["form"], saved.json()["gaps"]) == ("P001", FORM, [lacking])
    shown = {"code": "P001", "saved_entry": saved.json()["entry_seq"], "form": FORM, "gaps": [lacking]}
    assert owner.get(address).json() == shown
    told = owner.get(f"{API}/items/P001/history").json()["entries"]
    assert [(each["kind"], each["seq"]) for each in told][-1] == ("proposal", saved.json()["entry_seq"])


def test_who_saves_over_somebody_elses_work_is_told_whose_it_is(desk):
    open_project(desk)
    owner, officer = desk.person("project_owner"), desk.person("plan_officer")
    address = f"{API}/items/P001/proposal"
    assert owner.get(address).json()["saved_entry"] is None
    first = officer.put(address, json=FORM | {"expect_entry": 0})
    late = owner.put(address, json=FORM | {"risks": "น้ำท่วม", "expect_entry": 0})
    assert (first.status_code, late.status_code, late.json()["code"]) == (200, 409, "content_changed")
    assert late.json()["detail"].startswith("ผู้ดำรงตำแหน่ง plan_officer แก้ไขเรื่อง P001 เมื่อ 12 ม.ค. 2561")
    read = owner.get(address).json()
    assert (read["form"], read["saved_entry"]) == (FORM, first.json()["entry_seq"])
    again = owner.put(address, json=FORM | {"risks": "น้ำท่วม", "expect_entry": read["saved_entry"]})
    assert (again.status_code, again.json()["form"]["risks"]) == (200, "น้ำท่วม")


def test_saving_the_same_again_writes_no_entry(desk):
    open_project(desk)
    owner, address = desk.person("project_owner"), f"{API}/items/P001/proposal"
    assert owner.put(address, json=FORM).json()["entry_seq"] is not None
    assert owner.put(address, json=FORM).json()["entry_seq"] is None


def test_a_repeated_request_with_its_key_is_answered_again(desk):
    open_project(desk)
    owner, key = desk.person("project_owner"), {"Idempotency-Key": "k-1"}
    first = owner.put(f"{API}/items/P001/proposal", json=FORM, headers=key)
    again = owner.put(f"{API}/items/P001/proposal", json=FORM, headers=key)
    assert (again.status_code, again.headers["Idempotent-Replay"], again.text) == (200, "true", first.text)
    other = owner.put(f"{API}/items/P001/proposal", json=FORM | {"risks": "น้ำท่วม"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


@pytest.mark.parametrize(
    ("role", "change", "status", "code"),
    [
        ("clerk", {}, 403, "no_role"),
        ("project_owner@ADM", {}, 403, "other_group"),
        ("school_officer", {}, 404, "unknown_item"),
        ("project_owner", {"rationale": "ก" * 10_001}, 413, "too_long"),
        ("project_owner", {"nature": "old"}, 422, "input_unknown"),
        ("project_owner", {"goals": [{"kind": "strategy", "code": "S9"}]}, 422, "input_unknown"),
        ("project_owner", {"activities": [{"title": "ก", "months": [13]}]}, 422, "bad_request"),
        ("project_owner", {"colour": "red"}, 422, "bad_request"),
        ("project_owner", {"risks": "a\x00b"}, 422, "bad_request"),
    ],
)
def test_what_is_refused_is_a_problem_and_changes_nothing(desk, role, change, status, code):
    open_project(desk)
    refused = desk.person(role).put(f"{API}/items/P001/proposal", json=FORM | change)
    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert desk.person("project_owner").get(f"{API}/items/P001/proposal").json()["form"] == EMPTY


def test_the_form_of_a_submitted_project_stands_still(desk):
    open_project(desk)
    with desk.database.write() as session:
        find(session, desk.office.id, "P001").state = "submitted"
    refused = desk.person("project_owner").put(f"{API}/items/P001/proposal", json=FORM)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_open_here")


def test_only_projects_have_a_form_and_only_plans_have_similar_proposals(desk):
    desk.open("annual_plan", "AP2561")
    open_project(desk)
    director = desk.person("plan_director")
    for answer, code in (
        (director.get(f"{API}/items/AP2561/proposal"), "input_not_a_project"),
        (director.put(f"{API}/items/AP2561/proposal", json=FORM), "input_not_a_project"),
        (director.get(f"{API}/items/P001/similar"), "input_unfit"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, code)


def plan_with_proposals(desk):
    desk.open("annual_plan", "AP2561")
    with desk.database.read() as session:
        plan = find(session, desk.office.id, "AP2561").id
    for code, title, target in (
        ("P001", "โครงการพัฒนาการอ่านออกเขียนได้", "ครู ป.1-3"),
        ("P002", "โครงการอบรมครูพัฒนาการอ่านออกเขียนได้", "ครู ป.1-3 จำนวน 90 คน"),
        ("P003", "โครงการซ่อมแซมอาคารสำนักงาน", "อาคาร 1 หลัง"),
    ):
        open_project(desk, code, parent_id=plan, title=title)
        form = FORM if code != "P003" else FORM | {"objectives": "อาคารปลอดภัย", "activities": []}
        saved = desk.person("project_owner").put(
            f"{API}/items/{code}/proposal", json=form | {"target_group": target}
        )
        assert saved.status_code == 200, saved.text


def test_the_similar_proposals_of_a_plan_come_with_their_reasons(desk):
    plan_with_proposals(desk)
    answer = desk.person("plan_officer").get(f"{API}/items/AP2561/similar")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["code"], told["proposals"], told["threshold"]) == ("AP2561", 3, 0.3)
    (pair,) = told["pairs"]
    assert (pair["first"]["code"], pair["second"]["code"]) == ("P001", "P002")
    assert pair["second"]["title"] == "โครงการอบรมครูพัฒนาการอ่านออกเขียนได้"
    assert 0.25 <= pair["score"] <= 1
    assert {reason["about"] for reason in pair["reasons"]} >= {"title", "group"}
    assert desk.person("plan_officer").get(f"{API}/items/AP2561/similar?threshold=1").json()["pairs"] == []


@pytest.mark.one_database
def test_comparing_costs_the_same_statements_however_many_proposals_there_are(desk):
    plan_with_proposals(desk)
    officer = desk.person("plan_officer")
    with desk.statements() as three:
        officer.get(f"{API}/items/AP2561/similar")
    with desk.database.write() as session:
        for code in ("P002", "P003"):
            find(session, desk.office.id, code).state = "cancelled"
    with desk.statements() as one:
        officer.get(f"{API}/items/AP2561/similar")
    assert three.count == one.count


def test_people_of_a_school_do_not_see_the_offices_proposals(desk):
    plan_with_proposals(desk)
    visitor = desk.person("school_officer")
    for address in ("P001/proposal", "AP2561/similar"):
        assert visitor.get(f"{API}/items/{address}").status_code == 404
