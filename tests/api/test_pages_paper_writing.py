"""Writing official papers through the pages: drafts, papers written freely, nothing typed is lost."""

import re
from html import unescape

import pytest
from paper_pages import (  # noqa: F401  fixtures
    GROUP,
    WRITER,
    content_of,
    drafted,
    one_draft,
    papers_of_the_small_office,
    triggers,
)
from year_pages import TEXTS, browser_of_the_small_office, sign_in  # noqa: F401  fixtures

from api.pages.papers.fields import Written, fields_of, written_of
from tests.conftest import NOW
from workflow.errors import BadInput
from workflow.models import Body
from workflow.papers.fields import Appointed, Column, Fields, Table
from workflow.papers.fields import read as read_fields


def edit_form(papers, code, who=WRITER, **changed):
    """The draft's form as a browser would send it."""
    page = papers.page(who, f"/papers/{code}")
    form = re.search(rf'<form method="post" action="/papers/{code}/edit">.*?</form>', page, re.DOTALL)
    assert form is not None
    told = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"(?! checked)', form[0]))
    told |= dict(
        re.findall(r'<textarea id="[\w-]+" name="(\w+)"[^>]*>\n(.*?)</textarea>', form[0], re.DOTALL)
    )
    ticked = re.search(r'name="thai_digits" value="yes" checked', form[0])
    told["thai_digits"] = "yes" if ticked else "no"
    told["sent_to"] = re.findall(r'name="sent_to" value="([^"]+)" checked', form[0])
    return told | changed


def test_a_draft_is_saved_as_it_was_typed(papers, database, code):
    form = edit_form(papers, code, subject="เรื่องใหม่", wish="ย่อหน้าที่หนึ่ง\n\nย่อหน้าที่สอง", sent_to=["all_staff"])
    form |= {"urgency": "ด่วนที่สุด", "table": "ที่ | โครงการ\n1 | อ่านออกเขียนได้", "total": "รวม | 1"}
    answer = papers.client.post(f"/papers/{code}/edit", data=form)
    assert TEXTS["paper_saved"] in answer.text
    assert "เรื่องใหม่" in answer.text
    with database.read() as session:
        row = content_of(session, code)
        fields = read_fields(row.fields)
    assert row.revision == 2
    assert (fields.subject, fields.wish) == ("เรื่องใหม่", ("ย่อหน้าที่หนึ่ง", "ย่อหน้าที่สอง"))
    assert (fields.urgency, fields.sent_to) == ("ด่วนที่สุด", ("all_staff",))
    assert fields.table is not None
    assert (fields.table.rows, fields.table.total) == ((("1", "อ่านออกเขียนได้"),), ("รวม", "1"))


def test_saving_what_was_shown_changes_nothing(papers, database, office):
    table = Table((Column("ที่", 10, "center"), Column("เรื่อง", 90)), (("1", "ก"),), ("", "รวม"), "บัญชี")
    code = drafted(database, office, table=table, attached=("แบบรายงาน",), refers="หนังสือที่ 1")
    assert papers.client.post(f"/papers/{code}/edit", data=edit_form(papers, code)).status_code == 200
    with database.read() as session:
        assert content_of(session, code).revision == 1


def test_a_paper_is_printed_in_the_digits_that_its_box_says(papers, database, code):
    form = edit_form(papers, code)
    assert form["thai_digits"] == "yes"
    page = papers.client.post(f"/papers/{code}/edit", data=form | {"thai_digits": "no"}).text
    assert "ไตรมาสที่ 1" in page
    with database.read() as session:
        row = content_of(session, code)
        assert (row.thai_digits, row.revision) == (False, 2)
    assert edit_form(papers, code)["thai_digits"] == "no"
    wrong = edit_form(papers, code, table="ก | ข\nค", thai_digits="yes")
    page = papers.client.post(f"/papers/{code}/edit", data=wrong).text
    assert 'name="thai_digits" value="yes" checked' in page


def test_somebody_was_faster_and_nothing_typed_is_lost(papers, database, code):
    slow = edit_form(papers, code, wish="ข้อความของคนที่ช้ากว่า")
    papers.client.post(f"/papers/{code}/edit", data=edit_form(papers, code, wish="ข้อความของคนที่เร็วกว่า"))
    answer = papers.client.post(f"/papers/{code}/edit", data=slow)
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "\nข้อความของคนที่ช้ากว่า</textarea>" in page
    assert "ที่บันทึกไว้ขณะนี้: ข้อความของคนที่เร็วกว่า" in page
    assert page.count("ที่บันทึกไว้ขณะนี้") == 1
    again = slow | {"revision": re.findall(r'name="revision" value="(\d+)"', page)[0]}
    papers.client.post(f"/papers/{code}/edit", data=again)
    with database.read() as session:
        assert read_fields(content_of(session, code).fields).wish == ("ข้อความของคนที่ช้ากว่า",)


def test_what_was_typed_into_a_draft_that_has_moved_on_is_still_there_to_copy(papers, code):
    slow = edit_form(papers, code, wish="พิมพ์ค้างไว้ขณะมีผู้เสนอ")
    papers.step(WRITER, code, "propose")
    answer = papers.client.post(f"/papers/{code}/edit", data=slow)
    assert answer.status_code == 409
    assert TEXTS["paper_lost_lead"] in answer.text
    assert "<br>พิมพ์ค้างไว้ขณะมีผู้เสนอ</p>" in answer.text


