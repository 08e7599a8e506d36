"""Amounts are written exactly, in figures and in the words of the Royal Society."""

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.baht import BadAmount, baht_text, in_baht, money, percent, plain_baht, satang_of

CASES = os.environ.get("KHANTON_CASES")
needs_cases = pytest.mark.skipif(not CASES, reason="KHANTON_CASES is not set")

SATANG = st.integers(-(10**18), 10**18)


def cases(*basis: str) -> list[tuple[Decimal, str]]:
    with Path(CASES or "", "baht_text.csv").open(encoding="utf-8-sig", newline="") as rows:
        return [
            (Decimal(row["value"]), row["expected"]) for row in csv.DictReader(rows) if row["basis"] in basis
        ]


@needs_cases
def test_every_amount_on_which_packages_agree_or_the_rule_decides() -> None:
    expected = cases("ALL8", "RULE", "OPTIONAL")
    assert [(amount, baht_text(amount)) for amount, _ in expected] == expected
    assert len(expected) + len(cases("REJECT")) == 47


@needs_cases
def test_every_amount_with_a_fraction_of_a_satang_is_refused() -> None:
    rejected = [amount for amount, _ in cases("REJECT")]
    assert len(rejected) == 4
    for amount in rejected:
        with pytest.raises(BadAmount):
            baht_text(amount)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("-0.00", "ศูนย์บาทถ้วน"),
        ("0.01", "หนึ่งสตางค์"),
        ("1.01", "หนึ่งบาทหนึ่งสตางค์"),
        ("0.20", "ยี่สิบสตางค์"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("5000000", "ห้าล้านบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("10000020", "สิบล้านยี่สิบบาทถ้วน"),
        ("33400.50", "สามหมื่นสามพันสี่ร้อยบาทห้าสิบสตางค์"),
        ("-101.21", "ลบหนึ่งร้อยเอ็ดบาทยี่สิบเอ็ดสตางค์"),
    ],
)
def test_amounts_in_words(amount: str, words: str) -> None:
    assert baht_text(Decimal(amount)) == words


@given(SATANG)
def test_an_int_is_satang_and_a_decimal_is_baht(satang: int) -> None:
    baht = Decimal(satang) / 100
    assert satang_of(baht) == satang_of(satang) == satang
    assert (money(baht), baht_text(baht)) == (money(satang), baht_text(satang))


@given(SATANG)
def test_figures_read_back_as_the_same_amount(satang: int) -> None:
    assert satang_of(Decimal(money(satang).replace(",", ""))) == satang


@given(st.sets(st.integers(0, 10**13), min_size=2, max_size=2))
def test_no_two_amounts_share_their_words(pair: set[int]) -> None:
    one, other = pair
    assert baht_text(one) != baht_text(other)


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        (Decimal("1234567.89"), "1,234,567.89"),
        (123456789, "1,234,567.89"),
        (Decimal("1E+3"), "1,000.00"),
        (Decimal("0.100"), "0.10"),
        (5, "0.05"),
        (-5, "-0.05"),
        (0, "0.00"),
    ],
)
def test_amounts_in_figures(amount: Decimal | int, figures: str) -> None:
    assert money(amount) == figures


def test_figures_in_thai_digits() -> None:
    assert money(Decimal("1234567.89"), thai=True) == "๑,๒๓๔,๕๖๗.๘๙"
    assert percent(Decimal("95.87"), thai=True) == "๙๕.๘๗"


@pytest.mark.parametrize(
    "amount", ["0.001", "1.005", "NaN", "sNaN", "Infinity", "-Infinity", "1E+1000000", "1E-1000000"]
)
def test_what_is_not_whole_satang_is_refused_with_the_amount_itself(amount: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        money(Decimal(amount))
    assert str(refusal.value.amount) == str(Decimal(amount))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("95.87", "95.87"),
        ("95.8699", "95.87"),
        ("33.335", "33.34"),
        ("100", "100.00"),
        ("0", "0.00"),
        ("-1.005", "-1.01"),
    ],
)
def test_percentages_have_two_decimals_rounded_half_up(value: str, written: str) -> None:
    assert percent(Decimal(value)) == written


@given(SATANG)
def test_baht_for_programs_say_the_same_satang(satang: int) -> None:
    assert satang_of(in_baht(satang)) == satang
    assert satang_of(Decimal(plain_baht(satang))) == satang


@pytest.mark.parametrize(("satang", "text"), [(120050, "1200.50"), (-50, "-0.50"), (0, "0.00"), (7, "0.07")])
def test_baht_for_programs_are_written_with_both_places(satang: int, text: str) -> None:
    assert plain_baht(satang) == text
