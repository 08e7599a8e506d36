"""Committees appointed by order, meetings planned and counted, agendas drawn and numbered."""

import datetime

import pytest
from conftest import LONG_AGO, NOW
from meeting_desk import (
    SEATS,
    TODAY,
    Committee,
    committee_of_the_small_office,  # noqa: F401  a fixture
    members_of,
    plan_under_review,
    tabled,
)
from sqlmodel import func, select

from workflow import corrections
from workflow.errors import (
    AlreadyExists,
    BadInput,
    MeetingFixed,
    NotAllowed,
    StepRefused,
    UnknownItem,
    UnknownPerson,
)
from workflow.meetings import agenda, attendance, bodies, outside, planning, resolutions
from workflow.meetings.agenda import NewEntry
from workflow.meetings.bodies import NewMember
from workflow.meetings.closing import close_meeting
from workflow.meetings.roll import members_on
from workflow.meetings.waiting import waiting_for
from workflow.models import (
    Attendance,
    Body,
    Delegation,
    Dissent,
    Entry,
    Item,
    Meeting,
    Recusal,
    Resolution,
)

DAY = datetime.timedelta(days=1)


def test_an_order_seats_its_members_in_one_entry(committee: Committee) -> None:
    seats = members_on(committee.session, committee.body_id, TODAY)
    assert [(seat.name, seat.role) for seat in seats] == list(SEATS)
    assert {row.order_no for row in members_of(committee.session, committee.body_id)} == {"12/2561"}
    told = committee.session.exec(select(Entry).where(Entry.kind == "member")).one()
    assert told.subject == "member:plan_committee"
    assert '"order_no":"12/2561"' in told.details


def test_a_membership_lasts_from_its_first_day_to_its_last(committee: Committee) -> None:
    session, hand = committee.session, committee.hand("clerk")
    since, until = TODAY + DAY, TODAY + 3 * DAY
    new = NewMember("กรรมการใหม่", valid_from=since)
    row = bodies.add_member(session, committee.body_id, "15/2561", new, hand)
    bodies.end_membership(session, row.id, until, hand)
    on_days = [
        day for day in range(6) if len(members_on(session, committee.body_id, TODAY + day * DAY)) == 10
    ]
    assert on_days == [1, 2, 3]
    with pytest.raises(BadInput):
        bodies.end_membership(session, row.id, TODAY, hand)


def test_what_an_order_of_appointment_may_not_say(committee: Committee) -> None:
    session, body_id, hand = committee.session, committee.body_id, committee.hand()
    for order, new, refusal in (
        ("", NewMember("ก"), BadInput),
        ("1/2561", NewMember(" "), BadInput),
        ("1/2561", NewMember("ก", "guest"), BadInput),
        ("1/2561", NewMember("ก", valid_from=LONG_AGO - DAY), BadInput),
        ("1/2561", NewMember("ก", valid_to=TODAY - DAY), BadInput),
        ("1/2561", NewMember("ก", person_id=999_999), UnknownPerson),
        ("1/2561", NewMember("ก", "chair"), AlreadyExists),
        ("1/2561", NewMember("กรรมการ คนที่ 1"), AlreadyExists),
    ):
        with pytest.raises(refusal):
            bodies.add_member(session, body_id, order, new, hand)
    with pytest.raises(NotAllowed):
        bodies.add_member(session, body_id, "1/2561", NewMember("ก"), committee.hand("project_owner"))


def test_a_membership_ends_earlier_and_never_later(committee: Committee) -> None:
    """Of two chairs one after the other, the first is not brought back beside the second."""
    session, hand = committee.session, committee.hand("clerk")
    chair, march = committee.members["ประธาน ตัวอย่าง"], datetime.date(2018, 3, 31)
    bodies.end_membership(session, chair, march, hand)
    new = NewMember("ประธานใหม่", "chair", valid_from=march + DAY)
    bodies.add_member(session, committee.body_id, "13/2561", new, hand)
    with pytest.raises(BadInput, match="only_earlier"):
        bodies.end_membership(session, chair, datetime.date(2018, 9, 30), hand)
    assert bodies.end_membership(session, chair, march - DAY, hand).valid_to == march - DAY


