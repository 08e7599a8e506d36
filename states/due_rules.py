"""The six ways in which an office states a deadline, read from a definition or profile.

    by: 31 Oct                                      one day of the fiscal year
    window: [1 Dec, 31 Jan]                         opens on the first day, due on the second
    quarter_end: 1..4 or item, plus_days: 15        days after the end of a quarter
    after: end, plus_days: 30, latest: 15 Oct next  days after the item's own end
    after: opening, plus_days: 30                   days after the day on which it began to be owed
    occurrences: [15 Feb, 31 May], pick: all|next   several days of the fiscal year

Each may add `roll: previous_workday|next_workday|none` and `days: calendar|working`.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final, TypeAlias

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
class AfterOpening(_Moved):
    """Due days after the day on which it began to be owed: the day a paper was signed or resolved."""

    plus_days: int

    def to_mapping(self) -> dict[str, object]:
        """The mapping that `parse_rule` reads back as this rule."""
        return {"after": "opening", "plus_days": self.plus_days, **self._shared()}

    @property
    def formula(self) -> str:
        """A short stable text of the rule."""
        return f"opening{self._shift(self.plus_days)} roll={self.roll}"


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


Rule: TypeAlias = By | Window | QuarterEnd | AfterEnd | AfterOpening | Occurrences


def parse_rule(mapping: Mapping[str, object]) -> Rule:
    """The rule that a mapping from YAML states; `parse_rule(rule.to_mapping()) == rule`.

    Raises `BadRule` for an unknown kind, key or value, a day not in every year, days out of order.
    """
    kinds = [kind for kind in _KINDS if kind in mapping]
    if len(kinds) != 1:
        raise BadRule(None, dict(mapping), tuple(_KINDS))
    keys, parse = _KINDS[kinds[0]]
    allowed = (kinds[0], *keys, *_SHARED_KEYS)
    for key in mapping:
        if key not in allowed:
            raise BadRule(key, mapping[key], allowed)
    roll = Roll(_one_of(mapping, "roll", tuple(Roll)))
    days = DayCount(_one_of(mapping, "days", tuple(DayCount)))
    return parse(mapping, roll, days)


def _parse_by(mapping: Mapping[str, object], roll: Roll, days: DayCount) -> Rule:
    return By(_year_day("by", mapping["by"]), roll=roll, days=days)


def _parse_window(mapping: Mapping[str, object], roll: Roll, days: DayCount) -> Rule:
    ends = _year_days("window", mapping["window"])
    if len(ends) != 2:
        raise BadRule("window", mapping["window"], ("[1 Dec, 31 Jan]",))
    return Window(*ends, roll=roll, days=days)


def _parse_quarter_end(mapping: Mapping[str, object], roll: Roll, days: DayCount) -> Rule:
    quarter = mapping["quarter_end"]
    plus_days = _plus_days(mapping)
    if quarter == "item":
        return QuarterEnd(None, plus_days, roll=roll, days=days)
    if type(quarter) is not int or not 1 <= quarter <= 4:
        raise BadRule("quarter_end", quarter, ("1", "2", "3", "4", "item"))
    return QuarterEnd(quarter, plus_days, roll=roll, days=days)


def _parse_after(mapping: Mapping[str, object], roll: Roll, days: DayCount) -> Rule:
    if _one_of(mapping, "after", ("end", "opening")) == "opening":
        if "latest" in mapping:
            raise BadRule("latest", mapping["latest"], ("after: end",))
        return AfterOpening(_plus_days(mapping), roll=roll, days=days)
    latest = _year_day("latest", mapping["latest"]) if "latest" in mapping else None
    return AfterEnd(_plus_days(mapping), latest, roll=roll, days=days)


def _parse_occurrences(mapping: Mapping[str, object], roll: Roll, days: DayCount) -> Rule:
    each = _year_days("occurrences", mapping["occurrences"])
    pick = _one_of(mapping, "pick", ("all", "next"))
    return Occurrences(each, pick_next=pick == "next", roll=roll, days=days)


_Parse: TypeAlias = Callable[[Mapping[str, object], Roll, DayCount], Rule]
_KINDS: Final[Mapping[str, tuple[tuple[str, ...], _Parse]]] = {
    "by": ((), _parse_by),
    "window": ((), _parse_window),
    "quarter_end": (("plus_days",), _parse_quarter_end),
    "after": (("plus_days", "latest"), _parse_after),
    "occurrences": (("pick",), _parse_occurrences),
}
_SHARED_KEYS: Final = ("roll", "days")


def _one_of(mapping: Mapping[str, object], key: str, allowed: tuple[str, ...]) -> str:
    """The word under `key`; the first of `allowed` where the key is missing."""
    value = mapping.get(key, allowed[0])
    if not isinstance(value, str) or value not in allowed:
        raise BadRule(key, value, allowed)
    return value


def _plus_days(mapping: Mapping[str, object]) -> int:
    value = mapping.get("plus_days", 0)
    if type(value) is not int or abs(value) > LONGEST_SHIFT:
        raise BadRule("plus_days", value, (f"{-LONGEST_SHIFT}..{LONGEST_SHIFT}",))
    return value


def _year_day(key: str, value: object) -> YearDay:
    if isinstance(value, str):
        with suppress(BadYearDay):
            return parse_year_day(value)
    raise BadRule(key, value, ("15 Oct", "15 Oct next"))


def _year_days(key: str, value: object) -> tuple[YearDay, ...]:
    """One or more days, each later than the one before."""
    if not isinstance(value, list | tuple) or not value:
        raise BadRule(key, value, ("[15 Feb, 31 May]",))
    each = tuple(_year_day(key, day) for day in value)
    dates = [day.within(_ANY_YEAR) for day in each]
    if any(first >= second for first, second in pairwise(dates)):
        raise BadRule(key, value, ("each day later than the one before",))
    return each
