"""A PDF has the measures of official papers, and copies and searches as Thai."""

import io

import pypdf
import pypdfium2
import pypdfium2.raw as raw
import pytest
from line_breaks import broken_words, words
from pdf_text import by_poppler, one_sara_am, pages_by_pdfium, read_by_all, unspaced
from samples import BODY, HEAD, MEMO, MEMO_WITH_TABLE, STAMP, emblem, memo

from papers.outputs.pdf import pdf
from papers.outputs.text import text
from papers.outputs.whole_words import whole_words
from papers.ready import Ready

CM = 72 / 2.54
A4 = (595, 842)
PATH, IMAGE = raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE


@pytest.fixture(scope="module")
def plain_memo():
    return pdf(memo())


@pytest.mark.parametrize("markup", [MEMO, MEMO_WITH_TABLE], ids=["memo", "table"])
def test_three_readers_read_what_the_paper_says(markup):
    ready = memo(markup, emblem=emblem())
    said = unspaced(text(ready.blocks()))
    assert {name: unspaced(read) for name, read in read_by_all(pdf(ready)).items()} == {
        "pdfium": said,
        "poppler": said,
        "pypdf": said,
    }


def test_poppler_reads_it_in_its_own_order_too(plain_memo):
    ready = memo()
    lines = {unspaced(line) for line in by_poppler(plain_memo, "-layout").splitlines()}
    assert unspaced("จึงเรียนมาเพื่อโปรดทราบและดำเนินการให้แล้วเสร็จภายในกำหนด") in lines
    assert sorted(unspaced(by_poppler(plain_memo, "-layout"))) == sorted(unspaced(text(ready.blocks())))


def test_every_word_of_the_list_is_read_as_it_is_written():
    said = "".join(f"<p>{word} <b>{word}</b></p>" for word in words())
    ready = Ready(said, "คำ", page_numbers=False)
    read = {name: one_sara_am(text).split() for name, text in read_by_all(pdf(ready)).items()}
    written = [word for word in words() for _ in range(2)]
    assert read == {"pdfium": written, "poppler": written, "pypdf": written}


