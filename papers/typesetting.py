"""What is done to a paper's blocks before any output is made of them.

The slots are filled, digits become Thai where the paper has them so, lists get their numbers, and blanks
that must not end a line become blanks that do not.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from papers.blocks import (
    Block,
    Blocks,
    Break,
    Cell,
    Group,
    Image,
    Inline,
    Item,
    Line,
    Listing,
    Paragraph,
    Row,
    Span,
    Table,
    Text,
)
from papers.spacing import plain, tidy
from states.thai import thai_digits

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_DIGIT: Final = "0-9๐-๙"
# โทร. 0 5448 0000; 9 มกราคม 2561; ไตรมาสที่ 1; เขต 2; ศธ 04102/ว 12
_JOINTS: Final = re.compile(
    f"(?<=[{_DIGIT}]) (?=[{_DIGIT}ก-ฮเ-ไ])|(?<=[ก-๎.]) (?=[{_DIGIT}])|(?<=/ว) (?=[{_DIGIT}])"
)


def typeset(blocks: Blocks, *, slots: Mapping[str, str], thai: bool) -> Blocks:
    """`blocks` as every output writes them; `slots` by name without `slot-`."""
    setter = _Setter(slots, thai_digits if thai else str)
    return tuple(setter.block(block) for block in blocks)


class _Setter:
    def __init__(self, slots: Mapping[str, str], digits: Callable[[str], str]) -> None:
        self.slots, self.digits = slots, digits

    def block(self, block: Block, within: str = "") -> Block:
        match block:
            case Line(content) | Paragraph(content=content):
                return replace(block, content=self.words(content))
            case Image():
                return block
            case Listing():
                return self.listing(block, within)
            case Table():
                return self.table(block)
            case Group():
                return replace(block, content=tuple(self.block(inner) for inner in block.content))

    def words(self, words: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tidy(tuple(self.word(word) for word in words))

    def word(self, word: Inline) -> Inline:
        match word:
            case Text(text):
                return Text(_JOINTS.sub(NO_BREAK, self.digits(text)))
            case Span(_, classes, content):
                for name in classes:
                    if name.startswith("slot-"):
                        content = (Text(plain(self.slots.get(name.removeprefix("slot-"), ""))),)
                classes = tuple(name for name in classes if not name.startswith("slot-"))
                kept = "keep" in classes
                inner = _kept(content) if kept else tuple(self.word(each) for each in content)
                return Span(word.tag, classes, inner)
        return word

    def listing(self, listing: Listing, within: str) -> Listing:
        """The list with its marks as words: all outputs, and what is copied out of them, show the same."""
        items = []
        for number, item in enumerate(listing.items, 1):
            own = f"{within}{number}"
            mark = "-" if listing.tag == "ul" else self.digits(own if within else f"{own}.")
            inner = tuple(self.block(block, f"{own}.") for block in item.content)
            items.append(Item(inner, mark))
        return Listing(listing.tag, tuple(items))

    def table(self, table: Table) -> Table:
        return replace(
            table,
            caption=self.words(table.caption),
            head=tuple(self.row(row) for row in table.head),
            body=tuple(self.row(row) for row in table.body),
            foot=tuple(self.row(row) for row in table.foot),
        )

    def row(self, row: Row) -> Row:
        return replace(row, cells=tuple(self.cell(cell) for cell in row.cells))

    def cell(self, cell: Cell) -> Cell:
        return replace(cell, content=tuple(self.block(block) for block in cell.content))


def _kept(words: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Words whose digits stay as typed and that stay on one line."""
    return tuple(
        Text(word.text.replace(" ", NO_BREAK))
        if isinstance(word, Text)
        else word
        if isinstance(word, Break)
        else replace(word, content=_kept(word.content))
        for word in words
    )
