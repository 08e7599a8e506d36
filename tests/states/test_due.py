"""Due dates follow from the rule, the fiscal year and the office's calendar, and say how."""

import csv
import os
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.due import (
    AfterEnd,
    AfterOpening,
    BadRule,
    By,
    Calendar,
    CannotCompute,
    DayCount,
    Due,
    Occurrences,
    QuarterEnd,
    Roll,
    Rule,
    Window,
    due_dates,
    parse_rule,
)
from states.fiscal import FiscalYear, YearDay

CASES = os.environ.get("KHANTON_CASES")
needs_cases = pytest.mark.skipif(not CASES, reason="KHANTON_CASES is not set")

FY2561 = FiscalYear(2561)
CALENDAR = Calendar(
    "2561/1",
    {
        date(2018, 4, 13): "วันสงกรานต์",
        date(2018, 4, 16): "ชดเชยวันสงกรานต์",
        date(2018, 10, 15): "วันหยุดชดเชย",
    },
)


def due(
    mapping: Mapping[str, object],
    *,
    year: FiscalYear | None = FY2561,
    quarter: int | None = None,
    ends_on: date | None = None,
    opened_on: date | None = None,
    calendar: Calendar = CALENDAR,
) -> tuple[Due, ...]:
    return due_dates(
        parse_rule(mapping),
        fiscal_year=year,
        quarter=quarter,
        ends_on=ends_on,
        opened_on=opened_on,
        calendar=calendar,
    )


def on(mapping: Mapping[str, object], **facts: date | int) -> list[date]:
    return [one.on for one in due(mapping, **facts)]  # type: ignore[arg-type]


@st.composite
def year_days(draw: st.DrawFn) -> YearDay:
    day = draw(st.dates(date(2001, 1, 1), date(2001, 12, 31)))
    return YearDay(day.day, day.month, after_end=day.month >= 10 and draw(st.booleans()))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    roll, days = draw(st.sampled_from(Roll)), draw(st.sampled_from(DayCount))
    each = draw(st.lists(year_days(), min_size=2, max_size=5, unique=True))
    each.sort(key=lambda day: day.within(FY2561))
    plus_days = draw(st.integers(-366, 366))
    kinds: list[Rule] = [
        By(each[0], roll=roll, days=days),
        Window(each[0], each[1], roll=roll, days=days),
        QuarterEnd(draw(st.sampled_from([None, 1, 2, 3, 4])), plus_days, roll=roll, days=days),
        AfterEnd(plus_days, draw(st.sampled_from([None, each[0]])), roll=roll, days=days),
        AfterOpening(plus_days, roll=roll, days=days),
        Occurrences(tuple(each), pick_next=draw(st.booleans()), roll=roll, days=days),
    ]
    return draw(st.sampled_from(kinds))


DAYS = st.dates(date(2017, 10, 1), date(2018, 12, 31))
CALENDARS = st.builds(Calendar, st.just("drawn"), st.dictionaries(DAYS, st.just("วันหยุดราชการ"), max_size=30))
ROLLS = st.sampled_from([Roll.PREVIOUS, Roll.NEXT])


@given(rules())
def test_a_rule_reads_back_from_its_own_mapping(rule: Rule) -> None:
    assert parse_rule(rule.to_mapping()) == rule


def test_defaults_are_written_out_so_that_a_stored_rule_keeps_its_meaning() -> None:
    assert parse_rule({"by": "31 Oct"}).to_mapping() == {"by": "31 Oct", "roll": "none", "days": "calendar"}


