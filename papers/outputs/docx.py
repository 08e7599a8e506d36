"""A paper as a Word document, to be opened and edited in Word and LibreOffice."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import docx as word
import segno
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docxtpl import DocxTemplate
from markupsafe import Markup

from papers.outputs.docx_body import Body
from papers.outputs.docx_drawings import WATERMARK, Emblem
from papers.outputs.docx_pages import TOP, TOP_OF_MEMO, Pages
from papers.outputs.docx_words import literal
from papers.ready import Ready, is_memo

_QR: Final = 1.2  # centimetres
_SMALL: Final = Pt(10)
_SECRECY: Final = Pt(29)
_RED: Final = RGBColor(0xC0, 0, 0)
_FIELD: Final = (
    '<w:fldSimple xmlns:w="{w}" w:instr=" PAGE{switch} "><w:r><w:t>{first}</w:t></w:r></w:fldSimple>'
)


def docx(ready: Ready) -> bytes:
    """The paper as a .docx file in TH SarabunPSK 16, language Thai."""
    blocks = ready.blocks()
    template = DocxTemplate(BytesIO(_master()))
    document: Document = template.get_docx()
    _edges(document, ready)
    pages = Pages(document, TOP_OF_MEMO if is_memo(blocks) else TOP, ready.thai_digits)
    body = Body(pages, Emblem(document, ready.emblem)).write(blocks)
    pages.finish()
    template.render({"body": Markup(body), **_values(ready)}, autoescape=True)  # noqa: S704  literal() escaped it
    document.core_properties.title = ready.title[:255]
    written = BytesIO()
    template.save(written)
    return written.getvalue()


@cache
def warm_up() -> None:
    """Do once what every first document would wait for."""
    docx(Ready("<p>การ</p>", "khanton"))


def _values(ready: Ready) -> dict[str, Markup]:
    """What the edges of the pages say, as typed."""
    stamp = ready.stamp
    said = {
        "secrecy": ready.secrecy,
        "line": stamp.line if stamp else "",
        "code": stamp.code if stamp else "",
        "address": stamp.address if stamp else "",
    }
    return {name: Markup(literal(text)) for name, text in said.items()}  # noqa: S704  literal() escapes


@cache
def _master() -> bytes:
    """The document every paper begins as: our styles, and the place where the paper's text goes."""
    document = word.Document()
    styles = parse_xml((Path(__file__).parent / "styles.xml").read_bytes())
    document.styles.element[:] = list(styles)
    document.add_paragraph("{{p body }}")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        part.is_linked_to_previous = False
    properties = document.core_properties
    properties.language, properties.author, properties.comments = "th-TH", "", ""
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _edges(document: Document, ready: Ready) -> None:
    """Headers and footers; the first page has its own, without a number."""
    section = document.sections[0]
    for header, number in ((section.first_page_header, False), (section.header, ready.page_numbers)):
        first = header.paragraphs[0]
        if ready.draft:
            first._p.append(parse_xml(WATERMARK))
        if ready.secrecy:
            _secrecy(first)
        if number:
            _page_number(header.add_paragraph() if ready.secrecy else first, thai=ready.thai_digits)
    for footer in (section.first_page_footer, section.footer):
        if ready.secrecy:
            _secrecy(footer.paragraphs[0])
        if ready.stamp:
            _stamp(footer, ready.stamp.address)


def _secrecy(paragraph: Any) -> None:
    paragraph.alignment = 1
    said = paragraph.add_run("{{ secrecy }}")
    _sized(said, _SECRECY)
    said.font.color.rgb = _RED
    said.font.bold = said.font.cs_bold = True


def _page_number(paragraph: Any, *, thai: bool) -> None:
    paragraph.alignment = 1
    paragraph.add_run("- ")
    field = _FIELD.format(
        w=paragraph._p.nsmap["w"], switch=" \\* THAIARABIC" if thai else "", first="๒" if thai else "2"
    )
    paragraph._p.append(parse_xml(field))
    paragraph.add_run(" -")


def _stamp(footer: Any, address: str) -> None:
    """The code as a picture, and beside it what it is and where it is verified."""
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="png", scale=4, border=0)
    picture.seek(0)
    table = footer.add_table(rows=1, cols=2, width=Cm(16))
    table.autofit = False
    left, right = table.rows[0].cells
    table.columns[0].width = left.width = Cm(1.7)
    table.columns[1].width = right.width = Cm(14.3)
    left.paragraphs[0].add_run().add_picture(picture, height=Cm(_QR))
    _sized(right.paragraphs[0].add_run("{{ line }}"), _SMALL)
    _sized(right.add_paragraph().add_run("{{ code }}  {{ address }}"), _SMALL)


def _sized(said: Any, points: Pt) -> None:
    """Thai is drawn in the size for complex scripts, which python-docx does not set."""
    said.font.size = points
    complex_size = said._r.rPr.makeelement(qn("w:szCs"), {qn("w:val"): str(int(points.pt * 2))})
    said._r.rPr.append(complex_size)
