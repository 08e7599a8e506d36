"""The registers by page: numbers given, void ones struck out, going on from the paper register."""

import io
import re
from html import unescape

import openpyxl
import pytest
from paper_pages import CLERK, DIRECTOR, drafted, papers_of_the_small_office  # noqa: F401  fixtures
from sqlmodel import select
from year_pages import TEXTS, browser_of_the_small_office, sign_in  # noqa: F401  fixtures

from workflow.models import Office, Register, RegisterNumber

INTERNAL = "/registers/internal/2561"


def taken(papers, subject, dated="", kind="internal", status=200):
    sign_in(papers.client, f"{CLERK}.t1")
    told = {"subject": subject, "dated": dated}
    answer = papers.client.post(f"/registers/{kind}/2561/take", data=told)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def numbers(page):
    """The numbers in the order of the page, without those of its forms."""
    return re.findall(r'<td class="title">(?:<s>)?([^<]+)', page)


def test_papers_from_here_and_elsewhere_stand_in_one_series(papers, database, office):
    assert "ออกเลขแล้วในทะเบียนบันทึกข้อความ: 0001/2561" in taken(papers, "บันทึกที่เขียนด้วยมือ", "8 ม.ค. 2561")
    papers.issued(drafted(database, office))
    taken(papers, "บันทึกฉบับที่สาม")
    page = papers.page("internal_auditor", INTERNAL)
    assert numbers(page) == ["0003/2561", "0002/2561", "0001/2561"]
    assert 'href="/papers/M2561-1"' in page
    dated, registered = re.findall(r'data-label="(?:หนังสือลงวันที่|วันที่ลงทะเบียน)">([^<]+)', page)[-2:]
    assert (dated, registered) == ("8\xa0ม.ค.\xa02561", "12\xa0ม.ค.\xa02561 09.00 น.")


@pytest.mark.parametrize(
    ("kind", "prefix", "text"),
    [
        ("internal", "", "0001/2561"),
        ("circular", "", "ว 0001/2561"),
        ("order", "", "1/2561"),
        ("outgoing", "ศธ 04xxx", "ศธ 04xxx/1"),
        ("circular", "ศธ 04xxx", "ศธ 04xxx/ว 1"),
    ],
)
def test_a_number_is_shown_as_it_is_printed(papers, database, office, kind, prefix, text):
    with database.write() as session:
        session.get_one(Office, office.id).document_prefix = prefix
    assert f"ออกเลขแล้วในทะเบียน{TEXTS[f'register_{kind}']}: {text}" in taken(papers, "เรื่อง", kind=kind)


def test_every_number_says_of_which_register_it_is(papers, database, office):
    """With the office's code, a memo and a letter can print the same number."""
    with database.write() as session:
        session.get_one(Office, office.id).document_prefix = "ศธ 04xxx"
    pages = [taken(papers, "เรื่อง", kind=kind) for kind in ("internal", "outgoing")]
    assert [numbers(page) for page in pages] == [["ศธ 04xxx/1"], ["ศธ 04xxx/1"]]
    for page, name in zip(pages, ("บันทึกข้อความ", "หนังสือส่ง"), strict=True):
        assert f'ศธ 04xxx/1<br><span class="quiet">{name}</span>' in page


def test_a_void_number_is_struck_out_with_its_reason_and_never_given_again(papers, database):
    taken(papers, "ออกผิด")
    with database.read() as session:
        number = session.exec(select(RegisterNumber.id)).one()
    sign_in(papers.client, f"{CLERK}.t1")
    answer = papers.client.post(f"{INTERNAL}/{number}/void", data={"reason": " "})
    assert answer.status_code == 422
    assert f'<a href="#void-{number}-reason">' in answer.text
    page = unescape(papers.client.post(f"{INTERNAL}/{number}/void", data={"reason": "พิมพ์ผิด <b>"}).text)
    assert "<s>0001/2561</s>" in page
    assert "พิมพ์ผิด <b>" in page
    assert "<b>" not in papers.client.get(INTERNAL).text.replace("</b>", "")
    assert "ออกเลขแล้วในทะเบียนบันทึกข้อความ: 0002/2561" in taken(papers, "ฉบับใหม่")


