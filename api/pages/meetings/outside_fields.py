"""The fields for what a board's resolutions ask for beyond what its letter tells anyway."""

from collections.abc import Sequence
from typing import Final

from api.pages.items.cards import Field
from api.pages.meetings.forms import Sent
from api.pages.words import Words
from states.catalogue import catalogue
from states.model import Transition
from workflow.errors import Refused, StepRefused
from workflow.meetings.outside import LETTER

_FROM_THE_LETTER: Final = ("resolution_evidence", "reason_given")  # what the form has fields for anyway


def asked_of(
    item_id: int, moves: Sequence[Transition], error: Refused | None, form: Sent, words: Words
) -> tuple[Field, ...]:
    """Fields for what the resolutions ask for beyond the letter, what a step asked for, and what is typed."""
    typed = form.named(f"fact:{item_id}:")
    shapes: dict[str, tuple[str, str]] = {
        key: (catalogue().fact_kind(key) or "text", words.fact(key)) for key in typed
    }
    shapes |= _beyond_the_letter(moves, words)
    if isinstance(error, StepRefused):
        for each in error.missing:
            if each.code not in ("reason_given", LETTER):
                for key, kind in each.facts.items():
                    shapes.setdefault(key, (kind, words.label(each.label)))
    return tuple(
        Field(f"fact-{item_id}-{key}", f"fact:{item_id}:{key}", label, kind, typed.get(key, ""))
        for key, (kind, label) in shapes.items()
    )


def _beyond_the_letter(moves: Sequence[Transition], words: Words) -> dict[str, tuple[str, str]]:
    """By fact its kind and what asks for it; with the steps' names where only some of them do."""
    asks: dict[str, list[str]] = {}
    for move in moves:
        for use in move.guards:
            if use.name not in _FROM_THE_LETTER:
                asks.setdefault(use.name, []).append(words.label(move.label))
    shapes: dict[str, tuple[str, str]] = {}
    for code, steps in asks.items():
        guard = catalogue().guards[code]
        label = words.label(guard.label)
        own = label if len(steps) == len(moves) else f"{label} ({', '.join(steps)})"
        shapes |= {key: (kind, own) for key, kind in guard.facts.items()}
    return shapes
