"""Records who came to a meeting, who came for whom, and who takes no part in an entry (P-A4.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from workflow.changes import Hand
from workflow.disclosures import Personal
from workflow.errors import BadInput
from workflow.facts import LONGEST_REASON, limited
from workflow.meetings.roll import Roll, Seat, members_on, roll_of
from workflow.meetings.secretariat import HELD, entry_in_hand, in_hand, tell
from workflow.models import Attendance, Meeting, Recusal

LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Came:
    """Whether a member came; where she did not, who came instead of her, and why she did not."""

    member_id: int
    present: bool
    substitute: str = ""
    reason: str = ""


def record_attendance(session: Session, meeting_id: int, told: Sequence[Came], hand: Hand) -> Roll:
    """Records of each member named whether she came, anew where it was said before; the roll as it then is.

    Once the invitations are out and until the meeting is closed. Raises NotAllowed, MeetingFixed, TooLong
    and BadInput: not a member that day, or somebody came in place of a member who is there.
    """
    kept = in_hand(session, meeting_id, hand)
    kept.require("attendance", "invited", HELD)
    meeting = kept.meeting
    seats = {seat.id: seat for seat in members_on(session, meeting.body_id, meeting.held_on)}
    known = {
        row.member_id: row
        for row in session.exec(select(Attendance).where(Attendance.meeting_id == meeting_id))
    }
    for each in told:
        if each.member_id not in seats:
            raise BadInput("member", "not_in_force", str(each.member_id))
        if each.present and each.substitute.strip():
            raise BadInput("attendance", "unfit", each.substitute[:LONGEST_NAME])
        fresh = Attendance(meeting_id=meeting_id, member_id=each.member_id, present=each.present)
        row = known.setdefault(each.member_id, fresh)
        row.present = each.present
        row.substitute = limited("substitute", each.substitute.strip(), LONGEST_NAME)
        row.reason = limited("reason", each.reason.strip(), LONGEST_REASON)
        session.add(row)
    session.flush()
    names = [
        [seats[each.member_id].personal, each.present, Personal(each.substitute), _reason(seats, each)]
        for each in told
    ]
    tell(session, kept, "meeting", {"attendance": names})
    return roll(session, meeting)


def _reason(seats: Mapping[int, Seat], each: Came) -> Personal:
    """Why she did not come: an illness is nobody's business once she has it erased."""
    return Personal(each.reason, seats[each.member_id].person_id)


def set_recusals(session: Session, agenda_item_id: int, reasons: Mapping[int, str], hand: Hand) -> Roll:
    """Records who takes no part in an entry and why, by member; whoever is not named takes part again.

    The recused count neither among the members nor among those present: an interested member leaves, and the
    committee is then made up of the others. Raises NotAllowed, MeetingFixed, BadInput, TooLong.
    """
    entry, kept = entry_in_hand(session, agenda_item_id, hand)
    kept.require("attendance", "invited", HELD)
    seats = {seat.id: seat for seat in members_on(session, kept.meeting.body_id, kept.meeting.held_on)}
    for member_id, reason in reasons.items():
        if member_id not in seats:
            raise BadInput("member", "not_in_force", str(member_id))
        if not reason.strip():
            raise BadInput("reason", "empty")
        limited("reason", reason, LONGEST_REASON)
    for row in session.exec(select(Recusal).where(Recusal.agenda_item_id == entry.id)).all():
        session.delete(row)
    session.flush()
    session.add_all(
        Recusal(agenda_item_id=entry.id, member_id=member_id, reason=reason.strip())
        for member_id, reason in reasons.items()
    )
    session.flush()
    told = [
        [seats[member_id].personal, Personal(reason.strip(), seats[member_id].person_id)]
        for member_id, reason in reasons.items()
    ]
    tell(session, kept, "meeting", {"recusals": {"entry": entry.id, "members": told}})
    return roll(session, kept.meeting)


def roll(session: Session, meeting: Meeting) -> Roll:
    """What is recorded of the meeting's members."""
    return roll_of(session, meeting.item_id, meeting.body_id, meeting.held_on)
