"""Ceilings, tranches, targets and savings: who may set them, what is refused, what the record tells."""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from conftest import NOW, make_office
from money_desk import YEAR, Money, money_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import col, select

from workflow.errors import AlreadyExists, BadDate, BadInput, NotAllowed, Refused, TooLong
from workflow.models import SavingsMeasure
from workflow.money.office import (
    NewCeiling,
    NewTarget,
    NewTranche,
    add_savings,
    copy_targets,
    record_tranche,
    set_ceiling,
    set_target,
)
from workflow.money.queries import year_money

TODAY = datetime.date(2018, 1, 12)
CEILING = NewCeiling("OFFICE", 3_400_000_00, "บันทึกที่ 5/2561")
TRANCHE = NewTranche("OFFICE", 1, 1_500_000_00, datetime.date(2017, 10, 16), "ศธ 04002/ว 1")
TARGET = NewTarget(2, Decimal("52.29"), "คณะรัฐมนตรี", source="ว 1")


def ceiling(money: Money, year: int = YEAR, role: str = "plan_director", **more: object) -> int:
    new = dataclasses.replace(CEILING, **more)  # type: ignore[arg-type]
    return set_ceiling(money.session, money.office.id, year, new, money.hand(role)).seq


def tranche(money: Money, year: int = YEAR, role: str = "finance_officer", **more: object) -> int:
    new = dataclasses.replace(TRANCHE, **more)  # type: ignore[arg-type]
    return record_tranche(money.session, money.office.id, year, new, money.hand(role)).seq


def target(money: Money, year: int = YEAR, role: str = "plan_officer", **more: object) -> int:
    new = dataclasses.replace(TARGET, **more)  # type: ignore[arg-type]
    return set_target(money.session, money.office.id, year, new, money.hand(role)).seq


