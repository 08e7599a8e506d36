"""The days on which government offices work, and moving a date to one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from states.buddhist import WEEKDAYS_TH

_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


class Roll(StrEnum):
    """What becomes of a due date on which the office is closed."""

    NONE = "none"
    PREVIOUS = "previous_workday"
    NEXT = "next_workday"


@dataclass(frozen=True, slots=True)
class Calendar:
    """One version of an office's calendar.

    `version` names it in every due date computed from it; `holidays` maps each closed Bangkok date
    to its Thai name (the office's own table: special cabinet days in, Labour Day out; DOMAIN 2.3).
    """

    version: str
    holidays: Mapping[date, str]

    def is_workday(self, day: date) -> bool:
        """Neither Saturday nor Sunday nor a holiday."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def closed_because(self, day: date) -> str | None:
        """The Thai name of the holiday or weekend day; None on a workday."""
        if day in self.holidays:
            return self.holidays[day]
        return WEEKDAYS_TH[day.weekday()] if day.weekday() >= _SATURDAY else None

    def roll(self, day: date, how: Roll) -> date:
        """`day` itself if it is a workday or `how` is none, else the nearest workday that way."""
        if how is Roll.NONE:
            return day
        step = _DAY if how is Roll.NEXT else -_DAY
        while not self.is_workday(day):
            day += step
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th workday after `day`, before it if negative; `day` itself for 0."""
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day
