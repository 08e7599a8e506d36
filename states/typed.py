"""Reading the dates and years that people type and programs send."""

import re
from datetime import date
from typing import Final

from states.buddhist import (
    BE_OFFSET,
    MONTHS_EN,
    MONTHS_EN_SHORT,
    MONTHS_TH,
    MONTHS_TH_SHORT,
    arabic_digits,
    be_year,
    ce_year,
)

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_LAST_YEAR_READ_AS_CE: Final = 2400  # DOMAIN 3.1: a typed year above this is B.E.
_CENTURY_BE: Final = 2500  # "61" is 2561: offices write short dates so

# How far a mistaken year may be off: converted once too few, once too many, or twice.
_ERA_SLIPS: Final = (-BE_OFFSET, BE_OFFSET, 0, -2 * BE_OFFSET)


class UnreadableDate(ValueError):
    """`text` is not a date we can read. Fact: `text`, as it was given."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class UnreadableYear(UnreadableDate):
    """`text` is not a year we can read. Fact: `text`, as it was given."""


class WrongEra(ValueError):
    """A year from the wrong era, or no plausible year at all.

    Facts: `text` as given; `suspected`, the date it probably meant, or None;
    `suspected_year`, the Buddhist year it probably meant where only a year was asked for, or None.
    """

    def __init__(self, text: str, suspected: date | None = None, suspected_year: int | None = None) -> None:
        super().__init__(text, suspected, suspected_year)
        self.text = text
        self.suspected = suspected
        self.suspected_year = suspected_year


def _month_key(name: str) -> str:
    return re.sub(r"[.\s]", "", name).casefold()


_MONTHS: Final = {
    _month_key(name): number
    for names in (MONTHS_TH, MONTHS_TH_SHORT, MONTHS_EN, MONTHS_EN_SHORT)
    for number, name in enumerate(names, start=1)
}
_STRICT_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ISO: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_NUMBERS: Final = re.compile(
    r"(?P<day>[0-9]{1,2})\s*(?P<sep>[/.-])\s*(?P<month>[0-9]{1,2})\s*(?P=sep)\s*"
    r"(?P<year>[0-9]{4}|[0-9]{2})"
)
_ERA: Final = r"(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)"
_WORDS: Final = re.compile(
    r"(?:วัน\S*\s?ที่\s*)?(?P<day>[0-9]{1,2})\s*(?:เดือน\s*)?(?P<month>[^0-9]+?)\s*"
    rf"{_ERA}?\s*(?P<year>[0-9]{{4}}|[0-9]{{2}})"
)
_FISCAL_YEAR: Final = re.compile(
    r"(?:ปีงบประมาณ|ปีงบ|fy)?\s*(?:พ\.?\s?ศ\.?)?\s*(?P<year>[0-9]{4}|[0-9]{2})", re.IGNORECASE
)


def parse_typed_date(text: str) -> date:
    """The date a person typed: ISO, `12/1/2561`, `12 ม.ค. 61`, `12 มกราคม พ.ศ. 2561`, Thai digits.

    A year above 2400 is Buddhist, as is a year of two digits (61 is 2561), unless พ.ศ. or ค.ศ. is
    written. Raises `UnreadableDate`, or `WrongEra` if the year then lies outside 1900-2100 C.E.
    Source: DOMAIN 3.1.
    """
    plain = " ".join(arabic_digits(text).split())
    found = _ISO.fullmatch(plain) or _NUMBERS.fullmatch(plain) or _WORDS.fullmatch(plain)
    if found is None:
        raise UnreadableDate(text)
    parts = found.groupdict()
    month = _month_number(parts["month"])
    year = _typed_year(parts["year"], era=parts.get("era"), month=parts["month"])
    if month is None or year is None:
        raise UnreadableDate(text)
    return _plausible(text, year, month, int(parts["day"]))


def parse_iso_date(text: str) -> date:
    """The date a program or a file gave: exactly `YYYY-MM-DD`, C.E. only, digits 0-9 only.

    Raises `UnreadableDate`; or `WrongEra` outside 1900-2100 C.E., above all for a Buddhist year,
    which would otherwise be accepted as a date five centuries ahead.
    """
    found = _STRICT_ISO.fullmatch(text)
    if found is None:
        raise UnreadableDate(text)
    year, month, day = map(int, found.groups())
    return _plausible(text, year, month, day)


def parse_fiscal_year(text: str) -> int:
    """The Buddhist fiscal year typed as `2561`, `61`, `๒๕๖๑`, `FY2561` or `ปีงบประมาณ พ.ศ. 2561`.

    Raises `UnreadableYear`, or `WrongEra` for a year such as 2018, with the Buddhist year meant.
    """
    found = _FISCAL_YEAR.fullmatch(" ".join(arabic_digits(text).split()))
    if found is None:
        raise UnreadableYear(text)
    digits = found["year"]
    year = int(digits) if len(digits) == 4 else _CENTURY_BE + int(digits)
    if _is_plausible(ce_year(year)):
        return year
    raise WrongEra(text, suspected_year=be_year(year) if _is_plausible(year) else None)


def _month_number(written: str) -> int | None:
    return int(written) if written.isdecimal() else _MONTHS.get(_month_key(written))


def _typed_year(digits: str, *, era: str | None, month: str) -> int | None:
    """The C.E. year meant; None where two digits could be either era."""
    christian = era is not None and era.startswith("ค")
    if len(digits) == 2:
        english = month.isascii() and not month.isdecimal()
        return None if christian or english else ce_year(_CENTURY_BE + int(digits))
    year = int(digits)
    if christian or (era is None and year <= _LAST_YEAR_READ_AS_CE):
        return year
    return ce_year(year)


def _is_plausible(ce: int) -> bool:
    return _FIRST_YEAR <= ce <= _LAST_YEAR


def _plausible(text: str, year: int, month: int, day: int) -> date:
    """The date, once its C.E. year is plausible; the day is checked in that year's own calendar."""
    if not _is_plausible(year):
        raise WrongEra(text, suspected=_suspected(year, month, day))
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableDate(text) from None


def _suspected(year: int, month: int, day: int) -> date | None:
    meant = next((year + slip for slip in _ERA_SLIPS if _is_plausible(year + slip)), None)
    if meant is None:
        return None
    try:
        return date(meant, month, day)
    except ValueError:
        return None
