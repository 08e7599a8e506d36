"""A memo's whole way through the JSON door: drafted, passed up, signed, numbered, read, and given out."""

import datetime
import json

import pytest
from issued_paper import draft, issued, signed
from json_desk import PASSWORD, Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import select
from test_json_refusals import problem

from api.v1.paper_outputs import MEDIA
from notifications.models import Notice
from workflow.models import Answer, Entry

API = "/api/v1"
FIELDS = {
    "subject": "ขอเชิญประชุม <b>{{ 7*7 }}</b>",
    "to": "ผู้อำนวยการกลุ่มทุกกลุ่ม",
    "reason": ["ด้วยกำหนดประชุม"],
    "wish": ["จึงขอเชิญประชุม"],
    "closing": "จึงเรียนมาเพื่อโปรดทราบ",
    "table": {
        "columns": [{"title": "ลำดับ", "width": 20}, {"title": "เรื่อง", "width": 80}],
        "rows": [["1", "งบ"]],
    },
    "sent_to": ["person:clerk.t1", "person:finance_officer.t1"],
}
WISH = {"paper": "free_memo", "fields": FIELDS, "group": "PLN"}


def written(desk: Desk, **more: object) -> str:
    answer = desk.person("plan_officer").post(f"{API}/papers", json=WISH | more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


def step(desk: Desk, code: str, role: str, trigger: str, **evidence: str) -> None:
    wish = {"trigger": trigger, "evidence": evidence}
    answer = desk.person(role).post(f"{API}/items/{code}/advance", json=wish)
    assert answer.status_code == 200, answer.text


def to_the_director(desk: Desk, code: str) -> None:
    step(desk, code, "plan_officer", "propose", fields_complete="ครบ")
    step(desk, code, "plan_director", "pass_group", opinion="เห็นควรลงนาม")
    step(desk, code, "deputy_director", "pass_deputy", opinion="เพื่อโปรดลงนาม")


def sign(desk: Desk, code: str, role: str = "area_director", **more: object):
    wish = {"password": PASSWORD, "order": "ลงนามแล้ว", **more}
    return desk.person(role).post(f"{API}/papers/{code}/sign", json=wish)


def test_a_paper_walks_from_draft_to_its_last_reader(desk: Desk) -> None:
    code = written(desk)
    told = desk.person("clerk").get(f"{API}/papers/{code}").json()
    assert (told["code"], told["form"], told["revision"], told["number"]) == ("M2561-1", "memo", 1, None)
    assert told["fields"]["table"]["rows"] == [["1", "งบ"]]
    to_the_director(desk, code)
    done = sign(desk, code)
    assert done.status_code == 200, done.text
    assert done.json()["state"] == "signed"
    given = desk.person("clerk").post(f"{API}/papers/{code}/issue", json={}).json()
    assert (given["state"], given["number"]) == ("issued", "0001/2561")
    told = desk.person("clerk").get(f"{API}/papers/{code}").json()
    assert told["text_sha256"] == done.json()["text_sha256"]
    assert (told["number"], told["dated_on"], told["witness"]) == (
        given["number"],
        "2018-01-12",
        given["witness"],
    )
    assert desk.visitor().get(f"{API}/verify/{given['witness']}").json()["holds"] is True
    readers = desk.person("clerk").get(f"{API}/papers/{code}/readers").json()
    assert [(each["username"], each["read_at"]) for each in readers["readers"]] == [
        ("clerk.t1", None),
        ("finance_officer.t1", None),
    ]
    desk.at += datetime.timedelta(minutes=1)
    desk.person("clerk").post(f"{API}/papers/{code}/acknowledge")
    last = desk.person("finance_officer").post(f"{API}/papers/{code}/acknowledge").json()
    assert (last["asked"], last["read"]) == (2, 2)
    assert desk.person("clerk").get(f"{API}/items/{code}").json()["state"]["code"] == "acknowledged_all"


def test_a_draft_is_changed_only_on_the_revision_last_seen(desk: Desk) -> None:
    code = written(desk)
    address, officer = f"{API}/papers/{code}", desk.person("plan_officer")
    changed = FIELDS | {"subject": "เรื่องใหม่", "table": None}
    told = officer.put(address, json={"fields": changed, "expect_revision": 1}).json()
    assert (told["revision"], told["subject"], told["fields"]["table"]) == (2, "เรื่องใหม่", None)
    again = officer.put(address, json={"fields": FIELDS, "expect_revision": 1})
    problem(again, 409, "content_changed")
    problem(officer.put(address, json={"fields": {"subject": ""}, "expect_revision": 2}), 422, "input_empty")
    uneven = FIELDS | {"table": FIELDS["table"] | {"rows": [["1"]]}}
    problem(officer.put(address, json={"fields": uneven, "expect_revision": 2}), 422, "input_uneven")
    auditor = desk.person("internal_auditor")
    problem(auditor.put(address, json={"fields": changed, "expect_revision": 2}), 403, "no_role")
    step(desk, code, "plan_officer", "propose", fields_complete="ครบ")
    problem(officer.put(address, json={"fields": FIELDS, "expect_revision": 2}), 409, "paper_fixed")


def test_the_digits_of_a_draft_are_changed_with_its_words_or_left(desk: Desk) -> None:
    officer, code = desk.person("plan_officer"), written(desk)
    address, same = f"{API}/papers/{code}", {"fields": FIELDS}
    told = officer.put(address, json={**same, "expect_revision": 1, "thai_digits": False}).json()
    assert (told["revision"], told["thai_digits"]) == (2, False)
    told = officer.put(address, json={**same, "expect_revision": 2}).json()
    assert (told["revision"], told["thai_digits"]) == (2, False)


def test_what_cannot_be_drafted_is_refused(desk: Desk) -> None:
    officer = desk.person("plan_officer")
    for change, status, code in (
        ({"paper": "none"}, 422, "input_unknown"),
        ({"paper": "plan_book"}, 422, "input_unknown"),
        ({"group": "NONE"}, 422, "input_unknown"),
        ({"about": "NONE"}, 404, "unknown_item"),
        ({"fields": FIELDS | {"sent_to": ["group:NONE"]}}, 422, "input_unknown"),
        ({"fields": FIELDS | {"urgency": "รีบ"}}, 422, "input_unknown"),
        ({"fields": {"to": "ไม่มีเรื่อง"}}, 422, "bad_request"),
        ({"fields": FIELDS | {"more": "x"}}, 422, "bad_request"),
        ({"fields": FIELDS | {"subject": "ก" * 501}}, 413, "too_long"),
    ):
        problem(officer.post(f"{API}/papers", json=WISH | change), status, code)
    assert officer.get(f"{API}/papers").json()["papers"] == []


def test_the_same_key_drafts_one_paper(desk: Desk) -> None:
    officer = desk.person("plan_officer")
    first, second = (
        officer.post(f"{API}/papers", json=WISH, headers={"Idempotency-Key": "k1"}) for _ in range(2)
    )
    assert first.json() == second.json()
    assert len(officer.get(f"{API}/papers").json()["papers"]) == 1


def test_the_list_is_narrowed_and_paged(desk: Desk) -> None:
    codes = [written(desk, paper=name) for name in ("free_memo", "free_letter", "free_circular", "free_memo")]
    clerk = desk.person("clerk")

    def found(**asked: object) -> list[str]:
        return [each["code"] for each in clerk.get(f"{API}/papers", params=asked).json()["papers"]]

    assert found() == codes
    assert found(form="memo") == [codes[0], codes[3]]
    assert found(paper="free_letter") == [codes[1]]
    assert found(state="issued") == []
    first = clerk.get(f"{API}/papers", params={"limit": 2}).json()
    assert first["next_after"] == codes[1]
    assert found(after=first["next_after"]) == codes[2:]
    assert desk.person("school_officer").get(f"{API}/papers").json()["papers"] == []


@pytest.mark.one_database
def test_the_list_takes_the_same_statements_for_any_number_of_papers(desk: Desk) -> None:
    clerk, counted = desk.person("clerk"), []
    for _ in range(2):
        written(desk)
        with desk.statements() as statements:
            clerk.get(f"{API}/papers")
        counted.append(statements.count)
    assert counted[0] == counted[1]


def test_a_signature_needs_the_password_typed_again(desk: Desk) -> None:
    code = written(desk)
    to_the_director(desk, code)
    problem(sign(desk, code, password="another"), 403, "wrong_password")
    problem(sign(desk, code, role="plan_officer"), 403, "separated")
    assert desk.person("clerk").get(f"{API}/items/{code}").json()["state"]["code"] == "pending_director"
    for _ in range(9):
        sign(desk, code, password="another")
    problem(sign(desk, code), 429, "too_many_attempts")
    desk.at += datetime.timedelta(minutes=16)
    assert sign(desk, code).status_code == 200


def test_no_password_is_kept_with_a_signature_s_answer(desk: Desk) -> None:
    code = written(desk)
    to_the_director(desk, code)
    director = desk.person("area_director")
    wish = {"password": PASSWORD, "order": "ลงนามแล้ว"}
    for _ in range(2):
        answer = director.post(f"{API}/papers/{code}/sign", json=wish, headers={"Idempotency-Key": "s"})
        assert answer.status_code == 200, answer.text
    with desk.database.read() as session:
        rows = [*session.exec(select(Answer)), *session.exec(select(Entry).order_by(Entry.seq))]
        assert PASSWORD not in repr([row.model_dump() for row in rows])


def test_the_ordinary_step_signs_and_issues_nothing(desk: Desk) -> None:
    """It names what is missing: the text that only the paper's own address freezes."""
    code = written(desk)
    to_the_director(desk, code)
    facts = {"order": "ลงนาม", "text_sha256": "0" * 64, "signature": "in_system"}
    wish = {"trigger": "sign", "evidence": facts}
    director, address = desk.person("area_director"), f"{API}/items/{code}/advance"
    told = problem(director.post(address, json=wish), 422, "step_refused")
    frozen = next(each for each in told["missing"] if each["code"] == "text_frozen")
    assert f"/papers/{code}" in frozen["detail_th"]
    assert f"/papers/{code}" in frozen["detail_en"]
    sign(desk, code)
    wish = {"trigger": "issue", "evidence": {"document_number": "99/2561", "signed_scan_or_esign": "แฟ้ม 1"}}
    told = problem(desk.person("clerk").post(f"{API}/items/{code}/advance", json=wish), 422, "step_refused")
    numbered = next(each for each in told["missing"] if each["code"] == "number_assigned")
    assert f"/papers/{code}" in numbered["detail_th"]


def test_a_paper_signed_by_hand_needs_its_scan(desk: Desk) -> None:
    code = written(desk)
    to_the_director(desk, code)
    assert sign(desk, code, signature="on_paper").status_code == 200
    clerk = desk.person("clerk")
    problem(clerk.post(f"{API}/papers/{code}/issue", json={}), 422, "step_refused")
    problem(clerk.post(f"{API}/papers/{code}/issue", json={"scan": "0" * 64}), 404, "unknown_document")
    sent = clerk.post(
        f"{API}/items/{code}/documents",
        data={"document": "signed_scan_or_esign"},
        files={"file": ("สแกน.pdf", b"%PDF-1.7 scan", "application/pdf")},
    ).json()
    given = clerk.post(f"{API}/papers/{code}/issue", json={"scan": sent["sha256"]})
    assert given.status_code == 200, given.text
    assert desk.visitor().get(f"{API}/verify/{given.json()['witness']}").json()["signature"] == "on_paper"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/pdf"),
        ("application/pdf", "application/pdf"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/html;q=0.9, application/pdf;q=0.1", "text/html; charset=utf-8"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_paper_is_given_out_as_asked(accept: str, media: str, desk: Desk) -> None:
    with desk.database.write() as session:
        code = issued(session, desk.office, desk.at).code
    headers = {"Accept": accept} if accept else {}
    answer = desk.person("clerk").get(f"{API}/papers/{code}/file", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    ending = next(each for each, known in MEDIA.items() if known == media)
    same = desk.person("clerk").get(f"{API}/papers/{code}/file.{ending}")
    assert same.headers["content-type"] == media
    assert same.headers["content-disposition"].startswith("attachment")


def test_an_issued_paper_carries_its_stamp_and_a_draft_none(desk: Desk) -> None:
    with desk.database.write() as session:
        made, waiting = issued(session, desk.office, desk.at), draft(session, desk.office, desk.at).code
        only_signed = signed(session, desk.office, desk.at).code
    clerk = desk.person("clerk")
    shown = clerk.get(f"{API}/papers/{made.code}/file.html").text
    assert made.witness in shown
    assert f"http://testserver/verify/{made.witness}" in shown
    assert "ข้อความตามที่ลงนาม ฉบับที่ ๑" in shown.replace("\N{NO-BREAK SPACE}", " ")
    for code in (waiting, only_signed):
        assert "/verify/" not in clerk.get(f"{API}/papers/{code}/file.html").text


def test_the_unread_are_told_again_by_a_notice_once_a_day(desk: Desk) -> None:
    with desk.database.write() as session:
        made = issued(session, desk.office, desk.at)
    address = f"{API}/papers/{made.code}"
    desk.person("plan_director").post(f"{address}/acknowledge")
    told = desk.person("clerk").post(f"{address}/readers/ask-again")
    assert (told.status_code, told.json()) == (200, {"code": made.code, "asked_again": 2})
    again = desk.person("plan_officer").post(f"{address}/readers/ask-again")
    problem(again, 409, "asked_already")
    problem(desk.person("internal_auditor").post(f"{address}/readers/ask-again"), 403, "no_role")
    (notice,) = desk.person("group_director").get(f"{API}/me/inbox").json()["notices"]
    assert notice["code"] == "notify_read_again"
    assert made.number in notice["subject"]
    assert "2561" in notice["body"]
    desk.at += datetime.timedelta(days=1)
    desk.clients.clear()  # whoever signed in yesterday signs in again
    told = desk.person("plan_officer").post(f"{address}/readers/ask-again").json()
    assert told["asked_again"] == 2
    with desk.database.read() as session:
        found = session.exec(select(Notice).where(Notice.code == "notify_read_again").order_by(Notice.id))
        asked = [each.person_id for each in found]
        (first, _) = session.exec(select(Entry).where(Entry.kind == "asked_again").order_by(Entry.seq))
        assert json.loads(first.details) == {"asked_again": 2}
    hers = {desk.office.people[role] for role in ("group_director", "group_director@ADM")}
    assert (set(asked[:2]), set(asked[2:]), len(asked)) == (hers, hers, 4)


def test_papers_are_given_only_to_those_who_may_see_them(desk: Desk) -> None:
    with desk.database.write() as session:
        code = draft(session, desk.office, desk.at).code
    desk.open("memo", "KEPT")  # a memo whose text is kept elsewhere
    desk.open("project", "P1")
    for address in ("", "/readers", "/file", "/file.pdf"):
        problem(desk.person("school_officer").get(f"{API}/papers/{code}{address}"), 404, "unknown_item")
        problem(desk.visitor().get(f"{API}/papers/{code}{address}"), 401, "not_signed_in")
        problem(desk.person("clerk").get(f"{API}/papers/KEPT{address}"), 404, "unknown_item")
    problem(desk.person("clerk").get(f"{API}/papers/{code}/file.exe"), 422, "input_unknown")
    problem(desk.person("clerk").get(f"{API}/items/P1/papers/plan_book"), 422, "input_unknown")
    problem(desk.person("clerk").get(f"{API}/items/P1/papers/none"), 422, "input_unknown")
    assert desk.person("clerk").get(f"{API}/items/P1/papers/proposal_form").content.startswith(b"%PDF")
    shown = desk.person("clerk").get(f"{API}/items/P1/papers/proposal_form/file.txt")
    assert "ตัวอย่าง P" in shown.text


def test_registers_are_read_begun_and_numbered(desk: Desk) -> None:
    clerk, address = desk.person("clerk"), f"{API}/registers/outgoing/2561"
    assert clerk.put(address, json={"used_on_paper": 45}).json()["last"] == 45
    problem(clerk.put(address, json={"used_on_paper": 44}), 409, "register_not_upward")
    taken = clerk.post(
        f"{API}/registers/outgoing", json={"subject": "ส่งเอกสาร"}, headers={"Idempotency-Key": "n"}
    )
    again = clerk.post(
        f"{API}/registers/outgoing", json={"subject": "ส่งเอกสาร"}, headers={"Idempotency-Key": "n"}
    )
    assert taken.json() == again.json()
    assert (taken.status_code, taken.json()["number"], taken.json()["text"]) == (201, 46, "0046/2561")
    voided = clerk.post(f"{address}/46/void", json={"reason": "ออกผิด"}).json()
    assert (voided["number"], voided["void_reason"]) == (46, "ออกผิด")
    problem(clerk.post(f"{address}/46/void", json={"reason": "อีก"}), 409, "register_void_already")
    problem(clerk.post(f"{address}/47/void", json={"reason": "x"}), 404, "unknown_number")
    listed = desk.person("internal_auditor").get(address).json()
    assert [(each["number"], each["item"]) for each in listed["numbers"]] == [(46, None)]
    problem(desk.person("internal_auditor").put(address, json={"used_on_paper": 99}), 403, "no_role")
    problem(desk.person("school_officer").get(address), 403, "other_school")
    problem(clerk.get(f"{API}/registers/none/2561"), 422, "input_unknown")
    problem(clerk.get(f"{API}/registers/outgoing/2018"), 422, "bad_request")
    told = {"subject": "x", "dated_on": "2018-02-01"}
    problem(clerk.post(f"{API}/registers/order", json=told), 422, "date_in_future")
