"""The reminders of a whole fiscal year are foretold as they would come."""

import datetime
import time
from collections import defaultdict

import pytest
from forecast_desk import forecast, on, sample_office, the_sample_in_january  # noqa: F401  a fixture

from notifications.expecting import EXPECTED
from notifications.foretold import Telling
from states.catalogue import catalogue
from workflow.database import Database
from workflow.ledger import calendar_of
from workflow.moments import BANGKOK


@pytest.fixture(scope="module")
def coming(january: Database) -> list[Telling]:
    """The sample office's fiscal year 2562 as it looks on 12 January 2018."""
    return forecast(january)


def test_everybody_hears_at_half_past_seven_of_working_days_only(
    january: Database, coming: list[Telling]
) -> None:
    with january.read() as session:
        office = sample_office(session)
        calendar = calendar_of(session, office.id, office.calendar_version)
    days = {each.at.date() for each in coming}
    assert {each.at.timetz() for each in coming} == {datetime.time(7, 30, tzinfo=BANGKOK)}
    assert {day for day in days if not calendar.is_workday(day)} == set()
    assert on("2018-10-15") not in days  # in place of Saturday the 13th
    assert on("2018-10-16") in days  # so this is the week's first
    assert (min(days), max(days)) == (on("2018-10-01"), on("2019-12-30"))


def test_nobody_hears_twice_of_one_thing_on_one_rung(coming: list[Telling]) -> None:
    """Of a group's own share the subject names the group, of a week its days."""
    told = [(each.person, _matter(each), each.rung) for each in coming]
    assert len(told) == len(set(told))


def _matter(each: Telling) -> tuple[str, str]:
    subject = each.told.subject
    return each.told.item_code, subject if each.rung is None else subject.partition(":")[2]


@pytest.mark.parametrize(
    ("duty", "dates"),
    [
        ("D-QR", ["2019-01-15", "2019-04-17", "2019-07-15", "2019-10-15"]),  # Songkran until the 16th
        ("D-QG", ["2019-01-07", "2019-04-09", "2019-07-08", "2019-10-07"]),  # the 8th for Chakri day
        ("D-AG", ["2019-10-31"]),
        ("D-AP-03", ["2018-12-28"]),  # the 31st is a day off; before it, as the board is outside
        ("D-AR-01", ["2019-11-29"]),  # the 30th is a Saturday
        ("D-AR-02", ["2019-12-13"]),
    ],
)
def test_the_deadlines_of_the_year_fall_on_their_days(
    coming: list[Telling], duty: str, dates: list[str]
) -> None:
    found = {each.told.due_on for each in coming if each.duty == duty}
    assert found == set(map(on, dates))


def test_one_deadline_climbs_its_ladder(coming: list[Telling]) -> None:
    """The second quarter's report, due on 17 April after Songkran (13 to 16 April)."""
    found: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    for each in coming:
        if each.duty == "D-QR" and each.told.due_on == on("2019-04-17"):
            found[f"{each.at:%m-%d}", each.rung or 0, each.because].append(each.person)
    officers, deputies = ["plan1", "plan2", "plan3"], ["deputy1", "deputy2"]
    assert found == {
        ("04-03", -14, ""): officers,
        ("04-10", -7, ""): officers,
        ("04-12", -1, ""): officers,  # the third day before is a day off, too: of two rungs the latest
        ("04-17", 0, ""): officers,
        ("04-18", 1, ""): officers,
        ("04-22", 3, "escalated"): ["plandir"],
        ("04-24", 7, "escalated"): ["plandir"],
        ("05-01", 14, "escalated"): deputies,
    }


def test_what_is_late_goes_up_to_the_roles_of_the_ladder(january: Database, coming: list[Telling]) -> None:
    """From the third day after on, nobody below them hears of it again."""
    above = {rung.days: rung.to for rung in catalogue().ladders["standard"].rungs if rung.days > 1}
    assert above == {3: "group_director", 7: "plan_director", 14: "deputy_director"}
    shares = [each for each in coming if each.duty == "D-QG" and each.told.due_on == on("2019-01-07")]
    heads = {each.person for each in shares if each.rung == -14}
    assert len(heads) == 7
    assert {each.person for each in shares if each.rung == 3} == heads
    assert [each.person for each in shares if each.rung == 7] == ["plandir"] * 7
    assert sorted(each.person for each in shares if each.rung == 14) == ["deputy1"] * 7 + ["deputy2"] * 7


def test_what_was_late_long_before_the_year_is_not_poured_out_on_its_first_day(coming: list[Telling]) -> None:
    first = [each for each in coming if each.at.date() == on("2018-10-01")]
    assert {each.told.code for each in first} == {"weekly_summary"}
    assert len(first) == len({each.person for each in first}) == 10


def test_papers_to_come_are_foretold_alike_whenever_one_asks(coming: list[Telling], sample_year: str) -> None:
    """In the middle of the year, too, its days that are over are told as they would have been."""
    database = Database(sample_year)
    later = forecast(database)
    database.dispose()
    assert [_expected(each) for each in later if _is_expected(each)] == [
        _expected(each) for each in coming if _is_expected(each)
    ]
    assert {each.at.date() for each in later} >= {on("2018-10-31"), on("2019-10-31")}


def _is_expected(each: Telling) -> bool:
    return each.told.item_code.startswith(EXPECTED)


def _expected(each: Telling) -> tuple[object, ...]:
    return each.at, each.person, each.told.subject, each.rung, each.because, each.channels


def test_a_year_takes_seconds(january: Database) -> None:
    began = time.process_time()
    forecast(january)
    assert time.process_time() - began < 15  # four on the machine on which it was written
