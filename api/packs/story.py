"""What a pack says in words: the history of its items, and how the pack is checked."""

from typing import Final

from sqlmodel import Session, col, select

from api.commands.sentences import sentence
from api.packs.contents import Contents
from workflow import definitions
from workflow.checkpoints.texts import said_by
from workflow.models import Checkpoint, Entry, Office, Person, Position

_README: Final = """\
ชุดหลักฐาน · Evidence pack
{name} ({code})
เรื่อง · about: {item} {title}
จุดตรวจสอบ · checkpoint: รายการที่ · entry {seq}

ตรวจอย่างไร (ไม่ต้องต่ออินเทอร์เน็ต)
1. เปิดไฟล์ verify.html ด้วยเบราว์เซอร์ แล้วเลือกไฟล์ ZIP นี้ หรือ
2. สั่ง  python3 verify.py  ในโฟลเดอร์ที่แตกไฟล์ไว้ (ใช้ Python เปล่า ๆ ไม่ต้องติดตั้งอะไร)
เทียบกุญแจที่แสดงกับกุญแจในหน้า /verify ของสำนักงาน อย่าใช้กุญแจจากในชุดนี้เพียงอย่างเดียว

How to check it, without a network
1. Open verify.html in a browser and choose this ZIP file, or
2. run  python3 verify.py  where it was unpacked (plain Python, nothing to install).
Compare the key shown with the one on the office's page /verify; do not trust the pack's own alone.

สิ่งที่อยู่ในชุด · What is in it
history/history.txt         ประวัติเป็นข้อความ · the history in words
history/proof.json          รายการ พร้อมหลักฐานใต้จุดตรวจสอบ · entries, proved under the checkpoint
history/unproved.jsonl      รายการหลังจุดตรวจสอบ (ถ้ามี) · entries after the checkpoint, if any
history/checkpoints.jsonl   จุดตรวจสอบทั้งหมด · every checkpoint, as an anchor
history/disclosures.json    ข้อมูลบุคคลที่ประวัติปกปิดไว้ (ตรวจย้อนได้) · personal values behind commitments
documents/                  เอกสารที่แนบ · documents put forward
papers/                     ข้อความหนังสือที่ลงนาม และ PDF เพื่ออ่าน · texts as signed, and PDF to read
manifest.json               รายการไฟล์ · the list of files
"""


def readme(told: Contents, office: Office, last: Checkpoint) -> str:
    """The first thing that somebody with the pack reads; it ends with the checkpoint's own text."""
    words = _README.format(
        name=office.name_th, code=office.code, item=told.item.code, title=told.item.title, seq=last.seq
    )
    return f"{words}\n{said_by(last, office.code).text}"


def history_text(session: Session, told: Contents) -> str:
    """Every entry as a sentence, in the order recorded; in a fixed number of statements."""
    entries = session.exec(
        select(Entry)
        .where(Entry.office_id == told.item.office_id, col(Entry.seq).in_(told.seqs))
        .order_by(col(Entry.seq))
    ).all()
    who = {each.actor_id for each in entries}
    acting = {each.position_id for each in entries if each.position_id is not None}
    people = dict(session.exec(select(Person.id, Person.name_th).where(col(Person.id).in_(who))).all())
    named = select(Position.id, Position.title_th).where(col(Position.id).in_(acting))
    posts = dict(session.exec(named).all())
    codes = {item.id: item.code for item in told.items}
    lines = []
    for each in entries:
        name = people.get(each.actor_id, "")
        post = posts.get(each.position_id, "") if each.position_id else ""
        known = definitions.by_hash(session, each.definition_hash) if each.definition_hash else None
        said = sentence(each, name, "" if post in name else post, known)
        lines.append(f"{codes.get(each.item_id or 0, '-')}  {said}")
    return "\n".join(lines) + "\n"
