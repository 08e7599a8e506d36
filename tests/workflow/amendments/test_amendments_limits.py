"""New money raises a fund no further than its ceiling or what was received, and is used once a year."""

import datetime

import pytest
from amendment_desk import Plan, plan_of_the_small_office  # noqa: F401  a fixture
from conftest import NOW
from sqlmodel import select

from workflow.amendments.balance import Whose, unbalanced, unclaimed
from workflow.amendments.changes import set_changes
from workflow.amendments.listed import NewMoney
from workflow.errors import BadInput, StepRefused
from workflow.models import Ceiling, Fund, Item, Tranche
from workflow.money.amounts import line_amounts

NAMED = NewMoney("OFFICE", 2)
TODAY = NOW.date()


def fund(plan: Plan) -> int:
    return plan.session.exec(select(Fund.id).where(Fund.code == "OFFICE")).one()


def received(plan: Plan, number: int, satang: int, on: datetime.date = TODAY) -> None:
    plan.session.add(
        Tranche(
            office_id=plan.office.id,
            fiscal_year=2561,
            fund_id=fund(plan),
            number=number,
            amount=satang,
            received_on=on,
            letter_no="1",
            entry_seq=1,
        )
    )
    plan.session.flush()


def ceiling(plan: Plan, satang: int, group: str = "", on: datetime.date = datetime.date(2017, 10, 2)) -> None:
    plan.session.add(
        Ceiling(
            office_id=plan.office.id,
            fiscal_year=2561,
            fund_id=fund(plan),
            group_id=plan.office.groups.get(group),
            amount=satang,
            authority="1",
            effective_on=on,
            entry_seq=1,
        )
    )
    plan.session.flush()


def raised(plan: Plan, line_id: int, satang: int) -> Item:
    """An amendment that adds new money to the line, adopted."""
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line_id, satang)], plan.hand(), new_money=NAMED)
    plan.adopt(amendment)
    return amendment


def in_force(plan: Plan) -> list[int]:
    return [each.in_force for each in line_amounts(plan.session, plan.office.id, 2561, TODAY)]


def refused(plan: Plan, line_id: int, satang: int) -> list[str]:
    with pytest.raises(StepRefused) as refusal:
        raised(plan, line_id, satang)
    return [each.detail.en for each in refusal.value.missing if each.detail]


@pytest.mark.parametrize("by_groups", [False, True])
def test_a_tranche_of_what_was_planned_anyway_is_not_new_money(plan: Plan, by_groups: bool) -> None:
    """The fund's own ceiling counts, or else the sum of its groups'."""
    (line,) = plan.lines(plan.project(1_000_00))
    for group, satang in (("PLN", 700_00), ("ADM", 300_00)) if by_groups else (("", 1_000_00),):
        ceiling(plan, satang, group)
    for number in (1, 2, 3):
        received(plan, number, 500_00)
    told = refused(plan, line.id, 500_00)
    assert told == ["OFFICE would hold 1,500.00 baht, above its ceiling or what was received (1,000.00)"]
    ceiling(plan, 1_500_00, on=TODAY + datetime.timedelta(days=1))  # not yet
    assert refused(plan, line.id, 500_00) == told
    ceiling(plan, 1_500_00, on=TODAY)
    raised(plan, line.id, 500_00)


def test_where_no_ceiling_is_set_the_money_received_limits_the_fund(plan: Plan) -> None:
    (line,) = plan.lines(plan.project(1_000_00))
    received(plan, 1, 999_99)
    received(plan, 2, 100_00)
    received(plan, 3, 500_00, TODAY + datetime.timedelta(days=1))
    told = refused(plan, line.id, 100_00)
    assert told == ["OFFICE would hold 1,100.00 baht, above its ceiling or what was received (1,099.99)"]
    raised(plan, line.id, 99_99)


def test_a_project_about_to_come_in_has_its_part_of_the_ceiling(plan: Plan) -> None:
    (line,) = plan.lines(plan.project(100_00))
    (coming,) = plan.lines(plan.project(40_00, state="group_endorsed"))
    ceiling(plan, 150_00)
    received(plan, 2, 500_00)
    raised(plan, coming.id, 40_00)
    told = refused(plan, line.id, 20_00)
    assert told == ["OFFICE would hold 160.00 baht, above its ceiling or what was received (150.00)"]


