"""Words as papers hold them: only signs that can be seen, single blanks, none at the edges of a line."""

import re
import unicodedata
from typing import Final

from papers.blocks import Break, Inline, Span, Text

Inlines = tuple[Inline, ...]
_BLANKS: Final = re.compile(" {2,}")
_TWO_SIGNS: Final = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")


def plain(text: str) -> str:
    """`text` without characters that cannot be seen or printed, and with one way of writing ำ.

    Left out are controls, invisible formatting (zero-width, turning the direction of writing), halves of
    characters and those that XML and PDF do not take.
    """
    seen = text
    if not text.isprintable():  # looked at sign by sign only where there is a blank line, a tab or worse
        seen = "".join(sign for sign in text if sign in "\n\t\r" or _printable(sign))
    return _TWO_SIGNS.sub("\\1\u0e33", seen)


def _printable(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs") and ord(sign) & 0xFFFE != 0xFFFE


def tidy(words: Inlines) -> Inlines:
    """`words` with single blanks between them and none at the beginning or end of a line."""
    from_left, _ = _without_double_blanks(words, after_blank=True)
    from_right, _ = _without_last_blanks(from_left, at_end=True)
    return _joined(from_right)


def _without_double_blanks(words: Inlines, *, after_blank: bool) -> tuple[Inlines, bool]:
    found: list[Inline] = []
    for word in words:
        if isinstance(word, Text):
            text = _BLANKS.sub(" ", word.text)
            text = text.lstrip(" ") if after_blank else text
            after_blank = text.endswith(" ") if text else after_blank
            found.append(Text(text))
        elif isinstance(word, Break):
            after_blank = True
            found.append(word)
        else:
            content, after_blank = _without_double_blanks(word.content, after_blank=after_blank)
            after_blank = after_blank and not _is_slot(word)
            found.append(Span(word.tag, word.classes, content))
    return tuple(found), after_blank


def _without_last_blanks(words: Inlines, *, at_end: bool) -> tuple[Inlines, bool]:
    found: list[Inline] = []
    for word in reversed(words):
        if isinstance(word, Text):
            text = word.text.rstrip(" ") if at_end else word.text
            at_end = at_end and not text
            found.append(Text(text))
        elif isinstance(word, Break):
            at_end = True
            found.append(word)
        else:
            content, at_end = _without_last_blanks(word.content, at_end=at_end)
            at_end = at_end and not _is_slot(word)
            found.append(Span(word.tag, word.classes, content))
    return tuple(reversed(found)), at_end


def _joined(words: Inlines) -> Inlines:
    """Neighbouring texts as one; nothing empty but the slots that are filled later."""
    found: list[Inline] = []
    for word in words:
        if isinstance(word, Span):
            content = _joined(word.content)
            if content or _is_slot(word):
                found.append(Span(word.tag, word.classes, content))
        elif isinstance(word, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + word.text)
        elif isinstance(word, Break) or word.text:
            found.append(word)
    return tuple(found)


def _is_slot(span: Span) -> bool:
    return any(name.startswith("slot-") for name in span.classes)
