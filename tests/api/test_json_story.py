"""A program signs in, asks what it can do, does it, and reads the record of it."""

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from plan_call import CALL

from workflow.models import Entry, Item

API = "/api/v1"


def test_the_whole_story_of_a_step(desk):
    """Sign in, open, list, see what is missing, advance, read the history: one chain that holds."""
    director = desk.person("plan_director")
    wish = {
        "kind": "annual_plan",
        "code": "AP2561",
        "title": "แผนปฏิบัติการ",
        "fiscal_year": 2561,
        "group": "PLN",
    }
    opened = director.post(f"{API}/items", json=wish)
    assert (opened.status_code, opened.json()["state"]["code"], opened.json()["version"]) == (
        201,
        "preparing",
        1,
    )
    assert [item["code"] for item in director.get(f"{API}/items").json()["items"]] == ["AP2561"]

    offered = director.get(f"{API}/items/AP2561/actions").json()
    assert {each["trigger"]: each["status"] for each in offered["actions"]} == {
        "open_proposals": "missing",
        "cancel": "denied",
    }
    call = offered["actions"][0]
    assert [each["code"] for each in call["missing"]] == [
        *("committee_appointed", "ceilings_set", "proposal_form_ready", "policy_analysed"),
        *("appointment_order", "ceiling_notice", "proposal_form", "last_year_summary"),
    ]
    assert call["missing"][3]["facts"] == {"policy_analysed": "text"}

    step = {"trigger": "open_proposals", "expect_version": 1, "evidence": CALL}
    moved = director.post(f"{API}/items/AP2561/advance", json=step)
    assert moved.status_code == 200
    assert {key: moved.json()[key] for key in ("from_state", "to_state", "version", "cascaded")} == {
        "from_state": "preparing",
        "to_state": "proposals_open",
        "version": 2,
        "cascaded": [],
    }

    told = director.get(f"{API}/items/AP2561/history").json()["entries"]
    assert [(each["kind"], each["actor"]["username"], each["version"]) for each in told] == [
        ("opened", "plan_director.t1", 1),
        ("step", "plan_director.t1", 2),
    ]
    assert told[1]["details"]["facts"] == CALL
    assert told[1]["hash"] == moved.json()["hash"]
    verdict = director.get(f"{API}/history/verification").json()
    assert (verdict["holds"], verdict["bad_seq"]) == (True, None)
    assert verdict["entries"] == moved.json()["entry_seq"]


def test_steps_denied_say_why_and_who_may(desk):
    desk.open("annual_plan", "AP2561")
    call = desk.person("clerk").get(f"{API}/items/AP2561/actions").json()["actions"][0]
    assert call["status"] == "denied"
    assert call["denial"]["code"] == "no_role"
    assert [role["th"] for role in call["denial"]["roles"]] == ["ผู้อำนวยการกลุ่มนโยบายและแผน"]
    assert "ผู้อำนวยการกลุ่มนโยบายและแผน" in call["denial"]["next_th"]


def test_everybody_who_may_see_an_item_gets_its_list_of_steps(desk):
    desk.open("annual_plan", "AP2561")
    answers = {
        role: desk.person(role).get(f"{API}/items/AP2561/actions").status_code
        for role in desk.office.people
        if role != "system"
    }
    seen = dict.fromkeys(answers, 200) | {role: 404 for role in answers if role.startswith("school_officer")}
    assert answers == seen | {"school_cluster_chair": answers["school_cluster_chair"]}
    assert answers["school_cluster_chair"] in (200, 404)


def test_auditors_read_everything_of_their_office_and_move_nothing(desk):
    desk.open("annual_plan", "AP2561")
    for role in ("internal_auditor", "external_auditor"):
        auditor = desk.person(role)
        for address in ("items", "items/AP2561", "items/AP2561/history", "history", "history/verification"):
            assert auditor.get(f"{API}/{address}").status_code == 200, address
        refused = auditor.post(
            f"{API}/items/AP2561/advance", json={"trigger": "open_proposals", "evidence": CALL}
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "read_only")
        facts = auditor.post(f"{API}/items/AP2561/facts", json={"facts": {"policy_analysed": "x"}})
        assert facts.status_code == 403


