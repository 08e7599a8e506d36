"""Goals of a year, members of bodies, and the particulars that stay editable, at the JSON door."""

import datetime

import pytest
from conftest import LONG_AGO, make_office
from json_desk import desk_at_the_json_door, give_passwords  # noqa: F401  a fixture

from workflow.items import find
from workflow.models import Body, Indicator

API = "/api/v1"
GOALS = f"{API}/years/2561/goals"
GOAL = {"kind": "strategy", "code": "S1", "name_th": "พัฒนาคุณภาพผู้เรียน"}
MEMBERS = f"{API}/bodies/plan_committee/members"
CHAIR = {"name_th": "นายประธาน ตัวอย่าง", "role": "chair"}
ORDER = {"order_no": "คำสั่งที่ 12/2561", "members": [CHAIR]}


def refusal(answer):
    return answer.status_code, answer.json()["code"]


@pytest.fixture(autouse=True)
def committees(desk):
    with desk.database.write() as session:
        for code, until in (("plan_committee", None), ("old_committee", datetime.date(2017, 9, 30))):
            session.add(
                Body(
                    office_id=desk.office.id,
                    code=code,
                    name_th=f"คณะ {code}",
                    internal=True,
                    valid_from=LONG_AGO,
                    valid_to=until,
                )
            )


@pytest.fixture(name="stranger")
def plan_director_of_another_office(desk):
    with desk.database.write() as session:
        other = make_office(session, "T2")
        give_passwords(session, other)
    return desk.person("plan_director", other)


# Goals


def test_goals_are_added_and_read_back(desk):
    officer = desk.person("plan_officer")
    standard = {"kind": "standard", "code": "M2", "name_th": "มาตรฐานที่ 2"}
    answers = [officer.post(GOALS, json=each) for each in (standard, GOAL)]
    assert [each.status_code for each in answers] == [200, 200]
    shown = officer.get(GOALS).json()
    assert answers[1].json() == {**shown, "entry_seq": answers[1].json()["entry_seq"]}
    assert shown["goals"] == [
        {**GOAL, "kind": {"code": "strategy", "th": "กลยุทธ์", "en": "strategy"}},
        {**standard, "kind": {"code": "standard", "th": "มาตรฐาน", "en": "standard"}},
    ]
    assert officer.get(f"{API}/years/2562/goals").json()["goals"] == []


@pytest.mark.parametrize(
    ("role", "more", "status", "code"),
    [
        ("project_owner", {}, 403, "no_role"),
        ("plan_officer", {"kind": "dream"}, 422, "input_unknown"),
        ("plan_officer", {"code": " "}, 422, "input_empty"),
        ("plan_officer", {"name_th": ""}, 422, "input_empty"),
        ("plan_officer", {"code": "S" * 41}, 413, "too_long"),
        ("plan_officer", {"year": 2561}, 422, "bad_request"),
    ],
)
def test_goals_that_are_refused_are_not_kept(desk, role, more, status, code):
    assert refusal(desk.person(role).post(GOALS, json={**GOAL, **more})) == (status, code)
    assert desk.person("plan_officer").get(GOALS).json()["goals"] == []


def test_a_goal_is_added_once_and_with_its_key_told_once(desk):
    officer = desk.person("plan_officer")
    once = [officer.post(GOALS, json=GOAL, headers={"Idempotency-Key": "g1"}) for _ in range(2)]
    assert (once[0].status_code, once[0].json()) == (200, once[1].json())
    assert refusal(officer.post(GOALS, json=GOAL)) == (409, "already_exists")


def test_each_office_has_goals_of_its_own(desk, stranger):
    desk.person("plan_officer").post(GOALS, json=GOAL)
    assert stranger.get(GOALS).json()["goals"] == []
    assert refusal(stranger.get(GOALS, params={"office": "T1"})) == (403, "other_office")
    assert refusal(desk.person("school_officer").get(GOALS)) == (403, "other_school")


# Bodies and their members