def test_saving_and_proposing_are_one_act(papers, database, code):
    form = edit_form(papers, code, wish="ข้อความที่เสนอ", then="propose")
    page = papers.client.post(f"/papers/{code}/edit", data=form).text
    assert TEXTS["done_title"] in page
    again = papers.client.post(f"/papers/{code}/edit", data=form, follow_redirects=False)
    assert (again.status_code, "?done=" in again.headers["location"]) == (303, True)
    with database.read() as session:
        assert read_fields(content_of(session, code).fields).wish == ("ข้อความที่เสนอ",)
        assert content_of(session, code).revision == 2
        assert triggers(session, code) == ["propose"]
    papers.step(GROUP, code, "send_back", reason="แก้คำ")
    assert 'name="then" value="fix"' in papers.page(WRITER, f"/papers/{code}")
    papers.client.post(f"/papers/{code}/edit", data=edit_form(papers, code, wish="แก้แล้ว", then="fix"))
    with database.read() as session:
        assert triggers(session, code) == ["propose", "send_back", "fix"]


def test_what_cannot_be_proposed_is_not_saved_either_and_not_lost(papers, database, code):
    form = edit_form(papers, code, reason="", wish="พิมพ์ไว้ก่อนเสนอ", closing="", then="propose")
    answer = papers.client.post(f"/papers/{code}/edit", data=form)
    assert answer.status_code == 422
    assert "\nพิมพ์ไว้ก่อนเสนอ</textarea>" in answer.text
    with database.read() as session:
        assert content_of(session, code).revision == 1
        assert triggers(session, code) == []
    papers.client.post(f"/papers/{code}/edit", data=form | {"then": ""})
    with database.read() as session:
        assert (content_of(session, code).revision, triggers(session, code)) == (2, [])


def test_the_form_of_a_draft_takes_no_other_step(papers, database, code):
    papers.client.post(f"/papers/{code}/edit", data=edit_form(papers, code, then="void_before_issue"))
    with database.read() as session:
        assert triggers(session, code) == []


def test_a_table_that_is_uneven_is_refused_beside_its_field(papers, database, code):
    answer = papers.client.post(f"/papers/{code}/edit", data=edit_form(papers, code, table="ก | ข\nค"))
    assert answer.status_code == 422
    assert '<a href="#edit-table">' in answer.text
    assert "\nก | ข\nค</textarea>" in answer.text


@pytest.mark.parametrize("name", ["", "ก | ข"])
def test_fields_are_read_back_as_they_were_written(name):
    fields = Fields(
        subject="เรื่อง",
        reason=("หนึ่ง", "สอง"),
        table=Table((Column("ที่", 10), Column("ชื่อ", 90)), (("1", name), ("", ""), ("2", "ค")), ("รวม", "")),
        members=(Appointed("ก", "", "กรรมการ"),),
        sent_to=("group:PLN",),
    )
    assert fields_of(written_of(fields), fields) == fields


def test_a_member_without_her_three_parts_is_refused():
    with pytest.raises(BadInput) as refused:
        fields_of(Written({"subject": "ก", "members": "ชื่อ | ตำแหน่ง"}))
    assert (refused.value.name, refused.value.problem) == ("members", "uneven")


def test_a_paper_is_written_freely_and_begins_as_a_draft(papers, database):
    page = papers.page(WRITER, "/papers/new?code=free_letter")
    assert 'name="code" value="free_letter"' in page
    form = {"code": "free_letter", "subject": "ขอความอนุเคราะห์", "to": "ผู้อำนวยการโรงเรียน", "reason": "ด้วย"}
    page = unescape(papers.client.post("/papers/new", data=form).text)
    assert TEXTS["paper_saved"] in page
    with database.read() as session:
        row = content_of(session, "M2561-1")
    assert (row.code, row.form) == ("free_letter", "letter")


def test_what_is_wrong_with_a_new_paper_is_told_and_nothing_is_lost(papers):
    sign_in(papers.client, f"{WRITER}.t1")
    form = {"code": "free_memo", "subject": " ", "reason": "พิมพ์ไว้แล้ว", "sent_to": ["group:PLN"]}
    answer = papers.client.post("/papers/new", data=form)
    assert answer.status_code == 422
    assert '<a href="#edit-subject">' in answer.text
    assert "\nพิมพ์ไว้แล้ว</textarea>" in answer.text
    assert 'value="group:PLN" checked' in answer.text
    assert papers.client.get("/papers/new?code=plan_book").status_code == 422


def test_whoever_may_not_open_a_paper_is_told_who_may(papers):
    sign_in(papers.client, "internal_auditor.t1")
    answer = papers.client.post("/papers/new", data={"code": "free_memo", "subject": "x"})
    assert answer.status_code == 403


def test_an_order_appoints_a_committees_members(papers, database, office):
    with database.write() as session:
        session.add(
            Body(office_id=office.id, code="team", internal=True, name_th="คณะทีมบริหาร", valid_from=NOW.date())
        )
    page = papers.page(WRITER, "/papers/new?code=appointment_order&body=team")
    assert 'value="แต่งตั้งคณะทีมบริหาร"' in page
    assert papers.client.get("/papers/new?code=appointment_order&body=none").status_code == 404
