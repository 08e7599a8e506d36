"""What people would be told on one day, past or to come, is what they are told."""

import datetime
from collections.abc import Iterable

import pytest
from conftest import NOW, SmallOffice
from forecast_desk import DAY, dry_run, on, sample_office, the_sample_in_january, the_small_office_owing  # noqa: F401  fixtures
from golden_reading import Line, digests_by_day
from reminding_desk import DUE, Owing, morning_of
from sqlmodel import col, func, select

from notifications.forecast import WRITTEN, at_moment
from notifications.foretold import Telling
from notifications.models import Contact, Notice, SweepDay
from notifications.phrases import Phrases
from notifications.staffing import STAFFING
from states.catalogue import catalogue
from workflow.database import Database
from workflow.demo import stands_at
from workflow.models import Obligation, Person
from workflow.rehearsal import rehearsal

SAY = Phrases("th")


def test_a_past_day_tells_what_was_sent_on_it(january: Database) -> None:
    """Every daily message of the golden year until the sample stands still, line for line."""
    until = on("2018-01-12")
    sent = {
        day: _of_the_morning(told)
        for day, told in digests_by_day().items()
        if day <= until and _of_the_morning(told)
    }
    assert len(sent) == 31
    assert {day: _by_mail(january, day) for day in sent} == sent


def _of_the_morning(told: set[Line]) -> set[Line]:
    """What the morning tells; that a step has nobody to take it is found by a look of its own."""
    beginning = catalogue().notices[STAFFING].th.partition("{")[0]
    return {line for line in told if not line[1].startswith(beginning)}


def _by_mail(database: Database, day: datetime.date) -> set[Line]:
    """What a day's e-mails tell, had everybody turned e-mail on after the morning before."""
    with rehearsal(database, (*WRITTEN, Contact)) as session:
        office = sample_office(session)
        before = select(func.max(SweepDay.done_at)).where(
            SweepDay.office_id == office.id, col(SweepDay.day) < day
        )
        since = session.exec(before).one() or morning_of(on("2017-10-01"))
        people = session.exec(select(Person.id).where(Person.office_id == office.id)).all()
        mail = {
            "channel": "email",
            "address": "a@example.org",
            "since": since + datetime.timedelta(minutes=1),
        }
        session.add_all(Contact(person_id=each, **mail) for each in people)
        session.flush()
        found = at_moment(session, office.id, morning_of(day), stands_at(session))
    return _lines(each for each in found if "email" in each.channels and not each.told.urgent)


def test_a_quiet_day_tells_nothing(january: Database) -> None:
    assert dry_run(january, morning_of(on("2018-01-11"))) == []


def test_the_next_working_day_is_told_as_it_will_be(january: Database) -> None:
    """Friday's papers, as they stood when the year went on; the week's summary too."""
    monday = dry_run(january, morning_of(on("2018-01-15")))
    assert _lines(monday) == digests_by_day()[on("2018-01-15")]


def _lines(tellings: Iterable[Telling]) -> set[Line]:
    return {
        (
            each.name_th.removesuffix(" (บัญชีสมมติ)"),
            each.told.subject,
            "" if each.rung is None else SAY.rung(each.rung),
        )
        for each in tellings
    }


@pytest.mark.parametrize("days", [1, 3, 4, 5, 10, 19])
def test_one_look_on_the_eve_is_as_good_as_one_each_day(
    database: Database, office: SmallOffice, days: int
) -> None:
    """Whatever falls due when: what is told on a day does not depend on how often one looked before."""
    with database.write() as session:
        desk = Owing(session, office)
        for number in range(-16, 45):
            desk.owe("project_owner" if number % 2 else "plan_officer", due=DUE + number * DAY)
    day, today = NOW.date() + days * DAY, morning_of(NOW.date())
    with rehearsal(database, WRITTEN) as session:
        at_once = at_moment(session, office.id, morning_of(day), today)
    with rehearsal(database, WRITTEN) as session:
        desk = Owing(session, office)
        for number in range(days):
            desk.morning(NOW.date() + number * DAY)
        in_turn = at_moment(session, office.id, morning_of(day), morning_of(day))
    assert _said(at_once) == _said(in_turn)
    assert bool(at_once) == (day.weekday() < 5)


def _said(tellings: list[Telling]) -> list[tuple[object, ...]]:
    return [
        (each.person, each.told.item_code, each.told.subject, each.rung, each.because) for each in tellings
    ]


def _owed(owing: Owing, due: datetime.date) -> Obligation:
    """Owed since before the morning asked for."""
    duty = owing.owe(due=due)
    duty.opened_at = NOW - 5 * DAY
    owing.session.flush()
    return duty


def test_a_morning_carries_what_is_in_the_inbox_only(owing: Owing, office: SmallOffice) -> None:
    """Written yesterday and not sent yet: by e-mail this morning, and not once more to the inbox."""
    duty, reader = _owed(owing, on("2018-01-31")), office.people["plan_officer"]
    owing.reach("plan_officer")
    row = {"person_id": reader, "code": "reminder", "obligation_id": duty.id, "due_on": duty.due_on}
    yesterday = morning_of(on("2018-01-11"), datetime.time(16))
    owing.session.add(Notice(office_id=office.id, rung=-30, written_at=yesterday, **row))
    _owed(owing, DUE)
    found = at_moment(owing.session, office.id, morning_of(on("2018-01-12")), NOW)
    assert [(each.rung, each.channels) for each in found if each.person.startswith("plan_officer")] == [
        (-30, ("email",)),
        (-1, ("inbox", "email")),
    ]


def test_what_is_settled_since_was_owed_on_the_day_asked_for(owing: Owing, office: SmallOffice) -> None:
    duty = _owed(owing, DUE)
    duty.outcome, duty.closed_at = "done", NOW + 3 * DAY
    owing.session.flush()
    told = at_moment(owing.session, office.id, morning_of(on("2018-01-12")), NOW + 10 * DAY)
    assert [(each.duty, each.rung) for each in told if each.rung is not None] == [("D-TEST", -1)]


def test_a_day_to_come_does_not_carry_what_goes_out_before_it(owing: Owing, office: SmallOffice) -> None:
    """Friday's message is sent on Friday: on Monday only what Monday brings."""
    _owed(owing, DUE)
    _owed(owing, on("2018-01-19"))
    owing.reach("plan_officer")
    found = at_moment(owing.session, office.id, morning_of(DUE), NOW - DAY)
    hers = [
        (each.told.due_on, each.rung, each.channels) for each in found if each.person == "plan_officer.t1"
    ]
    assert hers == [(DUE, 0, ("inbox", "email"))]
