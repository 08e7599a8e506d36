"""Puts right what a PDF says when it is copied, searched or read aloud.

HarfBuzz writes ำ as two signs, the second the same as the า of any word. WeasyPrint notes for each sign the
text it first stood for, so every า after the first ำ would be copied as ำ: กำร for การ. Which characters a
sign stands for is a fact of the font, so it is read from there: its character map, and the substitutions by
which other forms of a sign are drawn. Copied, ำ comes as the two characters ํา that Unicode holds equivalent.
"""

import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont

_ENTRY: Final = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")
_FONT_NAME: Final = re.compile(r"[A-Z]{6}\+(.+)")
_SINGLE, _LIGATURE, _EXTENSION = 1, 4, 7
_ROUNDS: Final = 3  # a form of a form of a form of a sign


class TextLayer:
    """A finisher for WeasyPrint that knows the fonts in one folder; others it leaves as they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, _document: Any, pdf: Any) -> None:
        """Rewrite the map from signs to characters of every font in `pdf`, before it is written."""
        for font in pdf.objects:
            if isinstance(font, dict) and "ToUnicode" in font:
                self._put_right(pdf, font)

    def _put_right(self, pdf: Any, font: dict[str, Any]) -> None:
        name = _FONT_NAME.fullmatch(_text(font["BaseFont"]).lstrip("/"))
        file = self.folder / f"{_file_stem(name[1])}.ttf" if name else None
        if file is None or not file.exists():
            return
        said = characters(file)
        stream = pdf.objects[int(_text(font["ToUnicode"]).split()[0])].stream
        stream[:] = [_entry(line, said) for line in stream]


def _entry(line: bytes, said: dict[int, str]) -> bytes:
    found = _ENTRY.fullmatch(line)
    text = said.get(int(found[1], 16)) if found else None
    return line if found is None or text is None else b"<%s> <%s>" % (found[1], text.encode("utf-16-be").hex().encode())


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes | bytearray) else str(value)


def _file_stem(name: str) -> str:
    """The file of a face as Pango names it: `Sarabun` is Sarabun-Regular, `Sarabun-Bold-Italic` -BoldItalic."""
    family, _, style = name.partition("-")
    return f"{family}-{style.replace('-', '') or 'Regular'}"


@cache
def characters(file: Path) -> dict[int, str]:
    """The text that each sign of a font stands for, by its number."""
    with TTFont(file, lazy=True) as font:
        said = {name: chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
        substitutions = list(_substitutions(font))
        for _ in range(_ROUNDS):
            for before, after in substitutions:
                if all(name in said for name in before):
                    said.setdefault(after, "".join(said[name] for name in before))
        return {font.getGlyphID(name): text for name, text in said.items()}


def _substitutions(font: TTFont) -> Any:
    """Pairs of the signs that stood and the sign drawn instead."""
    if "GSUB" not in font:
        return
    lookups = font["GSUB"].table.LookupList.Lookup
    for table in chain.from_iterable(lookup.SubTable for lookup in lookups):
        inner = table.ExtSubTable if table.LookupType == _EXTENSION else table
        if inner.LookupType == _SINGLE:
            yield from (((before,), after) for before, after in inner.mapping.items())
        elif inner.LookupType == _LIGATURE:
            for first, ligatures in inner.ligatures.items():
                yield from (((first, *each.Component), each.LigGlyph) for each in ligatures)
