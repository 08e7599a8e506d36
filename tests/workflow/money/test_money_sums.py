"""However the money is divided, it is the same money, and none of it is made or lost."""

import datetime
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from money_desk import AFTER_QUARTER, LATER, YEAR, Money, money_of_the_small_office  # noqa: F401  a fixture

from workflow.errors import BadInput
from workflow.models import ProjectLine
from workflow.money.figures import YearMoney
from workflow.money.paid import carry_over, record_disbursements
from workflow.money.queries import brought_forward, line_amounts, year_money

DAYS = st.dates(datetime.date(2017, 10, 1), datetime.date(2018, 12, 31))
LINES = 6
_AMOUNTS = st.integers(1, 500_000)


@dataclass(frozen=True)
class Transfer:
    source: int
    target: int
    satang: int
    on: datetime.date
    adopted: bool


@dataclass(frozen=True)
class Payment:
    line: int
    quarter: int
    satang: int


TRANSFERS = st.lists(
    st.builds(
        Transfer,
        st.integers(0, LINES - 1),
        st.integers(0, LINES - 1),
        _AMOUNTS,
        DAYS,
        st.booleans(),
    ),
    max_size=5,
)
PAYMENTS = st.lists(
    st.builds(Payment, st.integers(0, LINES - 1), st.integers(1, 4), st.integers(0, 500_000)), max_size=6
)
PER_EXAMPLE = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def six_lines(money: Money) -> list[ProjectLine]:
    """Three projects of two groups, with lines of two funds and three categories."""
    first, second, third = (money.project(group=group) for group in ("PLN", "ADM", "ADM"))
    return [
        money.line(first, 1_000_000, "OFFICE", "operating", "services"),
        money.line(first, 250_000, "QUALITY", "operating", "materials"),
        money.line(second, 777_777, "OFFICE", "investment", "equipment"),
        money.line(second, 1, "OFFICE", "other", "other_expense"),
        money.line(third, 999_999, "QUALITY", "operating", "utilities"),
        money.line(third, 500_000, "QUALITY", "investment", "equipment"),
    ]


def change(money: Money, lines: list[ProjectLine], transfers: list[Transfer]) -> None:
    adopted, refused = money.amendment("reported_to_board"), money.amendment("meeting_review")
    for each in transfers:
        amendment = adopted if each.adopted else refused
        money.change(lines[each.source], amendment, -each.satang, each.on)
        money.change(lines[each.target], amendment, each.satang, each.on)


def pay(money: Money, lines: list[ProjectLine], payments: list[Payment]) -> dict[tuple[int, int], int]:
    """Records the payments; what stands of each line and quarter in the end."""
    stands: dict[tuple[int, int], int] = {}
    for each in payments:
        paid = [(lines[each.line].id, each.satang)]
        hand = money.hand("finance_officer", LATER)
        record_disbursements(money.session, money.office.id, YEAR, each.quarter, paid, hand)
        stands[each.line, each.quarter] = each.satang
    return stands


A_DAY = datetime.timedelta(days=1)


def on_day(money: Money, day: datetime.date) -> YearMoney:
    return year_money(money.session, money.office.id, YEAR, day)


@PER_EXAMPLE
@given(TRANSFERS, PAYMENTS, DAYS)
def test_groups_categories_and_funds_are_the_plan_on_every_day(
    money: Money, transfers: list[Transfer], payments: list[Payment], day: datetime.date
) -> None:
    with money.session.begin_nested() as example:
        lines = six_lines(money)
        change(money, lines, transfers)
        stands = pay(money, lines, payments)
        found = on_day(money, day)
        counted = sum(
            satang for (_, quarter), satang in stands.items() if AFTER_QUARTER[quarter] <= day + A_DAY
        )
        assert (found.total.in_force, found.total.disbursed) == (3_527_777, counted)
        for parts in (found.by_fund, found.by_group, found.by_category):
            assert sum(each.in_force for each in parts) == found.total.in_force
            assert sum(each.disbursed for each in parts) == found.total.disbursed
        example.rollback()


@PER_EXAMPLE
@given(TRANSFERS, DAYS)
def test_a_line_has_its_original_and_what_was_adopted_by_the_day(
    money: Money, transfers: list[Transfer], day: datetime.date
) -> None:
    with money.session.begin_nested() as example:
        lines = six_lines(money)
        change(money, lines, transfers)
        wanted = {line.id: line.original for line in lines}
        for each in transfers:
            if each.adopted and each.on <= day:
                wanted[lines[each.source].id] -= each.satang
                wanted[lines[each.target].id] += each.satang
        found = line_amounts(money.session, money.office.id, YEAR, day)
        assert {each.line_id: each.in_force for each in found} == wanted
        example.rollback()


@PER_EXAMPLE
@given(TRANSFERS, PAYMENTS, st.lists(st.tuples(st.integers(0, LINES - 1), _AMOUNTS), max_size=4))
def test_carrying_over_neither_makes_nor_loses_money(
    money: Money, transfers: list[Transfer], payments: list[Payment], carried: list[tuple[int, int]]
) -> None:
    """What is carried came out of what was left, once; the year after receives exactly that."""
    with money.session.begin_nested() as example:
        lines = six_lines(money)
        change(money, lines, transfers)
        pay(money, lines, payments)
        before = on_day(money, LATER.date())
        left = {
            each.line_id: each.in_force - each.paid
            for each in line_amounts(money.session, money.office.id, YEAR, datetime.date.max)
        }
        taken: dict[int, int] = {}
        for place, satang in dict(carried).items():
            line, hand = lines[place], money.hand("finance_officer", LATER)
            if satang <= left[line.id]:
                carry_over(money.session, line, satang, "หนังสืออนุมัติ 1", LATER.date(), hand)
                taken[line.id] = satang
            else:
                with pytest.raises(BadInput):
                    carry_over(money.session, line, satang, "หนังสืออนุมัติ 1", LATER.date(), hand)
        after = on_day(money, LATER.date())
        assert (after.total, after.by_fund, after.by_group) == (before.total, before.by_fund, before.by_group)
        assert after.carried_over == sum(taken.values())
        assert brought_forward(money.session, money.office.id, YEAR + 1).amount == sum(taken.values())
        example.rollback()
