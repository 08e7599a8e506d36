"""What must hold after every fault: items stand as their history tells, the chain verifies, money sums."""

import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select
from told_again import told_again

from workflow import history
from workflow.asof import replay
from workflow.database import Database
from workflow.models import Item, Obligation, Office, PlannedSpending, ProjectLine
from workflow.money.amounts import line_amounts
from workflow.money.queries import year_money
from workflow.money.reconciled import added, in_the_plan, whole_plan

LATE = datetime.date(2018, 9, 30)  # every quarter of FY 2561 has ended
_BY_HAND = text(
    "SELECT coalesce(sum(original), 0) FROM project_line JOIN item ON item.id = project_line.item_id"
    " WHERE item.office_id = :office AND item.fiscal_year = :year AND item.state IN ('in_plan', 'authorised',"
    " 'in_progress', 'suspended', 'completed', 'carried_over', 'reported', 'report_returned', 'closed')"
)


def check(database: Database) -> int:
    """Asserts all of it for every office; how many entries were read."""
    with database.read() as session:
        if database.is_sqlite:
            file_is_whole(session)
        return sum(office_holds(session, each) for each in session.exec(select(Office.id)).all())


def file_is_whole(session: Session) -> None:
    """SQLite finds every page and index in order, and no row without the one it points to."""
    assert session.execute(text("PRAGMA integrity_check")).all() == [("ok",)]
    assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def office_holds(session: Session, office_id: int) -> int:
    """The three, of one office; how many entries its chain has."""
    verdict = history.verify(session, office_id)
    assert verdict.holds, verdict
    assert told_again(session, office_id) == []
    assert replay.check(session, office_id) == []
    duties_belong_to_entries(session, office_id, verdict.entries)
    years = session.exec(select(Item.fiscal_year).where(Item.office_id == office_id).distinct()).all()
    for year in years:
        money_sums(session, office_id, year)
    return verdict.entries


def duties_belong_to_entries(session: Session, office_id: int, last: int) -> None:
    """What is owed was opened, and settled, by entries that are there."""
    for each in session.exec(select(Obligation).where(Obligation.office_id == office_id)).all():
        assert 0 < each.opened_seq <= last, each
        assert (each.closed_seq is None) == (each.outcome == ""), each
        assert each.closed_seq is None or each.opened_seq <= each.closed_seq <= last, each


def money_sums(session: Session, office_id: int, year: int) -> None:
    """Lines make up projects, projects the plan, by fund, group and category; quarters make up projects."""
    lines = line_amounts(session, office_id, year, LATE)
    money = year_money(session, office_id, year, LATE)
    plan = in_the_plan(lines)
    for parts in (money.by_fund, money.by_group, money.by_category):
        assert added(parts) == plan == money.total
    whole = whole_plan(session, office_id, year, LATE)
    assert (whole.in_force, whole.disbursed) == (plan.in_force, plan.disbursed)
    if not any(line.in_force != line.original for line in lines):  # no amendment in these books
        by_hand = session.execute(_BY_HAND, {"office": office_id, "year": year}).scalar_one()
        assert int(by_hand) == sum(line.original for line in lines)
    quarters_make_up_projects(session, office_id, year)


def quarters_make_up_projects(session: Session, office_id: int, year: int) -> None:
    """Where a project's quarters were planned with its lines, in one transaction, they add up to them."""
    asked: dict[int, int] = {}
    mine = (Item.office_id == office_id, Item.fiscal_year == year, Item.kind == "project")
    query = select(ProjectLine).join(Item, col(Item.id) == col(ProjectLine.item_id)).where(*mine)
    for line in session.exec(query).all():
        asked[line.item_id] = asked.get(line.item_id, 0) + line.original
    planned: dict[int, int] = {}
    spending = select(PlannedSpending).join(Item, col(Item.id) == col(PlannedSpending.item_id)).where(*mine)
    for row in session.exec(spending).all():
        planned[row.item_id] = planned.get(row.item_id, 0) + row.amount
    assert {item_id: asked.get(item_id) for item_id in planned} == planned
