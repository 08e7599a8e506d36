"""Who counts towards the quorum and who votes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meeting_desk import (
    Committee,
    committee_of_the_small_office,  # noqa: F401  a fixture
    plan_under_review,
    tabled,
)
from sqlmodel import select

from workflow import disclosures
from workflow.errors import BadInput, MeetingFixed, NotAllowed
from workflow.meetings import attendance
from workflow.meetings.attendance import Came
from workflow.meetings.roll import Count, Roll, Seat
from workflow.models import Attendance, Entry, Recusal

ROLES = ("chair", "vice_chair", "member", "secretary", "assistant_secretary")
SEAT = st.tuples(st.sampled_from(ROLES), st.sampled_from(("came", "substituted", "absent")), st.booleans())


def roll_of(seats: list[tuple[str, str, bool]]) -> Roll:
    """A roll of the seats, those marked recused from entry 1."""
    told = [(number, *each) for number, each in enumerate(seats)]
    return Roll(
        seats=tuple(Seat(number, f"กรรมการ {number}", role) for number, role, _, _ in told),
        came=frozenset(number for number, _, how, _ in told if how == "came"),
        substituted=frozenset(number for number, _, how, _ in told if how == "substituted"),
        absent=frozenset(number for number, _, how, _ in told if how == "absent"),
        recused={1: frozenset(number for number, _, _, recused in told if recused)},
    )


@given(st.lists(SEAT, max_size=20))
def test_the_recused_count_on_neither_side_and_assistants_never(seats: list[tuple[str, str, bool]]) -> None:
    roll = roll_of(seats)
    voting = [each for each in seats if each[0] != "assistant_secretary"]
    taking_part = [each for each in voting if not each[2]]
    assert roll.count() == Count(sum(how != "absent" for _, how, _ in voting), len(voting))
    assert roll.count(1) == Count(sum(how != "absent" for _, how, _ in taking_part), len(taking_part))
    assert len(roll.voters(1)) == roll.count(1).present <= roll.count(1).members


@given(st.lists(SEAT, max_size=20), st.integers(1, 5), st.integers(1, 5))
def test_the_quorum_is_a_share_of_those_who_may_take_part(
    seats: list[tuple[str, str, bool]], part: int, whole: int
) -> None:
    quorum = Fraction(part, whole)
    count = roll_of(seats).count(1)
    assert count.reaches(quorum) == (count.members > 0 and count.present * whole >= count.members * part)


@pytest.mark.parametrize(
    ("seats", "presides"),
    [
        ([("chair", "came", False), ("vice_chair", "came", False)], "chair"),
        ([("chair", "absent", False), ("vice_chair", "came", False)], "vice_chair"),
        ([("chair", "substituted", False), ("vice_chair", "came", False)], "vice_chair"),
        ([("chair", "came", True), ("vice_chair", "came", False)], "vice_chair"),
        ([("chair", "came", True), ("vice_chair", "absent", False), ("member", "came", False)], None),
    ],
)
def test_only_a_chair_in_person_presides(seats: list[tuple[str, str, bool]], presides: str | None) -> None:
    found = roll_of(seats).presiding(1)
    assert (found.role if found else None) == presides


def test_a_substitute_is_recorded_with_the_reason_and_counts(committee: Committee) -> None:
    """Who came instead of whom, and why the member did not, stand in the rows and in the history."""
    meeting_id = tabled(committee, [plan_under_review(committee.session, committee.office, 1)[0].id])
    chair = committee.members["ประธาน ตัวอย่าง"]
    told = Came(chair, present=False, substitute="รองผู้อำนวยการ ตัวอย่าง", reason="ประชุม สพฐ.")
    roll = attendance.record_attendance(committee.session, meeting_id, [told], committee.hand())
    row = committee.session.exec(select(Attendance).where(Attendance.member_id == chair)).one()
    assert (row.present, row.substitute, row.reason) == (False, "รองผู้อำนวยการ ตัวอย่าง", "ประชุม สพฐ.")
    assert (roll.count(), roll.unrecorded) == (Count(8, 8), ())
    presiding = roll.presiding()
    assert presiding is not None
    assert presiding.role == "vice_chair"
    last = committee.session.exec(select(Entry).order_by(Entry.seq.desc())).first()  # type: ignore[attr-defined]
    assert last is not None
    assert (last.kind, last.item_id) == ("meeting", meeting_id)
    told = disclosures.read_one(committee.session, last)["attendance"]
    assert told == [["ประธาน ตัวอย่าง", False, "รองผู้อำนวยการ ตัวอย่าง", "ประชุม สพฐ."]]
    assert "รองผู้อำนวยการ ตัวอย่าง" not in last.details


def test_recusals_are_replaced_and_need_a_reason(committee: Committee) -> None:
    plan, _ = plan_under_review(committee.session, committee.office, 1)
    meeting_id = tabled(committee, [plan.id])
    entry = committee.entry(meeting_id, plan.id).id
    first, second = list(committee.members.values())[2:4]
    roll = attendance.set_recusals(committee.session, entry, {first: "เจ้าของโครงการ"}, committee.hand())
    assert (roll.count(entry), roll.count()) == (Count(7, 7), Count(8, 8))
    attendance.set_recusals(committee.session, entry, {second: "เจ้าของโครงการ"}, committee.hand())
    assert [row.member_id for row in committee.session.exec(select(Recusal))] == [second]
    with pytest.raises(BadInput, match="reason"):
        attendance.set_recusals(committee.session, entry, {first: " "}, committee.hand())


def test_attendance_is_of_members_recorded_by_the_secretary_once_invited(committee: Committee) -> None:
    session, hand = committee.session, committee.hand()
    chair = committee.members["ประธาน ตัวอย่าง"]
    planned = committee.plan()
    with pytest.raises(MeetingFixed):
        attendance.record_attendance(session, planned, [Came(chair, present=True)], hand)
    plan, _ = plan_under_review(session, committee.office, 1)
    held = tabled(committee, [plan.id])
    with pytest.raises(BadInput, match="member"):
        attendance.record_attendance(session, held, [Came(999_999, present=True)], hand)
    both = Came(chair, present=True, substitute="ผู้แทน")
    with pytest.raises(BadInput, match="attendance"):
        attendance.record_attendance(session, held, [both], hand)
    with pytest.raises(NotAllowed):
        attendance.record_attendance(session, held, [Came(chair, present=True)], committee.hand("clerk"))


def test_only_who_sits_that_day_can_be_recused(committee: Committee) -> None:
    plan, _ = plan_under_review(committee.session, committee.office, 1)
    entry = committee.entry(tabled(committee, [plan.id]), plan.id).id
    with pytest.raises(BadInput) as refused:
        attendance.set_recusals(committee.session, entry, {4711: "เจ้าของโครงการ"}, committee.hand())
    assert (refused.value.name, refused.value.problem) == ("member", "not_in_force")