@pytest.mark.parametrize(
    ("mapping", "key"),
    [
        ({}, None),
        ({"until": "31 Oct"}, None),
        ({"by": "31 Oct", "window": ["1 Dec", "31 Jan"]}, None),
        ({"by": "31 Oct", "plus_days": 3}, "plus_days"),
        ({"by": "31 Oct", "rol": "none"}, "rol"),
        ({"by": "31 Oct", "roll": "nearest"}, "roll"),
        ({"by": "31 Oct", "roll": None}, "roll"),
        ({"by": "31 Oct", "days": 5}, "days"),
        ({"by": "31 Sep"}, "by"),
        ({"by": date(2017, 10, 31)}, "by"),
        ({"by": "31 Jan next"}, "by"),
        ({"window": ["31 Jan", "1 Dec"]}, "window"),
        ({"window": ["1 Dec", "1 Dec"]}, "window"),
        ({"window": ["1 Dec"]}, "window"),
        ({"window": ["1 Dec", "31 Jan", "1 Feb"]}, "window"),
        ({"window": "1 Dec"}, "window"),
        ({"quarter_end": 0}, "quarter_end"),
        ({"quarter_end": 5}, "quarter_end"),
        ({"quarter_end": "1"}, "quarter_end"),
        ({"quarter_end": True}, "quarter_end"),
        ({"quarter_end": 1, "plus_days": 367}, "plus_days"),
        ({"quarter_end": 1, "plus_days": "15"}, "plus_days"),
        ({"quarter_end": 1, "plus_days": True}, "plus_days"),
        ({"after": "start", "plus_days": 1}, "after"),
        ({"after": "opening", "plus_days": 1, "latest": "15 Oct"}, "latest"),
        ({"after": "end", "latest": "31 Jan next"}, "latest"),
        ({"occurrences": []}, "occurrences"),
        ({"occurrences": ["31 May", "15 Feb"]}, "occurrences"),
        ({"occurrences": ["15 Feb"], "pick": "last"}, "pick"),
    ],
)
def test_a_mapping_that_is_no_rule_is_refused_with_the_key_that_is_wrong(
    mapping: dict[str, object], key: str | None
) -> None:
    with pytest.raises(BadRule) as refusal:
        parse_rule(mapping)
    assert refusal.value.key == key
    assert refusal.value.value == (mapping if key is None else mapping[key])
    assert refusal.value.allowed != ()


@pytest.mark.parametrize(
    ("quarter", "expected"),
    [(1, date(2018, 1, 15)), (2, date(2018, 4, 17)), (3, date(2018, 7, 16)), (4, date(2018, 10, 16))],
)
def test_quarter_reports_of_2561_are_due_15_days_after_the_quarter_on_a_workday(
    quarter: int, expected: date
) -> None:
    named = {"quarter_end": quarter, "plus_days": 15, "roll": "next_workday"}
    own = {"quarter_end": "item", "plus_days": 15, "roll": "next_workday"}
    assert on(named) == on(own, quarter=quarter) == [expected]
    assert due(own, quarter=quarter) == due(named)


@pytest.mark.parametrize(
    ("roll", "expected"),
    [
        ("previous_workday", date(2018, 10, 12)),
        ("next_workday", date(2018, 10, 16)),
        ("none", date(2018, 10, 15)),
    ],
)
def test_15_october_2561_was_a_day_off_so_the_roll_decides(roll: str, expected: date) -> None:
    (one,) = due({"by": "15 Oct next", "roll": roll})
    assert (one.on, one.unrolled) == (expected, date(2018, 10, 15))


def test_a_window_opens_on_its_first_day_and_is_due_on_its_last() -> None:
    (one,) = due({"window": ["1 Dec", "31 Jan"]})
    assert (one.opens, one.on) == (date(2017, 12, 1), date(2018, 1, 31))


def test_a_project_report_is_due_30_days_after_the_end_but_no_later_than_the_latest_day() -> None:
    rule = {"after": "end", "plus_days": 30, "latest": "15 Oct next"}
    assert on(rule, ends_on=date(2018, 3, 31)) == [date(2018, 4, 30)]
    assert on(rule, ends_on=date(2018, 9, 30)) == [date(2018, 10, 15)]
    assert on({"after": "end", "plus_days": 30}, ends_on=date(2018, 9, 30)) == [date(2018, 10, 30)]


def test_days_are_counted_from_the_day_on_which_something_began_to_be_owed() -> None:
    rule = {"after": "opening", "plus_days": 30, "roll": "next_workday"}
    (found,) = due(rule, ends_on=date(2018, 9, 30), opened_on=date(2018, 2, 8))
    assert (found.unrolled, found.on) == (date(2018, 3, 10), date(2018, 3, 12))
    assert found.explain_th() == (
        "นับจากวันที่ 8 ก.พ. 2561 + 30 วัน = 10 มี.ค. 2561, ตรงกับวันเสาร์ จึงเลื่อนเป็นวันทำการถัดไป 12 มี.ค. 2561"
    )
    assert found.explain_en() == (
        "Counted from 8 Feb 2018 + 30 days = 10 Mar 2018, a Saturday,"
        " so moved to the next workday, 12 Mar 2018"
    )


