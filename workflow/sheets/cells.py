"""Reads what people write into a cell: amounts, dates, whole numbers, codes and text, in any writing."""

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any, Final

from openpyxl.utils.datetime import from_excel

from states.baht import BadAmount, satang_of
from states.thai import arabic_digits, long_date
from states.typed import UnreadableDate, WrongEra, parse_typed_date
from workflow.sheets.workbook import Fault, Formula

LARGEST_AMOUNT: Final = 10**14  # satang: a million million baht, more than the country's budget
_LARGEST_WHOLE: Final = 10**15 - 1
_SHOWN: Final = 60
_EXCEL_DIGITS: Final = 15  # Excel keeps and shows fifteen; what stands behind them is noise of reckoning
# 1949 to 2721: a Buddhist year typed as if it were C.E. is among them.
_FIRST_SERIAL, _LAST_SERIAL = 18_000, 300_000
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_UNIT: Final = re.compile(r"^(?:฿|THB|บาท)|(?:บาทถ้วน|บาท|฿|THB)$", re.IGNORECASE)
_DASHES: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2010": "-", "\u2011": "-"})
_NUMBER: Final = re.compile(r"(?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")
_FORMULA: Final = re.compile(r"'*[=+\-@\uff1d\uff0b\uff0d\uff20]")


class BadCell(ValueError):
    """A cell that cannot be read. Facts: `code` names what is wrong, `shown` is what stands there."""

    def __init__(self, code: str, shown: str = "") -> None:
        super().__init__(code, shown)
        self.code = code
        self.shown = shown[:_SHOWN]


def read_amount(value: Any, *, negative: bool = False) -> int | None:
    """An amount of baht as satang; None of an empty cell, 0 of a dash.

    Thai digits, ฿, บาท, thousands separated by commas or spaces, `500.-` and `(500)` are understood. Raises
    BadCell: not_amount, too_precise (a fraction of a satang), negative, too_large, formula, fault.
    """
    plain = _computed_nothing(value)
    if plain is None:
        return None
    if isinstance(plain, str):
        amount = _typed_amount(plain)
    elif isinstance(plain, int | float) and not isinstance(plain, bool):
        amount = Decimal(format(plain, f".{_EXCEL_DIGITS}g")) if isinstance(plain, float) else Decimal(plain)
    else:
        raise BadCell("not_amount", shown(value))
    if amount is None:
        return None
    if not amount.is_finite():
        raise BadCell("not_amount", shown(value))
    # Compared, not reckoned with: reckoning fails on numbers of a million digits.
    if amount.copy_abs() > LARGEST_AMOUNT // 100:
        raise BadCell("too_large", shown(value))
    if amount < 0 and not negative:
        raise BadCell("negative", shown(value))
    try:
        return satang_of(amount)
    except BadAmount:
        raise BadCell("too_precise", shown(value)) from None


def _typed_amount(text: str) -> Decimal | None:
    plain = _visible(arabic_digits(text)).translate(_DASHES)
    if not plain:
        return None
    if plain in ("-", "--", ".-"):
        return Decimal(0)
    negative = plain.startswith("-") or (plain.startswith("(") and plain.endswith(")"))
    if negative:
        plain = plain[1:].removesuffix(")").strip() if plain.startswith("(") else plain[1:].strip()
    bare = plain
    for _ in range(2):  # the unit may stand before and behind
        bare = _UNIT.sub("", bare).strip()
    bare = bare.removesuffix(".-").removesuffix("-").strip() if bare.endswith(".-") else bare
    if not re.search("[0-9]", bare) or not _NUMBER.fullmatch(bare):
        raise BadCell("not_amount", text)
    found = Decimal(bare.replace(",", "").replace(" ", "").removesuffix("."))
    return found.copy_negate() if negative else found


