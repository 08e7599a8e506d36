"""Lists that are too long for one statement: a database takes only so many values at once."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

MOST: Final = 500
Value = TypeVar("Value")


def in_parts(values: Sequence[Value], most: int = MOST) -> Iterator[Sequence[Value]]:
    """The values in their order, at most so many together; nothing of an empty list."""
    for start in range(0, len(values), most):
        yield values[start : start + most]
