"""A message goes out once, or is tried again, or is shown to the administrator; never is it lost."""

import datetime

import pytest
from desk import Clock, Recording, contact, message, notice, owed, render, rows
from sqlmodel import Session, select

from notifications.channels.channel import Outgoing, TransportError
from notifications.claims import CLAIM_LASTS
from notifications.delivery import AT_ONCE, deliver
from notifications.failures import end_pause, failures, try_again
from notifications.models import Attempt, ChannelPause, Contact, Delivery, Message, Preference
from notifications.outcomes import BACKOFF, month_after
from workflow.database import Database
from workflow.errors import BadInput
from workflow.models import Obligation, Person
from workflow.moments import BANGKOK

DAY = datetime.timedelta(days=1)


@pytest.fixture
def clock(now) -> Clock:
    return Clock(now)


@pytest.fixture
def waiting(database: Database, office, now) -> int:
    """A digest of two notices for the plan officer, waiting; one of them reminds of something owed."""
    with database.write() as session:
        item = office.open(session, "quarterly_report", "QR1", quarter=1)
        due = owed(session, item, now)
        person = office.people["plan_officer"]
        both = [
            notice(session, item, person, now),
            notice(session, item, person, now, code="reminder", obligation_id=due.id, rung=-3),
        ]
        return message(session, both, now).id


def go(database: Database, channel: Recording, clock: Clock, worker: str = "one", **more) -> int:
    return deliver(database, channel.only, clock, worker, render=render, **more)


def refusing(**how) -> Recording:
    def then(_message: Outgoing) -> None:
        raise TransportError("no", **how)

    return Recording(then=then)


def ended(database: Database) -> tuple[str, list[str], list[str]]:
    """The state of the one message, the outcomes of its deliveries, the outcomes of its attempts."""
    (row,) = rows(database, Message)
    return (
        row.state,
        [each.outcome for each in rows(database, Delivery)],
        [each.outcome for each in rows(database, Attempt)],
    )


def settle(database: Database) -> None:
    with database.write() as session:
        for each in session.exec(select(Obligation)):
            each.outcome = "done"


def test_what_is_accepted_is_sent_once(database, waiting, clock, office):
    channel = Recording()
    assert go(database, channel, clock) == 1
    assert go(database, channel, clock) == 0
    assert ended(database) == ("sent", ["sent", "sent"], ["accepted"])
    (sent,) = channel.sent
    (row,) = rows(database, Message)
    (attempt,) = rows(database, Attempt)
    assert (sent.token, sent.to, sent.at) == (
        row.token,
        f"p{office.people['plan_officer']}@example.org",
        clock.at,
    )
    assert (sent.subject, len(sent.told), sent.language) == ("digest: 2", 2, "th")
    assert (attempt.number, attempt.worker, attempt.detail) == (1, "one", "250 OK")
    assert (row.ended_at, row.claimed_by, row.claimed_at) == (clock.at, "", None)


def test_what_is_settled_meanwhile_is_left_out(database, waiting, clock):
    settle(database)
    channel = Recording()
    go(database, channel, clock)
    assert ended(database) == ("sent", ["sent", "cancelled"], ["accepted"])
    assert channel.sent[0].subject == "digest: 1"


def test_a_message_with_nothing_left_to_say_is_cancelled_without_an_attempt(database, office, clock):
    with database.write() as session:
        item = office.open(session, "quarterly_report", "QR1", quarter=1)
        due = owed(session, item, clock.at)
        each = notice(
            session,
            item,
            office.people["plan_officer"],
            clock.at,
            code="reminder",
            obligation_id=due.id,
            rung=0,
        )
        message(session, [each], clock.at)
    settle(database)
    channel = Recording()
    assert go(database, channel, clock) == 0
    assert ended(database) == ("cancelled", ["cancelled"], [])
    assert channel.sent == []


def test_what_is_settled_between_two_attempts_is_left_out_of_the_second(database, waiting, clock):
    go(database, refusing(), clock)
    settle(database)
    clock.on(minutes=1)
    channel = Recording()
    go(database, channel, clock)
    assert ended(database) == ("sent", ["sent", "cancelled"], ["temporary", "accepted"])


