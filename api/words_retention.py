"""What is said about terms of keeping, holds and destruction when something is refused."""

from collections.abc import Mapping
from typing import Final

Words = tuple[str, str, str]
# code: (Thai title, sentence, what to do next), the same in English
_BOTH: Final[dict[str, tuple[Words, Words]]] = {
    "retention_nothing": (
        (
            "ไม่มีเรื่องที่ครบอายุการเก็บ",
            "ไม่มีเรื่องที่ครบอายุการเก็บตามที่เลือก",
            "สั่ง khanton retention review เพื่อดูบัญชีหนังสือขอทำลาย",
        ),
        (
            "Nothing is past its term",
            "Of what was chosen nothing is past its term.",
            "Run khanton retention review to see what is.",
        ),
    ),
    "retention_too_many": (
        (
            "เรื่องมากเกินไปในคำสั่งเดียว",
            "ทำลายได้ไม่เกิน {seen} เรื่องต่อคำสั่ง",
            "แบ่งตามชนิดหรือปีงบประมาณด้วย --kind และ --year",
        ),
        (
            "Too many papers in one order",
            "One order may destroy {seen} papers at most.",
            "Divide them by kind or fiscal year with --kind and --year.",
        ),
    ),
    "retention_not_past": (
        (
            "ยังไม่ครบอายุการเก็บ",
            "{item} ยังไม่สิ้นสุดหรือยังไม่ครบอายุการเก็บ หรือไม่มีเรื่องนี้",
            "ตัดรายการนี้ออก หรือรอจนครบกำหนด",
        ),
        (
            "Not past its term",
            "{item} has not ended, its term is not over, or there is no such paper.",
            "Leave it out, or wait until its term is over.",
        ),
    ),
    "retention_held": (
        (
            "ระงับการทำลายไว้",
            "{item} ถูกระงับการทำลายไว้",
            "เลิกระงับด้วย khanton retention release ก่อน หรือตัดรายการนี้ออก",
        ),
        (
            "Held back from destruction",
            "{item} is held back from destruction.",
            "Release it with khanton retention release first, or leave it out.",
        ),
    ),
    "retention_not_held": (
        ("ไม่ได้ระงับไว้", "{item} ไม่ได้ถูกระงับการทำลาย", "ตรวจรหัสเรื่องด้วย khanton retention holds"),
        ("Not held back", "{item} is not held back.", "See khanton retention holds for what is."),
    ),
    "retention_held_already": (
        ("ระงับไว้แล้ว", "{item} ถูกระงับการทำลายไว้แล้ว", "ตัดรายการนี้ออก แล้วสั่งใหม่"),
        ("Held back already", "{item} is held back already.", "Leave it out and try again."),
    ),
    "retention_destroyed": (
        ("ทำลายไปแล้ว", "เนื้อหาของ {item} ถูกทำลายไปแล้ว", "ตัดรายการนี้ออก แล้วสั่งใหม่"),
        ("Destroyed already", "The content of {item} was destroyed before.", "Leave it out and try again."),
    ),
    "retention_future": (
        ("วันที่ของบัญชียังไม่ถึง", "บัญชี ณ วันที่ {seen} ยังไม่ถึง", "ระบุวันนี้หรือวันที่ผ่านมาแล้ว"),
        (
            "The list is of a day to come",
            "The list is of {seen}, which has not come.",
            "Name today or a day that has passed.",
        ),
    ),
    "content_destroyed": (
        (
            "เนื้อหาถูกทำลายแล้ว",
            "เนื้อหาของ {item} ถูกทำลายตามคำสั่งที่ {order_no} เมื่อ {day}",
            "ประวัติและค่า SHA-256 ของเนื้อหายังอยู่ ดูได้ที่หน้าเรื่อง",
        ),
        (
            "The content was destroyed",
            "The content of {item} was destroyed by order {order_no} on {day}.",
            "Its history and the SHA-256 of what it was are kept: see the paper’s page.",
        ),
    ),
}
RETENTION_TH: Mapping[str, Words] = {code: thai for code, (thai, _) in _BOTH.items()}
RETENTION_EN: Mapping[str, Words] = {code: english for code, (_, english) in _BOTH.items()}
