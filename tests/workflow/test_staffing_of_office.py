"""Which steps of an office will wait for somebody in vain, found from its posts and orders of a day."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from conftest import NOW, SmallOffice, make_office
from counted import statements
from sqlmodel import Session, col, select

from notifications.models import Notice
from notifications.staffing import STAFFING, offices_changed, prove
from notifications.staffing import tell as tell_what_is_new
from notifications.words import tell
from states.compile import shipped_definition
from states.source import shipped_kinds
from workflow import engine, history
from workflow.changes import Hand
from workflow.database import Database
from workflow.delegations import NewDelegation, delegate
from workflow.errors import NotAllowed, StepRefused
from workflow.models import Body, Delegation, Member, Occupancy, Person, StaffingGap
from workflow.moments import bangkok_date, moment_text
from workflow.permissions import Authority, Whose, may
from workflow.situation import everybody
from workflow.staffing.doers import Staff, places_of
from workflow.staffing.gaps import Staffing, staffing

TODAY = bangkok_date(NOW)
DAY = datetime.timedelta(days=1)
INSIDE = ("executive_team", "expenditure_committee", "plan_committee")


@pytest.fixture
def seated(session: Session, office: SmallOffice) -> SmallOffice:
    """The small office with its committees, so that only posts are in question."""
    for code in INSIDE:
        seat(session, office, code, "chair", "member", "secretary")
    return office


def seat(session: Session, office: SmallOffice, code: str, *roles: str, person: int | None = None) -> Body:
    body = Body(office_id=office.id, code=code, name_th=code, internal=True, valid_from=TODAY - 100 * DAY)
    session.add(body)
    session.flush()
    for number, role in enumerate(roles):
        who = person if number == 0 else None
        session.add(
            Member(body_id=body.id, person_id=who, name_th=f"กรรมการ {number}", role=role, valid_from=TODAY)
        )
    session.flush()
    return body


def found(session: Session, office: SmallOffice, on: datetime.date = TODAY) -> Staffing:
    return staffing(session, office.id, on, NOW)


def keys(session: Session, office: SmallOffice, on: datetime.date = TODAY) -> list[str]:
    told = found(session, office, on)
    return sorted([each.key for each in told.gaps] + [each.key for each in told.bodies])


def leave(session: Session, office: SmallOffice, name: str) -> None:
    """Nobody holds the post any more."""
    held = session.exec(select(Occupancy).where(Occupancy.position_id == office.positions[name])).one()
    held.valid_to = TODAY - DAY
    session.flush()


def give(session: Session, office: SmallOffice, name: str, to: str) -> None:
    """The post is held by whoever holds another one."""
    leave(session, office, name)
    session.add(Occupancy(position_id=office.positions[name], person_id=office.people[to], valid_from=TODAY))
    session.flush()


def test_an_office_with_a_person_for_every_post_is_sound(session: Session, seated: SmallOffice) -> None:
    told = found(session, seated)
    assert (told.gaps, told.bodies, told.sound, told.unsure) == ((), (), True, ())
    assert (told.paths, told.places) == (11, 18)


def test_a_vacant_post_stops_every_path_that_needs_it(session: Session, seated: SmallOffice) -> None:
    leave(session, seated, "finance_officer")
    before = keys(session, seated)
    leave(session, seated, "area_director")
    told = [gap for gap in found(session, seated).gaps if gap.key not in before]
    assert {gap.stuck.cause for gap in told} == {"nobody"}
    assert all("area_director" in gap.stuck.roles and gap.stuck.always for gap in told)
    assert "annual_plan:new:director_review:nobody" in {gap.key for gap in told}


def test_a_vacancy_in_one_group_is_told_of_that_group(session: Session, seated: SmallOffice) -> None:
    leave(session, seated, "project_owner@ADM")
    [gap] = [gap for gap in found(session, seated).gaps if gap.definition.kind == "project"]
    assert (gap.stuck.state, [place.group_id for place in gap.places]) == ("draft", [seated.groups["ADM"]])


def test_a_school_without_an_officer_is_told_by_name(session: Session, seated: SmallOffice) -> None:
    leave(session, seated, "school_officer@S002")
    [gap] = found(session, seated).gaps
    assert (gap.definition.kind, [place.school_id for place in gap.places]) == (
        "school_plan",
        [seated.schools["S002"]],
    )


def test_an_order_fills_a_vacancy_for_as_long_as_it_lasts(session: Session, seated: SmallOffice) -> None:
    leave(session, seated, "area_director")
    session.add(
        Delegation(
            office_id=seated.id,
            position_id=seated.positions["area_director"],
            person_id=seated.people["deputy_director"],
            capacity="acting",
            order_no="1/2561",
            ordered_on=TODAY,
            valid_from=TODAY,
            valid_to=TODAY + 30 * DAY,
        )
    )
    session.flush()
    assert keys(session, seated) == []
    assert "annual_plan:new:director_review:nobody" in keys(session, seated, TODAY + 31 * DAY)


def test_an_order_for_other_papers_does_not(session: Session, seated: SmallOffice) -> None:
    leave(session, seated, "area_director")
    order = NewDelegation(
        position_id=seated.positions["area_director"],
        person_id=seated.people["deputy_director"],
        capacity="acting",
        order_no="1/2561",
        ordered_on=TODAY,
        valid_from=TODAY,
        valid_to=TODAY + 30 * DAY,
        subjects=("memo",),
    )
    delegate(session, seated.id, order, Hand(seated.people["clerk"], NOW))
    assert "annual_plan:new:director_review:nobody" in keys(session, seated)
    assert not [key for key in keys(session, seated) if key.startswith("memo:")]


def test_who_proposes_may_not_approve_and_the_walk_names_her(session: Session, seated: SmallOffice) -> None:
    """The director of the plan group acts for the area director: her own plan will wait."""
    give(session, seated, "area_director", "plan_director")
    gaps = {gap.key: gap for gap in found(session, seated).gaps}
    gap = gaps["annual_plan:new:director_review:separated"]
    assert gap.stuck.always
    walked = {step.trigger: step.doer for step in gap.stuck.walk}
    assert walked["submit_to_director"] is not None
    assert walked["submit_to_director"].person == seated.people["plan_director"]


def test_it_is_the_engine_that_would_refuse(session: Session, seated: SmallOffice) -> None:
    """What is told of an open item is what its path asks: nobody there may take the next step."""
    give(session, seated, "area_director", "plan_director")
    item = seated.open(session, "annual_plan", "AP1")
    item.state = "director_review"
    session.flush()
    step_taken(session, seated, item.id, "submit_to_director", seated.people["plan_director"])
    gaps = {gap.key: gap for gap in found(session, seated).gaps}
    assert gaps["annual_plan:item:director_review:separated"].codes == ("AP1",)
    definition = shipped_definition("annual_plan", "uttaradit2_fy2561")
    triggers = [move.trigger for move in definition.leaving("director_review") if not move.send_back]
    for trigger in triggers:
        for person in seated.people.values():
            with pytest.raises((NotAllowed, StepRefused)) as refused:
                engine.advance(session, item.id, trigger, by=person, at=NOW)
            if trigger in gaps["annual_plan:item:director_review:separated"].stuck.triggers:
                assert isinstance(refused.value, NotAllowed)


def step_taken(session: Session, office: SmallOffice, item_id: int, trigger: str, by: int) -> None:
    """An entry as the engine writes it; the conditions of the step are not in question here."""
    record = history.Record(
        office_id=office.id,
        kind="step",
        at=moment_text(NOW),
        effective_on=TODAY.isoformat(),
        subject="item:AP1",
        actor_id=by,
        capacity="own",
        item_id=item_id,
        trigger=trigger,
    )
    history.append(session, record)


@pytest.mark.parametrize(
    ("roles", "lacks"),
    [
        ((), ["no_members"]),
        (("member", "member"), ["no_chair"]),
        (("chair", "member"), []),
        (("vice_chair", "member", "assistant_secretary"), []),
    ],
)
def test_a_committee_needs_members_and_somebody_to_preside(
    session: Session, office: SmallOffice, roles: tuple[str, ...], lacks: list[str]
) -> None:
    for code in INSIDE[:2]:
        seat(session, office, code, "chair", "member")
    seat(session, office, "plan_committee", *roles)
    assert [each.lack for each in found(session, office).bodies] == lacks


def test_a_committee_whose_members_have_left_has_no_quorum(session: Session, seated: SmallOffice) -> None:
    gone = session.exec(select(Person).where(Person.id == seated.people["clerk"])).one()
    members = session.exec(
        select(Member).join(Body, col(Body.id) == col(Member.body_id)).where(Body.code == "plan_committee")
    ).all()
    for member in members[1:]:
        member.person_id = gone.id
    session.flush()
    assert found(session, seated).bodies == ()
    gone.active_to = TODAY - DAY
    session.flush()
    [gap] = found(session, seated).bodies
    assert (gap.body, gap.lack, str(gap.count)) == ("plan_committee", "no_quorum", "1/3")


def test_either_of_two_teams_may_decide_an_amendment(session: Session, office: SmallOffice) -> None:
    for code in INSIDE[1:]:
        seat(session, office, code, "chair", "member")
    lacking = {each.body for each in found(session, office).bodies}
    assert lacking == {"executive_team", "executive_plus_clusters"}
    seat(session, office, "executive_plus_clusters", "chair", "member")
    assert found(session, office).bodies == ()


def test_a_path_is_looked_at_before_it_is_published(session: Session, seated: SmallOffice) -> None:
    leave(session, seated, "board_recorder")
    new = shipped_definition("annual_plan", "phayao2")
    told = staffing(session, seated.id, TODAY, NOW, instead=new)
    assert {gap.definition.profile for gap in told.gaps} == {"phayao2"}
    assert all("board_recorder" in gap.stuck.roles for gap in told.gaps)
    assert told.gaps


def test_another_office_has_no_part_in_it(session: Session, seated: SmallOffice) -> None:
    other = make_office(session, "T2")
    leave(session, other, "area_director")
    assert keys(session, seated) == []


def look_at(session: Session, office_id: int, now: datetime.datetime) -> int:
    return tell_what_is_new(session, prove(session, office_id, now), now)


def told_to(session: Session, office: SmallOffice) -> list[tuple[int, str]]:
    rows = session.exec(
        select(Notice).where(Notice.code == STAFFING, Notice.office_id == office.id).order_by(col(Notice.id))
    )
    return [(row.person_id, row.about.partition(" ")[0]) for row in rows]


def test_only_what_is_new_is_told_and_only_to_who_can_help(session: Session, seated: SmallOffice) -> None:
    day = NOW
    assert look_at(session, seated.id, day) == 0  # the first look tells nothing
    give(session, seated, "area_director", "plan_director")
    day += DAY
    assert look_at(session, seated.id, day) == 2
    helpers = {seated.people["plan_director"], seated.people["system_admin"]}
    first = told_to(session, seated)
    assert {person for person, _ in first} == helpers
    assert look_at(session, seated.id, day + DAY) == 0
    assert told_to(session, seated) == first
    kept = session.exec(select(StaffingGap)).all()
    assert {row.since for row in kept} == {bangkok_date(day)}
    notice = session.exec(select(Notice).where(Notice.code == STAFFING)).first()
    assert notice is not None
    [thai] = tell(session, [notice], "th", "", day)
    assert thai.subject == f"พบจุดที่งานจะไม่มีผู้ดำเนินการ {len(kept)} จุด"
    assert thai.link == "/settings/definitions/staffing"


def test_what_is_mended_is_forgotten(session: Session, seated: SmallOffice) -> None:
    look_at(session, seated.id, NOW)
    give(session, seated, "area_director", "plan_director")
    look_at(session, seated.id, NOW + DAY)
    held = session.exec(
        select(Occupancy).where(
            Occupancy.position_id == seated.positions["area_director"], col(Occupancy.valid_to).is_(None)
        )
    ).one()
    held.person_id = seated.people["area_director"]
    session.flush()
    assert look_at(session, seated.id, NOW + 2 * DAY) == 0
    assert session.exec(select(StaffingGap)).all() == []


def test_a_change_of_people_is_looked_at_the_same_day_and_other_entries_are_not(
    session: Session, seated: SmallOffice
) -> None:
    look_at(session, seated.id, NOW)
    assert offices_changed(session, NOW) == []
    seated.open(session, "annual_plan", "AP1")
    assert offices_changed(session, NOW) == [seated.id]
    assert look_at(session, seated.id, NOW) == 0
    assert offices_changed(session, NOW) == []
    order = NewDelegation(
        position_id=seated.positions["area_director"],
        person_id=seated.people["plan_director"],
        capacity="on_behalf",
        order_no="2/2561",
        ordered_on=TODAY,
        valid_from=TODAY,
        valid_to=TODAY + 9 * DAY,
    )
    leave(session, seated, "area_director")
    delegate(session, seated.id, order, Hand(seated.people["clerk"], NOW))
    assert look_at(session, seated.id, NOW) == 2


def test_it_reads_no_more_for_more_people_and_items(database: Database, office: SmallOffice) -> None:

    def asked() -> int:
        with database.read() as looking:
            staffing(looking, office.id, TODAY, NOW)  # definitions are read once
            with statements(looking) as told:
                staffing(looking, office.id, TODAY, NOW)
        return len(told)

    with database.write() as writing:
        office.open(writing, "annual_plan", "AP1")
    few = asked()
    with database.write() as writing:
        for number in range(30):
            office.open(writing, "project", f"P{number}")
            writing.add(Person(office_id=office.id, username=f"p{number}", name_th="คน", active_from=TODAY))
    assert asked() == few


def test_whoever_may_act_at_a_place_is_among_those_near_it(session: Session, office: SmallOffice) -> None:
    """Held against everybody, for every step at every place."""
    actors, able = everybody(session, office.id, TODAY), 0
    staff = Staff(actors)
    for kind in shipped_kinds():
        path = shipped_definition(kind, office.profile)
        for place in places_of(path, list(office.groups.values()), list(office.schools.values())):
            item = Whose(office.id, kind, place.group_id, place.school_id, None)
            for move in path.transitions:
                may_act = [
                    each.person_id
                    for each in actors
                    if isinstance(may(each, item, move, path, lambda: ()), Authority)
                ]
                near = [each.person_id for each in staff.near(move.by, place)]
                assert [each for each in near if each in may_act] == may_act
                able += len(may_act)
    assert able > 100


def test_of_several_workers_one_tells_it(database: Database, office: SmallOffice) -> None:
    def found_and_told(at: datetime.datetime) -> int:
        with database.read() as looking:
            proof = prove(looking, office.id, at)
        together.wait()
        with database.write() as writing:
            return tell_what_is_new(writing, proof, at)

    together = Barrier(4)
    with ThreadPoolExecutor(4) as workers:
        assert list(workers.map(found_and_told, [NOW] * 4)) == [0] * 4  # the first look tells nobody
        with database.write() as writing:
            leave(writing, office, "area_director")
        assert sorted(workers.map(found_and_told, [NOW + DAY] * 4)) == [0, 0, 0, 2]
