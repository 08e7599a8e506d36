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
PRINT: Final = Limits(20.0, 512, 1_000_000)
"""For giving out what was composed: a long table on a slow computer takes its time."""
BOOK: Final = Limits(60.0, 1024, 5_000_000)
