"""Keeps Thai compounds on one line, and what stands beside a blank that does not break.

Pango (libthai) breaks lines between words and takes a compound for several: คณะ|กรรมการ, ดำเนิน|งาน. The
words of papers/words_th.txt are kept whole by an attribute of Pango's own, which WeasyPrint has no way to ask
for: its layouts are given one here. Without it lines would break between the parts of a compound, and nothing
worse. libthai also breaks between a full stop and a no-break blank: โทร.|0 5448 0000.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from papers.typesetting import NO_BREAK

WORDS: Final = Path(__file__).parent.parent / "words_th.txt"
_DECLARED: Final = "PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);"


@cache
def whole_words() -> re.Pattern[str]:
    """Finds the compounds in a text: at each place the longest, also where it begins inside another."""
    return _any_of(WORDS.read_text(encoding="utf-8").split())


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """By their first two letters, so that most of a text is passed over quickly."""
    by_beginning = groupby(sorted(words), key=lambda word: word[:2])
    choices = (
        f"{beginning}(?:{'|'.join(sorted((word[2:] for word in group), key=len, reverse=True))})"
        for beginning, group in by_beginning
    )
    return re.compile(f"(?=({'|'.join(choices)}|.{NO_BREAK}.))")


def keep_whole() -> None:
    """From now on WeasyPrint breaks no line inside a compound."""
    from weasyprint.text import ffi, line_break

    ffi.ffi.cdef(_DECLARED)
    pango, unowned = ffi.pango, ffi.ffi
    if not hasattr(pango, "pango_attr_allow_breaks_new"):
        return

    class Whole(line_break.Layout):  # type: ignore[misc]  # the library publishes no types
        def set_text(self, text: str, justify: bool = False) -> None:
            super().set_text(text, justify)
            found = list(whole_words().finditer(self.text))
            if not found:
                return
            attributes = pango.pango_layout_get_attributes(self.layout)
            if attributes == unowned.NULL:
                attributes = unowned.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
            for word in found:
                attribute: Any = pango.pango_attr_allow_breaks_new(False)
                attribute.start_index = len(self.text[: word.start()].encode())
                attribute.end_index = attribute.start_index + len(word[1].encode())
                pango.pango_attr_list_change(attributes, attribute)
            pango.pango_layout_set_attributes(self.layout, attributes)

    line_break.Layout = Whole
