"""A meeting that is closed carries out all its resolutions, or none of them."""

import datetime
import time
from collections import Counter

import pytest
from conftest import NOW
from meeting_desk import (
    TODAY,
    Committee,
    committee_of_the_small_office,  # noqa: F401  a fixture
    line_of,
    plan_under_review,
    seat_committee,
    tabled,
    without_members,
)
from sqlmodel import col, func, select

from workflow import history
from workflow.errors import ClosingRefused, MeetingFixed, NotAllowed, StepRefused
from workflow.meetings import agenda, attendance, resolutions
from workflow.meetings.closing import Closed, close_meeting, rehearse_closing
from workflow.meetings.resolutions import NewResolution, Votes
from workflow.models import Attendance, Entry, Item, Meeting, Merger, ProjectLine, Resolution

CEILING = {"total_within_ceiling": "ไม่เกินกรอบ"}


def close(
    committee: Committee, meeting_id: int, by: str = "committee_secretary", at: datetime.datetime = NOW
) -> Closed:
    return close_meeting(committee.session, meeting_id, by=committee.office.people[by], at=at)


def state_of(committee: Committee, item_id: int) -> str:
    return committee.session.exec(select(Item.state).where(Item.id == item_id)).one()


def decided(committee: Committee) -> tuple[int, int, list[int]]:
    """A meeting with a plan and three proposals resolved: one included, one merged, one left out."""
    plan, projects = plan_under_review(committee.session, committee.office)
    ids = [each.id for each in projects]
    meeting_id = tabled(committee, [plan.id, *ids])
    approved = {line_of(committee.session, ids[0]): 80_000}
    committee.resolve(meeting_id, plan.id, "endorse", "record_committee_resolution", evidence=CEILING)
    committee.resolve(meeting_id, ids[0], "include", "include", approved=approved)
    committee.resolve(meeting_id, ids[1], "merge", "merge", reason="กลุ่มเป้าหมายเดียวกัน", merge_into=ids[0])
    committee.resolve(meeting_id, ids[2], "reject", "reject", reason="ไม่สอดคล้องกับกลยุทธ์")
    return meeting_id, plan.id, ids


def test_projects_move_before_their_plan_and_every_step_is_dated_on_the_meeting(committee: Committee) -> None:
    meeting_id, _, _ = decided(committee)
    next_day = NOW + datetime.timedelta(days=1)
    closed = close(committee, meeting_id, at=next_day)
    assert [(each.code, each.number, each.year, each.to_state) for each in closed.resolutions] == [
        ("PLAN", 1, 2561, "drafting"),
        ("P001", 2, 2561, "in_plan"),
        ("P002", 3, 2561, "merged"),
        ("P003", 4, 2561, "not_selected"),
    ]
    seqs = [each.entry_seq or 0 for each in closed.resolutions]
    assert seqs[0] == max(seqs) < closed.entry_seq
    steps = committee.session.exec(select(Entry).where(Entry.seq.in_(seqs))).all()  # type: ignore[attr-defined]
    assert {(each.effective_on, each.at) for each in steps} == {(TODAY, next_day)}
    assert history.verify(committee.session, committee.office.id).holds


def test_the_committees_table_sets_amounts_and_records_mergers(committee: Committee) -> None:
    meeting_id, _, ids = decided(committee)
    close(committee, meeting_id)
    line = committee.session.exec(select(ProjectLine).where(ProjectLine.item_id == ids[0])).one()
    merger = committee.session.get_one(Merger, ids[1])
    assert (line.requested, line.original) == (100_000, 80_000)
    assert (merger.into_id, merger.requested, merger.reason) == (ids[0], 100_000, "กลุ่มเป้าหมายเดียวกัน")


def test_a_rehearsal_tells_what_closing_would_do_and_changes_nothing(committee: Committee) -> None:
    meeting_id, plan, ids = decided(committee)
    secretary = committee.office.people["committee_secretary"]
    told = rehearse_closing(committee.session, meeting_id, by=secretary, at=NOW)
    assert [(each.code, each.to_state) for each in told][:2] == [("PLAN", "drafting"), ("P001", "in_plan")]
    assert {state_of(committee, each) for each in ids} == {"under_screening"}
    assert committee.session.exec(select(Resolution.number)).all() == [None] * 4
    assert close(committee, meeting_id).resolutions[0].code == told[0].code
    assert state_of(committee, plan) == "drafting"


