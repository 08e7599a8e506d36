"""A committee meets through the JSON door: planned, held, resolved, closed, and its minutes read."""

import pytest
from conftest import LONG_AGO
from json_desk import PASSWORD, desk_at_the_json_door  # noqa: F401  a fixture
from meeting_desk import plan_under_review, seat_committee
from sqlmodel import select

from workflow.accounts import policy
from workflow.changes import Hand
from workflow.models import Body, Entry, Item, Person, ProjectLine

API = "/api/v1"
MEETING = f"{API}/meetings/MT2561-1-1"
WISH = {
    "body": "plan_committee",
    "held_on": "2018-01-12",
    "urgent": "ต้องทันรอบงบประมาณ",
    "place": "ห้องประชุม 1",
}


@pytest.fixture(name="secretary")
def secretary_of_a_seated_committee(desk):
    """The committee's secretary; a plan with three proposals waits for it."""
    with desk.database.write() as session:
        seat_committee(session, desk.office)
        plan_under_review(session, desk.office, 3)
    return desk.person("committee_secretary")


def say(client, address, body=None, key=None, expect=200):
    """What a POST is answered; the key has it done once."""
    headers = {"Idempotency-Key": key} if key else {}
    answer = (
        client.post(address, json=body, headers=headers) if body else client.post(address, headers=headers)
    )
    assert answer.status_code == expect, answer.text
    return answer.json()


def advance(client, trigger, **evidence):
    return say(client, f"{API}/items/MT2561-1-1/advance", {"trigger": trigger, "evidence": evidence})


def held(secretary):
    """A meeting whose drawn agenda is before eight voters; the meeting as shown."""
    say(secretary, f"{API}/meetings", WISH, expect=201)
    say(secretary, f"{MEETING}/agenda/draw")
    advance(secretary, "invite", meeting_agenda="ระเบียบวาระ")
    members = secretary.get(MEETING).json()["members"]
    came = [{"member": each["id"], "present": True} for each in members]
    came[0] = {**came[0], "present": False, "substitute": "รองผู้อำนวยการ", "reason": "ติดราชการ"}
    say(secretary, f"{MEETING}/attendance", {"members": came})
    advance(secretary, "hold", attendance_list="ใบลงชื่อ")
    return secretary.get(MEETING).json()


def resolutions_of(desk, shown):
    """P001 included with 800.50 baht, P002 merged into it, P003 left out, the plan endorsed."""
    entry = {each["item"]: each["id"] for each in shown["agenda"] if each["item"]}
    with desk.database.read() as session:
        line = session.exec(select(ProjectLine.id).join(Item).where(Item.code == "P001")).one()
    approved = [{"line": line, "baht": "800.50"}]
    return [
        {
            "entry": entry["P001"],
            "kind": "include",
            "text": "บรรจุ",
            "trigger": "include",
            "approved": approved,
        },
        {
            "entry": entry["P002"],
            "kind": "merge",
            "text": "รวม",
            "trigger": "merge",
            "reason": "ใกล้เคียงกัน",
            "merge_into": "P001",
        },
        {
            "entry": entry["P003"],
            "kind": "reject",
            "text": "ไม่บรรจุ",
            "trigger": "reject",
            "reason": "ซ้ำซ้อน",
            "votes": {"in_favour": 7, "against": 1},
            "dissents": [{"member": shown["members"][2]["id"], "text": "ควรบรรจุ"}],
        },
        {
            "entry": entry["PLAN"],
            "kind": "endorse",
            "text": "เห็นชอบ",
            "trigger": "record_committee_resolution",
            "evidence": {"total_within_ceiling": "ไม่เกินกรอบ"},
        },
    ]


def test_a_meeting_from_its_plan_to_its_closing(desk, secretary):
    """Everything said at the door is read back, and closing carries it out with each paper's step."""
    shown = held(secretary)
    assert [(each["number"]["en"], each["item"]) for each in shown["agenda"] if each["position"]] == [
        ("Item 4.1", "P001"),
        ("Item 4.2", "P002"),
        ("Item 4.3", "P003"),
        ("Item 4.4", "PLAN"),
    ]
    assert shown["quorum"] == {"present": 8, "members": 8, "share": "1/2", "reached": True}
    assert (shown["members"][0]["substitute"], shown["members"][0]["present"]) == ("รองผู้อำนวยการ", False)
    say(secretary, f"{MEETING}/resolutions", {"resolutions": resolutions_of(desk, shown)})
    third = secretary.get(MEETING).json()["agenda"][6]["resolution"]
    assert third["votes"] == {"in_favour": 7, "against": 1, "abstained": 0, "casting": False}
    assert [each["text"] for each in third["dissents"]] == ["ควรบรรจุ"]
    closed = say(secretary, f"{MEETING}/close")
    assert [(each["item"], each["to_state"], each["number"]) for each in closed["resolutions"]] == [
        ("P001", "in_plan", 1),
        ("P002", "merged", 2),
        ("P003", "not_selected", 3),
        ("PLAN", "drafting", 4),
    ]
    assert say(secretary, f"{MEETING}/close") == closed
    with desk.database.read() as session:
        line = session.exec(select(ProjectLine).join(Item).where(Item.code == "P001")).one()
        assert line.original == 80_050


