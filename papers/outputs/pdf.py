"""A paper as PDF: WeasyPrint with the bundled Sarabun, tagged (PDF/UA-1), nothing fetched from anywhere."""

import logging
from functools import cache
from pathlib import Path
from typing import Any, Final

import fontpkg_sarabun

from papers.outputs.html import html, rules
from papers.outputs.text_layer import TextLayer
from papers.outputs.whole_words import keep_whole
from papers.ready import Ready
from workflow.errors import PdfUnavailable

_FONTS: Final = Path(fontpkg_sarabun.ROOT) / "files"
_FACES: Final = {
    "Sarabun-Regular": (400, "normal"),
    "Sarabun-Bold": (700, "normal"),
    "Sarabun-Italic": (400, "italic"),
    "Sarabun-BoldItalic": (700, "italic"),
}
_SCHEME: Final = "khanton-font:"
_NUMBER: Final = (
    "@page {{ @top-center {{ content: {0}; }} }} @page :first {{ @top-center {{ content: {1}; }} }}"
)
_ARABIC: Final = _NUMBER.format('"- " counter(page) " -"', "none")
_UNNUMBERED: Final = _NUMBER.format("none", "none")
_SECRET: Final = _NUMBER.format("element(secrecy-top)", "element(secrecy-first)")


def pdf(ready: Ready) -> bytes:
    """The paper as a PDF file; raises PdfUnavailable where Pango is missing."""
    maker = _maker()
    return maker.make(html(ready, stylesheet_href=""), _variant(ready))


@cache
def warm_up() -> None:
    """Do once what every first paper would wait for: the library, the fonts, the rules."""
    pdf(Ready("<h1>การ</h1><p>ด้วย <b>สำนัก</b></p>", "khanton"))


def _variant(ready: Ready) -> str:
    """The rules for what stands at the top of the pages, where they differ from paper.css."""
    if ready.secrecy:
        return _SECRET
    if not ready.page_numbers:
        return _UNNUMBERED
    return "" if ready.thai_digits else _ARABIC


@cache
def _maker() -> "_Maker":
    return _Maker()


class _Maker:
    """The library with its fonts and rules, read once: they cost more than a memo does."""

    def __init__(self) -> None:
        try:
            import weasyprint
        except OSError as missing:
            raise PdfUnavailable(str(missing)) from missing
        logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
        logging.getLogger("fontTools").setLevel(logging.CRITICAL)
        keep_whole()
        self.library = weasyprint
        self.fetcher = _fetcher()
        self.fonts: Any = weasyprint.text.fonts.FontConfiguration()
        self.finisher = TextLayer(_FONTS)
        faces = "".join(
            f'@font-face {{ font-family: Sarabun; src: url("{_SCHEME}{name}.ttf"); font-weight: {weight};'
            f" font-style: {style}; }}\n"
            for name, (weight, style) in _FACES.items()
        )
        self.rules = self._css(
            faces + rules() + (Path(__file__).parent / "pdf.css").read_text(encoding="utf-8")
        )
        self.variants = {text: self._css(text) for text in (_ARABIC, _UNNUMBERED, _SECRET)}

    def make(self, page: str, variant: str) -> bytes:
        sheets = [self.rules, *([self.variants[variant]] if variant else [])]
        document = self.library.HTML(string=page, url_fetcher=self.fetcher, base_url=None)
        made: bytes = document.write_pdf(
            stylesheets=sheets, font_config=self.fonts, finisher=self.finisher, pdf_variant="pdf/ua-1"
        )
        return made

    def _css(self, text: str) -> Any:
        return self.library.CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)


def _fetcher() -> Any:
    """Reads the bundled fonts, and the pictures that are in the page itself; refuses every other address."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Bundled(URLFetcher):  # type: ignore[misc]  # the library publishes no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith(_SCHEME) and url.removeprefix(_SCHEME).removesuffix(".ttf") in _FACES:
                return URLFetcherResponse(url, (_FONTS / url.removeprefix(_SCHEME)).read_bytes())
            if url.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
                return super().fetch(url, headers)
            raise ValueError("outside the paper")

    return Bundled()
