"""How Thai words are put in dictionary order and found again in a search."""

import re
import unicodedata
from typing import Final

from states.buddhist import arabic_digits

_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff]")  # word breaks pasted from web pages and PDF
_TORN_AM: Final = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")  # nikhahit, a tone, then aa
_LEADING_VOWEL: Final = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
_MARKS: Final = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"  # maitaikhu, four tones, thanthakhat
_LEVEL: Final = "\t"  # sorts before everything that survives `search_text`


def search_text(text: str) -> str:
    """`text` as it is stored for searching and as a query is compared with it.

    NFC, a torn sara am and a doubled เ repaired, Thai digits as 0-9, lower case, single spaces.
    """
    folded = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold()
    repaired = _TORN_AM.sub("\\1\u0e33", folded).replace("เเ", "แ")
    return " ".join(arabic_digits(unicodedata.normalize("NFC", repaired)).split())


def sort_key(text: str) -> str:
    """A key whose plain code-point order is Thai dictionary order (Royal Society).

    A leading vowel counts after its consonant; tones decide only between words otherwise equal.
    Storable in a text column; compare with the "C" collation.
    """
    plain = search_text(text)
    letters: list[str] = []
    marks: list[str] = []
    for letter in _LEADING_VOWEL.sub(r"\2\1", plain):
        if letter in _MARKS:
            marks.append(str(_MARKS.index(letter) + 1))
        else:
            letters.append(letter)
            marks.append("0")
    return _LEVEL.join(("".join(letters), "".join(marks).rstrip("0"), plain))
