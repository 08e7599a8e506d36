"""On which day an obligation stands on which rung."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.ladders import ladders_of, spans
from notifications.models import OfficeRung
from states.catalogue import Rung, catalogue
from states.due import Calendar, Roll

STANDARD = {"standard": catalogue().ladders["standard"].rungs}
PLAIN = Calendar("1", {})
DUE = datetime.date(2018, 1, 15)
DAYS = st.dates(datetime.date(2017, 10, 1), datetime.date(2019, 9, 30))
CALENDARS = st.sets(DAYS, max_size=40).map(lambda days: Calendar("1", dict.fromkeys(days, "วันหยุด")))


def on(day: datetime.date, due: datetime.date = DUE, calendar: Calendar = PLAIN) -> list[tuple[int, str]]:
    found = spans(STANDARD, day, calendar)
    return [(each.days, each.told) for each in found if each.first <= due <= each.last]


@pytest.mark.parametrize(
    ("day", "rungs"),
    [
        ("2017-12-28", []),
        ("2017-12-29", [(-14, "owner")]),  # 1 January is 14 days before: the Friday before it, at the latest
        ("2018-01-05", [(-14, "owner")]),
        ("2018-01-08", [(-7, "owner")]),
        ("2018-01-11", [(-7, "owner")]),
        ("2018-01-12", [(-1, "owner")]),  # three days before, and the last working day before
        ("2018-01-15", [(0, "owner")]),
        ("2018-01-16", [(1, "owner")]),
        ("2018-01-18", [(1, "owner"), (3, "group_director")]),
        ("2018-01-22", [(1, "owner"), (3, "group_director"), (7, "plan_director")]),
        ("2018-01-29", [(1, "owner"), (3, "group_director"), (7, "plan_director"), (14, "deputy_director")]),
    ],
)
def test_the_rungs_of_a_monday_on_working_days(day: str, rungs: list[tuple[int, str]]) -> None:
    holidays = {datetime.date(2018, 1, 1): "วันขึ้นปีใหม่"}
    assert on(datetime.date.fromisoformat(day), calendar=Calendar("1", holidays)) == rungs


@given(due=DAYS, calendar=CALENDARS)
def test_every_rung_comes_on_a_working_day_not_after_its_own_and_none_is_left_out(
    due: datetime.date, calendar: Calendar
) -> None:
    first: dict[int, datetime.date] = {}
    for offset in range(-40, 60):
        day = due + datetime.timedelta(days=offset)
        if calendar.is_workday(day):
            for rung, told in on(day, due, calendar):
                if told == "owner":
                    first.setdefault(rung, day)
    for rung, day in first.items():
        named = due + datetime.timedelta(days=rung)
        assert day == calendar.roll(named, Roll.NEXT if rung > 0 else Roll.PREVIOUS)
    # A rung is passed over only where a later one comes on the same working day.
    rungs = [each.days for each in STANDARD["standard"] if each.to == "owner"]
    days = [
        calendar.roll(due + datetime.timedelta(days=r), Roll.NEXT if r > 0 else Roll.PREVIOUS) for r in rungs
    ]
    shown = {rung for rung, day, later in zip(rungs, days, [*days[1:], None], strict=True) if day != later}
    assert set(first) == shown


@given(due=DAYS, day=DAYS, calendar=CALENDARS)
def test_nobody_is_told_of_one_matter_on_two_rungs_of_her_own_at_once(
    due: datetime.date, day: datetime.date, calendar: Calendar
) -> None:
    told = [who for _, who in on(day, due, calendar)]
    assert len(told) == len(set(told))


def test_an_office_may_have_its_own_ladder(session, office) -> None:
    session.add(OfficeRung(office_id=office.id, ladder="standard", days=-2, told="owner"))
    session.flush()
    assert ladders_of(session, office.id)["standard"] == (Rung(days=-2, to="owner"),)
    assert ladders_of(session, office.id)["short"] == catalogue().ladders["short"].rungs
    assert ladders_of(session, office.id + 1)["standard"] == STANDARD["standard"]
