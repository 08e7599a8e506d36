"""Which notices go out when: at once, with the morning's digest, or together with what was held up."""

import datetime

import pytest
from reminding_desk import DUE, Owing, morning_of
from sqlmodel import Session, select

from notifications.messages import quiet_until, write_urgent
from notifications.models import Attempt, Delivery, Message, Notice, Preference
from states.catalogue import catalogue
from workflow.models import OutboxRow
from workflow.moments import BANGKOK

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
URGENT = next((code for code, words in catalogue().notices.items() if words.urgent), "")
NOT_URGENT = "memo_plan_closed"


@pytest.fixture
def owing(session: Session, office) -> Owing:
    return Owing(session, office)


def told(
    owing: Owing, code: str, name: str, at: datetime.datetime, since: datetime.timedelta = HOUR * 0
) -> Notice:
    """A notice of a step that was taken `since` earlier."""
    owing.numbers += 1
    item = owing.office.open(owing.session, "project", f"S{owing.numbers:05}")
    row = OutboxRow(
        office_id=owing.office.id,
        item_id=item.id,
        entry_seq=1,
        notices=code,
        created_at=at - since,
        taken_at=at,
    )
    owing.session.add(row)
    owing.session.flush()
    notice = Notice(
        office_id=owing.office.id,
        outbox_id=row.id,
        item_id=item.id,
        person_id=owing.office.people[name],
        code=code,
        written_at=at,
    )
    owing.session.add(notice)
    owing.session.flush()
    return notice


def messages(owing: Owing) -> list[Message]:
    owing.session.expire_all()
    return list(owing.session.exec(select(Message).order_by(Message.made_at, Message.channel, Message.id)))


def carried(owing: Owing, message: Message) -> list[int]:
    rows = select(Delivery.notice_id).where(Delivery.message_id == message.id, Delivery.outcome == "")
    return sorted(owing.session.exec(rows))


def test_a_morning_makes_one_digest_for_each_person_and_channel(owing: Owing) -> None:
    for channel in ("email", "line"):
        owing.reach("plan_officer", channel)
    owing.reach("clerk")
    first, second = owing.owe(), owing.owe(due=DUE + DAY)
    owing.morning(DUE)
    found = messages(owing)
    assert [(each.kind, each.channel, each.day) for each in found] == [
        ("digest", "email", DUE),
        ("digest", "line", DUE),
    ]
    notices = select(Notice.id).where(Notice.obligation_id.in_([first.id, second.id]))
    assert [carried(owing, each) for each in found] == [sorted(owing.session.exec(notices))] * 2
    assert len({each.token for each in found}) == 2


def test_nobody_gets_an_empty_digest_nor_what_was_written_before_the_channel_was_on(owing: Owing) -> None:
    contact = owing.reach("plan_officer")
    contact.since = morning_of(DUE) + HOUR
    owing.owe(due=DUE + 7 * DAY)
    owing.morning(DUE)
    owing.morning(DUE + DAY)
    assert messages(owing) == []
    owing.owe(due=DUE + 2 * DAY)
    owing.morning(DUE + 2 * DAY)
    [digest] = messages(owing)
    assert len(carried(owing, digest)) == 1


def test_what_is_turned_off_carries_nothing(owing: Owing) -> None:
    owing.reach("plan_officer", enabled=False)
    owing.owe()
    owing.morning(DUE)
    assert messages(owing) == []


def test_what_cannot_wait_goes_at_once_and_not_again_with_the_digest(owing: Owing) -> None:
    owing.reach("clerk")
    at = morning_of(DUE, datetime.time(14))
    told(owing, NOT_URGENT, "clerk", at)
    notice = told(owing, URGENT, "clerk", at)
    assert write_urgent(owing.session, at) == 1
    assert write_urgent(owing.session, at + HOUR / 60) == 0
    [urgent] = messages(owing)
    assert (urgent.kind, carried(owing, urgent)) == ("urgent", [notice.id])
    urgent.state = "sent"
    owing.session.flush()
    owing.morning(DUE + DAY)
    _, digest = messages(owing)
    assert digest.kind == "digest"
    assert notice.id not in carried(owing, digest)


def test_line_carries_digests_only(owing: Owing) -> None:
    owing.reach("clerk", "line")
    told(owing, URGENT, "clerk", morning_of(DUE, datetime.time(14)))
    assert write_urgent(owing.session, morning_of(DUE, datetime.time(14))) == 0
    owing.morning(DUE + DAY)
    assert [each.kind for each in messages(owing)] == ["digest"]


def test_what_was_held_up_comes_as_one_message(owing: Owing) -> None:
    owing.reach("clerk")
    at = morning_of(DUE, datetime.time(10))
    for hours in (2, 30, 70):
        told(owing, URGENT, "clerk", at, since=hours * HOUR)
    assert write_urgent(owing.session, at) == 0
    owing.morning(DUE, datetime.time(10, 1))
    [digest] = messages(owing)
    assert len(carried(owing, digest)) == 3


def test_a_mail_server_down_for_days_leaves_one_message_for_each_person(owing: Owing) -> None:
    owing.reach("plan_officer")
    for days in range(4):
        owing.owe(due=DUE + days * DAY)
        owing.morning(DUE + days * DAY)
    found = messages(owing)
    assert [each.state for each in found] == ["merged", "merged", "merged", "waiting"]
    everything = owing.session.exec(select(Delivery.notice_id)).all()
    assert carried(owing, found[-1]) == sorted(everything)
    assert len(everything) == len(set(everything)) > 4


def test_a_message_that_may_have_arrived_is_repeated_as_it_is(owing: Owing) -> None:
    owing.reach("plan_officer")
    owing.owe()
    owing.morning(DUE)
    [first] = messages(owing)
    tried = Attempt(
        message_id=first.id, number=1, worker="w", began_at=morning_of(DUE), outcome="unknown", detail=""
    )
    owing.session.add(tried)
    owing.owe(due=DUE + DAY)
    owing.morning(DUE + DAY)
    assert [each.state for each in messages(owing)] == ["waiting", "waiting"]


def test_quiet_hours_hold_a_message_back_and_lose_nothing(owing: Owing) -> None:
    owing.reach("clerk")
    wish = Preference(person_id=owing.office.people["clerk"], quiet_from="18:00", quiet_to="08:00")
    owing.session.add(wish)
    evening = morning_of(DUE, datetime.time(19))
    told(owing, URGENT, "clerk", evening)
    write_urgent(owing.session, evening)
    [message] = messages(owing)
    assert message.next_at == morning_of(DUE + DAY, datetime.time(8))


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (("18:00", "08:00"), (15, 17, 59), None),
        (("18:00", "08:00"), (15, 18, 0), (16, 8, 0)),
        (("18:00", "08:00"), (16, 7, 59), (16, 8, 0)),
        (("18:00", "08:00"), (16, 8, 0), None),
        (("12:00", "13:00"), (15, 12, 30), (15, 13, 0)),
        (("12:00", "13:00"), (15, 13, 0), None),
        (("12:00", "12:00"), (15, 12, 0), None),
    ],
)
def test_when_quiet_hours_end(quiet, now, until) -> None:
    def moment(parts):
        return None if parts is None else datetime.datetime(2018, 1, *parts, tzinfo=BANGKOK)

    assert quiet_until(*quiet, moment(now)) == moment(until)