@pytest.mark.parametrize("how", ["disabled", "left", "no contact"])
def test_who_left_or_wants_none_gets_none(database, waiting, clock, office, how):
    with database.write() as session:
        reached = contact(session, office.people["plan_officer"], clock.at)
        if how == "disabled":
            reached.enabled = False
        elif how == "left":
            person = session.get_one(Person, office.people["plan_officer"])
            person.active_to = clock.at.date() - datetime.timedelta(days=1)
        else:
            session.delete(reached)
    channel = Recording()
    assert go(database, channel, clock) == 0
    assert ended(database) == ("cancelled", ["cancelled", "cancelled"], [])
    assert channel.sent == []


def test_on_her_last_day_she_still_hears(database, waiting, clock, office):
    with database.write() as session:
        session.get_one(Person, office.people["plan_officer"]).active_to = clock.at.date()
    assert go(database, Recording(), clock) == 1


def test_a_refused_address_fails_at_once_and_is_remembered_until_it_works(database, waiting, clock, office):
    assert go(database, refusing(permanent=True), clock) == 0
    assert ended(database) == ("failed", ["failed", "failed"], ["permanent"])
    with database.write() as session:
        told = failures(session, office.id)
        assert [(each.message.id, each.said) for each in told.failed] == [(waiting, "no")]
        assert [(each.trouble, person.id) for each, person in told.contacts] == [
            ("no", office.people["plan_officer"])
        ]
        assert failures(session, office.id + 1).failed == ()
        try_again(session, waiting, clock.at)
    assert go(database, Recording(), clock) == 1
    assert ended(database) == ("sent", ["sent", "sent"], ["permanent", "accepted"])
    assert [each.trouble for each in rows(database, Contact)] == [""]
    with database.write() as session, pytest.raises(BadInput):
        try_again(session, waiting, clock.at)


@pytest.mark.parametrize("unknown", [True, False])
def test_each_failure_waits_longer_and_the_last_is_shown(database, waiting, clock, office, unknown):
    channel = refusing(unknown=unknown)
    clock.on(days=3)  # a Monday: old messages do not go out on closed days
    for turn, pause in enumerate(BACKOFF, 1):
        go(database, channel, clock)
        (row,) = rows(database, Message)
        assert (row.state, row.attempts, row.next_at) == ("waiting", turn, clock.at + pause)
        with database.read() as session:
            assert [each.said for each in failures(session, office.id).troubled] == ["no"]
        clock.at += pause - datetime.timedelta(seconds=1)
        go(database, channel, clock)
        assert len(rows(database, Attempt)) == turn
        clock.on(seconds=1)
    go(database, channel, clock)
    outcome = "unknown" if unknown else "temporary"
    assert ended(database) == ("failed", ["failed"] * 2, [outcome] * 9)
    assert [each.trouble for each in rows(database, Contact)] == [""]


def test_who_asks_for_time_gets_it(database, waiting, clock):
    go(database, refusing(retry_after=1800), clock)
    assert rows(database, Message)[0].next_at == clock.at + datetime.timedelta(minutes=30)


def test_every_attempt_carries_the_same_token(database, waiting, clock):
    tokens = []

    def then(outgoing: Outgoing) -> None:
        tokens.append(outgoing.token)
        raise TransportError("lost", unknown=True)

    for pause in BACKOFF[:3]:
        go(database, Recording(then=then), clock)
        clock.at += pause
    go(database, Recording(), clock)
    assert tokens == [rows(database, Message)[0].token] * 3


def test_a_used_up_quota_stops_the_channel_until_the_month_begins(database, waiting, clock, office):
    go(database, refusing(quota=True), clock)
    (pause,) = rows(database, ChannelPause)
    assert pause.until.astimezone(BANGKOK).isoformat() == "2018-02-01T07:30:00+07:00"
    assert pause.reason == "no"
    channel = Recording()
    clock.on(days=19)
    assert go(database, channel, clock) == 0
    assert ended(database) == ("waiting", ["", ""], ["temporary"])
    assert rows(database, Message)[0].attempts == 0
    clock.at = pause.until
    assert go(database, channel, clock) == 1


def test_a_pause_can_be_ended_before_its_time(database, waiting, clock, office):
    go(database, refusing(quota=True), clock)
    with database.write() as session:
        assert [each.channel for each in failures(session, office.id).pauses] == ["email"]
        end_pause(session, office.id, "email")
        with pytest.raises(BadInput):
            end_pause(session, office.id, "email")
    assert go(database, Recording(), clock) == 1


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2018-01-31T23:00:00+07:00", "2018-02-01T07:30:00+07:00"),
        ("2018-01-31T18:00:00+00:00", "2018-03-01T07:30:00+07:00"),
        ("2018-12-01T00:00:00+07:00", "2019-01-01T07:30:00+07:00"),
    ],
)
def test_the_month_is_the_offices(at, until):
    assert month_after(datetime.datetime.fromisoformat(at)) == datetime.datetime.fromisoformat(until)


