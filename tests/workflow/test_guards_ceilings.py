"""What may be planned: the guards of ceilings read the office's own, and take a word where it keeps none."""

import datetime

import pytest
from guard_desk import DAY, Desk, desk_of_the_small_office  # noqa: F401  a fixture

from workflow.models import Ceiling, Fund, Item, ProjectLine

TOMORROW = DAY + datetime.timedelta(days=1)
WORD = {"within_group_ceiling": "บัญชีวงเงิน", "total_within_ceiling": "บัญชีวงเงิน", "ceilings_set": "บันทึก 5"}


@pytest.fixture
def fund(desk: Desk) -> Fund:
    row = Fund(office_id=desk.office.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
    desk.session.add(row)
    desk.session.flush()
    return row


def ceiling(desk: Desk, fund: Fund, satang: int, group: str = "", on: datetime.date = DAY) -> None:
    row = Ceiling(
        office_id=desk.office.id,
        fiscal_year=2561,
        fund_id=fund.id,
        group_id=desk.office.groups[group] if group else None,
        amount=satang,
        authority="บันทึก 5/2561",
        effective_on=on,
        entry_seq=1,
    )
    desk.session.add(row)


def project(desk: Desk, fund: Fund, satang: int, state: str, group: str = "PLN") -> Item:
    item = desk.item("project", state=state, group_id=desk.office.groups[group])
    row = ProjectLine(item_id=item.id, fund_id=fund.id, category="operating", sub="services", original=satang)
    desk.session.add(row)
    return item


def test_every_group_has_its_ceiling(desk: Desk, fund: Fund) -> None:
    plan = desk.item("annual_plan")
    ceiling(desk, fund, 100)
    asked = [desk.says("ceilings_set", plan), desk.says("ceilings_set", plan, facts=WORD)]
    assert asked == ["refuses", "holds"]  # the fund's own is kept, the groups' are on the notice
    ceiling(desk, fund, 50, "PLN")
    ceiling(desk, fund, 50, "ADM", on=TOMORROW)
    assert desk.says("ceilings_set", plan, facts=WORD) == "Groups without a ceiling (1): ADM"
    assert desk.says("ceilings_set", plan, on=TOMORROW) == "holds"


def test_the_plan_fits_into_the_funds_ceiling_of_the_day(desk: Desk, fund: Fund) -> None:
    plan = desk.item("annual_plan")
    for satang, state in ((60_00, "in_plan"), (40_01, "in_plan"), (500_00, "under_screening")):
        project(desk, fund, satang, state)
    ceiling(desk, fund, 100_00)
    ceiling(desk, fund, 100_01, on=TOMORROW)
    over = "OFFICE: 100.01 baht planned, 0.01 over the ceiling of 100.00"
    assert desk.says("total_within_ceiling", plan, facts=WORD) == over
    assert desk.says("total_within_ceiling", plan, on=TOMORROW) == "holds"


def test_without_a_ceiling_of_its_own_a_fund_has_the_sum_of_its_groups(desk: Desk, fund: Fund) -> None:
    plan = desk.item("annual_plan")
    project(desk, fund, 100, "in_plan")
    other = Fund(office_id=desk.office.id, code="UNLIMITED", name_th="งบเฉพาะกิจ")
    desk.session.add(other)
    desk.session.flush()
    project(desk, other, 10**9, "in_plan")
    ceiling(desk, fund, 60, "PLN")
    ceiling(desk, fund, 39, "ADM")
    over = "OFFICE: 1.00 baht planned, 0.01 over the ceiling of 0.99"
    assert desk.says("total_within_ceiling", plan) == over
    ceiling(desk, fund, 100)
    assert desk.says("total_within_ceiling", plan) == "holds"


@pytest.mark.parametrize("guard", ["ceilings_set", "total_within_ceiling", "within_group_ceiling"])
def test_an_office_that_keeps_no_ceilings_takes_a_persons_word(desk: Desk, fund: Fund, guard: str) -> None:
    kind = "project" if guard == "within_group_ceiling" else "annual_plan"
    item = project(desk, fund, 100, "submitted") if kind == "project" else desk.item(kind)
    assert [desk.says(guard, item), desk.says(guard, item, facts=WORD)] == ["refuses", "holds"]


@pytest.mark.parametrize(
    ("state", "group", "counts"),
    [
        ("group_endorsed", "PLN", True),
        ("under_screening", "PLN", True),
        ("in_progress", "PLN", True),
        ("submitted", "PLN", False),
        ("returned", "PLN", False),
        ("merged", "PLN", False),
        ("cancelled", "PLN", False),
        ("group_endorsed", "ADM", False),
    ],
)
def test_a_project_fits_beside_what_its_group_has_put_forward(
    desk: Desk, fund: Fund, state: str, group: str, counts: bool
) -> None:
    item = project(desk, fund, 60, "submitted")
    project(desk, fund, 41, state, group)
    ceiling(desk, fund, 100, "PLN")
    over = "OFFICE: 1.01 baht planned, 0.01 over the ceiling of 1.00"
    assert desk.says("within_group_ceiling", item, facts=WORD) == (over if counts else "holds")


def test_nothing_is_planned_of_a_fund_whose_ceiling_is_nought(desk: Desk, fund: Fund) -> None:
    plan, item = desk.item("annual_plan"), project(desk, fund, 1, "in_plan")
    for group in ("", "PLN", "ADM"):
        ceiling(desk, fund, 0, group)
    over = "OFFICE: 0.01 baht planned, 0.01 over the ceiling of 0.00"
    assert desk.says("ceilings_set", plan) == "holds"
    assert desk.says("total_within_ceiling", plan, facts=WORD) == over
    assert desk.says("within_group_ceiling", item, facts=WORD) == over
