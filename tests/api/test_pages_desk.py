"""The desk of a signer, what a person waits for, her own views, and the search: as people use them."""

import re
from html import unescape

import pytest
from conftest import NOW
from paper_pages import CONTENT, DIRECTOR, drafted, papers_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import col, select
from year_pages import browser_of_the_small_office, sign_in  # noqa: F401  a fixture

from tests.api.test_pages_paper_list import statements
from tests.api.test_pages_talk import two_offices  # noqa: F401  a fixture
from workflow.changes import Hand
from workflow.models import Acknowledgement, Item, SavedView
from workflow.papers import drafts
from workflow.papers.fields import Fields


def page(client, who, address, status=200):
    sign_in(client, f"{who}.t1")
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def to_director(papers, database, office, **more):
    code = drafted(database, office, **more)
    papers.to_signer(code)
    return code


def test_papers_lie_in_the_order_to_sign_them_and_lead_to_the_next(papers, database, office):
    slow = to_director(papers, database, office, subject="เรื่องปกติ")
    urgent = to_director(papers, database, office, subject="เรื่องด่วน", urgency="ด่วนที่สุด")
    draft = drafted(database, office, subject="ยังเป็นร่าง")
    assert "โต๊ะลงนาม: หนังสือรอท่าน 2 ฉบับ" in papers.page(DIRECTOR, "/")
    desk = papers.page(DIRECTOR, "/desk")
    assert desk.index(f"/papers/{urgent}?desk=1") < desk.index(f"/papers/{slow}?desk=1")
    assert draft not in desk
    paper = papers.page(DIRECTOR, f"/papers/{urgent}?desk=1")
    assert "ฉบับถัดไป: เรื่องปกติ" in paper
    after = papers.sign(urgent)
    assert f'href="/papers/{slow}?desk=1"' in after
    assert "หมดโต๊ะแล้ว" in papers.sign(slow)
    assert "ไม่มีหนังสือรอท่าน" in papers.page(DIRECTOR, "/desk")
    assert 'class="strip"' not in papers.page(DIRECTOR, f"/papers/{slow}")


def issued(papers, database, office, subject, readers=("person:clerk.t1", "person:internal_auditor.t1")):
    code = to_director(papers, database, office, subject=subject, sent_to=readers)
    papers.sign(code)
    papers.issue(code)
    return code


def test_several_circulars_are_acknowledged_each_with_its_own_result(papers, database, office):
    first, second = (issued(papers, database, office, f"แจ้งเวียนที่ {n}") for n in "12")
    other = issued(papers, database, office, "ไม่ใช่ของท่าน", ("person:clerk.t1",))
    today = papers.page("internal_auditor", "/")
    assert "แจ้งเวียนที่ 1" in today
    told = {"code": [first, other, "NOPE", second, first]}
    answer = papers.client.post("/desk/acknowledge", data=told)
    result = unescape(answer.text)
    assert answer.status_code == 200
    assert result.count(">รับทราบแล้ว<") == 2
    assert result.count(">ไม่สำเร็จ<") == 2
    with database.read() as session:
        read = session.exec(
            select(Item.code)
            .join(Acknowledgement)
            .where(
                Acknowledgement.person_id == office.people["internal_auditor"],
                col(Acknowledgement.read_at).is_not(None),
            )
            .order_by(Item.code)
        ).all()
    assert read == [first, second]
    assert papers.client.post("/desk/acknowledge", data=told).status_code == 200  # a second press
    assert "รับทราบครบแล้ว" in papers.page("internal_auditor", "/desk")


def test_nothing_ticked_or_too_much_is_refused(papers):
    sign_in(papers.client, "clerk.t1")
    assert papers.client.post("/desk/acknowledge", data={}).status_code == 422
    assert (
        papers.client.post("/desk/acknowledge", data={"code": [str(n) for n in range(101)]}).status_code
        == 422
    )


def test_what_a_person_passed_on_is_told_with_whom_it_waits_for(papers, database, office):
    code = drafted(database, office, subject="ขออนุมัติเดินทาง")
    papers.step("plan_officer", code, "propose")
    today = papers.page("plan_officer", "/")
    waits = today[today.index("เรื่องที่ท่านรอผู้อื่น") :]
    assert "ขออนุมัติเดินทาง" in waits
    assert "รอ ผู้อำนวยการกลุ่ม" in waits
    assert "เรื่องที่ท่านรอผู้อื่น" not in papers.page("plan_director", "/")


