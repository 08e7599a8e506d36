"""What a holiday more or less does to due dates, and that no day is lost between the two eras."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from states import thai
from states.buddhist import arabic_digits, thai_digits
from states.due import (
    AfterEnd,
    AfterOpening,
    By,
    Calendar,
    DayCount,
    Due,
    Occurrences,
    QuarterEnd,
    Roll,
    Rule,
    Window,
    due_dates,
)
from states.fiscal import FiscalYear, YearDay, fiscal_year_of, quarter_of
from states.typed import parse_iso_date, parse_typed_date

FY2561 = FiscalYear(2561)
DAYS = st.dates(date(2017, 10, 1), date(2018, 12, 31))
CALENDARS = st.builds(Calendar, st.just("drawn"), st.dictionaries(DAYS, st.just("วันหยุดราชการ"), max_size=30))
FORWARD = {Roll.NEXT: 1, Roll.PREVIOUS: -1, Roll.NONE: 0}


@st.composite
def year_days(draw: st.DrawFn) -> YearDay:
    day = draw(st.dates(date(2001, 1, 1), date(2001, 12, 31)))
    return YearDay(day.day, day.month, after_end=day.month >= 10 and draw(st.booleans()))


@st.composite
def rules(draw: st.DrawFn, roll: Roll) -> Rule:
    """A rule that rolls this way; workdays are counted that way, too, and not at all where nothing rolls."""
    working = roll is not Roll.NONE and draw(st.booleans())
    how = DayCount.WORKING if working else DayCount.CALENDAR
    plus_days = draw(st.integers(0, 60)) * FORWARD[roll] if working else draw(st.integers(-366, 366))
    each = draw(st.lists(year_days(), min_size=2, max_size=5, unique=True))
    each.sort(key=lambda day: day.within(FY2561))
    latest = None if working else draw(st.sampled_from([None, each[0]]))
    kinds: list[Rule] = [
        By(each[0], roll=roll),
        Window(each[0], each[1], roll=roll),
        QuarterEnd(draw(st.sampled_from([None, 1, 2, 3, 4])), plus_days, roll=roll, days=how),
        AfterEnd(plus_days, latest, roll=roll, days=how),
        AfterOpening(plus_days, roll=roll, days=how),
        Occurrences(tuple(each), roll=roll),
    ]
    return draw(st.sampled_from(kinds))


def due(rule: Rule, calendar: Calendar, day: date, quarter: int) -> tuple[Due, ...]:
    return due_dates(rule, fiscal_year=FY2561, quarter=quarter, ends_on=day, opened_on=day, calendar=calendar)


def closed(calendar: Calendar, day: date) -> Calendar:
    return replace(calendar, holidays={**calendar.holidays, day: "วันหยุดพิเศษ"})


def moves(rule: Rule, calendar: Calendar, holiday: date, day: date, quarter: int) -> list[int]:
    """By how many days each due date moves when the office is closed on one day more."""
    before, after = due(rule, calendar, day, quarter), due(rule, closed(calendar, holiday), day, quarter)
    assert len(before) == len(after)
    return [(late.on - early.on).days for early, late in zip(before, after, strict=True)]


@given(rules(Roll.NEXT), CALENDARS, DAYS, DAYS, st.integers(1, 4))
def test_a_holiday_more_moves_nothing_earlier_where_dates_roll_forward(
    rule: Rule, calendar: Calendar, holiday: date, day: date, quarter: int
) -> None:
    assert min(moves(rule, calendar, holiday, day, quarter)) >= 0


@given(rules(Roll.PREVIOUS), CALENDARS, DAYS, DAYS, st.integers(1, 4))
def test_a_holiday_more_moves_nothing_later_where_dates_roll_back(
    rule: Rule, calendar: Calendar, holiday: date, day: date, quarter: int
) -> None:
    assert max(moves(rule, calendar, holiday, day, quarter)) <= 0


@given(rules(Roll.NONE), CALENDARS, DAYS, DAYS, st.integers(1, 4))
def test_a_holiday_more_moves_nothing_where_dates_do_not_roll(
    rule: Rule, calendar: Calendar, holiday: date, day: date, quarter: int
) -> None:
    assert set(moves(rule, calendar, holiday, day, quarter)) == {0}


@given(st.sampled_from([Roll.NEXT, Roll.PREVIOUS]), st.data(), CALENDARS, DAYS, DAYS, st.integers(1, 4))
def test_only_a_date_on_the_new_holiday_moves_where_days_are_calendar_days(
    roll: Roll, data: st.DataObject, calendar: Calendar, holiday: date, day: date, quarter: int
) -> None:
    """A closed day in between changes nothing: what was due before or after it stays."""
    rule = replace(data.draw(rules(roll)), days=DayCount.CALENDAR)
    before = due(rule, calendar, day, quarter)
    after = due(rule, closed(calendar, holiday), day, quarter)
    assert [one.on == two.on for one, two in zip(before, after, strict=True)] == [
        one.on != holiday or not calendar.is_workday(holiday) for one in before
    ]


@given(st.sampled_from(Roll), st.data(), CALENDARS, DAYS, DAYS, st.integers(1, 4))
def test_taking_the_holiday_away_brings_every_date_back(
    roll: Roll, data: st.DataObject, calendar: Calendar, holiday: date, day: date, quarter: int
) -> None:
    rule = data.draw(rules(roll))
    days = {each: name for each, name in calendar.holidays.items() if each != holiday}
    open_again = replace(calendar, holidays=days)
    reopened = dict(closed(open_again, holiday).holidays)
    del reopened[holiday]
    again = due(rule, replace(calendar, holidays=reopened), day, quarter)
    assert again == due(rule, open_again, day, quarter)


@given(st.sampled_from([Roll.NEXT, Roll.PREVIOUS]), st.data(), CALENDARS, DAYS, st.integers(1, 4))
def test_what_rolls_is_due_on_a_day_on_which_somebody_is_at_work(
    roll: Roll, data: st.DataObject, calendar: Calendar, day: date, quarter: int
) -> None:
    assert all(calendar.is_workday(one.on) for one in due(data.draw(rules(roll)), calendar, day, quarter))


def test_every_day_from_2560_to_2590_is_written_in_buddhist_years_and_read_back() -> None:
    """Each way an office writes a date, in both kinds of digits, and the day after is the next one."""
    day, last, seen = date(2017, 1, 1), date(2047, 12, 31), 0
    while day <= last:
        be = thai.be_year(day.year)
        for text in (
            thai.long_date(day),
            thai.medium_date(day),
            thai.short_date(day),
            f"{day.day}/{day.month}/{be}",
            f"{day.day} {thai.month_name(day.month)} พ.ศ. {be}",
            f"{be}-{day.month:02}-{day.day:02}",
        ):
            assert parse_typed_date(text) == day, text
            assert parse_typed_date(thai_digits(text)) == day, text
        assert arabic_digits(thai.long_date(day, thai=True)) == thai.long_date(day)
        assert parse_typed_date(thai.long_date_en(day)) == parse_iso_date(day.isoformat()) == day
        assert day in fiscal_year_of(day)
        assert day in quarter_of(day)
        assert thai.ce_year(be) == day.year
        day += timedelta(days=1)
        seen += 1
    assert (thai.be_year(2017), thai.be_year(last.year), seen) == (2560, 2590, 11322)
