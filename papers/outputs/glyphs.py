"""The characters that each sign of a font stands for: a fact of the font, read from its own tables."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont

_SINGLE, _LIGATURE, _EXTENSION = 1, 4, 7  # kinds of substitution tables
_ROUNDS: Final = 3  # a form of a form of a form of a sign


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


def _substitutions(font: Any) -> Iterator[tuple[tuple[str, ...], str]]:
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
