"""Puts papers, what is owed on them and reminders back to how they stood at an earlier moment."""

import datetime

from sqlmodel import Session, col, delete, func, select, update

from notifications.models import Attempt, Delivery, Message, Notice, SweepDay
from workflow.models import Entry, Item, Obligation, OutboxRow
from workflow.moments import BANGKOK, bangkok_date


def as_it_stood(session: Session, office_id: int, now: datetime.datetime) -> None:
    """Takes back what was told since the midnight before `now`, what was settled after it, what was owed only
    later, and the steps of papers after it. For a rehearsal: papers keep their titles of today.
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
    last = (
        select(Entry.to_state)
        .where(col(Entry.item_id) == col(Item.id), col(Entry.at) <= now, col(Entry.to_state) != "")
        .order_by(col(Entry.seq).desc())
        .limit(1)
        .scalar_subquery()
    )
    papers = col(Item.office_id) == office_id
    session.execute(update(Item).where(papers).values(state=func.coalesce(last, col(Item.state))))
    session.execute(update(Item).where(papers, col(Item.opened_at) > now).values(state=""))
    session.expire_all()