def test_days_may_be_counted_in_workdays() -> None:
    """Five workdays from 9 April 2018 pass over Songkran and two weekends."""
    rule = {"after": "end", "plus_days": 5, "days": "working"}
    assert on(rule, ends_on=date(2018, 4, 9)) == [date(2018, 4, 18)]


def test_occurrences_are_all_owed_or_only_the_next_one() -> None:
    both = {"occurrences": ["15 Feb", "31 May"]}
    following = {**both, "pick": "next"}
    assert on(both) == [date(2018, 2, 15), date(2018, 5, 31)]
    assert on(following, opened_on=date(2018, 2, 15)) == [date(2018, 2, 15)]
    assert on(following, opened_on=date(2018, 2, 16)) == [date(2018, 5, 31)]
    assert on(following, opened_on=date(2018, 6, 1)) == []


def test_an_occurrence_rolled_to_monday_is_still_ahead_on_sunday() -> None:
    rule = {"occurrences": ["14 Jul"], "pick": "next", "roll": "next_workday"}
    assert on(rule, opened_on=date(2018, 7, 15)) == [date(2018, 7, 16)]


@pytest.mark.parametrize(
    ("mapping", "missing"),
    [
        ({"quarter_end": "item", "plus_days": 15}, "quarter"),
        ({"after": "end", "plus_days": 30}, "ends_on"),
        ({"after": "opening", "plus_days": 30}, "opened_on"),
        ({"occurrences": ["15 Feb"], "pick": "next"}, "opened_on"),
    ],
)
def test_a_date_that_needs_an_unknown_fact_is_not_computed(mapping: dict[str, object], missing: str) -> None:
    with pytest.raises(CannotCompute) as refusal:
        due(mapping)
    assert refusal.value.missing == missing


def test_a_day_of_the_year_needs_a_fiscal_year() -> None:
    with pytest.raises(CannotCompute) as refusal:
        due({"by": "31 Oct"}, year=None)
    assert (refusal.value.formula, refusal.value.missing) == ("by(31 Oct) roll=none", "fiscal_year")


@pytest.mark.parametrize(
    ("mapping", "formula"),
    [
        ({"by": "15 Oct next"}, "by(15 Oct next) roll=none"),
        ({"window": ["1 Dec", "31 Jan"]}, "window(1 Dec..31 Jan) roll=none"),
        (
            {"quarter_end": "item", "plus_days": 15, "roll": "next_workday"},
            "quarter_end(1)+15d roll=next_workday",
        ),
        ({"quarter_end": 2, "plus_days": -7, "days": "working"}, "quarter_end(2)-7wd roll=none"),
        ({"after": "end", "plus_days": 30, "latest": "15 Oct next"}, "end+30d latest(15 Oct next) roll=none"),
        ({"occurrences": ["15 Feb"]}, "occurrence(15 Feb) roll=none"),
        ({"after": "opening", "plus_days": 30}, "opening+30d roll=none"),
    ],
)
def test_each_date_carries_its_formula_and_the_version_of_the_calendar(
    mapping: dict[str, object], formula: str
) -> None:
    (one,) = due(mapping, quarter=1, ends_on=date(2018, 3, 31), opened_on=date(2018, 2, 8))
    assert (one.formula, one.calendar_version) == (formula, "2561/1")


