"""The government's fiscal year runs from October to September in four quarters."""

import csv
import os
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.fiscal import (
    BadYearDay,
    FiscalYear,
    Quarter,
    YearDay,
    fiscal_year_of,
    parse_year_day,
    quarter_of,
)
from states.typed import WrongEra

CASES = os.environ.get("KHANTON_CASES")
needs_cases = pytest.mark.skipif(not CASES, reason="KHANTON_CASES is not set")

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
YEARS = st.builds(FiscalYear, st.integers(2443, 2643))
FY2561 = FiscalYear(2561)


@st.composite
def year_days(draw: st.DrawFn) -> YearDay:
    day = draw(st.dates(date(2001, 1, 1), date(2001, 12, 31)))
    return YearDay(day.day, day.month, after_end=day.month >= 10 and draw(st.booleans()))


def test_fiscal_year_2561() -> None:
    assert (FY2561.start, FY2561.end, FY2561.window_end) == (
        date(2017, 10, 1),
        date(2018, 9, 30),
        date(2018, 12, 31),
    )


def test_quarters_of_fiscal_year_2561() -> None:
    assert [(quarter.number, quarter.start, quarter.end) for quarter in FY2561.quarters] == [
        (1, date(2017, 10, 1), date(2017, 12, 31)),
        (2, date(2018, 1, 1), date(2018, 3, 31)),
        (3, date(2018, 4, 1), date(2018, 6, 30)),
        (4, date(2018, 7, 1), date(2018, 9, 30)),
    ]


@given(DAYS)
def test_every_day_is_in_exactly_one_quarter_of_exactly_one_fiscal_year(day: date) -> None:
    about = [FiscalYear(fiscal_year_of(day).be + step) for step in (-1, 0, 1)]
    assert [year for year in about if day in year] == [fiscal_year_of(day)]
    assert [quarter for year in about for quarter in year.quarters if day in quarter] == [quarter_of(day)]


@given(YEARS)
def test_quarters_and_years_follow_each_other_without_a_gap(year: FiscalYear) -> None:
    following = FiscalYear(year.be + 1)
    spans = [*year.quarters, following.quarters[0]]
    assert (year.quarters[0].start, year.quarters[3].end) == (year.start, year.end)
    assert all(second.start - first.end == timedelta(days=1) for first, second in pairwise(spans))


@needs_cases
def test_fiscal_years_and_quarters_of_the_printed_dates() -> None:
    with Path(CASES or "", "be_dates.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = [(int(row["fiscal_year_be"]), int(row["fiscal_quarter"])) for row in rows]
    quarters = [quarter_of(date.fromisoformat(row["iso"])) for row in rows]
    assert [(quarter.be, quarter.number) for quarter in quarters] == expected
    assert len(expected) == 25


def test_a_year_that_nobody_converted_is_refused_with_the_year_meant() -> None:
    with pytest.raises(WrongEra) as refusal:
        FiscalYear(2018)
    assert refusal.value.suspected_year == 2561


@pytest.mark.parametrize("number", [0, 5])
def test_there_is_no_quarter_0_or_5(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        Quarter(2561, number)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 Oct", date(2017, 10, 1)),
        ("15 Oct", date(2017, 10, 15)),
        ("31 Dec", date(2017, 12, 31)),
        ("31 Jan", date(2018, 1, 31)),
        ("30 Sep", date(2018, 9, 30)),
        ("15 Oct next", date(2018, 10, 15)),
        ("31 Dec next", date(2018, 12, 31)),
    ],
)
def test_a_day_lies_inside_the_fiscal_year_or_with_next_in_the_three_months_after(
    text: str, day: date
) -> None:
    assert parse_year_day(text).within(FY2561) == day


@given(year_days(), YEARS)
def test_a_day_of_the_year_falls_in_the_year_or_in_its_window(day: YearDay, year: FiscalYear) -> None:
    found = day.within(year)
    assert (found in year) != day.after_end
    assert found <= year.window_end
    assert (found.day, found.month) == (day.day, day.month)


@given(year_days())
def test_a_day_of_the_year_reads_back_from_its_own_text(day: YearDay) -> None:
    assert parse_year_day(str(day)) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Oct",
        "31 Sep",
        "0 Oct",
        "29 Feb",
        "31 Jan next",
        "15 Oct last",
        "15 October",
        "15 ต.ค.",
        "15  Oct",
        "๑๕ Oct",
    ],
)
def test_what_is_not_a_day_of_every_year_is_refused(text: str) -> None:
    with pytest.raises(BadYearDay) as refusal:
        parse_year_day(text)
    assert refusal.value.text == text
