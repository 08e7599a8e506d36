"""Notices, duties and messages put into the small office for tests of what is read from them."""

import datetime
from typing import Any

from sqlmodel import Session

from notifications.models import Attempt, Delivery, Message, Notice
from workflow.models import Item, Obligation, OutboxRow

TODAY = datetime.date(2018, 1, 12)


def duty(session: Session, office: Any, item: Item, due_on: datetime.date, **more: Any) -> Obligation:
    """Something owed on the item by the plan officer, unless told otherwise."""
    told = {
        "office_id": office.id,
        "item_id": item.id,
        "code": "D-QR",
        "owed_by": "plan_officer",
        "due_on": due_on,
        "formula": "สิ้นไตรมาส + 15 วัน",
        "calendar_version": "3",
        "opened_seq": 1,
        "opened_at": datetime.datetime(2018, 1, 2, 2, 0, tzinfo=datetime.UTC),
    }
    made = Obligation(**{**told, **more})
    session.add(made)
    session.flush()
    return made


def notice(
    session: Session, office: Any, role: str, item: Item | None, at: datetime.datetime, **more: Any
) -> Notice:
    """A notice to the holder of `role`: of a step, unless it says what it reminds of or is about."""
    told: dict[str, Any] = {"code": "notify_status", **more}
    if item is not None and "obligation_id" not in told:
        row = OutboxRow(
            office_id=office.id,
            item_id=item.id,
            entry_seq=1,
            notices=told["code"],
            created_at=at,
            taken_at=at,
        )
        session.add(row)
        session.flush()
        told["outbox_id"] = row.id
    made = Notice(
        office_id=office.id,
        person_id=office.people[role],
        item_id=item.id if item else None,
        written_at=at,
        **told,
    )
    session.add(made)
    session.flush()
    return made


def sent(
    session: Session,
    told: Notice,
    channel: str,
    at: datetime.datetime,
    *,
    outcome: str = "sent",
    tries: int = 1,
) -> Message:
    """A message that carried the notice, after some tries."""
    message = Message(
        office_id=told.office_id,
        person_id=told.person_id,
        channel=channel,
        kind="urgent",
        day=TODAY,
        notice_id=told.id,
        token=f"{channel}-{told.id}",
        state=outcome or "waiting",
        attempts=tries,
        next_at=at,
        made_at=at,
        ended_at=at if outcome else None,
    )
    session.add(message)
    session.flush()
    session.add(Delivery(notice_id=told.id, channel=channel, message_id=message.id, outcome=outcome))
    for number in range(1, tries + 1):
        last = number == tries and outcome == "sent"
        session.add(
            Attempt(
                message_id=message.id,
                number=number,
                worker="w1",
                began_at=at,
                ended_at=at,
                outcome="accepted" if last else "temporary",
                detail=f"answer {number}",
            )
        )
    session.flush()
    return message
