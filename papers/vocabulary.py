"""The small vocabulary every paper is written in: read strictly into blocks, and written back in one form.

Nothing else gets through, so no template and no typed text can bring in a style, an address or a script.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain
from typing import Final

from papers.blocks import (
    Block,
    Blocks,
    Break,
    Cell,
    Classes,
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
from workflow.errors import BadMarkup

SLOTS: Final = ("number", "dated", "signed", "capacity")
CLASSES: Final = {
    "h1": {"form", "keep"},
    "h2": {"center", "keep"},
    "h3": {"center", "keep"},
    "p": {"flush", "center", "right", "small", "to", "urgency", "keep", "lead"},
    "div": {"leads", "sign", "signs", "opinion", "letterhead", "memohead", "address"},
    "table": {"grid", "plain"},
    "th": {"num", "center", "nowrap"},
    "td": {"num", "center", "nowrap"},
    "tr": {"total"},
    "section": {"page", "cover", "wide"},
    "img": {"emblem"},
    "span": {"keep", *(f"slot-{name}" for name in SLOTS)},
}
_WORDS: Final = frozenset({"#text", "br", "b", "i", "u", "span", "sup"})
_IN_CELLS: Final = _WORDS | {"p", "ul", "ol"}
_BLOCKS: Final = _IN_CELLS | {"h1", "h2", "h3", "table", "div", "img"}
_ROWS: Final = frozenset({"tr"})
INSIDE: Final[dict[str, frozenset[str]]] = {
    "#paper": _BLOCKS | {"section"},
    "section": _BLOCKS | {"section"},
    "div": _BLOCKS,
    "li": _IN_CELLS,
    "th": _IN_CELLS,
    "td": _IN_CELLS,
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "table": frozenset({"caption", "colgroup", "thead", "tbody", "tfoot", "tr"}),
    "colgroup": frozenset({"col"}),
    "thead": _ROWS,
    "tbody": _ROWS,
    "tfoot": _ROWS,
    "tr": frozenset({"th", "td"}),
    **dict.fromkeys(("h1", "h2", "h3", "p", "caption", "b", "i", "u", "span", "sup"), _WORDS),
}
KNOWN: Final = frozenset(chain.from_iterable(INSIDE.values())) - {"#text"}
_VOID: Final = frozenset({"br", "col", "img"})
_ATTRIBUTES: Final = {
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "col": {"width"},
    "img": {"src"},
}
MOST_COLUMNS: Final = 63  # Word opens no table with more
_MOST: Final = {"colspan": MOST_COLUMNS, "rowspan": 1000, "width": 100}
DEEPEST: Final = 24
LONGEST_NAME: Final = 60
_BLANKS: Final = re.compile("[ \t\r\n]+")


@dataclass(slots=True)
class _Open:
    """An element whose end has not come yet."""

    tag: str
    values: dict[str, str]
    children: "list[_Open | str]" = field(default_factory=list)


def parse(markup: str) -> Blocks:
    """The blocks of `markup`; raises BadMarkup with the name of the first thing that is not a paper's."""
    reader = _Reader()
    reader.feed(plain(markup))
    reader.close()
    return _blocks(reader.finished())