def test_closing_again_changes_nothing_and_answers_the_same(committee: Committee) -> None:
    meeting_id, _, _ = decided(committee)
    first = close(committee, meeting_id)
    before = committee.session.exec(select(Entry.seq).order_by(Entry.seq)).all()
    assert close(committee, meeting_id) == first
    assert committee.session.exec(select(Entry.seq).order_by(Entry.seq)).all() == before


def test_the_steps_name_the_resolution_they_follow(committee: Committee) -> None:
    meeting_id, _, ids = decided(committee)
    closed = close(committee, meeting_id)
    step = committee.session.exec(select(Entry).where(Entry.item_id == ids[2], Entry.kind == "step")).one()
    assert step.reason == "ไม่สอดคล้องกับกลยุทธ์"
    assert "มติที่ 4/2561 การประชุมคณะกรรมการจัดทำแผน ครั้งที่ 1/2561 วันที่ 12 มกราคม 2561" in step.details
    told = committee.session.exec(select(Entry).where(Entry.seq == closed.entry_seq)).one()
    assert (told.kind, told.item_id) == ("meeting_closed", meeting_id)
    assert '"number":"4/2561"' in told.details


def test_one_refused_paper_refuses_all_and_each_is_named(committee: Committee) -> None:
    """Nothing moves, no number is given, no entry written; one refusal says what each paper needs."""
    meeting_id, plan_id, ids = decided(committee)
    committee.resolve(meeting_id, plan_id, "endorse", "record_committee_resolution")
    committee.session.exec(select(ProjectLine).where(ProjectLine.item_id == ids[0])).one().original = 0
    committee.resolve(meeting_id, ids[0], "include", "include")
    before = committee.session.exec(select(Entry.seq).order_by(Entry.seq)).all()
    with pytest.raises(ClosingRefused) as refused:
        close(committee, meeting_id)
    told = dict(refused.value.papers)
    assert list(told) == ["P001", "PLAN"]
    assert isinstance(told["P001"], StepRefused)
    assert isinstance(told["PLAN"], StepRefused)
    assert [each.code for each in told["P001"].missing] == ["approved_amount_set"]
    assert [each.code for each in told["PLAN"].missing] == ["every_proposal_decided", "total_within_ceiling"]
    assert committee.session.exec(select(Entry.seq).order_by(Entry.seq)).all() == before
    assert {state_of(committee, each) for each in ids} == {"under_screening"}
    assert committee.session.exec(select(Resolution.number)).all() == [None] * 4
    assert committee.session.exec(select(Meeting.closed_seq)).one() is None
    assert committee.session.exec(select(Merger)).all() == []


def test_a_meeting_says_all_it_still_needs_itself(committee: Committee) -> None:
    """An entry without resolution, a member nobody accounted for, an entry that lost its quorum."""
    _, projects = plan_under_review(committee.session, committee.office)
    meeting_id = tabled(committee, [each.id for each in projects])
    ids = [each.id for each in projects]
    committee.resolve(meeting_id, ids[0], "defer")
    recused = dict.fromkeys(list(committee.members.values())[:4], "มีส่วนได้เสีย")
    entry = committee.entry(meeting_id, ids[0]).id
    attendance.set_recusals(committee.session, entry, recused, committee.hand())
    committee.come(meeting_id, present=5)
    row = committee.session.exec(select(Attendance)).first()
    committee.session.delete(row)
    committee.session.flush()
    with pytest.raises(ClosingRefused) as refused:
        close(committee, meeting_id)
    assert [each.label.en for each in refused.value.missing] == [
        "Attendance not recorded: ประธาน ตัวอย่าง",
        "Item 4.1: 1/4 members present; at least 1/2 of them are needed",
        "Item 4.2: no resolution recorded",
        "Item 4.3: no resolution recorded",
    ]
    assert refused.value.papers == ()


def test_votes_that_no_longer_agree_with_the_attendance_stop_the_closing(committee: Committee) -> None:
    _, projects = plan_under_review(committee.session, committee.office, 1)
    meeting_id = tabled(committee, [projects[0].id])
    dissent = {committee.members["เลขานุการ ตัวอย่าง"]: "ไม่เห็นด้วย"}
    committee.resolve(meeting_id, projects[0].id, "defer", votes=Votes(7, 1), dissents=dissent)
    committee.come(meeting_id, present=7)
    with pytest.raises(ClosingRefused) as refused:
        close(committee, meeting_id)
    assert [each.label.en for each in refused.value.missing] == [
        "Item 4.1: its votes or dissents do not agree with who was there"
    ]


