"""Puts right what a PDF says when it is copied, searched or read aloud.

HarfBuzz writes ำ as two signs, the second the same as the า of any word. WeasyPrint notes for each sign the
text it first stood for, so every า after the first ำ would be copied as ำ: กำร for การ. Which characters a
sign stands for is a fact of the font, so it is read from there.

A consonant and the vowel and tone above it are drawn at nearly one place. Programs that order signs by place
(poppler) then mix them up, and ำ would come as its two halves. So each such group says what it is: the PDF's
/ActualText, which pdfium, poppler and Acrobat read; pypdf goes by the signs and gets ํา for ำ.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from papers.outputs.glyphs import characters
from papers.spacing import plain

_ENTRY: Final = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")
_FONT_NAME: Final = re.compile(r"/?([A-Z]{6})\+(.+)")
_USES_FONT: Final = re.compile(rb"/([A-Z]{6}) [0-9.]+ Tf")
_SHOWS: Final = re.compile(rb"\[(.*)\] TJ")
_RAISED: Final = b" Ts"
_PIECE: Final = re.compile(rb"<([0-9a-f]*)>|(-?[0-9.]+)")
_ABOVE_AND_BELOW: Final = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_NIKHAHIT, _AA = "\u0e4d", "\u0e32"
_LEVEL: Final = b"0 Ts"
_LEAST_SHIFT, _HAIR = 0.005, 30.0  # thousandths of the size of the letters
Said = dict[int, str]


class TextLayer:
    """A finisher for WeasyPrint that knows the fonts in one folder; others it leaves as they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, _document: Any, pdf: Any) -> None:
        """Rewrite the texts of `pdf` before it is written."""
        fonts: dict[str, Said] = {}
        for each in pdf.objects:
            if isinstance(each, dict) and "ToUnicode" in each and (known := self._known(each)):
                name, said = known
                fonts[name] = said
                stream = pdf.objects[int(_text(each["ToUnicode"]).split()[0])].stream
                stream[:] = [_entry(line, said) for line in stream]
        for each in pdf.objects:
            if b"BT" in getattr(each, "stream", ()):
                each.stream[:] = _grouped(each.stream, fonts)

    def _known(self, font: dict[str, Any]) -> tuple[str, Said] | None:
        name = _FONT_NAME.fullmatch(_text(font["BaseFont"]))
        file = self.folder / f"{_file_stem(name[2])}.ttf" if name else None
        return (name[1], characters(file)) if name and file and file.exists() else None


def _entry(line: bytes, said: Said) -> bytes:
    found = _ENTRY.fullmatch(line)
    text = said.get(int(found[1], 16)) if found else None
    return line if found is None or text is None else b"<%s> <%s>" % (found[1], _utf16(text))


def _grouped(lines: list[Any], fonts: dict[str, Said]) -> Iterator[Any]:
    """The drawing of a page, with each group of signs saying what it is."""
    said: Said = {}
    run: list[bytes] = []
    for line in lines:
        shown = _SHOWS.fullmatch(line) if said and isinstance(line, bytes) else None
        if shown is not None:
            run += _pieces(shown[1])
        elif run and isinstance(line, bytes) and line.endswith(_RAISED):
            run.append(line)
        else:
            yield from _run(run, said)
            run = []
            if isinstance(line, bytes) and (font := _USES_FONT.fullmatch(line)):
                said = fonts.get(font[1].decode(), {})
            yield line


def _run(pieces: list[bytes], said: Said) -> Iterator[bytes]:
    plainly: list[bytes] = []
    for group, text in _groups(pieces, said):
        if not text:
            plainly += group
            continue
        yield from _show(plainly)
        yield b"/Span <</ActualText <feff%s>>> BDC" % _utf16(plain(text))
        yield from _show(group)
        yield b"EMC"
        plainly = []
    yield from _show(plainly)


def _show(pieces: list[bytes]) -> Iterator[bytes]:
    """These pieces as drawn: signs in rows, neighbouring shifts added up, raised where they were.

    pdfium orders raised signs by their place: one a hair to the right of the next consonant would come after
    it, so that hair is given to what follows. Signs above and below are as wide as nothing.
    """
    written, shift, raised, right = b"", 0.0, False, 0.0
    for piece in pieces:
        if piece.startswith(b"<"):
            right -= shift
            hair = right if raised and 0 < right < _HAIR else 0.0
            written += _shift(shift + hair) + piece
            shift = -hair
            right -= hair
        elif piece.endswith(_RAISED):
            yield from _row(written)
            yield piece
            written, raised = b"", piece != _LEVEL
        else:
            shift += float(piece)
    yield from _row(written + _shift(shift))


def _row(written: bytes) -> Iterator[bytes]:
    if written:
        yield b"[%s] TJ" % written.replace(b"><", b"")


def _shift(amount: float) -> bytes:
    return f"{amount:.2f}".encode() if abs(amount) >= _LEAST_SHIFT else b""


def _pieces(shown: bytes) -> Iterator[bytes]:
    """Each sign as `<01c9>` and each shift between signs as its number."""
    for found in _PIECE.finditer(shown):
        if found[2] is not None:
            yield found[2]
        else:
            yield from (b"<%s>" % found[1][at : at + 4] for at in range(0, len(found[1]), 4))


def _groups(pieces: list[bytes], said: Said) -> Iterator[tuple[list[bytes], str]]:
    """The pieces by consonant; with the text of those that have something above or below, else "".

    A shift belongs to the sign after it.
    """
    last = max((place for place, piece in enumerate(pieces) if piece.startswith(b"<")), default=0)
    group: list[bytes] = []
    shifts: list[bytes] = []
    text = ""
    for place, piece in enumerate(pieces):
        if not piece.startswith(b"<"):
            shifts.append(piece)
            continue
        sign = said.get(int(piece[1:5], 16), "\ufffd")
        if text and _goes_with(text, sign, last=place == last):
            group += [*shifts, piece]
            text += sign
        else:
            yield group, _if_marked(text)
            group, text = [*shifts, piece], sign
        shifts = []
    yield group, _if_marked(text)
    yield shifts, ""


def _goes_with(text: str, sign: str, *, last: bool) -> bool:
    """Whether `sign` is above or below the consonant, the second half of ำ, or a blank that ends a line.

    A last blank that is drawn alone after such a group is lost in pdfium.
    """
    is_am = sign == _AA and _NIKHAHIT in text and _AA not in text
    return bool(_ABOVE_AND_BELOW.fullmatch(sign)) or is_am or (last and sign in " \xa0" and len(text) > 1)


def _if_marked(text: str) -> str:
    return text if len(text) > 1 and "\ufffd" not in text else ""


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes | bytearray) else str(value)


def _file_stem(name: str) -> str:
    """The file of a face by Pango's name for it: `Sarabun-Bold-Italic` is in Sarabun-BoldItalic."""
    family, _, style = name.partition("-")
    return f"{family}-{style.replace('-', '') or 'Regular'}"