def test_a_transfer_within_a_fund_is_made_though_the_fund_is_over_its_limit(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    ceiling(plan, 10_00)
    amendment = plan.amendment()
    set_changes(plan.session, amendment, [(line.id, -5_00), (other.id, 5_00)], plan.hand())
    assert plan.adopt(amendment).to_state == "adopted"


def test_two_plans_of_one_year_do_not_use_one_tranche_twice(plan: Plan) -> None:
    (line,) = plan.lines(plan.project(100_00))
    ceiling(plan, 10_000_00)
    received(plan, 2, 500_00)
    raised(plan, line.id, 400_00)
    plan.item = plan.office.open(plan.session, "annual_plan", "AP2561-2")
    plan.put(plan.item, "in_execution")
    plan.preapprove()
    (second,) = plan.lines(plan.project(100_00))
    assert refused(plan, second.id, 100_01) == [
        "The changes add up to 100.01 baht, but 100.00 baht are left of the new money (OFFICE, tranche 2)"
    ]
    raised(plan, second.id, 100_00)
    assert sum(in_force(plan)) == 700_00


def test_new_money_is_a_tranche_that_came_after_the_plan_and_is_used_once(plan: Plan) -> None:
    line, other = plan.lines(plan.project(100_00, 50_00))
    received(plan, 1, 150_00)
    received(plan, 2, 25_00)
    first, second, third = plan.amendment(), plan.amendment(), plan.amendment()
    set_changes(plan.session, first, [(line.id, -5_00), (other.id, 25_00)], plan.hand(), new_money=NAMED)
    plan.adopt(first)
    assert in_force(plan) == [95_00, 75_00]
    set_changes(plan.session, second, [(other.id, 5_01)], plan.hand(), new_money=NAMED)
    with pytest.raises(StepRefused) as refusal:
        plan.take(second, "compile", "plan_officer")
    (detail,) = [each.detail.en for each in refusal.value.missing if each.detail]
    assert detail.startswith(
        "The changes add up to 5.01 baht, but 5.00 baht are left of the new money (OFFICE, tranche 2); "
    )
    set_changes(plan.session, second, [(other.id, 5_00)], plan.hand(), new_money=NAMED)
    plan.adopt(second)
    assert in_force(plan) == [95_00, 80_00]
    set_changes(plan.session, third, [(other.id, 1)], plan.hand())
    with pytest.raises(StepRefused):
        plan.take(third, "compile", "plan_officer", new_money="หนังสือจัดสรร 9")  # tranches are kept


def test_money_that_was_there_when_the_plan_was_approved_is_not_new(plan: Plan) -> None:
    (line,) = plan.lines(plan.project(100_00))
    plan.put(plan.item, "director_review")
    plan.session.flush()
    plan.revise()
    plan.take(plan.item, "confirm_revision", "plan_director")
    received(plan, 2, 25_00, TODAY - datetime.timedelta(days=1))
    received(plan, 3, 25_00, TODAY + datetime.timedelta(days=1))
    for number, problem in ((2, "not_new_money"), (3, "not_new_money"), (4, "unknown")):
        with pytest.raises(BadInput, match=problem):
            set_changes(
                plan.session,
                plan.amendment(),
                [(line.id, 1_00)],
                plan.hand(),
                new_money=NewMoney("OFFICE", number),
            )


def test_new_money_of_one_fund_covers_no_other(plan: Plan) -> None:
    whose = Whose(0, plan.item.id, plan.office.id, 2561, TODAY)
    received(plan, 1, 50_00)
    named = NewMoney("OFFICE", 1)
    (other,) = unbalanced(plan.session, whose, {"OFFICE": 30_00, "QUALITY": -20_00}, named)
    assert other.en == "The transfers add up to -20.00 baht"
    assert unbalanced(plan.session, whose, {"OFFICE": 30_00}, named) == []


def test_a_tranche_that_is_not_there_has_nothing_left(plan: Plan) -> None:
    whose = Whose(0, plan.item.id, plan.office.id, 2561, TODAY)
    assert unclaimed(plan.session, whose, NewMoney("OFFICE", 9)) == 0
    (short,) = unbalanced(plan.session, whose, {"OFFICE": 30_00}, NewMoney("OFFICE", 9))
    assert "0.00 baht are left" in short.en


def test_a_change_is_meant_for_a_day_of_its_year(plan: Plan) -> None:
    (line,) = plan.lines(plan.project(100_00))
    amendment = plan.amendment()
    for day in (datetime.date(2017, 9, 30), datetime.date(2019, 1, 1)):
        with pytest.raises(BadInput) as refused:
            set_changes(plan.session, amendment, [(line.id, -5_00)], plan.hand(), planned_on=day)
        assert (refused.value.name, refused.value.problem) == ("effective_on", "out_of_range")


def test_a_transfer_of_others_takes_nothing_of_a_tranche(plan: Plan) -> None:
    first, second = plan.lines(plan.project(100_00, 50_00))
    received(plan, 1, 50_00)
    transfer = plan.amendment()
    set_changes(plan.session, transfer, [(first.id, -10_00), (second.id, 10_00)], plan.hand())
    plan.adopt(transfer)
    whose = Whose(0, plan.item.id, plan.office.id, 2561, TODAY)
    assert unclaimed(plan.session, whose, NewMoney("OFFICE", 1)) == 50_00
