"""Opening a fiscal year: what comes over from the one before, once, and what of it may still change."""

import datetime
import json

import pytest
from conftest import NOW, SmallOffice
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, func, select
from year_desk import (
    JULY,
    NEXT,
    OCTOBER,
    YEAR,
    carry,
    fund_of,
    hand,
    line,
    project,
    whole_year,
)

from workflow import history
from workflow.changes import Hand
from workflow.errors import BadInput, NotAllowed
from workflow.models import BaseFact, Disbursement, Entry, Goal, Item, Target
from workflow.money.queries import brought_forward, year_money
from workflow.years.base import base_data
from workflow.years.opening import open_year


def entries(session: Session, office: SmallOffice) -> int:
    return session.exec(
        select(func.count()).select_from(Entry).where(col(Entry.office_id) == office.id)
    ).one()


def test_results_problems_open_projects_and_money_come_over(session: Session, office: SmallOffice) -> None:
    whole_year(session, office)
    opened = open_year(session, office.id, NEXT, hand(office))
    found = [
        (fact.kind, fact.code, fact.text, fact.amount) for fact in base_data(session, office.id, NEXT).facts
    ]
    first = (
        "วงเงิน 100,000.00 บาท เบิกจ่าย 95,870.00 บาท (ร้อยละ 95.87)\n"
        "ตัวชี้วัด 1. อ่านคล่อง: เป้าหมาย ร้อยละ 80 ผล ร้อยละ 85"
    )
    assert found == [
        ("result", "P001", first, 95_870_00),
        ("result", "P002", "วงเงิน 70,000.00 บาท เบิกจ่าย 10,000.00 บาท (ร้อยละ 14.29)", 10_000_00),
        ("problem", "P001", "ครูย้าย", None),
        ("obstacle", "P001", "ฝนตก\tหนัก", None),  # of the two, "ไม่มี" is no obstacle
        ("suggestion", "P001", "จัดก่อนฤดูฝน", None),
        ("suggestion", "QR1", "โอนงวดให้เร็วขึ้น", None),
        ("open_project", "P002", "กันเงินไว้เบิกเหลื่อมปี", None),
        ("carry_over", "P002", "อนุมัติตาม บันทึกที่ 9/2561", 55_000_00),
    ]
    counts = {"result": 2, "problem": 1, "obstacle": 1, "suggestion": 2, "open_project": 1, "carry_over": 1}
    assert (opened.added, opened.outdated, opened.carried_over) == (counts, {}, 55_000_00)
    assert opened.sealed is not None
    entry = session.get_one(Entry, (office.id, opened.sealed.seq))
    told = json.loads(entry.details)
    assert (entry.kind, entry.actor_id, entry.subject) == (
        "base_data",
        office.people["plan_officer"],
        "base_data:AP2562",
    )
    assert told["added"] == counts
    assert told["satang"] == {"carry_over": 55_000_00, "result": 105_870_00}


def test_the_plan_is_opened_once_and_a_second_opening_writes_nothing(
    session: Session, office: SmallOffice
) -> None:
    whole_year(session, office)
    first = open_year(session, office.id, NEXT, hand(office), goals=True, targets=True)
    before = (base_data(session, office.id, NEXT), entries(session, office))
    again = open_year(session, office.id, NEXT, hand(office), goals=True, targets=True)
    assert (first.plan, first.plan_opened, first.goals, first.targets) == ("AP2562", True, 1, 1)
    assert (again.plan, again.plan_opened, again.goals, again.targets) == ("AP2562", False, 0, 0)
    assert (again.added, again.outdated, again.sealed) == ({}, {}, None)
    assert (base_data(session, office.id, NEXT), entries(session, office)) == before
    plan = session.exec(select(Item).where(Item.kind == "annual_plan", Item.fiscal_year == NEXT)).one()
    assert (plan.code, plan.state, plan.title) == (
        "AP2562",
        "preparing",
        "แผนปฏิบัติการประจำปีงบประมาณ พ.ศ. 2562",
    )


def test_goals_and_targets_come_only_when_asked_and_targets_unverified(
    session: Session, office: SmallOffice
) -> None:
    whole_year(session, office)
    open_year(session, office.id, NEXT, hand(office))
    assert session.exec(select(Goal).where(Goal.fiscal_year == NEXT)).all() == []
    assert session.exec(select(Target).where(Target.fiscal_year == NEXT)).all() == []
    open_year(session, office.id, NEXT, hand(office), goals=True, targets=True)
    goal = session.exec(select(Goal).where(Goal.fiscal_year == NEXT)).one()
    target = session.exec(select(Target).where(Target.fiscal_year == NEXT)).one()
    assert (goal.kind, goal.code, goal.name_th) == ("strategy", "1", "พัฒนาผู้เรียน")
    assert (target.hundredths, target.verified) == (5229, False)