def test_dissent_of_somebody_who_was_not_there_stops_the_closing(committee: Committee) -> None:
    """The votes still agree with the attendance; whoever dissented has meanwhile been found absent."""
    _, projects = plan_under_review(committee.session, committee.office, 1)
    meeting_id = tabled(committee, [projects[0].id])
    dissent = {committee.members["เลขานุการ ตัวอย่าง"]: "ไม่เห็นด้วย"}
    committee.resolve(meeting_id, projects[0].id, "defer", votes=Votes(6, 1), dissents=dissent)
    committee.come(meeting_id, present=7)
    with pytest.raises(ClosingRefused) as refused:
        close(committee, meeting_id)
    assert [each.label.en for each in refused.value.missing] == [
        "Item 4.1: its votes or dissents do not agree with who was there"
    ]


@pytest.mark.parametrize(
    ("step", "more"),
    [
        ("include", {}),
        ("reject", {"reason": "ซ้ำซ้อน"}),
        ("return_by_committee", {"reason": "ขาดตัวชี้วัด"}),
        ("merge", {"reason": "ใกล้เคียงกัน", "merge_target": "P001"}),
    ],
)
def test_no_proposal_is_decided_beside_the_meeting(
    committee: Committee, step: str, more: dict[str, str]
) -> None:
    """Not before it resolves, nor against what it resolved, nor ahead of its closing; a word does not do."""
    _, projects = plan_under_review(committee.session, committee.office, 2)
    one = projects[1].id
    words = {"minutes": "รายงาน", "attendance": "9/9"}
    words |= {"merge_target": more["merge_target"]} if "merge_target" in more else {}

    def beside() -> list[str]:
        with pytest.raises(StepRefused) as refused:
            committee.take(one, step, reason=more.get("reason", ""), evidence=words)
        return [each.code for each in refused.value.missing]

    expected = ["quorum_met", *(["merge_target_set"] if step == "merge" else [])]
    assert beside() == expected
    meeting_id = tabled(committee, [one])
    assert beside() == expected
    if step != "reject":
        committee.resolve(meeting_id, one, "reject", "reject", reason="ซ้ำซ้อน")
    else:
        committee.resolve(meeting_id, one, "include", "include")
    assert beside() == expected
    assert state_of(committee, one) == "under_screening"


def test_an_office_that_keeps_no_members_decides_on_its_minutes(committee: Committee) -> None:
    _, projects = plan_under_review(committee.session, committee.office, 3)
    first, second, third = (each.id for each in projects)
    without_members(committee.session)
    words = {"minutes": "รายงานการประชุม", "attendance": "9/15"}
    committee.take(first, "include", evidence=words)
    committee.take(second, "reject", reason="ซ้ำซ้อน", evidence=words)
    committee.take(third, "merge", reason="ใกล้เคียงกัน", evidence={**words, "merge_target": "P001"})
    found = [state_of(committee, each) for each in (first, second, third)]
    assert found == ["in_plan", "not_selected", "merged"]
    merger = committee.session.get_one(Merger, third)  # a merger on a word is recorded, too
    assert (merger.into_id, merger.requested, merger.reason) == (first, 100_000, "ใกล้เคียงกัน")
    assert history.verify(committee.session, committee.office.id).holds


def test_only_a_held_meeting_is_closed_and_only_by_its_secretary(committee: Committee) -> None:
    meeting_id = committee.plan()
    with pytest.raises(MeetingFixed):
        close(committee, meeting_id)
    with pytest.raises(NotAllowed):
        close(committee, meeting_id, by="plan_director")


def test_a_meeting_is_not_closed_before_its_day(committee: Committee) -> None:
    _, projects = plan_under_review(committee.session, committee.office, 1)
    meeting_id = tabled(committee, [projects[0].id])
    committee.resolve(meeting_id, projects[0].id, "defer")
    committee.session.get_one(Meeting, meeting_id).held_on = TODAY + datetime.timedelta(days=1)
    with pytest.raises(ClosingRefused) as refused:
        close(committee, meeting_id)
    assert [each.label.en for each in refused.value.missing] == ["The meeting is on 13 January 2018"]


def test_what_was_closed_is_closed(committee: Committee) -> None:
    meeting_id, _, ids = decided(committee)
    close(committee, meeting_id)
    other = agenda.NewEntry(agenda.OTHER, "เรื่องอื่น")
    with pytest.raises(MeetingFixed):
        committee.resolve(meeting_id, ids[0], "defer")
    with pytest.raises(MeetingFixed):
        committee.come(meeting_id, present=3)
    with pytest.raises(MeetingFixed):
        agenda.add_entry(committee.session, meeting_id, other, committee.hand())


