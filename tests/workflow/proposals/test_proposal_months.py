"""Months of the fiscal year as people type them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.fiscal import FiscalYear
from workflow.errors import BadInput
from workflow.proposals.months import (
    calendar_month,
    fiscal_month,
    month_names,
    months_between,
    typed_months,
)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("ต.ค.", (1,)),
        ("ต.ค.-ธ.ค., มีนาคม", (1, 2, 3, 6)),
        ("๑-๓, ๖", (1, 2, 3, 6)),
        ("ธ.ค. – ก.พ.", (3, 4, 5)),
        ("มกราคม ถึง มีนาคม", (4, 5, 6)),
        ("Oct-Dec and September", (1, 2, 3, 12)),
        ("ต.ค. และ พ.ย.", (1, 2)),
        ("ตลอดปี", tuple(range(1, 13))),
        ("มค", (4,)),  # dots are often left out
        ("", ()),
        ("12, 1, 1", (1, 12)),
    ],
)
def test_months_are_read_as_people_type_them(text, months):
    assert typed_months(text) == months


@pytest.mark.parametrize("text", ["ก.ย.-ต.ค.", "มี.ค. 61", "1-2-3", "x" * 501, "13", "0"])
def test_what_is_no_month_of_the_year_is_refused(text):
    with pytest.raises(BadInput) as refused:
        typed_months(text)
    assert refused.value.name == "months"


@given(st.integers(1, 12))
def test_fiscal_and_calendar_months_are_inverse(month):
    assert calendar_month(fiscal_month(month)) == month


@given(st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found))))
def test_names_of_months_are_read_back(months):
    assert typed_months(month_names(months).th) == months
    assert typed_months(month_names(months).en) == months


@given(st.integers(0, 364), st.integers(0, 364))
def test_the_months_of_a_span_are_those_of_its_days(one, other):
    first = FiscalYear(2561).start
    start, end = sorted(first + datetime.timedelta(days=days) for days in (one, other))
    days = range((end - start).days + 1)
    walked = {fiscal_month((start + datetime.timedelta(days=day)).month) for day in days}
    assert months_between(start, end) == walked
