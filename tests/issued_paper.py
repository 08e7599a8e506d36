"""A memo of the small office walked up to its issue, by the same functions that the doors call."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workflow import engine
from workflow.changes import Hand
from workflow.models import Item
from workflow.papers import drafts, issuing, signing
from workflow.papers.fields import Fields

MARKUP = "<p>ข้อความตามที่ลงนาม ฉบับที่ 1</p>"
FIELDS = Fields(
    subject="ขอเชิญประชุมเรื่องลับเฉพาะผู้ได้รับ",
    to="ผู้อำนวยการกลุ่มทุกกลุ่ม",
    reason=("ด้วยกำหนดประชุม",),
    wish=("จึงขอเชิญประชุม",),
    closing="จึงเรียนมาเพื่อโปรดทราบ",
    sent_to=("all_groups",),
)


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """Its item's code, its number as printed, and the code that vouches for it."""

    item_id: int
    code: str
    number: str
    witness: str


def hand(office: Any, role: str, at: datetime.datetime) -> Hand:
    return Hand(office.people[role], at)


def draft(session: Session, office: Any, at: datetime.datetime, code: str = "free_memo", **more: Any) -> Item:
    fields = more.pop("fields", FIELDS)
    group = office.groups["PLN"]
    return drafts.open_paper(
        session, office.id, code, fields, hand(office, "plan_officer", at), group_id=group, **more
    )


def before_the_director(session: Session, office: Any, item: Item, at: datetime.datetime) -> None:
    """Proposed, and passed up with two opinions."""
    for trigger, role, facts in (
        ("propose", "plan_officer", {"fields_complete": "ครบ"}),
        ("pass_group", "plan_director", {"opinion": "เห็นควรลงนาม"}),
        ("pass_deputy", "deputy_director", {"opinion": "เพื่อโปรดลงนาม"}),
    ):
        engine.advance(session, item.id, trigger, by=office.people[role], at=at, evidence=facts)


def signed(session: Session, office: Any, at: datetime.datetime, markup: str = MARKUP, **more: Any) -> Item:
    item = draft(session, office, at, **more)
    before_the_director(session, office, item, at)
    signing.sign(
        session,
        item.id,
        "sign",
        hand(office, "area_director", at),
        order="ลงนามแล้ว",
        markup=markup,
        title=item.title,
        revision=1,
        signature="in_system",
    )
    return item


def issued(
    session: Session, office: Any, at: datetime.datetime, markup: str = MARKUP, **more: Any
) -> IssuedPaper:
    item = signed(session, office, at, markup, **more)
    done = issuing.issue(session, item.id, hand(office, "clerk", at))
    return IssuedPaper(item.id, item.code, done.number_text, done.witness_code)
