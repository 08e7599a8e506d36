"""What a proposal asks for, what is approved, what finance reports and what is carried over."""

import datetime
from collections.abc import Sequence

import pytest
from conftest import LONG_AGO
from hypothesis import given
from hypothesis import strategies as st
from money_desk import LATER, YEAR, Money, money_of_the_small_office  # noqa: F401  a fixture
from sqlmodel import col, select

from workflow.errors import AlreadyExists, BadDate, BadInput, NotAllowed, NotOpenHere, Refused
from workflow.models import Entry, Item, PlannedSpending, ProjectLine
from workflow.money.lines import NewLine, set_approved, set_requested
from workflow.money.paid import Paid, carry_over, payments, record_disbursements
from workflow.money.planned import set_plan, spread, stored_plan
from workflow.money.queries import brought_forward, line_amounts

FIRST = NewLine("OFFICE", "operating", "services", 60_000_00)
SECOND = NewLine("QUALITY", "operating", "materials", 40_000_00)
QUARTERS = (10_000_00, 50_000_00, 40_000_00, 0)
PAPER_DAY = datetime.date(2018, 9, 28)


def lines_of(money: Money, item: Item) -> list[tuple[str, int | None, int]]:
    rows = money.session.exec(
        select(ProjectLine).where(ProjectLine.item_id == item.id).order_by(col(ProjectLine.id))
    )
    return [(row.sub, row.requested, row.original) for row in rows]


def ask(
    money: Money,
    item: Item,
    lines: Sequence[NewLine] = (FIRST, SECOND),
    plan: Sequence[int] | None = QUARTERS,
    role: str = "project_owner",
) -> int:
    return set_requested(money.session, item, lines, plan, money.hand(role)).seq


def pay(
    money: Money, quarter: int, *paid: tuple[int, int], year: int = YEAR, role: str = "finance_officer"
) -> int:
    hand = money.hand(role, LATER)
    return record_disbursements(money.session, money.office.id, year, quarter, paid, hand, "สรุปการเงิน").seq


def carry(money: Money, line: ProjectLine, satang: int, role: str = "finance_officer", **more: object) -> int:
    day = more.get("on", PAPER_DAY)
    assert isinstance(day, datetime.date)
    approval = str(more.get("approval", "ที่ 9/2561"))
    return carry_over(money.session, line, satang, approval, day, money.hand(role, LATER)).seq


def refusal(error: Refused) -> str:
    return error.problem if isinstance(error, BadInput | BadDate) else type(error).__name__


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_what_is_asked_for_replaces_what_was_and_the_projects_story_tells_both(
    money: Money, state: str
) -> None:
    item = money.project(state)
    ask(money, item)
    seq = ask(money, item, [NewLine("OFFICE", "investment", "equipment", 5_00)], None)
    assert lines_of(money, item) == [("equipment", 5_00, 5_00)]
    assert money.session.exec(select(PlannedSpending)).all() == []
    changed = money.told(seq)["changed"]
    asked = {"category": "operating"}
    assert changed == {
        "lines": [
            [
                {"fund": "OFFICE", "sub": "services", "satang": 60_000_00, **asked},
                {"fund": "QUALITY", "sub": "materials", "satang": 40_000_00, **asked},
            ],
            [{"fund": "OFFICE", "category": "investment", "sub": "equipment", "satang": 5_00}],
        ],
        "plan": [list(QUARTERS), []],
    }
    entry = money.session.exec(select(Entry).where(Entry.seq == seq)).one()
    assert (entry.item_id, entry.kind, entry.subject) == (item.id, "lines", f"lines:{item.code}")


