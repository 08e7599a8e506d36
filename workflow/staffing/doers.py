"""Who may take which step of a path on a day, in the office at large, in one group, for one school."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from states.catalogue import catalogue
from states.model import Definition, Transition
from states.staffing import Doer, Doers, key
from workflow.permissions import Actor, Authority, Whose, may

# Whoever takes the parent's step moves the children with it, by the authority of that step.
CARRIED: Final = Doer(0)
_NOBODY: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an item belongs: to nobody in particular, to a group, or to a school."""

    group_id: int | None = None
    school_id: int | None = None


def carried(definitions: Iterable[Definition]) -> frozenset[tuple[str, str]]:
    """Kind and trigger of the steps that another kind's steps take along."""
    return frozenset(
        (cascade.kind, cascade.trigger)
        for definition in definitions
        for move in definition.transitions
        for cascade in move.cascades
    )


class Staff:
    """Everybody of an office by where she may act: of thousands, few can at one school."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._actors = tuple(actors)
        self._services = {n for n, each in enumerate(actors) if each.is_service}
        self._reach: dict[tuple[str, str, int | None], set[int]] = defaultdict(set)
        for number, actor in enumerate(actors):
            for each in actor.authorities:
                if each.scope == "group":
                    self._reach[each.role, "group", each.group_id].add(number)
                    self._reach[each.role, "any group", None].add(number)
                elif each.scope == "school":
                    self._reach[each.role, "school", each.school_id].add(number)
                else:
                    self._reach[each.role, "office", None].add(number)

    def near(self, roles: Sequence[str], place: Place) -> list[Actor]:
        """Whoever has an authority of one of the roles that reaches the place, in their order."""
        group = ("any group", None) if place.group_id is None else ("group", place.group_id)
        found = set(self._services)
        for role in roles:
            for reach in (("office", None), group, ("school", place.school_id)):
                found |= self._reach.get((role, *reach), _NOBODY)
        return [self._actors[number] for number in sorted(found)]


def doers_at(
    definition: Definition,
    staff: Staff,
    office_id: int,
    place: Place,
    along: frozenset[tuple[str, str]] = frozenset(),
) -> Doers:
    """For each step everybody whom `permissions.may` would let take it, but for separation of duties."""
    item = Whose(office_id, definition.kind, place.group_id, place.school_id, None)
    found: dict[tuple[str, tuple[str, ...]], tuple[Doer, ...]] = {}
    for move in definition.transitions:
        if key(move) not in found:
            near = staff.near(move.by, place)
            able = [doer for actor in near for doer in _doers(actor, item, definition, move)]
            if (definition.kind, move.trigger) in along:
                able.append(CARRIED)
            found[key(move)] = tuple(dict.fromkeys(able))
    return found


def _doers(actor: Actor, item: Whose, definition: Definition, move: Transition) -> Iterable[Doer]:
    """The person, if the step is open to her, with the authority by which the engine would let her."""
    answer = may(actor, item, move, definition, lambda: ())
    if isinstance(answer, Authority):
        other = answer.principal_id if answer.principal_id != actor.person_id else None
        yield Doer(actor.person_id, other)


def places_of(definition: Definition, groups: Sequence[int], schools: Sequence[int]) -> tuple[Place, ...]:
    """The places at which items of a kind differ in who may move them."""
    scopes = _scopes(definition)
    found = [Place()] if "school" not in scopes else []
    if "group" in scopes:
        found += [Place(group_id=each) for each in groups]
    if "school" in scopes:
        found += [Place(school_id=each) for each in schools]
    return tuple(found)


def _scopes(definition: Definition) -> frozenset[str]:
    roles = catalogue().roles
    return frozenset(
        roles[role].scope for move in definition.transitions for role in move.by if role in roles
    )


@dataclass(frozen=True, slots=True)
class Alike:
    """Who may take which step, with people numbered in the order of their appearance: `people` by number.

    Places whose people stand in the same relations are the same here, and need one search.
    """

    doers: frozenset[tuple[tuple[str, tuple[str, ...]], tuple[Doer, ...]]]
    people: tuple[int, ...]

    def named(self, doer: Doer | None) -> Doer | None:
        """Who it is at the place from which the numbers were given."""
        if doer is None:
            return None
        return Doer(self.people[doer.person], None if doer.principal is None else self.people[doer.principal])


def alike(doers: Mapping[tuple[str, tuple[str, ...]], Sequence[Doer]]) -> Alike:
    """`doers` with people numbered."""
    numbers: dict[int, int] = {CARRIED.person: 0}

    def number(person: int) -> int:
        return numbers.setdefault(person, len(numbers))

    same = frozenset(
        (
            step,
            tuple(
                Doer(number(each.person), None if each.principal is None else number(each.principal))
                for each in able
            ),
        )
        for step, able in doers.items()
    )
    return Alike(same, tuple(numbers))