@pytest.mark.parametrize(
    ("mapping", "thai", "english"),
    [
        (
            {"quarter_end": 1, "plus_days": 15},
            "สิ้นไตรมาส 31 ธ.ค. 2560 + 15 วัน = 15 ม.ค. 2561, ไม่ใช่วันหยุด",
            "Quarter end 31 Dec 2017 + 15 days = 15 Jan 2018, a workday",
        ),
        (
            {"quarter_end": 4, "plus_days": 15, "roll": "previous_workday"},
            (
                "สิ้นไตรมาส 30 ก.ย. 2561 + 15 วัน = 15 ต.ค. 2561, ตรงกับวันหยุดชดเชย"
                " จึงเลื่อนขึ้นมาเป็นวันทำการก่อนหน้า 12 ต.ค. 2561"
            ),
            (
                "Quarter end 30 Sep 2018 + 15 days = 15 Oct 2018, a holiday (วันหยุดชดเชย), "
                "so moved back to the workday before, 12 Oct 2018"
            ),
        ),
        (
            {"quarter_end": 2, "plus_days": 1, "days": "working"},
            "สิ้นไตรมาส 31 มี.ค. 2561 + 1 วันทำการ = 2 เม.ย. 2561, ไม่ใช่วันหยุด",
            "Quarter end 31 Mar 2018 + 1 workday = 2 Apr 2018, a workday",
        ),
        (
            {"by": "16 Apr"},
            "กำหนด 16 เม.ย. 2561, ตรงกับวันหยุด (ชดเชยวันสงกรานต์) ไม่เลื่อนวัน",
            "Fixed day 16 Apr 2018, a holiday (ชดเชยวันสงกรานต์), not moved",
        ),
        (
            {"window": ["1 Dec", "31 Mar"], "roll": "next_workday"},
            "กำหนดภายใน 1 ธ.ค. 2560 ถึง 31 มี.ค. 2561, ตรงกับวันเสาร์ จึงเลื่อนเป็นวันทำการถัดไป 2 เม.ย. 2561",
            "Within 1 Dec 2017 to 31 Mar 2018, a Saturday, so moved to the next workday, 2 Apr 2018",
        ),
        (
            {"after": "end", "plus_days": 30, "latest": "1 Oct next"},
            "วันสิ้นสุด 15 ก.ย. 2561 + 30 วัน = 15 ต.ค. 2561 แต่ไม่เกิน 1 ต.ค. 2561, ไม่ใช่วันหยุด",
            "End date 15 Sep 2018 + 30 days = 15 Oct 2018, but no later than 1 Oct 2018, a workday",
        ),
        (
            {"after": "end", "plus_days": -1},
            "วันสิ้นสุด 15 ก.ย. 2561 - 1 วัน = 14 ก.ย. 2561, ไม่ใช่วันหยุด",
            "End date 15 Sep 2018 - 1 day = 14 Sep 2018, a workday",
        ),
    ],
)
def test_each_date_shows_its_sum_in_thai_and_english(
    mapping: dict[str, object], thai: str, english: str
) -> None:
    (one,) = due(mapping, ends_on=date(2018, 9, 15))
    assert (one.explain_th(), one.explain_en()) == (thai, english)


def test_a_workday_is_neither_a_weekend_nor_a_holiday() -> None:
    week = [date(2018, 4, 9) + timedelta(days=days) for days in range(7)]
    assert [CALENDAR.is_workday(day) for day in week] == [True, True, True, True, False, False, False]
    assert [CALENDAR.closed_because(day) for day in week[3:]] == [None, "วันสงกรานต์", "วันเสาร์", "วันอาทิตย์"]


@given(CALENDARS, DAYS, ROLLS)
def test_a_rolled_date_is_the_nearest_workday_that_way(calendar: Calendar, day: date, how: Roll) -> None:
    rolled = calendar.roll(day, how)
    passed = abs((rolled - day).days)
    step = 1 if how is Roll.NEXT else -1
    assert calendar.is_workday(rolled)
    assert rolled == day + timedelta(days=step * passed)
    assert not any(calendar.is_workday(day + timedelta(days=step * days)) for days in range(passed))
    assert calendar.roll(rolled, how) == rolled


@given(CALENDARS, DAYS, DAYS, st.sampled_from(Roll))
def test_rolling_never_swaps_two_dates(calendar: Calendar, one: date, other: date, how: Roll) -> None:
    first, second = sorted([one, other])
    assert calendar.roll(first, how) <= calendar.roll(second, how)


