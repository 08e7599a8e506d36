"""A paper as a page for the screen and the browser's print, and as what the PDF is made from."""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import chain
from pathlib import Path
from typing import Final

import segno

from papers.blocks import Block, Blocks, Cell, Group, Image, Line, Listing, Paragraph, Row, Table
from papers.leads import label_and_value
from papers.ready import Ready, Stamp, is_memo
from papers.writing import inlines, tag_open

EMBLEM_WORDS: Final = "ตราครุฑ"
DRAFT: Final = "ร่าง"
_FONTS: Final = """\
@font-face { font-family: Sarabun; font-weight: %(weight)s; font-display: swap; \
src: url(fonts/sarabun-thai-%(weight)s-normal.woff2) format("woff2"); unicode-range: U+0E01-0E5B, U+25CC; }
@font-face { font-family: Sarabun; font-weight: %(weight)s; font-display: swap; \
src: url(fonts/sarabun-latin-%(weight)s-normal.woff2) format("woff2"); }
"""


@cache
def rules() -> str:
    """The look of papers, without fonts."""
    widths = "".join(f".paper col.w{width} {{ width: {width}%; }}\n" for width in range(1, 101))
    return (Path(__file__).parent / "paper.css").read_text(encoding="utf-8") + widths


@cache
def stylesheet() -> str:
    """What the doors serve as /static/paper.css: the fonts beside it, and the look of papers."""
    return "".join(_FONTS % {"weight": weight} for weight in (400, 700)) + rules()


def html(ready: Ready, stylesheet_href: str = "/static/paper.css") -> str:
    """A whole page; its one outside reference is the stylesheet."""
    link = f'<link rel="stylesheet" href="{escape(stylesheet_href)}">' if stylesheet_href else ""
    return (
        f'<!DOCTYPE html>\n<html lang="th">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(ready.title)}</title>\n"
        f'<meta name="viewport" content="width=device-width">\n{link}\n</head>\n'
        f'<body class="paper-page">\n{fragment(ready, for_print=not stylesheet_href)}</body>\n</html>\n'
    )


def fragment(ready: Ready, emblem_href: str = "", *, for_print: bool = False) -> str:
    """The paper alone, to stand in a page of ours that links the stylesheet.

    Without `emblem_href` the emblem is in the page itself, as a data: address. For the PDF's maker what runs
    at the foot of every page comes first; browsers cannot let it run, and show and print it at the end.
    """
    blocks = ready.blocks()
    names = ["paper", f"form-{ready.form}", "memo" if is_memo(blocks) else "plain"]
    writer = _Writer(emblem_href or data_address(ready.emblem))
    foot, said = list(_foot(ready)), chain.from_iterable(writer.block(block) for block in blocks)
    lines = chain(_head(ready), foot, said) if for_print else chain(_head(ready), said, foot)
    inner = "".join(f"{line}\n" for line in lines)
    return f'<article class="{" ".join(names)}" lang="th">\n{inner}</article>\n'


def data_address(image: bytes | None) -> str:
    if not image:
        return ""
    kind = "png" if image.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{b64encode(image).decode()}"


def _head(ready: Ready) -> Iterator[str]:
    """What stands at the top of every page, on the screen before the text."""
    if ready.draft:
        yield f'<div class="draft-mark" aria-hidden="true" data-mark="{DRAFT}"></div>'
    if ready.secrecy:
        numbered = " numbered" if ready.page_numbers else ""
        for place in ("first", f"top{numbered}{'' if ready.thai_digits else ' arabic'}"):
            yield f'<div class="secrecy {place}">{escape(ready.secrecy)}</div>'


def _foot(ready: Ready) -> Iterator[str]:
    """What stands at the foot of every page, on the screen after the text."""
    if ready.secrecy:
        yield f'<div class="secrecy bottom">{escape(ready.secrecy)}</div>'
    if ready.stamp:
        yield _stamp(ready.stamp)


def _stamp(stamp: Stamp) -> str:
    code = segno.make(stamp.address, error="m", micro=False).svg_inline(scale=1, border=0, omitsize=True)
    return (
        f'<div class="stamp"><div class="qr">{code}</div><p>{escape(stamp.line)}<br>'
        f'<span class="code">{escape(stamp.code)}</span> <span class="code">{escape(stamp.address)}</span>'
        "</p></div>"
    )


class _Writer:
    def __init__(self, emblem: str) -> None:
        self.emblem = emblem

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Line(content):
                yield inlines(content)
            case Paragraph():
                yield _paragraph(block)
            case Image():
                yield self.image()
            case Listing(tag, items):
                yield f"<{tag}>"
                for item in items:
                    yield f'<li><span class="mark">{item.mark}</span> {self.within(item.content)}</li>'
                yield f"</{tag}>"
            case Group(tag, classes, content):
                yield tag_open(tag, classes)
                for inner in content:
                    each = self.block(inner)
                    yield from _side_by_side(each) if "leads" in classes else each
                yield f"</{tag}>"
            case Table():
                yield from self.table(block)

    def image(self) -> str:
        if self.emblem:
            return f'<img class="emblem" src="{escape(self.emblem)}" alt="{EMBLEM_WORDS}">'
        return '<div class="emblem"></div>'

    def within(self, blocks: Blocks) -> str:
        return "".join(chain.from_iterable(self.block(block) for block in blocks))

    def table(self, table: Table) -> Iterator[str]:
        yield tag_open("table", table.classes)
        if table.caption:
            yield f"<caption>{inlines(table.caption)}</caption>"
        if any(table.widths):
            yield "<colgroup>" + "".join(_column(width) for width in table.widths) + "</colgroup>"
        for part, rows in (("thead", table.head), ("tbody", table.body), ("tfoot", table.foot)):
            if rows:
                yield f"<{part}>"
                yield from (self.row(row) for row in rows)
                yield f"</{part}>"
        yield "</table>"

    def row(self, row: Row) -> str:
        return f"{tag_open('tr', row.classes)}{''.join(self.cell(cell) for cell in row.cells)}</tr>"

    def cell(self, cell: Cell) -> str:
        spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
        return f"{tag_open(cell.tag, cell.classes, **spans)}{self.within(cell.content)}</{cell.tag}>"


def _side_by_side(lines: Iterator[str]) -> Iterator[str]:
    yield '<div class="beside">'
    yield from lines
    yield "</div>"


def _paragraph(paragraph: Paragraph) -> str:
    if paragraph.tag == "p" and {"lead", "to"} & set(paragraph.classes):
        label, value = label_and_value(paragraph)
        return (
            f'{tag_open("p", paragraph.classes)}<span class="label">{inlines(label)}</span> '
            f'<span class="value">{inlines(value)}</span></p>'
        )
    return f"{tag_open(paragraph.tag, paragraph.classes)}{inlines(paragraph.content)}</{paragraph.tag}>"


def _column(width: int) -> str:
    """The width as a class: the doors' policy forbids styles in the page."""
    return f'<col class="w{width}">' if width else "<col>"
