"""Reads single values as AMSS++ keeps them; each raises BadCell."""

import datetime
import re
from typing import Any, Final

from states.thai import arabic_digits
from states.typed import UnreadableYear, WrongEra, parse_fiscal_year
from workflow.proposals.fields import LONGEST_NAME, LONGEST_TEXT
from workflow.sheets.cells import BadCell, read_date, read_text, shown

_IDENTITY: Final = re.compile(r"(?<![0-9])[0-9](?:[- ]?[0-9]){12}(?![0-9])")
_LONGEST_TITLE: Final = 500
_LONGEST_GOAL: Final = 300


def month_of(day: datetime.date) -> int:
    return (day.month - 10) % 12 + 1


def title_of(value: Any) -> str:
    return read_text(value, longest=_LONGEST_TITLE)


def goal_of(value: Any) -> str:
    return read_text(value, longest=_LONGEST_GOAL)


def name_of(value: Any) -> str:
    return read_text(value, longest=LONGEST_NAME)


def text_of(value: Any) -> str:
    return read_text(value, longest=LONGEST_TEXT)


def date_of(value: Any) -> datetime.date | None:
    """A date; the time of day that MySQL writes behind it is left off."""
    return read_date(re.sub(r"\s+\d{1,2}:\d{2}(:\d{2})?$", "", value) if isinstance(value, str) else value)


def year_of(value: Any) -> int | None:
    if value is None:
        raise BadCell("empty")
    try:
        return parse_fiscal_year(str(value))
    except WrongEra:
        raise BadCell("wrong_era", shown(value)) from None
    except UnreadableYear:
        raise BadCell("not_whole", shown(value)) from None


def has_identity_number(text: str) -> bool:
    """Whether 13 digits stand in it, as on an identity card; no entry may keep one for ever (DOMAIN 3.11)."""
    return bool(_IDENTITY.search(arabic_digits(text)))
