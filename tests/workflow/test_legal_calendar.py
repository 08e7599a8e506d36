"""The legal calendar of a year: by an office's own definitions and holidays, or as a profile proposes it."""

import datetime

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import Session

from states.typed import WrongEra
from workflow.calendars import add_holiday, remove_holiday, seed_holidays
from workflow.changes import Hand
from workflow.legal_calendar import LegalCalendar, of_office, of_profile

PROFILE = "uttaradit2_fy2561"
NEW_YEAR = datetime.date(2018, 1, 1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def due(told: LegalCalendar, code: str) -> list[tuple[int | None, datetime.date | None]]:
    return [(each.quarter, each.due) for each in told.deadlines if each.code == code]


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["clerk"], NOW)


def test_a_profile_proposes_the_year_by_the_public_holidays() -> None:
    told = of_profile(PROFILE, 2561)
    assert (told.fiscal_year, told.calendar_version, told.without_holidays) == (2561, "holidays", ())
    assert [(each.number, each.first, each.last, each.last_workday) for each in told.quarters] == [
        (1, day("2017-10-01"), day("2017-12-31"), day("2017-12-29")),
        (2, day("2018-01-01"), day("2018-03-31"), day("2018-03-30")),
        (3, day("2018-04-01"), day("2018-06-30"), day("2018-06-29")),
        (4, day("2018-07-01"), day("2018-09-30"), day("2018-09-28")),
    ]
    assert due(told, "D-QR") == [
        (1, day("2018-01-15")),
        (2, day("2018-04-17")),
        (3, day("2018-07-16")),
        (4, day("2018-10-16")),
    ]


def test_its_holidays_are_those_from_october_to_the_end_of_the_next_december_in_order() -> None:
    found = list(of_profile(PROFILE, 2561).holidays)
    assert found == sorted(found)
    assert (found[0], found[-1]) == (day("2017-10-13"), day("2018-12-31"))
    assert NEW_YEAR in found


def test_an_office_has_its_own_days_and_its_own_definitions(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    seed_holidays(session, office.id, [2017, 2018, 2019], hand)
    add_holiday(session, office.id, day("2018-01-15"), "วันหยุดพิเศษ", hand)
    told, proposed = of_office(session, office.id, 2561, NOW), of_profile(PROFILE, 2561)
    assert (told.fiscal_year, told.calendar_version) == (2561, "2")
    assert told.holidays == dict(sorted({**proposed.holidays, day("2018-01-15"): "วันหยุดพิเศษ"}.items()))
    assert due(told, "D-QR")[0] == (1, day("2018-01-16"))
    assert sorted((each.code, each.kinds, each.unrolled or NEW_YEAR) for each in told.deadlines) == sorted(
        (each.code, each.kinds, each.unrolled or NEW_YEAR) for each in proposed.deadlines
    )


def test_the_first_day_of_the_year_and_the_last_of_its_window_belong_to_it(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    days = [day(text) for text in ("2017-09-30", "2017-10-01", "2018-12-31", "2019-01-01")]
    for each in reversed(days):
        add_holiday(session, office.id, each, "หยุด", hand)
    assert list(of_office(session, office.id, 2561, NOW).holidays) == days[1:3]


def test_years_of_which_no_holiday_is_known_are_named(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    assert of_office(session, office.id, 2561, NOW).without_holidays == (2017, 2018)
    add_holiday(session, office.id, NEW_YEAR, "วันขึ้นปีใหม่", hand)
    assert of_office(session, office.id, 2561, NOW).without_holidays == (2017,)
    remove_holiday(session, office.id, NEW_YEAR, hand)
    assert of_office(session, office.id, 2562, NOW).without_holidays == (2018, 2019)


def test_an_office_without_days_of_its_own_is_closed_on_weekends_only(
    session: Session, office: SmallOffice
) -> None:
    told = of_office(session, office.id, 2561, NOW)
    assert (dict(told.holidays), told.quarters[3].last_workday) == ({}, day("2018-09-28"))
    assert due(told, "D-QR")[3] == (4, day("2018-10-15"))


def test_a_year_of_the_other_era_is_refused(session: Session, office: SmallOffice) -> None:
    with pytest.raises(WrongEra):
        of_profile(PROFILE, 2018)
    with pytest.raises(WrongEra):
        of_office(session, office.id, 2018, NOW)
