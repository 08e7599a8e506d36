"""The plan's sums agree, however the table is narrowed; and where they do not, it is said with which."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from workflow.database import Database
from workflow.models import Fund, Group, Item, Office, ProjectLine
from workflow.money.amounts import LineNow
from workflow.money.figures import Sum, sum_of
from workflow.money.plan_table import PlanFilter, PlanRow, narrowed, plan_rows
from workflow.money.queries import category_names, names_of, parts_of, year_money
from workflow.money.reconciled import added, agreements, in_the_plan, the_rest, whole_plan

DAY = datetime.date(2018, 8, 20)
STATES = ("draft", "in_plan", "in_progress", "completed", "cancelled", "merged")
codes = st.sampled_from(("", "A", "B"))


@st.composite
def rows(draw: st.DrawFn) -> list[PlanRow]:
    """Projects in any state, with lines of any fund and category."""
    found, line_id = [], 0
    for number in range(draw(st.integers(0, 8))):
        state, group = draw(st.sampled_from(STATES)), draw(codes)
        lines = []
        for _ in range(draw(st.integers(0, 4))):
            line_id += 1
            paid = tuple(draw(st.lists(st.integers(0, 10**9), min_size=4, max_size=4)))
            in_force = sum(paid) if state == "cancelled" else draw(st.integers(0, 10**11))
            lines.append(
                LineNow(
                    *(line_id, number, f"P{number}", "", state, group, draw(codes)),
                    *(draw(st.sampled_from(("operating", "investment"))), "", None, 0, in_force, paid),
                )
            )
        goals = frozenset(draw(st.sets(st.sampled_from(("strategy S1", "standard T1")))))
        found.append(_row(number, state, group, tuple(lines), goals))
    return found


def _row(number: int, state: str, group: str, lines: tuple[LineNow, ...], goals: frozenset[str]) -> PlanRow:
    label: Any = None
    late = DAY if number % 3 == 0 else None
    owner = (None, None, None, None)
    return PlanRow(
        number, f"P{number}", f"โครงการ {number}", state, label, group, *owner, lines, None, goals, late, None
    )


filters = st.builds(
    PlanFilter,
    group=codes,
    fund=codes,
    category=st.sampled_from(("", "operating", "investment")),
    goal=st.sampled_from(("", "strategy S1")),
    state=st.sampled_from(("", *STATES)),
    late=st.booleans(),
    text=st.sampled_from(("", "P1", "โครงการ", "๑")),
    proposals=st.booleans(),
)


@given(rows(), filters)
def test_groups_funds_and_categories_of_what_is_shown_add_up_to_it(
    every: list[PlanRow], asked: PlanFilter
) -> None:
    shown = narrowed(every, asked)
    lines = [line for row in shown for line in row.lines]
    parts = {
        name: parts_of(lines, lambda line, name=name: getattr(line, name), {})  # type: ignore[misc]
        for name in ("group", "fund", "category")
    }
    assert [added(each) for each in parts.values()] == [sum_of(lines)] * 3
    assert added(row.total for row in shown) == sum_of(lines)


@given(rows(), filters)
def test_what_is_shown_and_what_is_not_make_up_the_plan(every: list[PlanRow], asked: PlanFilter) -> None:
    counted = [line for row in every for line in row.lines if line.in_plan]
    shown = [line for row in narrowed(every, asked) for line in row.lines]
    assert added([in_the_plan(shown), the_rest(counted, shown)]) == sum_of(counted)


@given(rows())
def test_only_what_counts_in_the_plan_is_shown_unless_proposals_are_asked_for(every: list[PlanRow]) -> None:
    lines = [line for row in narrowed(every, PlanFilter()) for line in row.lines]
    assert all(line.in_plan for line in lines)
    assert sum_of(lines) == in_the_plan(line for row in every for line in row.lines)


def test_sums_that_differ_say_by_how_much_and_with_which() -> None:
    shown, whole = Sum(100, 40), Sum(130, 40)
    found = agreements(shown, {"fund": [], "group": []}, shown, whole)
    assert [(each.of, each.in_force, each.agrees) for each in found] == [
        ("fund", -100, False),
        ("group", -100, False),
        ("plan", -30, False),
    ]


@pytest.fixture(name="sample", scope="module")
def session_of_the_sample(sample_year: str) -> Iterator[Session]:
    database = Database(sample_year)
    with database.read() as session:
        yield session
    database.dispose()


@pytest.mark.parametrize("on", ["2018-01-16", "2018-08-20", "2018-11-20"])
def test_the_samples_plan_added_up_by_the_database_is_the_sum_of_its_lines(sample: Session, on: str) -> None:
    day = datetime.date.fromisoformat(on)
    for office in sample.exec(select(Office.id).order_by(Office.id)):
        rows = plan_rows(sample, office, 2561, day)
        money = year_money(sample, office, 2561, day)
        lines = [line for row in rows for line in row.lines]
        if day > datetime.date(2018, 11, 1):  # states are those of now, so only now both tell the same
            assert whole_plan(sample, office, 2561, day) == in_the_plan(lines) == money.total
        for name, table in (("fund", Fund), ("group", Group)):
            parts = parts_of(
                [line for line in lines if line.in_plan],
                lambda line, name=name: getattr(line, name),  # type: ignore[misc]
                names_of(sample, table, office),  # type: ignore[arg-type]
            )
            assert added(parts) == money.total
    assert set(category_names()) >= {"operating", "investment"}


def test_a_line_changed_behind_the_tables_back_is_noticed(sample: Session) -> None:
    """The check can fail: lines read before somebody changed one no longer make up the plan."""
    office = sample.exec(select(Office.id).order_by(Office.id)).first()
    assert office is not None
    day = datetime.date(2018, 11, 20)
    lines = [line for row in plan_rows(sample, office, 2561, day) for line in row.lines]
    changed = sample.exec(
        select(ProjectLine).join(Item).where(Item.code == lines[0].code, Item.office_id == office)
    ).first()
    assert changed is not None
    changed.original += 1
    sample.flush()
    found = agreements(Sum(), {}, in_the_plan(lines), whole_plan(sample, office, 2561, day))
    assert [(each.in_force, each.agrees) for each in found] == [(-1, False)]
    sample.rollback()
