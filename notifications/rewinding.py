"""Puts reminders and what is owed back to how they stood at an earlier moment."""

import datetime

from sqlmodel import Session, col, delete, select, update

from notifications.models import Attempt, Delivery, Message, Notice, SweepDay
from workflow.models import Obligation, OutboxRow
from workflow.moments import BANGKOK, bangkok_date


def as_it_stood(session: Session, office_id: int, now: datetime.datetime) -> None:
    """Takes back what was told since the midnight before `now`, what was settled after it, and what was owed
    only later. For a transaction that is rolled back: papers keep their titles and states of today.
    """
    midnight = datetime.datetime.combine(bangkok_date(now), datetime.time(), BANGKOK)
    session.execute(
        delete(SweepDay).where(col(SweepDay.office_id) == office_id, col(SweepDay.day) >= bangkok_date(now))
    )
    told = select(Notice.id).where(Notice.office_id == office_id, col(Notice.written_at) >= midnight)
    session.execute(delete(Delivery).where(col(Delivery.notice_id).in_(told)))
    session.execute(update(Message).where(col(Message.notice_id).in_(told)).values(notice_id=None))
    messages = select(Message.id).where(Message.office_id == office_id, col(Message.made_at) >= midnight)
    session.execute(delete(Delivery).where(col(Delivery.message_id).in_(messages)))
    session.execute(delete(Attempt).where(col(Attempt.message_id).in_(messages)))
    session.execute(
        delete(Message).where(col(Message.office_id) == office_id, col(Message.made_at) >= midnight)
    )
    session.execute(
        delete(Notice).where(col(Notice.office_id) == office_id, col(Notice.written_at) >= midnight)
    )
    mine = (col(OutboxRow.office_id) == office_id, col(OutboxRow.taken_at) >= midnight)
    session.execute(update(OutboxRow).where(*mine).values(taken_at=None))
    session.execute(update(OutboxRow).where(col(OutboxRow.created_at) > now).values(taken_at=now))
    owed = col(Obligation.office_id) == office_id
    session.execute(
        update(Obligation)
        .where(owed, col(Obligation.opened_at) > now, col(Obligation.outcome) == "")
        .values(outcome="cancelled")
    )
    session.execute(
        update(Obligation)
        .where(owed, col(Obligation.opened_at) <= now, col(Obligation.closed_at) > now)
        .values(outcome="")
    )
    session.expire_all()
