"""When the server looks for objects that hold each other and that nobody needs any more."""

import gc
from typing import Final

# Python looks after 700 new ones, about once for every request, and finds next to nothing: what a request
# leaves it gives back by itself. Measured, a step took an eighth longer for it. These are some megabytes.
_NEW_OBJECTS: Final = 50_000
_ROUNDS: Final = 3  # of the newest before older ones are looked through as well


def seldom() -> None:
    """Call it once the application stands: what is there now stays and is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _ROUNDS, _ROUNDS)
