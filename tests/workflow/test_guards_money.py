"""What the guards of money hold and refuse, to the satang."""

import datetime

import pytest
from guard_desk import DAY, Desk, desk_of_the_small_office  # noqa: F401  a fixture
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EMPTY_OR_NEGATIVE = "The lines add up to {} baht; the sum must be above zero and no line negative"


@pytest.mark.parametrize(
    ("satang", "answer"),
    [
        ((100_00, 50_25), "holds"),
        ((0, 0), EMPTY_OR_NEGATIVE.format("0.00")),
        ((100_00, -1), EMPTY_OR_NEGATIVE.format("99.99")),
    ],
)
def test_lines_are_something_and_none_is_negative(desk: Desk, satang: tuple[int, ...], answer: str) -> None:
    project = desk.item("project")
    desk.lines(project, *satang)
    assert desk.says("lines_equal_total", project, facts={"lines_equal_total": "ตรวจแล้ว"}) == answer


def test_lines_add_up_to_the_approved_amount(desk: Desk) -> None:
    project = desk.item("project")
    desk.lines(project, 100_00, 50_25)
    differs = "The lines add up to 150.25 baht, the approved amount is 150.24 baht"
    desk.record(project, "approved_amount", "150.24", version=0)
    assert desk.says("lines_equal_total", project) == differs
    assert desk.says("lines_equal_total", project, facts={"approved_amount": "150.25"}) == "holds"


def test_without_lines_a_persons_word_counts(desk: Desk) -> None:
    project = desk.item("project")
    assert desk.says("lines_equal_total", project) == "refuses"
    assert desk.says("lines_equal_total", project, facts={"lines_equal_total": "ตรวจแล้ว"}) == "holds"


def test_an_approved_amount_is_above_zero(desk: Desk) -> None:
    project = desk.item("project")
    answers = [
        desk.says("approved_amount_set", project, facts={"approved_amount": baht}) for baht in ("0", "0.01")
    ]
    assert answers == ["refuses", "holds"]
    desk.lines(project, 1)
    assert desk.says("approved_amount_set", project) == "holds"


def test_every_project_left_in_the_plan_has_lines_and_none_is_negative(desk: Desk) -> None:
    plan = desk.item("annual_plan")
    first, second, third = (desk.item("project", f"P00{n}", "in_plan", parent_id=plan.id) for n in (1, 2, 3))
    desk.item("project", "P004", "not_selected", parent_id=plan.id)
    desk.lines(first, 100, 0)
    desk.lines(second, 100, -1)
    word = {"budget_balanced": "ตรวจแล้ว"}
    assert desk.says("budget_balanced", plan, facts=word) == (
        "Projects without spending lines (1): P003; Projects with a negative line (1): P002"
    )
    desk.lines(third, 5)
    second.state = "cancelled"
    assert desk.says("budget_balanced", plan) == "holds"


def test_a_plan_without_projects_needs_a_persons_word(desk: Desk) -> None:
    plan = desk.item("annual_plan")
    assert desk.says("budget_balanced", plan) == "refuses"
    assert desk.says("budget_balanced", plan, facts={"budget_balanced": "ตรวจแล้ว"}) == "holds"


@pytest.mark.parametrize(
    ("state", "days", "answer"),
    [
        ("adopted", 0, "Projects with a negative line (1): P001"),
        ("reported_to_board", 0, "Projects with a negative line (1): P001"),
        ("adopted", 1, "holds"),
        ("meeting_review", 0, "holds"),
    ],
)
def test_only_changes_adopted_and_in_force_on_the_day_count(
    desk: Desk, state: str, days: int, answer: str
) -> None:
    plan = desk.item("annual_plan")
    project = desk.item("project", "P001", "in_plan", parent_id=plan.id)
    gone = desk.item("project", "P002", "cancelled", parent_id=plan.id)
    amendment = desk.item("plan_amendment", state=state, parent_id=plan.id)
    line, spare = desk.lines(project, 100, 100)
    desk.lines(gone, -5)
    desk.change(line, amendment, -101, DAY + datetime.timedelta(days=days))
    desk.change(spare, amendment, 101)
    assert desk.says("budget_balanced", plan) == answer


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ((), "Neither transfers nor new money have been recorded"),
        ((-500, 500), "holds"),
        ((-500, 501), "The transfers add up to 0.01 baht"),
        ((-500,), "The transfers add up to -5.00 baht"),
    ],
)
def test_transfers_add_up_to_zero_unless_new_money_is_named(
    desk: Desk, changes: tuple[int, ...], answer: str
) -> None:
    project, amendment = desk.item("project"), desk.item("plan_amendment")
    for line, change in zip(desk.lines(project, *(1000 for _ in changes)), changes, strict=True):
        desk.change(line, amendment, change)
    assert desk.says("net_zero_or_new_money", amendment) == answer
    named = {"new_money": "หนังสือ สพฐ. 1"}
    told = answer if sum(changes) < 0 else "holds"  # a word adds money to the plan and takes none out of it
    assert desk.says("net_zero_or_new_money", amendment, facts=named) == told


def test_where_no_lines_are_kept_a_word_tells_of_new_money_and_of_changed_budgets(desk: Desk) -> None:
    amendment = desk.item("plan_amendment")
    for guard, fact in (("net_zero_or_new_money", "new_money"), ("budgets_updated", "budgets_updated")):
        assert desk.says(guard, amendment, facts={fact: "บัญชี 1"}) == "holds"
    desk.lines(desk.item("project", fiscal_year=2560), 1000)  # last year's are not this year's
    assert desk.says("budgets_updated", amendment, facts={"budgets_updated": "บัญชี 1"}) == "holds"
    desk.lines(desk.item("project"), 1000)
    for guard, fact in (("net_zero_or_new_money", "new_money"), ("budgets_updated", "budgets_updated")):
        assert desk.says(guard, amendment, facts={fact: "บัญชี 1"}) != "holds"


def test_another_amendments_transfers_do_not_count(desk: Desk) -> None:
    amendment, other = desk.item("plan_amendment"), desk.item("plan_amendment")
    line, spare = desk.lines(desk.item("project"), 1000, 1000)
    desk.change(line, other, -1)
    desk.change(spare, other, 1)
    assert desk.says("budgets_updated", amendment) == "refuses"
    assert desk.says("budgets_updated", other) == "holds"
    told = {"budgets_updated": "บัญชี 1"}
    assert desk.says("budgets_updated", amendment, facts=told) == "refuses"  # the office keeps lines
    assert (
        desk.says("net_zero_or_new_money", amendment) == "Neither transfers nor new money have been recorded"
    )


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=6))
def test_a_transfer_closed_by_its_counterpart_holds_and_one_satang_more_does_not(
    desk: Desk, changes: list[int]
) -> None:
    amendment = desk.item("plan_amendment")
    lines = desk.lines(desk.item("project"), *(10**14 for _ in range(len(changes) + 2)))
    for line, change in zip(lines, [*changes, -sum(changes)], strict=False):
        desk.change(line, amendment, change)
    assert desk.says("net_zero_or_new_money", amendment) == "holds"
    desk.change(lines[-1], amendment, 1)
    assert desk.says("net_zero_or_new_money", amendment) == "The transfers add up to 0.01 baht"
