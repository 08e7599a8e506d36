"""A trial of a channel: one real message to the administrator's own address, by the way of all others."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from sqlmodel import Session, col, select

from notifications.contacts import contacts_of
from notifications.messages import URGENT
from notifications.models import Attempt, ChannelPause, Delivery, Message, Notice
from notifications.phrases import Phrases
from notifications.told import Told
from workflow.changes import SETTERS, Hand, authority, record
from workflow.errors import BadInput
from workflow.facts import LONGEST_REASON, limited
from workflow.moments import bangkok_date

TRIAL: Final = "channel_trial"
LONGEST_PAUSE: Final = 31
_DAY: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial message and what was said at its last attempt; `said` is empty before the first."""

    message: Message
    outcome: str
    said: str


def send_trial(
    session: Session, office_id: int, channel: str, hand: Hand, available: Collection[str]
) -> Message:
    """Puts a trial message to this person on its way by `channel`; the next look of delivery carries it.

    By no other channel is she told of it. Raises NotAllowed, and BadInput where the office has no such
    channel or she is not reached by it.
    """
    authority(session, office_id, hand, SETTERS)
    if channel not in available:
        raise BadInput("channel", "unknown", channel[:20])
    known = contacts_of(session, hand.by)
    if channel not in known or not known[channel].enabled:
        raise BadInput("contact", "no_address_here", channel)
    at = hand.at
    notice = Notice(
        office_id=office_id,
        person_id=hand.by,
        code=TRIAL,
        about=f"{channel} {uuid4().hex[:12]}",
        written_at=at,
        read_at=at,
    )
    session.add(notice)
    session.flush()
    message = Message(
        office_id=office_id,
        person_id=hand.by,
        channel=channel,
        kind=URGENT,
        day=hand.day,
        notice_id=notice.id,
        token=str(uuid4()),
        next_at=at,
        made_at=at,
    )
    session.add(message)
    session.flush()
    session.add(Delivery(notice_id=notice.id, channel=channel, message_id=message.id))
    others = (name for name in known if name != channel)
    session.add_all(
        Delivery(notice_id=notice.id, channel=name, message_id=message.id, outcome="cancelled")
        for name in others
    )
    session.flush()
    return message


def trials(session: Session, office_id: int) -> dict[str, Trial]:
    """The latest trial of each channel of the office, in one statement."""
    rows = session.execute(
        select(Message, col(Attempt.outcome), col(Attempt.detail))
        .join(Notice, col(Notice.id) == col(Message.notice_id))
        .outerjoin(Attempt, col(Attempt.message_id) == col(Message.id))
        .where(Message.office_id == office_id, Notice.code == TRIAL)
        .order_by(col(Message.id), col(Attempt.number))
    )
    return {message.channel: Trial(message, outcome or "", detail or "") for message, outcome, detail in rows}


def trial_told(notice: Notice, say: Phrases, base_url: str) -> Told:
    """The trial in words."""
    return Told(
        code=TRIAL,
        subject=say("trial_subject"),
        body=say("trial_body", at=say.date(bangkok_date(notice.written_at))),
        link=f"{base_url}/notices",
        due_on=None,
        urgent=False,
        item_code="",
    )


def pause(session: Session, office_id: int, channel: str, days: int, reason: str, hand: Hand) -> ChannelPause:
    """Lets nothing go out by a channel of the office for some days; what waits goes out afterwards.

    Raises NotAllowed, TooLong, and BadInput for no reason or more than LONGEST_PAUSE days.
    """
    by = authority(session, office_id, hand, SETTERS)
    why = limited("reason", reason, LONGEST_REASON).strip()
    if not why:
        raise BadInput("reason", "empty")
    if not 1 <= days <= LONGEST_PAUSE:
        raise BadInput("channel_days", "out_of_range", str(days)[:10])
    found = session.get(ChannelPause, (office_id, channel))
    if found is None:
        found = ChannelPause(office_id=office_id, channel=channel, until=hand.at)
        session.add(found)
    found.until, found.reason = hand.at + days * _DAY, why
    session.flush()
    record(session, office_id, "channel", [channel], {"paused_days": days, "reason": why}, hand, by=by)
    return found


def resume(session: Session, office_id: int, channel: str, hand: Hand) -> None:
    """Lets a channel send again; raises NotAllowed, and BadInput where it does not rest."""
    by = authority(session, office_id, hand, SETTERS)
    found = session.get(ChannelPause, (office_id, channel))
    if found is None:
        raise BadInput("channel", "unknown", channel[:20])
    session.delete(found)
    session.flush()
    record(session, office_id, "channel", [channel], {"resumed": True}, hand, by=by)
