"""Every kind of paper of the demonstration office, as it would be printed."""

import datetime
import io
from collections.abc import Iterator
from dataclasses import replace

from PIL import Image, ImageDraw
from sqlmodel import Session, col, select

from papers.content import CONTENTS
from papers.content.appointment_order import appointment
from papers.context import paper_markup
from papers.desk import Desk
from papers.drafting import Wanted, draft, draft_for, papers_named
from papers.particulars import Occasion
from papers.ready import Ready, Stamp
from papers.render import BOOK, compose
from states.catalogue import catalogue
from workflow.changes import Hand
from workflow.items import NewItem, open_item
from workflow.models import Attendance, Body, Item, Obligation, Office, OutboxRow, Person
from workflow.papers.drafts import open_paper
from workflow.papers.fields import Fields

CLOSED = datetime.date(2018, 12, 28)
DRAFTED = datetime.datetime(2018, 12, 28, 2, 0, tzinfo=datetime.UTC)
STAMP = Stamp(
    "7QK3-M2XD-9V4A-T0PZ",
    "https://khanton.example.go.th/verify/7QK3-M2XD-9V4A-T0PZ",
    "ลงในประวัติของสำนักงานแล้ว รายการที่ ๔๑๒ วันที่ ๑๙ ม.ค. ๒๕๖๑ ตรวจสอบได้ด้วยรหัส",
)
WRITTEN = Fields(
    subject="ขออนุมัติเบิกจ่ายค่าวัสดุการประชุมปรับแผนกลางปี ครั้งที่ 1",
    to="ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาประถมศึกษาอุตรดิตถ์ เขต 2",
    unit="กลุ่มนโยบายและแผน โทร. 0 5500 0000",
    reason=("ตามที่สำนักงานเขตพื้นที่การศึกษาได้อนุมัติโครงการจัดทำแผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2561 ไว้แล้ว นั้น",),
    wish=("กลุ่มนโยบายและแผนมีความจำเป็นต้องจัดซื้อวัสดุ เป็นเงิน 12,500.50 บาท (หนึ่งหมื่นสองพันห้าร้อยบาทห้าสิบสตางค์)",),
    closing="จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ",
)
_FREE = ("free_memo", "free_letter", "free_circular", "free_order")
_KINDS = {"letter_school_plan_result": "school_plan", "letter_support_schools": "development_plan"}


def golden_papers(session: Session) -> Iterator[tuple[str, Ready]]:
    """Name and paper: drafts as the year sets them off, papers written by hand, papers made from rows."""
    office = session.exec(select(Office).where(Office.code == "UTD2")).one()
    hand = Hand(_service(session, office), DRAFTED)
    drafted = {**_set_off(session, office), **_by_date(session, office)}
    for code in sorted(_on_paths() - drafted.keys() - set(_FREE)):
        drafted[code] = _about_something(session, office, code, hand)
    for code, item in sorted(drafted.items()):
        yield code, paper_markup(session, item.id, on=item.effective_on)
    for code in _FREE:
        item = open_paper(session, office.id, code, _filled(session, code), hand)
        yield code, paper_markup(session, item.id, on=CLOSED)
    yield "issued_memo", _issued(session, office, hand)
    yield from _from_rows(session, office)


def _on_paths() -> set[str]:
    return {code for code, words in catalogue().papers.items() if words.form != "none"}


def _set_off(session: Session, office: Office) -> dict[str, Item]:
    """The first paper of each code that the steps of the year set off."""
    found: dict[str, Item] = {}
    desk = Desk(session, CLOSED)
    rows = select(OutboxRow).where(OutboxRow.office_id == office.id).order_by(col(OutboxRow.id))
    for row in session.exec(rows).all():
        for code in papers_named(row.notices):
            item = None if code in found else draft_for(session, row, code, row.created_at, desk)
            if item is not None:
                found[code] = item
    return found