def test_the_number_of_a_paper_kept_here_goes_only_with_its_paper(papers, database, office):
    papers.issued(drafted(database, office))
    with database.read() as session:
        number = session.exec(select(RegisterNumber.id)).one()
    page = papers.page(CLERK, INTERNAL)
    assert f"{INTERNAL}/{number}/void" not in page
    assert papers.client.post(f"{INTERNAL}/{number}/void", data={"reason": "x"}).status_code == 409


def test_numbers_go_on_from_the_paper_register_once_that_is_confirmed(papers, database, office):
    sign_in(papers.client, f"{CLERK}.t1")
    answer = papers.client.post(f"{INTERNAL}/begin", data={"number": "๑๒๓"})
    assert answer.status_code == 422
    assert '<a href="#begin-sure">' in answer.text
    assert 'value="๑๒๓"' in answer.text
    with database.read() as session:
        assert session.get(Register, (office.id, "internal", 2561)) is None
    answer = papers.client.post(f"{INTERNAL}/begin", data={"number": "๑๒๓", "sure": "yes"})
    assert TEXTS["register_begun"] in answer.text
    assert "ออกเลขแล้วในทะเบียนบันทึกข้อความ: 0124/2561" in taken(papers, "ฉบับแรกในระบบ")
    answer = papers.client.post(f"{INTERNAL}/begin", data={"number": "100", "sure": "yes"})
    assert answer.status_code == 409
    assert "0124/2561" in answer.text


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 12, "0"])
def test_what_is_no_number_is_refused_beside_its_field(papers, number):
    sign_in(papers.client, f"{CLERK}.t1")
    answer = papers.client.post(f"{INTERNAL}/begin", data={"number": number, "sure": "yes"})
    assert answer.status_code == 422
    assert '<a href="#begin-number">' in answer.text


def test_a_paper_of_another_year_is_sent_to_that_years_register(papers, database):
    page = taken(papers, "เขียนปีก่อน", "28 ธ.ค. 2560", status=422)
    assert '<a href="#take-dated">' in page
    assert 'value="เขียนปีก่อน"' in page
    assert '<a href="#take-dated">' in taken(papers, "ยังไม่ถึงวัน", "13 ม.ค. 2561", status=422)
    assert '<a href="#take-subject">' in taken(papers, " ", status=422)
    with database.read() as session:
        assert session.exec(select(RegisterNumber)).all() == []


def test_only_its_keepers_change_a_register(papers):
    assert "/take" not in papers.page(DIRECTOR, INTERNAL)
    answers = [
        papers.client.post(f"{INTERNAL}/{what}", data=told).status_code
        for what, told in (("take", {"subject": "x"}), ("begin", {"number": "5", "sure": "yes"}))
    ]
    assert answers == [403, 403]


def test_registers_are_for_those_who_see_the_whole_office(papers):
    for address in ("/registers", INTERNAL, f"{INTERNAL}.xlsx"):
        papers.page("school_officer", address, 403)
        papers.page("external_auditor", address)
    papers.page(CLERK, "/registers/nonsense/2561", 422)
    papers.page(CLERK, "/registers/internal/2018", 422)


def test_every_register_of_the_year_is_listed(papers):
    taken(papers, "หนึ่ง")
    page = papers.page(CLERK, "/registers")
    assert re.findall(r'href="/registers/(\w+)/2561"', page) == ["internal", "outgoing", "circular", "order"]


def test_the_workbook_holds_the_register(papers, database):
    taken(papers, "=1+1")
    with database.read() as session:
        number = session.exec(select(RegisterNumber.id)).one()
    papers.client.post(f"{INTERNAL}/{number}/void", data={"reason": "ทดลอง"})
    answer = papers.client.get(f"{INTERNAL}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    (row,) = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
    assert row[0] == "0001/2561"
    assert row[1].lstrip("'") == "=1+1"
    assert row[6] == "ยกเลิก: ทดลอง"


def test_a_long_register_is_paged_without_gaps(papers, database, office, monkeypatch):
    monkeypatch.setattr("api.pages.papers.registers.PAGE", 2)
    for number in range(5):
        taken(papers, f"ฉบับที่ {number}")
    seen, address = [], INTERNAL
    while address:
        page = papers.client.get(address).text
        seen += numbers(page)
        following = re.search(rf'href="({INTERNAL}\?before=\d+)"', page)
        address = following[1] if following else ""
    assert seen == [f"{number:04}/2561" for number in (5, 4, 3, 2, 1)]
