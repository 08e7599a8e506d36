"""What the whole sample year tells of a day is what the sample told, built only until that day."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from demonstration import BUILT_AT, built
from sqlmodel import Session, col, select

from workflow.asof.item import ItemThen, item_then
from workflow.asof.past import past
from workflow.asof.paths import paths_then
from workflow.asof.plan import plan_then
from workflow.asof.roster import roster_then
from workflow.database import Database
from workflow.models import Attestation, Document, Group, Item, Obligation, Office
from workflow.money.amounts import LineNow, line_amounts
from workflow.money.queries import year_money

DAYS = [
    datetime.date(2017, 10, 20),
    datetime.date(2017, 12, 31),
    datetime.date(2018, 3, 15),
    datetime.date(2018, 6, 30),
    datetime.date(2018, 9, 30),
]
# The last day of each month from September 2017 to December 2018.
MONTHS = [
    datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)
    for year, month in ((2017 + number // 12, number % 12) for number in range(9, 25))
]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(
    request: pytest.FixtureRequest, empty_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[datetime.date, Session]]:
    """A day, and the sample as it really stood on it."""
    on: datetime.date = request.param
    with built(empty_database, tmp_path_factory.mktemp("day"), on) as url:
        database = Database(url)
        with database.read() as session:
            yield on, session
        database.dispose()


def offices(session: Session) -> Sequence[Office]:
    return session.exec(select(Office).order_by(col(Office.code))).all()


def without_keys(lines: Sequence[LineNow]) -> list[LineNow]:
    """Lines of proposals are written anew whenever they are changed, and get other keys."""
    return [line if line.in_plan else replace(line, line_id=0) for line in lines]


def test_plan_and_money_are_as_they_stood(year: Session, day: tuple[datetime.date, Session]) -> None:
    on, then = day
    for office in offices(year):
        for fiscal_year in (2560, 2561, 2562):
            told = plan_then(year, fiscal_year, past(year, office.id, on, on, BUILT_AT))
            assert told.money == year_money(then, office.id, fiscal_year, on)
            live = line_amounts(then, office.id, fiscal_year, on, proposals=True)
            shown = [line for project in told.projects for line in project.lines]
            assert without_keys(shown) == without_keys(live)
    assert any(project.in_plan for project in told.projects) is False  # 2562 is still to come


def test_people_parts_and_paths_are_as_they_stood(year: Session, day: tuple[datetime.date, Session]) -> None:
    on, then = day
    for office in offices(year):
        asked, live = past(year, office.id, on, on, BUILT_AT), past(then, office.id, on, None, BUILT_AT)
        told, stood = roster_then(year, asked), roster_then(then, live)
        assert told.posts
        for name in ("posts", "bodies", "groups", "schools"):
            assert getattr(told, name) == getattr(stood, name)
        assert paths_then(year, asked) == paths_then(then, live)


def test_every_paper_is_as_it_stood(year: Session, day: tuple[datetime.date, Session]) -> None:
    on, then = day
    there = {(each.office_id, each.code): each for each in then.exec(select(Item))}
    for item in year.exec(select(Item)):
        told = item_then(year, item, past(year, item.office_id, on, on, BUILT_AT))
        row = there.get((item.office_id, item.code))
        if row is None:
            assert (told.standing, told.opened_on) == (None, None)
            continue
        assert as_told(told) == as_kept(then, row)
        assert owed_then(told) == owed(then, row)


def as_told(told: ItemThen) -> tuple[object, ...]:
    stood = told.standing
    assert stood is not None
    facts = {each.code: each.value for each in told.facts}
    files = sorted((each.code, each.value, each.sha256) for each in told.documents)
    particulars = (told.title.value, told.starts_on.value, told.ends_on.value)
    place = (stood.state, stood.version, stood.definition_hash, stood.effective_on, stood.state_since)
    return (*place, *particulars, facts, files)


def as_kept(session: Session, row: Item) -> tuple[object, ...]:
    newest = session.exec(
        select(Attestation.code, Attestation.value)
        .where(Attestation.item_id == row.id)
        .order_by(col(Attestation.entry_seq), col(Attestation.id))
    )
    files = session.exec(
        select(Document.code, Document.filename, Document.sha256).where(Document.item_id == row.id)
    )
    place = (row.state, row.version, row.definition_hash, row.effective_on, row.state_since)
    return (*place, row.title, row.starts_on, row.ends_on, dict(newest.all()), sorted(files.all()))


def owed_then(told: ItemThen) -> list[tuple[object, ...]]:
    return sorted(
        (each.code, each.turn, each.owed_by, each.group, each.person_id or 0, each.due_on, each.outcome)
        for each in told.duties
    )


def owed(session: Session, row: Item) -> list[tuple[object, ...]]:
    found = session.exec(
        select(Obligation, Group.code)
        .outerjoin(Group, col(Group.id) == col(Obligation.group_id))
        .where(Obligation.item_id == row.id)
    )
    return sorted(
        (each.code, each.turn, each.owed_by, group or "", each.person_id or 0, each.due_on, each.outcome)
        for each, group in found
    )


@pytest.mark.parametrize("on", MONTHS, ids=str)
def test_by_all_that_is_known_now_the_money_is_what_the_live_pages_tell_of_the_day(
    year: Session, on: datetime.date
) -> None:
    for office in offices(year):
        told = plan_then(year, 2561, past(year, office.id, on, None, BUILT_AT))
        assert told.money == year_money(year, office.id, 2561, on)


@pytest.mark.parametrize("on", MONTHS, ids=str)
def test_lines_add_up_to_projects_groups_funds_and_the_plan(year: Session, on: datetime.date) -> None:
    for office in offices(year):
        told = plan_then(year, 2561, past(year, office.id, on, None, BUILT_AT))
        lines = [line for each in told.projects for line in each.lines if line.in_plan]
        whole, money = sum(line.in_force for line in lines), told.money
        assert whole == money.total.in_force == sum(each.in_force for each in money.by_fund)
        assert whole == sum(each.in_force for each in money.by_group)
        assert whole == sum(each.total.in_force for each in told.projects if each.in_plan)
        paid = sum(line.paid for line in lines)
        assert paid == money.total.disbursed == sum(each.disbursed for each in money.by_fund)


def test_the_known_moment_alone_changes_what_is_told(year: Session) -> None:
    """What the finance officer reported in April of the second quarter was not known on its last day."""
    office = next(each for each in offices(year) if each.code == "UTD2")
    on = datetime.date(2018, 3, 31)
    believed = plan_then(year, 2561, past(year, office.id, on, on, BUILT_AT)).money.total.disbursed
    known = plan_then(year, 2561, past(year, office.id, on, None, BUILT_AT)).money.total.disbursed
    assert (believed, known) == (125_318_350, year_money(year, office.id, 2561, on).total.disbursed)
    assert believed < known