def _by_date(session: Session, office: Office) -> dict[str, Item]:
    """A memo that tells of a deadline, which the mornings draft."""
    duty, item = session.exec(
        select(Obligation, Item)
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .where(Item.office_id == office.id, Obligation.code == "D-AP-03")
        .order_by(col(Obligation.id))
    ).first() or (None, None)
    assert item is not None
    on = datetime.datetime(2017, 12, 18, 2, 0, tzinfo=datetime.UTC)
    occasion = Occasion(item, on.date(), duty=duty)
    return {"memo_deadline": draft(session, Wanted("memo_deadline", occasion, "duty:golden"), on)}


def _about_something(session: Session, office: Office, code: str, hand: Hand) -> Item:
    """A paper that no step of the sample's year sets off."""
    if code == "appointment_order":
        body = select(Body).where(Body.office_id == office.id, col(Body.internal)).order_by(col(Body.id))
        fields = appointment(session, session.exec(body).first(), on=CLOSED)
        return open_paper(session, office.id, code, fields, hand)
    kind = _KINDS.get(code, "annual_plan")
    new = NewItem(kind, f"G-{code[:30]}", f"แผนตัวอย่าง {catalogue().papers[code].th}", 2562)
    about = open_item(session, office.id, new, by=hand.by, at=hand.at)
    return draft(session, Wanted(code, Occasion(about, CLOSED), f"{code}:golden"), hand.at)


def _filled(session: Session, code: str) -> Fields:
    if code != "free_order":
        return replace_fields(WRITTEN, attached=("รายการวัสดุ จำนวน 1 ชุด",) if code == "free_letter" else ())
    return replace_fields(
        WRITTEN, subject="มอบหมายผู้รับผิดชอบการรายงานผลรายไตรมาส", duties=("รวบรวมรายงาน", "เสนอผู้บังคับบัญชา")
    )


def replace_fields(fields: Fields, **changes: object) -> Fields:
    return Fields(**{name: changes.get(name, getattr(fields, name)) for name in fields.__struct_fields__})


def _issued(session: Session, office: Office, hand: Hand) -> Ready:
    """A memo as it leaves the office: numbered, dated, signed, sealed with its stamp; with an emblem."""
    urgent = replace_fields(WRITTEN, urgency="ด่วนที่สุด", secrecy="ลับ")
    item = open_paper(session, office.id, "free_memo", urgent, hand)
    ready = paper_markup(session, item.id, on=CLOSED)
    slots = {"number": "ศธ 04xxx/123", "dated": "19 มกราคม 2561", "signed": "ลงนามทางอิเล็กทรอนิกส์"}
    return replace(ready, slots=slots, stamp=STAMP, emblem=_emblem(), draft=False)


def _emblem() -> bytes:
    """A ring in the place of an emblem: the real one is not free to be copied."""
    image = Image.new("RGB", (300, 330), "white")
    ImageDraw.Draw(image).ellipse((10, 25, 290, 305), outline="black", width=12)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def _from_rows(session: Session, office: Office) -> Iterator[tuple[str, Ready]]:
    for code, content in sorted(CONTENTS.items()):
        words = catalogue().papers[code]
        item = _sample_of(session, office, words.of[0])
        markup = compose(words.template, content(session, item, on=CLOSED), limits=BOOK)
        yield code, Ready(markup, f"{words.th} {item.title}", thai_digits=words.thai_digits)


def _sample_of(session: Session, office: Office, kind: str) -> Item:
    of_kind = select(Item).where(Item.office_id == office.id, Item.kind == kind, Item.fiscal_year == 2561)
    if kind == "meeting":  # one that was held here, with those who came
        of_kind = of_kind.where(col(Item.id).in_(select(Attendance.meeting_id)))
    return session.exec(of_kind.order_by(col(Item.id)).limit(1)).one()


def _service(session: Session, office: Office) -> int:
    service = select(Person.id).where(Person.office_id == office.id, col(Person.is_service))
    return session.exec(service.order_by(col(Person.id))).first() or 0
