"""What becomes of a message after an attempt: sent, failed, or tried again later."""

import datetime
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from notifications.channels.channel import TransportError
from notifications.claims import Claim
from notifications.models import Attempt, ChannelPause, Contact, Delivery, Message
from workflow.moments import BANGKOK, in_utc

_MINUTE = datetime.timedelta(minutes=1)
_DAY = datetime.timedelta(days=1)
# How long after each failure the next attempt waits; after the last one the message has failed.
BACKOFF = (_MINUTE, 5 * _MINUTE, 15 * _MINUTE, 60 * _MINUTE, 240 * _MINUTE, _DAY, _DAY, _DAY)
_MORNING = datetime.time(7, 30)


@dataclass(frozen=True, slots=True)
class Result:
    """How an attempt ended: `outcome` accepted, temporary, permanent or unknown; `said` by the other side."""

    outcome: str
    said: str
    retry_after: int | None = None
    quota: bool = False

    @classmethod
    def of(cls, error: TransportError) -> "Result":
        outcome = "permanent" if error.permanent else "unknown" if error.unknown else "temporary"
        if error.quota:
            outcome = "temporary"
        return cls(outcome, error.message, error.retry_after, error.quota)


def record(session: Session, claim: Claim, result: Result, at: datetime.datetime) -> None:
    """Writes how the attempt ended, on attempt, message, deliveries and contact.

    A worker so slow that its claim was taken from it only leaves a word on its attempt; what it got accepted
    counts as long as nobody else has the message in hand.
    """
    message = session.exec(select(Message).where(Message.id == claim.message_id).with_for_update()).one()
    attempt = session.get_one(Attempt, claim.attempt_id)
    if attempt.outcome:
        attempt.detail = f"{attempt.detail}; late: {result.outcome} {result.said}"[:500]
        if not (result.outcome == "accepted" and message.state == "waiting"):
            return
    else:
        attempt.detail = result.said[:500]
    attempt.outcome, attempt.ended_at = result.outcome, at
    message.claimed_by, message.claimed_at = "", None
    if result.outcome == "accepted":
        _end(session, message, claim, "sent", at)
        _trouble(session, message, "")
    elif result.outcome == "permanent":
        _end(session, message, claim, "failed", at)
        _trouble(session, message, result.said)
    elif result.quota:
        _wait_for_the_month(session, message, result.said, at)
    else:
        _later(session, message, claim, result.retry_after, at)


def _end(session: Session, message: Message, claim: Claim, state: str, at: datetime.datetime) -> None:
    message.state, message.ended_at = state, at
    session.exec(
        update(Delivery)
        .where(
            col(Delivery.message_id) == message.id,
            col(Delivery.notice_id).in_(claim.notice_ids),
            col(Delivery.outcome) == "",
        )
        .values(outcome=state)
    )


def _trouble(session: Session, message: Message, said: str) -> None:
    session.exec(
        update(Contact)
        .where(col(Contact.person_id) == message.person_id, col(Contact.channel) == message.channel)
        .values(trouble=said)
    )


def _later(
    session: Session, message: Message, claim: Claim, retry_after: int | None, at: datetime.datetime
) -> None:
    """Tried again after the next pause, or after what the other side asked for; failed after the last."""
    if message.attempts > len(BACKOFF):
        _end(session, message, claim, "failed", at)
        return
    asked = min(datetime.timedelta(seconds=retry_after or 0), _DAY)
    message.state = "waiting"
    message.next_at = at + max(BACKOFF[message.attempts - 1], asked)


def _wait_for_the_month(session: Session, message: Message, said: str, at: datetime.datetime) -> None:
    """The whole channel of the office waits; this attempt does not count."""
    message.state, message.next_at = "waiting", at
    message.attempts -= 1
    pause = session.get(ChannelPause, (message.office_id, message.channel))
    if pause is None:
        pause = ChannelPause(office_id=message.office_id, channel=message.channel, until=at)
        session.add(pause)
    pause.until, pause.reason = month_after(at), said[:500]


def month_after(at: datetime.datetime) -> datetime.datetime:
    """07:30 in Bangkok on the first day of the month that follows."""
    here = at.astimezone(BANGKOK)
    first = (here.date().replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return in_utc(datetime.datetime.combine(first, _MORNING, BANGKOK))