def test_who_sat_in_a_closed_meeting_stays_as_it_was(committee: Committee) -> None:
    """No later order seats or unseats anybody on a day on which the body met and closed its meeting."""
    session, hand = committee.session, committee.hand("clerk")
    plan, _ = plan_under_review(session, committee.office, 0)
    meeting_id = tabled(committee, [plan.id])
    committee.resolve(meeting_id, plan.id, "defer")
    close_meeting(session, meeting_id, by=committee.hand().by, at=NOW)
    before = members_on(session, committee.body_id, TODAY)
    with pytest.raises(BadInput, match="meeting_closed"):
        bodies.add_member(session, committee.body_id, "13/2561", NewMember("ใหม่", valid_from=TODAY), hand)
    with pytest.raises(BadInput, match="meeting_closed"):
        bodies.end_membership(session, before[2].id, TODAY - DAY, hand)
    assert members_on(session, committee.body_id, TODAY) == before
    bodies.end_membership(session, before[2].id, TODAY, hand)
    for since, until in ((LONG_AGO, TODAY - DAY), (TODAY + DAY, None)):
        new = NewMember(f"ใหม่ {since}", valid_from=since, valid_to=until)
        bodies.add_member(session, committee.body_id, "14/2561", new, hand)
    assert members_on(session, committee.body_id, TODAY) == before


def test_meetings_of_a_body_are_counted_by_calendar_year(committee: Committee) -> None:
    days = [datetime.date(2018, 10, 5), datetime.date(2018, 12, 28), datetime.date(2019, 1, 4)]
    rows = [committee.session.get_one(Meeting, committee.plan(day)) for day in days]
    assert [(row.number, row.year) for row in rows] == [(1, 2561), (2, 2561), (1, 2562)]
    item = committee.session.get_one(Item, rows[2].item_id)
    assert (item.code, item.kind, item.state, item.fiscal_year) == (
        "MT2562-1-1",
        "meeting",
        "planned",
        2562,
    )
    assert item.title == "การประชุมคณะกรรมการจัดทำแผน ครั้งที่ 1/2562"


def test_what_cannot_be_planned(committee: Committee) -> None:
    session = committee.session
    committee.plan(number=4)
    with pytest.raises(AlreadyExists):
        committee.plan(number=4)
    with pytest.raises(BadInput, match="number"):
        committee.plan(number=-1)
    committee.code = "provincial_board"
    with pytest.raises(BadInput, match="unknown"):
        committee.plan()
    board = Body(
        office_id=committee.office.id,
        code="provincial_board",
        name_th="กศจ.",
        internal=False,
        valid_from=TODAY,
        valid_to=TODAY,
    )
    session.add(board)
    session.flush()
    with pytest.raises(BadInput, match="unfit"):
        committee.plan(TODAY)
    with pytest.raises(BadInput, match="not_in_force"):
        committee.plan(TODAY + DAY)


def test_a_meeting_moves_to_another_day_of_its_year(committee: Committee) -> None:
    meeting_id = committee.plan()
    planning.change_meeting(committee.session, meeting_id, {"held_on": TODAY + DAY}, committee.hand())
    assert committee.session.get_one(Meeting, meeting_id).held_on == TODAY + DAY
    with pytest.raises(BadInput, match="held_on"):
        planning.change_meeting(
            committee.session, meeting_id, {"held_on": datetime.date(2019, 1, 2)}, committee.hand()
        )
    with pytest.raises(BadInput, match="number"):
        planning.change_meeting(committee.session, meeting_id, {"number": 9}, committee.hand())


def test_who_was_invited_for_a_day_is_invited_anew_for_another(committee: Committee) -> None:
    """Else the notice would count for a day of which nobody was told; its place may still change."""
    session, hand = committee.session, committee.hand()
    meeting_id = committee.plan(TODAY + 30 * DAY, urgent="")
    agenda.add_entry(session, meeting_id, NewEntry(agenda.DECISIONS, "เรื่อง"), hand)
    committee.invite(meeting_id)
    with pytest.raises(BadInput, match="invitations_out"):
        planning.change_meeting(session, meeting_id, {"held_on": TODAY}, hand)
    same_day = {"held_on": TODAY + 30 * DAY, "place": "ห้องประชุม 2"}
    assert planning.change_meeting(session, meeting_id, same_day, hand).place == "ห้องประชุม 2"
    committee.take(meeting_id, "postpone", reason="ประธานติดราชการ")
    planning.change_meeting(session, meeting_id, {"held_on": TODAY}, hand)
    with pytest.raises(StepRefused, match="notice_period_ok_or_urgent"):
        committee.invite(meeting_id)