@pytest.mark.parametrize(
    ("lines", "plan", "answer"),
    [
        ((), None, "empty"),
        ((FIRST, FIRST), None, "AlreadyExists"),
        ((NewLine("OFFICE", "operating", "services", 0),), None, "out_of_range"),
        ((NewLine("OFFICE", "operating", "services", -1),), None, "out_of_range"),
        ((NewLine("NONE", "operating", "services", 1),), None, "unknown"),
        ((NewLine("OFFICE", "none", "services", 1),), None, "unknown"),
        ((NewLine("OFFICE", "operating", "equipment", 1),), None, "unknown"),
        ((FIRST,), (60_000_00, 0, 0), "out_of_range"),
        ((FIRST,), (60_000_01, 0, 0, -1), "out_of_range"),
        ((FIRST,), (60_000_00, 0, 0, 1), "sum_differs"),
    ],
)
def test_what_is_asked_for_is_refused_whole(
    money: Money, lines: tuple[NewLine, ...], plan: tuple[int, ...] | None, answer: str
) -> None:
    item = money.project("draft")
    ask(money, item)
    with pytest.raises(Refused) as refused:
        ask(money, item, lines, plan)
    assert refusal(refused.value) == answer
    assert lines_of(money, item) == [("services", 60_000_00, 60_000_00), ("materials", 40_000_00, 40_000_00)]


@pytest.mark.parametrize("state", ["submitted", "under_screening", "in_plan", "closed", "cancelled"])
def test_nothing_is_asked_for_once_the_proposal_is_on_its_way(money: Money, state: str) -> None:
    item = money.project(state)
    with pytest.raises(NotOpenHere) as refused:
        ask(money, item)
    assert refused.value.trigger == "submit"


@pytest.mark.parametrize("role", ["project_owner@ADM", "finance_officer", "area_director"])
def test_only_the_projects_own_people_and_the_plan_group_ask(money: Money, role: str) -> None:
    with pytest.raises(NotAllowed):
        ask(money, money.project("draft"), role=role)


def test_the_committee_approves_less_and_what_was_asked_for_stays_known(money: Money) -> None:
    item = money.project("draft")
    ask(money, item)
    item.state = "under_screening"
    first, second = money.session.exec(select(ProjectLine).order_by(col(ProjectLine.id))).all()
    seq = set_approved(
        money.session, item, {first.id: 50_000_00, second.id: 0}, money.hand("committee_secretary")
    ).seq
    assert lines_of(money, item) == [("services", 60_000_00, 50_000_00), ("materials", 40_000_00, 0)]
    told = money.told(seq)
    assert told["total"] == [100_000_00, 50_000_00]
    assert [each["satang"] for each in told["approved"]] == [[60_000_00, 50_000_00], [40_000_00, 0]]  # type: ignore[attr-defined]


def test_quarters_are_granted_in_the_proportions_they_were_asked_for(money: Money) -> None:
    item = money.project("draft")
    ask(money, item)  # 10, 50, 40 and 0 of 100 thousand
    item.state = "under_screening"
    first, second = money.session.exec(select(ProjectLine).order_by(col(ProjectLine.id))).all()
    sealed = set_approved(
        money.session, item, {first.id: 50_000_01, second.id: 0}, money.hand("committee_secretary")
    )
    granted = [5_000_00, 25_000_01, 20_000_00, 0]
    assert stored_plan(money.session, item) == granted
    assert money.told(sealed.seq)["planned"] == [list(QUARTERS), granted]
    item.state = "in_plan"
    money.change(first, money.amendment(), 10_00, datetime.date(2018, 3, 1))
    assert stored_plan(money.session, item) == granted


def test_the_quarters_of_a_running_project_are_planned_anew_and_its_story_tells_both(money: Money) -> None:
    item = money.project("draft")
    ask(money, item)
    item.state = "in_progress"
    again = (0, 0, 50_000_00, 50_000_00)
    sealed = set_plan(money.session, item, again, money.hand("project_owner"))
    assert sealed is not None
    assert money.told(sealed.seq) == {"planned": [list(QUARTERS), list(again)]}
    assert stored_plan(money.session, item) == list(again)
    assert set_plan(money.session, item, again, money.hand("project_owner")) is None


