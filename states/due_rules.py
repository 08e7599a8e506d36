"""The five ways in which an office states a deadline, read from a definition or profile.

    by: 31 Oct                                      one day of the fiscal year
    window: [1 Dec, 31 Jan]                         opens on the first day, due on the second
    quarter_end: 1..4 or item, plus_days: 15        days after the end of a quarter
    after: end, plus_days: 30, latest: 15 Oct next  days after the item's own end
    occurrences: [15 Feb, 31 May], pick: all|next   several days of the fiscal year

Each may add `roll: previous_workday|next_workday|none` and `days: calendar|working`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from states.fiscal import BadYearDay, FiscalYear, YearDay, parse_year_day
from states.workdays import Roll

LONGEST_SHIFT: Final = 366
"""Days by which a rule may move a date, forwards or backwards."""

_ANY_YEAR: Final = FiscalYear(2561)  # the order of two year days is the same in every year


class BadRule(ValueError):
    """A mapping that is no deadline rule.

    Facts: `key`, where it goes wrong (None: the mapping as a whole); `value`, what stands there;
    `allowed`, what may stand there.
    """

    def __init__(self, key: str | None, value: object, allowed: tuple[str, ...]) -> None:
        super().__init__(key, value, allowed)
        self.key = key
        self.value = value
        self.allowed = allowed


class DayCount(StrEnum):
    """How `plus_days` counts."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved:
    roll: Roll = Roll.NONE
    days: DayCount = DayCount.CALENDAR

    def _shared(self) -> dict[str, object]:
        return {"roll": self.roll.value, "days": self.days.value}

    def _shift(self, plus_days: int) -> str:
        return f"{plus_days:+}{'wd' if self.days is DayCount.WORKING else 'd'}"


@dataclass(frozen=True, slots=True)
class By(_Moved):
    """Due on one day of the fiscal year."""

    by: YearDay

    def to_mapping(self) -> dict[str, object]:
        """The mapping that `parse_rule` reads back as this rule."""
        return {"by": str(self.by), **self._shared()}

    @property
    def formula(self) -> str:
        """A short stable text of the rule."""
        return f"by({self.by}) roll={self.roll}"


@dataclass(frozen=True, slots=True)
class Window(_Moved):
    """May be done from `opens`, due on `closes`."""

    opens: YearDay
    closes: YearDay

    def to_mapping(self) -> dict[str, object]:
        """The mapping that `parse_rule` reads back as this rule."""
        return {"window": [str(self.opens), str(self.closes)], **self._shared()}

    @property
    def formula(self) -> str:
        """A short stable text of the rule."""
        return f"window({self.opens}..{self.closes}) roll={self.roll}"


@dataclass(frozen=True, slots=True)
class QuarterEnd(_Moved):
    """Due days after a quarter ends; `quarter` None is the quarter of the item itself."""

    quarter: int | None
    plus_days: int

    def to_mapping(self) -> dict[str, object]:
        """The mapping that `parse_rule` reads back as this rule."""
        return {
            "quarter_end": self.quarter or "item",
            "plus_days": self.plus_days,
            **self._shared(),
        }

    @property
    def formula(self) -> str:
        """A short stable text of the rule."""
        return f"quarter_end({self.quarter or 'item'}){self._shift(self.plus_days)} roll={self.roll}"


@dataclass(frozen=True, slots=True)
class AfterEnd(_Moved):
    """Due days after the item's own end date, but never after `latest`."""

    plus_days: int
    latest: YearDay | None

    def to_mapping(self) -> dict[str, object]:
        """The mapping that `parse_rule` reads back as this rule."""
        latest = {"latest": str(self.latest)} if self.latest else {}
        return {"after": "end", "plus_days": self.plus_days, **latest, **self._shared()}

    @property
    def formula(self) -> str:
        """A short stable text of the rule."""
        latest = f" latest({self.latest})" if self.latest else ""
        return f"end{self._shift(self.plus_days)}{latest} roll={self.roll}"


@dataclass(frozen=True, slots=True)
class Occurrences(_Moved):
    """Due on each of several days; only the first still ahead on opening if `pick_next`."""

    each: tuple[YearDay, ...]
    pick_next: bool = False

    def to_mapping(self) -> dict[str, object]:
        """The mapping that `parse_rule` reads back as this rule."""
        return {
            "occurrences": [str(day) for day in self.each],
            "pick": "next" if self.pick_next else "all",
            **self._shared(),
        }

    @property
    def formula(self) -> str:
        """A short stable text of the rule."""
        each = ", ".join(map(str, self.each))
        return f"{'next' if self.pick_next else 'all'}({each}) roll={self.roll}"


type_of_rule = By | Window | QuarterEnd | AfterEnd | Occurrences
