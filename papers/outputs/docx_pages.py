"""The pages of a Word document: sizes, margins, and which of them lie on their side."""

from dataclasses import dataclass
from typing import Final

from docx.document import Document
from lxml import etree

from papers.outputs.docx_words import CM, Layout, paragraph

SHORT, LONG = 11906, 16838  # A4
LEFT, RIGHT, BOTTOM = 3 * CM, 2 * CM, 2 * CM
TOP, TOP_OF_MEMO = round(2.5 * CM), round(1.5 * CM)
_EDGE: Final = 425  # from the paper's edge to the header, and from the footer to the edge
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MEASURED: Final = {"pgSz", "pgMar", "pgNumType", "titlePg", "cols", "docGrid"}


@dataclass(slots=True)
class Pages:
    """Word ends a section where its pages change: `wanted` is how the next thing written is to stand."""

    document: Document
    top: int
    thai: bool
    wide: bool = False
    wanted: bool = False
    begun: bool = False
    sections: int = 0

    @property
    def width(self) -> int:
        """Of what is written next."""
        return (LONG if self.wanted else SHORT) - LEFT - RIGHT

    def turned(self) -> str:
        """The end of the section before, if what is written now stands otherwise."""
        ended, self.wide = self.wide, self.wanted
        if not self.begun or ended == self.wide:
            self.begun = True
            return ""
        self.sections += 1
        named = self._references() if self.sections == 1 else ""
        section = f"<w:sectPr>{named}{self._measures(ended, first=self.sections == 1)}</w:sectPr>"
        return paragraph(Layout(section=section), "")

    def finish(self) -> None:
        """Give the document's own section the pages of what was written last."""
        own = self._own()
        for element in [each for each in own if etree.QName(each).localname in _MEASURED]:
            own.remove(element)
        measures = self._measures(self.wide, first=self.sections == 0)
        own.extend(list(etree.fromstring(f'<x xmlns:w="{_W}">{measures}</x>')))

    def _own(self) -> etree._Element:
        found: etree._Element = self.document.element.body.sectPr
        return found

    def _references(self) -> str:
        """The headers and footers of the document, which its first section must name."""
        found = [each for each in self._own() if etree.QName(each).localname.endswith("Reference")]
        return "".join(
            f'<w:{etree.QName(each).localname} xmlns:r="{_R}" w:type="{each.get(f"{{{_W}}}type")}"'
            f' r:id="{each.get(f"{{{_R}}}id")}"/>'
            for each in found
        )

    def _measures(self, wide: bool, *, first: bool) -> str:
        across, down = (LONG, SHORT) if wide else (SHORT, LONG)
        lying = ' w:orient="landscape"' if wide else ""
        numbers = '<w:pgNumType w:fmt="thaiNumbers"/>' if self.thai else ""
        return (
            f'<w:pgSz w:w="{across}" w:h="{down}"{lying}/>'
            f'<w:pgMar w:top="{self.top}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}"'
            f' w:header="{_EDGE}" w:footer="{_EDGE}" w:gutter="0"/>'
            f"{numbers}{'<w:titlePg/>' if first else ''}"
        )
