"""Measures a PDF as a ruler would: margins, sizes of letters, dotted lines, in centimetres and points."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

CM = 72 / 2.54


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn together: where, in cm from the left and top edge; letters have a size in points."""

    left: float
    right: float
    top: float
    bottom: float
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in cm, what is written and drawn on it, and its text."""

    width: float
    height: float
    letters: tuple[Drawn, ...]
    strokes: tuple[Drawn, ...]
    text: str

    @property
    def left(self) -> float:
        """Where the leftmost letter begins."""
        return min(each.left for each in self.letters)

    @property
    def right(self) -> float:
        """How far the rightmost letter stays from the right edge."""
        return self.width - max(each.right for each in self.letters)


def measured(pdf: bytes) -> tuple[Page, ...]:
    """Every page of the PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_page(document[number]) for number in range(len(document)))


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    letters: list[Drawn] = []
    strokes: list[Drawn] = []
    for thing in page.get_objects():
        left, bottom, right, top = thing.get_bounds()
        place = (left / CM, right / CM, (height - top) / CM, (height - bottom) / CM)
        if thing.type == pdfium.FPDF_PAGEOBJ_TEXT and right > left:
            letters.append(Drawn(*place, size=_size(thing)))
        elif thing.type in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            strokes.append(Drawn(*place))
    text = page.get_textpage().get_text_range()
    return Page(width / CM, height / CM, tuple(letters), tuple(strokes), text)


def _size(thing: pypdfium2.PdfObject) -> float:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(thing.raw, ctypes.byref(size))
    return round(abs(size.value * thing.get_matrix().d), 1)
