"""Moments are kept in UTC with microseconds, and days are those on the office's wall."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.moments import BANGKOK, bangkok_date, date_text, end_of, in_utc, moment_text

EVENING = datetime.datetime(2018, 1, 12, 23, 30, 5, 7, tzinfo=BANGKOK)
TOKYO = datetime.timezone(datetime.timedelta(hours=9))


def test_the_same_moment_is_one_text_whatever_clock_told_it() -> None:
    told = (EVENING, EVENING.astimezone(datetime.UTC), EVENING.astimezone(TOKYO))
    assert {moment_text(each) for each in told} == {"2018-01-12T16:30:05.000007Z"}
    assert [in_utc(each).utcoffset() for each in told] == [datetime.timedelta()] * 3
    assert in_utc(told[1]) is told[1]


def test_a_moment_without_its_offset_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a moment needs its offset$"):
        moment_text(EVENING.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2018-01-12T16:59:59", "2018-01-12"),
        ("2018-01-12T17:00:00", "2018-01-13"),
        ("2018-01-12T00:00", "2018-01-12"),
    ],
)
def test_the_day_on_the_wall_begins_seven_hours_before_that_of_utc(utc: str, day: str) -> None:
    at = datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC)
    assert date_text(bangkok_date(at)) == day
    assert bangkok_date(at.astimezone(TOKYO)) == bangkok_date(at)


def test_a_day_ends_where_the_next_begins() -> None:
    assert moment_text(end_of(datetime.date(2018, 1, 12))) == "2018-01-12T17:00:00.000000Z"
    assert end_of(datetime.date(2017, 12, 31)) == datetime.datetime(2018, 1, 1, tzinfo=BANGKOK)


@given(on=st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)))
def test_the_last_instant_of_a_day_is_still_of_that_day(on: datetime.date) -> None:
    last = end_of(on) - datetime.timedelta(microseconds=1)
    assert (bangkok_date(last), bangkok_date(end_of(on))) == (on, on + datetime.timedelta(days=1))