def read_date(value: Any) -> datetime.date | None:
    """A Bangkok date; None of an empty cell.

    A date cell, the number Excel keeps for one, or text as `states.typed` reads it. A date cell of the year
    2561 is what Excel makes of a Buddhist date typed into it, and is read as text is: above 2400 is B.E.
    Raises BadCell: not_date, wrong_era (`shown` names the date that was probably meant), formula, fault.
    """
    plain = _computed_nothing(value)
    if (
        isinstance(plain, float | int)
        and not isinstance(plain, bool)
        and _FIRST_SERIAL <= plain < _LAST_SERIAL
    ):
        plain = from_excel(int(plain))
    if isinstance(plain, datetime.datetime):
        plain = plain.date()
    if isinstance(plain, datetime.date):
        plain = plain.isoformat()
    if plain is None or (isinstance(plain, str) and not _visible(plain)):
        return None
    if not isinstance(plain, str):
        raise BadCell("not_date", shown(value))
    try:
        return parse_typed_date(_visible(plain))
    except WrongEra as error:
        meant = f" ({long_date(error.suspected)}?)" if error.suspected else ""
        raise BadCell("wrong_era", f"{shown(value)}{meant}") from None
    except UnreadableDate:
        raise BadCell("not_date", shown(value)) from None


def read_whole(value: Any) -> int | None:
    """A whole number not below zero; None of an empty cell. Raises BadCell: not_whole, formula, fault."""
    plain = _computed_nothing(value)
    if isinstance(plain, float) and plain.is_integer():
        plain = int(plain)
    if isinstance(plain, str):
        plain = _visible(arabic_digits(plain)).replace(",", "")
        if not plain:
            return None
        plain = int(plain) if re.fullmatch("[0-9]{1,15}", plain) else None
    elif plain is None:
        return None
    if not isinstance(plain, int) or isinstance(plain, bool) or not 0 <= plain <= _LARGEST_WHOLE:
        raise BadCell("not_whole", shown(value))
    return plain


def read_code(value: Any) -> str:
    """A code or name that something is known by: one line, digits 0-9; empty of an empty cell.

    Excel makes numbers of codes such as 46030169, so a whole number is its digits. Raises BadCell: not_code.
    """
    plain = _computed_nothing(value)
    if isinstance(plain, float) and plain.is_integer():
        plain = int(plain)
    if plain is None:
        return ""
    if isinstance(plain, bool) or not isinstance(plain, str | int):
        raise BadCell("not_code", shown(value))
    return _visible(arabic_digits(unguarded(str(plain))))


def code_key(text: str) -> str:
    """Under which two writings of a code, name or heading are the same, sara am in one sign or two (NFKC)."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", arabic_digits(clean(text))))
    return "".join(plain.casefold().split())


def read_text(value: Any, *, longest: int = 20_000) -> str:
    """Text as it is kept; a number as it is written, empty of an empty cell. Raises BadCell: too_long."""
    plain = _computed_nothing(value)
    if plain is None:
        return ""
    text = unguarded(plain) if isinstance(plain, str) else shown(plain)
    if len(text) > longest:
        raise BadCell("too_long", f"{len(text):,} > {longest:,}")
    return text


def clean(text: str) -> str:
    """Text as it is kept: composed (NFC), without control characters and blanks around, lines ended by LF."""
    lines = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", _CONTROL.sub("", lines)).strip()


def guarded(text: str) -> str:
    """Text that no program takes for a formula, in this file or saved as CSV: an apostrophe before = + - @.

    A text that already begins with apostrophes and one of these gets one more, so `unguarded`, which takes
    one off, always gives back what went out.
    """
    plain = clean(text)
    return f"'{plain}" if _FORMULA.match(plain) else plain


def unguarded(text: str) -> str:
    """Clean text without the apostrophe that `guarded` put before it."""
    plain = clean(text)
    return plain[1:].strip() if plain.startswith("'") and _FORMULA.match(plain) else plain


def shown(value: Any) -> str:
    """A cell as a complaint names it."""
    if isinstance(value, Formula | Fault):
        return value.text[:_SHOWN]
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return format(value, f".{_EXCEL_DIGITS}g")[:_SHOWN]
    return str(value)[:_SHOWN]


def _computed_nothing(value: Any) -> Any:
    if isinstance(value, Formula):
        raise BadCell("formula", value.text)
    if isinstance(value, Fault):
        raise BadCell("fault", value.text)
    return value


def _visible(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())
