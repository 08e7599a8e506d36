"""Closed figures stay as they were accepted; no office sees another's money; late counts from its opening."""

import datetime

import pytest
from conftest import NOW, make_office
from money_desk import LATER, YEAR, Money, money_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import select

from workflow.errors import BadInput, NotOpenHere
from workflow.models import CarryOver, Disbursement, Fund, Item, Obligation, ProjectLine
from workflow.money.paid import carry_over, record_disbursements
from workflow.money.queries import brought_forward, year_money
from workflow.money.standing import late

TODAY = NOW.date()


def closed(money: Money, plan_state: str = "in_execution", state: str = "closed") -> ProjectLine:
    """A line of a project with 10 baht paid in the first quarter, then closed."""
    plan = money.office.open(money.session, "annual_plan", "AP2561")
    plan.state = plan_state
    project = money.project("reported", parent_id=plan.id)
    line = money.line(project, 100_00)
    money.session.add(Disbursement(line_id=line.id, fiscal_year=YEAR, quarter=1, amount=10_00))
    project.state = state
    money.session.flush()
    return line


def pay(money: Money, line: ProjectLine, satang: int, quarter: int = 1, year: int = YEAR) -> None:
    at = LATER if year == YEAR else LATER.replace(month=11)
    record_disbursements(
        money.session, money.office.id, year, quarter, [(line.id, satang)], money.hand("finance_officer", at)
    )


def paid(money: Money) -> list[tuple[int, int]]:
    found = select(Disbursement.quarter, Disbursement.amount).order_by(Disbursement.quarter)  # type: ignore[arg-type]
    return [tuple(each) for each in money.session.exec(found)]


@pytest.mark.parametrize(
    ("plan_state", "quarter", "satang", "kept"),
    [
        ("in_execution", 1, 10_01, False),
        ("in_execution", 1, 0, False),
        ("in_execution", 1, 10_00, True),  # finance sends the whole sheet again
        ("in_execution", 2, 5_00, True),  # its last bill
        ("closed", 1, 10_01, False),
        ("closed", 2, 5_00, False),
        ("closed", 1, 10_00, True),
        ("closed", 2, 0, True),
    ],
)
def test_the_figures_of_what_was_closed_are_not_replaced(
    money: Money, plan_state: str, quarter: int, satang: int, kept: bool
) -> None:
    line = closed(money, plan_state)
    if kept:
        pay(money, line, satang, quarter)
        assert dict(paid(money))[quarter] == satang
        return
    with pytest.raises(BadInput) as refusal:
        pay(money, line, satang, quarter)
    assert (refusal.value.name, refusal.value.problem) == ("amount", "closed")
    assert paid(money) == [(1, 10_00)]


def test_once_the_closing_is_undone_the_figure_is_put_right(money: Money) -> None:
    line = closed(money)
    money.session.get_one(Item, line.item_id).state = "reported"
    money.session.flush()
    pay(money, line, 10_01)
    assert paid(money) == [(1, 10_01)]


def test_of_a_closed_plan_money_carried_over_is_still_paid_next_year(money: Money) -> None:
    line = closed(money, "closed", state="carried_over")
    kept = CarryOver(
        line_id=line.id, fiscal_year=YEAR, amount=20_00, approval="1", effective_on=TODAY, entry_seq=1
    )
    money.session.add(kept)
    pay(money, line, 20_00, year=YEAR + 1)
    with pytest.raises(BadInput, match="closed"):
        pay(money, line, 11_00)


def test_nothing_is_carried_over_from_a_closed_project(money: Money) -> None:
    line = closed(money)
    with pytest.raises(NotOpenHere):
        carry_over(money.session, line, 1_00, "บันทึก 1", TODAY, money.hand("finance_officer"))


def test_what_another_office_carried_over_is_not_in_this_ones_money(money: Money) -> None:
    other = make_office(money.session, "T2")
    fund = Fund(office_id=other.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
    money.session.add(fund)
    money.session.flush()
    own = money.line(money.project(), 100_00)
    theirs = ProjectLine(
        item_id=other.open(money.session, "project", "P001").id,
        fund_id=fund.id,
        category="operating",
        sub="services",
        original=900_00,
    )
    money.session.add(theirs)
    money.session.flush()
    for line, satang in ((own, 30_00), (theirs, 700_00)):
        row = CarryOver(
            line_id=line.id, fiscal_year=YEAR, amount=satang, approval="1", effective_on=TODAY, entry_seq=1
        )
        money.session.add(row)
    money.session.add(Disbursement(line_id=theirs.id, fiscal_year=YEAR + 1, quarter=1, amount=600_00))
    money.session.flush()
    assert year_money(money.session, money.office.id, YEAR, TODAY).carried_over == 30_00
    forward = brought_forward(money.session, money.office.id, YEAR + 1)
    assert (forward.amount, forward.disbursed) == (30_00, 0)


def test_what_is_owed_is_late_on_no_day_before_it_was_asked_for(money: Money) -> None:
    """A duty recorded in February whose day was in January was not late on any day of January."""
    project = money.project()
    opened = datetime.datetime(2018, 2, 1, 2, 0, tzinfo=datetime.UTC)
    money.session.add(
        Obligation(
            office_id=money.office.id,
            item_id=project.id,
            code="D-PR-01",
            owed_by="project_owner",
            due_on=datetime.date(2018, 1, 15),
            formula="",
            calendar_version="1",
            opened_seq=1,
            opened_at=opened,
        )
    )
    money.session.flush()
    days = (datetime.date(2018, 1, 31), datetime.date(2018, 2, 1))
    found = [[each.days for each in late(money.session, money.office.id, YEAR, day)] for day in days]
    assert found == [[], [17]]
