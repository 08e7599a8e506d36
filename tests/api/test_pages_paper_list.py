"""The list of official papers: what waits first, who sees which, finding one, the workbook."""

import io
import re

import openpyxl
import pytest
from conftest import NOW
from paper_pages import DIRECTOR, GROUP, WRITER, drafted, one_draft, papers_of_the_small_office  # noqa: F401  fixtures
from sqlalchemy import event
from year_pages import TEXTS, browser_of_the_small_office, sign_in  # noqa: F401  fixtures

from workflow.changes import Hand
from workflow.papers import drafts
from workflow.papers.fields import Fields


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


@pytest.mark.one_database
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


def test_what_waits_is_weighed_only_as_far_as_it_is_shown(papers, database, office, monkeypatch):
    """Each waiting paper is weighed by the engine, so the page stops at the first few."""
    monkeypatch.setattr("api.pages.papers.listing.WAITING", 2)
    counts = []
    for more in (3, 4):
        for _ in range(more):
            drafted(database, office)
        page = papers.page(WRITER, "/papers")
        assert page.count(f'#steps">{TEXTS["asked_check"]}') == 2
        counts.append(statements(papers.client, "/papers"))
    assert counts[0] == counts[1]


def test_what_the_system_drafts_stands_in_one_line_today_until_somebody_takes_it_up(papers, database, office):
    with database.write() as session:
        hand = Hand(office.people["system"], NOW)
        fields = Fields(subject="แจ้งกำหนดส่งรายงาน", to="ทุกกลุ่ม", reason=("ด้วย",), closing="จึงเรียนมาเพื่อทราบ")
        code = drafts.open_paper(session, office.id, "memo_quarter_call", fields, hand, cause="duty:1").code
    line = TEXTS["today_prepared"].format(count=1)
    page = papers.page(WRITER, "/")
    assert line in page
    assert code not in page
    assert line not in papers.page(DIRECTOR, "/")
    papers.step(WRITER, code, "propose")
    assert line not in papers.page(WRITER, "/")
    assert code in papers.page(GROUP, "/")
