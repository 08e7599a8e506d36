"""The year's money on a day: what counts, what was paid by when, what is behind."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from money_desk import AFTER_QUARTER, START, YEAR, Money, money_of_the_small_office  # noqa: F401  a fixture

from states.thai import percent
from workflow.models import Disbursement, PlannedSpending, ProjectLine, Target
from workflow.money.amounts import IN_PLAN, per_cent_hundredths
from workflow.money.figures import Sum, YearMoney
from workflow.money.pace import has_measure
from workflow.money.queries import line_amounts, projects_behind, year_money

FEBRUARY = datetime.date(2018, 2, 1)
A_DAY = datetime.timedelta(days=1)


def pay(money: Money, line: ProjectLine, quarter: int, satang: int) -> None:
    money.session.add(Disbursement(line_id=line.id, fiscal_year=YEAR, quarter=quarter, amount=satang))
    money.session.flush()


def aim(money: Money, quarter: int, hundredths: int, scope: str = "all") -> None:
    row = Target(
        office_id=money.office.id,
        fiscal_year=YEAR,
        scope=scope,
        quarter=quarter,
        hundredths=hundredths,
        authority="ครม.",
    )
    money.session.add(row)
    money.session.flush()


def year(money: Money, on: datetime.date) -> YearMoney:
    return year_money(money.session, money.office.id, YEAR, on)


def behind(money: Money, quarter: int, on: datetime.date) -> list[tuple[str, int]]:
    found = projects_behind(money.session, money.office.id, YEAR, quarter, on)
    return [(each.code, each.due) for each in found]


def shares(money: Money) -> dict[str, tuple[Sum, int]]:
    """Of each project behind at the first quarter's end what was measured, and the share that is due."""
    found = projects_behind(money.session, money.office.id, YEAR, 1, FEBRUARY)
    return {each.code: (each.total, each.hundredths) for each in found}


def test_only_projects_in_the_plan_count(money: Money) -> None:
    states = ("draft", "submitted", "group_endorsed", "under_screening", "returned", "merged", "not_selected")
    for number, state in enumerate((*states, *sorted(IN_PLAN))):
        money.line(money.project(state), 10**number)
    assert year(money, FEBRUARY).total.in_force == sum(10**number for number in range(len(states), 16))
    everything = line_amounts(money.session, money.office.id, YEAR, FEBRUARY, proposals=True)
    assert len(everything) == len(states) + len(IN_PLAN)


def test_a_project_counts_from_the_day_it_entered_the_plan(money: Money) -> None:
    """Of a past day the history tells where it stood; before its first entry that is all there is to know."""
    item = money.project("under_screening")
    money.line(item, 100)
    money.step(item, "in_plan", FEBRUARY)
    money.step(item, "authorised", datetime.date(2018, 3, 1))
    days = (START, FEBRUARY - A_DAY, FEBRUARY, datetime.date(2018, 2, 28), datetime.date(2018, 3, 1))
    assert [year(money, day).total.in_force for day in days] == [0, 0, 100, 100, 100]
    states = [
        line_amounts(money.session, money.office.id, YEAR, day, proposals=True)[0].state for day in days
    ]
    assert states == ["draft", "draft", "in_plan", "in_plan", "authorised"]


def test_of_a_cancelled_project_what_was_paid_stays_in_the_plan(money: Money) -> None:
    paid, unpaid = money.project("in_progress"), money.project("in_progress")
    line = money.line(paid, 100)
    money.line(unpaid, 1_000)
    pay(money, line, 1, 30)
    for item in (paid, unpaid):
        money.step(item, "in_progress", START)
        money.step(item, "cancelled", FEBRUARY)
    days = (FEBRUARY - A_DAY, FEBRUARY)
    assert [(year(money, day).total.in_force, year(money, day).total.disbursed) for day in days] == [
        (1_100, 30),
        (30, 30),
    ]


def test_a_quarter_counts_from_its_last_day_on(money: Money) -> None:
    line = money.line(money.project(), 1_000)
    for quarter in (1, 2, 3, 4):
        pay(money, line, quarter, quarter * 100)
    days = [day for after in AFTER_QUARTER.values() for day in (after - 2 * A_DAY, after - A_DAY)]
    paid = [year(money, day).total.disbursed for day in days]
    assert paid == [0, 100, 100, 300, 300, 600, 600, 1_000]
    last = year(money, AFTER_QUARTER[3])
    told = [(each.number, each.ended, each.total.disbursed) for each in last.quarters]
    assert told == [(1, True, 100), (2, True, 300), (3, True, 600), (4, False, 600)]


def test_operating_money_is_told_apart(money: Money) -> None:
    item = money.project()
    first = money.line(item, 200)
    second = money.line(item, 800, category="investment", sub="equipment")
    pay(money, first, 1, 37)
    pay(money, second, 1, 400)
    (quarter, *_) = year(money, AFTER_QUARTER[1]).quarters
    assert (quarter.total.per_cent, quarter.operating.per_cent) == (Decimal("43.70"), Decimal("18.50"))


