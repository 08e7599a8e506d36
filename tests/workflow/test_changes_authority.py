"""Who may change the office's own rows: by the same posts and orders as the steps, and on the same days."""

import datetime

import pytest
from conftest import LONG_AGO, NOW, SmallOffice
from sqlmodel import Session, col, select

from notifications.recipients import people_for
from notifications.roster import Roster
from states.compile import shipped_definition
from workflow.changes import Hand, authority
from workflow.errors import NotAllowed, UnknownOffice, UnknownPerson
from workflow.models import Delegation, Entry, Fund, Position
from workflow.money.office import NewTranche, record_tranche
from workflow.situation import read
from workflow.waiting import powers

DAY = NOW.date()
YESTERDAY = DAY - datetime.timedelta(days=1)
KEEPERS = ("finance_officer", "plan_director")
TRANCHE = NewTranche("OFFICE", 1, 100_00, DAY, "ศธ 04159/1")


@pytest.fixture(autouse=True)
def fund(session: Session, office: SmallOffice) -> None:
    session.add(Fund(office_id=office.id, code="OFFICE", name_th="งบสำนักงาน"))


def order(session: Session, office: SmallOffice, **more: object) -> Hand:
    """The clerk stands in for the finance officer."""
    values: dict[str, object] = {
        "office_id": office.id,
        "position_id": office.positions["finance_officer"],
        "person_id": office.people["clerk"],
        "capacity": "acting",
        "order_no": "5/2561",
        "ordered_on": LONG_AGO,
        "valid_from": LONG_AGO,
        "valid_to": DAY,
        **more,
    }
    session.add(Delegation(**values))
    session.flush()
    return Hand(office.people["clerk"], NOW)


def abolish(session: Session, office: SmallOffice, post: str) -> None:
    session.get_one(Position, office.positions[post]).valid_to = YESTERDAY
    session.flush()


def refused(session: Session, office_id: int, hand: Hand) -> str:
    with pytest.raises(NotAllowed) as caught:
        authority(session, office_id, hand, KEEPERS)
    assert caught.value.denial.roles == KEEPERS
    return caught.value.denial.code


def test_who_stands_in_for_finance_records_what_arrived(session: Session, office: SmallOffice) -> None:
    sealed = record_tranche(session, office.id, 2561, TRANCHE, order(session, office))
    entry = session.exec(select(Entry).where(col(Entry.seq) == sealed.seq)).one()
    holder = office.people["finance_officer"]
    assert (entry.capacity, entry.order_no, entry.principal_id) == ("acting", "5/2561", holder)


def test_her_own_post_comes_before_one_she_stands_in_for(session: Session, office: SmallOffice) -> None:
    order(session, office, person_id=office.people["plan_director"])
    by = authority(session, office.id, Hand(office.people["plan_director"], NOW), KEEPERS)
    assert (by.capacity, by.role) == ("own", "plan_director")


@pytest.mark.parametrize(
    "more", [{"valid_to": YESTERDAY}, {"subjects": "project.authorise"}, {"subjects": "project"}]
)
def test_an_order_that_ran_out_or_is_for_certain_papers_reaches_no_office_row(
    session: Session, office: SmallOffice, more: dict[str, object]
) -> None:
    assert refused(session, office.id, order(session, office, **more)) == "no_role"


def test_a_post_that_was_abolished_gives_nobody_authority(session: Session, office: SmallOffice) -> None:
    """Neither who held it nor who stood in for it, at a step or elsewhere; and nobody hears in its name."""
    plan = office.open(session, "annual_plan", "PLAN")
    stand_in, holder = order(session, office), office.people["finance_officer"]
    abolish(session, office, "finance_officer")
    assert refused(session, office.id, Hand(holder, NOW)) == "no_role"
    assert refused(session, office.id, stand_in) == "no_role"
    for person, left in ((holder, set()), (stand_in.by, {"clerk"})):
        assert read(session, plan.id, person, DAY).actor.roles == left
        assert {each.role for each in powers(session, person, DAY)} == left
    definition = shipped_definition("annual_plan", office.profile)
    above = office.people["plan_director"]
    assert people_for(session, ["finance_group"], plan, definition, Roster.on(session, office.id, DAY)) == {
        above: "vacant:finance_officer"
    }
    before = Roster.on(session, office.id, YESTERDAY)
    assert people_for(session, ["finance_group"], plan, definition, before) == {holder: ""}


def test_neither_office_nor_person_is_made_up(session: Session, office: SmallOffice) -> None:
    with pytest.raises(UnknownOffice):
        authority(session, office.id + 100, Hand(office.people["clerk"], NOW))
    with pytest.raises(UnknownPerson):
        authority(session, office.id, Hand(10_000, NOW))