def problem(error: Refused) -> tuple[str, ...]:
    if isinstance(error, BadInput):
        return (error.name, error.problem)
    if isinstance(error, AlreadyExists):
        return (error.what, error.name)
    if isinstance(error, BadDate):
        return (error.problem, error.text)
    if isinstance(error, TooLong):
        return (error.name,)
    return (type(error).__name__,)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"satang": -1}, ("amount", "out_of_range")),
        ({"satang": 10**15 + 1}, ("amount", "out_of_range")),
        ({"fund": "NONE"}, ("fund", "unknown")),
        ({"group": "NONE"}, ("group", "unknown")),
        ({"authority": " "}, ("authority", "empty")),
        ({"authority": "ก" * 301}, ("authority",)),
        ({"year": 2018}, ("fiscal_year", "wrong_era")),
        ({"role": "plan_officer"}, ("NotAllowed",)),
        ({"role": "group_director"}, ("NotAllowed",)),
    ],
)
def test_a_ceiling_is_refused(money: Money, asked: dict[str, object], answer: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as refused:
        ceiling(money, **asked)  # type: ignore[arg-type]
    assert problem(refused.value) == answer
    assert year_money(money.session, money.office.id, YEAR, TODAY).ceilings == ()


@pytest.mark.parametrize("role", ["plan_director", "area_director", "finance_officer"])
def test_a_ceiling_is_set_by(money: Money, role: str) -> None:
    ceiling(money, role=role)
    (found,) = year_money(money.session, money.office.id, YEAR, TODAY).ceilings
    assert (found.fund, found.group, found.amount, found.provisional) == ("OFFICE", "", 3_400_000_00, False)


def test_the_ceiling_of_the_latest_day_counts_and_the_one_before_until_then(money: Money) -> None:
    """While the budget act is late a provisional ceiling holds, until the one that replaces it."""
    ceiling(money, provisional=True, effective_on=datetime.date(2017, 10, 1))
    later = ceiling(money, satang=4_000_000_00, effective_on=datetime.date(2018, 2, 1))
    ceiling(money, satang=5_00, group="PLN", effective_on=datetime.date(2017, 12, 1))
    days = ("2017-09-30", "2017-10-01", "2018-01-31", "2018-02-01")
    found = [
        [
            (each.group, each.amount, each.provisional)
            for each in year_money(
                money.session, money.office.id, YEAR, datetime.date.fromisoformat(day)
            ).ceilings
        ]
        for day in days
    ]
    group = ("PLN", 5_00, False)
    first, second = ("", 3_400_000_00, True), ("", 4_000_000_00, False)
    assert found == [[], [first], [first, group], [second, group]]
    assert money.told(later)["satang"] == [3_400_000_00, 4_000_000_00]


def test_of_two_ceilings_of_one_day_the_one_set_last_counts(money: Money) -> None:
    ceiling(money)
    ceiling(money, satang=7_00)
    (found,) = year_money(money.session, money.office.id, YEAR, TODAY).ceilings
    assert found.amount == 7_00


def test_what_is_planned_stands_beside_its_ceiling(money: Money) -> None:
    ceiling(money, satang=100)
    ceiling(money, satang=60, group="ADM")
    money.line(money.project(), 50)
    money.line(money.project(group="ADM"), 70)
    money.line(money.project(group="ADM"), 999, fund="QUALITY")
    found = year_money(money.session, money.office.id, YEAR, TODAY).ceilings
    assert [(each.group, each.planned, each.over) for each in found] == [("", 120, 20), ("ADM", 70, 10)]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"satang": 0}, ("amount", "out_of_range")),
        ({"satang": -1}, ("amount", "out_of_range")),
        ({"number": 0}, ("tranche", "out_of_range")),
        ({"fund": "NONE"}, ("fund", "unknown")),
        ({"letter_no": ""}, ("letter_no", "empty")),
        ({"year": 2018}, ("fiscal_year", "wrong_era")),
        ({"received_on": datetime.date(2018, 1, 13)}, ("in_future", "2018-01-13")),
        ({"role": "area_director"}, ("NotAllowed",)),
    ],
)
def test_a_tranche_is_refused(money: Money, asked: dict[str, object], answer: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as refused:
        tranche(money, **asked)  # type: ignore[arg-type]
    assert problem(refused.value) == answer


def test_a_fund_has_a_number_once_a_year(money: Money) -> None:
    tranche(money)
    tranche(money, fund="QUALITY")
    tranche(money, year=YEAR - 1)
    with pytest.raises(AlreadyExists) as refused:
        tranche(money, satang=5)
    assert problem(refused.value) == ("tranche", "OFFICE 1")


def test_money_received_counts_from_its_day_and_may_be_taken_back(money: Money) -> None:
    """The balance is what was received and not paid; no more goes back than came."""
    tranche(money)
    back = tranche(money, number=2, satang=-400_000_00, received_on=TODAY)
    with pytest.raises(BadInput):
        tranche(money, number=3, satang=-1_100_000_01)
    days = (datetime.date(2017, 10, 15), datetime.date(2017, 10, 16), TODAY)
    found = [year_money(money.session, money.office.id, YEAR, day) for day in days]
    assert [each.received for each in found] == [0, 1_500_000_00, 1_100_000_00]
    assert [each.balance for each in found[-1].by_fund] == [1_100_000_00]
    assert money.told(back)["received"] == [1_500_000_00, 1_100_000_00]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"per_cent": Decimal(0)}, ("per_cent", "out_of_range")),
        ({"per_cent": Decimal("-1")}, ("per_cent", "out_of_range")),
        ({"per_cent": Decimal("100.01")}, ("per_cent", "out_of_range")),
        ({"per_cent": Decimal("52.291")}, ("per_cent", "out_of_range")),
        ({"per_cent": Decimal("NaN")}, ("per_cent", "out_of_range")),
        ({"quarter": 0}, ("quarter", "out_of_range")),
        ({"quarter": 5}, ("quarter", "out_of_range")),
        ({"scope": "recurrent"}, ("scope", "unknown")),
        ({"authority": ""}, ("authority", "empty")),
        ({"year": 2018}, ("fiscal_year", "wrong_era")),
        ({"role": "project_owner"}, ("NotAllowed",)),
    ],
)
def test_a_target_is_refused(money: Money, asked: dict[str, object], answer: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as refused:
        target(money, **asked)  # type: ignore[arg-type]
    assert problem(refused.value) == answer


def test_a_target_is_edited_in_place_and_the_record_tells_both(money: Money) -> None:
    target(money, verified=False)
    again = target(money, per_cent=Decimal("54"))
    (found,) = year_money(money.session, money.office.id, YEAR, TODAY).targets
    assert (found.quarter, found.scope, found.hundredths, found.verified) == (2, "all", 5400, True)
    before, after = money.told(again)["changed"]  # type: ignore[misc]
    assert (before["hundredths"], before["verified"], after["hundredths"]) == (5229, False, 5400)  # type: ignore[has-type]


def test_last_years_targets_are_copied_where_this_year_has_none_and_count_as_unverified(money: Money) -> None:
    with pytest.raises(BadInput):
        copy_targets(money.session, money.office.id, YEAR, money.hand())
    target(money, year=YEAR - 1)
    target(money, year=YEAR - 1, scope="investment", quarter=4, per_cent=Decimal(87))
    target(money, per_cent=Decimal(60))
    copied = copy_targets(money.session, money.office.id, YEAR, money.hand())
    found = year_money(money.session, money.office.id, YEAR, TODAY).targets
    told = [(each.scope, each.quarter, each.hundredths, each.verified) for each in found]
    assert told == [("all", 2, 6000, True), ("investment", 4, 8700, False)]
    assert money.told(copied.seq)["copied_from"] == YEAR - 1
    with pytest.raises(AlreadyExists):
        copy_targets(money.session, money.office.id, YEAR, money.hand())


def test_savings_measures_are_kept_in_one_entry(money: Money) -> None:
    measures = ["ปิดเครื่องปรับอากาศก่อนเลิกงาน", " ใช้รถร่วมกัน "]
    sealed = add_savings(money.session, money.office.id, YEAR, measures, money.hand("area_director"))
    rows = money.session.exec(select(SavingsMeasure).order_by(col(SavingsMeasure.id))).all()
    told = [(row.text, row.fiscal_year, row.entry_seq, row.effective_on) for row in rows]
    first, second = "ปิดเครื่องปรับอากาศก่อนเลิกงาน", "ใช้รถร่วมกัน"
    assert told == [(first, YEAR, sealed.seq, NOW.date()), (second, YEAR, sealed.seq, NOW.date())]
    assert money.told(sealed.seq) == {"fiscal_year": YEAR, "added": [first, second]}


@pytest.mark.parametrize(
    ("measures", "role", "answer"),
    [
        ((), "plan_director", ("measure", "empty")),
        (("ก", " "), "plan_director", ("measure", "empty")),
        (("ก" * 2001,), "plan_director", ("measure",)),
        (("ก",), "finance_officer", ("NotAllowed",)),
    ],
)
def test_savings_measures_are_refused(
    money: Money, measures: tuple[str, ...], role: str, answer: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        add_savings(money.session, money.office.id, YEAR, measures, money.hand(role))
    assert problem(refused.value) == answer


def test_nobody_sets_another_offices_money(money: Money) -> None:
    other = make_office(money.session, "T2")
    with pytest.raises(NotAllowed) as refused:
        set_ceiling(money.session, other.id, YEAR, CEILING, money.hand())
    assert refused.value.denial.code == "other_office"
