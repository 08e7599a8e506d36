"""An office whose papers ended long ago: plans with documents, and a circular that was signed and issued."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import NOW, SmallOffice
from issued_paper import IssuedPaper, issued
from sqlmodel import Session

from notifications.models import Attempt, Delivery, Message, Notice
from workflow import comments, engine, form_drafts
from workflow.attest import attest
from workflow.changes import Hand
from workflow.database import Database
from workflow.evidence import path_of, take_in
from workflow.models import Item
from workflow.retention.destroying import Order
from workflow.statements import Attached

LATER = datetime.datetime(2028, 1, 13, 2, 0, tzinfo=datetime.UTC)  # ten years and a day
TODAY = datetime.date(2028, 1, 13)
OWN, SHARED = b"%PDF-1.4\n% of one plan alone\n", b"%PDF-1.4\n% of two plans\n"
ORDER_NO = "ศธ 04001/15 ลงวันที่ 13 มกราคม 2571"


@dataclass(frozen=True, slots=True)
class Kept:
    """Two plans that ended, one that goes on, and a paper that was issued and ended."""

    old: int
    shared: str
    own: str
    paper: IssuedPaper


def order(**more: Any) -> Order:
    return Order(ORDER_NO, TODAY, **more)


def hand(office: SmallOffice, role: str = "area_director", at: datetime.datetime = LATER) -> Hand:
    return Hand(office.people[role], at)


def end(session: Session, office: SmallOffice, item_id: int, trigger: str = "cancel") -> None:
    """Ends it by a step."""
    director = office.people["area_director"]
    engine.advance(session, item_id, trigger, by=director, at=NOW, reason="ยกเลิกตามมติ")


def show(session: Session, office: SmallOffice, folder: Path, item: Item, data: bytes) -> str:
    stored = take_in(session, folder, data, "คำสั่ง.pdf", at=NOW)
    attest(
        session,
        item.id,
        by=office.people["plan_director"],
        at=NOW,
        documents={"appointment_order": Attached(stored.sha256, "คำสั่ง.pdf")},
    )
    return stored.sha256


def furnished(database: Database, office: SmallOffice, folder: Path) -> Kept:
    """AP1 has ended, with two files, a comment, a draft and notices; AP2 goes on and has one of the files."""
    with database.write() as session:
        old = office.open(session, "annual_plan", "AP1")
        going_on = office.open(session, "annual_plan", "AP2")
        shared = show(session, office, folder, old, SHARED)
        own = show(session, office, folder, old, OWN)
        show(session, office, folder, going_on, SHARED)
        writer = office.people["plan_director"]
        comments.write(session, old, "ดูแล้ว @project_owner.t1", Hand(writer, NOW))
        form_drafts.keep_draft(session, writer, "proposal/AP1/goals", (("x", "1"),), base="b", at=NOW)
        form_drafts.keep_draft(session, writer, "proposal/AP2/goals", (("x", "1"),), base="b", at=NOW)
        tell(session, office, old, going_on)
        end(session, office, old.id)
        paper = issued(session, office, NOW)
        end(session, office, paper.item_id, "void_after_issue")
        return Kept(old.id, shared, own, paper)


def tell(session: Session, office: SmallOffice, old: Item, going_on: Item) -> None:
    """A message of the old plan alone, and a digest of both plans."""
    person = office.people["plan_director"]
    notices = [
        Notice(office_id=office.id, person_id=person, code="x", item_id=item.id, about=about, written_at=NOW)
        for item, about in ((old, "1"), (old, "2"), (going_on, "3"))
    ]
    session.add_all(notices)
    session.flush()
    for kind, notice_id, carried in (("now", notices[0].id, notices[:1]), ("digest", None, notices[1:])):
        message = Message(
            office_id=office.id,
            person_id=person,
            channel="email",
            kind=kind,
            day=NOW.date(),
            notice_id=notice_id,
            token=kind,
            state="sent",
            next_at=NOW,
            made_at=NOW,
        )
        session.add(message)
        session.flush()
        session.add(Attempt(message_id=message.id, number=1, worker="w", began_at=NOW))
        session.add_all(
            Delivery(notice_id=each.id, channel="email", message_id=message.id) for each in carried
        )
    session.flush()


def there(folder: Path, sha256: str) -> bool:
    return path_of(folder, sha256).exists()