def test_nothing_in_force_has_no_per_cent(money: Money) -> None:
    empty = year(money, FEBRUARY)
    assert (empty.total.per_cent, empty.by_fund, empty.by_group, empty.by_category) == (None, (), (), ())


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_a_per_cent_is_the_one_papers_show(part: int, whole: int) -> None:
    hundredths = per_cent_hundredths(part, whole)
    assert hundredths is not None
    exact = 10_000 * part / Decimal(whole) - hundredths
    assert Decimal("-0.5") <= exact <= Decimal("0.5")


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 3, "33.33"), (2, 3, "66.67"), (1, 20_000, "0.01"), (1, 20_001, "0.00")]
)
def test_a_half_is_rounded_up(part: int, whole: int, shown: str) -> None:
    hundredths = per_cent_hundredths(part, whole)
    assert percent(Decimal(hundredths or 0).scaleb(-2)) == shown


def test_targets_are_compared_once_their_quarter_has_ended(money: Money) -> None:
    item = money.project()
    line = money.line(item, 10_000)
    pay(money, line, 1, 3_028)
    pay(money, money.line(item, 10_000, category="investment", sub="equipment"), 1, 5_000)
    aim(money, 1, 4014)
    aim(money, 1, 3029, scope="operating")
    aim(money, 2, 9999)
    found = [
        [(each.scope, each.quarter, each.reached, each.below) for each in year(money, day).targets]
        for day in (AFTER_QUARTER[1] - 2 * A_DAY, AFTER_QUARTER[1] - A_DAY)
    ]
    waiting = [("all", 1, None, False), ("all", 2, None, False), ("operating", 1, None, False)]
    compared = [("all", 1, 4014, False), ("all", 2, None, False), ("operating", 1, 3028, True)]
    assert found == [waiting, compared]


def test_a_project_is_behind_the_target_of_the_whole(money: Money) -> None:
    """One that has yet to start by its own dates is not, nor one that shows the target's own per cent."""
    reached, late, future = (
        money.project(),
        money.project(),
        money.project(starts_on=datetime.date(2018, 1, 1)),
    )
    pay(money, money.line(reached, 1_000_000), 1, 302_850)
    pay(money, money.line(late, 1_000_000), 1, 302_849)
    money.line(future, 1_000_000)
    aim(money, 1, 3029)
    assert behind(money, 1, FEBRUARY) == [(late.code, 302_900)]
    aim(money, 2, 5229)
    assert [code for code, _ in behind(money, 2, FEBRUARY)] == [reached.code, late.code, future.code]


def test_with_targets_by_category_only_a_project_is_held_against_those_of_its_lines(money: Money) -> None:
    """What has no target is not counted; together its lines reach what their targets ask for together."""
    slow, fast, mixed, other, untold = (money.project() for _ in range(5))
    pay(money, money.line(slow, 1_000_000), 1, 302_849)
    pay(money, money.line(fast, 1_000_000), 1, 302_850)
    pay(money, money.line(mixed, 300_000), 1, 300_000)
    pay(money, money.line(mixed, 100_000, category="investment", sub="equipment"), 1, 0)
    money.line(mixed, 900_000, category="personnel", sub="salary")
    pay(money, money.line(other, 1_000_000, category="investment", sub="equipment"), 1, 149_949)
    money.line(untold, 1_000_000, category="personnel", sub="salary")
    aim(money, 1, 3029, scope="operating")
    aim(money, 1, 1500, scope="investment")
    assert behind(money, 1, FEBRUARY) == [(slow.code, 302_900), (other.code, 150_000)]
    assert shares(money) == {
        slow.code: (Sum(1_000_000, 302_849), 3029),
        other.code: (Sum(1_000_000, 149_949), 1500),
    }
    aim(money, 1, 9_000, scope="personnel")
    assert shares(money)[mixed.code] == (
        Sum(1_300_000, 300_000),
        7045,
    )  # (300 x 30.29 + 100 x 15 + 900 x 90) / 1,300
    aim(money, 1, 1000)
    assert behind(money, 1, FEBRUARY) == [(untold.code, 100_000)]  # the target for all comes first


def test_there_is_a_measure_where_something_is_held_against_it(money: Money) -> None:
    item = money.project()
    money.line(item, 1_000)

    def measured() -> bool:
        lines = line_amounts(money.session, money.office.id, YEAR, FEBRUARY)
        return has_measure(money.session, money.office.id, YEAR, 1, lines)

    assert not measured()
    aim(money, 1, 1500, scope="investment")  # of which the plan has nothing
    aim(money, 2, 1500)
    assert not measured()
    aim(money, 1, 3029, scope="operating")
    assert measured()


def test_without_a_target_a_project_is_compared_with_its_own_plan(money: Money) -> None:
    planned, unplanned = money.project(), money.project()
    line = money.line(planned, 1_000)
    money.line(unplanned, 1_000)
    for quarter, amount in ((1, 100), (2, 200)):
        money.session.add(
            PlannedSpending(item_id=planned.id, fiscal_year=YEAR, quarter=quarter, amount=amount)
        )
    pay(money, line, 1, 100)
    pay(money, line, 2, 199)
    assert behind(money, 1, AFTER_QUARTER[2]) == []
    assert behind(money, 2, AFTER_QUARTER[2]) == [(planned.code, 300)]
