"""What a memo or letter must show: opinions, orders, the right to sign, its number (P-M2, DOMAIN 3.3)."""

import re
from typing import Any

from states.model import Label
from states.thai import arabic_digits, long_date, long_date_en
from workflow.database import Sql
from workflow.facts import Fact
from workflow.guards.registry import guard
from workflow.guards.stated import stated
from workflow.papers.fields import PARTS, missing_parts
from workflow.papers.fields import read as read_fields
from workflow.permissions import ACTING, ON_BEHALF, Authority
from workflow.situation import Situation, read

# "ศธ 04159/1234", "ศธ 04159/ว 12" (a circular), "กนผ 12/2568"; Thai digits are read as 0-9 first.
_LETTER_NUMBER = re.compile(r"[^/]*[^\W_][^/]*/\s*(?:ว\s*)?\d+")


_PAPER = Sql("SELECT form, fields, revision FROM paper WHERE item_id = ?")
_NUMBER = Sql("SELECT text FROM register_number WHERE item_id = ? AND voided_at IS NULL")
_FROZEN = Sql(
    "SELECT sha256, signature, revision FROM paper_text"
    " WHERE item_id = ? AND item_version = ? AND signed_by = ? ORDER BY id DESC LIMIT 1"
)
_UNREAD = Sql(
    "SELECT count(*), sum(CASE WHEN a.read_at IS NULL AND (p.active_to IS NULL OR p.active_to >= ?)"
    " THEN 1 ELSE 0 END)"
    " FROM acknowledgement a JOIN person p ON p.id = a.person_id WHERE a.item_id = ?"
)


@guard
def fields_complete(situation: Situation) -> Label | bool | None:
    """A paper whose content is kept says everything its form asks for; of another somebody says so."""
    paper = _row(situation, _PAPER, situation.item.id)
    if paper is None:
        return None if stated(situation, "fields_complete") else True
    lacking = missing_parts(paper[0], read_fields(paper[1]))
    if not lacking:
        return None
    return Label(
        f"ยังไม่ได้กรอก: {', '.join(PARTS[name].th for name in lacking)}",
        f"Not filled in yet: {', '.join(PARTS[name].en for name in lacking)}",
    )


@guard
def text_frozen(situation: Situation) -> Label | None:
    """Whoever signs a paper kept here signs the very text that was frozen for her signature."""
    paper = _row(situation, _PAPER, situation.item.id)
    if paper is None:
        return None
    signer = situation.reading.actor.person_id
    frozen = _row(situation, _FROZEN, situation.item.id, situation.item.version, signer)
    told = tuple(fact.value if fact else "" for fact in map(situation.fact, ("text_sha256", "signature")))
    if frozen is not None and (*told, paper[2]) == tuple(frozen):
        return None
    return Label(
        "ลงนามได้จากหน้าลงนามของหนังสือเท่านั้น เพราะต้องตรึงข้อความที่ลงนามไว้",
        "It is signed from the paper’s own signing page, which freezes the text that is signed",
    )


@guard
def number_assigned(situation: Situation) -> Label | bool | None:
    """The number of a paper kept here stands in its register; of another somebody says which it is."""
    if _row(situation, _PAPER, situation.item.id) is None:
        return _numbered(stated(situation, "number_assigned"))
    number = _row(situation, _NUMBER, situation.item.id)
    told = situation.fact("document_number")
    if number is not None and (told is None or told.value == number[0]):
        return None
    return Label("เลขที่หนังสือต้องมาจากทะเบียนของสำนักงาน", "The number has to come from the office’s register")


@guard
def all_recipients_acknowledged(situation: Situation) -> Label | bool | None:
    """Whoever was asked to read it has, and is still with the office; where nobody was, somebody says so."""
    cursor = situation.reading.cursor
    asked, unread = _row(situation, _UNREAD, cursor.date(situation.on), situation.item.id)
    if not asked:
        return None if stated(situation, "all_recipients_acknowledged") else True
    return Label(f"ยังไม่ได้อ่าน {unread} คน", f"{unread} have not read it yet") if unread else None


def _row(situation: Situation, sql: Sql, *values: Any) -> Any:
    return situation.reading.cursor.row(sql, values)


@guard
def outgoing_letter_numbered(situation: Situation) -> Label | bool | None:
    return _numbered(stated(situation, "outgoing_letter_numbered"))


def _numbered(number: Fact | None) -> Label | bool | None:
    """Holds for the shape of an official number; its owner's register says whether it is the right one."""
    if number is None:
        return True
    if _LETTER_NUMBER.fullmatch(arabic_digits(number.value).strip()):
        return None
    return Label(
        f"เลขที่หนังสือ “{number.value}” ไม่อยู่ในรูป รหัส/เลขทะเบียน เช่น ศธ 04159/123 หรือ ศธ 04159/ว 12",
        f"“{number.value}” is not a letter number such as ศธ 04159/123 or ศธ 04159/ว 12",
    )


@guard
def signing_authority_valid(situation: Situation) -> Label | None:
    """On the day of signing the signer is area director, or stands in for one by an order that covers it."""
    return None if _as_area_director(situation) else _no_authority(situation)


@guard
def delegation_covers_subject(situation: Situation) -> Label | None:
    """An order in force on the day lets the signer stand in for the area director in this subject."""
    orders = [each for each in _as_area_director(situation) if each.capacity in (ACTING, ON_BEHALF)]
    return None if orders else _no_authority(situation)


def _as_area_director(situation: Situation) -> list[Authority]:
    """The signer's authorities as area director for this step, on the day it was signed.

    Read again for that day: a paper may be recorded after an order has run out.
    """
    signer = situation.reading.actor.person_id
    signed = read(situation.session, situation.item.id, signer, situation.on, lock=False)
    return [
        each
        for each in signed.actor.authorities
        if each.role == "area_director" and each.covers(situation.item.kind, situation.move.trigger)
    ]


def _no_authority(situation: Situation) -> Label:
    on = situation.on
    return Label(
        f"ไม่พบตำแหน่งหรือคำสั่งที่ให้อำนาจลงนามเรื่องนี้ในวันที่ {long_date(on)}",
        f"No post or order gives authority to sign this on {long_date_en(on)}",
    )


@guard
def no_deputy_step(situation: Situation) -> bool | None:
    """The office has no deputy on this path, or it is recorded that this matter passes none."""
    recorded = stated(situation, "no_deputy_step")
    free = situation.definition.settings["deputy_step"] is False or (recorded is not None and recorded.yes)
    return None if free else True


@guard
def opinion_recorded(situation: Situation) -> bool | None:
    """Her own words pass a paper kept here on: what it prints under a name, nobody else has written."""
    opinion = stated(situation, "opinion_recorded")
    if _row(situation, _PAPER, situation.item.id) is None:
        return None if opinion else True
    hers = opinion is not None and opinion.attested_by == situation.reading.actor.person_id
    return None if hers else True


@guard
def order_recorded(situation: Situation) -> bool | None:
    """The order given with the signature itself, which its frozen text shows; of another, one on record."""
    if _row(situation, _PAPER, situation.item.id) is None:
        return None if stated(situation, "order_recorded") else True
    return None if situation.given.facts.get("order") else True
