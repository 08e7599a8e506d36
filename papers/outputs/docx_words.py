"""Writes words and paragraphs in the language of Word documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

from papers.blocks import Break, Inline, Text

CM: Final = 567  # twentieths of a point in a centimetre
_MARKS: Final = {
    "b": "<w:b/><w:bCs/>",
    "i": "<w:i/><w:iCs/>",
    "u": '<w:u w:val="single"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
    "span": "",
}
# The order that the schema of Word documents asks for.
_ORDER: Final = ("<w:b/>", "<w:i/>", "<w:color", "<w:sz ", "<w:u ", "<w:vertAlign")
RED: Final = '<w:color w:val="C00000"/>'
BOLD: Final = _MARKS["b"]


def size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


@dataclass(frozen=True, slots=True)
class Layout:
    """How a paragraph stands. Lengths in twentieths of a point; `hanging` is negative first-line indent.

    `rules` are whatever else its properties need, in the schema's order: keepNext, pageBreakBefore, tabs …
    """

    style: str = "Normal"
    align: str = ""
    left: int = 0
    first: int = 0
    hanging: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    page_before: bool = False
    before: int = 0
    tabs: str = ""
    section: str = ""


def paragraph(layout: Layout, runs: str) -> str:
    return f"<w:p>{_properties(layout)}{runs}</w:p>"


def _properties(layout: Layout) -> str:
    indent = "".join(
        f' w:{name}="{value}"'
        for name, value in (("left", layout.left), ("firstLine", layout.first), ("hanging", layout.hanging))
        if value
    )
    parts = (
        f'<w:pStyle w:val="{layout.style}"/>' if layout.style != "Normal" else "",
        "<w:keepNext/>" if layout.keep_next else "",
        "<w:keepLines/>" if layout.keep_lines else "",
        "<w:pageBreakBefore/>" if layout.page_before else "",
        f"<w:tabs>{layout.tabs}</w:tabs>" if layout.tabs else "",
        f'<w:spacing w:before="{layout.before}"/>' if layout.before else "",
        f"<w:ind{indent}/>" if indent else "",
        f'<w:jc w:val="{layout.align}"/>' if layout.align else "",
        layout.section,
    )
    return f"<w:pPr>{''.join(parts)}</w:pPr>" if any(parts) else ""


def tab_stop(position: int, *, leader: bool = False, right: bool = False) -> str:
    dots = ' w:leader="dot"' if leader else ""
    return f'<w:tab w:val="{"right" if right else "left"}"{dots} w:pos="{position}"/>'


def runs(words: Iterable[Inline], marks: tuple[str, ...] = ()) -> str:
    """The runs of `words`; `marks` are properties that all of them have."""
    return "".join(_run(word, marks) for word in words)


def _run(word: Inline, marks: tuple[str, ...]) -> str:
    if isinstance(word, Text):
        return run(f'<w:t xml:space="preserve">{literal(word.text)}</w:t>', marks)
    if isinstance(word, Break):
        return run("<w:br/>", marks)
    return runs(word.content, (*marks, _MARKS[word.tag]))


def run(content: str, marks: tuple[str, ...] = ()) -> str:
    properties = "".join(sorted(dict.fromkeys(mark for mark in marks if mark), key=_place))
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"


def _place(mark: str) -> int:
    return next(place for place, beginning in enumerate(_ORDER) if mark.startswith(beginning))


def literal(text: str) -> str:
    """`text` as it was typed; its braces must not be taken for a template's."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


TAB: Final = run("<w:tab/>")
