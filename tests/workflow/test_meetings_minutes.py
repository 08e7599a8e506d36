"""Minutes are put before every member of staff, and it is known who has read them (U-C4)."""

import datetime

import pytest
from conftest import NOW
from meeting_desk import (
    TODAY,
    Committee,
    committee_of_the_small_office,  # noqa: F401  a fixture
)
from sqlmodel import select

from workflow.errors import BadInput, MeetingFixed, NotAllowed, StepRefused
from workflow.meetings import agenda, minutes
from workflow.meetings.closing import close_meeting
from workflow.models import Acknowledgement, Entry, Item, Occupancy, Person

LATER = NOW + datetime.timedelta(hours=5)
SIGNED = {"minutes": "รายงานการประชุม", "minutes_signed": "ลงชื่อครบ"}
# Everybody with a post in a group or the office; not school people, the auditor from outside or the service.
STAFF = {
    *("area_director", "deputy_director", "plan_director", "plan_officer", "clerk", "finance_officer"),
    *("project_owner", "group_director", "project_owner@ADM", "group_director@ADM"),
    *("committee_secretary", "board_recorder", "internal_auditor", "system_admin"),
}


def drafted(committee: Committee) -> int:
    """A meeting held and closed, its minutes drafted."""
    meeting_id = committee.plan()
    agenda.add_entry(committee.session, meeting_id, agenda.NewEntry(agenda.OTHER, "หารือ"), committee.hand())
    committee.hold(meeting_id)
    close_meeting(committee.session, meeting_id, by=committee.office.people["committee_secretary"], at=NOW)
    committee.take(meeting_id, "draft_minutes", evidence={"minutes": "รายงานการประชุม"})
    return meeting_id


def test_every_member_of_staff_of_every_group_is_asked_once(committee: Committee) -> None:
    session, meeting_id = committee.session, drafted(committee)
    asked = minutes.circulate(session, meeting_id, committee.hand("clerk"), evidence=SIGNED)
    names = {role for role, person in committee.office.people.items() if person in _asked(committee)}
    assert (names, asked) == (STAFF, len(STAFF))
    assert session.exec(select(Item.state).where(Item.id == meeting_id)).one() == "minutes_circulated"
    assert minutes.circulate(session, meeting_id, committee.hand()) == 0


def test_the_step_itself_asks_them(committee: Committee) -> None:
    meeting_id = drafted(committee)
    committee.take(meeting_id, "circulate_minutes", evidence=SIGNED)
    assert len(_asked(committee)) == len(STAFF)
    told = committee.session.exec(
        select(Entry.kind).where(Entry.item_id == meeting_id).order_by(Entry.seq)
    ).all()
    assert list(told)[-2:] == ["step", "circulated"]


def _asked(committee: Committee) -> set[int]:
    return set(committee.session.exec(select(Acknowledgement.person_id)))


def test_who_joins_later_is_asked_when_the_minutes_are_circulated_again(committee: Committee) -> None:
    session, office, meeting_id = committee.session, committee.office, drafted(committee)
    minutes.circulate(session, meeting_id, committee.hand(), evidence=SIGNED)
    newcomer = Person(office_id=office.id, username="new.t1", name_th="คนใหม่", active_from=TODAY)
    leaver = Person(
        office_id=office.id,
        username="old.t1",
        name_th="คนเก่า",
        active_from=TODAY - datetime.timedelta(days=9),
        active_to=TODAY - datetime.timedelta(days=1),
    )
    session.add_all([newcomer, leaver])
    session.flush()
    for person in (newcomer, leaver):
        post = office.positions["plan_officer"]
        session.add(Occupancy(position_id=post, person_id=person.id, valid_from=TODAY))
    session.flush()
    assert minutes.circulate(session, meeting_id, committee.hand()) == 1
    assert newcomer.id in _asked(committee)


def test_progress_is_counted_by_group_until_everybody_has_read(committee: Committee) -> None:
    session, office, meeting_id = committee.session, committee.office, drafted(committee)
    minutes.circulate(session, meeting_id, committee.hand(), evidence=SIGNED)
    owner = office.people["project_owner@ADM"]
    minutes.acknowledge(session, meeting_id, owner, LATER)
    found = minutes.progress(session, meeting_id)
    assert (found.asked, found.read, found.complete) == (len(STAFF), 1, False)
    assert [(group.code, group.asked, group.read) for group in found.groups] == [
        ("", 10, 0),
        ("ADM", 2, 1),
        ("PLN", 2, 0),
    ]
    assert found.groups[1].unread == ("ผู้ดำรงตำแหน่ง group_director@ADM",)
    for role in STAFF - {"project_owner@ADM"}:
        minutes.acknowledge(session, meeting_id, office.people[role], LATER)
    assert minutes.progress(session, meeting_id).complete


def test_reading_is_noted_once_with_its_own_entry(committee: Committee) -> None:
    session, office, meeting_id = committee.session, committee.office, drafted(committee)
    minutes.circulate(session, meeting_id, committee.hand(), evidence=SIGNED)
    person = office.people["finance_officer"]
    sealed = minutes.acknowledge(session, meeting_id, person, NOW)
    assert minutes.acknowledge(session, meeting_id, person, LATER) is None
    row = session.exec(select(Acknowledgement).where(Acknowledgement.person_id == person)).one()
    assert (row.asked_at, row.read_at) == (NOW, NOW)
    told = session.exec(select(Entry).where(Entry.kind == "acknowledged")).one()
    assert sealed is not None
    assert (told.seq, told.actor_id, told.item_id) == (sealed.seq, person, meeting_id)


def test_who_was_not_asked_or_has_left_acknowledges_nothing(committee: Committee) -> None:
    session, office, meeting_id = committee.session, committee.office, drafted(committee)
    minutes.circulate(session, meeting_id, committee.hand(), evidence=SIGNED)
    with pytest.raises(BadInput, match="person"):
        minutes.acknowledge(session, meeting_id, office.people["school_officer"], LATER)
    session.get_one(Person, office.people["clerk"]).active_to = TODAY - datetime.timedelta(days=1)
    session.flush()
    with pytest.raises(NotAllowed):
        minutes.acknowledge(session, meeting_id, office.people["clerk"], LATER)


def test_minutes_are_circulated_when_drafted_and_signed_by_who_may(committee: Committee) -> None:
    session, meeting_id = committee.session, committee.plan()
    with pytest.raises(MeetingFixed):
        minutes.circulate(session, meeting_id, committee.hand(), evidence=SIGNED)
    ready = drafted(committee)
    with pytest.raises(StepRefused):
        minutes.circulate(session, ready, committee.hand())
    with pytest.raises(NotAllowed):
        minutes.circulate(session, ready, committee.hand("plan_officer"), evidence=SIGNED)
    assert _asked(committee) == set()
