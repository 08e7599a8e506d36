"""Official papers through the pages: drafted, passed up with opinions, signed, numbered and read."""

import io
import re
from html import escape, unescape

import docx
import openpyxl
import pypdfium2
import pytest
from paper_desk import CLERK, DIRECTOR, GROUP, WRITER, Papers, content_of, drafted, triggers
from quick_passwords import quick_hash
from sqlalchemy import event
from sqlmodel import select
from year_pages import PASSWORD, TEXTS, browser_of_the_small_office, sign_in  # noqa: F401  a fixture

from api.pages.paper_fields import Written, fields_of, written_of
from api.paper_files import Leaving
from tests.conftest import NOW, make_office
from workflow.accounts import set_password
from workflow.changes import Hand
from workflow.errors import BadInput, PdfUnavailable
from workflow.models import Acknowledgement, Body, Entry, PaperText, RegisterNumber
from workflow.papers import drafts, templates
from workflow.papers.fields import Appointed, Column, Fields, Table
from workflow.papers.fields import read as read_fields

HOSTILE = "{{ 7*7 }} <script>alert(1)</script> <w:p/> & ]]> {% raise %}"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(name="papers")
def papers_of_the_small_office(desk):
    desk.cookies.set("khanton_digits", "arabic")
    return Papers(desk)


@pytest.fixture(name="code")
def one_draft(database, office):
    return drafted(database, office)


def test_a_paper_goes_from_draft_to_acknowledged_by_all(papers, database, code):
    papers.to_signer(code)
    assert "ลงนาม/สั่งการแล้ว" in papers.sign(code)
    page = papers.issue(code)
    assert "ออกเลขแล้ว: 0001/2561" in page
    assert re.search(r"รหัสตรวจสอบที่พิมพ์ในหนังสือ: \w{4}-\w{4}-\w{4}-\w{4}", page)
    for reader in (CLERK, "internal_auditor"):
        assert f'action="/papers/{code}/read"' in papers.page(reader, f"/papers/{code}")
        papers.client.post(f"/papers/{code}/read")
    page = papers.page(CLERK, f"/papers/{code}")
    assert TEXTS["readers_all"] in page
    assert f'action="/papers/{code}/read"' not in page
    with database.read() as session:
        assert triggers(session, code) == [
            *("propose", "pass_group", "pass_deputy", "sign", "issue", "complete_ack"),
        ]


def test_what_was_signed_holds_opinions_in_order_the_order_and_the_signer(papers, database, code):
    papers.to_signer(code)
    papers.sign(code, fact_order="อนุมัติ ให้จัดประชุมตามเสนอ")
    with database.read() as session:
        text = session.exec(select(PaperText)).one()
    said = [text.markup.index(each) for each in ("เห็นควรจัดประชุม", "เห็นชอบ", "อนุมัติ ให้จัดประชุมตามเสนอ")]
    assert said == sorted(said)
    assert "ผู้ดำรงตำแหน่ง area_director" in text.markup
    assert (text.signature, text.title) == ("in_system", "ขอเชิญประชุมติดตามผลการดำเนินงาน")


def test_a_wrong_password_signs_nothing_and_is_never_shown(papers, database, code):
    papers.to_signer(code)
    page = papers.sign(code, 403, fact_order="ถ้อยคำสั่งการ", password="not her password")
    assert '<a href="#sign-password">' in page
    assert ">ถ้อยคำสั่งการ</textarea>" in page
    assert "not her password" not in page
    with database.read() as session:
        assert session.exec(select(PaperText)).all() == []
        assert triggers(session, code)[-1] == "pass_deputy"
        entries = session.exec(select(Entry.details).order_by(Entry.seq)).all()
    assert not any("not her password" in each or PASSWORD in each for each in entries)


