"""Dates, years and words are written as Thai offices write them, and read back as meant."""

import csv
import os
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states import thai

CASES = os.environ.get("KHANTON_CASES")
needs_cases = pytest.mark.skipif(not CASES, reason="KHANTON_CASES is not set")

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
DAYS_OF_TWO_DIGIT_YEARS = st.dates(date(1957, 1, 1), date(2056, 12, 31))
FIFTEENTH = date(2018, 10, 15)
THAI_TEXT = st.text(
    st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.sampled_from("aB \u200b\t1")
)


def printed_dates() -> list[dict[str, str]]:
    with Path(CASES or "", "be_dates.csv").open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))


@given(st.text("0123456789 กข./-"))
def test_thai_digits_turn_back_into_the_same_text(text: str) -> None:
    assert thai.arabic_digits(thai.thai_digits(text)) == text


def test_all_ten_digits_change_and_nothing_else() -> None:
    assert thai.thai_digits("ที่ 0123456789/A") == "ที่ ๐๑๒๓๔๕๖๗๘๙/A"
    assert thai.arabic_digits("ที่ ๐๑๒๓๔๕๖๗๘๙/A") == "ที่ 0123456789/A"


@given(st.integers(1, 9999))
def test_buddhist_and_common_years_are_inverse_and_543_apart(year: int) -> None:
    assert thai.ce_year(thai.be_year(year)) == year
    assert thai.be_year(year) - year == 543


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (thai.long_date(FIFTEENTH), "15 ตุลาคม 2561"),
        (thai.long_date(FIFTEENTH, thai=True), "๑๕ ตุลาคม ๒๕๖๑"),
        (thai.medium_date(FIFTEENTH), "15 ต.ค. 2561"),
        (thai.medium_date(FIFTEENTH, thai=True), "๑๕ ต.ค. ๒๕๖๑"),
        (thai.short_date(FIFTEENTH), "15 ต.ค. 61"),
        (thai.short_date(FIFTEENTH, thai=True), "๑๕ ต.ค. ๖๑"),
        (thai.short_date(date(1958, 1, 2)), "2 ม.ค. 01"),
        (thai.date_range(date(2017, 10, 1), date(2018, 3, 31)), "1 ต.ค. 60 - 31 มี.ค. 61"),
        (thai.date_range(date(2017, 10, 1), date(2018, 3, 31), thai=True), "๑ ต.ค. ๖๐ - ๓๑ มี.ค. ๖๑"),
        (thai.time_of_day(time(9, 30)), "09.30 น."),
        (thai.time_of_day(time(9, 30), thai=True), "๐๙.๓๐ น."),
        (thai.long_date_en(FIFTEENTH), "15 October 2018"),
        (thai.medium_date_en(FIFTEENTH), "15 Oct 2018"),
        (thai.date_range_en(date(2017, 10, 1), date(2018, 3, 31)), "1 Oct 2017 - 31 Mar 2018"),
        (thai.time_of_day_en(time(9, 30)), "09:30"),
        (thai.month_name(10), "ตุลาคม"),
        (thai.month_name(10, short=True), "ต.ค."),
        (thai.month_name_en(10), "October"),
        (thai.month_name_en(10, short=True), "Oct"),
    ],
)
def test_every_form_is_written_as_offices_write_it(written: str, expected: str) -> None:
    assert written == expected


@needs_cases
def test_long_and_medium_dates_equal_what_icu_node_and_pythainlp_print() -> None:
    rows = printed_dates()
    assert len(rows) == 25
    for row in rows:
        day = date.fromisoformat(row["iso"])
        assert {row["pyicu"], row["node_intl"], row["pythainlp"]} == {thai.long_date(day)}
        short = {row["pyicu_thai_digits_short"], row["node_thai_digits_short"]}
        assert short == {thai.medium_date(day, thai=True)}