def test_members_are_appointed_by_order_and_leave_with_their_last_day(desk):
    secretary = desk.person("committee_secretary")
    account = desk.account("plan_officer")["username"]
    officer = {"name_th": "นางสาวแผน ตัวอย่าง", "account": account, "valid_from": "2018-01-15"}
    kept = secretary.post(MEMBERS, json={**ORDER, "members": [CHAIR, officer]})
    assert kept.status_code == 200, kept.text
    first, second = kept.json()["members"]
    assert (first["role"], first["account"], first["order_no"], first["valid_from"], first["valid_to"]) == (
        "chair",
        "",
        "คำสั่งที่ 12/2561",
        "2018-01-12",
        None,
    )
    assert (second["role"], second["account"], second["valid_from"]) == ("member", account, "2018-01-15")
    address = f"{MEMBERS}/{first['member']}/end"
    ended = secretary.post(address, json={"last_day": "2018-01-12"}).json()
    assert ended["members"][0]["valid_to"] == "2018-01-12"
    (shown,) = secretary.get(f"{API}/bodies", params={"on": "2018-01-13"}).json()
    assert (shown["code"], [each["name_th"] for each in shown["members"]]) == (
        "plan_committee",
        ["นางสาวแผน ตัวอย่าง"],
    )


def test_an_order_seats_all_it_names_or_nobody(desk):
    secretary = desk.person("committee_secretary")
    refused = secretary.post(MEMBERS, json={**ORDER, "members": [CHAIR, {**CHAIR, "name_th": "อีกคน"}]})
    assert refusal(refused) == (409, "already_exists")  # a second chair
    assert secretary.get(f"{API}/bodies").json()[0]["members"] == []


@pytest.mark.parametrize(
    ("role", "body", "wish", "status", "code"),
    [
        ("project_owner", "plan_committee", ORDER, 403, "no_role"),
        ("clerk", "none", ORDER, 404, "unknown_body"),
        ("clerk", "old_committee", ORDER, 422, "input_not_in_force"),
        ("clerk", "plan_committee", {**ORDER, "order_no": " "}, 422, "input_empty"),
        ("clerk", "plan_committee", {**ORDER, "members": []}, 422, "bad_request"),
        ("clerk", "plan_committee", {**ORDER, "members": [{**CHAIR, "role": "king"}]}, 422, "input_unknown"),
        (
            "clerk",
            "plan_committee",
            {**ORDER, "members": [{**CHAIR, "account": "nobody"}]},
            404,
            "unknown_person",
        ),
        (
            "clerk",
            "plan_committee",
            {**ORDER, "members": [{**CHAIR, "valid_to": "2018-01-01"}]},
            422,
            "input_before_start",
        ),
        (
            "clerk",
            "plan_committee",
            {**ORDER, "members": [{**CHAIR, "valid_from": "2561-01-12"}]},
            422,
            "wrong_era",
        ),
    ],
)
def test_appointments_that_are_refused(desk, role, body, wish, status, code):
    answer = desk.person(role).post(f"{API}/bodies/{body}/members", json=wish)
    assert refusal(answer) == (status, code)


def test_another_office_sees_and_ends_no_seat(desk, stranger):
    seat = desk.person("clerk").post(MEMBERS, json=ORDER).json()["members"][0]["member"]
    end = {"last_day": "2018-01-12"}
    assert stranger.get(f"{API}/bodies").json() == []
    assert refusal(stranger.post(MEMBERS, json=ORDER)) == (404, "unknown_body")
    assert refusal(stranger.post(f"{MEMBERS}/{seat}/end", json=end)) == (404, "unknown_body")
    clerk = desk.person("clerk")
    assert refusal(clerk.post(f"{API}/bodies/old_committee/members/{seat}/end", json=end)) == (
        404,
        "unknown_body",
    )
    assert refusal(clerk.post(f"{MEMBERS}/999999/end", json=end)) == (404, "unknown_body")
    assert refusal(desk.person("project_owner").post(f"{MEMBERS}/{seat}/end", json=end)) == (403, "no_role")
    before = {"last_day": "2018-01-11"}
    assert refusal(clerk.post(f"{MEMBERS}/{seat}/end", json=before)) == (422, "input_before_start")


