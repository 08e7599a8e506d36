"""Months of the fiscal year as people tick and type them: 1 is October, 12 is September."""

import re
from datetime import date
from typing import Final

from states.model import Label
from states.thai import (
    MONTHS_EN,
    MONTHS_EN_SHORT,
    MONTHS_TH,
    MONTHS_TH_SHORT,
    arabic_digits,
    month_name,
    month_name_en,
)
from workflow.errors import BadInput

MONTHS: Final = range(1, 13)
_OCTOBER: Final = 10
_LONGEST: Final = 500
_WHOLE_YEAR: Final = frozenset({"ตลอดปี", "ตลอดปีงบประมาณ", "ทั้งปี", "allyear"})
_BETWEEN: Final = re.compile(r"[,;/\n]|\s+และ\s*|\s+and\s+")
_RANGE: Final = re.compile("\\s*(?:-|\u2013|\u2014|ถึง)\\s*")


def fiscal_month(month: int) -> int:
    """The fiscal month of a calendar month: 10 (October) is 1, 9 (September) is 12."""
    return (month - _OCTOBER) % 12 + 1


def calendar_month(month: int) -> int:
    """The calendar month of a fiscal month: 1 is 10 (October)."""
    return (month + _OCTOBER - 2) % 12 + 1


def months_between(start: date, end: date) -> frozenset[int]:
    """The fiscal months that two Bangkok dates of one fiscal year touch."""
    return frozenset(range(fiscal_month(start.month), fiscal_month(end.month) + 1))


def month_names(months: tuple[int, ...]) -> Label:
    """`ต.ค., พ.ย.` and `Oct, Nov`."""
    calendar = [calendar_month(month) for month in months]
    return Label(
        ", ".join(month_name(month, short=True) for month in calendar),
        ", ".join(month_name_en(month, short=True) for month in calendar),
    )


def typed_months(text: str) -> tuple[int, ...]:
    """The fiscal months typed as `ต.ค.-ธ.ค., มีนาคม`, `๑-๓, 6` (columns of the form's grid) or `ตลอดปี`.

    A number counts the grid's columns from October, as the printed form does. Raises BadInput.
    """
    plain = arabic_digits(text[: _LONGEST + 1]).strip()
    if len(plain) > _LONGEST:
        raise BadInput("months", "out_of_range", text[:80])
    if _key(plain) in _WHOLE_YEAR:
        return tuple(MONTHS)
    found = {month for part in _BETWEEN.split(plain) if part.strip() for month in _part(part.strip())}
    return tuple(sorted(found))


def _part(text: str) -> range:
    ends = [_month(each) for each in _RANGE.split(text)]
    if len(ends) > 2 or ends[0] > ends[-1]:
        raise BadInput("months", "unknown", text[:80])
    return range(ends[0], ends[-1] + 1)


def _month(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,2}", text):
        if int(text) not in MONTHS:
            raise BadInput("months", "out_of_range", text)
        return int(text)
    if _key(text) not in _NAMES:
        raise BadInput("months", "unknown", text[:80])
    return _NAMES[_key(text)]


def _key(name: str) -> str:
    return re.sub(r"[.\s]", "", name).casefold()


_NAMES: Final = {
    _key(name): fiscal_month(number)
    for names in (MONTHS_TH, MONTHS_TH_SHORT, MONTHS_EN, MONTHS_EN_SHORT)
    for number, name in enumerate(names, start=1)
}