@given(DAYS, st.booleans())
def test_a_long_or_medium_date_reads_back_as_the_same_date(day: date, in_thai: bool) -> None:
    assert thai.parse_typed_date(thai.long_date(day, thai=in_thai)) == day
    assert thai.parse_typed_date(thai.medium_date(day, thai=in_thai)) == day


@given(DAYS_OF_TWO_DIGIT_YEARS, st.booleans())
def test_a_short_date_reads_back_as_the_same_date_from_2500_to_2599(day: date, in_thai: bool) -> None:
    assert thai.parse_typed_date(thai.short_date(day, thai=in_thai)) == day


@given(DAYS)
def test_iso_and_english_dates_read_back_as_the_same_date(day: date) -> None:
    assert thai.parse_typed_date(day.isoformat()) == day
    assert thai.parse_typed_date(thai.long_date_en(day)) == day
    assert thai.parse_typed_date(thai.medium_date_en(day)) == day
    assert thai.parse_iso_date(day.isoformat()) == day


@pytest.mark.parametrize(
    "text",
    [
        "2018-01-12",
        "2561-01-12",
        "12/1/2561",
        "12/01/2018",
        "12-1-2561",
        "12.1.2561",
        "12/1/61",
        "๑๒/๑/๒๕๖๑",
        "12 ม.ค. 2561",
        "12 ม.ค.61",
        "12มค61",
        " 12  มกราคม\t2561 ",
        "12 มกราคม พ.ศ. 2561",
        "12 มกราคม พ.ศ.61",
        "12 มกราคม ค.ศ. 2018",
        "12 ม.ค. พศ 2561",
        "วันที่ 12 เดือน มกราคม พ.ศ. ๒๕๖๑",
        "วันศุกร์ที่ ๑๒ มกราคม ๒๕๖๑",
        "12 Jan 2018",
        "12 january 2561",
    ],
)
def test_what_people_type_for_12_january_2561(text: str) -> None:
    assert thai.parse_typed_date(text) == date(2018, 1, 12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "เมื่อวาน",
        "12",
        "2561",
        "12/13/2561",
        "31 ก.พ. 2561",
        "2561-02-29",
        "0 ม.ค. 2561",
        "12 มกรคม 2561",
        "12 ม.ค. 561",
        "12 Jan 18",
        "12 ม.ค. ค.ศ. 18",
        "12/1-2561",
        "12 ม.ค. 2561 น.",
        "١٢/١/٢٥٦١",
    ],
)
def test_what_cannot_be_read_is_refused_with_the_text_itself(text: str) -> None:
    with pytest.raises(thai.UnreadableDate) as refusal:
        thai.parse_typed_date(text)
    assert refusal.value.text == text


@pytest.mark.parametrize(
    ("text", "suspected"),
    [
        ("3104-01-12", date(2018, 1, 12)),  # converted twice
        ("1475-01-12", date(2018, 1, 12)),  # taken for Buddhist and converted back
        ("12 ม.ค. พ.ศ. 2018", date(2018, 1, 12)),
        ("12 ม.ค. ค.ศ. 2561", date(2018, 1, 12)),
        ("12/1/2300", None),
        ("29/2/3103", None),  # 2017 has no such day
    ],
)
def test_an_implausible_typed_year_is_refused_with_the_date_it_probably_meant(
    text: str, suspected: date | None
) -> None:
    with pytest.raises(thai.WrongEra) as refusal:
        thai.parse_typed_date(text)
    assert (refusal.value.text, refusal.value.suspected) == (text, suspected)


@pytest.mark.parametrize(
    ("text", "suspected"),
    [
        ("2561-10-15", date(2018, 10, 15)),
        ("2559-02-29", date(2016, 2, 29)),  # a day that 2559 C.E. does not have
        ("2401-01-01", None),
        ("1475-10-15", date(2018, 10, 15)),
    ],
)
def test_a_program_that_sends_a_buddhist_year_is_told_the_date_meant(
    text: str, suspected: date | None
) -> None:
    with pytest.raises(thai.WrongEra) as refusal:
        thai.parse_iso_date(text)
    assert (refusal.value.text, refusal.value.suspected) == (text, suspected)


