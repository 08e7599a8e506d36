"""Official papers as files, and those that are made from an item's rows, as the pages give them out."""

import io
import re
from html import escape

import docx
import pypdfium2
from paper_pages import DIRECTOR, WRITER, drafted, one_draft, papers_of_the_small_office  # noqa: F401  fixtures
from year_pages import TEXTS, browser_of_the_small_office, sign_in  # noqa: F401  fixtures

from api.paper_files import Leaving
from tests.conftest import NOW
from workflow.changes import Hand
from workflow.errors import PdfUnavailable
from workflow.papers import drafts, templates
from workflow.papers.fields import Fields

HOSTILE = "{{ 7*7 }} <script>alert(1)</script> <w:p/> & ]]> {% raise %}"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_what_people_type_stays_as_they_typed_it(papers, database, office):
    code = drafted(database, office, subject=HOSTILE, reason=(HOSTILE,), to=HOSTILE)
    sign_in(papers.client, f"{WRITER}.t1")
    for address in (f"/papers/{code}", "/papers", "/", f"/papers/{code}.html"):
        answer = papers.client.get(address)
        assert answer.status_code == 200
        assert "<script" not in answer.text.replace('<script src="/static/', "")
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
