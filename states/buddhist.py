"""Thai digits, Buddhist years and the names of the months."""

from typing import Final

BE_OFFSET: Final = 543
"""Years by which the Buddhist Era is ahead of the Common Era (DOMAIN 3.1)."""

_TO_THAI: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

MONTHS_TH: Final = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
MONTHS_TH_SHORT: Final = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
MONTHS_EN: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS_EN_SHORT: Final = tuple(name[:3] for name in MONTHS_EN)

WEEKDAYS_TH: Final = (
    "วันจันทร์",
    "วันอังคาร",
    "วันพุธ",
    "วันพฤหัสบดี",
    "วันศุกร์",
    "วันเสาร์",
    "วันอาทิตย์",
)
WEEKDAYS_EN: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


def thai_digits(text: str) -> str:
    """`text` with 0-9 written ๐-๙; everything else stays."""
    return text.translate(_TO_THAI)


def arabic_digits(text: str) -> str:
    """`text` with ๐-๙ written 0-9; everything else stays."""
    return text.translate(_TO_ARABIC)


def digits(text: str, *, thai: bool) -> str:
    """`text` with Thai digits if `thai`, else unchanged."""
    return thai_digits(text) if thai else text


def be_year(ce: int) -> int:
    """The Buddhist year of a C.E. calendar year: 2018 -> 2561."""
    return ce + BE_OFFSET


def ce_year(be: int) -> int:
    """The C.E. calendar year of a Buddhist year: 2561 -> 2018."""
    return be - BE_OFFSET
