"""When the server looks for objects that hold each other and that nobody needs any more."""

import gc
from typing import Final

# Python looks after 700 new ones. Eight requests under way have more than that, so it looked again and again
# and found next to nothing: measured, that took about a tenth of a step.
_NEW_OBJECTS: Final = 10_000
# More than so many looks at the newest, and older ones are looked through, and so again: the oldest after
# 90,000 new objects, where Python by itself takes 85,000. What a refused request leaves goes as soon.
_ROUNDS: Final = 2


def seldom() -> None:
    """Call it once the application stands: what is there now stays and is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _ROUNDS, _ROUNDS)
