"""Which message a worker takes next, and what of it is still worth sending."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, text, tuple_
from sqlmodel import Session, col, select

from notifications.channels.channel import Channel
from notifications.messages import URGENT, quiet_until
from notifications.models import Attempt, ChannelPause, Contact, Delivery, Message, Notice, Preference
from notifications.morning import BEGINS
from states.catalogue import catalogue
from states.due import Roll
from workflow.ledger import calendar_of
from workflow.models import Entry, Item, Obligation, Office, OutboxRow, Person
from workflow.moments import BANGKOK, bangkok_date

Channels = Callable[[str, str], Channel | None]

CLAIM_LASTS = datetime.timedelta(minutes=10)
# Nothing is put off for longer than this: a moment further ahead was written by a clock that ran wild.
_LONGEST_WAIT = datetime.timedelta(days=8)
_LONGEST_PAUSE = datetime.timedelta(days=32)
# Word for word as the index of open messages has it: SQLite uses a partial index for nothing else.
_OPEN = text("message.state IN ('waiting', 'claimed')")


@dataclass(frozen=True, slots=True)
class Way:
    """A channel of an office."""

    office_id: int
    office_code: str
    channel: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that this worker has taken, with its notices that are still worth sending."""

    message_id: int
    attempt_id: int
    way: Way
    notice_ids: tuple[int, ...]


def anything_open(session: Session) -> bool:
    """Whether any message is still to be sent, now or later."""
    return session.exec(select(Message.id).where(_OPEN).limit(1)).first() is not None


def bring_back(session: Session, at: datetime.datetime) -> int:
    """Frees the messages whose worker died, or whose clock was wrong; how many.

    Whether such an attempt arrived cannot be told: it is closed as unknown, and the message tried again.
    """
    left = session.exec(
        select(Message)
        .where(
            _OPEN,
            Message.state == "claimed",
            or_(col(Message.claimed_at) < at - CLAIM_LASTS, col(Message.claimed_at) > at + CLAIM_LASTS),
        )
        .order_by(col(Message.next_at), col(Message.id))
        .with_for_update(skip_locked=True)
    ).all()
    for message in left:
        for attempt in session.exec(
            select(Attempt).where(Attempt.message_id == message.id, Attempt.outcome == "")
        ):
            attempt.outcome, attempt.ended_at, attempt.detail = "unknown", at, f"{attempt.worker}: no answer"
        message.state, message.claimed_by, message.claimed_at = "waiting", "", None
        message.next_at = at
    session.flush()
    return len(left)


def ways_with_work(session: Session, channels: Channels, at: datetime.datetime) -> list[Way]:
    """The channels that have something to send now and are on."""
    found = session.exec(
        select(Office.id, Office.code, Message.channel)
        .join(Office, col(Office.id) == col(Message.office_id))
        .where(_OPEN, Message.state == "waiting", _due(at))
        .distinct()
    ).all()
    ways = (Way(*each) for each in sorted(found))
    return [way for way in ways if channels(way.office_code, way.channel) is not None]


def claim(session: Session, ways: Sequence[Way], worker: str, at: datetime.datetime) -> Claim | None:
    """Takes the message that has waited longest on these ways, with an attempt that has no outcome yet.

    Those found that nobody wants any more are cancelled on the way, and those that would come at a bad time
    put off; None when there is nothing to send.
    """
    by_key = {(way.office_id, way.channel): way for way in ways}
    while by_key:
        message = _next(session, list(by_key), at)
        if message is None:
            return None
        better = _better_time(session, message, at)
        if better is not None:
            message.next_at = min(better, at + _LONGEST_WAIT)
            session.flush()
            continue
        wanted = worth_sending(session, message, at)
        if wanted:
            attempt = _begun(session, message, worker, at)
            return Claim(message.id, attempt.id, by_key[message.office_id, message.channel], wanted)
    return None


def _next(session: Session, keys: list[tuple[int, str]], at: datetime.datetime) -> Message | None:
    paused = exists().where(
        col(ChannelPause.office_id) == col(Message.office_id),
        col(ChannelPause.channel) == col(Message.channel),
        col(ChannelPause.until) > at,
        col(ChannelPause.until) <= at + _LONGEST_PAUSE,
    )
    return session.exec(
        select(Message)
        .where(
            _OPEN,
            Message.state == "waiting",
            _due(at),
            tuple_(col(Message.office_id), col(Message.channel)).in_(keys),
            ~paused,
        )
        .order_by(col(Message.next_at), col(Message.id))
        .limit(1)
        .with_for_update(skip_locked=True, of=Message)
    ).first()


