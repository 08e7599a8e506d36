"""How much one paper may take of this computer."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of computing, `mebibytes` on top of what a worker needs to start, `characters` of markup."""

    seconds: float
    mebibytes: int
    characters: int


PAPER: Final = Limits(2.0, 256, 200_000)
BOOK: Final = Limits(60.0, 1024, 5_000_000)