def test_it_is_tagged_thai_and_titled(plain_memo):
    reader = pypdf.PdfReader(io.BytesIO(plain_memo))
    catalogue = reader.trailer["/Root"]
    assert (catalogue["/Lang"], reader.metadata.title) == ("th", "บันทึกข้อความ")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in catalogue["/Metadata"].get_data()
    fonts = {font for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert {font.get_object()["/BaseFont"].split("+")[1] for font in fonts} == {"Sarabun", "Sarabun-Bold"}


def test_a_memo_has_the_measures_of_a_memo(plain_memo):
    with pypdfium2.PdfDocument(plain_memo) as document:
        assert len(document) == 1
        page = document[0]
        assert tuple(round(each) for each in page.get_size()) == A4
        runs = _lines(page)
    title = next(run for run in runs if run[0] == "บันทึกข้อความ")
    assert title[2] == pytest.approx(20, abs=0.1)
    middle = (title[1][0] + title[1][2]) / 2
    assert middle == pytest.approx(3 * CM + 16 * CM / 2, abs=2)
    labels = [run for run in runs if run[0].startswith(("ส่วนราชการ ", "ที่ ศธ", "เรื่อง "))]
    assert len(labels) == 3
    assert [run[2] for run in labels] == [pytest.approx(13.8, abs=0.1)] * 3
    assert min(run[1][0] for run in runs) == pytest.approx(3 * CM, abs=1)
    assert max(run[1][2] for run in runs) <= A4[0] - 2 * CM + 1
    body = next(run for run in runs if run[0].startswith("ด้วยสำนักงาน"))
    assert body[2] == pytest.approx(11, abs=0.1)
    assert body[1][0] == pytest.approx(5.5 * CM, abs=1)
    signed = next(run for run in runs if run[0].startswith("(ผู้อำนวยการ"))
    assert (signed[1][0] + signed[1][2]) / 2 > A4[0] / 2


def test_dotted_lines_run_to_the_right_margin_and_no_line_is_solid(plain_memo):
    with pypdfium2.PdfDocument(plain_memo) as document:
        drawn = [each.get_bounds() for each in document[0].get_objects() if each.type == PATH]
    assert len(drawn) == 4  # ส่วนราชการ, ที่, วันที่, เรื่อง
    rights = sorted(right for _left, _bottom, right, _top in drawn)
    assert rights[1:] == [pytest.approx(A4[0] - 2 * CM, abs=1)] * 3
    assert rights[0] < A4[0] / 2 + 2 * CM
    content = pypdf.PdfReader(io.BytesIO(plain_memo)).pages[0].get_contents().get_data()
    assert b"\nS\n" not in content  # nothing is stroked: each dot is a small round filled shape
    assert content.count(b"W*") + content.count(b"W\n") >= 4
    assert "..." not in "".join(pages_by_pdfium(plain_memo))


def test_the_emblem_is_a_centimetre_and_a_half_high_at_the_edge_of_the_text():
    with pypdfium2.PdfDocument(pdf(memo(emblem=emblem()))) as document:
        left, bottom, _right, top = _pictures(document[0])[0]
    assert top - bottom == pytest.approx(1.5 * CM, abs=0.5)
    assert left == pytest.approx(3 * CM, abs=0.5)
    assert A4[1] - top == pytest.approx(1.5 * CM, abs=1)


def test_the_emblem_of_a_letter_is_three_centimetres_high_in_the_middle():
    said = '<div class="letterhead"><img class="emblem" src="emblem"></div><p class="flush">ที่</p>'
    with pypdfium2.PdfDocument(pdf(Ready(said, "หนังสือ", "letter", emblem=emblem()))) as document:
        left, bottom, right, top = _pictures(document[0])[0]
    assert top - bottom == pytest.approx(3 * CM, abs=0.5)
    assert (left + right) / 2 == pytest.approx(3 * CM + 8 * CM, abs=1)


def test_pages_are_numbered_from_the_second_and_heads_of_tables_repeat():
    rows = "".join(f"<tr><td>{number}</td><td>โครงการ</td></tr>" for number in range(80))
    said = f"<table class='grid'><thead><tr><th>ลำดับ</th><th>ชื่อ</th></tr></thead>{rows}</table>"
    first, *others = pages_by_pdfium(pdf(Ready(said, "ตาราง")))
    assert "- " not in first
    assert [f"- {number} -" in page for number, page in zip("๒๓", others, strict=False)] == [True] * len(
        others
    )
    assert all("ลำดับ" in page for page in (first, *others))
    assert "- 2 -" in pages_by_pdfium(pdf(Ready(said, "ตาราง", thai_digits=False)))[1]
    assert "- ๒ -" not in pages_by_pdfium(pdf(Ready(said, "ตาราง", page_numbers=False)))[1]


def test_wide_sections_lie_and_covers_and_pages_stand_alone():
    said = (
        "<section class='cover'><h1>แผน</h1></section><p>ก</p><section class='wide'><p>ข</p></section>"
        "<p>ค</p><section class='page'><p>ง</p></section>"
    )
    with pypdfium2.PdfDocument(pdf(Ready(said, "แผน"))) as document:
        sizes = [tuple(round(each) for each in page.get_size()) for page in document]
    assert sizes == [A4, A4, A4[::-1], A4, A4]


def test_secrecy_stamp_and_draft_stand_on_every_page():
    said = MEMO + "<section class='page'><p>หน้าถัดไป</p></section>"
    made = pdf(memo(said, secrecy="ลับมาก", stamp=STAMP, draft=True))
    pages = pages_by_pdfium(made)
    assert len(pages) == 2
    for page in pages:
        assert page.count("ลับมาก") == 2
        assert STAMP.code in page
        assert STAMP.address in page
        assert "ร่" in page
    assert "๒ -" in pages[1]
    assert "๑ -" not in pages[0]


def test_a_signature_block_is_not_divided():
    """However much stands before it, all its lines are on one page."""
    sign = "<div class='sign'><p>ลงชื่อ</p><p>(ชื่อ)</p><p>ตำแหน่ง</p></div>"
    for before in range(26, 34):
        pages = pages_by_pdfium(pdf(Ready("<p>ก</p>" * before + sign, "ลงชื่อ")))
        assert [("ลงชื่อ" in page) == ("ตำแหน่ง" in page) for page in pages] == [True] * len(pages)


def test_no_line_ends_inside_a_word_even_in_narrow_columns():
    sentences = [f"{a}{b}{c}" for a, b, c in zip(words(), words()[7:], words()[31:], strict=False)]
    cells = "".join(f"<td>{' '.join(sentences[start::8][:40])}</td>" for start in range(4))
    columns = "<colgroup><col width='16'><col width='22'><col width='28'><col width='34'></colgroup>"
    said = f"<p>{''.join(words()[::3])}</p><table class='grid'>{columns}<tr>{cells}</tr></table>{BODY}"
    assert broken_words(pdf(Ready(said, "คำ"))) == []


def test_the_check_of_line_ends_finds_a_broken_word():
    broken = pdf(Ready("<p class='flush'>คณะ<br>กรรมการ แผน<br>ปฏิบัติ</p>", "คำ"))
    assert broken_words(broken) == ["คณะ|กรรมการ"]
    assert whole_words().search("กลุ่มคณะกรรมการ")[1] == "คณะกรรมการ"


def test_a_telephone_number_is_never_divided():
    for width in range(5, 45, 3):
        (page,) = pages_by_pdfium(pdf(memo(HEAD.replace("กลุ่มนโยบาย", "ก" * width))))
        (line,) = [line for line in page.splitlines() if "โทร." in line]
        assert "โทร.๐๕๔๔๘๐๐๐๐" in unspaced(line)


def _lines(page):
    """The lines of a page: words, box (left, bottom, right, top) and size of their letters, in points."""
    layer = page.get_textpage()
    found, letters = [], []
    for place in range(layer.count_chars() + 1):
        sign = chr(raw.FPDFText_GetUnicode(layer, place)) if place < layer.count_chars() else "\n"
        if sign not in "\r\n":
            letters.append((sign, layer.get_charbox(place), raw.FPDFText_GetFontSize(layer, place)))
        elif letters:
            lefts, bottoms, rights, tops = zip(*(box for _, box, _ in letters), strict=True)
            said = "".join(each for each, _, _ in letters).strip()
            found.append((said, (min(lefts), min(bottoms), max(rights), max(tops)), letters[0][2] * 0.75))
            letters = []
    return found


def _pictures(page):
    return [each.get_bounds() for each in page.get_objects() if each.type == IMAGE]
