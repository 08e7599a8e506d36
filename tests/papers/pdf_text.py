"""What three programs read out of a PDF, and how it is compared with what the paper says."""

import io
import re
import subprocess
from itertools import pairwise

import pypdf
import pypdfium2

_TWO_SIGNS = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_THAI = re.compile("[\u0e01-\u0e4e]")


def read_by_all(pdf):
    """The text of a PDF by reader. poppler is asked for the order in which the text was written."""
    return {"pdfium": "\n".join(pages_by_pdfium(pdf)), "poppler": by_poppler(pdf), "pypdf": by_pypdf(pdf)}


def pages_by_pdfium(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            layer = page.get_textpage()
            texts.append(layer.get_text_range())
            layer.close()
            page.close()
        return texts


def by_poppler(pdf, *options):
    told = ["pdftotext", "-enc", "UTF-8", *(options or ("-raw",)), "-", "-"]
    return subprocess.run(told, input=pdf, capture_output=True, check=True).stdout.decode()


def by_pypdf(pdf):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def unspaced(text):
    """`text` without white space, which each reader sets its own way, and with one way of writing ำ."""
    return "".join(one_sara_am(text).split())


def one_sara_am(text):
    """`text` with ำ as one sign, which pypdf reads as two."""
    return _TWO_SIGNS.sub("\\1\u0e33", text)


def line_ends(pdf):
    """The end of each line with the beginning of the next, where both are Thai: (before, after)."""
    for page in pages_by_pdfium(pdf):
        lines = one_sara_am(page).splitlines()
        for before, after in pairwise(lines):
            if before and after and _THAI.match(before[-1]) and _THAI.match(after[0]):
                yield before, after
