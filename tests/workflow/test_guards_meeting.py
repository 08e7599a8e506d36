"""Where the office keeps a meeting here its rows decide; elsewhere somebody's recorded word counts."""

import datetime

import pytest
from guard_desk import DAY, Desk, desk_of_the_small_office  # noqa: F401  a fixture
from meeting_desk import (
    Committee,
    committee_of_the_small_office,  # noqa: F401  a fixture
    plan_under_review,
    seat_committee,
)
from sqlmodel import select

from workflow.meetings import agenda
from workflow.meetings.agenda import NewEntry
from workflow.models import Item, Meeting, Member

SOON = DAY + datetime.timedelta(days=2)


@pytest.fixture(name="desk")
def desk_beside_the_committee(committee: Committee) -> Desk:
    """A desk in the same transaction as the committee."""
    return Desk(committee.session, committee.office)


def meeting(committee: Committee, held_on: datetime.date = DAY, **more: object) -> Item:
    return committee.session.get_one(Item, committee.plan(held_on, **more))


@pytest.fixture(name="team")
def executive_team_of_the_small_office(committee: Committee) -> Committee:
    """The executive team, which decides amendments."""
    return seat_committee(committee.session, committee.office, "executive_team")


def test_an_agenda_is_ready_when_something_stands_on_it(committee: Committee, desk: Desk) -> None:
    item = meeting(committee)
    told = {"facts": {"agenda_ready": "มีแล้ว"}, "papers": ("meeting_agenda",)}
    assert desk.says("agenda_ready", item, **told) == "Nothing stands on the agenda yet"
    agenda.add_entry(committee.session, item.id, NewEntry(1, "แจ้งเพื่อทราบ"), committee.hand())
    assert desk.says("agenda_ready", item) == "holds"


def test_notice_is_counted_to_the_day_of_the_meeting_unless_it_is_urgent(
    committee: Committee, desk: Desk
) -> None:
    told = {"facts": {"meeting_date": "2018-06-01"}, "notice_days": 3}
    answer = desk.says("notice_period_ok_or_urgent", meeting(committee, SOON, urgent=""), **told)
    assert answer.startswith("Invited today, the meeting can be held from 15 January 2018")
    later = meeting(committee, SOON + datetime.timedelta(days=1), urgent="")
    assert desk.says("notice_period_ok_or_urgent", later, notice_days=3) == "holds"
    urgent = meeting(committee, SOON, urgent="เงินงวดเข้าแล้ว")
    assert desk.says("notice_period_ok_or_urgent", urgent, notice_days=3) == "holds"


def test_attendance_is_recorded_of_every_member_on_the_day(committee: Committee, desk: Desk) -> None:
    item = meeting(committee)
    told = {"facts": {"attendance_recorded": "ครบ"}, "papers": ("attendance_list",)}
    assert desk.says("attendance_recorded", item, **told).startswith("Members not yet recorded (9): ประธาน")
    item.state = "invited"
    committee.session.flush()
    committee.come(item.id)
    assert desk.says("attendance_recorded", item) == "holds"
    committee.session.get_one(Meeting, item.id).held_on = SOON
    assert desk.says("attendance_recorded", item) == "The meeting is on 14 January 2018"


@pytest.mark.parametrize(
    ("present", "quorum", "answer"),
    [
        (4, "1/2", "holds"),
        (3, "1/2", "3/8 members present; at least 1/2 of them are needed"),
        (6, "2/3", "holds"),
        (5, "2/3", "5/8 members present; at least 2/3 of them are needed"),
    ],
)
def test_the_quorum_is_counted_from_the_attendance(
    committee: Committee, desk: Desk, present: int, quorum: str, answer: str
) -> None:
    """Somebody's word for a full house does not count beside the list."""
    item = meeting(committee)
    item.state = "invited"
    committee.session.flush()
    committee.come(item.id, present)
    assert desk.says("quorum_met", item, facts={"attendance": "15/15"}, quorum=quorum) == answer


def test_resolutions_are_recorded_once_the_meeting_is_closed(committee: Committee, desk: Desk) -> None:
    session = committee.session
    plan, _ = plan_under_review(session, committee.office, 1)
    item = meeting(committee)
    agenda.add_entry(session, item.id, NewEntry(agenda.DECISIONS, item_id=plan.id), committee.hand())
    committee.hold(item.id)
    word = {"facts": {"resolutions_recorded": "ครบ"}, "papers": ("minutes",)}
    assert desk.says("resolutions_recorded", item, **word) == "Entries without a resolution (1): 4.1"
    committee.resolve(item.id, plan.id, "defer")
    assert desk.says("resolutions_recorded", item) == "Resolved, but the meeting has not been closed"
    session.get_one(Meeting, item.id).closed_seq = 1
    assert desk.says("resolutions_recorded", item) == "holds"


def test_a_paper_on_an_open_agenda_is_scheduled(team: Committee, desk: Desk) -> None:
    session = team.session
    amendment = team.office.open(session, "plan_amendment", "A1")
    assert desk.says("meeting_scheduled", amendment) == "refuses"
    first = meeting(team)
    agenda.add_entry(session, first.id, NewEntry(agenda.DECISIONS, item_id=amendment.id), team.hand())
    assert desk.says("meeting_scheduled", amendment) == "holds"
    first.state = "cancelled"
    assert desk.says("meeting_scheduled", amendment) == "refuses"
    assert desk.says("meeting_scheduled", amendment, papers=("meeting_agenda",)) == "holds"


def test_the_minutes_of_a_paper_are_its_own_or_the_meetings_resolution(team: Committee, desk: Desk) -> None:
    session = team.session
    amendment = team.office.open(session, "plan_amendment", "A1")
    word = {"minutes_attached": "แนบแล้ว"}
    assert desk.says("minutes_attached", amendment, facts=word) == "holds"
    item = meeting(team)
    agenda.add_entry(session, item.id, NewEntry(agenda.DECISIONS, item_id=amendment.id), team.hand())
    assert desk.says("minutes_attached", amendment, facts=word) == "refuses"
    assert desk.says("minutes_attached", amendment, papers=("minutes",)) == "holds"
    team.hold(item.id)
    team.resolve(item.id, amendment.id, "defer")
    assert desk.says("minutes_attached", amendment) == "holds"


def test_a_committee_is_appointed_when_it_has_a_chair_and_members(committee: Committee, desk: Desk) -> None:
    session = committee.session
    plan = committee.office.open(session, "annual_plan", "PLAN")
    assert desk.says("committee_appointed", plan) == "holds"
    rows = {row.id: row for row in session.exec(select(Member))}
    chair = rows[committee.members["ประธาน ตัวอย่าง"]]
    chair.valid_to = DAY - datetime.timedelta(days=1)
    told = {"facts": {"committee_appointed": "คำสั่งที่ 1"}, "papers": ("appointment_order",)}
    assert desk.says("committee_appointed", plan, **told) == "The committee has no chair"
    chair.valid_to = None
    for row in rows.values():
        if row is not chair:
            row.valid_to = DAY - datetime.timedelta(days=1)
    assert desk.says("committee_appointed", plan, **told) == "The committee has nobody but its chair"
    chair.valid_to = DAY - datetime.timedelta(days=1)
    assert desk.says("committee_appointed", plan) == "refuses"
    assert desk.says("committee_appointed", plan, **told) == "holds"