def test_who_came_is_asked_again_for_another_day(committee: Committee) -> None:
    session, hand = committee.session, committee.hand()
    meeting_id = committee.plan()
    agenda.add_entry(session, meeting_id, NewEntry(agenda.DECISIONS, "เรื่อง"), hand)
    committee.invite(meeting_id)
    committee.come(meeting_id)
    committee.take(meeting_id, "postpone", reason="ประธานติดราชการ")
    planning.change_meeting(session, meeting_id, {"begins": "13.30"}, hand)
    assert len(session.exec(select(Attendance)).all()) == 9
    planning.change_meeting(session, meeting_id, {"held_on": TODAY - DAY}, hand)
    assert session.exec(select(Attendance)).all() == []
    committee.invite(meeting_id)
    with pytest.raises(StepRefused, match="attendance_recorded"):
        committee.take(meeting_id, "hold", evidence={"attendance_list": "ใบลงชื่อ"})


def test_a_meeting_moves_to_no_day_on_which_its_body_is_not_in_force(committee: Committee) -> None:
    meeting_id = committee.plan()
    committee.session.get_one(Body, committee.body_id).valid_to = TODAY
    with pytest.raises(BadInput, match="not_in_force"):
        planning.change_meeting(committee.session, meeting_id, {"held_on": TODAY + DAY}, committee.hand())


def test_proposals_wait_with_their_plan(committee: Committee) -> None:
    """While the call is open again the committee has neither before it."""
    plan, _ = plan_under_review(committee.session, committee.office, 1)
    plan.state = "proposals_open"
    committee.session.flush()
    assert agenda.draw(committee.session, committee.plan(), committee.hand()) == []


def test_a_paper_that_was_deferred_is_drawn_again(committee: Committee) -> None:
    plan, _ = plan_under_review(committee.session, committee.office, 0)
    meeting_id = tabled(committee, [plan.id])
    committee.resolve(meeting_id, plan.id, "defer")
    second = committee.plan()
    assert agenda.draw(committee.session, second, committee.hand()) == []
    close_meeting(committee.session, meeting_id, by=committee.hand().by, at=NOW)
    drawn = agenda.draw(committee.session, second, committee.hand())
    assert [each.item_id for each in drawn] == [plan.id]


def test_what_is_to_be_decided_is_put_to_the_body_that_decides_it(committee: Committee) -> None:
    """Others may be told of it, or talk of it under other matters."""
    session, hand = committee.session, committee.hand()
    amendment = committee.office.open(session, "plan_amendment", "A1")
    meeting_id = committee.plan()
    with pytest.raises(BadInput, match="not_for_this_body"):
        agenda.add_entry(session, meeting_id, NewEntry(agenda.DECISIONS, item_id=amendment.id), hand)
    entry = agenda.add_entry(session, meeting_id, NewEntry(1, item_id=amendment.id), hand)
    with pytest.raises(BadInput, match="not_for_this_body"):
        agenda.change_entry(session, entry.id, hand, section=agenda.DECISIONS)
    agenda.change_entry(session, entry.id, hand, section=agenda.OTHER)


def shown(committee: Committee, meeting_id: int) -> list[tuple[str, str]]:
    found = agenda.entries(committee.session, meeting_id)
    return [(agenda.numbered(each).en, each.title) for each in found if each.position]


def test_an_agenda_has_five_headings_and_numbers_itself(committee: Committee) -> None:
    session, hand, meeting_id = committee.session, committee.hand(), committee.plan()
    headings = agenda.entries(session, meeting_id)
    assert [agenda.numbered(each).th for each in headings] == [f"ระเบียบวาระที่ {digit}" for digit in "๑๒๓๔๕"]
    for title in ("ก", "ข", "ค"):
        agenda.add_entry(session, meeting_id, NewEntry(agenda.DECISIONS, title), hand)
    third = agenda.entries(session, meeting_id)[6]
    assert agenda.numbered(third).th == "ระเบียบวาระที่ ๔.๓"
    agenda.change_entry(session, third.id, hand, position=1)
    assert shown(committee, meeting_id) == [("Item 4.1", "ค"), ("Item 4.2", "ก"), ("Item 4.3", "ข")]
    agenda.change_entry(session, third.id, hand, section=agenda.OTHER, title="ค ใหม่")
    assert shown(committee, meeting_id) == [("Item 4.1", "ก"), ("Item 4.2", "ข"), ("Item 5.1", "ค ใหม่")]
    first = agenda.entries(session, meeting_id)[4]
    agenda.remove_entry(session, first.id, hand)
    assert shown(committee, meeting_id) == [("Item 4.1", "ข"), ("Item 5.1", "ค ใหม่")]


