"""Turns an office's route of bodies into states and moves, so that the path shown is the path taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from states.catalogue import Catalogue
from states.model import Label
from states.source import DefinitionSource, MoveSource, RouteEntry, StepSource


@dataclass(frozen=True, slots=True)
class Expansion:
    """What a route adds: its reviewing states in order, its moves, and what the placeholders stand for."""

    states: tuple[tuple[str, Label, str], ...]  # name, label, body
    moves: tuple[MoveSource, ...]
    words: Mapping[str, tuple[str, ...]]

    def names(self, written: str) -> tuple[str, ...]:
        """The real names that `written` stands for; none where the office has no such step."""
        return self.words.get(written, () if written.startswith("{") else (written,))


def expand(source: DefinitionSource, route: tuple[RouteEntry, ...], catalogue: Catalogue) -> Expansion:
    """The states and moves of `source` for an office whose route is `route`.

    Raises UnknownAction where the kind has no step for a body's action.
    """
    if source.route is None or not route:
        return Expansion((), (), {"{route}": (), "{enter}": (), "{last}": ()})
    steps = [_named(source, entry, catalogue) for entry in route]
    names = tuple(step.state.name for step in steps)
    states = tuple(
        (step.state.name, Label(step.state.th, step.state.en), entry.body)
        for step, entry in zip(steps, route, strict=True)
    )
    moves = tuple(move for at in range(len(steps)) for move in _moves(source, steps, names, at))
    words = {"{route}": names, "{enter}": (steps[0].enter.t,), "{last}": names[-1:]}
    return Expansion(states, moves, words)


@dataclass
class UnknownAction(ValueError):
    """The profile sends `kind` to a body with an action that its definition has no step for."""

    kind: str
    slot: str
    action: str


def _named(source: DefinitionSource, entry: RouteEntry, catalogue: Catalogue) -> StepSource:
    assert source.route is not None
    step = source.route.steps.get(entry.action)
    if step is None:
        raise UnknownAction(source.kind, entry.slot, entry.action)
    body = catalogue.bodies.get(entry.body)
    words: dict[str, str | tuple[str, str]] = {
        "{slot}": entry.slot,
        "{body}": (_spaced(body.short_th if body else entry.body), body.short_en if body else entry.body),
    }
    return StepSource(
        enter=_fill(step.enter, words),
        state=step.state.model_copy(
            update={
                "name": _put(step.state.name, words),
                "th": _one_space(_put(step.state.th, words)),
                "en": _put(step.state.en, words, english=True),
            }
        ),
        outcomes=tuple(_fill(move, words) for move in step.outcomes),
    )


def _put(text: str, words: Mapping[str, str | tuple[str, str]], *, english: bool = False) -> str:
    for mark, value in words.items():
        text = text.replace(mark, value if isinstance(value, str) else value[1 if english else 0])
    return text


def _one_space(text: str) -> str:
    return " ".join(text.split())


def _spaced(abbreviation: str) -> str:
    """Thai sets an abbreviation that ends in a full stop apart: เสนอ กศจ. พิจารณา."""
    return f" {abbreviation} " if abbreviation.endswith(".") else abbreviation


def _fill(move: MoveSource, words: Mapping[str, str | tuple[str, str]]) -> MoveSource:
    return move.model_copy(
        update={
            "t": _put(move.t, words),
            "th": _one_space(_put(move.th, words)),
            "en": _put(move.en, words, english=True),
            "to": _put(move.to, words),
        }
    )


def _moves(
    source: DefinitionSource, steps: list[StepSource], names: tuple[str, ...], at: int
) -> Iterator[MoveSource]:
    """The moves into and out of the body number `at`."""
    assert source.route is not None
    step, last = steps[at], at == len(steps) - 1
    following = source.route.leads_to if last else names[at + 1]
    if at == 0 or not source.route.chained:
        before = names[at - 1] if at else source.route.starts
        yield step.enter.model_copy(update={"from_states": (before,)})
    for move in step.outcomes:
        if move.only == ("not_last" if last else "last"):
            continue
        target = following if move.to == "{next}" else move.to
        yield move.model_copy(update={"from_states": (names[at],), "to": target})
