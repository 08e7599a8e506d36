"""Which proposals are near in nature and for the same target group, so that a committee may join them (U-D4).

Thai is written without spaces, so texts are compared by runs of three letters (trigrams). scikit-learn weighs
each run the more the fewer proposals have it (TF-IDF), which lowers the voice of the words that every title
has, and two texts are as alike as the cosine between their weighted runs. How it was chosen and measured:
docs/similar-projects.md.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, Final

from states.model import Label
from states.thai import search_text
from workflow.proposals.shared_words import shared

THRESHOLD: Final = 0.3
_RUN: Final = 3
_NATURE: Final = 0.7  # the share of the nature in the score; the rest is the target group's
_HEAD: Final = 0.5  # the share of the head noun in how alike two target groups are
_UNKNOWN_TARGET: Final = 0.15  # how alike two target groups count where one is not filled in
# Two words for one thing in every office; folded before comparing.
_SAME_WORD: Final = (("สถานศึกษา", "โรงเรียน"), ("ผู้อำนวยการ", "ผู้บริหาร"))
_FEWEST: Final = 10  # of fewer proposals every shared word would count as one that all of them have
_NOT_LETTERS: Final = re.compile("[^\u0e01-\u0e4ea-z]+")  # digits too: 76 schools and 76 people are not alike

Rarity = Mapping[str, float]


@dataclass(frozen=True)
class Described:
    """What is compared of a proposal; `group`, `funds` and `strategies` only explain, they do not count."""

    code: str
    title: str
    objectives: str = ""
    activities: str = ""
    target_group: str = ""
    group: str = ""
    funds: frozenset[str] = frozenset()
    strategies: frozenset[str] = frozenset()

    @cached_property
    def nature(self) -> str:
        """What is to be done, as compared."""
        return folded(plain(f"{self.title} {self.objectives} {self.activities}"))

    @cached_property
    def audience(self) -> str:
        """For whom, as compared."""
        return folded(plain(self.target_group))


@dataclass(frozen=True, slots=True)
class Reason(Label):
    """Why two proposals are offered together; `about` is a field of the form, group, fund or strategy."""

    about: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two proposals that may be one; scores run from 0 to 1. `first` and `second` are codes, in order."""

    first: str
    second: str
    score: float
    nature: float
    target_group: float
    reasons: tuple[Reason, ...]


def similar_pairs(proposals: Sequence[Described], threshold: float = THRESHOLD) -> list[Pair]:
    """The pairs that score at least `threshold`, the likest first.

    The score is high only where both the nature and the target group are alike: it is their weighted
    geometric mean. It depends on the other proposals, whose words decide what is common.
    """
    ordered = sorted(proposals, key=lambda each: each.code)
    natures = _compared([each.nature for each in ordered])
    audiences = _compared([each.audience for each in ordered])
    found = []
    for one, other in combinations(range(len(ordered)), 2):
        nature = natures.alike(one, other)
        audience = _audience(ordered[one], ordered[other], audiences.alike(one, other))
        score = nature**_NATURE * audience ** (1 - _NATURE)
        if score >= threshold:
            found.append((score, nature, audience, ordered[one], ordered[other]))
    found.sort(key=lambda each: (-each[0], each[3].code, each[4].code))
    rarity = dict.fromkeys(_FIELDS, natures.rarity) | {"target_group": audiences.rarity}
    return [
        Pair(first.code, second.code, score, nature, audience, _reasons(first, second, rarity))
        for score, nature, audience, first, second in found
    ]


def similar_to(
    wanted: Described, others: Sequence[Described], threshold: float = THRESHOLD, most: int = 5
) -> list[Pair]:
    """The others that score at least `threshold` beside `wanted`, the likest first; it is `first` of each."""
    ordered = [wanted, *sorted((each for each in others if each.code != wanted.code), key=lambda x: x.code)]
    natures = _compared([each.nature for each in ordered])
    audiences = _compared([each.audience for each in ordered])
    rarity = dict.fromkeys(_FIELDS, natures.rarity) | {"target_group": audiences.rarity}
    found = []
    for place, other in enumerate(ordered[1:], start=1):
        nature = natures.alike(0, place)
        audience = _audience(wanted, other, audiences.alike(0, place))
        score = nature**_NATURE * audience ** (1 - _NATURE)
        if score >= threshold:
            found.append((score, nature, audience, other))
    found.sort(key=lambda each: (-each[0], each[3].code))
    return [
        Pair(wanted.code, other.code, score, nature, audience, _reasons(wanted, other, rarity))
        for score, nature, audience, other in found[:most]
    ]


