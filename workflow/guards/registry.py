"""How a guard is written, found and asked."""

from collections.abc import Callable

from states.catalogue import catalogue
from states.model import GuardUse, Label
from workflow.errors import Missing
from workflow.situation import Situation

# A guard returns None where its condition holds, else what exactly is missing: a Label with the particulars,
# or True where the guard's own words say it all.
Guard = Callable[[Situation], Label | bool | None]
GUARDS: dict[str, Guard] = {}


def guard(check: Guard) -> Guard:
    """Registers `check` under its function name."""
    GUARDS[check.__name__] = check
    return check


def attested(name: str, *papers: str) -> Guard:
    """A guard that holds once somebody has recorded the fact it asks for, or put forward one of `papers`.

    Its data lives on paper or arrives with later work: what counts is a named person's word, with where
    the proof is kept. The refusal says which fact to record and who can.
    """

    def check(situation: Situation) -> Label | bool | None:
        words = catalogue().guards[name]
        shown = any(situation.has_document(paper) for paper in papers)
        told = any(situation.fact(key, words.scope) is not None for key in words.facts)
        return None if shown or told else True

    check.__name__ = name
    return guard(check)


def ask(situation: Situation, use: GuardUse) -> Missing | None:
    """What the guard finds missing, in the catalogue's words, or None."""
    answer = GUARDS[use.name](situation)
    if not answer:
        return None
    words = catalogue().guards[use.name]
    return Missing(
        code=use.name,
        label=words.label,
        strength=use.strength,
        supplied_by=words.supplied_by,
        facts=dict(words.facts),
        detail=answer if isinstance(answer, Label) else None,
    )
