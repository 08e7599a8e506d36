"""Messages ready to go out, and channels that keep what they are sent."""

import datetime
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, select

from notifications.channels.channel import Outgoing
from notifications.models import Contact, Delivery, Message, Notice
from notifications.rendered import Rendered
from workflow.database import Database
from workflow.models import Item, Obligation
from workflow.moments import bangkok_date

TOKEN = "123e4567-e89b-12d3-a456-426614174000"
SUBJECT = "เตือนกำหนดส่งรายงานไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2561"


def outgoing(at: datetime.datetime, **more: Any) -> Outgoing:
    """A message in Thai, differing where said."""
    values: dict[str, Any] = {
        "token": TOKEN,
        "to": "plan@example.org",
        "name": "ผู้อำนวยการกลุ่มนโยบายและแผน",
        "subject": SUBJECT,
        "text": "เรียน ผู้อำนวยการกลุ่ม\n\nเหลือเวลา 3 วัน\n.บรรทัดที่ขึ้นต้นด้วยจุด\n",
        "html": "<p>เหลือเวลา <b>3 วัน</b></p>",
        "line": "เตือน: รายงานไตรมาสที่ 1 เหลือ 3 วัน",
        "told": ({"code": "reminder", "subject": SUBJECT},),
        "language": "th",
        "at": at,
    }
    return Outgoing(**{**values, **more})


def render(_session: Session, message: Message, notices: Sequence[Notice]) -> Rendered:
    """Says which notices are in it, and nothing else."""
    codes = ", ".join(f"{each.code} {each.id}" for each in notices)
    told = tuple({"id": each.id, "code": each.code} for each in notices)
    return Rendered(f"{message.kind}: {len(notices)}", codes, f"<p>{codes}</p>", codes, told)


@dataclass
class Recording:
    """A channel that keeps what it was given; `then` decides what becomes of it, by raising or not."""

    name: str = "email"
    then: Callable[[Outgoing], None] | None = None
    sent: list[Outgoing] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, message: Outgoing) -> str:
        if self.then is not None:
            self.then(message)
        with self._lock:
            self.sent.append(message)
        return "250 OK"

    def close(self) -> None:
        """Nothing is open."""

    def only(self, _office_code: str, name: str) -> "Recording | None":
        """The channels of an installation that has only this one."""
        return self if name == self.name else None


@dataclass
class Clock:
    at: datetime.datetime

    def __call__(self) -> datetime.datetime:
        return self.at

    def on(self, **how_far: float) -> None:
        self.at += datetime.timedelta(**how_far)


def contact(session: Session, person_id: int, since: datetime.datetime, channel: str = "email") -> Contact:
    """Where she is reached; the one that is there already, if any."""
    found = session.exec(
        select(Contact).where(Contact.person_id == person_id, Contact.channel == channel)
    ).first()
    if found is None:
        found = Contact(
            person_id=person_id, channel=channel, address=f"p{person_id}@example.org", since=since
        )
        session.add(found)
        session.flush()
    return found


def notice(session: Session, item: Item, person_id: int, at: datetime.datetime, **more: Any) -> Notice:
    row = Notice(
        office_id=item.office_id,
        person_id=person_id,
        item_id=item.id,
        written_at=at,
        **{"code": "notify_status", **more},
    )
    session.add(row)
    session.flush()
    return row


def owed(session: Session, item: Item, at: datetime.datetime, code: str = "quarter_report") -> Obligation:
    row = Obligation(
        office_id=item.office_id,
        item_id=item.id,
        code=code,
        owed_by="plan_officer",
        due_on=bangkok_date(at) + datetime.timedelta(days=3),
        formula="",
        calendar_version="1",
        opened_seq=1,
        opened_at=at,
    )
    session.add(row)
    session.flush()
    return row


def message(
    session: Session,
    notices: Sequence[Notice],
    at: datetime.datetime,
    *,
    channel: str = "email",
    kind: str = "digest",
) -> Message:
    """A message with these notices, waiting since `at`, to where their person is reached."""
    first = notices[0]
    contact(session, first.person_id, at, channel)
    row = Message(
        office_id=first.office_id,
        person_id=first.person_id,
        channel=channel,
        kind=kind,
        day=bangkok_date(at),
        notice_id=first.id if kind == "urgent" else None,
        token=str(uuid.uuid4()),
        next_at=at,
        made_at=at,
    )
    session.add(row)
    session.flush()
    session.add_all(Delivery(notice_id=each.id, channel=channel, message_id=row.id) for each in notices)
    session.flush()
    return row


def rows(database: Database, table: Any) -> list[Any]:
    """Every row of a table, in the order of its key."""
    with database.read() as session:
        found = session.exec(select(table).order_by(*table.__table__.primary_key)).all()
        session.expunge_all()
        return list(found)