def test_a_request_sent_again_with_its_key_does_nothing_twice(desk, secretary):
    planned = say(secretary, f"{API}/meetings", WISH, key="plan-1", expect=201)
    assert say(secretary, f"{API}/meetings", WISH, key="plan-1", expect=201) == planned
    drawn = say(secretary, f"{MEETING}/agenda/draw", key="draw-1")
    assert say(secretary, f"{MEETING}/agenda/draw", key="draw-1") == drawn
    with desk.database.read() as session:
        assert session.exec(select(Item.code).where(Item.kind == "meeting")).all() == ["MT2561-1-1"]
        kinds = session.exec(
            select(Entry.kind).join(Item).where(Item.kind == "meeting").order_by(Entry.seq)
        ).all()
        assert kinds == ["opened", "meeting", "meeting"]


def test_a_refused_closing_names_each_papers_missing_things(desk, secretary):
    """As problem+json, with the paper's code before each; nothing has moved."""
    shown = held(secretary)
    wanted = resolutions_of(desk, shown)
    del wanted[3]["evidence"]
    say(secretary, f"{MEETING}/resolutions", {"resolutions": wanted[1:]})
    problem = say(secretary, f"{MEETING}/close", expect=422)
    assert problem["code"] == "closing_refused"
    assert [(each["code"], each["en"].partition(":")[0]) for each in problem["missing"]] == [
        ("resolutions_recorded", "Item 4.1"),
        ("every_proposal_decided", "PLAN"),
        ("total_within_ceiling", "PLAN"),
    ]
    assert secretary.get(f"{API}/items/P003").json()["state"]["code"] == "under_screening"


def test_what_the_door_refuses(desk, secretary):
    shown = held(secretary)
    wanted = resolutions_of(desk, shown)
    twice = {"resolutions": [wanted[0], wanted[0]]}
    assert say(secretary, f"{MEETING}/resolutions", twice, expect=422)["code"] == "input_unfit"
    wrong = {"resolutions": [{**wanted[0], "approved": [{"line": 1, "baht": "0.001"}]}]}
    assert say(secretary, f"{MEETING}/resolutions", wrong, expect=422)["code"] == "bad_request"
    late = {"entries": [{"section": 4, "title": "ช้าไป"}]}
    assert say(secretary, f"{MEETING}/agenda", late, expect=409)["code"] == "meeting_fixed"
    other = {"entry": 999_999, "members": []}
    assert say(secretary, f"{MEETING}/recusals", other, expect=404)["code"] == "unknown_item"
    assert say(desk.person("clerk"), f"{MEETING}/close", expect=403)["code"] == "no_role"
    assert secretary.get(f"{API}/meetings/PLAN").status_code == 404
    assert desk.visitor().get(MEETING).status_code == 401
    assert desk.person("school_officer").get(MEETING).status_code == 404


