"""A forecast sees an office as it is: its ladder, its people, its channels, and what they were told."""

from conftest import NOW, SmallOffice
from forecast_desk import DAY, YEAR, on, the_small_office_owing  # noqa: F401  a fixture
from reminding_desk import DUE, Owing, morning_of
from sqlmodel import select

from notifications.forecast import of_year
from notifications.office_ladders import set_ladder
from states.catalogue import Rung
from states.fiscal import FiscalYear
from workflow.changes import Hand
from workflow.models import Absence, Occupancy


def of(owing: Owing, duty: str, year: FiscalYear = YEAR, **more: object) -> list[tuple[str, int, str, str]]:
    """When, on which rung, to whom and why a duty is told in a forecast made on 12 January 2018."""
    found = of_year(owing.session, owing.office.id, year, NOW, **more)
    return [
        (f"{each.at:%y-%m-%d}", each.rung or 0, each.person.partition(".")[0], each.because)
        for each in found
        if each.duty == duty
    ]


def test_an_office_is_foretold_its_own_ladder(owing: Owing, office: SmallOffice) -> None:
    own = [Rung(days=-5, to="owner"), Rung(days=2, to="area_director")]
    set_ladder(owing.session, office.id, "standard", own, Hand(office.people["plan_director"], NOW))
    assert of(owing, "D-AP-03") == [
        ("18-12-26", -5, "plan_director", ""),
        ("19-01-02", 2, "area_director", "escalated"),
    ]


def test_who_is_away_and_which_post_is_vacant_then_is_seen(owing: Owing, office: SmallOffice) -> None:
    """She is on leave over the second quarter's report; before the third her post is empty."""
    officer = office.people["plan_officer"]
    on_leave = Absence(person_id=officer, valid_from=on("2019-04-10"), valid_to=on("2019-04-15"))
    owing.session.add(on_leave)
    held = owing.session.exec(select(Occupancy).where(Occupancy.person_id == officer)).one()
    held.valid_to = on("2019-06-30")
    owing.session.flush()
    post = office.positions["plan_officer"]
    told = [each for each in of(owing, "D-QR") if each[1] <= 0 and "19-04" <= each[0] < "19-08"]
    assert told == [
        ("19-04-01", -14, "plan_officer", ""),
        ("19-04-08", -7, "plan_officer", ""),
        ("19-04-10", -7, "plan_director", f"absent:{officer}"),
        ("19-04-12", -1, "plan_director", f"absent:{officer}"),
        ("19-04-15", 0, "plan_director", f"absent:{officer}"),
        ("19-07-01", -14, "plan_director", f"vacant:{post}"),
        ("19-07-08", -7, "plan_director", f"vacant:{post}"),
        ("19-07-12", -1, "plan_director", f"vacant:{post}"),
        ("19-07-15", 0, "plan_director", f"vacant:{post}"),
    ]


def test_this_year_counts_what_is_open_from_now_on_and_repeats_nothing(owing: Owing) -> None:
    """One thing was told this morning, of the day before its date; another that it is long late."""
    owing.owe(due=DUE)
    owing.owe(due=DUE - 40 * DAY)
    settled = owing.owe(due=DUE)
    owing.morning(on("2018-01-12"))
    settled.outcome = "done"
    owing.owe("clerk", due=on("2018-01-16"))  # opened since: she hears of it on Monday
    owing.session.flush()
    told = [each for each in of(owing, "D-TEST", FiscalYear(2561)) if each[0] < "18-01-24"]
    assert told == [
        ("18-01-15", -1, "clerk", ""),
        ("18-01-15", 0, "plan_officer", ""),
        ("18-01-16", 0, "clerk", ""),
        ("18-01-16", 1, "plan_officer", ""),
        ("18-01-17", 1, "clerk", ""),
        ("18-01-18", 3, "group_director", "escalated"),
        ("18-01-19", 3, "group_director", "escalated"),
        ("18-01-22", 7, "plan_director", "escalated"),
        ("18-01-23", 7, "plan_director", "escalated"),
    ]


def test_each_is_told_by_the_ways_that_she_has_turned_on_by_then(owing: Owing) -> None:
    owing.reach("plan_director")
    owing.reach("plan_director", "webhook", enabled=False)
    later = owing.reach("plan_director", "line")
    later.since = morning_of(on("2018-12-26"))
    owing.session.flush()
    found = of_year(owing.session, owing.office.id, YEAR, NOW)
    ways = {each.rung: each.channels for each in found if each.duty == "D-AP-03" and not each.because}
    assert ways[-7] == ("inbox", "email")
    assert ways[-1] == ways[0] == ("inbox", "email", "line")
