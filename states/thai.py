"""How dates, years and amounts are written in Thai papers, and how they are read back.

Values are stored as C.E. dates, integer satang and 0-9; everything here is applied when text is
made or read in. The parts live in buddhist, typed, baht and alphabet; callers import this one.
"""

from datetime import date, time

from states.alphabet import search_text, sort_key
from states.baht import BadAmount, baht_text, money, percent, satang_of
from states.buddhist import (
    BE_OFFSET,
    MONTHS_EN,
    MONTHS_EN_SHORT,
    MONTHS_TH,
    MONTHS_TH_SHORT,
    WEEKDAYS_EN,
    WEEKDAYS_TH,
    arabic_digits,
    be_year,
    ce_year,
    digits,
    thai_digits,
)
from states.typed import (
    UnreadableDate,
    UnreadableYear,
    WrongEra,
    parse_fiscal_year,
    parse_iso_date,
    parse_typed_date,
)

__all__ = [
    "BE_OFFSET",
    "MONTHS_EN",
    "MONTHS_EN_SHORT",
    "MONTHS_TH",
    "MONTHS_TH_SHORT",
    "WEEKDAYS_EN",
    "WEEKDAYS_TH",
    "BadAmount",
    "UnreadableDate",
    "UnreadableYear",
    "WrongEra",
    "arabic_digits",
    "baht_text",
    "be_year",
    "ce_year",
    "date_range",
    "date_range_en",
    "long_date",
    "long_date_en",
    "medium_date",
    "medium_date_en",
    "money",
    "month_name",
    "month_name_en",
    "parse_fiscal_year",
    "parse_iso_date",
    "parse_typed_date",
    "percent",
    "satang_of",
    "search_text",
    "short_date",
    "sort_key",
    "thai_digits",
    "time_of_day",
    "time_of_day_en",
]


def month_name(month: int, *, short: bool = False) -> str:
    """The Thai name of month 1-12: ตุลาคม, or ต.ค. if `short`."""
    return (MONTHS_TH_SHORT if short else MONTHS_TH)[month - 1]


def month_name_en(month: int, *, short: bool = False) -> str:
    """The English name of month 1-12: October, or Oct if `short`."""
    return (MONTHS_EN_SHORT if short else MONTHS_EN)[month - 1]


def long_date(day: date, *, thai: bool = False) -> str:
    """`15 ตุลาคม 2561`, the date of a memo, for a Bangkok date. Source: DOMAIN 3.1."""
    return digits(f"{day.day} {month_name(day.month)} {be_year(day.year)}", thai=thai)


def medium_date(day: date, *, thai: bool = False) -> str:
    """`15 ต.ค. 2561`, for pages and tables."""
    return digits(f"{day.day} {month_name(day.month, short=True)} {be_year(day.year)}", thai=thai)


def short_date(day: date, *, thai: bool = False) -> str:
    """`15 ต.ค. 61`, for narrow tables. Source: DOMAIN 3.1."""
    year = be_year(day.year) % 100
    return digits(f"{day.day} {month_name(day.month, short=True)} {year:02}", thai=thai)


def date_range(start: date, end: date, *, thai: bool = False) -> str:
    """`1 ต.ค. 60 - 31 มี.ค. 61`. Source: DOMAIN 3.1."""
    return f"{short_date(start, thai=thai)} - {short_date(end, thai=thai)}"


def time_of_day(at: time, *, thai: bool = False) -> str:
    """`09.30 น.` of a Bangkok time: a dot, then น. Source: DOMAIN 3.1."""
    return digits(f"{at:%H.%M} น.", thai=thai)


def long_date_en(day: date) -> str:
    """`15 October 2018`: English text counts in C.E."""
    return f"{day.day} {month_name_en(day.month)} {day.year}"


def medium_date_en(day: date) -> str:
    """`15 Oct 2018`: English text counts in C.E."""
    return f"{day.day} {month_name_en(day.month, short=True)} {day.year}"


def date_range_en(start: date, end: date) -> str:
    """`1 Oct 2017 - 31 Mar 2018`."""
    return f"{medium_date_en(start)} - {medium_date_en(end)}"


def time_of_day_en(at: time) -> str:
    """`09:30` of a Bangkok time."""
    return f"{at:%H:%M}"