def test_a_channel_that_is_off_is_not_tried_and_does_not_hold_up_others(database, waiting, clock, office):
    with database.write() as session:
        item = office.open(session, "quarterly_report", "QR2", quarter=2)
        message(session, [notice(session, item, office.people["clerk"], clock.at)], clock.at, channel="line")
    line = Recording(name="line")
    assert go(database, line, clock, limit=1) == 1
    assert [each.state for each in rows(database, Message)] == ["waiting", "sent"]
    assert len(rows(database, Attempt)) == 1
    clock.on(days=5)
    assert go(database, Recording(), clock) == 1


def many(session: Session, office, at: datetime.datetime, how_many: int) -> None:
    item = office.open(session, "quarterly_report", "QR1", quarter=1)
    people = [session.get_one(Person, each) for each in sorted(office.people.values())]
    for turn in range(how_many):
        person = people[turn % len(people)]
        each = notice(session, item, person.id, at, code=f"notify_{turn}")
        message(session, [each], at, kind="urgent")


def test_at_most_so_many_at_once_the_longest_waiting_first(database, office, clock):
    with database.write() as session:
        many(session, office, clock.at, AT_ONCE + 3)
    channel = Recording()
    assert go(database, channel, clock) == AT_ONCE
    assert go(database, channel, clock) == 3
    assert [each.token for each in channel.sent] == [each.token for each in rows(database, Message)]


def test_a_channel_that_is_down_is_left_alone_after_three_failures(database, office, clock):
    with database.write() as session:
        many(session, office, clock.at, 10)
    go(database, refusing(), clock)
    assert len(rows(database, Attempt)) == 3


def test_a_fault_in_our_own_words_or_channels_is_a_failure_like_others(database, waiting, clock, caplog):
    def broken(_session, _message, _notices):
        raise ZeroDivisionError("inside")

    assert deliver(database, Recording().only, clock, "one", render=broken) == 0

    def then(_message: Outgoing) -> None:
        raise KeyError("secret")

    clock.on(minutes=1)
    go(database, Recording(then=then), clock)
    assert ended(database) == ("waiting", ["", ""], ["temporary", "unknown"])
    assert [each.detail for each in rows(database, Attempt)] == ["ZeroDivisionError", "KeyError"]
    assert len(caplog.records) == 2


class Killed(BaseException):
    """The worker is gone: nothing after this is carried out."""


def test_a_worker_that_dies_over_the_sending_leaves_the_message_to_another(database, waiting, clock):
    channel = Recording()

    def dies(outgoing: Outgoing) -> None:
        channel.sent.append(outgoing)  # the other side has it
        raise Killed

    with pytest.raises(Killed):
        go(database, Recording(then=dies), clock)
    assert ended(database) == ("claimed", ["", ""], [""])
    clock.at += CLAIM_LASTS
    assert go(database, channel, clock, "two") == 0
    clock.on(seconds=1)
    assert go(database, channel, clock, "two") == 1
    assert ended(database) == ("sent", ["sent", "sent"], ["unknown", "accepted"])
    assert len({each.token for each in channel.sent}) == 1


def test_a_worker_that_dies_before_the_sending_loses_nothing(database, waiting, clock):
    def dies(_session, _message, _notices):
        raise Killed

    with pytest.raises(Killed):
        deliver(database, Recording().only, clock, "one", render=dies)
    clock.on(minutes=11)
    assert go(database, Recording(), clock, "two") == 1
    assert ended(database) == ("sent", ["sent", "sent"], ["unknown", "accepted"])


def test_a_worker_that_dies_before_the_claim_commits_leaves_no_trace(database, waiting, clock):
    def dies() -> datetime.datetime:
        times.append(clock.at)
        if len(times) == 3:  # asked for inside the claim's transaction
            raise Killed
        return clock.at

    times: list[datetime.datetime] = []
    with pytest.raises(Killed):
        deliver(database, Recording().only, dies, "one", render=render)
    assert ended(database) == ("waiting", ["", ""], [])
    assert go(database, Recording(), clock) == 1