def test_a_view_is_kept_under_a_name_and_let_go(client, database):
    address = "/items?q=อ่าน&kind=project"
    page(client, "plan_officer", address)
    saved = client.post("/views", data={"name": "  อ่าน  ของฉัน ", "address": address})
    assert "อ่าน ของฉัน" in saved.text
    assert "อ่าน ของฉัน" in page(client, "plan_officer", "/")
    assert "อ่าน ของฉัน" not in page(client, "plan_director", "/")
    with database.read() as session:
        view = session.exec(select(SavedView)).one()
    client.post(f"/views/{view.id}/forget")  # somebody else's hand
    with database.read() as session:
        assert session.get(SavedView, view.id)
    sign_in(client, "plan_officer.t1")
    client.post(f"/views/{view.id}/forget", data={"back": "//elsewhere.example"})
    assert "อ่าน ของฉัน" not in page(client, "plan_officer", "/")


def test_a_view_leads_nowhere_but_to_our_lists(client, database):
    sign_in(client, "plan_officer.t1")
    for name, address in (
        ("ก", "https://elsewhere.example/"),
        ("ก", "//elsewhere.example/items"),
        ("ก", "/sign-out"),
        ("", "/items?q=a"),
        ("ก" * 81, "/items"),
        ("ก", "/items?q=" + "a" * 500),
    ):
        assert client.post("/views", data={"name": name, "address": address}).status_code == 422
    for number in range(30):
        assert client.post("/views", data={"name": f"มุมมอง {number}", "address": "/items"}).status_code == 200
    assert client.post("/views", data={"name": "อีกหนึ่ง", "address": "/items"}).status_code == 422
    assert client.post("/views", data={"name": "มุมมอง 3", "address": "/papers?q=x"}).status_code == 200


def test_the_search_finds_items_numbers_files_schools_and_people(papers, database, office):
    code = issued(papers, database, office, "แจ้งปฏิทินงานน้ำ")
    with database.write() as session:
        office.open(session, "project", "P1", title="โครงการน้ำดื่มสะอาด ปี ๒๕๖๑")
    number = re.search(r"ว ๐*\d*|ที่ ([^<]+)<", papers.page("clerk", f"/papers/{code}"))
    assert number
    for words in ("น้ำดื่ม", "นํ้าดื่ม", "2561 สะอาด", "p1"):
        assert "โครงการน้ำดื่มสะอาด" in papers.page("plan_officer", f"/search?q={words}"), words
    assert code in papers.page("plan_officer", "/search?q=1/2561")
    assert "ไม่พบ" in papers.page("plan_officer", "/search?q=ไม่มีคำนี้เลย")
    assert "โครงการน้ำดื่มสะอาด" not in papers.page("plan_officer", "/search?q=%25")
    assert 'id="found-people"' in papers.page("plan_officer", "/search?q=plan_officer")
    school = papers.page("school_officer", "/search?q=S00")
    assert "S001" in school
    assert "S002" not in school
    assert 'id="found-people"' not in papers.page("school_officer", "/search?q=plan_officer")


def test_the_search_sees_no_other_office(client, database, office):
    page(client, "plan_officer", "/search?q=อ่าน")
    sign_in(client, "plan_officer.t2")
    found = client.get("/search?q=อ่านออกเขียนได้")
    assert "/items/P1" not in found.text


@pytest.mark.one_database
def test_desk_and_search_take_the_same_statements_for_any_number(papers, database, office):
    counts = []
    for more in (1, 6):
        for number in range(more):
            with database.write() as session:
                hand = Hand(office.people["plan_officer"], NOW)
                fields = Fields(**CONTENT | {"subject": f"เรื่องที่ {number}"})
                drafts.open_paper(
                    session, office.id, "free_memo", fields, hand, group_id=office.groups["PLN"]
                )
        papers.page("plan_officer", "/search?q=เรื่อง")
        counts.append(statements(papers.client, "/search?q=เรื่อง"))
    assert counts[0] == counts[1]
