"""The sentence that shows how a due date was reckoned."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from states.buddhist import WEEKDAYS_EN, WEEKDAYS_TH
from states.thai import medium_date, medium_date_en


class Origin(StrEnum):
    """What a due date is counted from."""

    DAY = "day"
    WINDOW = "window"
    QUARTER_END = "quarter_end"
    ITEM_END = "item_end"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The steps of one due date, before it was moved off a closed day; all Bangkok dates.

    `counted` is `start` plus the days (`working` or calendar); `unrolled` is that or an earlier
    latest day; `closed` is the Thai name of the day off that `unrolled` falls on, or None.
    """

    origin: Origin
    start: date
    plus_days: int
    working: bool
    counted: date
    unrolled: date
    opens: date | None
    closed: str | None

    def to_json(self) -> str:
        """The steps as text, which `from_json` reads back."""
        return json.dumps(asdict(self), default=date.isoformat, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Reckoning":
        """The steps that `to_json` wrote."""
        told = json.loads(text)
        days = {name: told[name] and date.fromisoformat(told[name]) for name in _DATES}
        return cls(**{**told, **days, "origin": Origin(told["origin"])})


_DATES: Final = ("start", "counted", "unrolled", "opens")

_ORIGIN_TH: Final = {
    Origin.DAY: "กำหนด",
    Origin.WINDOW: "กำหนดภายใน",
    Origin.QUARTER_END: "สิ้นไตรมาส",
    Origin.ITEM_END: "วันสิ้นสุด",
    Origin.OPENING: "นับจากวันที่",
}
_ORIGIN_EN: Final = {
    Origin.DAY: "Fixed day",
    Origin.WINDOW: "Within",
    Origin.QUARTER_END: "Quarter end",
    Origin.ITEM_END: "End date",
    Origin.OPENING: "Counted from",
}


def explain(reckoning: Reckoning, on: date, language: str) -> str:
    """How the due date `on` was reckoned, as a sentence in the reader's language ("th" or "en")."""
    return explain_en(reckoning, on) if language == "en" else explain_th(reckoning, on)


def explain_th(reckoning: Reckoning, on: date) -> str:
    """`สิ้นไตรมาส 31 ธ.ค. 2560 + 15 วัน = 15 ม.ค. 2561, ไม่ใช่วันหยุด`, for the due date `on`."""
    opens = f"{medium_date(reckoning.opens)} ถึง " if reckoning.opens else ""
    said = f"{_ORIGIN_TH[reckoning.origin]} {opens}{medium_date(reckoning.start)}"
    if reckoning.plus_days:
        unit = "วันทำการ" if reckoning.working else "วัน"
        said += f" {_signed(reckoning.plus_days)} {unit} = {medium_date(reckoning.counted)}"
    if reckoning.unrolled != reckoning.counted:
        said += f" แต่ไม่เกิน {medium_date(reckoning.unrolled)}"
    return f"{said}, {_day_off_th(reckoning)}{_moved_th(reckoning, on)}"


def explain_en(reckoning: Reckoning, on: date) -> str:
    """`Quarter end 31 Dec 2017 + 15 days = 15 Jan 2018, a workday`, for the due date `on`."""
    opens = f"{medium_date_en(reckoning.opens)} to " if reckoning.opens else ""
    said = f"{_ORIGIN_EN[reckoning.origin]} {opens}{medium_date_en(reckoning.start)}"
    if reckoning.plus_days:
        one = abs(reckoning.plus_days) == 1
        unit = ("workday" if reckoning.working else "day") + ("" if one else "s")
        said += f" {_signed(reckoning.plus_days)} {unit} = {medium_date_en(reckoning.counted)}"
    if reckoning.unrolled != reckoning.counted:
        said += f", but no later than {medium_date_en(reckoning.unrolled)}"
    return f"{said}, {_day_off_en(reckoning)}{_moved_en(reckoning, on)}"


def _signed(days: int) -> str:
    return f"{'-' if days < 0 else '+'} {abs(days)}"


def _day_off_th(reckoning: Reckoning) -> str:
    closed = reckoning.closed
    if closed is None:
        return "ไม่ใช่วันหยุด"
    return f"ตรงกับ{closed}" if closed.startswith("วัน") else f"ตรงกับวันหยุด ({closed})"


def _moved_th(reckoning: Reckoning, on: date) -> str:
    if on < reckoning.unrolled:
        return f" จึงเลื่อนขึ้นมาเป็นวันทำการก่อนหน้า {medium_date(on)}"
    if on > reckoning.unrolled:
        return f" จึงเลื่อนเป็นวันทำการถัดไป {medium_date(on)}"
    return " ไม่เลื่อนวัน" if reckoning.closed else ""


def _day_off_en(reckoning: Reckoning) -> str:
    closed = reckoning.closed
    if closed is None:
        return "a workday"
    if closed in WEEKDAYS_TH:
        return f"a {WEEKDAYS_EN[WEEKDAYS_TH.index(closed)]}"
    return f"a holiday ({closed})"


def _moved_en(reckoning: Reckoning, on: date) -> str:
    if on < reckoning.unrolled:
        return f", so moved back to the workday before, {medium_date_en(on)}"
    if on > reckoning.unrolled:
        return f", so moved to the next workday, {medium_date_en(on)}"
    return ", not moved" if reckoning.closed else ""