def test_whoever_guesses_passwords_at_the_signature_is_slowed_down(papers, code):
    papers.to_signer(code)
    page = papers.page(DIRECTOR, f"/papers/{code}")
    form = papers.hidden(page, "sign") | {"fact:order": "อนุมัติ", "password": "guess"}
    answers = [papers.client.post(f"/papers/{code}/sign/sign", data=form).status_code for _ in range(11)]
    assert answers == [403] * 10 + [429]
    form["password"] = PASSWORD
    assert papers.client.post(f"/papers/{code}/sign/sign", data=form).status_code == 429


def test_only_her_own_password_signs(papers, database, office, code):
    papers.to_signer(code)
    with database.write() as session:
        set_password(session, office.people[DIRECTOR], quick_hash("another password"))
    sign_in(papers.client, f"{DIRECTOR}.t1", "another password")
    page = papers.client.get(f"/papers/{code}").text
    form = papers.hidden(page, "sign") | {"fact:order": "อนุมัติ", "password": PASSWORD}
    assert papers.client.post(f"/papers/{code}/sign/sign", data=form).status_code == 403


def test_a_form_sent_twice_signs_once(papers, database, code):
    papers.to_signer(code)
    form = papers.hidden(papers.page(DIRECTOR, f"/papers/{code}"), "sign")
    form |= {"fact:order": "อนุมัติ", "fact:signature": "in_system", "password": PASSWORD}
    first, second = (
        papers.client.post(f"/papers/{code}/sign/sign", data=form, follow_redirects=False) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    with database.read() as session:
        assert triggers(session, code).count("sign") == 1


def test_a_paper_signed_by_hand_is_numbered_only_with_its_scan(papers, database, code):
    papers.to_signer(code)
    papers.sign(code, fact_signature="on_paper")
    assert '<a href="#issue-file-signed_scan_or_esign">' in papers.issue(code, 422)
    with database.read() as session:
        assert session.exec(select(RegisterNumber)).all() == []
    form = papers.hidden(papers.page(CLERK, f"/papers/{code}"), "issue")
    scan = {"file:signed_scan_or_esign": ("สแกน.pdf", b"%PDF-1.4 scanned", PDF)}
    page = unescape(papers.client.post(f"/papers/{code}/issue", data=form, files=scan).text)
    assert "ออกเลขแล้ว: 0001/2561" in page
    assert TEXTS["paper_signed_paper"] in page


def test_a_paper_cannot_be_dated_before_its_signature(papers, code):
    papers.to_signer(code)
    papers.sign(code)
    page = papers.issue(code, 422, on="1 ม.ค. 2561")
    assert '<a href="#issue-on">' in page
    assert 'value="1 ม.ค. 2561"' in page


def test_sending_back_needs_a_reason_and_lets_the_draft_be_changed(papers, database, code):
    papers.step(WRITER, code, "propose")
    assert '<a href="#send_back-reason">' in papers.step(GROUP, code, "send_back", 422)
    papers.step(GROUP, code, "send_back", reason="วันประชุมยังไม่ถูกต้อง")
    page = papers.page(WRITER, f"/papers/{code}")
    assert "<blockquote>วันประชุมยังไม่ถูกต้อง</blockquote>" in page
    assert f'action="/papers/{code}/edit"' in page
    papers.step(WRITER, code, "fix")
    assert f'action="/papers/{code}/edit"' not in papers.page(WRITER, f"/papers/{code}")


def test_a_void_paper_keeps_its_number(papers, database, code):
    papers.issued(code)
    page = papers.step(DIRECTOR, code, "void_after_issue", reason="ออกซ้ำกับฉบับก่อน")
    assert "<s>0001/2561</s>" in page
    assert "<s>0001/2561</s>" in papers.page(CLERK, "/papers")


def edit_form(papers, code, who=WRITER, **changed):
    """The draft's form as a browser would send it."""
    page = papers.page(who, f"/papers/{code}")
    form = re.search(rf'<form method="post" action="/papers/{code}/edit">.*?</form>', page, re.DOTALL)
    assert form is not None
    told = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"(?! checked)', form[0]))
    told |= dict(
        re.findall(r'<textarea id="[\w-]+" name="(\w+)"[^>]*>\n(.*?)</textarea>', form[0], re.DOTALL)
    )
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


def test_what_people_type_stays_as_they_typed_it(papers, database, office):
    code = drafted(database, office, subject=HOSTILE, reason=(HOSTILE,), to=HOSTILE)
    sign_in(papers.client, f"{WRITER}.t1")
    for address in (f"/papers/{code}", "/papers", "/", f"/papers/{code}.html"):
        answer = papers.client.get(address)
        assert answer.status_code == 200
        assert "<script" not in answer.text
        assert re.search(r"{{ [7๗]\*[7๗] }}", answer.text)
    printed = HOSTILE.replace("7", "๗").replace("1", "๑")
    assert escape(printed, quote=False) in papers.client.get(f"/papers/{code}.html").text
    assert printed in text_of_docx(papers.client.get(f"/papers/{code}.docx").content)
    assert printed in papers.client.get(f"/papers/{code}.txt").text


def text_of_docx(content):
    return "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)


def text_of_pdf(content):
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_a_paper_is_given_out_as_files_that_open_and_hold_the_text(papers, code):
    papers.issued(code)
    given = {
        ending: papers.client.get(f"/papers/{code}.{ending}") for ending in ("pdf", "docx", "txt", "html")
    }
    assert {ending: answer.status_code for ending, answer in given.items()} == dict.fromkeys(given, 200)
    assert given["pdf"].headers["content-type"] == PDF
    assert given["docx"].headers["content-type"] == DOCX
    for ending, answer in given.items():
        assert answer.headers["cache-control"] == "no-store"
        saved = answer.headers.get("content-disposition", "")
        assert saved.startswith(f'attachment; filename="{code}.{ending}"') == (ending != "html")
        assert ("filename*=UTF-8''M2561-1%20%E0%B8%82" in saved) == (ending != "html")
    assert "ขอเชิญประชุมติดตาม" in text_of_pdf(given["pdf"].content)
    assert "ขอเชิญประชุมติดตาม" in text_of_docx(given["docx"].content)
    assert "ที่ ๐๐๐๑/๒๕๖๑" in given["txt"].text.replace("\t", " ")
    assert 'href="/static/paper.css"' in given["html"].text
    assert papers.client.get("/static/paper.css").headers["content-type"].startswith("text/css")


def test_where_pdf_cannot_be_made_the_page_says_what_to_install(papers, code, monkeypatch):
    make = Leaving.file

    def without_pango(self, ending):
        if ending == "pdf":
            raise PdfUnavailable("cannot load library 'libpango-1.0-0'")
        return make(self, ending)

    monkeypatch.setattr(Leaving, "file", without_pango)
    page = papers.page(WRITER, f"/papers/{code}.pdf", 501)
    assert "libpango-1.0-0" in page
    assert f'href="/papers/{code}.docx"' in page
    assert papers.client.get(f"/papers/{code}.docx").status_code == 200
    assert papers.client.get(f"/papers/{code}.html").status_code == 200


def test_another_offices_paper_is_nowhere(papers, database, code):
    with database.write() as session:
        other = make_office(session, "T2")
        set_password(session, other.people[WRITER], quick_hash(PASSWORD))
    sign_in(papers.client, f"{WRITER}.t2")
    for address in (f"/papers/{code}", f"/papers/{code}.pdf", f"/papers/{code}.html"):
        assert papers.client.get(address).status_code == 404
    assert papers.client.post(f"/papers/{code}/edit", data={"subject": "x"}).status_code == 404
    assert papers.client.post(f"/papers/{code}/sign/sign", data={"password": PASSWORD}).status_code == 404
    assert code not in papers.client.get("/papers").text


def test_a_school_sees_only_what_it_was_sent(papers, database, office):
    sent = drafted(database, office, code="free_circular", sent_to=("school:S001",))
    other = drafted(database, office, code="free_circular", sent_to=("school:S002",))
    assert papers.page("school_officer", f"/papers/{sent}", 404)
    papers.issued(sent)
    papers.issued(other)
    page = papers.page("school_officer", "/papers")
    assert (f"/papers/{sent}" in page, f"/papers/{other}" in page) == (True, False)
    assert f'action="/papers/{sent}/read"' in papers.page("school_officer", f"/papers/{sent}")
    papers.page("school_officer", f"/papers/{other}", 404)
    assert papers.client.get("/registers").status_code == 403
    assert papers.client.get("/papers/new").status_code == 403


def test_whoever_was_not_asked_cannot_acknowledge(papers, database, code):
    papers.issued(code)
    sign_in(papers.client, f"{GROUP}.t1")
    assert papers.client.post(f"/papers/{code}/read").status_code == 422
    with database.read() as session:
        assert session.exec(select(Acknowledgement).where(Acknowledgement.read_at.is_not(None))).all() == []


def test_the_desk_names_who_has_read_and_who_has_not(papers, code):
    papers.issued(code)
    sign_in(papers.client, "internal_auditor.t1")
    papers.client.post(f"/papers/{code}/read")
    page = papers.page(WRITER, f"/papers/{code}")
    assert "รับทราบแล้ว 1 จาก 2 คน" in page
    assert "<li>ผู้ดำรงตำแหน่ง clerk</li>" in page
    assert re.search(r"<li>ผู้ดำรงตำแหน่ง internal_auditor <span", page)


def test_a_paper_waits_first_for_whoever_takes_its_next_step(papers, code):
    asked = {}
    for who in (WRITER, GROUP, DIRECTOR):
        page = papers.page(who, "/papers")
        asked[who] = TEXTS["papers_waits"] in page
    assert asked == {WRITER: True, GROUP: False, DIRECTOR: False}
    papers.step(WRITER, code, "propose")
    page = papers.page(GROUP, "/papers")
    assert f'href="/papers/{code}#steps">{TEXTS["asked_opinion"]}' in page
    assert f'href="/papers/{code}#pass_group"' in papers.page(GROUP, "/")


def test_what_is_to_be_read_waits_for_its_reader(papers, code):
    papers.issued(code)
    assert f'href="/papers/{code}#steps">{TEXTS["asked_read"]}' in papers.page("internal_auditor", "/papers")
    assert f'<a href="/papers/{code}">' in papers.page("internal_auditor", "/")


def test_the_list_is_narrowed_by_form_state_year_and_words(papers, database, office):
    memo = drafted(database, office, subject="ขอเชิญประชุม")
    circular = drafted(database, office, code="free_circular", subject="แจ้งกำหนดส่งรายงาน")
    papers.step(WRITER, circular, "propose")

    def found(query):
        page = papers.page(WRITER, f"/papers?{query}")
        return re.findall(r'class="title" lang="th" href="/papers/([\w-]+)"', page)

    assert found("form=circular") == [circular]
    assert found("state=draft") == [memo]
    assert found("q=กำหนดส่ง") == [circular]
    assert found("year=2561") == [circular, memo]
    assert found("year=2560") == []
    assert found(f"year=2561&after={circular}") == [memo]


def test_a_paper_is_found_by_its_number(papers, database, office, code):
    papers.issued(code)
    drafted(database, office)
    page = papers.page(WRITER, "/papers?q=๐๐๐๑/๒๕๖๑")
    assert re.findall(r'class="title" lang="th" href="/papers/([\w-]+)"', page) == [code]


def test_the_list_as_a_workbook_is_the_list(papers, code):
    papers.issued(code)
    answer = papers.client.get("/papers.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0][:4] == ["0001/2561", "12 ม.ค. 2561", code, "ขอเชิญประชุมติดตามผลการดำเนินงาน"]


def statements(client, address):
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    engine = client.app.state.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_the_list_and_a_desk_take_the_same_statements_for_any_number_of_papers(papers, database, office):
    first = drafted(database, office)
    counts = []
    for more in (0, 4):
        for _ in range(more):
            drafted(database, office)
        sign_in(papers.client, "internal_auditor.t1")
        papers.client.get("/papers")
        counts.append([statements(papers.client, each) for each in ("/papers?form=memo", f"/papers/{first}")])
    assert counts[0] == counts[1]
    assert counts[0][0] <= 12


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


def test_the_page_of_an_item_leads_to_the_desk_and_offers_no_form_that_would_be_refused(papers, code):
    papers.to_signer(code)
    page = papers.page(DIRECTOR, f"/items/{code}")
    assert f'href="/papers/{code}"' in page
    assert f'action="/items/{code}/steps/sign"' not in page
    assert f'action="/items/{code}/steps/send_back"' in page
    carried = {"fact:order": "อนุมัติ", "fact:text_sha256": "0" * 64, "fact:signature": "in_system"}
    answer = papers.client.post(f"/items/{code}/steps/sign", data=carried)
    assert answer.status_code == 422


def test_a_memo_kept_elsewhere_has_only_the_page_of_an_item(papers, database, office):
    with database.write() as session:
        office.open(session, "memo", "M1")
    sign_in(papers.client, f"{WRITER}.t1")
    away = papers.client.get("/papers/M1", follow_redirects=False)
    assert (away.status_code, away.headers["location"]) == (303, "/items/M1")
    assert papers.client.get("/papers/M1.pdf").status_code == 404
    assert '<a class="title" lang="th" href="/items/M1">' in papers.client.get("/").text


def test_an_item_lists_the_papers_made_from_it_and_those_about_it(papers, database, office):
    with database.write() as session:
        project = office.open(session, "project", "P1", title="โครงการอ่านออกเขียนได้")
        hand = Hand(office.people[WRITER], NOW)
        drafts.open_paper(
            session, office.id, "free_memo", Fields(subject="ขออนุมัติ"), hand, about_id=project.id
        )
    page = papers.page(WRITER, "/items/P1")
    assert 'href="/items/P1/papers/proposal_form.pdf"' in page
    assert '<a lang="th" href="/papers/M2561-1">ขออนุมัติ</a>' in page
    assert "plan_book" not in page


def test_a_form_is_made_from_the_rows_whenever_it_is_asked_for(papers, database, office):
    with database.write() as session:
        office.open(session, "project", "P1", title="โครงการอ่านออกเขียนได้")
    page = papers.page(WRITER, "/items/P1/papers/proposal_form")
    assert '<article class="paper' in page
    assert "โครงการอ่านออกเขียนได้" in text_of_pdf(
        papers.client.get("/items/P1/papers/proposal_form.pdf").content
    )
    answer = papers.client.get("/items/P1/papers/proposal_form.docx")
    assert answer.headers["content-disposition"].startswith('attachment; filename="P1.docx"')
    for wrong in ("plan_book", "no_such_paper"):
        assert papers.client.get(f"/items/P1/papers/{wrong}").status_code == 404
        assert papers.client.get(f"/items/P1/papers/{wrong}.pdf").status_code == 404


def test_a_book_says_that_it_takes_a_moment(papers, database, office):
    with database.write() as session:
        office.open(session, "annual_plan", "AP1")
    page = papers.page(WRITER, "/items/AP1/papers/plan_book")
    assert TEXTS["content_book"] in page
    assert "<article" not in page
    assert '<article class="paper' in papers.page(WRITER, "/items/AP1/papers/plan_book.html")


def test_a_template_that_cannot_be_rendered_leaves_the_desk_standing(papers, database, office, code):
    with database.write() as session:
        hand = Hand(office.people["system_admin"], NOW)
        templates.save(session, office.id, "memo.html", "<p>{{ nobody.knows }}</p>", "", hand)
    page = papers.page(WRITER, f"/papers/{code}")
    assert TEXTS["paper_cannot_show"] in page
    papers.to_signer(code)
    papers.sign(code, 422)


def test_both_languages_show_the_desk(papers, code):
    papers.client.cookies.set("khanton_language", "en")
    page = papers.page(WRITER, f"/papers/{code}")
    assert "Edit the draft" in page
    assert "Work on papers" in papers.page(WRITER, "/papers")
    assert "แก้ไขร่าง" not in page
