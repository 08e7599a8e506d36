"""The telling words that two Thai texts have in common, found without knowing where words end."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

_SHORTEST: Final = 4
_MOST: Final = 3
_COMMON: Final = 2.0  # rarity below which a run is in too many proposals to tell anything; 1 is in all
# No word begins with a mark that stands on a consonant, or ends with a vowel that waits for one.
_LOOSE_START: Final = re.compile("^[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]+")
_MARK: Final = re.compile("[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")  # what follows here takes its consonant along
_LOOSE_END: Final = re.compile("[\u0e40-\u0e44]+$")


def shared(one: str, other: str, rarity: Mapping[str, float]) -> tuple[str, ...]:
    """Up to three longest stretches of letters that both plain texts have, the most telling first.

    `rarity` says of runs of three letters how rare they are among all proposals; what consists of common
    runs alone is left out.
    """
    weighed: dict[str, float] = {}
    for stretch in _stretches(one, other):
        word = _LOOSE_END.sub("", _LOOSE_START.sub("", _trimmed(stretch, rarity)))
        weight = _weight(word, rarity)
        if len(word) >= _SHORTEST and weight > 0:
            weighed[word] = weight
    chosen: list[str] = []
    for word in sorted(weighed, key=lambda each: (-weighed[each], each)):
        if not any(word in longer for longer in chosen):
            chosen.append(word)
    return tuple(chosen[:_MOST])


def _stretches(one: str, other: str) -> Iterator[str]:
    """The longest stretches of `one` that also stand in `other`, from left to right, never across a space."""
    for word in one.split():
        start = 0
        while start <= len(word) - _SHORTEST:
            end = start
            while end < len(word) and word[start : end + 1] in other:
                end += 1
            if end - start >= _SHORTEST:
                yield word[start : end - bool(_MARK.match(word, end))]
                start = end
            else:
                start += 1


def _trimmed(stretch: str, rarity: Mapping[str, float]) -> str:
    """The stretch without the common runs it begins with: ตรวจสอบ of โครงการตรวจสอบ."""
    common = [rarity.get(run, 0.0) < _COMMON for run in _runs(stretch)]
    first = common.index(False) if False in common else len(common)
    return stretch[first + 2 :] if first else stretch  # past the end of the last common run


def _runs(text: str) -> list[str]:
    return [text[place : place + 3] for place in range(len(text) - 2)]


def _weight(word: str, rarity: Mapping[str, float]) -> float:
    """How telling a stretch is: the sum of how rare its runs are above what is common."""
    return sum(max(0.0, rarity.get(run, 0.0) - _COMMON) for run in _runs(word))
