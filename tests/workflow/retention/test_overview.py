"""What a person sees of what is past its term and held back: counted as the list is, a page at a time."""

from pathlib import Path

import pytest
from conftest import SmallOffice
from counted import statements
from retention_desk import LATER, ORDER_NO, OWN, SHARED, TODAY, Kept, end, furnished, hand, show
from sqlmodel import Session, func, select

from workflow.database import Database
from workflow.models import Document
from workflow.queries import Viewer, viewer
from workflow.retention.holds import hold
from workflow.retention.overdue import grouped, review
from workflow.retention.overview import counted, held_seen


@pytest.fixture(name="kept")
def old_papers(database: Database, office: SmallOffice, tmp_path: Path) -> Kept:
    return furnished(database, office, tmp_path)


def director(session: Session, office: SmallOffice) -> Viewer:
    return viewer(session, office.people["area_director"], LATER)


def more(session: Session, office: SmallOffice, count: int) -> list[str]:
    """Plans that ended with the others, half of them of the year before."""
    codes = [f"P{number}" for number in range(count)]
    for number, code in enumerate(codes):
        item = office.open(session, "annual_plan", code, fiscal_year=2561 - number % 2)
        end(session, office, item.id)
    return codes


def test_it_counts_as_the_list_does(kept: Kept, session: Session, office: SmallOffice) -> None:
    more(session, office, 3)
    found = counted(session, director(session, office), TODAY)
    assert found.groups == grouped(review(session, office.id, TODAY))
    assert [(each.kind, each.fiscal_year, each.items) for each in found.groups] == [
        ("annual_plan", 2560, 1),
        ("annual_plan", 2561, 3),
        ("memo", 2561, 1),
    ]
    assert (found.items, found.unseen) == (5, 0)


def test_a_file_that_was_shown_twice_counts_once(
    kept: Kept, session: Session, office: SmallOffice, tmp_path: Path
) -> None:
    plan = office.open(session, "annual_plan", "AP3", fiscal_year=2560)
    for _ in range(2):
        show(session, office, tmp_path, plan, OWN)
    end(session, office, plan.id)
    assert session.exec(select(func.count()).where(Document.item_id == plan.id)).one() == 2
    found = counted(session, director(session, office), TODAY)
    assert found.groups == grouped(review(session, office.id, TODAY))
    assert [(each.files, each.size) for each in found.groups] == [
        (1, len(OWN)),
        (2, len(OWN + SHARED)),
        (0, 0),
    ]


def test_no_more_statements_for_many(kept: Kept, session: Session, office: SmallOffice) -> None:
    who = director(session, office)
    hold(session, office.id, ["AP2"], "ตรวจ", ORDER_NO, hand(office))
    more(session, office, 1)
    with statements(session) as one:
        counted(session, who, TODAY)
        held_seen(session, who, first=0, most=50)
    for number in range(20):
        end(session, office, office.open(session, "annual_plan", f"Q{number}").id)
    hold(session, office.id, [f"Q{number}" for number in range(10)], "ตรวจ", ORDER_NO, hand(office))
    with statements(session) as many:
        counted(session, who, TODAY)
        held_seen(session, who, first=0, most=50)
    assert len(many) == len(one)


def test_held_papers_come_in_the_order_of_their_codes_so_many_at_a_time(
    kept: Kept, session: Session, office: SmallOffice
) -> None:
    codes = more(session, office, 5)
    hold(session, office.id, codes[::-1], "ตรวจ", ORDER_NO, hand(office))
    found = held_seen(session, director(session, office), first=2, most=2)
    assert [each.item.code for each in found.rows] == ["P2", "P3"]
    assert (found.count, found.unseen) == (5, 0)
    nobody = viewer(session, office.people["area_director"], hand(office).at.replace(year=1990))
    assert not nobody.active
    found = held_seen(session, nobody, first=0, most=50)
    assert (found.rows, found.count, found.unseen) == ((), 0, 5)
    assert counted(session, nobody, TODAY).unseen == 2