@pytest.mark.parametrize(
    ("state", "plan", "answer"),
    [
        ("in_plan", (100_000_00, 0, 0), "out_of_range"),
        ("in_plan", (100_000_01, 0, 0, -1), "out_of_range"),
        ("in_plan", (100_000_00, 0, 0, 1), "sum_differs"),
        ("submitted", QUARTERS, "NotOpenHere"),
        ("completed", QUARTERS, "NotOpenHere"),
    ],
)
def test_quarters_that_do_not_fit_are_refused(
    money: Money, state: str, plan: tuple[int, ...], answer: str
) -> None:
    item = money.project("draft")
    ask(money, item)
    item.state = state
    with pytest.raises(Refused) as refused:
        set_plan(money.session, item, plan, money.hand())
    assert refusal(refused.value) == answer
    assert stored_plan(money.session, item) == list(QUARTERS)


amounts = st.lists(st.integers(0, 10**12), min_size=4, max_size=4)


@given(st.integers(0, 10**13), amounts.filter(sum))
def test_spreading_loses_nothing(total: int, plan: list[int]) -> None:
    shares = spread(total, plan)
    assert sum(shares) == total
    assert all(
        abs(share * sum(plan) - total * part) <= sum(plan) for share, part in zip(shares, plan, strict=True)
    )
    assert spread(sum(plan), plan) == tuple(plan)
    assert spread(sum(plan), spread(sum(plan) + total, plan)) == tuple(plan)


@pytest.mark.parametrize(
    ("state", "role", "satang", "answer"),
    [
        ("draft", "plan_director", 1, "NotOpenHere"),
        ("in_plan", "plan_director", 1, "NotOpenHere"),
        ("under_screening", "project_owner", 1, "NotAllowed"),
        ("under_screening", "plan_director", -1, "out_of_range"),
        ("under_screening", "plan_director", 0, "out_of_range"),
    ],
)
def test_an_approval_is_refused(money: Money, state: str, role: str, satang: int, answer: str) -> None:
    item = money.project(state)
    line = money.line(item, 100)
    with pytest.raises(Refused) as refused:
        set_approved(money.session, item, {line.id: satang}, money.hand(role))
    assert refusal(refused.value) == answer


def test_another_projects_line_is_not_approved_here(money: Money) -> None:
    item, other = money.project("under_screening"), money.project("under_screening")
    foreign = money.line(other, 100)
    with pytest.raises(BadInput) as refused:
        set_approved(money.session, item, {foreign.id: 1}, money.hand())
    assert refused.value.problem == "unknown"


def test_finances_figures_replace_the_lines_own_and_leave_the_others(money: Money) -> None:
    first, second = money.line(money.project(), 100), money.line(money.project(), 100)
    pay(money, 1, (first.id, 10), (second.id, 0))
    seq = pay(money, 1, (first.id, 25))
    assert payments(money.session, money.office.id, YEAR, 1) == [Paid(first.id, 1, 25), Paid(second.id, 1, 0)]
    told = money.told(seq)
    assert (told["lines"], told["total"], told["source"]) == (
        {str(first.id): [10, 25]},
        [10, 25],
        "สรุปการเงิน",
    )


@pytest.mark.parametrize(
    ("state", "quarter", "satang", "role", "answer"),
    [
        ("in_progress", 1, -1, "finance_officer", "out_of_range"),
        ("in_progress", 5, 1, "finance_officer", "out_of_range"),
        ("draft", 1, 1, "finance_officer", "not_in_plan"),
        ("merged", 1, 1, "finance_officer", "not_in_plan"),
        ("in_progress", 1, 1, "project_owner", "NotAllowed"),
    ],
)
def test_figures_are_refused_all_or_none(
    money: Money, state: str, quarter: int, satang: int, role: str, answer: str
) -> None:
    good, bad = money.line(money.project(), 100), money.line(money.project(state), 100)
    with pytest.raises(Refused) as refused:
        pay(money, quarter, (good.id, 5), (bad.id, satang), role=role)
    assert refusal(refused.value) == answer
    assert payments(money.session, money.office.id, YEAR, 1) == []


