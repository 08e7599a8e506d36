"""A server that looks for garbage seldom still finds it."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from api import collecting


class Knot:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def seldom() -> Iterator[None]:
    before = gc.get_threshold()
    collecting.seldom()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.one_database
@pytest.mark.usefixtures("seldom")
def test_what_nobody_needs_goes_after_some_ten_thousand_objects() -> None:
    first = weakref.ref(Knot())
    for _ in range(800):
        Knot()
    assert first() is not None  # Python by itself would have looked by now
    for _ in range(12_000):
        Knot()
    assert first() is None
