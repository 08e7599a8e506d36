"""What did not arrive, for the administrator: and trying it again."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from notifications.models import Attempt, ChannelPause, Contact, Delivery, Message
from workflow.errors import BadInput
from workflow.models import Person


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that failed, or that was tried in vain and will be tried again at `next_at`."""

    message: Message
    person: Person
    said: str


@dataclass(frozen=True, slots=True)
class Failures:
    """Messages given up, messages still being tried, addresses refused for good, and channels that wait."""

    failed: tuple[Undelivered, ...]
    troubled: tuple[Undelivered, ...]
    contacts: tuple[tuple[Contact, Person], ...]
    pauses: tuple[ChannelPause, ...]


def failures(session: Session, office_id: int, *, limit: int = 200) -> Failures:
    """What the administrator of an office must know, newest first, up to `limit` of each."""
    contacts = session.exec(
        select(Contact, Person)
        .join(Person, col(Person.id) == col(Contact.person_id))
        .where(Person.office_id == office_id, Contact.trouble != "")
        .order_by(col(Person.name_th), col(Contact.id))
        .limit(limit)
    ).all()
    pauses = session.exec(
        select(ChannelPause).where(ChannelPause.office_id == office_id).order_by(col(ChannelPause.channel))
    ).all()
    return Failures(
        failed=_undelivered(session, office_id, ("failed",), limit),
        troubled=_undelivered(session, office_id, ("waiting", "claimed"), limit),
        contacts=tuple((contact, person) for contact, person in contacts),
        pauses=tuple(pauses),
    )


def try_again(
    session: Session, message_id: int, now: datetime.datetime, office_id: int | None = None
) -> None:
    """Puts a failed message back, with all its attempts before it; of one office's where that is named.

    Raises BadInput where it did not fail.
    """
    message = session.exec(select(Message).where(Message.id == message_id).with_for_update()).first()
    elsewhere = message is not None and office_id is not None and message.office_id != office_id
    if message is None or elsewhere or message.state != "failed":
        raise BadInput("message", "unknown", str(message_id))
    message.state, message.attempts, message.next_at, message.ended_at = "waiting", 0, now, None
    session.exec(
        update(Delivery)
        .where(col(Delivery.message_id) == message_id, col(Delivery.outcome) == "failed")
        .values(outcome="")
    )
    session.flush()


def end_pause(session: Session, office_id: int, channel: str) -> None:
    """Lets a channel send again before the month is over, once the office has bought more messages."""
    pause = session.get(ChannelPause, (office_id, channel))
    if pause is None:
        raise BadInput("channel", "unknown", channel)
    session.delete(pause)
    session.flush()


def _undelivered(
    session: Session, office_id: int, states: Sequence[str], limit: int
) -> tuple[Undelivered, ...]:
    """Messages in these states that were tried at least once, with what was said last."""
    last = (
        select(func.max(Attempt.number))
        .where(Attempt.message_id == Message.id, Attempt.outcome != "")
        .correlate(Message)
        .scalar_subquery()
    )
    found = session.exec(
        select(Message, Person, Attempt.detail)
        .join(Person, col(Person.id) == col(Message.person_id))
        .join(Attempt, (col(Attempt.message_id) == col(Message.id)) & (col(Attempt.number) == last))
        .where(Message.office_id == office_id, col(Message.state).in_(states))
        .order_by(col(Message.id).desc())
        .limit(limit)
    ).all()
    return tuple(Undelivered(message, person, said) for message, person, said in found)