def test_a_repeated_request_with_its_key_is_answered_again_and_done_once(desk, database):
    """The replay is the recorded answer to the letter, and the history has one step."""
    desk.open("annual_plan", "AP2561")
    director, key = desk.person("plan_director"), {"Idempotency-Key": "k-1"}
    step = {"trigger": "open_proposals", "evidence": CALL}
    first = director.post(f"{API}/items/AP2561/advance", json=step, headers=key)
    again = director.post(f"{API}/items/AP2561/advance", json=step, headers=key)
    assert (first.status_code, first.headers.get("Idempotent-Replay")) == (200, None)
    assert (again.status_code, again.headers["Idempotent-Replay"]) == (200, "true")
    assert again.text == first.text
    told = director.get(f"{API}/items/AP2561/history").json()["entries"]
    assert [each["kind"] for each in told] == ["opened", "step"]
    other = director.post(f"{API}/items/AP2561/advance", json=step | {"reason": "อื่น"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_a_refused_attempt_leaves_its_key_free(desk):
    desk.open("annual_plan", "AP2561")
    director, key = desk.person("plan_director"), {"Idempotency-Key": "k-1"}
    address = f"{API}/items/AP2561/advance"
    assert director.post(address, json={"trigger": "open_proposals"}, headers=key).status_code == 422
    step = {"trigger": "open_proposals", "evidence": CALL}
    assert director.post(address, json=step, headers=key).status_code == 200


def test_facts_recorded_beforehand_count_for_the_step(desk):
    desk.open("annual_plan", "AP2561")
    director = desk.person("plan_director")
    made = director.post(f"{API}/items/AP2561/facts", json={"facts": CALL})
    assert made.status_code == 201
    call = director.get(f"{API}/items/AP2561/actions").json()["actions"][0]
    assert (call["status"], call["missing"]) == ("ready", [])
    kept = director.get(f"{API}/items/AP2561/evidence").json()["facts"]
    assert {fact["key"]: fact["value"] for fact in kept} == CALL
    assert {fact["entry_seq"] for fact in kept} == {made.json()["entry_seq"]}


def test_a_document_comes_back_byte_for_byte_as_a_download(desk):
    desk.open("annual_plan", "AP2561")
    director, data = desk.person("plan_director"), b"%PDF-1.4\nappointment\n%%EOF"
    made = director.post(
        f"{API}/items/AP2561/documents",
        data={"document": "appointment_order"},
        files={"file": ("คำสั่ง 12.pdf", data, "text/html")},
    )
    assert (made.status_code, made.json()["media_type"], made.json()["size"]) == (
        201,
        "application/pdf",
        len(data),
    )
    fetched = desk.person("clerk").get(f"{API}/items/AP2561/documents/{made.json()['sha256']}")
    assert (fetched.status_code, fetched.content) == (200, data)
    assert fetched.headers["Content-Disposition"].startswith("attachment;")
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    call = director.get(f"{API}/items/AP2561/actions").json()["actions"][0]
    assert "appointment_order" not in [each["code"] for each in call["missing"]]
    absent = director.get(f"{API}/items/AP2561/documents/{'0' * 64}")
    assert (absent.status_code, absent.json()["code"]) == (404, "unknown_document")
    page = director.post(
        f"{API}/items/AP2561/documents",
        data={"document": "appointment_order"},
        files={"file": ("x.pdf", b"<html>", "application/pdf")},
    )
    assert (page.status_code, page.json()["code"]) == (422, "evidence_type_not_allowed")


def test_an_undone_step_takes_the_item_back_and_both_stay_in_the_record(desk):
    desk.open("annual_plan", "AP2561")
    director = desk.person("plan_director")
    step = {"trigger": "open_proposals", "evidence": CALL}
    moved = director.post(f"{API}/items/AP2561/advance", json=step).json()
    wrong = {"seq": moved["entry_seq"], "undo": True}
    unreasoned = director.post(f"{API}/items/AP2561/corrections", json=wrong | {"reason": " "})
    assert (unreasoned.status_code, unreasoned.json()["code"]) == (422, "correction_needs_reason")
    undone = director.post(f"{API}/items/AP2561/corrections", json=wrong | {"reason": "บันทึกผิดเรื่อง"})
    assert undone.status_code == 201
    assert director.get(f"{API}/items/AP2561").json()["state"]["code"] == "preparing"
    told = director.get(f"{API}/items/AP2561/history").json()["entries"]
    assert [(each["kind"], each["corrects"]) for each in told] == [
        ("opened", None),
        ("step", None),
        ("undone", moved["entry_seq"]),
    ]


@pytest.mark.one_database
def test_lists_and_history_cost_the_same_statements_for_1_and_30_items(desk):
    desk.open("project", "P000")
    director = desk.person("plan_director")
    addresses = (f"{API}/items", f"{API}/history?limit=200", f"{API}/definitions")
    for address in addresses:
        director.get(address)  # definitions are read once per process
    few = [_cost(desk, director, address) for address in addresses]
    for number in range(1, 30):
        desk.open("project", f"P{number:03}")
    assert len(director.get(f"{API}/items").json()["items"]) == 30
    assert [_cost(desk, director, address) for address in addresses] == few


def _cost(desk, client, address):
    with desk.statements() as counted:
        assert client.get(address).status_code == 200
    return counted.count


def test_pages_of_a_list_follow_each_other_without_gap_or_repeat(desk):
    codes = [f"P{number:03}" for number in range(7)]
    for code in reversed(codes):
        desk.open("project", code)
    director, seen, after = desk.person("plan_director"), [], ""
    while after is not None:
        page = director.get(f"{API}/items", params={"limit": 3, "after": after}).json()
        seen += [item["code"] for item in page["items"]]
        after = page["next_after"]
    assert seen == codes
    entries, last = [], 0
    while last is not None:
        page = director.get(f"{API}/history", params={"limit": 5, "after": last}).json()
        entries += [entry["seq"] for entry in page["entries"]]
        last = page["next_after"]
    assert entries == list(range(1, len(entries) + 1))


def test_a_list_is_narrowed_by_kind_state_year_and_words(desk):
    desk.open("project", "P001", title="พัฒนาครูภาษาไทย")
    desk.open("project", "P002", title="ปรับปรุงอาคาร", fiscal_year=2562)
    desk.open("annual_plan", "AP2561")
    director = desk.person("plan_director")

    def codes(**asked):
        return [item["code"] for item in director.get(f"{API}/items", params=asked).json()["items"]]

    assert codes(kind="project") == ["P001", "P002"]
    assert codes(kind="project", state="draft") == ["P001", "P002"]
    assert codes(state="preparing") == ["AP2561"]
    assert codes(fiscal_year=2562) == ["P002"]
    assert codes(q="ครู") == ["P001"]
    assert codes(q="%") == []


def test_people_of_schools_see_their_own_schools_papers_and_history_only(desk):
    desk.open("school_plan", "SP1")
    desk.open("school_plan", "SP2", school_id=desk.office.schools["S002"])
    officer = desk.person("school_officer")
    assert [item["code"] for item in officer.get(f"{API}/items").json()["items"]] == ["SP1"]
    assert officer.get(f"{API}/items/SP2").status_code == 404
    entries = officer.get(f"{API}/history", params={"limit": 200}).json()["entries"]
    assert {entry["item"] for entry in entries} == {"SP1"}
    assert officer.get(f"{API}/history/verification").status_code == 403


def test_the_path_can_be_drawn_for_a_kind_and_for_an_item(desk):
    desk.open("project", "P001")
    clerk = desk.person("clerk")
    kinds = [each["kind"]["code"] for each in clerk.get(f"{API}/definitions").json()["definitions"]]
    assert len(kinds) == 11
    for kind in kinds:
        whole = clerk.get(f"{API}/definitions/{kind}").json()
        assert whole["definition"]["kind"] == kind
        assert len(whole["definition"]["states"]) == whole["states"]
    drawn = clerk.get(f"{API}/definitions/project/diagram").text
    assert drawn.startswith("stateDiagram-v2")
    assert clerk.get(f"{API}/items/P001/diagram").text == drawn
    dot = clerk.get(f"{API}/items/P001/diagram", params={"format": "dot", "language": "en"})
    assert dot.text.startswith('digraph "project"')
    assert clerk.get(f"{API}/items/P001/diagram", params={"format": "gif"}).status_code == 422


def test_ones_own_office_is_shown_with_its_groups_and_schools(desk):
    mine = desk.person("clerk").get(f"{API}/offices/mine").json()
    assert (mine["code"], [group["code"] for group in mine["groups"]]) == ("T1", ["ADM", "PLN"])
    assert [school["code"] for school in mine["schools"]] == ["S001", "S002"]


def test_the_rows_behind_the_door_are_those_of_the_engine(desk, database):
    """What the door answered is what the database holds."""
    desk.open("annual_plan", "AP2561")
    step = {"trigger": "open_proposals", "evidence": CALL, "on": "2018-01-10"}
    desk.at = desk.at.replace(day=20)
    with database.write() as session:
        item = session.get_one(Item, 1)
        item.effective_on = item.effective_on.replace(day=1)
    moved = desk.person("plan_director").post(f"{API}/items/AP2561/advance", json=step).json()
    with database.read() as session:
        entry = session.get_one(Entry, (desk.office.id, moved["entry_seq"]))
        assert (entry.effective_on.isoformat(), entry.at, entry.hash) == (
            "2018-01-10",
            desk.at,
            moved["hash"],
        )
