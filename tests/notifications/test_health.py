"""Whether notices leave the house: a sweep that stopped, what waits, what rests, whom nobody reaches."""

import datetime

import pytest
from told_desk import notice, sent

from notifications import health
from notifications.models import ChannelPause, Contact, SweepDay, SweepRun
from workflow.models import Holiday, Office, OutboxRow

SECOND = datetime.timedelta(seconds=1)
TODAY = datetime.date(2018, 1, 12)  # a Friday
SEVEN, EIGHT = (datetime.datetime(2018, 1, 12, hour, 59, tzinfo=datetime.UTC) for hour in (0, 1))


def alarm(session, now, name="look", seconds=10) -> str:
    (found,) = health.sweeps(session, now, {name: seconds})
    return found.alarm


def test_a_sweep_alarms_when_it_has_missed_three_looks_and_two_minutes(session, now):
    assert alarm(session, now) == "never"
    session.add(SweepRun(name="look", looked_at=now))
    session.flush()
    seen = [alarm(session, now + seconds * SECOND) for seconds in (0, 120, 121)]
    assert seen == ["", "", "silent"]
    seen = [alarm(session, now + seconds * SECOND, seconds=60) for seconds in (180, 181)]
    assert seen == ["", "silent"]


def test_a_failed_look_alarms(session, now):
    session.add(SweepRun(name="look", looked_at=now, trouble="OperationalError"))
    session.flush()
    assert alarm(session, now) == "failed"


@pytest.mark.parametrize("closed", [False, True])
def test_reminders_not_done_by_eight_alarm_on_working_days_only(session, office, closed):
    if closed:
        session.add(Holiday(office_id=office.id, day=TODAY, name_th="วันหยุดพิเศษ"))
        session.flush()
    seen = []
    for at in (SEVEN, EIGHT):
        session.merge(SweepRun(name=health.DAILY, looked_at=at))
        session.flush()
        seen.append(alarm(session, at, health.DAILY))
    assert seen == ["", "" if closed else "undone"]
    session.add(SweepDay(office_id=office.id, sweep=health.DAILY, day=TODAY, done_at=SEVEN))
    session.flush()
    assert alarm(session, EIGHT, health.DAILY) == ""


def test_every_schedule_is_watched(session, now):
    assert [each.name for each in health.sweeps(session, now)] == list(health.intervals())


def test_what_waits_and_what_failed_is_counted_by_office(session, office, now):
    item = office.open(session, "memo", "M1")
    other = Office(code="T2", name_th="อื่น", short_th="อื่น", profile="uttaradit2_fy2561", created_at=now)
    session.add(other)
    for minutes in (5, 3):
        at = now - datetime.timedelta(minutes=minutes)
        session.add(
            OutboxRow(office_id=office.id, item_id=item.id, entry_seq=minutes, notices="x", created_at=at)
        )
    session.flush()
    assert health.outbox(session) == health.Waiting(2, now - datetime.timedelta(minutes=5))
    assert health.outbox(session, other.id) == health.Waiting(0, None)
    told = notice(session, office, "clerk", item, now)
    sent(session, told, "email", now)
    sent(session, told, "line", now, outcome="failed", tries=3)
    assert health.messages(session, office.id) == [("email", "sent", 1), ("line", "failed", 1)]
    assert health.messages(session, other.id) == []


def test_pauses_end_and_troubles_are_named(session, office, now):
    session.add(ChannelPause(office_id=office.id, channel="line", until=now + SECOND, reason="quota"))
    session.add(
        Contact(person_id=office.people["clerk"], channel="email", address="a@b.cd", since=now, trouble="550")
    )
    session.flush()
    assert [each.channel for each in health.paused(session, now, office.id)] == ["line"]
    assert health.paused(session, now + SECOND) == []
    assert [(c.trouble, p.username) for c, p in health.troubled(session, office.id)] == [("550", "clerk.t1")]
