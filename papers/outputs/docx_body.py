"""Writes a paper's blocks as the body of a Word document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from papers.blocks import Block, Blocks, Group, Image, Inline, Item, Line, Listing, Paragraph, Table
from papers.leads import label_and_value
from papers.outputs.docx_drawings import Emblem
from papers.outputs.docx_pages import Pages
from papers.outputs.docx_tables import columns, grid, table_xml
from papers.outputs.docx_words import BOLD, CM, RED, TAB, Layout, paragraph, run, runs, size, tab_stop
from papers.outputs.text import words

SIGN_LEFT: Final = round(7.5 * CM)
ADDRESS_LEFT: Final = round(8.5 * CM)
COVER_TOP: Final = 7 * CM
_STYLES: Final = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "p": "Normal"}
_MARKS_ABOVE: Final = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks stand: how far in, how wide, and how paragraphs there are laid out."""

    width: int
    left: int = 0
    align: str = ""
    indented: bool = True
    together: bool = False
    marks: tuple[str, ...] = ()


class Body:
    """Writes blocks one after another, top to bottom."""

    def __init__(self, pages: Pages, emblem: Emblem) -> None:
        self.pages, self.emblem = pages, emblem
        self.page_before = False
        self.top = 0
        self.waiting = ""  # the emblem of a memo stands in the first paragraph of its head

    def write(self, blocks: Blocks) -> str:
        return "".join(self.blocks(blocks, Place(self.pages.width)))

    def blocks(self, blocks: Blocks, place: Place) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block, place)

    def block(self, block: Block, place: Place) -> Iterator[str]:
        match block:
            case Line(content):
                yield self.paragraph(Layout(align=place.align, left=place.left), content, place)
            case Paragraph():
                yield self.of_kind(block, place)
            case Image():
                yield self.image(place)
            case Listing():
                yield from self.listing(block, place)
            case Table():
                yield from self.table(block, place)
            case Group("section"):
                yield from self.section(block, place)
            case Group():
                yield from self.division(block, place)

    def image(self, place: Place) -> str:
        """The emblem of a letter, or the room for it."""
        drawn = self.emblem.inline(3.0)
        return self.paragraph(Layout(align="center", before=0 if drawn else 3 * CM), (), place, drawn)

    def paragraph(
        self, layout: Layout, content: tuple[Inline, ...], place: Place, drawn: str = "", after: str = ""
    ) -> str:
        """One paragraph; the first on a new page begins it."""
        turned = self.pages.turned()
        self.page_before = self.page_before and not turned
        layout = replace(
            layout,
            page_before=self.page_before,
            before=layout.before + self.top,
            keep_next=layout.keep_next or place.together,
            keep_lines=layout.keep_lines or place.together,
        )
        drawn, self.waiting = self.waiting + drawn, ""
        self.page_before, self.top = False, 0
        return turned + paragraph(layout, drawn + runs(content, place.marks) + after)

    def of_kind(self, block: Paragraph, place: Place) -> str:
        kinds = set(block.classes)
        if block.tag != "p":
            style = "Title" if "form" in kinds else _STYLES[block.tag]
            align = "center" if "center" in kinds else place.align
            return self.paragraph(Layout(style=style, align=align, keep_next=True), block.content, place)
        if "lead" in kinds:
            return self.leads([block], place)
        if "to" in kinds:
            return self.to(block, place)
        align = "center" if "center" in kinds else "right" if "right" in kinds else place.align
        marks = place.marks + ((size(14),) if "small" in kinds else ())
        if "urgency" in kinds:
            marks += (BOLD, RED, size(29))
        body = place.indented and not (kinds & {"flush", "center", "right", "small", "urgency"})
        layout = Layout(
            style="BodyText" if body else "Normal", align=align, left=place.left, keep_next="keep" in kinds
        )
        return self.paragraph(layout, block.content, replace(place, marks=marks))

    def leads(self, lines: list[Paragraph], place: Place) -> str:
        """Labels and values side by side, each on dots that run to where the next begins."""
        share = place.width // max(1, len(lines))
        tabs = "".join(
            tab_stop(share * number, leader=True, right=number == len(lines))
            for number in range(1, len(lines) + 1)
        )
        written, hanging = "", 0
        for line in lines:
            label, value = label_and_value(line)
            hanging = hanging or width_of(label, 20)
            written += runs(label, (*place.marks, BOLD, size(20))) + run('<w:t xml:space="preserve"> </w:t>')
            written += runs(value, place.marks) + TAB
        only = hanging if len(lines) == 1 else 0
        return self.paragraph(Layout(left=only, hanging=only, tabs=tabs), (), place, after=written)

    def to(self, block: Paragraph, place: Place) -> str:
        label, value = label_and_value(block)
        hanging = max(round(1.5 * CM), width_of(label, 16) + CM // 3)
        written = runs(label, place.marks) + TAB + runs(value, place.marks)
        layout = Layout(left=place.left + hanging, hanging=hanging, before=120)
        return self.paragraph(layout, (), place, after=written)

    def listing(self, listing: Listing, place: Place) -> Iterator[str]:
        depth = CM // 2 if place.left else round(1.25 * CM)
        hang = round(0.75 * CM)
        inner = replace(place, left=place.left + depth + hang, indented=False)
        for item in listing.items:
            yield from self.item(item, inner, hang)

    def item(self, item: Item, place: Place, hang: int) -> Iterator[str]:
        """The mark, then what it marks on the same line where that is words."""
        first, rest = (item.content[0], item.content[1:]) if item.content else (Line(()), ())
        if not isinstance(first, Line | Paragraph):
            first, rest = Line(()), item.content
        mark = run(f"<w:t>{item.mark}</w:t>", place.marks) + TAB
        yield self.paragraph(Layout(left=place.left, hanging=hang), first.content, place, drawn=mark)
        yield from self.blocks(rest, place)

    def table(self, table: Table, place: Place) -> Iterator[str]:
        if self.page_before or self.top or self.waiting:
            yield self.paragraph(Layout(), (), place)
        if table.caption:
            yield self.paragraph(Layout(style="Caption"), table.caption, place)
        widths = columns(table, place.width - place.left)
        yield self.pages.turned()
        yield table_xml(table, widths, place.left, self.cell)
        yield paragraph(Layout(), run("", (size(4),)))

    def cell(self, content: Blocks, width: int, align: str, bold: bool) -> str:
        """What a cell holds: always at least one paragraph, or Word would not open the document."""
        marks = (BOLD, size(14)) if bold else (size(14),)
        written = "".join(self.blocks(content, Place(width, align=align, indented=False, marks=marks)))
        return written or paragraph(Layout(), "")

    def division(self, group: Group, place: Place) -> Iterator[str]:
        kinds = set(group.classes)
        if "memohead" in kinds:
            self.waiting = self.emblem.beside(1.5) if _has_image(group) else ""
            yield from self.blocks(_without_images(group), replace(place, align="center", indented=False))
        elif "letterhead" in kinds:
            yield from self.blocks(group.content, replace(place, align="center", indented=False))
        elif "leads" in kinds and all(isinstance(each, Paragraph) for each in group.content):
            yield self.leads([each for each in group.content if isinstance(each, Paragraph)], place)
        elif "signs" in kinds:
            yield from self.signs(group, place)
        elif "sign" in kinds:
            yield from self.sign(group, replace(place, left=place.left + SIGN_LEFT))
        elif "address" in kinds:
            yield from self.blocks(group.content, replace(place, left=ADDRESS_LEFT, indented=False))
        else:
            yield from self.blocks(group.content, replace(place, together="opinion" in kinds))

    def sign(self, group: Group, place: Place) -> Iterator[str]:
        """A signature block stays on one page; the last line may part from what follows."""
        inner = replace(place, align="center", indented=False, together=True)
        yield self.paragraph(Layout(keep_next=True), (), place)
        yield from self.blocks(group.content[:-1], inner)
        yield from self.blocks(group.content[-1:], replace(inner, together=place.together))

    def signs(self, group: Group, place: Place) -> Iterator[str]:
        blocks = [each.content if isinstance(each, Group) else (each,) for each in group.content]
        width = place.width // max(1, len(blocks))
        inner = Place(width, align="center", indented=False, together=True)
        yield self.paragraph(Layout(keep_next=True), (), place)
        yield grid([("".join(self.blocks(each, inner)) or paragraph(Layout(), ""), width) for each in blocks])

    def section(self, group: Group, place: Place) -> Iterator[str]:
        if "wide" in group.classes:
            self.pages.wanted = True
            yield from self.blocks(group.content, replace(place, width=self.pages.width))
            self.pages.wanted = False
            return
        cover = "cover" in group.classes
        self.page_before = self.page_before or (("page" in group.classes or cover) and self.pages.begun)
        self.top = COVER_TOP if cover else self.top
        inner = replace(place, align="center", indented=False) if cover else place
        yield from self.blocks(group.content, inner)
        self.page_before = self.page_before or cover


def width_of(label: tuple[Inline, ...], points: int) -> int:
    """About how wide a label is; marks above and below take no room."""
    return round(len(_MARKS_ABOVE.sub("", words(label))) * points * 20 * 0.42) + points * 5


def _has_image(group: Group) -> bool:
    return any(isinstance(block, Image) for block in group.content)


def _without_images(group: Group) -> Blocks:
    return tuple(block for block in group.content if not isinstance(block, Image))
