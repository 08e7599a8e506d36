"""Amounts of money in figures, as the Thai words in brackets, percentages."""

from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from typing import Final

from states.buddhist import digits

_SATANG: Final = Decimal("0.01")
_EXACT: Final = Context(prec=40, traps=[Inexact, InvalidOperation])
_MILLION: Final = 1_000_000
_DIGITS: Final = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES: Final = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


class BadAmount(ValueError):
    """Not an amount of whole satang. Fact: `amount`, as it was given."""

    def __init__(self, amount: Decimal) -> None:
        super().__init__(amount)
        self.amount = amount


def satang_of(amount: Decimal | int) -> int:
    """Whole satang of an amount: a Decimal is baht, an int is satang already.

    Raises `BadAmount` for a fraction of a satang: an official figure is never rounded in passing.
    """
    if isinstance(amount, int):
        return amount
    if not amount.is_finite():
        raise BadAmount(amount)
    try:
        return int(_EXACT.scaleb(_EXACT.quantize(amount, _SATANG), Decimal(2)))
    except (Inexact, InvalidOperation):
        raise BadAmount(amount) from None


def money(amount: Decimal | int, *, thai: bool = False) -> str:
    """`1,234,567.89` of Decimal baht or int satang. Raises `BadAmount`. Source: DOMAIN 3.1."""
    satang = satang_of(amount)
    baht, rest = divmod(abs(satang), 100)
    return digits(f"{'-' if satang < 0 else ''}{baht:,}.{rest:02}", thai=thai)


def percent(value: Decimal, *, thai: bool = False) -> str:
    """`95.87` of a percentage, two decimals, half up; the page adds ร้อยละ or %."""
    return digits(str(value.quantize(_SATANG, rounding=ROUND_HALF_UP)), thai=thai)


def in_baht(satang: int) -> Decimal:
    """Satang as baht, exactly."""
    return Decimal(satang).scaleb(-2)


def plain_baht(satang: int) -> str:
    """Baht as text for programs, which nobody rounds: 120050 is "1200.50", -50 is "-0.50"."""
    return f"{in_baht(satang):.2f}"


def baht_text(amount: Decimal | int) -> str:
    """The amount in Thai words, Decimal baht or int satang: 101 is หนึ่งร้อยเอ็ดบาทถ้วน.

    Raises `BadAmount` for a fraction of a satang. Source: Royal Society,
    อ่านอย่างไรและเขียนอย่างไร p. 67 (เอ็ด); DOMAIN 3.1.
    """
    satang = satang_of(amount)
    sign = "ลบ" if satang < 0 else ""
    baht, rest = divmod(abs(satang), 100)
    if rest == 0:
        return f"{sign}{_read(baht) or 'ศูนย์'}บาทถ้วน"
    whole = f"{_read(baht)}บาท" if baht else ""
    return f"{sign}{whole}{_read(rest)}สตางค์"


def _read(number: int) -> str:
    """The number in words, nothing for zero; every six digits end in ล้าน."""
    millions, rest = divmod(number, _MILLION)
    head = f"{_read(millions)}ล้าน" if millions else ""
    return head + _read_group(rest, alone=number < 10)


def _read_group(number: int, *, alone: bool) -> str:
    written = str(number)
    places = range(len(written) - 1, -1, -1)
    words = (
        _read_digit(int(digit), place, alone=alone) for digit, place in zip(written, places, strict=True)
    )
    return "".join(words)


def _read_digit(digit: int, place: int, *, alone: bool) -> str:
    if digit == 0:
        return ""
    if place == 0 and digit == 1 and not alone:
        return "เอ็ด"
    if place == 1 and digit in (1, 2):
        return ("สิบ", "ยี่สิบ")[digit - 1]
    return _DIGITS[digit] + _PLACES[place]
