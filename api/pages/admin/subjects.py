"""What an order covers, in words: kinds of papers and their steps, chosen and told by name."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.words import Words
from states.model import Definition


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper with the steps that a role takes in it, each by code and name."""

    code: str
    name: str
    steps: tuple[tuple[str, str], ...]


def subjects_for(role: str, known: Mapping[str, Definition], words: Words) -> list[Kind]:
    """What can be handed over with a post of this role: the kinds in which it takes a step."""
    found = []
    for code, definition in known.items():
        steps = {
            f"{code}.{move.trigger}": words.label(move.label)
            for move in definition.transitions
            if role in move.by
        }
        if steps:
            found.append(Kind(code, words.label(definition.label), tuple(steps.items())))
    return found


def chosen(values: Mapping[str, str], offered: list[Kind]) -> tuple[str, ...]:
    """The subjects ticked among those offered: a whole kind takes the place of its steps."""
    found: list[str] = []
    for kind in offered:
        if f"subject:{kind.code}" in values:
            found.append(kind.code)
        else:
            found += [step for step, _ in kind.steps if f"subject:{step}" in values]
    return tuple(found)


def subjects_told(subjects: str, known: Mapping[str, Definition], words: Words) -> tuple[str, ...]:
    """An order's subjects by name; one no definition knows any more keeps its code."""
    return tuple(_named(each.strip(), known, words) for each in subjects.split(",") if each.strip())


def _named(subject: str, known: Mapping[str, Definition], words: Words) -> str:
    code, _, trigger = subject.partition(".")
    definition = known.get(code)
    if definition is None:
        return subject
    kind = words.label(definition.label)
    if not trigger:
        return kind
    step = next(
        (words.label(move.label) for move in definition.transitions if move.trigger == trigger), trigger
    )
    return f"{kind}: {step}"
