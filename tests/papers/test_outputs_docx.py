"""A Word document opens in LibreOffice, says what the page says, and takes typed text for nothing more."""

import io
import re
import shutil
import subprocess
import zipfile
from html import unescape

import docx as word
import pytest
from docx.oxml.ns import qn
from pdf_text import pages_by_pdfium, unspaced
from samples import MEMO, MEMO_WITH_TABLE, STAMP, emblem, memo

from papers.outputs.docx import docx
from papers.outputs.html import fragment
from papers.outputs.text import text
from papers.ready import Ready

PLACEHOLDERS = (
    "{{ 7*7 }} {%p if x %} {# no #} {_{ y }_} {_% z %_} <w:p/> <w:t> & &amp; ]]> \\ ${a}"
    " {{p body }} {{r b }} {%tr x %}"
)
TYPED = PLACEHOLDERS.replace("&", "&amp;").replace("<", "&lt;")
LETTER = (
    '<div class="letterhead"><img class="emblem" src="emblem"></div>'
    '<p class="flush">ที่ <span class="slot-number"></span></p>'
    '<div class="address"><p>สำนักงานเขตพื้นที่การศึกษา</p></div>'
    '<p class="to"><b>สิ่งที่ส่งมาด้วย</b> ระเบียบวาระการประชุม</p>'
    "<ol><li>หนึ่ง<ol><li>ย่อย</li></ol></li><li><p>สอง</p><p>ต่อ</p></li></ol><ul><li>ขีด</li></ul>"
    '<div class="signs"><div class="sign"><p>ก</p></div><div class="sign"><p>ข</p></div></div>'
    '<div class="opinion"><h3>ความเห็น</h3><p>เห็นชอบ</p><div class="sign"><p>(ผู้อำนวยการ)</p></div></div>'
    '<section class="cover"><h1>แผน</h1></section><section class="page"><h2>บทที่ 1</h2></section>'
    '<section class="wide"><table class="grid"><caption>ตาราง</caption>'
    '<thead><tr><th rowspan="2">ก</th><th colspan="2">ข</th></tr>'
    "<tr><th>ค</th><th>ง</th></tr></thead><tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table></section>"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """LibreOffice without a window, with a profile of its own: (bytes of a .docx, target) -> bytes."""
    folder = tmp_path_factory.mktemp("libreoffice")
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed: apt-get install libreoffice-writer-nogui"

    def converted(document, target, options=""):
        (folder / "paper.docx").write_bytes(document)
        told = [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
        told += ["--convert-to", f"{target}{options}", "--outdir", str(folder), str(folder / "paper.docx")]
        subprocess.run(told, check=True, capture_output=True, timeout=120)
        return (folder / f"paper.{target}").read_bytes()

    return converted


@pytest.mark.parametrize(
    "ready",
    [
        memo(MEMO_WITH_TABLE, emblem=emblem()),
        Ready(LETTER, "หนังสือ", "letter", emblem=emblem(), stamp=STAMP, secrecy="ลับ", draft=True),
        Ready(f"<p>{TYPED}</p><table><tr><td>{TYPED}</td></tr></table>", PLACEHOLDERS),
    ],
    ids=["memo", "letter", "placeholders"],
)
def test_libreoffice_reads_the_same_words_as_the_page_shows(ready, office):
    read = office(docx(ready), "txt", ":Text (encoded):UTF8").decode("utf-8-sig")
    assert unspaced(read) == unspaced(text(ready.blocks())) == unspaced(_shown(fragment(ready)))


def test_what_people_type_stays_literal_everywhere():
    ready = memo(
        f"<p>{TYPED}</p>",
        slots={"number": PLACEHOLDERS},
        secrecy="{{ 7*7 }}",
        stamp=STAMP.__class__("{{ code }}", "https://x.example/{{ a }}", "{% if %} & <w:p/>"),
    )
    made = docx(Ready(ready.markup, PLACEHOLDERS[:200], secrecy=ready.secrecy, stamp=ready.stamp))
    document = word.Document(io.BytesIO(made))
    assert document.paragraphs[0].text == PLACEHOLDERS.replace("7*7", "๗*๗")
    assert document.core_properties.title == PLACEHOLDERS[:200]
    footer = document.sections[0].footer
    assert footer.tables[0].cell(0, 1).text == "{% if %} & <w:p/>\n{{ code }}  https://x.example/{{ a }}"
    assert document.sections[0].header.paragraphs[0].text == "{{ 7*7 }}"


def test_it_is_in_th_sarabun_and_in_thai():
    document = word.Document(io.BytesIO(docx(memo())))
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts, language = defaults.find(qn("w:rFonts")), defaults.find(qn("w:lang"))
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs", "eastAsia")} == {"TH SarabunPSK"}
    assert {defaults.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("sz", "szCs")} == {"32"}
    assert language.get(qn("w:bidi")) == "th-TH"
    assert document.core_properties.language == "th-TH"
    sizes = re.findall(r'<w:sz w:val="(\d+)"/><w:szCs w:val="(\d+)"/>', _xml(docx(memo())))
    assert {pair[0] for pair in sizes} == {"40"}
    assert all(size == complex_size for size, complex_size in sizes)
    title = next(each for each in document.paragraphs if each.text == "บันทึกข้อความ")
    assert title.style.name == "Title"
    assert (title.style.font.size.pt, title.style.paragraph_format.line_spacing.pt) == (29, 35)


def test_its_pages_have_the_measures_of_a_memo_and_of_other_papers():
    for ready, top in ((memo(), 1.5), (Ready("<p>ก</p>", "ก"), 2.5)):
        section = word.Document(io.BytesIO(docx(ready))).sections[0]
        measures = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
        assert [round(each.cm, 2) for each in measures] == [top, 3, 2, 2]
        assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21, 29.7)


def test_leaders_are_dotted_tabs_to_the_right_margin():
    document = word.Document(io.BytesIO(docx(memo())))
    stops = [
        [
            (stop.position.cm, str(stop.alignment), str(stop.leader))
            for stop in each.paragraph_format.tab_stops
        ]
        for each in document.paragraphs
        if each.text.startswith(("ส่วนราชการ", "ที่", "เรื่อง"))
    ]
    right = (pytest.approx(16, abs=0.01), "RIGHT (2)", "DOTS (1)")
    assert stops == [[right], [(pytest.approx(8, abs=0.01), "LEFT (0)", "DOTS (1)"), right], [right]]


def test_wide_sections_lie_and_the_others_stand():
    said = "<p>ก</p><section class='wide'><p>ข</p></section><p>ค</p><section class='wide'><p>ง</p></section>"
    sections = word.Document(io.BytesIO(docx(Ready(said, "แผน")))).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False, True]
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False, False]
    assert all(section.header.is_linked_to_previous or section.header.paragraphs for section in sections)