def test_headings_are_worded_but_neither_moved_nor_removed(committee: Committee) -> None:
    session, hand, meeting_id = committee.session, committee.hand(), committee.plan()
    heading = agenda.entries(session, meeting_id)[3]
    agenda.change_entry(session, heading.id, hand, title="เรื่องเพื่อพิจารณา")
    assert agenda.entries(session, meeting_id)[3].title == "เรื่องเพื่อพิจารณา"
    with pytest.raises(BadInput, match="section"):
        agenda.change_entry(session, heading.id, hand, section=5)
    with pytest.raises(BadInput, match="agenda"):
        agenda.remove_entry(session, heading.id, hand)


def test_an_agenda_is_drawn_from_what_waits_for_the_body(committee: Committee) -> None:
    """Proposals under screening, then their plan; no other kinds, states or bodies."""
    session, office, hand = committee.session, committee.office, committee.hand()
    plan, projects = plan_under_review(session, office, 3)
    projects[1].state = "in_plan"
    office.open(session, "expenditure_analysis", "E1").state = "committee_analysis"
    session.flush()
    meeting_id = committee.plan()
    drawn = agenda.draw(session, meeting_id, hand)
    assert [each.item_id for each in drawn] == [projects[0].id, projects[2].id, plan.id]
    assert agenda.draw(session, meeting_id, hand) == []
    second = committee.plan()
    assert agenda.draw(session, second, hand) == []
    committee.take(meeting_id, "cancel", reason="เลื่อนไม่มีกำหนด")
    assert len(agenda.draw(session, second, hand)) == 3


@pytest.mark.parametrize(
    ("body", "kind", "state"),
    [
        ("executive_team", "plan_amendment", "meeting_review"),
        ("executive_plus_clusters", "plan_amendment", "meeting_review"),
        ("expenditure_committee", "expenditure_analysis", "committee_analysis"),
        ("provincial_board", "annual_plan", "board_review"),
        ("quality_subcommittee", "annual_report", "subcommittee_ack"),
    ],
)
def test_each_body_waits_for_its_own_papers(committee: Committee, body: str, kind: str, state: str) -> None:
    """Boards on the office's route by the states of each paper's own definition, the others by their work."""
    session, office = committee.session, committee.office
    paper = office.open(session, kind, "X1")
    row = Body(office_id=office.id, code=body, name_th=body, internal=False, valid_from=LONG_AGO)
    session.add(row)
    session.flush()
    assert waiting_for(session, row) == []
    paper.state = state
    session.flush()
    assert [each.id for each in waiting_for(session, row)] == [paper.id]


def test_an_agenda_is_changed_before_the_meeting_and_other_matters_on_the_day(committee: Committee) -> None:
    session, hand = committee.session, committee.hand()
    plan, projects = plan_under_review(session, committee.office, 1)
    meeting_id = committee.plan()
    put = agenda.set_agenda(session, meeting_id, [NewEntry(agenda.DECISIONS, item_id=plan.id)], hand)
    assert (put[0].title, put[0].item_id) == (plan.title, plan.id)
    with pytest.raises(AlreadyExists):
        agenda.add_entry(session, meeting_id, NewEntry(agenda.OTHER, item_id=plan.id), hand)
    with pytest.raises(UnknownItem):
        agenda.add_entry(session, meeting_id, NewEntry(agenda.OTHER, item_id=meeting_id), hand)
    with pytest.raises(BadInput, match="section"):
        agenda.add_entry(session, meeting_id, NewEntry(6, "หก"), hand)
    with pytest.raises(BadInput, match="title"):
        agenda.add_entry(session, meeting_id, NewEntry(1, " "), hand)
    with pytest.raises(NotAllowed):
        agenda.add_entry(session, meeting_id, NewEntry(1, "แจ้ง"), committee.hand("project_owner"))
    committee.hold(meeting_id)
    assert agenda.add_entry(session, meeting_id, NewEntry(agenda.OTHER, item_id=projects[0].id), hand).id
    with pytest.raises(MeetingFixed):
        agenda.add_entry(session, meeting_id, NewEntry(agenda.DECISIONS, "ช้าไป"), hand)
    with pytest.raises(MeetingFixed):
        agenda.remove_entry(session, put[0].id, hand)


