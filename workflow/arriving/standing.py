"""Where a case stands while its events are gone through."""

import datetime
from dataclasses import dataclass, field

from workflow.facts import Fact
from workflow.permissions import Performed


@dataclass
class Standing:
    """A case's state, how many steps it took, when the last was, and what the checks of a step ask for."""

    state: str
    steps: int = 0
    last: datetime.datetime | None = None
    performed: list[Performed] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    documents: list[tuple[str, int]] = field(default_factory=list)