@given(CALENDARS, DAYS, st.integers(-40, 40))
def test_adding_workdays_passes_exactly_that_many(calendar: Calendar, day: date, count: int) -> None:
    reached = calendar.add_workdays(day, count)
    first, last = (day, reached) if count >= 0 else (reached - timedelta(days=1), day - timedelta(days=1))
    passed = [first + timedelta(days=days) for days in range(1, (last - first).days + 1)]
    assert sum(map(calendar.is_workday, passed)) == abs(count)
    assert calendar.is_workday(reached) or count == 0


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_from_a_workday_adding_and_taking_workdays_are_inverse(
    calendar: Calendar, day: date, count: int
) -> None:
    start = calendar.roll(day, Roll.NEXT)
    assert calendar.add_workdays(calendar.add_workdays(start, count), -count) == start


@given(rules(), CALENDARS, DAYS, st.integers(1, 4))
def test_every_rule_gives_ordered_dates_that_its_roll_allows(
    rule: Rule, calendar: Calendar, day: date, quarter: int
) -> None:
    given_dates = due_dates(
        rule, fiscal_year=FY2561, quarter=quarter, ends_on=day, opened_on=day, calendar=calendar
    )
    assert [one.on for one in given_dates] == sorted(one.on for one in given_dates)
    for one in given_dates:
        assert one.on == calendar.roll(one.unrolled, rule.roll)
        assert rule.roll is Roll.NONE or calendar.is_workday(one.on)


def office_calendar() -> Calendar:
    with Path(CASES or "", "th_office_closed_days.csv").open(encoding="utf-8-sig", newline="") as rows:
        return Calendar(
            "cases", {date.fromisoformat(row["date"]): row["reason"] for row in csv.DictReader(rows)}
        )


def deadline_rows(*, annual: bool) -> list[dict[str, str]]:
    with Path(CASES or "", "quarter_deadlines.csv").open(encoding="utf-8-sig", newline="") as rows:
        return [row for row in csv.DictReader(rows) if row["quarter"].startswith("annual") is annual]


@needs_cases
@pytest.mark.parametrize(
    ("column", "moved"),
    [
        ("end_date", {}),
        ("roll_forward_to", {"roll": "next_workday"}),
        ("roll_back_to", {"roll": "previous_workday"}),
        ("end_plus_5_working_days", {"plus_days": 5, "days": "working"}),
        ("end_plus_10", {"plus_days": 10, "days": "working"}),
        ("end_plus_15", {"plus_days": 15, "days": "working"}),
    ],
)
def test_quarter_deadlines_equal_those_computed_independently(column: str, moved: dict[str, object]) -> None:
    calendar, rows = office_calendar(), deadline_rows(annual=False)
    rule = {"quarter_end": "item", **moved}
    found = [
        due(rule, year=FiscalYear(int(row["fiscal_year_be"])), quarter=int(row["quarter"]), calendar=calendar)
        for row in rows
    ]
    assert [one.on.isoformat() for (one,) in found] == [row[column] for row in rows]
    assert len(rows) == 12


@needs_cases
def test_workdays_before_the_quarter_ends_equal_those_computed_independently() -> None:
    calendar, rows = office_calendar(), deadline_rows(annual=False)
    ends = [date.fromisoformat(row["end_date"]) for row in rows]
    assert [str(int(calendar.is_workday(end))) for end in ends] == [row["end_is_working_day"] for row in rows]
    last_workdays = [calendar.roll(end, Roll.PREVIOUS) for end in ends]
    before = [calendar.add_workdays(day, -7).isoformat() for day in last_workdays]
    assert before == [row["7_working_days_before_roll_back"] for row in rows]


@needs_cases
@pytest.mark.parametrize(
    ("column", "roll"),
    [("end_date", "none"), ("roll_forward_to", "next_workday"), ("roll_back_to", "previous_workday")],
)
def test_the_expenditure_analysis_deadline_equals_that_computed_independently(column: str, roll: str) -> None:
    calendar, rows = office_calendar(), deadline_rows(annual=True)
    rule = {"by": "15 Oct next", "roll": roll}
    found = [due(rule, year=FiscalYear(int(row["fiscal_year_be"])), calendar=calendar) for row in rows]
    assert [one.on.isoformat() for (one,) in found] == [row[column] for row in rows]
    assert len(rows) == 3
