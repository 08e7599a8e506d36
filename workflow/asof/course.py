"""The course of one paper, retold from its history: where it stood on each day, as the entries tell it.

Two times are kept apart: the Bangkok date from which a step counts (`effective_on`, with its latest
correction), and the moment at which it was recorded (`at`). Who retells only the entries recorded until a
moment learns what was known at that moment.
"""

import datetime
import json
from dataclasses import dataclass, field
from typing import Any, Final

from msgspec import Struct

# Kinds that bring a paper somewhere. A move to another path is no step: it stands where it did since then.
ARRIVALS: Final = frozenset({"opened", "imported", "step", "undone"})
MOVES: Final = frozenset({"migrated", "unmigrated"})
_BEGINNINGS: Final = frozenset({"opened", "imported"})


class Told(Struct, frozen=True):
    """One entry of a paper, with what of it moves the paper. `details` as it stands in the entry."""

    seq: int
    kind: str
    at: datetime.datetime
    effective_on: datetime.date
    from_state: str
    to_state: str
    version: int
    definition_hash: str
    corrects: int | None
    details: str = "{}"
    trigger: str = ""

    @property
    def told(self) -> dict[str, Any]:
        """The details as values; nothing where they are no JSON object, as in an entry somebody altered."""
        try:
            found = json.loads(self.details)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class Standing(Struct, frozen=True):
    """Where a paper stands: `effective_on` the Bangkok date of its last step, `state_since` when recorded."""

    state: str
    version: int
    definition_hash: str
    effective_on: datetime.date
    state_since: datetime.datetime
    seq: int


@dataclass(slots=True)
class Mark:
    """One arrival of the paper: from `day` on it stood in `state`. `rests_on`: to which entry an undo led."""

    seq: int
    kind: str
    day: datetime.date
    at: datetime.datetime
    state: str
    version: int
    definition_hash: str
    rests_on: int | None = None


@dataclass(slots=True)
class Course:
    """What the entries taken so far make of a paper. Take them in the order of their numbers."""

    marks: list[Mark] = field(default_factory=list)
    _day: datetime.date = datetime.date.min
    _counting: list[int] = field(default_factory=list)  # the entries that brought it here, none undone

    def take(self, entry: Told) -> str:
        """Goes on by one entry; what does not fit it, in one word: "order", "state", "version" or ""."""
        if entry.kind == "corrected":
            self._correct(entry)
            return "" if self.marks else "order"
        if entry.kind not in ARRIVALS | MOVES:
            return "" if self.marks else "order"
        problem = self._out_of_place(entry)
        if entry.kind in _BEGINNINGS or entry.kind == "step":
            self._counting.append(entry.seq)
        rests_on = self._take_back(entry) if entry.kind == "undone" else None
        if entry.kind in ARRIVALS:
            self._day = entry.effective_on
        self.marks.append(
            Mark(
                entry.seq,
                entry.kind,
                entry.effective_on,
                entry.at,
                entry.to_state,
                entry.version,
                entry.definition_hash,
                rests_on,
            )
        )
        return problem

    def _out_of_place(self, entry: Told) -> str:
        """What of an entry does not follow the one before."""
        if bool(self.marks) == (entry.kind in _BEGINNINGS):
            return "order"
        if not self.marks:
            return "" if entry.version == 1 else "version"
        if entry.from_state != self.marks[-1].state:
            return "state"
        return "" if entry.version == self.marks[-1].version + 1 else "version"

    def _correct(self, entry: Told) -> None:
        """Another day holds for the step named, and for the paper where that step brought it here."""
        for mark in self.marks:
            if entry.corrects in (mark.seq, mark.rests_on):
                mark.day = entry.effective_on
        if self._counting and self._counting[-1] == entry.corrects:
            self._day = entry.effective_on

    def _take_back(self, entry: Told) -> int | None:
        """The step undone never counted; only where the undo names a later day did it count until then."""
        if entry.corrects in self._counting:
            self._counting.remove(entry.corrects)
        undone = next((mark for mark in self.marks if mark.seq == entry.corrects), None)
        if undone is None or entry.effective_on > undone.day:
            return None
        self.marks.remove(undone)
        return self._counting[-1] if self._counting else None

    @property
    def now(self) -> Standing | None:
        """Where the entries leave the paper; None before its first."""
        return self._standing(len(self.marks) - 1) if self.marks else None

    def on(self, day: datetime.date) -> Standing | None:
        """Where it stood at the end of the Bangkok date `day`; None before it was there."""
        for place in range(len(self.marks) - 1, -1, -1):
            if self.marks[place].day <= day:
                return self._standing(place)
        return None

    def _standing(self, place: int) -> Standing:
        mark, arrival = self.marks[place], place
        while arrival and self.marks[arrival].kind in MOVES:
            arrival -= 1
        last = all(each.kind in MOVES for each in self.marks[arrival + 1 :])
        since = self.marks[arrival]
        day = self._day if last else since.day
        return Standing(mark.state, mark.version, mark.definition_hash, day, since.at, mark.seq)
