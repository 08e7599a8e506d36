"""A paper as plain text: what it says, line by line, and nothing of how it looks."""

from collections.abc import Iterable, Iterator
from itertools import chain

from papers.blocks import (
    Block,
    Blocks,
    Break,
    Group,
    Inline,
    Line,
    Listing,
    Paragraph,
    Row,
    Span,
    Table,
    Text,
)
from papers.typesetting import NO_BREAK


def text(blocks: Blocks) -> str:
    """The words of set `blocks`; the cells of a row are separated by tabs."""
    return "".join(f"{line}\n" for block in blocks for line in _lines(block)).replace(NO_BREAK, " ")


def words(inlines: Iterable[Inline]) -> str:
    return "".join(_word(word) for word in inlines)


def _word(word: Inline) -> str:
    match word:
        case Text(content):
            return content
        case Break():
            return "\n"
        case Span(content=content):
            return words(content)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Line(content) | Paragraph(content=content):
            yield words(content)
        case Listing(items=items):
            for item in items:
                yield f"{item.mark} {_within(item.content)}".strip()
        case Table():
            if block.caption:
                yield words(block.caption)
            yield from (_row(row) for row in chain(block.head, block.body, block.foot))
        case Group(content=content):
            for inner in content:
                yield from _lines(inner)


def _row(row: Row) -> str:
    return "\t".join(_within(cell.content) for cell in row.cells)


def _within(blocks: Blocks) -> str:
    return "\n".join(chain.from_iterable(_lines(block) for block in blocks))
