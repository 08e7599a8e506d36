"""People hold positions from day to day, one at a time, by orders that the history keeps."""

import datetime
import json

import pytest
from conftest import NOW, SmallOffice, make_office
from sqlmodel import Session, col, select

from workflow.changes import Hand
from workflow.database import Database
from workflow.delegations import NewDelegation, delegate
from workflow.errors import AlreadyExists, BadInput, NotAllowed, UnknownPerson
from workflow.models import Delegation, Entry, Occupancy, Person, Position
from workflow.people import (
    Appointment,
    NewPerson,
    NewPosition,
    add_people,
    add_positions,
    appoint,
    by_username,
    change_person,
    change_position,
    end_occupancy,
)
from workflow.situation import read

TODAY = datetime.date(2018, 1, 12)


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["system_admin"], NOW)


def last(session: Session, office: SmallOffice) -> Entry:
    found = select(Entry).where(Entry.office_id == office.id).order_by(col(Entry.seq).desc())
    entry = session.exec(found).first()
    assert entry is not None
    return entry


def post(session: Session, office: SmallOffice, hand: Hand, code: str = "extra") -> int:
    return add_positions(session, office.id, [NewPosition(code, "clerk", "ธุรการ")], hand)[code]


def test_people_are_added_in_one_entry_that_holds_no_password(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    ids = add_people(session, office.id, [NewPerson("a.one", "ก"), NewPerson("b.two", "ข")], hand)
    entry = last(session, office)
    assert (entry.kind, entry.capacity) == ("person", "own")
    assert json.loads(entry.details) == {"added": "person", "codes": list(ids), "count": 2}


def test_a_username_is_taken_once_in_the_whole_country(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    add_people(session, office.id, [NewPerson("a.one", "ก")], hand)
    with pytest.raises(AlreadyExists) as refused:
        add_people(session, office.id, [NewPerson("a.one", "ข")], hand)
    assert refused.value == AlreadyExists("person", "a.one")


@pytest.mark.parametrize("username", ["", "A", "ชื่อไทย", "with space", "x" * 61, "system@T1"])
def test_a_username_has_plain_small_letters(
    session: Session, office: SmallOffice, hand: Hand, username: str
) -> None:
    with pytest.raises(BadInput) as refused:
        add_people(session, office.id, [NewPerson(username, "ก")], hand)
    assert (refused.value.name, refused.value.problem) == ("username", "shape")


def test_an_account_is_ended_and_history_keeps_the_day(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    person = office.people["clerk"]
    change_person(session, person, {"active_to": datetime.date(2018, 9, 30)}, hand)
    assert session.get_one(Person, person).active_to == datetime.date(2018, 9, 30)
    assert json.loads(last(session, office).details) == {"changed": {"active_to": [None, "2018-09-30"]}}


def test_a_position_needs_a_known_role_and_the_group_that_bounds_it(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    with pytest.raises(BadInput) as unknown:
        add_positions(session, office.id, [NewPosition("x", "king", "x")], hand)
    with pytest.raises(BadInput) as unbounded:
        add_positions(session, office.id, [NewPosition("x", "project_owner", "x")], hand)
    assert unknown.value == BadInput("role", "unknown", "king")
    assert unbounded.value == BadInput("group", "empty", "x")


def test_a_position_is_renamed(session: Session, office: SmallOffice, hand: Hand) -> None:
    place = post(session, office, hand)
    change_position(session, place, {"title_th": "สารบรรณ"}, hand)
    assert session.get_one(Position, place).title_th == "สารบรรณ"
    assert last(session, office).subject == "position:extra"


def test_a_position_has_one_holder_at_a_time(session: Session, office: SmallOffice, hand: Hand) -> None:
    place = post(session, office, hand)
    clerk, officer = office.people["clerk"], office.people["plan_officer"]
    appoint(session, office.id, [Appointment(place, clerk, TODAY, datetime.date(2018, 6, 30))], hand)
    with pytest.raises(BadInput) as refused:
        appoint(session, office.id, [Appointment(place, officer, datetime.date(2018, 6, 30))], hand)
    assert refused.value == BadInput("valid_from", "overlaps", "2018-06-30")
    appoint(session, office.id, [Appointment(place, officer, datetime.date(2018, 7, 1))], hand)
    held = session.exec(
        select(Occupancy.person_id).where(Occupancy.position_id == place).order_by(col(Occupancy.id))
    )
    assert list(held.all()) == [clerk, officer]


def test_an_appointment_that_ends_frees_the_position(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    place = post(session, office, hand)
    appoint(session, office.id, [Appointment(place, office.people["clerk"], TODAY, order_no="1/2561")], hand)
    row = session.exec(select(Occupancy).where(Occupancy.position_id == place)).one()
    end_occupancy(session, row.id, datetime.date(2018, 3, 31), hand)
    entry = last(session, office)
    assert (entry.kind, entry.effective_on) == ("occupancy", datetime.date(2018, 3, 31))
    appoint(
        session,
        office.id,
        [Appointment(place, office.people["plan_officer"], datetime.date(2018, 4, 1))],
        hand,
    )


def test_nobody_is_appointed_across_offices(database: Database, office: SmallOffice) -> None:
    hand = Hand(office.people["system_admin"], NOW)
    with database.write() as session:
        other = make_office(session, "T2")
        place = post(session, office, hand)
        with pytest.raises(BadInput) as refused:
            appoint(session, office.id, [Appointment(place, other.people["clerk"])], hand)
    assert refused.value == BadInput("position", "other_office", "extra")


def order(office: SmallOffice, **more: object) -> NewDelegation:
    values: dict[str, object] = {
        "position_id": office.positions["area_director"],
        "person_id": office.people["deputy_director"],
        "capacity": "acting",
        "order_no": "12/2561",
        "ordered_on": datetime.date(2018, 1, 10),
        "valid_from": TODAY,
        "valid_to": datetime.date(2018, 1, 19),
        **more,
    }
    return NewDelegation(**values)  # type: ignore[arg-type]


def test_an_order_to_act_gives_the_authority_it_names(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    item = office.open(session, "annual_plan", "AP2561")
    delegate(session, office.id, order(office, subjects=("annual_plan",)), hand)
    actor = read(session, item.id, office.people["deputy_director"], TODAY).actor
    (acting,) = [each for each in actor.authorities if each.capacity == "acting"]
    assert (acting.role, acting.order_no, acting.principal_id) == (
        "area_director",
        "12/2561",
        office.people["area_director"],
    )
    entry = last(session, office)
    assert (entry.kind, entry.subject, entry.effective_on) == (
        "delegation",
        "delegation:area_director",
        datetime.date(2018, 1, 10),
    )


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"capacity": "own"}, BadInput("capacity", "unknown", "own")),
        ({"order_no": " "}, BadInput("order_no", "empty")),
        ({"valid_to": datetime.date(2018, 1, 1)}, BadInput("valid_to", "before_start", "2018-01-01")),
    ],
)
def test_an_order_without_number_capacity_or_days_is_refused(
    session: Session, office: SmallOffice, hand: Hand, more: dict[str, object], problem: BadInput
) -> None:
    with pytest.raises(BadInput) as refused:
        delegate(session, office.id, order(office, **more), hand)
    assert refused.value == problem
    assert session.exec(select(Delegation)).all() == []


def test_the_records_clerk_keeps_orders_but_makes_no_accounts(session: Session, office: SmallOffice) -> None:
    clerk = Hand(office.people["clerk"], NOW)
    delegate(session, office.id, order(office), clerk)
    with pytest.raises(NotAllowed):
        add_people(session, office.id, [NewPerson("a.one", "ก")], clerk)


def test_a_person_is_found_by_username(session: Session, office: SmallOffice) -> None:
    assert by_username(session, "clerk.t1").id == office.people["clerk"]
    with pytest.raises(UnknownPerson) as refused:
        by_username(session, "nobody")
    assert refused.value == UnknownPerson("nobody")
