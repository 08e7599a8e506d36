"""Fills the words of a notice or paper with particulars; the sentence reads well where one is unknown."""

import re
from collections.abc import Mapping
from typing import Final

_PART: Final = re.compile(r"\[([^\[\]]*)\]")
_MARK: Final = re.compile(r"\{([a-z_]+)\}")
# What turns the direction of writing round could make a title say something else than it holds.
_TURNING: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1b\x7f]")
LONGEST_SUBJECT: Final = 180


def filled(words: str, particulars: Mapping[str, str]) -> str:
    """`words` with each {name} replaced, in one line.

    [ ... ] is left out where a particular in it is empty; [ ... | ... ] then gives what stands after the bar.
    """
    parts = _PART.split(words)  # plain, bracketed, plain, bracketed, ... plain
    said = [
        _optional(part, particulars) if number % 2 else _replaced(part, particulars)
        for number, part in enumerate(parts)
    ]
    return one_line("".join(said))


def _optional(part: str, particulars: Mapping[str, str]) -> str:
    known, _, otherwise = part.partition("|")
    if all(particulars[name] for name in _MARK.findall(known)):
        return _replaced(known, particulars)
    return _replaced(otherwise, particulars)


def _replaced(words: str, particulars: Mapping[str, str]) -> str:
    return _MARK.sub(lambda mark: particulars[mark[1]], words)


def one_line(text: str) -> str:
    """`text` without line breaks, control characters or more than one space at a time."""
    return " ".join(_TURNING.sub("", text).split())


def shortened(text: str, longest: int = LONGEST_SUBJECT) -> str:
    """`text`, cut with an ellipsis where it is longer."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def marks(words: str) -> frozenset[str]:
    """The names of the particulars that `words` ask for."""
    return frozenset(_MARK.findall(words))
