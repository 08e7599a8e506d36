"""What one office has, by name and by whose it is."""

from dataclasses import dataclass, field
from typing import Any, Final

from tests.conftest import SmallOffice

OWN: Final = "own"  # of the first group, the first school
OTHER: Final = "other"  # of the second
ENDED: Final = "ended"  # at the end of its path, or over
FOREIGN: Final = "foreign"  # the other office's
NOTHING: Final = "nothing"  # there is no such thing


@dataclass
class Things:
    """What one office has: by the thing's name and by whose it is, as addresses say it."""

    office: SmallOffice
    found: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def put(self, thing: str, whose: str, **names: Any) -> None:
        self.found.setdefault(thing, {})[whose] = names

    def names(self, thing: str, whose: str) -> dict[str, Any]:
        """Its names; what has no group or end is the same for everybody of the office."""
        known = self.found[thing]
        return known.get(whose) or known[OWN]
