"""Official papers through the pages: drafted, passed up with opinions, signed, numbered and read."""

import re
from html import unescape

from paper_pages import CLERK, DIRECTOR, GROUP, WRITER, one_draft, papers_of_the_small_office, triggers  # noqa: F401  fixtures
from quick_passwords import quick_hash
from sqlmodel import select
from year_pages import PASSWORD, TEXTS, browser_of_the_small_office, sign_in  # noqa: F401  fixtures

from tests.conftest import make_office
from workflow.accounts import set_password
from workflow.models import Acknowledgement, Entry, PaperText, RegisterNumber

PDF = "application/pdf"


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


def test_whoever_issues_papers_asks_the_unread_again_once_a_day(papers, database, code):
    papers.issued(code)
    button = f'action="/papers/{code}/ask-again"'
    assert button not in papers.page(DIRECTOR, f"/papers/{code}")
    assert button in papers.page(CLERK, f"/papers/{code}")
    page = papers.client.post(f"/papers/{code}/ask-again").text
    assert "แจ้งผู้ที่ยังไม่อ่านอีกครั้งแล้ว 2 คน" in page
    assert "แจ้ง 2 คน" in page
    assert button not in page
    assert papers.client.post(f"/papers/{code}/ask-again").status_code == 409
    assert button not in papers.page(WRITER, f"/papers/{code}")
    assert "ขอให้อ่านและรับทราบหนังสือ 0001/2561" in papers.page("internal_auditor", "/notices")
    with database.read() as session:
        assert len(session.exec(select(Entry).where(Entry.kind == "asked_again")).all()) == 1


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


def test_both_languages_show_the_desk(papers, code):
    papers.client.cookies.set("khanton_language", "en")
    page = papers.page(WRITER, f"/papers/{code}")
    assert "Edit the draft" in page
    assert "Work on papers" in papers.page(WRITER, "/papers")
    assert "แก้ไขร่าง" not in page