def titled_alike(title: str, others: Sequence[Described], threshold: float = THRESHOLD) -> list[Pair]:
    """The others whose titles alone are as alike: all that is known of a proposal while it is being named."""
    named = [Described(each.code, each.title) for each in others]
    return similar_to(Described("", title), named, threshold)


def plain(text: str) -> str:
    """The letters of a text, its spelling folded as in a search."""
    return _NOT_LETTERS.sub(" ", search_text(text)).strip()


def folded(text: str) -> str:
    """A plain text with one word for each thing that offices call by two."""
    for word, usual in _SAME_WORD:
        text = text.replace(word, usual)
    return text


def runs(text: str) -> list[str]:
    """Every run of three letters in a plain text, never across a space."""
    return [word[place : place + _RUN] for word in text.split() for place in range(len(word) - _RUN + 1)]


@dataclass(frozen=True, slots=True)
class _Compared:
    """How alike any two of some texts are, from 0 to 1, and how rare each run of letters is among them."""

    cosines: Any  # a square numpy array, whose types come only with the import
    rarity: Rarity

    def alike(self, one: int, other: int) -> float:
        """The cosine between the weighted runs of two texts, by their places."""
        return min(1.0, float(self.cosines[one, other]))


def _compared(texts: Sequence[str]) -> _Compared:
    # Imported here because it takes a second, which neither the start nor any other request should.
    from numpy import zeros
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(runs(text) for text in texts):
        return _Compared(zeros((len(texts), len(texts))), {})
    vectorizer = TfidfVectorizer(analyzer=runs, sublinear_tf=True)
    vectorizer.fit([*texts, *[""] * (_FEWEST - len(texts))])
    weighted = vectorizer.transform(texts)
    rarity = dict(zip(vectorizer.get_feature_names_out(), vectorizer.idf_.tolist(), strict=True))
    return _Compared((weighted @ weighted.T).toarray(), rarity)


def _audience(one: Described, other: Described, alike: float) -> float:
    """How alike two target groups are. A Thai noun phrase begins with its head, so ครูผู้สอน… and นักเรียนชั้น…
    are told apart by how they begin, whatever they share after that."""
    if not one.audience or not other.audience:
        return _UNKNOWN_TARGET
    same_head = one.audience[:_RUN] == other.audience[:_RUN]
    return _HEAD * same_head + (1 - _HEAD) * alike


_FIELDS: Final = {
    "title": Label("ชื่อโครงการมีคำร่วมกัน", "the titles share"),
    "objectives": Label("วัตถุประสงค์มีคำร่วมกัน", "the objectives share"),
    "activities": Label("กิจกรรมมีคำร่วมกัน", "the activities share"),
    "target_group": Label("กลุ่มเป้าหมายมีคำร่วมกัน", "the target groups share"),
}
_SAME: Final = {
    "fund": Label("ใช้เงินแหล่งเดียวกัน", "paid from the same fund"),
    "strategy": Label("สนองกลยุทธ์เดียวกัน", "serve the same strategy"),
}


def _reasons(one: Described, other: Described, rarity: Mapping[str, Rarity]) -> tuple[Reason, ...]:
    """Which telling words the two share in which field, and what else they have in common."""
    found = []
    for name, label in _FIELDS.items():
        words = shared(plain(getattr(one, name)), plain(getattr(other, name)), rarity[name])
        if words:
            listed = ", ".join(f"“{word}”" for word in words)
            found.append(Reason(f"{label.th}: {listed}", f"{label.en} {listed}", name))
    if one.group and one.group == other.group:
        found.append(Reason(f"กลุ่มเดียวกัน ({one.group})", f"of the same group ({one.group})", "group"))
    for name, both in (("fund", one.funds & other.funds), ("strategy", one.strategies & other.strategies)):
        if both:
            codes = ", ".join(sorted(both))
            found.append(Reason(f"{_SAME[name].th} ({codes})", f"{_SAME[name].en} ({codes})", name))
    return tuple(found)
