"""What is said of questions about the past that cannot be answered."""

from collections.abc import Mapping
from typing import Final

Words = tuple[str, str, str]
# code: (Thai title, sentence, what to do next), the same in English
_BOTH: Final[dict[str, tuple[Words, Words]]] = {
    "past_in_future": (
        (
            "วันที่ยังมาไม่ถึง",
            "วันที่ {day} ยังมาไม่ถึง จึงยังไม่มีข้อมูล ณ วันนั้น",
            "เลือกวันที่ไม่เกินวันนี้ คือ {limit}",
        ),
        (
            "The date is still to come",
            "The date {day} is still to come: nothing can be told as of it.",
            "Choose a date up to today, {limit}.",
        ),
    ),
    "past_known_before_on": (
        (
            "วันที่ทราบมาก่อนวันที่ถาม",
            "ถามข้อมูล ณ วันที่ {limit} แต่ให้ใช้เท่าที่ทราบเมื่อ {day} ซึ่งวันนั้นยังมาไม่ถึง",
            "เลือก “ตามที่ทราบเมื่อ” เป็นวันที่ {limit} หรือหลังจากนั้น",
        ),
        (
            "Known before the day asked about",
            "You ask about {limit}, by what was known on {day}: that day was still to come then.",
            "Choose {limit} or a later date for “as known on”.",
        ),
    ),
    "past_before_record": (
        (
            "ก่อนเริ่มบันทึกในระบบ",
            "เมื่อ {day} ยังไม่มีการบันทึกใดในระบบ สำนักงานเริ่มบันทึกวันที่ {limit}",
            "เลือก “ตามที่ทราบเมื่อ” ตั้งแต่วันที่ {limit}",
        ),
        (
            "Before the record begins",
            "On {day} nothing was recorded here yet; the office’s record begins on {limit}.",
            "Choose {limit} or a later date for “as known on”.",
        ),
    ),
}
PAST_TH: Final[Mapping[str, Words]] = {code: thai for code, (thai, _) in _BOTH.items()}
PAST_EN: Final[Mapping[str, Words]] = {code: english for code, (_, english) in _BOTH.items()}
