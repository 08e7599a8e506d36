"""Why an event of a log is kept apart: each reason in both languages."""

from enum import StrEnum
from typing import Final

from states.model import Label


class Reason(StrEnum):
    """The first thing for which the definition would have refused an event, in the order they are asked."""

    NO_ACTIVITY = "no_activity"
    NO_TIME = "no_time"
    IN_FUTURE = "in_future"
    DUPLICATE = "duplicate"
    OUT_OF_ORDER = "out_of_order"
    UNKNOWN_ACTIVITY = "unknown_activity"
    AFTER_END = "after_end"
    NOT_OPEN = "not_open"
    WRONG_ROLE = "wrong_role"
    SEPARATED = "separated"
    REASON_MISSING = "reason_missing"
    DOCUMENT_MISSING = "document_missing"
    GUARD = "guard"


WORDS: Final = {
    Reason.NO_ACTIVITY: Label(
        "ไม่มีชื่อกิจกรรม หรือยาวเกิน ๓๐๐ ตัวอักษร", "no activity, or a name over 300 characters"
    ),
    Reason.NO_TIME: Label("ไม่มีเวลา หรืออ่านเวลาไม่ได้", "no time, or none that can be read"),
    Reason.IN_FUTURE: Label("เวลาอยู่หลังวันนำเข้า", "later than the moment of the import"),
    Reason.DUPLICATE: Label("ซ้ำกับเหตุการณ์ก่อนหน้าทุกประการ", "the same in everything as one before it"),
    Reason.OUT_OF_ORDER: Label("เวลาย้อนก่อนเหตุการณ์ที่รับไว้แล้ว", "earlier than what was taken in before it"),
    Reason.UNKNOWN_ACTIVITY: Label(
        "กิจกรรมนี้ไม่มีในตารางเทียบหรือในเส้นทาง", "not in the mapping, or not on the path"
    ),
    Reason.AFTER_END: Label("เรื่องสิ้นสุดแล้ว", "the paper had ended"),
    Reason.NOT_OPEN: Label("ทำขั้นตอนนี้จากสถานะนั้นไม่ได้", "not open in the state the paper stood in"),
    Reason.WRONG_ROLE: Label("ผู้ทำไม่มีอำนาจ", "done by somebody without the role"),
    Reason.SEPARATED: Label("ผู้เดียวกันทำสองขั้นที่ต้องแยกกัน", "the same person at two steps that must be apart"),
    Reason.REASON_MISSING: Label("ไม่มีเหตุผล", "without the reason it needs"),
    Reason.DOCUMENT_MISSING: Label("ไม่มีเอกสารที่ต้องแนบ", "without a document it needs"),
    Reason.GUARD: Label("ไม่ครบเงื่อนไข", "a condition did not hold"),
}
