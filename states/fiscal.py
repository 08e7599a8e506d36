"""The fiscal year of the Thai government, its quarters and the days counted inside it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from states.buddhist import MONTHS_EN_SHORT, be_year, ce_year
from states.typed import WrongEra

_FIRST_MONTH: Final = 10
_MONTHS_IN_QUARTER: Final = 3
_EARLIEST: Final = 2400  # a smaller number is a C.E. year that was not converted
_COMMON_YEAR: Final = 2001
_YEAR_DAY: Final = re.compile(r"([0-9]{1,2}) ([A-Za-z]{3})( next)?")


class BadYearDay(ValueError):
    """Not a day of every fiscal year. Fact: `text`, as it was given."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Quarter `number` (1-4) of the fiscal year `be`: October to December is quarter 1."""

    be: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(self.number)

    @property
    def start(self) -> date:
        """Its first day."""
        month = _FIRST_MONTH + _MONTHS_IN_QUARTER * (self.number - 1)
        years, month_index = divmod(month - 1, 12)
        return date(ce_year(self.be) - 1 + years, month_index + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        following = Quarter(self.be + 1, 1) if self.number == 4 else Quarter(self.be, self.number + 1)
        return following.start - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """ปีงบประมาณ `be`: 1 October of C.E. be-544 to 30 September of C.E. be-543 (DOMAIN 3.1).

    Raises `WrongEra` for a number below 2400, which is a C.E. year that nobody converted.
    """

    be: int

    def __post_init__(self) -> None:
        if self.be < _EARLIEST:
            raise WrongEra(str(self.be), suspected_year=be_year(self.be))

    @property
    def start(self) -> date:
        """1 October, its first day."""
        return date(ce_year(self.be) - 1, _FIRST_MONTH, 1)

    @property
    def end(self) -> date:
        """30 September, its last day."""
        return date(ce_year(self.be), 9, 30)

    @property
    def window_end(self) -> date:
        """31 December after the year: the last day on which work for the year may fall due."""
        return date(ce_year(self.be), 12, 31)

    @property
    def quarters(self) -> tuple[Quarter, Quarter, Quarter, Quarter]:
        """Its four quarters in order."""
        return (self.quarter(1), self.quarter(2), self.quarter(3), self.quarter(4))

    def quarter(self, number: int) -> Quarter:
        """Quarter 1-4. Raises ValueError for another number."""
        return Quarter(self.be, number)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def fiscal_year_of(day: date) -> FiscalYear:
    """The fiscal year in which a Bangkok date lies."""
    return FiscalYear(be_year(day.year) + (day.month >= _FIRST_MONTH))


def quarter_of(day: date) -> Quarter:
    """The quarter in which a Bangkok date lies."""
    number = (day.month - _FIRST_MONTH) % 12 // _MONTHS_IN_QUARTER + 1
    return fiscal_year_of(day).quarter(number)


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day and month of every fiscal year, or of October to December after it (`after_end`).

    Make one with `parse_year_day`, which checks it.
    """

    day: int
    month: int
    after_end: bool = False

    def __str__(self) -> str:
        return f"{self.day} {MONTHS_EN_SHORT[self.month - 1]}{' next' if self.after_end else ''}"

    def within(self, year: FiscalYear) -> date:
        """The Bangkok date in that fiscal year: `15 Oct` of 2561 is 2017-10-15, `next` 2018."""
        first_half = self.month >= _FIRST_MONTH and not self.after_end
        return date(ce_year(year.be) - first_half, self.month, self.day)


def parse_year_day(text: str) -> YearDay:
    """Read `15 Oct`, `31 Jan` or `15 Oct next` (October to December after the year ends).

    Raises `BadYearDay` for anything else, and for 29 February, which most years do not have.
    """
    found = _YEAR_DAY.fullmatch(text)
    if found is None or found[2].title() not in MONTHS_EN_SHORT:
        raise BadYearDay(text)
    day, month = int(found[1]), MONTHS_EN_SHORT.index(found[2].title()) + 1
    if found[3] and month < _FIRST_MONTH:
        raise BadYearDay(text)
    try:
        date(_COMMON_YEAR, month, day)
    except ValueError:
        raise BadYearDay(text) from None
    return YearDay(day, month, after_end=bool(found[3]))