def test_a_later_figure_takes_the_place_of_the_provisional_one(session: Session, office: SmallOffice) -> None:
    """Opened in July while the year runs; in October finance's last quarter is in."""
    whole_year(session, office)
    early = open_year(session, office.id, NEXT, hand(office, JULY))
    assert early.carried_over == 0  # the money was kept in September
    later = open_year(session, office.id, NEXT, hand(office, OCTOBER))
    assert later.added == {"result": 2, "carry_over": 1}
    assert later.outdated == {"result": 2}
    assert later.sealed is not None
    told = json.loads(session.get_one(Entry, (office.id, later.sealed.seq)).details)
    assert [each[3] for each in told["outdated"]] == [30_000_00, 0]  # what the record keeps of them
    paid = [fact.amount for fact in base_data(session, office.id, NEXT).of("result")]
    assert paid == [95_870_00, 10_000_00]


@pytest.mark.parametrize(("hour", "expected"), [(16, 0), (17, 55_000_00)])
def test_money_comes_over_from_the_bangkok_day_it_was_kept(
    session: Session, office: SmallOffice, hour: int, expected: int
) -> None:
    """It was kept on 28 September, which begins in Bangkok at 17:00 UTC of the day before."""
    whole_year(session, office)
    eve = datetime.datetime(2018, 9, 27, hour, tzinfo=datetime.UTC)
    assert open_year(session, office.id, NEXT, hand(office, eve)).carried_over == expected


def test_what_is_not_final_is_said(session: Session, office: SmallOffice) -> None:
    whole_year(session, office)
    opened = open_year(session, office.id, NEXT, hand(office))
    assert [(each.code, each.about) for each in opened.provisional] == [("reports_owed", ("P002",))]
    plan = session.exec(select(Item).where(Item.code == "AP2561")).one()
    plan.state = "in_execution"
    row = session.exec(select(Disbursement).where(Disbursement.quarter == 3)).first()
    assert row is not None
    session.delete(row)
    session.flush()
    opened = open_year(session, office.id, NEXT, hand(office, JULY))
    assert [(each.code, each.about) for each in opened.provisional] == [
        ("plan_not_closed", ("AP2561",)),
        ("quarters_lasting", ("4",)),
        ("figures_missing", ("P001",)),
        ("reports_owed", ("P002",)),
    ]


def test_a_year_after_nothing_starts_with_its_plan_alone(session: Session, office: SmallOffice) -> None:
    opened = open_year(session, office.id, NEXT, hand(office))
    assert (opened.plan, opened.added, opened.sealed) == ("AP2562", {}, None)
    assert [each.code for each in opened.provisional] == ["no_plan"]


def test_a_cancelled_plan_leaves_its_code_and_another_office_its_data(
    session: Session, office: SmallOffice
) -> None:
    office.open(session, "annual_plan", "AP2562", fiscal_year=NEXT).state = "cancelled"
    session.flush()
    assert open_year(session, office.id, NEXT, hand(office)).plan == "AP2562-2"
    assert base_data(session, office.id + 1, NEXT).facts == ()


@pytest.mark.parametrize("role", ["finance_officer", "project_owner", "clerk", "internal_auditor"])
def test_only_the_plan_group_opens_a_year(session: Session, office: SmallOffice, role: str) -> None:
    with pytest.raises(NotAllowed):
        open_year(session, office.id, NEXT, Hand(office.people[role], NOW))
    assert session.exec(select(Item)).all() == []


@pytest.mark.parametrize("year", [2018, 2400, 2401, 2700])
def test_a_year_that_is_none_is_refused(session: Session, office: SmallOffice, year: int) -> None:
    with pytest.raises(BadInput):
        open_year(session, office.id, year, hand(office))


# Of each line: what was in force, and what part of what was left was carried over (per mille).
LINES = st.lists(
    st.tuples(st.integers(1, 10**9), st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=6
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_money_carried_over_is_neither_created_nor_destroyed(
    session: Session, office: SmallOffice, lines: list[tuple[int, int, int]]
) -> None:
    """What leaves the old year is what the new one starts from: by kind, by entry and in the year's money."""
    with session.begin_nested() as trial:
        fund, kept = fund_of(session, office), 0
        items = [project(session, office, f"P{number}", "carried_over") for number in (0, 1, 2)]
        for number, (satang, paid, carried) in enumerate(lines):
            item = items[number % 3]
            spent = satang * paid // 1000
            row = line(session, item, fund, satang, 0, 0, 0, spent)
            over = (satang - spent) * carried // 1000
            if over:
                carry(session, row, over)
            kept += over
        opened = open_year(session, office.id, NEXT, hand(office))
        base = base_data(session, office.id, NEXT)
        left = year_money(session, office.id, YEAR, hand(office).day).carried_over
        came = brought_forward(session, office.id, NEXT, hand(office).day).amount
        assert kept == left == came == base.carried_over == opened.carried_over
        stored = session.exec(select(BaseFact.amount).where(BaseFact.kind == "carry_over")).all()
        assert sum(amount or 0 for amount in stored) == kept
        trial.rollback()


def test_the_chain_holds_after_opening(session: Session, office: SmallOffice) -> None:
    whole_year(session, office)
    open_year(session, office.id, NEXT, hand(office))
    session.flush()
    assert history.verify(session, office.id).holds
