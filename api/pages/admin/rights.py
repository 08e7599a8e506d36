"""What a person may do on a day, in words: each post and order of hers with the steps it opens."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.pages.admin.names import Places, there
from api.pages.words import Words
from states.catalogue import catalogue
from states.model import Definition
from workflow.models import Delegation, Occupancy, Position
from workflow.permissions import in_force


@dataclass(frozen=True, slots=True)
class Right:
    """One post of hers, or one order, and what it opens: by kind of paper the names of its steps."""

    post: Position
    role: str
    place: str
    capacity: str
    order_no: str
    until: datetime.date | None
    reads: bool
    steps: tuple[tuple[str, tuple[str, ...]], ...]


def rights_on(
    held: Sequence[tuple[Occupancy, Position]],
    lent: Sequence[tuple[Delegation, Position]],
    definitions: Iterable[Definition],
    places: Places,
    words: Words,
    on: datetime.date,
) -> list[Right]:
    """Her own posts of the day first, then those she stands in for."""
    known = tuple(definitions)
    found = [
        _right(post, "own", row.order_no, row.valid_to, "", known, places, words)
        for row, post in held
        if in_force(row.valid_from, row.valid_to, on) and there(post, on)
    ]
    return found + [
        _right(post, row.capacity, row.order_no, row.valid_to, row.subjects, known, places, words)
        for row, post in lent
        if in_force(row.valid_from, row.valid_to, on) and there(post, on)
    ]


def _right(
    post: Position,
    capacity: str,
    order_no: str,
    until: datetime.date | None,
    subjects: str,
    known: Sequence[Definition],
    places: Places,
    words: Words,
) -> Right:
    role = catalogue().roles.get(post.role)
    limited = frozenset(part.strip() for part in subjects.split(",") if part.strip())
    steps = [(words.label(each.label), steps_of(each, post.role, limited, words)) for each in known]
    return Right(
        post=post,
        role=words.role(post.role) if role else post.role,
        place=places.of_post(post),
        capacity=capacity,
        order_no=order_no,
        until=until,
        reads=role is not None and not role.acts,
        steps=tuple((kind, names) for kind, names in steps if names),
    )


def steps_of(definition: Definition, role: str, limited: frozenset[str], words: Words) -> tuple[str, ...]:
    """The names of the steps of a kind that the role may take, where an order is limited only its own."""
    names = {
        words.label(move.label): None
        for move in definition.transitions
        if role in move.by
        and (not limited or limited & {definition.kind, f"{definition.kind}.{move.trigger}"})
    }
    return tuple(names)
