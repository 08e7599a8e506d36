"""What changes nothing leaves no entry; what has ended ends no later."""

import datetime

import pytest
from conftest import LONG_AGO, SmallOffice
from sqlmodel import Session, col, func, select

from workflow.absences import note_absence
from workflow.changes import Hand
from workflow.delegations import NewDelegation, delegate
from workflow.errors import AlreadyExists, BadInput, NotAllowed
from workflow.models import Body, Cluster, Entry, Group, Occupancy, Person, Position
from workflow.papers.letterhead import remove_emblem
from workflow.people import (
    Appointment,
    NewPosition,
    add_positions,
    change_person,
    change_position,
    end_occupancy,
)
from workflow.publication import set_pages
from workflow.school_changes import end_body, end_group, end_post, rename_cluster
from workflow.tenures import hand_over

TODAY = datetime.date(2018, 1, 12)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def admin(office: SmallOffice, now: datetime.datetime) -> Hand:
    return Hand(office.people["system_admin"], now)


def entries(session: Session) -> int:
    session.flush()
    return session.exec(select(func.count()).select_from(Entry)).one()


def refused(act, *args, **more) -> tuple[str, str]:
    with pytest.raises(BadInput) as caught:
        act(*args, **more)
    return caught.value.name, caught.value.problem


def test_the_same_again_leaves_no_entry(session, office, admin, now):
    clerk = Hand(office.people["clerk"], now)
    row = session.exec(select(Occupancy).where(Occupancy.position_id == office.positions["clerk"])).one()
    end_occupancy(session, row.id, TODAY, admin)
    set_pages(session, Hand(office.people["plan_director"], now), is_open=True, introduction="แผน")
    before = entries(session)
    end_occupancy(session, row.id, TODAY, admin)
    person = session.get_one(Person, office.people["clerk"])
    change_person(session, person.id, {"name_th": person.name_th}, admin)
    post = session.get_one(Position, office.positions["clerk"])
    change_position(session, post.id, {"title_th": post.title_th}, admin)
    assert add_positions(session, office.id, [], admin) == {}
    cluster = session.exec(select(Cluster)).one()
    rename_cluster(session, cluster.id, f" {cluster.name_th} ", admin)
    set_pages(session, Hand(office.people["plan_director"], now), is_open=True, introduction=" แผน ")
    assert remove_emblem(session, clerk).emblem_sha256 is None
    assert entries(session) == before


def test_a_code_of_a_post_is_taken_once(session, office, admin):
    new = NewPosition("clerk", "clerk", "ธุรการอีกคน")
    with pytest.raises(AlreadyExists) as caught:
        add_positions(session, office.id, [new], admin)
    assert (caught.value.what, caught.value.name) == ("position", "clerk")


def test_what_has_ended_ends_no_later(session, office, admin):
    post = office.positions["finance_officer"]
    end_post(session, post, TODAY, admin)
    before = entries(session)
    end_post(session, post, TODAY + DAY, admin)
    assert (entries(session), session.get_one(Position, post).valid_to) == (before, TODAY)
    group = Group(office_id=office.id, code="X", name_th="กลุ่ม", valid_from=LONG_AGO, valid_to=TODAY)
    body = Body(
        office_id=office.id, code="x", name_th="คณะ", internal=True, valid_from=LONG_AGO, valid_to=TODAY
    )
    session.add_all([group, body])
    session.flush()
    assert refused(end_group, session, group.id, TODAY, admin) == ("valid_to", "ends_already")
    assert refused(end_body, session, body.id, TODAY + DAY, None, admin) == ("valid_to", "ends_already")


def test_a_body_may_end_without_another_in_its_place(session, office, admin):
    body = Body(office_id=office.id, code="x", name_th="คณะ", internal=True, valid_from=LONG_AGO)
    session.add(body)
    session.flush()
    end_body(session, body.id, TODAY, None, admin)
    rows = session.exec(select(Body).where(Body.code == "x").order_by(col(Body.id))).all()
    assert [(each.name_th, each.valid_to) for each in rows] == [("คณะ", TODAY)]


def test_nobody_stands_in_at_a_post_that_is_not_there_that_day(session, office, admin, now):
    post = session.get_one(Position, office.positions["area_director"])
    post.valid_to = TODAY
    session.flush()
    new = NewDelegation(
        post.id, office.people["deputy_director"], "acting", "1/2561", TODAY, TODAY + DAY, TODAY + 9 * DAY
    )
    clerk = Hand(office.people["clerk"], now)
    assert refused(delegate, session, office.id, new, clerk) == ("position", "not_in_force")


def test_who_has_no_post_notes_no_absence(session, office, now):
    row = session.exec(select(Occupancy).where(Occupancy.person_id == office.people["clerk"])).one()
    row.valid_to = TODAY - DAY
    session.flush()
    clerk = office.people["clerk"]
    with pytest.raises(NotAllowed) as caught:
        note_absence(session, clerk, TODAY, TODAY + DAY, "ลากิจ", Hand(clerk, now))
    assert caught.value.denial.code == "no_role"


def test_a_post_that_stood_empty_is_simply_taken(session, office, admin):
    row = session.exec(select(Occupancy).where(Occupancy.position_id == office.positions["clerk"])).one()
    end_occupancy(session, row.id, TODAY, admin)
    later = TODAY + 5 * DAY
    new = Appointment(office.positions["clerk"], office.people["plan_officer"], later, order_no="9/2561")
    hand_over(session, office.id, new, Hand(office.people["clerk"], admin.at))
    held = session.exec(
        select(Occupancy).where(Occupancy.position_id == new.position_id).order_by(col(Occupancy.id))
    )
    assert [(each.person_id, each.valid_from, each.valid_to) for each in held] == [
        (office.people["clerk"], LONG_AGO, TODAY),
        (office.people["plan_officer"], later, None),
    ]