def test_heads_of_tables_repeat_and_columns_have_their_widths():
    document = word.Document(io.BytesIO(docx(memo(MEMO_WITH_TABLE))))
    (table,) = document.tables
    assert [round(column.width.cm * 100 / 16) for column in table.columns] == [8, 52, 20, 20]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False]
    assert table.rows[2].cells[0]._tc is table.rows[2].cells[1]._tc  # รวม stands across two columns


def test_the_emblem_is_drawn_in_its_size():
    high = {
        "memo": int(
            re.search(r'<wp:anchor.*?<wp:extent cx="\d+" cy="(\d+)"', _xml(docx(memo(emblem=emblem()))))[1]
        ),
        "letter": int(
            re.search(r'<wp:inline.*?cy="(\d+)"', _xml(docx(Ready(LETTER, "", "letter", emblem=emblem()))))[1]
        ),
    }
    assert {kind: each / 360_000 for kind, each in high.items()} == {"memo": 1.5, "letter": 3.0}


def test_pages_are_numbered_from_the_second_and_stamped_from_the_first(office):
    said = MEMO + "<section class='page'><p>หน้าถัดไป</p></section>"
    first, second = pages_by_pdfium(office(docx(memo(said, stamp=STAMP, secrecy="ลับ")), "pdf"))
    assert STAMP.code in first
    assert STAMP.code in second
    assert (first.count("ลับ"), second.count("ลับ")) == (2, 2)
    assert re.search("- [2๒] -", second)
    assert not re.search("- [1๑] -", first)


def test_a_paper_without_a_picture_or_a_word_is_still_a_document():
    for said in ("", "<p></p>", "<ol><li></li></ol>", "<table><tr></tr></table>", "<div class='sign'></div>"):
        assert word.Document(io.BytesIO(docx(Ready(said, "")))).sections


def _shown(page):
    """What a page shows, without what stands at the edges of every printed page."""
    body = re.sub(
        r'<div class="(draft-mark|secrecy[^"]*)".*?</div>|<div class="stamp">.*?</p></div>', "", page
    )
    return unescape(re.sub("<[^>]+>", "", body))


def _xml(made):
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return parts.read("word/document.xml").decode()