class _Reader(HTMLParser):
    """Builds the tree and refuses what is not in the vocabulary or not in its place."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Open("#paper", {})]

    def finished(self) -> _Open:
        if len(self.open) > 1:
            raise BadMarkup("unclosed", self.open[-1].tag)
        return self.open[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in KNOWN:
            raise BadMarkup("tag", tag[:LONGEST_NAME])
        if tag not in INSIDE[self.open[-1].tag]:
            raise BadMarkup("place", f"{self.open[-1].tag} > {tag}")
        element = _Open(tag, _values(tag, attrs))
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)
        if len(self.open) > DEEPEST:
            raise BadMarkup("too_deep", tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise BadMarkup("unclosed", f"{self.open[-1].tag} > /{tag[:LONGEST_NAME]}")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if "#text" in INSIDE[self.open[-1].tag]:
            self.open[-1].children.append(plain(data))
        elif data.strip(" \t\r\n"):
            raise BadMarkup("place", f"{self.open[-1].tag} > “{data.strip()[:LONGEST_NAME]}”")

    def handle_comment(self, data: str) -> None:
        raise BadMarkup("tag", "<!-- -->")

    def handle_decl(self, decl: str) -> None:
        raise BadMarkup("tag", "<!>")

    def unknown_decl(self, data: str) -> None:
        raise BadMarkup("tag", "<![ ]>")

    def handle_pi(self, data: str) -> None:
        raise BadMarkup("tag", "<? ?>")


def _values(tag: str, attrs: list[tuple[str, str | None]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in attrs:
        if name in values or name not in _ATTRIBUTES.get(tag, set()) | {"class"}:
            raise BadMarkup("attribute", f"{tag} {name[:LONGEST_NAME]}")
        values[name] = value or ""
    for name in values.get("class", "").split():
        if name not in CLASSES.get(tag, set()):
            raise BadMarkup("class", f"{tag}.{name[:LONGEST_NAME]}")
    for name in values.keys() & _MOST.keys():
        number = values[name].removesuffix("%")
        if not (number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= _MOST[name]):
            raise BadMarkup("value", f"{tag} {name}")
        values[name] = str(int(number))
    if tag == "img" and values.get("src") != "emblem":
        raise BadMarkup("value", "img src")
    return values


def _classes(element: _Open) -> Classes:
    return tuple(sorted(set(element.values.get("class", "").split())))


def _blocks(parent: _Open) -> Blocks:
    """The blocks inside an element; words between them become lines."""
    found: list[Block] = []
    words: list[_Open | str] = []
    for child in (*parent.children, None):
        if child is not None and (isinstance(child, str) or child.tag in _WORDS):
            words.append(child)
            continue
        if line := _inlines(words):
            found.append(Line(line))
        words = []
        if child is not None:
            found.append(_block(child))
    return tuple(found)


def _block(element: _Open) -> Block:
    match element.tag:
        case "ul" | "ol":
            return Listing(element.tag, tuple(Item(_blocks(child)) for child in _elements(element)))
        case "table":
            return _table(element)
        case "img":
            return Image(_classes(element))
        case "div" | "section":
            return Group(element.tag, _classes(element), _blocks(element))
    return Paragraph(element.tag, _classes(element), _inlines(element.children))


def _elements(element: _Open, *tags: str) -> list[_Open]:
    return [
        child for child in element.children if isinstance(child, _Open) and (not tags or child.tag in tags)
    ]


def _table(table: _Open) -> Table:
    columns = chain.from_iterable(_elements(each, "col") for each in _elements(table, "colgroup"))
    captions = chain.from_iterable(each.children for each in _elements(table, "caption"))
    parts: dict[str, list[Row]] = {"thead": [], "tbody": [], "tfoot": []}
    for part in _elements(table, "thead", "tbody", "tfoot", "tr"):
        if part.tag == "tr":
            parts["tbody"].append(_row(part))
        else:
            parts[part.tag].extend(_row(row) for row in _elements(part))
    return Table(
        _classes(table),
        _inlines(list(captions)),
        tuple(int(column.values.get("width", 0)) for column in columns),
        *(tuple(rows) for rows in parts.values()),
    )


def _row(row: _Open) -> Row:
    cells = tuple(
        Cell(
            cell.tag,
            _classes(cell),
            int(cell.values.get("colspan", 1)),
            int(cell.values.get("rowspan", 1)),
            _blocks(cell),
        )
        for cell in _elements(row)
    )
    if sum(cell.colspan for cell in cells) > MOST_COLUMNS:
        raise BadMarkup("too_long", "tr")
    return Row(_classes(row), cells)


def _inlines(children: "list[_Open | str]") -> tuple[Inline, ...]:
    """Words with white space as single blanks, none at the edges of a line."""
    return tidy(_raw(children))


def _raw(children: "list[_Open | str]") -> tuple[Inline, ...]:
    found: list[Inline] = []
    for child in children:
        if isinstance(child, str):
            found.append(Text(_BLANKS.sub(" ", child)))
        elif child.tag == "br":
            found.append(Break())
        else:
            found.append(Span(child.tag, _classes(child), _raw(child.children)))
    return tuple(found)
