"""The year's annual plan is one and the same, whoever looks for it."""

import datetime

import pytest
from conftest import NOW, SmallOffice, make_office
from sqlmodel import Session

from workflow.items import NewItem, open_item
from workflow.models import Item
from workflow.years.plan import annual_plan


def plan(session: Session, office: SmallOffice, code: str, state: str, year: int = 2561) -> Item:
    item = office.open(session, "annual_plan", code, group_id=None, fiscal_year=year)
    item.state = state
    session.flush()
    return item


@pytest.mark.parametrize(
    ("states", "found"),
    [
        ((), None),
        (("cancelled",), None),
        (("preparing",), 0),
        (("cancelled", "preparing"), 1),
        (("in_execution", "cancelled"), 0),
        (("closed", "preparing"), 0),
        (("cancelled", "cancelled", "drafting"), 2),
    ],
)
def test_it_is_the_oldest_that_was_not_cancelled(
    session: Session, office: SmallOffice, states: tuple[str, ...], found: int | None
) -> None:
    plans = [plan(session, office, f"AP-{number}", state) for number, state in enumerate(states)]
    plan(session, office, "AP2562", "preparing", 2562)
    office.open(session, "project", "P001")
    theirs = make_office(session, "T2")
    opened = NewItem("annual_plan", "AP-0", "แผนของเขตอื่น", 2561, starts_on=datetime.date(2017, 10, 1))
    open_item(session, theirs.id, opened, by=theirs.people["plan_director"], at=NOW)
    assert annual_plan(session, office.id, 2561) == (None if found is None else plans[found])