# Particulars of an approved project


@pytest.fixture(name="project")
def project_under_way(desk):
    desk.open("project", "P001", group_id=desk.office.groups["PLN"])
    desk.stand("P001", "in_progress")
    return f"{API}/items/P001"


def test_owner_and_dates_change_without_an_amendment(desk, project):
    owner = desk.account("project_owner")["username"]
    wish = {"owner": owner, "starts_on": "2018-01-15", "ends_on": "2018-06-30"}
    kept = desk.person("group_director").put(f"{project}/particulars", json=wish)
    assert kept.status_code == 200, kept.text
    shown = desk.person("plan_officer").get(project).json()
    assert (shown["owner"]["username"], shown["starts_on"], shown["ends_on"]) == (
        owner,
        "2018-01-15",
        "2018-06-30",
    )
    again = desk.person("plan_officer").put(f"{project}/particulars", json={"ends_on": "2018-07-31"}).json()
    assert (again["starts_on"], again["ends_on"]) == ("2018-01-15", "2018-07-31")
    entry = desk.person("plan_officer").get(f"{project}/history").json()["entries"][-1]
    assert entry["kind"] == "particulars"


@pytest.mark.parametrize(
    ("role", "wish", "status", "code"),
    [
        ("group_director@ADM", {"ends_on": "2018-07-31"}, 403, "other_group"),
        ("clerk", {"ends_on": "2018-07-31"}, 403, "no_role"),
        ("plan_officer", {"owner": "nobody"}, 404, "unknown_person"),
        ("plan_officer", {"ends_on": "2018-10-01"}, 422, "input_out_of_range"),
        ("plan_officer", {"starts_on": "2018-06-02", "ends_on": "2018-06-01"}, 422, "input_before_start"),
        ("plan_officer", {"ends_on": "2561-06-01"}, 422, "wrong_era"),
        ("plan_officer", {"title": "ชื่อใหม่"}, 422, "bad_request"),
    ],
)
def test_particulars_that_are_refused(desk, project, role, wish, status, code):
    assert refusal(desk.person(role).put(f"{project}/particulars", json=wish)) == (status, code)


def test_nobody_of_another_office_changes_particulars_or_becomes_owner(desk, project, stranger):
    wish = {"ends_on": "2018-07-31"}
    assert refusal(stranger.put(f"{project}/particulars", json=wish)) == (404, "unknown_item")
    wish = {"owner": "plan_director.t2"}
    assert refusal(desk.person("plan_officer").put(f"{project}/particulars", json=wish)) == (
        404,
        "unknown_person",
    )


def test_a_closed_project_keeps_its_particulars(desk, project):
    desk.stand("P001", "closed")
    answer = desk.person("plan_officer").put(f"{project}/particulars", json={"ends_on": "2018-07-31"})
    assert refusal(answer) == (409, "not_open_here")


# A project's report


@pytest.fixture(name="report")
def report_of_completed_work(desk, project):
    desk.stand("P001", "completed")
    with desk.database.write() as session:
        item_id = find(session, desk.office.id, "P001").id
        session.add(Indicator(item_id=item_id, number=1, name="ร้อยละของผู้เข้าร่วม", target="80"))
    return f"{project}/project-report"


REPORT = {
    "results": "อบรม 2 รุ่น",
    "success": "ครบตามเป้าหมาย",
    "problems": "ไม่มี",
    "obstacles": "ไม่มี",
    "measured": ["85"],
}


def test_the_report_of_a_project_is_kept_and_read_back(desk, report):
    owner = desk.person("project_owner")
    lacking = [gap["field"] for gap in owner.get(report).json()["gaps"]]
    assert lacking == ["results", "success", "problems", "obstacles", "measured"]
    kept = owner.put(report, json=REPORT).json()
    shown = owner.get(report).json()
    assert (kept["form"], kept["gaps"]) == (shown["form"], [])
    assert shown["form"] == {**REPORT, "suggestions": ""}
    assert kept["entry_seq"] is not None
    assert owner.put(report, json=REPORT).json()["entry_seq"] is None  # nothing was different