def test_the_agenda_and_recusals_are_set(desk, secretary):
    say(secretary, f"{API}/meetings", WISH, expect=201)
    wanted = [{"section": 1, "title": "แจ้งเพื่อทราบ"}, {"section": 4, "item": "P002"}]
    shown = say(secretary, f"{MEETING}/agenda", {"entries": wanted})
    assert [(each["number"]["th"], each["title"], each["item"]) for each in shown["agenda"]][:2] == [
        ("ระเบียบวาระที่ ๑", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", None),
        ("ระเบียบวาระที่ ๑.๑", "แจ้งเพื่อทราบ", None),
    ]
    advance(secretary, "invite", meeting_agenda="ระเบียบวาระ")
    entry = next(each["id"] for each in shown["agenda"] if each["item"] == "P002")
    member = shown["members"][3]["id"]
    told = {"entry": entry, "members": [{"member": member, "text": "เจ้าของโครงการ"}]}
    shown = say(secretary, f"{MEETING}/recusals", told)
    recused = next(each for each in shown["agenda"] if each["id"] == entry)
    assert recused["recused"] == [{"member": member, "text": "เจ้าของโครงการ"}]
    assert (recused["quorum"]["members"], shown["quorum"]["members"]) == (7, 8)


def test_the_minutes_are_circulated_and_read(desk, secretary):
    shown = held(secretary)
    say(secretary, f"{MEETING}/resolutions", {"resolutions": resolutions_of(desk, shown)})
    say(secretary, f"{MEETING}/close")
    advance(secretary, "draft_minutes", minutes="รายงานการประชุม")
    signed = {"minutes": "รายงานการประชุม", "minutes_signed": "ลงชื่อครบ"}
    told = say(secretary, f"{MEETING}/circulate", {"evidence": signed})
    assert (told["newly_asked"], told["readers"]["asked"], told["readers"]["read"]) == (14, 14, 0)
    owner = desk.person("project_owner@ADM")
    assert say(owner, f"{MEETING}/acknowledge")["entry_seq"] > 0
    assert say(owner, f"{MEETING}/acknowledge")["entry_seq"] is None
    readers = secretary.get(MEETING).json()["readers"]
    assert (readers["read"], readers["complete"]) == (1, False)
    assert say(desk.person("external_auditor"), f"{MEETING}/acknowledge", expect=422)["code"] == "input_unfit"
    with desk.database.read() as session:
        told = session.exec(select(Entry).where(Entry.kind == "acknowledged")).one()
        assert session.get_one(Person, told.actor_id).username == "project_owner@adm.t1"


OUTSIDE = {
    "body": "provincial_board",
    "number": 1,
    "held_on": "2018-01-12",
    "kind": "endorse",
    "letter_no": "ศธ 04001/12",
    "letter_on": "2018-01-12",
    "text": "เห็นชอบ",
    "evidence": {"flexibility": "yes"},
}
RESOLVE = f"{API}/items/PLAN/outside-resolutions"


@pytest.fixture(name="recorder")
def recorder_of_a_plan_before_the_board(desk):
    with desk.database.write() as session:
        plan = desk.office.open(session, "annual_plan", "PLAN")
        plan.state = "board_review"
        body = Body(
            office_id=desk.office.id,
            code="provincial_board",
            name_th="กศจ.",
            internal=False,
            valid_from=LONG_AGO,
        )
        session.add(body)
    return desk.person("board_recorder")


def test_an_outside_boards_resolution_is_recorded(recorder):
    moved = say(recorder, RESOLVE, OUTSIDE, key="letter-12", expect=201)
    assert (moved["trigger"], moved["to_state"]) == ("record_board_endorsed", "approved")
    assert say(recorder, RESOLVE, OUTSIDE, key="letter-12", expect=201) == moved
    (held,) = recorder.get(f"{API}/items", params={"kind": "meeting"}).json()["items"]
    shown = recorder.get(f"{API}/meetings/{held['code']}").json()
    assert (shown["state"]["code"], shown["agenda"][0]["resolution"]["kind"]["en"]) == (
        "minutes_adopted",
        "Endorsed",
    )


@pytest.mark.parametrize("named", [{}, {"trigger": "record_board_endorsed"}])
def test_an_outside_boards_approval_asks_for_the_password_again(desk, recorder, named):
    with desk.database.write() as session:
        hand = Hand(desk.office.people["system_admin"], desk.at)
        policy.save(session, desk.office.id, policy.Policy(retype_for_final=True), hand)
    wish = OUTSIDE | named
    refused = say(recorder, RESOLVE, wish, key="letter", expect=403)
    assert refused["code"] == "password_needed"
    assert "“กศจ. เห็นชอบ” (record_board_endorsed) เป็นการอนุมัติขั้นสุดท้าย" in refused["detail"]
    wrong = wish | {"password": "ผิดแน่นอน"}
    assert say(recorder, RESOLVE, wrong, key="letter", expect=403)["code"] == "wrong_password"
    right = wish | {"password": PASSWORD}
    moved = say(recorder, RESOLVE, right, key="letter", expect=201)
    assert moved["to_state"] == "approved"
    assert say(recorder, RESOLVE, right, key="letter", expect=201) == moved


def test_the_scan_of_a_boards_letter_is_kept_with_its_step(recorder):
    """Attached as any document is, then named by its hash; a hash of nothing attached is refused."""
    sent = {"file": ("มติ กศจ.pdf", b"%PDF-1.7 letter", "application/pdf")}
    attached = recorder.post(
        f"{API}/items/PLAN/documents", files=sent, data={"document": "resolution_letter"}
    ).json()
    assert say(recorder, RESOLVE, {**OUTSIDE, "scan": "0" * 64}, expect=404)["code"] == "unknown_document"
    moved = say(recorder, RESOLVE, {**OUTSIDE, "scan": attached["sha256"]}, expect=201)
    shown = recorder.get(f"{API}/items/PLAN/evidence").json()
    kept = [(each["filename"], each["entry_seq"]) for each in shown["documents"]]
    assert kept[-1] == ("มติ กศจ.pdf", moved["entry_seq"])
    assert "resolution_letter" not in {each["key"] for each in shown["facts"]}
