"""Finds the way a paper goes when all goes well, and tells steps on that way from steps beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from states.model import Definition, Ending, Transition

_FAR = 10_000
_known: dict[str, "Way"] = {}  # by the definition's hash, so what was found once stays true


@dataclass(frozen=True, slots=True)
class Way:
    """The main path of a definition, and how many steps each state is from a good end."""

    path: tuple[str, ...]
    left: Mapping[str, int]

    def leads_on(self, state: str, move: Transition) -> bool:
        """Whether `move` at `state` brings the item on: along the main path, or nearer to a good end."""
        if (state, move.target) in zip(self.path, self.path[1:], strict=False):
            return True
        return self.left.get(move.target, _FAR) < self.left.get(state, _FAR)


def way_of(definition_hash: str, definition: Definition) -> Way:
    """The way of a published definition, found once."""
    if definition_hash not in _known:
        _known[definition_hash] = way(definition)
    return _known[definition_hash]


def way(definition: Definition) -> Way:
    """From the first state to a good end, along the first listed step that leads no farther away from it."""
    left = steps_left(definition)
    path = [definition.initial]
    while (following := _following(definition, left, path)) is not None:
        path.append(following)
    return Way(tuple(path), left)


def steps_left(definition: Definition) -> Mapping[str, int]:
    """State to the least number of steps to an end that meets the item's purpose; others are left out."""
    left = {state.name: 0 for state in definition.states if state.ending is Ending.DONE}
    while True:
        found = {
            source: left[move.target] + 1
            for move in definition.transitions
            for source in move.sources
            if move.target in left and left.get(source, _FAR) > left[move.target] + 1
        }
        if not found:
            return left
        left.update(found)


def _following(definition: Definition, left: Mapping[str, int], path: list[str]) -> str | None:
    here = path[-1]
    if definition.is_end(here):
        return None
    for move in definition.leaving(here):
        beside = move.send_back or move.rework or move.target in path or move.target not in left
        if not beside and left[move.target] <= left[here]:
            return move.target
    return None