def _due(at: datetime.datetime) -> ColumnElement[bool]:
    return or_(col(Message.next_at) <= at, col(Message.next_at) > at + _LONGEST_WAIT)


def _better_time(session: Session, message: Message, at: datetime.datetime) -> datetime.datetime | None:
    """When to send it, if not now: nothing old goes out on a closed day, nothing at all in quiet hours.

    A mail server may be back in the middle of the night or on a Sunday.
    """
    day = bangkok_date(at)
    if message.kind != URGENT or message.day != day:
        office = session.get_one(Office, message.office_id)
        calendar = calendar_of(session, office.id, office.calendar_version)
        if not calendar.is_workday(day):
            return datetime.datetime.combine(calendar.roll(day, Roll.NEXT), BEGINS, BANGKOK)
    wish = session.get(Preference, message.person_id)
    return quiet_until(wish.quiet_from, wish.quiet_to, at) if wish and wish.quiet_from else None


def worth_sending(session: Session, message: Message, at: datetime.datetime) -> tuple[int, ...]:
    """The ids of the notices to send. What was settled or has moved on is cancelled, and the message with the
    last of it; of several rungs of one obligation only the highest goes out.
    """
    waiting = session.exec(
        select(Delivery, Notice, or_(func.coalesce(Obligation.outcome, "") != "", _moved_on()))
        .join(Notice, col(Notice.id) == col(Delivery.notice_id))
        .join(Obligation, col(Obligation.id) == col(Notice.obligation_id), isouter=True)
        .where(Delivery.message_id == message.id, Delivery.outcome == "")
        .order_by(col(Delivery.notice_id))
    ).all()
    reachable = _reachable(session, message, at)
    rungs = sorted(
        (each for _, each, _over in waiting if each.rung is not None), key=lambda each: each.rung or 0
    )
    highest = {each.obligation_id: each.id for each in rungs}
    wanted = tuple(
        each.id
        for _, each, over in waiting
        if reachable and not over and each.id == highest.get(each.obligation_id, each.id)
    )
    for delivery, _notice, _over in waiting:
        if delivery.notice_id not in wanted:
            delivery.outcome = "cancelled"
    if not wanted:
        message.state, message.ended_at = "cancelled", at
    session.flush()
    return wanted


def _moved_on() -> ColumnElement[bool]:
    """Whether a notice only says that a paper waits for somebody, and the paper waits there no longer."""
    waits = [code for code, words in catalogue().notices.items() if words.waits]
    elsewhere = (
        exists()
        .where(
            col(OutboxRow.id) == Notice.outbox_id,
            col(Entry.office_id) == OutboxRow.office_id,
            col(Entry.seq) == OutboxRow.entry_seq,
            col(Item.id) == OutboxRow.item_id,
            col(Item.state) != Entry.to_state,
        )
        .correlate(Notice)
    )
    return and_(col(Notice.code).in_(waits), elsewhere)


def _reachable(session: Session, message: Message, at: datetime.datetime) -> bool:
    """Whether she is still in the office and still wants to be reached this way."""
    found = session.exec(
        select(Person.id)
        .join(Contact, col(Contact.person_id) == col(Person.id))
        .where(
            Person.id == message.person_id,
            Contact.channel == message.channel,
            col(Contact.enabled).is_(True),
            or_(col(Person.active_to).is_(None), col(Person.active_to) >= bangkok_date(at)),
        )
    ).all()
    return bool(found)


def _begun(session: Session, message: Message, worker: str, at: datetime.datetime) -> Attempt:
    """The number is counted from the rows: `message.attempts` starts anew when somebody asks to try again."""
    before = session.exec(select(func.max(Attempt.number)).where(Attempt.message_id == message.id)).one()
    attempt = Attempt(message_id=message.id, number=(before or 0) + 1, worker=worker, began_at=at)
    message.state, message.claimed_by, message.claimed_at = "claimed", worker, at
    message.attempts += 1
    session.add(attempt)
    session.flush()
    return attempt
