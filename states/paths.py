"""Walks through a definition's graph: what can be reached, what leads on, and the shortest way there."""

from collections import deque
from collections.abc import Iterable, Mapping

from states.model import Definition, Ending


def shortest_ways(definition: Definition, *, without: Iterable[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """Each reachable state with the shortest triggers that lead to it from the initial state.

    States in `without` are never entered.
    """
    closed = set(without)
    if definition.initial in closed:
        return {}
    ways: dict[str, tuple[str, ...]] = {definition.initial: ()}
    waiting = deque([definition.initial])
    while waiting:
        here = waiting.popleft()
        for move in definition.transitions:
            if here in move.sources and move.target not in ways and move.target not in closed:
                ways[move.target] = (*ways[here], move.trigger)
                waiting.append(move.target)
    return ways


def leading_to_an_end(definition: Definition) -> frozenset[str]:
    """The states from which some end can be reached."""
    good = {state.name for state in definition.states if state.ending is not Ending.OPEN}
    grew = True
    while grew:
        before = len(good)
        good |= {source for move in definition.transitions if move.target in good for source in move.sources}
        grew = len(good) > before
    return frozenset(good)


def reachable_from(definition: Definition, state: str) -> frozenset[str]:
    """Every state that can come after `state`, itself only if it can come again."""
    found: set[str] = set()
    waiting = [state]
    while waiting:
        here = waiting.pop()
        for move in definition.transitions:
            if here in move.sources and move.target not in found:
                found.add(move.target)
                waiting.append(move.target)
    return frozenset(found)
