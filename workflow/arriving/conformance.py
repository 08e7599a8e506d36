"""How well a log fits what it was held against: cases, events, and every deviation by reason and activity."""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from workflow.arriving.reasons import Reason
from workflow.arriving.replaying import Replayed


@dataclass
class Conformance:
    """Counts of what was replayed. `deviations` by (reason, activity, detail); `ended` are cases at an end.

    `unjudged` counts the guards that could not be judged of the past, `renamed` tells codes made of names
    that could not be codes themselves.
    """

    cases: int = 0
    fitting: int = 0
    ended: int = 0
    events: int = 0
    accepted: int = 0
    deviations: Counter[tuple[Reason, str, str]] = field(default_factory=Counter)
    unjudged: Counter[str] = field(default_factory=Counter)

    def add(self, replayed: Replayed, *, ended: bool) -> None:
        """One case more."""
        self.cases += 1
        self.fitting += not replayed.apart
        self.ended += ended
        self.accepted += len(replayed.taken)
        self.events += len(replayed.taken) + len(replayed.apart)
        for each in replayed.apart:
            self.deviations[each.reason, each.event.activity, each.detail] += 1

    @property
    def quarantined(self) -> int:
        return self.events - self.accepted

    @property
    def fitness(self) -> Fraction:
        """Events accepted of all events; one where there were none."""
        return Fraction(self.accepted, self.events) if self.events else Fraction(1)

    def by_reason(self) -> dict[Reason, int]:
        """How many events were kept apart for each reason, in the order in which reasons are asked."""
        found: Counter[Reason] = Counter()
        for (reason, _, _), times in self.deviations.items():
            found[reason] += times
        return {reason: found[reason] for reason in Reason if found[reason]}

    def listed(self) -> list[tuple[Reason, str, str, int]]:
        """Every deviation with its number, the most frequent first."""
        order = list(Reason)
        rows = [(*each, times) for each, times in self.deviations.items()]
        return sorted(rows, key=lambda row: (-row[3], order.index(row[0]), row[1], row[2]))