def test_a_postponed_meetings_agenda_can_be_set_anew(committee: Committee) -> None:
    session, hand = committee.session, committee.hand()
    plan, _ = plan_under_review(session, committee.office, 1)
    meeting_id = committee.plan()
    agenda.draw(session, meeting_id, hand)
    committee.invite(meeting_id)
    committee.come(meeting_id, present=2)
    committee.take(meeting_id, "postpone", reason="ไม่ครบองค์ประชุม")
    agenda.set_agenda(session, meeting_id, [NewEntry(agenda.DECISIONS, item_id=plan.id)], hand)
    assert [each.item_id for each in agenda.entries(session, meeting_id) if each.position] == [plan.id]


def test_who_acts_for_the_secretary_by_an_order_may_keep_the_meeting(committee: Committee) -> None:
    session, office = committee.session, committee.office
    clerk = office.people["clerk"]
    meeting_id = committee.plan()
    entry = NewEntry(agenda.DECISIONS, "เรื่องที่หนึ่ง")
    with pytest.raises(NotAllowed):
        agenda.add_entry(session, meeting_id, entry, committee.hand("clerk"))
    session.add(
        Delegation(
            office_id=office.id,
            position_id=office.positions["committee_secretary"],
            person_id=clerk,
            capacity="acting",
            subjects="meeting",
            order_no="20/2561",
            ordered_on=TODAY,
            valid_from=TODAY,
            valid_to=TODAY,
        )
    )
    session.flush()
    agenda.add_entry(session, meeting_id, entry, committee.hand("clerk"))
    last = session.exec(select(Entry).order_by(Entry.seq.desc())).first()  # type: ignore[attr-defined]
    assert last is not None
    assert (last.actor_id, last.capacity, last.order_no) == (clerk, "acting", "20/2561")
    with pytest.raises(NotAllowed):
        agenda.add_entry(session, meeting_id, entry, committee.hand("clerk", NOW + DAY))


def test_an_entry_is_taken_off_with_what_was_said_at_a_meeting_that_was_not_one(committee: Committee) -> None:
    """Held by mistake on the wrong day and taken back: its recusals and resolutions go with the entries."""
    session, hand = committee.session, committee.hand()
    plan, _ = plan_under_review(session, committee.office, 1)
    meeting_id = tabled(committee, [plan.id])
    entry = committee.entry(meeting_id, plan.id)
    chair, *_, member = list(committee.members.values())[:5]
    attendance.set_recusals(session, entry.id, {member: "เจ้าของโครงการ"}, hand)
    votes = resolutions.Votes(6, 1, 0)
    said = resolutions.NewResolution("defer", "ให้ทบทวน", votes=votes, dissents={chair: "ควรพิจารณาทันที"})
    resolutions.resolve(session, entry.id, said, hand)
    held = session.exec(select(Entry.seq).where(Entry.item_id == meeting_id, Entry.trigger == "hold")).one()
    corrections.correct(session, meeting_id, held, by=hand.by, at=hand.at, reason="ยังไม่ได้ประชุม", undo=True)
    agenda.set_agenda(session, meeting_id, [], hand)
    left = [
        session.exec(select(func.count()).select_from(table)).one()
        for table in (Recusal, Resolution, Dissent)
    ]
    assert left == [0, 0, 0]


def test_a_meeting_that_is_changed_to_what_it_is_leaves_no_entry(committee: Committee) -> None:
    session, meeting_id = committee.session, committee.plan()
    meeting = session.get_one(Meeting, meeting_id)
    before = session.exec(select(func.count()).select_from(Entry)).one()
    planning.change_meeting(session, meeting_id, {"place": meeting.place}, committee.hand())
    assert session.exec(select(func.count()).select_from(Entry)).one() == before


def test_a_heading_and_a_kind_nobody_knows_open_no_step(committee: Committee) -> None:
    session = committee.session
    plan, _ = plan_under_review(session, committee.office, 1)
    heading = committee.entry_of_heading(committee.plan())
    assert set(resolutions.triggers_for(session, heading, committee.hand()).values()) == {()}
    assert outside.wanted_steps(session, plan, "applauded", "") == ()
    assert outside.wanted_steps(session, plan, "applauded", "approve") == ("approve",)