def test_a_worker_that_dies_before_the_outcome_commits_repeats_with_the_same_token(database, waiting, clock):
    channel = Recording()
    times: list[datetime.datetime] = []

    def dies() -> datetime.datetime:
        times.append(clock.at)
        if len(times) == 5:  # the moment of the outcome
            raise Killed
        return clock.at

    with pytest.raises(Killed):
        deliver(database, channel.only, dies, "one", render=render)
    assert len(channel.sent) == 1
    clock.on(minutes=11)
    assert go(database, channel, clock, "two") == 1
    assert ended(database) == ("sent", ["sent", "sent"], ["unknown", "accepted"])
    assert len({each.token for each in channel.sent}) == 1


@pytest.mark.parametrize("accepted", [True, False])
def test_an_answer_that_comes_after_the_claim_was_taken_back(database, waiting, clock, accepted):
    """An acceptance counts while nobody else has the message; a failure is only noted."""

    def slow(_outgoing: Outgoing) -> None:
        clock.on(minutes=11)
        off = Recording(name="none")
        go(database, off, clock, "two")  # brings the claim back and has no channel of its own
        if not accepted:
            raise TransportError("no", permanent=True)

    go(database, Recording(then=slow), clock, limit=1)
    if accepted:
        assert ended(database) == ("sent", ["sent", "sent"], ["accepted"])
    else:
        assert ended(database) == ("waiting", ["", ""], ["unknown"])
    assert "late" in rows(database, Attempt)[0].detail


def test_only_one_acceptance_is_recorded_when_a_slow_worker_and_another_both_send(database, waiting, clock):
    other = Recording()

    def slow(_outgoing: Outgoing) -> None:
        clock.on(minutes=11)
        go(database, other, clock, "two")

    mine = Recording(then=slow)
    go(database, mine, clock, limit=1)
    assert [each.token for each in mine.sent] == [each.token for each in other.sent]
    assert ended(database) == ("sent", ["sent", "sent"], ["unknown", "accepted"])


def test_a_clock_that_jumps_ahead_and_back_holds_nothing_up(database, waiting, clock):
    right = clock.at

    def dies(_outgoing: Outgoing) -> None:
        raise Killed

    clock.on(days=300)
    with pytest.raises(Killed):
        go(database, Recording(then=dies), clock)
    clock.at = right
    assert go(database, refusing(quota=True), Clock(right + datetime.timedelta(days=200))) == 0
    assert go(database, Recording(), clock) == 1


def test_an_attempt_put_off_by_a_clock_that_was_ahead_is_made(database, waiting, clock):
    go(database, refusing(), Clock(clock.at + datetime.timedelta(days=300)))
    assert go(database, Recording(), clock) == 1


def test_a_moment_still_to_come_is_waited_for(database, waiting, clock):
    with database.write() as session:
        session.get_one(Message, waiting).next_at = clock.at + datetime.timedelta(hours=10)
    assert go(database, Recording(), clock) == 0
    clock.on(hours=10)
    assert go(database, Recording(), clock) == 1


@pytest.mark.parametrize(("kind", "sent"), [("digest", 0), ("urgent", 1)])
def test_on_a_closed_day_only_what_was_set_off_that_day_goes_out(database, office, clock, kind, sent):
    """A mail server that is back on Saturday gets nothing before Monday morning."""
    friday, channel = clock.at, Recording()
    with database.write() as session:
        item = office.open(session, "memo", "M1")
        told = [notice(session, item, office.people["clerk"], friday + number * DAY) for number in (0, 1)]
        message(session, told[:1], friday, kind="urgent")
        message(session, told[1:], friday + DAY, kind=kind)
    clock.on(days=1)
    assert go(database, channel, clock) == sent
    clock.at = datetime.datetime(2018, 1, 15, 7, 29, tzinfo=BANGKOK)
    assert go(database, channel, clock) == 0
    clock.on(minutes=1)
    assert go(database, channel, clock) == 2 - sent


def test_a_mail_server_that_is_back_at_night_wakes_nobody(database, waiting, clock):
    with database.write() as session:
        person = session.get_one(Message, waiting).person_id
        session.add(Preference(person_id=person, quiet_from="20:00", quiet_to="07:45"))
    clock.at = datetime.datetime(2018, 1, 15, 20, 0, tzinfo=BANGKOK)
    assert go(database, Recording(), clock) == 0
    clock.at = datetime.datetime(2018, 1, 16, 7, 45, tzinfo=BANGKOK)
    assert go(database, Recording(), clock) == 1