def test_figures_name_each_line_of_the_office_once_and_no_quarter_to_come(money: Money) -> None:
    line = money.line(money.project(), 100)
    answers = []
    for paid, year in (
        ((), YEAR),
        (((line.id, 1), (line.id, 2)), YEAR),
        (((line.id + 999, 1),), YEAR),
        (((line.id, 1),), YEAR + 1),
        (((line.id, 1),), 2018),
        (((line.id, 1),), YEAR + 2),
    ):
        with pytest.raises(Refused) as refused:
            pay(money, 1, *paid, year=year)
        answers.append(refusal(refused.value))
    assert answers == ["empty", "AlreadyExists", "unknown", "unknown", "wrong_era", "in_future"]


def test_no_more_is_carried_over_than_is_left_and_only_once(money: Money) -> None:
    line = money.line(money.project(), 100_00)
    amendment = money.amendment()
    money.change(line, amendment, -30_00, datetime.date(2018, 8, 22))
    pay(money, 2, (line.id, 50_00))
    with pytest.raises(BadInput) as refused:
        carry(money, line, 20_01)
    assert refused.value.problem == "above_what_is_left"
    assert refused.value.detail.endswith(": 20.01 > 20.00")
    seq = carry(money, line, 15_00)
    assert (money.told(seq)["left"], money.told(seq)["satang"]) == ([20_00, 5_00], 15_00)
    with pytest.raises(AlreadyExists):
        carry(money, line, 1)


@pytest.mark.parametrize(
    ("state", "satang", "role", "more", "answer"),
    [
        ("in_progress", 0, "finance_officer", {}, "out_of_range"),
        ("in_progress", -1, "finance_officer", {}, "out_of_range"),
        ("in_progress", 1, "project_owner", {}, "NotAllowed"),
        ("in_progress", 1, "finance_officer", {"approval": " "}, "empty"),
        ("in_progress", 1, "finance_officer", {"on": datetime.date(2018, 10, 21)}, "in_future"),
        ("in_progress", 1, "finance_officer", {"on": LONG_AGO}, "out_of_range"),
        ("draft", 1, "finance_officer", {}, "NotOpenHere"),
        ("cancelled", 1, "finance_officer", {}, "NotOpenHere"),
    ],
)
def test_carrying_over_is_refused(
    money: Money, state: str, satang: int, role: str, more: dict[str, object], answer: str
) -> None:
    line = money.line(money.project(state), 100)
    with pytest.raises(Refused) as refused:
        carry(money, line, satang, role, **more)
    assert refusal(refused.value) == answer


def test_carried_money_is_paid_next_year_once_and_not_in_its_own(money: Money) -> None:
    line = money.line(money.project("carried_over"), 100)
    spare = money.line(money.project(), 100)
    carry(money, line, 60)
    pay(money, 4, (line.id, 40))
    with pytest.raises(BadInput) as again:
        pay(money, 4, (line.id, 41))
    pay(money, 1, (line.id, 60), year=YEAR + 1)
    with pytest.raises(BadInput) as above:
        pay(money, 1, (line.id, 61), year=YEAR + 1)
    with pytest.raises(BadInput) as spared:
        pay(money, 1, (spare.id, 1), year=YEAR + 1)
    problems = [each.value.problem for each in (again, above, spared)]
    assert problems == ["above_what_is_left", "above_what_is_left", "unknown"]
    came = brought_forward(money.session, money.office.id, YEAR + 1)
    assert (came.amount, came.disbursed, came.left) == (60, 60, 0)
    own = line_amounts(money.session, money.office.id, YEAR, LATER.date())
    assert [each.disbursed for each in own] == [(0, 0, 0, 40), (0, 0, 0, 0)]
