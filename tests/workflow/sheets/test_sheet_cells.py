"""Cells are read in every writing people use, and what cannot be read is said, never guessed."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.thai import long_date, medium_date, thai_digits
from workflow.sheets.cells import (
    LARGEST_AMOUNT,
    BadCell,
    clean,
    code_key,
    guarded,
    read_amount,
    read_code,
    read_date,
    read_text,
    read_whole,
    unguarded,
)
from workflow.sheets.workbook import Fault, Formula

SATANG = st.integers(min_value=0, max_value=LARGEST_AMOUNT)
DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 12, 31))


def at_midnight(year: int, month: int, day: int) -> datetime.datetime:
    """A date as Excel's date cells give it."""
    return datetime.datetime.combine(datetime.date(year, month, day), datetime.time())


def writings(satang: int) -> list[object]:
    """Ways in which people and Excel write one amount."""
    baht, rest = divmod(satang, 100)
    plain, grouped = f"{baht}.{rest:02}", f"{baht:,}.{rest:02}"
    found: list[object] = [
        plain,
        grouped,
        thai_digits(grouped),
        f"฿{grouped}",
        f" {grouped} บาท ",
        f"{thai_digits(plain)}\u00a0บาท",
        grouped.replace(",", " "),
        f"\u200b{grouped}",
        f"THB {plain}",
        satang / 100,
    ]
    if rest == 0:
        found += [baht, str(baht), f"{baht:,}.-", f"{thai_digits(str(baht))} บาทถ้วน", f"{baht}."]
    return found


@given(SATANG)
def test_an_amount_is_the_same_in_every_writing(satang: int) -> None:
    assert {read_amount(each) for each in writings(satang)} == {satang}


@given(SATANG.filter(bool))
def test_a_negative_amount_is_refused_unless_it_may_be(satang: int) -> None:
    baht = f"{satang // 100:,}.{satang % 100:02}"
    for written in (f"-{baht}", f"({baht})", f"\u2212{baht}", -satang / 100):
        assert read_amount(written, negative=True) == -satang
        with pytest.raises(BadCell) as bad:
            read_amount(written)
        assert bad.value.code == "negative"


@pytest.mark.parametrize("written", ["-", "–", "—", " - ", ".-"])
def test_a_dash_is_nothing_paid(written: str) -> None:
    assert read_amount(written) == 0


@pytest.mark.parametrize("written", [None, "", "  ", "\u00a0"])
def test_an_empty_cell_is_no_amount(written: object) -> None:
    assert read_amount(written) is None


def test_what_excel_reckoned_is_rounded_to_what_it_shows() -> None:
    assert read_amount(0.1 + 0.2) == 30
    assert read_amount(1.1 * 3) == 330
    assert read_amount(1234.5599999999999) == 123456


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1,5", "not_amount"),
        ("1.234,56", "not_amount"),
        ("12 34", "not_amount"),
        ("สองพัน", "not_amount"),
        ("1e5", "not_amount"),
        ("½", "not_amount"),
        (True, "not_amount"),
        (at_midnight(2018, 1, 12), "not_amount"),
        (float("nan"), "not_amount"),
        (float("inf"), "not_amount"),
        ("100.005", "too_precise"),
        (100.005, "too_precise"),
        ("1000000000000.01", "too_large"),
        (10**40, "too_large"),
        ("9" * 1_000_001, "too_large"),  # beyond what a decimal's exponent may reach
        (Formula("=1+1"), "formula"),
        (Fault("#N/A"), "fault"),
    ],
)
def test_what_is_no_amount_is_said(value: object, code: str) -> None:
    with pytest.raises(BadCell) as bad:
        read_amount(value)
    assert bad.value.code == code


@given(DAYS)
def test_a_date_is_the_same_in_every_writing(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    be = day.year + 543
    written: list[object] = [
        day,
        datetime.datetime.combine(day, datetime.time(15, 30)),
        serial,
        float(serial),
        day.isoformat(),
        long_date(day),
        medium_date(day),
        long_date(day, thai=True),
        f"{day.day}/{day.month}/{be}",
        f"{day.day} / {day.month} / {day.year}",
        thai_digits(f"{day.day:02}-{day.month:02}-{be}"),
        f"{long_date(day)}\u00a0",
    ]
    if (day.month, day.day) != (2, 29):
        written.append(at_midnight(be, day.month, day.day))  # a Buddhist year typed into a date cell
    assert {read_date(each) for each in written} == {day}


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("12/1/1475", "wrong_era", "12/1/1475 (12 มกราคม 2561?)"),
        (at_midnight(1475, 1, 12), "wrong_era", "12/01/1475 (12 มกราคม 2561?)"),
        ("31/2/2561", "not_date", "31/2/2561"),
        ("ต้นปี", "not_date", "ต้นปี"),
        (2561, "not_date", "2561"),
        (float("inf"), "not_date", "inf"),
        (float("nan"), "not_date", "nan"),
        (10**400, "not_date", "1" + "0" * 59),
        (True, "not_date", "True"),
        (Formula("=TODAY()"), "formula", "=TODAY()"),
    ],
)
def test_what_is_no_date_is_said(value: object, code: str, shown: str) -> None:
    with pytest.raises(BadCell) as bad:
        read_date(value)
    assert (bad.value.code, bad.value.shown) == (code, shown)


def test_whole_numbers_and_codes() -> None:
    assert [read_whole(each) for each in (12, 12.0, "๑๒", "1,200", None, "")] == [
        12,
        12,
        12,
        1200,
        None,
        None,
    ]
    for wrong in (12.5, "12.5", -1, "สิบ", True, 1e300, 10**15, float("inf"), float("nan")):
        with pytest.raises(BadCell):
            read_whole(wrong)
    assert [read_code(each) for each in (46030169, 46030169.0, " P๐๐๑ ", None)] == [
        "46030169",
        "46030169",
        "P001",
        "",
    ]
    assert code_key("กลุ่ม นิเทศ") == code_key(" กลุ่มนิเทศ\u200b")
    assert code_key("ลำดับ") == code_key("ล\u0e4d\u0e32ดับ")  # sara am as two signs
    with pytest.raises(BadCell):
        read_code(12.5)


@given(st.text())
def test_guarded_text_starts_no_formula_and_comes_back(text: str) -> None:
    out = guarded(text)
    assert not out.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert unguarded(out) == clean(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_text_over_its_limit_is_said() -> None:
    assert read_text("ก" * 500, longest=500) == "ก" * 500
    with pytest.raises(BadCell) as bad:
        read_text("ก" * 501, longest=500)
    assert (bad.value.code, bad.value.shown) == ("too_long", "501 > 500")
