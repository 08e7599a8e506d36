"""Writes blocks as markup: always in the same way, so that the same paper is the same text."""

from collections.abc import Iterable, Iterator
from html import escape

from papers.blocks import (
    Block,
    Blocks,
    Break,
    Cell,
    Classes,
    Group,
    Image,
    Inline,
    Line,
    Listing,
    Paragraph,
    Row,
    Table,
    Text,
)


def markup(blocks: Blocks) -> str:
    """The canonical markup of `blocks`; reading it gives the same blocks again."""
    return "".join(f"{line}\n" for block in blocks for line in _block(block))


def tag_open(tag: str, classes: Classes = (), **values: object) -> str:
    """`<td class="num" colspan="2">`: attributes whose value is empty or 1 are left out."""
    named = f' class="{" ".join(classes)}"' if classes else ""
    others = "".join(f' {name}="{value}"' for name, value in values.items() if value not in ("", 1))
    return f"<{tag}{named}{others}>"


def inlines(words: Iterable[Inline]) -> str:
    return "".join(_inline(word) for word in words)


def _inline(word: Inline) -> str:
    if isinstance(word, Text):
        return escape(word.text, quote=False)
    if isinstance(word, Break):
        return "<br>"
    return f"{tag_open(word.tag, word.classes)}{inlines(word.content)}</{word.tag}>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Line(content):
            yield inlines(content)
        case Paragraph(tag, classes, content):
            yield f"{tag_open(tag, classes)}{inlines(content)}</{tag}>"
        case Image(classes):
            yield tag_open("img", classes, src="emblem")
        case Listing(tag, items):
            yield f"<{tag}>"
            for item in items:
                yield f"<li>{_within(item.content)}</li>"
            yield f"</{tag}>"
        case Group(tag, classes, content):
            yield tag_open(tag, classes)
            for inner in content:
                yield from _block(inner)
            yield f"</{tag}>"
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    yield tag_open("table", table.classes)
    if table.caption:
        yield f"<caption>{inlines(table.caption)}</caption>"
    if table.widths:
        columns = "".join(tag_open("col", (), width=f"{width}%" if width else "") for width in table.widths)
        yield f"<colgroup>{columns}</colgroup>"
    for part, rows in (("thead", table.head), ("tbody", table.body), ("tfoot", table.foot)):
        if rows:
            yield f"<{part}>"
            for row in rows:
                yield _row(row)
            yield f"</{part}>"
    yield "</table>"


def _row(row: Row) -> str:
    return f"{tag_open('tr', row.classes)}{''.join(_cell(cell) for cell in row.cells)}</tr>"


def _cell(cell: Cell) -> str:
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    return f"{tag_open(cell.tag, cell.classes, **spans)}{_within(cell.content)}</{cell.tag}>"


def _within(blocks: Blocks) -> str:
    return "".join(line for block in blocks for line in _block(block))