@pytest.mark.parametrize(
    "text", ["2018-1-12", "20180112", " 2018-01-12", "2018-01-12\n", "๒๐๑๘-๐๑-๑๒", "12/1/2018", "2018-02-29"]
)
def test_programs_must_send_strict_iso_dates(text: str) -> None:
    with pytest.raises(thai.UnreadableDate) as refusal:
        thai.parse_iso_date(text)
    assert refusal.value.text == text


@pytest.mark.parametrize(
    "text",
    ["2561", "61", "๒๕๖๑", " FY2561", "fy 2561", "พ.ศ. 2561", "ปีงบประมาณ พ.ศ. ๒๕๖๑", "ปีงบประมาณ 2561"],
)
def test_ways_to_type_fiscal_year_2561(text: str) -> None:
    assert thai.parse_fiscal_year(text) == 2561


@pytest.mark.parametrize(("text", "meant"), [("2018", 2561), ("1900", 2443), ("2300", None), ("3104", None)])
def test_a_fiscal_year_of_the_wrong_era_is_refused_with_the_year_meant(text: str, meant: int | None) -> None:
    with pytest.raises(thai.WrongEra) as refusal:
        thai.parse_fiscal_year(text)
    assert (refusal.value.text, refusal.value.suspected_year) == (text, meant)


@pytest.mark.parametrize("text", ["", "ปีนี้", "256", "25610", "2561-10"])
def test_a_fiscal_year_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(thai.UnreadableYear) as refusal:
        thai.parse_fiscal_year(text)
    assert refusal.value.text == text


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("เเผนงาน", "แผนงาน"),
        ("ที่ ศธ ๐๔๑๘๑/ว ๑๒", "ที่ ศธ 04181/ว 12"),
        ("  O-NET\u00a0 ปี\n๒๕๖๑ ", "o-net ปี 2561"),
        ("แผน\u200bปฏิบัติ\ufeffการ", "แผนปฏิบัติการ"),
        ("กุ\u0e48", "ก\u0e38\u0e48"),
        ("ก\u0e48\u0e38", "ก\u0e38\u0e48"),
    ],
)
def test_the_same_words_are_found_however_they_were_typed(text: str, stored: str) -> None:
    assert thai.search_text(text) == stored


@given(THAI_TEXT)
def test_search_text_changes_nothing_the_second_time(text: str) -> None:
    assert thai.search_text(thai.search_text(text)) == thai.search_text(text)


def test_words_sort_as_in_a_thai_dictionary() -> None:
    """Leading vowels count after their consonant; tones decide between equal letters only."""
    dictionary = """กก กรรม กล้วย กา ก่า ก้า ก๊า ก๋า กาง ก้าง กิน เก เก้ เก้ง เกม เก็ม แก แก่ โก ใกล้ ไก่
    ขา ข้า เข้า แขก ครู งบประมาณ เงิน จักร แจ้ง แผน เพชร มติ เมษายน แม่ ระบบ เรียน โรงเรียน วาระ
    อนุมัติ อุตรดิตถ์ เอก"""
    words = dictionary.split()
    assert sorted(set(words), key=thai.sort_key) == words


def test_an_earlier_tone_counts_before_a_later_one() -> None:
    assert sorted(["ก่าก", "กาก้", "กาก"], key=thai.sort_key) == ["กาก", "กาก้", "ก่าก"]


def test_case_digits_and_leading_spaces_do_not_change_the_order() -> None:
    assert sorted(["กลุ่ม ๒", " กลุ่ม 1", "b", "A"], key=thai.sort_key) == ["A", "b", " กลุ่ม 1", "กลุ่ม ๒"]


@given(THAI_TEXT, THAI_TEXT)
def test_two_texts_share_a_sort_key_exactly_when_they_are_searched_alike(one: str, other: str) -> None:
    same = thai.search_text(one) == thai.search_text(other)
    assert (thai.sort_key(one) == thai.sort_key(other)) == same
