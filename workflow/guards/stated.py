"""What somebody recorded for a guard, for as long as the catalogue lets it count."""

from collections.abc import Iterable

from states.catalogue import catalogue
from states.thai import arabic_digits
from workflow.facts import Fact
from workflow.situation import Situation


def stated(situation: Situation, guard: str, key: str = "") -> Fact | None:
    """The fact `key` that `guard` asks for, or its only fact, within the scope the catalogue gives it."""
    words = catalogue().guards[guard]
    return situation.fact(key or next(iter(words.facts)), words.scope)


def shown(situation: Situation, guard: str, *papers: str) -> bool:
    """Whether somebody recorded any fact the guard asks for, or put forward one of `papers`."""
    words = catalogue().guards[guard]
    told = any(situation.fact(key, words.scope) is not None for key in words.facts)
    return told or any(situation.has_document(paper) for paper in papers)


def amount(fact: Fact | None) -> float:
    """A number fact, nought where nobody recorded it."""
    return fact.number if fact else 0.0


def among(fact: Fact | None, names: Iterable[str]) -> bool:
    """Whether a list fact holds one of `names`, written in either kind of digits."""
    listed = {_plain(each) for each in fact.listed} if fact else set()
    return bool(listed & {_plain(name) for name in names})


def _plain(text: str) -> str:
    return arabic_digits(text).strip().casefold()
