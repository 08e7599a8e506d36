"""What ends with an account, a school, a group or a body, and which posts are left alone with work."""

import datetime
import json
from collections.abc import Callable

import pytest
from conftest import NOW, SmallOffice, make_office
from sqlmodel import Session, col, select

from workflow.changes import Hand
from workflow.delegations import NewDelegation, delegate, end_delegation
from workflow.errors import BadInput, NotAllowed
from workflow.models import Body, Delegation, Entry, Occupancy, Person, Position, School
from workflow.people import Appointment, NewPerson, NewPosition, add_people, add_positions, appoint
from workflow.posts import free_code
from workflow.school_changes import close_school, end_body, end_group, end_post, rename_cluster
from workflow.structure import NewBody, add_bodies
from workflow.tenures import end_account, ending, hand_over
from workflow.unmanned import Waiting, unmanned, waiting_work

TODAY = datetime.date(2018, 1, 12)
LAST = datetime.date(2018, 3, 31)
Act = Callable[[Session, SmallOffice, Hand], object]


@pytest.fixture
def hand(office: SmallOffice) -> Hand:
    return Hand(office.people["system_admin"], NOW)


def day(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


def order(office: SmallOffice, **more: object) -> NewDelegation:
    values: dict[str, object] = {
        "position_id": office.positions["area_director"],
        "person_id": office.people["deputy_director"],
        "capacity": "acting",
        "order_no": "12/2561",
        "ordered_on": day(-2),
        "valid_from": TODAY,
        "valid_to": day(7),
        **more,
    }
    return NewDelegation(**values)  # type: ignore[arg-type]


def entries(session: Session, kind: str) -> list[Entry]:
    return list(session.exec(select(Entry).where(Entry.kind == kind).order_by(col(Entry.seq))))


def test_an_account_ends_with_its_posts_and_orders(session: Session, office: SmallOffice, hand: Hand) -> None:
    deputy = office.people["deputy_director"]
    now = delegate(session, office.id, order(office), hand)
    delegate(session, office.id, order(office, valid_from=day(30), valid_to=day(31)), hand)
    told = ending(session, deputy, day(3))
    assert ([post.code for _, post in told.held], len(told.lent)) == (["deputy_director"], 2)
    end_account(session, deputy, day(3), hand)
    assert session.get_one(Person, deputy).active_to == day(3)
    assert [row.valid_to for row in session.exec(select(Delegation))] == [day(3)]
    assert session.get_one(Delegation, now).valid_to == day(3)
    held = session.exec(select(Occupancy).where(Occupancy.person_id == deputy)).one()
    assert held.valid_to == day(3)
    assert json.loads(entries(session, "person")[-1].details) == {
        "changed": {"active_to": [None, day(3).isoformat()]}
    }


def test_an_account_does_not_end_before_a_post_she_takes_up(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    ids = add_people(session, office.id, [NewPerson("new.one", "ก")], hand)
    post = add_positions(session, office.id, [NewPosition("extra", "clerk", "ธุรการ")], hand)["extra"]
    appoint(session, office.id, [Appointment(post, ids["new.one"], day(20))], hand)
    with pytest.raises(BadInput) as refused:
        end_account(session, ids["new.one"], day(10), hand)
    assert (refused.value.name, refused.value.problem) == ("valid_to", "holds_later")


def test_an_office_keeps_an_administrator(session: Session, office: SmallOffice) -> None:
    system = Hand(office.people["system"], NOW)
    with pytest.raises(BadInput) as refused:
        end_account(session, office.people["system_admin"], LAST, system)
    assert refused.value.problem == "last_administrator"


def test_the_second_administrator_may_end_the_first(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    ids = add_people(session, office.id, [NewPerson("admin.two", "ก")], hand)
    post = add_positions(session, office.id, [NewPosition("admin2", "system_admin", "ผู้ดูแล")], hand)
    appoint(session, office.id, [Appointment(post["admin2"], ids["admin.two"])], hand)
    end_account(session, office.people["system_admin"], LAST, Hand(ids["admin.two"], NOW))
    assert session.get_one(Person, office.people["system_admin"]).active_to == LAST


@pytest.mark.parametrize("who", ["system", "system_admin"])
def test_the_service_account_and_ones_own_stay(
    session: Session, office: SmallOffice, hand: Hand, who: str
) -> None:
    with pytest.raises(BadInput) as refused:
        end_account(session, office.people[who], LAST, hand)
    assert refused.value.problem in ("service_account", "own_account")
    assert session.get_one(Person, office.people[who]).active_to is None


@pytest.mark.parametrize(
    "act",
    [
        lambda session, office, hand: end_account(session, office.people["plan_officer"], LAST, hand),
        lambda session, office, hand: close_school(session, office.schools["S001"], LAST, None, hand),
        lambda session, office, hand: end_group(session, office.groups["ADM"], LAST, hand),
        lambda session, office, hand: end_post(session, office.positions["clerk"], LAST, hand),
        lambda session, office, hand: rename_cluster(session, 1, "ก", hand),
    ],
)
@pytest.mark.parametrize("by", ["clerk", "plan_director", "internal_auditor"])
def test_only_those_who_set_the_office_up_end_its_parts(
    session: Session, office: SmallOffice, act: Act, by: str
) -> None:
    before = len(session.exec(select(Entry)).all())
    with pytest.raises(NotAllowed):
        act(session, office, Hand(office.people[by], NOW))
    assert len(session.exec(select(Entry)).all()) == before


def test_the_administrator_of_another_office_does_not_either(session: Session, office: SmallOffice) -> None:
    strange = Hand(make_office(session, "T2").people["system_admin"], NOW)
    for act in (
        lambda: end_account(session, office.people["clerk"], LAST, strange),
        lambda: close_school(session, office.schools["S001"], LAST, None, strange),
        lambda: hand_over(
            session,
            office.id,
            Appointment(office.positions["clerk"], office.people["plan_officer"], day(1)),
            strange,
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_post_is_handed_over_without_a_day_between(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    new = Appointment(office.positions["clerk"], office.people["plan_officer"], day(5), order_no="9/2561")
    hand_over(session, office.id, new, hand)
    mine = select(Occupancy).where(Occupancy.position_id == office.positions["clerk"])
    before, after = session.exec(mine.order_by(col(Occupancy.id))).all()
    assert (before.valid_to, after.valid_from, after.valid_to) == (day(4), day(5), None)
    assert len(entries(session, "occupancy")) == 2


def test_an_order_ends_early_or_is_taken_away(session: Session, office: SmallOffice, hand: Hand) -> None:
    key = delegate(session, office.id, order(office, valid_from=day(3), valid_to=day(9)), hand)
    for last_day in (day(9), day(12)):
        with pytest.raises(BadInput) as refused:
            end_delegation(session, key, last_day, hand)
        assert refused.value == BadInput("valid_to", "ends_already", day(9).isoformat())
    end_delegation(session, key, day(5), hand)
    assert session.get_one(Delegation, key).valid_to == day(5)
    end_delegation(session, key, day(2), hand)
    assert session.get(Delegation, key) is None
    told = json.loads(entries(session, "delegation")[-1].details)
    assert told["withdrawn"] == [day(3).isoformat(), day(5).isoformat()]
    with pytest.raises(BadInput):
        end_delegation(session, 999, day(2), hand)


@pytest.mark.parametrize(
    ("more", "name", "problem"),
    [
        ({"person": "area_director"}, "person", "holds_it"),
        ({"ordered_on": day(8)}, "ordered_on", "out_of_range"),
        ({"valid_from": datetime.date(2009, 1, 1)}, "person", "not_in_force"),
    ],
)
def test_an_order_that_cannot_be_is_refused(
    session: Session, office: SmallOffice, hand: Hand, more: dict[str, object], name: str, problem: str
) -> None:
    if "person" in more:
        more = {"person_id": office.people[str(more["person"])]}
    with pytest.raises(BadInput) as refused:
        delegate(session, office.id, order(office, **more), hand)
    assert (refused.value.name, refused.value.problem) == (name, problem)


def test_two_people_may_stand_in_but_nobody_twice(session: Session, office: SmallOffice, hand: Hand) -> None:
    delegate(session, office.id, order(office), hand)
    other = order(office, person_id=office.people["plan_director"], order_no="13/2561")
    delegate(session, office.id, other, hand)
    with pytest.raises(BadInput) as refused:
        delegate(session, office.id, order(office, valid_from=day(7), valid_to=day(8)), hand)
    assert refused.value.problem == "overlaps"
    delegate(session, office.id, order(office, valid_from=day(8), valid_to=day(9)), hand)


def test_a_merged_school_names_the_other_and_its_posts_end(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    close_school(session, office.schools["S002"], LAST, office.schools["S001"], hand)
    told = [json.loads(each.details) for each in entries(session, "school")]
    assert told[0] == {"merged_into": "S001", "name_th": "โรงเรียน S001"}
    assert session.get_one(School, office.schools["S002"]).valid_to == LAST
    assert session.get_one(Position, office.positions["school_officer@S002"]).valid_to == LAST
    with pytest.raises(BadInput) as twice:
        close_school(session, office.schools["S002"], LAST, None, hand)
    assert twice.value.problem == "ends_already"


def test_a_school_merges_into_one_of_its_own_office(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    other = make_office(session, "T2")
    for into in (office.schools["S001"], other.schools["S001"], 999):
        with pytest.raises(BadInput) as refused:
            close_school(session, office.schools["S001"], LAST, into, hand)
        assert (refused.value.name, refused.value.problem) == ("into", "unknown")


def test_a_post_to_which_somebody_comes_later_does_not_end(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    new = Appointment(office.positions["clerk"], office.people["plan_officer"], day(20))
    hand_over(session, office.id, new, hand)
    with pytest.raises(BadInput) as refused:
        end_post(session, office.positions["clerk"], day(10), hand)
    assert refused.value.problem == "holds_later"


def test_a_body_begins_the_day_after_the_one_before(
    session: Session, office: SmallOffice, hand: Hand
) -> None:
    key = add_bodies(session, office.id, [NewBody("plan_committee", "เดิม", internal=True)], hand)
    end_body(session, key["plan_committee"], LAST, NewBody("plan_committee", "ใหม่", internal=True), hand)
    rows = session.exec(select(Body).order_by(col(Body.valid_from))).all()
    assert [(row.name_th, row.valid_from, row.valid_to) for row in rows] == [
        ("เดิม", TODAY, LAST),
        ("ใหม่", datetime.date(2018, 4, 1), None),
    ]


def test_codes_are_made_from_role_and_place(session: Session, office: SmallOffice) -> None:
    assert free_code(session, office.id, "clerk") == "clerk-2"
    assert free_code(session, office.id, "school_officer", "S009") == "school_officer@S009"


def test_work_waits_for_the_roles_that_lead_it_on(session: Session, office: SmallOffice) -> None:
    office.open(session, "project", "P1", group_id=office.groups["ADM"])
    (waiting,) = waiting_work(session, office.id)
    assert (waiting.group_id, waiting.count) == (office.groups["ADM"], 1)
    assert "project_owner" in waiting.roles


def test_a_post_is_alone_only_where_no_other_reaches_the_work(session: Session, office: SmallOffice) -> None:
    posts = session.exec(
        select(Position).where(Position.role == "project_owner").order_by(col(Position.id))
    ).all()
    pln, adm = posts
    work = [Waiting(frozenset({"project_owner"}), office.groups["ADM"], None, 3)]
    assert unmanned(posts, {pln.id}, work) == {adm.id: 3}
    assert unmanned(posts, {adm.id}, work) == {}
    anywhere = [Waiting(frozenset({"project_owner"}), None, None, 2)]
    assert unmanned(posts, {pln.id}, anywhere) == {}
    assert unmanned(posts, set(), work + anywhere) == {pln.id: 2, adm.id: 5}
