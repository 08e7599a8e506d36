"""What was received and paid: the guards read the office's figures, and take a word where it keeps none."""

import datetime

import pytest
from guard_desk import Desk, desk_of_the_small_office  # noqa: F401  a fixture

from workflow.models import Disbursement, Fund, Item, ProjectLine, Target, Tranche

JANUARY = datetime.date(2018, 1, 12)
APRIL = datetime.date(2018, 4, 12)
WORDS = {
    "tranche_available": "งวด 1",
    "spending_reconciled": "ตรงกัน",
    "finance_figures_received": "บันทึก 1",
    "figures_reconciled": "ตรงกัน",
    "below_target_exists": "รายการเร่งรัด",
    "no_project_below_target_or_justified": "ไม่มี",
}
OF_PROJECTS = ("tranche_available", "spending_reconciled")


def paid(desk: Desk, line: ProjectLine, quarter: int, satang: int) -> None:
    desk.session.add(Disbursement(line_id=line.id, fiscal_year=2561, quarter=quarter, amount=satang))


def aim(desk: Desk, quarter: int, hundredths: int, scope: str = "all") -> None:
    row = Target(
        office_id=desk.office.id,
        fiscal_year=2561,
        scope=scope,
        quarter=quarter,
        hundredths=hundredths,
        authority="ครม.",
    )
    desk.session.add(row)


def received(desk: Desk, fund_id: int, number: int, satang: int, on: datetime.date) -> None:
    row = Tranche(
        office_id=desk.office.id,
        fiscal_year=2561,
        fund_id=fund_id,
        number=number,
        amount=satang,
        received_on=on,
        letter_no="ว 1",
        entry_seq=1,
    )
    desk.session.add(row)


def project(desk: Desk, code: str, satang: int, state: str = "in_progress") -> tuple[Item, ProjectLine]:
    item = desk.item("project", code, state)
    (line,) = desk.lines(item, satang)
    line.category = "operating"
    return item, line


@pytest.mark.parametrize("guard", sorted(WORDS))
def test_where_nothing_is_kept_a_persons_word_counts(desk: Desk, guard: str) -> None:
    item = desk.item("project" if guard in OF_PROJECTS else "quarterly_report")
    assert [desk.says(guard, item), desk.says(guard, item, facts=WORDS)] == ["refuses", "holds"]


def test_money_of_the_projects_fund_has_come_and_is_not_all_paid(desk: Desk) -> None:
    item, line = project(desk, "P001", 1_000_00, "in_plan")
    spender, other = project(desk, "P002", 500_00)
    other.fund_id = line.fund_id
    paid(desk, other, 1, 100_00)
    received(desk, line.fund_id, 1, 100_00, JANUARY)
    fund = desk.session.get_one(Fund, line.fund_id).code
    empty = "{}: {} baht received, 100.00 paid"
    answers = [desk.says("tranche_available", item, on=JANUARY - datetime.timedelta(days=1), facts=WORDS)]
    answers.append(desk.says("tranche_available", item, on=JANUARY, facts=WORDS))
    received(desk, line.fund_id, 2, 1, APRIL)
    answers.append(desk.says("tranche_available", item, on=APRIL))
    assert answers == [empty.format(fund, "0.00"), empty.format(fund, "100.00"), "holds"]
    assert spender.state == "in_progress"


def test_a_fund_of_which_nothing_came_is_empty_while_another_fund_has_money(desk: Desk) -> None:
    item, line = project(desk, "P001", 1_000_00, "in_plan")
    _, other = project(desk, "P002", 500_00)
    received(desk, other.fund_id, 1, 100_00, JANUARY)
    fund = desk.session.get_one(Fund, line.fund_id).code
    assert desk.says("tranche_available", item, facts=WORDS) == f"{fund}: 0.00 baht received, 0.00 paid"


def test_a_project_has_a_figure_of_every_ended_quarter_it_ran_in(desk: Desk) -> None:
    item, line = project(desk, "P001", 100_00, "completed")
    item.starts_on, item.ends_on = datetime.date(2018, 1, 1), datetime.date(2018, 5, 1)
    october = datetime.date(2018, 10, 1)
    guard = "spending_reconciled"
    days = (JANUARY, APRIL, october)
    told = "Quarters without finance's figures ({}): {}"
    assert [desk.says(guard, item, on=day, facts=WORDS) for day in days] == [
        "holds",
        told.format(1, "2"),
        told.format(2, "2, 3"),
    ]
    paid(desk, line, 2, 0)
    paid(desk, line, 3, 100_01)
    assert desk.says(guard, item, on=APRIL) == "holds"
    over = "Projects paid more than they have in force (1): P001 by 0.01 baht"
    assert desk.says(guard, item, on=october) == over


def test_every_line_under_way_has_its_figure_of_the_quarter(desk: Desk) -> None:
    report = desk.item("quarterly_report", quarter=1)
    _, first = project(desk, "P001", 100)
    _, second = project(desk, "P002", 100)
    project(desk, "P003", 100, "authorised")
    later, _ = project(desk, "P004", 100)
    later.starts_on = datetime.date(2018, 1, 1)
    guard = "finance_figures_received"
    paid(desk, first, 1, 0)
    paid(desk, second, 2, 50)
    missing = "Projects without finance's figures (1): P002"
    assert desk.says(guard, report, facts=WORDS, papers=("disbursement_statement",)) == missing
    assert desk.says("figures_reconciled", report, facts=WORDS) == missing
    paid(desk, second, 1, 0)
    assert [desk.says(each, report) for each in (guard, "figures_reconciled")] == ["holds", "holds"]


def test_no_project_is_paid_more_than_it_has_though_one_of_its_lines_may_be(desk: Desk) -> None:
    report = desk.item("quarterly_report", quarter=2)
    item, line = project(desk, "P001", 100)
    (spare,) = desk.lines(item, 50)
    for quarter, amounts in ((1, (90, 0)), (2, (60, 0))):
        for each, amount in zip((line, spare), amounts, strict=True):
            paid(desk, each, quarter, amount)
    assert desk.says("figures_reconciled", report, on=APRIL) == "holds"
    desk.change(spare, desk.item("plan_amendment", state="adopted"), -1, on=APRIL)
    over = "Projects paid more than they have in force (1): P001 by 0.01 baht"
    assert desk.says("figures_reconciled", report, on=APRIL) == over


def test_what_is_below_target_is_named(desk: Desk) -> None:
    report = desk.item("quarterly_report", quarter=1)
    for code, amount in (("P001", 600_00), ("P002", 200_00)):
        _, line = project(desk, code, 1_000_00)
        paid(desk, line, 1, amount)
    aim(desk, 1, 3029)
    guards = ("below_target_exists", "no_project_below_target_or_justified")
    asked = [desk.says(guard, report, facts=WORDS) for guard in guards]
    assert asked == ["holds", "Below target (1): P002"]
    aim(desk, 1, 4001, scope="operating")
    assert desk.says(guards[1], report) == "Below target (2): Operating 40.00% (target 40.01%), P002"


def test_nothing_below_target_orders_no_acceleration(desk: Desk) -> None:
    report = desk.item("quarterly_report", quarter=1)
    _, line = project(desk, "P001", 1_000_00)
    paid(desk, line, 1, 302_90)
    aim(desk, 1, 3029)
    aim(desk, 2, 9999)
    guards = ("below_target_exists", "no_project_below_target_or_justified")
    asked = [desk.says(guard, report, facts=WORDS) for guard in guards]
    assert asked == ["Nothing is below target", "holds"]
