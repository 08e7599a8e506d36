"""What is said where the history cannot leave as an event log, in Thai and English, and what to do."""

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, tuple[str, str, str]]
TH: Final[Words] = {
    "too_many_rows": (
        "เหตุการณ์มากกว่าที่แผ่นงาน Excel รับได้",
        "แผ่นงาน Excel หนึ่งแผ่นรับได้ไม่เกิน {most} เหตุการณ์ แต่ที่เลือกไว้มีมากกว่านั้น จึงไม่ได้สร้างไฟล์",
        "เลือกรูปแบบ csv หรือ jsonl ซึ่งไม่จำกัดจำนวน หรือเลือกให้แคบลงด้วยปีงบประมาณ ประเภทเรื่อง หรือช่วงวันที่",
    ),
    "input_dates_crossed": (
        "ช่วงวันที่กลับด้าน",
        "วันสุดท้าย {detail} อยู่ก่อนวันแรก",
        "สลับวันที่ หรือเว้นว่างไว้ช่องหนึ่ง",
    ),
}
EN: Final[Words] = {
    "too_many_rows": (
        "More events than a sheet of Excel holds",
        "One sheet of Excel holds at most {most} events and more were asked for, so no file was made.",
        "Choose csv or jsonl, which have no limit, or ask for less: a fiscal year, a kind, a span of days.",
    ),
    "input_dates_crossed": (
        "The days are the wrong way round",
        "The last day, {detail}, is before the first.",
        "Exchange the two days, or leave one of them out.",
    ),
}
