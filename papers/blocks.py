"""What a paper consists of: headings, paragraphs, lists, tables and the few things around them."""

from dataclasses import dataclass
from typing import TypeAlias

Classes: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as they stand on the paper; white space is single blanks."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The next words begin on a new line."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words set apart: `tag` is b, i, u, sup or span."""

    tag: str
    classes: Classes
    content: "tuple[Inline, ...]"


Inline: TypeAlias = Text | Break | Span


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand in a cell, a list item or a division without being a paragraph of their own."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`tag` is p, h1, h2 or h3."""

    tag: str
    classes: Classes
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """The office's emblem, or the room kept for it."""

    classes: Classes


@dataclass(frozen=True, slots=True)
class Item:
    """`mark` is its number or dash, given when the paper is set."""

    content: "tuple[Block, ...]"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """`tag` is ul or ol."""

    tag: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """`tag` is th or td."""

    tag: str
    classes: Classes
    colspan: int
    rowspan: int
    content: "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Row:
    classes: Classes
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are the columns' shares of the table's width in per cent; 0 where none was said."""

    classes: Classes
    caption: tuple[Inline, ...]
    widths: tuple[int, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    foot: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that belong together: `tag` is div or section."""

    tag: str
    classes: Classes
    content: "tuple[Block, ...]"


Block: TypeAlias = Line | Paragraph | Image | Listing | Table | Group
Blocks: TypeAlias = tuple[Block, ...]