@pytest.mark.parametrize(
    ("role", "wish", "status", "code"),
    [
        ("clerk", REPORT, 403, "no_role"),
        ("project_owner@ADM", REPORT, 403, "other_group"),
        ("project_owner", {**REPORT, "measured": []}, 422, "input_out_of_range"),
        ("project_owner", {**REPORT, "results": "ก" * 10_001}, 413, "too_long"),
        ("project_owner", {**REPORT, "praise": "มาก"}, 422, "bad_request"),
    ],
)
def test_reports_that_are_refused(desk, report, role, wish, status, code):
    assert refusal(desk.person(role).put(report, json=wish)) == (status, code)
    assert desk.person("project_owner").get(report).json()["form"]["results"] == ""


def test_no_report_before_the_work_is_done_of_no_project_or_from_elsewhere(desk, report, stranger):
    owner = desk.person("project_owner")
    assert refusal(stranger.put(report, json=REPORT)) == (404, "unknown_item")
    desk.stand("P001", "in_progress")
    assert refusal(owner.put(report, json=REPORT)) == (409, "not_open_here")
    desk.open("annual_plan", "AP")
    assert refusal(owner.get(f"{API}/items/AP/project-report")) == (422, "input_not_a_project")


# A meeting's day, place and hours


@pytest.fixture(name="meeting")
def planned_meeting(desk):
    wish = {"body": "plan_committee", "held_on": "2018-02-20", "place": "ห้องประชุม 1"}
    answer = desk.person("plan_officer").post(f"{API}/meetings", json=wish)
    assert answer.status_code == 201, answer.text
    return f"{API}/meetings/{answer.json()['code']}"


def test_a_planned_meeting_gets_another_day_and_place(desk, meeting):
    officer = desk.person("plan_officer")
    kept = officer.put(meeting, json={"held_on": "2018-02-27", "begins": "09.30 น."})
    assert kept.status_code == 200, kept.text
    shown = officer.get(meeting).json()
    assert (shown["held_on"], shown["begins"], shown["place"]) == ("2018-02-27", "09.30 น.", "ห้องประชุม 1")


@pytest.mark.parametrize(
    ("role", "wish", "status", "code"),
    [
        ("project_owner", {"place": "ห้อง 2"}, 403, "no_role"),
        ("plan_officer", {"held_on": "2019-02-27"}, 422, "input_out_of_range"),
        ("plan_officer", {"held_on": "2561-02-27"}, 422, "wrong_era"),
        ("plan_officer", {"place": "ก" * 301}, 413, "too_long"),
        ("plan_officer", {"number": 9}, 422, "bad_request"),
    ],
)
def test_changes_of_a_meeting_that_are_refused(desk, meeting, role, wish, status, code):
    assert refusal(desk.person(role).put(meeting, json=wish)) == (status, code)


def test_a_meeting_of_another_office_is_not_there(desk, meeting, stranger):
    assert refusal(stranger.put(meeting, json={"place": "ห้อง 2"})) == (404, "unknown_item")


def test_what_is_no_meeting_is_not_changed_as_one(desk, project):
    answer = desk.person("plan_officer").put(f"{API}/meetings/P001", json={"place": "ห้อง 2"})
    assert refusal(answer) == (404, "unknown_item")


def test_an_invited_meeting_is_postponed_before_it_gets_another_day(desk, meeting):
    desk.stand(meeting.rpartition("/")[2], "invited")
    answer = desk.person("plan_officer").put(meeting, json={"held_on": "2018-02-27"})
    assert refusal(answer) == (422, "input_invitations_out")
    assert desk.person("plan_officer").put(meeting, json={"place": "ห้อง 2"}).status_code == 200
