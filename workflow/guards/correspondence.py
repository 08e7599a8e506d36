"""What a memo or letter must show: opinions, orders, the right to sign, its number (P-M2, DOMAIN 3.3)."""

import re

from states.model import Label
from states.thai import arabic_digits, long_date, long_date_en
from workflow.facts import Fact
from workflow.guards.registry import attested, guard
from workflow.guards.stated import stated
from workflow.permissions import ACTING, ON_BEHALF, Authority
from workflow.situation import Situation, read

# "ศธ 04159/1234", "ศธ 04159/ว 12" (a circular), "กนผ 12/2568"; Thai digits are read as 0-9 first.
_LETTER_NUMBER = re.compile(r"[^/]*[^\W_][^/]*/\s*(?:ว\s*)?\d+")


@guard
def number_assigned(situation: Situation) -> Label | bool | None:
    return _numbered(stated(situation, "number_assigned"))


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


attested("fields_complete")
attested("opinion_recorded")
attested("order_recorded")
attested("all_recipients_acknowledged")