def test_resolutions_are_numbered_by_body_and_calendar_year(committee: Committee) -> None:
    """The numbers go on within the year, begin again with the next, and each body has its own."""
    session, office = committee.session, committee.office
    last_year, this_year = datetime.date(2017, 12, 28), datetime.date(2018, 1, 5)
    other = seat_committee(session, office, "executive_team")
    told = []
    for number, (body, day) in enumerate(
        [(committee, last_year), (committee, this_year), (committee, TODAY), (other, TODAY)]
    ):
        meeting_id = body.plan(day)
        agenda.add_entry(
            session, meeting_id, agenda.NewEntry(agenda.DECISIONS, f"เรื่องที่ {number}"), body.hand()
        )
        body.hold(meeting_id)
        entry = body.entry(meeting_id, None, agenda.DECISIONS)
        new = NewResolution("assign", "มอบหมายกลุ่มนโยบายและแผน")
        resolutions.resolve(session, entry.id, new, body.hand())
        closed = close(body, meeting_id)
        meeting = session.get_one(Meeting, meeting_id)
        told += [(meeting.number, meeting.year, each.number, each.year) for each in closed.resolutions]
    assert told == [(1, 2560, 1, 2560), (1, 2561, 1, 2561), (2, 2561, 2, 2561), (1, 2561, 1, 2561)]


def test_the_next_meeting_adopts_the_minutes_of_the_last(committee: Committee) -> None:
    session = committee.session
    first = committee.plan(datetime.date(2018, 1, 5))
    agenda.add_entry(session, first, agenda.NewEntry(agenda.OTHER, "หารือ"), committee.hand())
    committee.hold(first)
    close(committee, first)
    committee.take(first, "draft_minutes", evidence={"minutes": "รายงานการประชุม"})
    signed = {"minutes": "รายงานการประชุม", "minutes_signed": "ลงชื่อครบ"}
    committee.take(first, "circulate_minutes", evidence=signed)
    second = committee.plan()
    drawn = agenda.draw(session, second, committee.hand())
    assert [(each.section, each.item_id) for each in drawn] == [(agenda.MINUTES, first)]
    with pytest.raises(StepRefused):
        committee.take(first, "adopt_minutes", evidence={"adoption_recorded": "รับรองแล้ว"})
    committee.hold(second)
    committee.resolve(second, first, "endorse", "adopt_minutes")
    close(committee, second)
    assert state_of(committee, first) == "minutes_adopted"


def test_a_committee_of_43_proposals_closes_in_one_go(
    committee: Committee, record_property: pytest.FixtureRequest
) -> None:
    """40 included, 2 merged, 1 left out and the plan itself: 44 steps in one transaction."""
    session = committee.session
    plan, projects = plan_under_review(session, committee.office, 43)
    ids = [each.id for each in projects]
    meeting_id = tabled(committee, [plan.id, *ids])
    wanted = {
        committee.entry(meeting_id, each).id: NewResolution(
            "include", "บรรจุในแผน", "include", approved={line_of(session, each): 90_000}
        )
        for each in ids[:40]
    }
    for each in ids[40:42]:
        wanted[committee.entry(meeting_id, each).id] = NewResolution(
            "merge", "รวมโครงการ", "merge", reason="ลักษณะใกล้เคียงกัน", merge_into=ids[0]
        )
    wanted[committee.entry(meeting_id, ids[42]).id] = NewResolution(
        "reject", "ไม่บรรจุ", "reject", reason="ซ้ำซ้อน"
    )
    wanted[committee.entry(meeting_id, plan.id).id] = NewResolution(
        "endorse", "เห็นชอบ", "record_committee_resolution", evidence=CEILING
    )
    resolutions.resolve_all(session, meeting_id, wanted, committee.hand())
    began = time.perf_counter()
    closed = close(committee, meeting_id)
    record_property("seconds", time.perf_counter() - began)  # type: ignore[operator]
    assert Counter(each.to_state for each in closed.resolutions) == {
        "in_plan": 40,
        "merged": 2,
        "not_selected": 1,
        "drafting": 1,
    }
    approved = select(func.sum(ProjectLine.original)).where(col(ProjectLine.item_id).in_(ids[:40]))
    assert session.exec(approved).one() == 3_600_000
    assert history.verify(session, committee.office.id).holds
