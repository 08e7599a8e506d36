"""What a meeting must show: reasons, agenda, notice, quorum, minutes (P-A4.3, P-A4.4, U-C4).

Where the office keeps the meeting, its members and its agenda here, these rows decide; a person's recorded
word counts only where there are none.
"""

import datetime
from fractions import Fraction

from states.catalogue import catalogue
from states.model import Label
from states.thai import long_date, long_date_en, thai_digits
from workflow.facts import attendance, day
from workflow.guards.particulars import named
from workflow.guards.registry import attested, guard
from workflow.guards.stated import stated
from workflow.meetings import standing
from workflow.meetings.agenda import DECISIONS
from workflow.meetings.deciding import APPOINTED
from workflow.meetings.roll import Roll, quorum_of, roll_of
from workflow.meetings.standing import Sitting
from workflow.situation import Situation


@guard
def reason_given(situation: Situation) -> bool | None:
    return None if situation.given.reason.strip() else True


@guard
def quorum_met(situation: Situation) -> Label | bool | None:
    """The body that decides the paper met with the share of members the office sets, and resolved the step.

    Of a meeting itself only its members are counted; the recused count on neither side. Somebody's word
    counts where the office keeps no members of the body.
    """
    sitting = _sitting(situation)
    if sitting and sitting.resolved and not sitting.bears_out(situation.move.trigger):
        words = catalogue().resolutions[sitting.kind]
        return Label(f"ที่ประชุมมีมติ: {words.th}", f"The meeting resolved: {words.en}")
    roll = _roll(situation, sitting) if sitting else None
    if sitting and roll:
        count, quorum = roll.count(sitting.entry_id), quorum_of(situation.definition.settings)
        return _pending(sitting) or (None if count.reaches(quorum) else _short(str(count), str(quorum)))
    if sitting is None and standing.keeps_deciders(situation.session, situation.item, situation.on):
        return Label("ยังไม่มีมติของคณะที่พิจารณาเรื่องนี้", "No body that decides this has resolved on it")
    present = stated(situation, "quorum_met")
    if present is None:
        return True
    share = str(situation.definition.settings["quorum"])
    return None if attendance(present.value) >= Fraction(share) else _short(present.value, share)


def _pending(sitting: Sitting) -> Label | None:
    """What the meeting has still to do about the paper before its step can follow."""
    if sitting.entry_id is None or sitting.carried:
        return None
    return _UNCLOSED if sitting.resolved else Label("ที่ประชุมยังไม่มีมติ", "The meeting has not resolved on it yet")


_UNCLOSED = Label("บันทึกมติแล้ว แต่ยังไม่ปิดการประชุม", "Resolved, but the meeting has not been closed")


def _short(present: str, quorum: str) -> Label:
    return Label(
        f"มาประชุม {present} คน ต้องไม่น้อยกว่า {quorum} ของกรรมการ",
        f"{present} members present; at least {quorum} of them are needed",
    )


@guard
def notice_period_ok_or_urgent(situation: Situation) -> Label | bool | None:
    """The meeting is at least the office's number of days after the invitation, or its urgency is stated."""
    sitting = _sitting(situation)
    if sitting and sitting.urgent:
        return None
    meeting = None if sitting else stated(situation, "notice_period_ok_or_urgent")
    held_on = sitting.held_on if sitting else day(meeting.value) if meeting else None
    if held_on is None:
        return True
    needed = int(str(situation.definition.settings["notice_days"]))
    earliest = situation.on + datetime.timedelta(days=needed)
    if held_on >= earliest:
        return None
    return Label(
        f"แจ้งวันนี้ประชุมได้ตั้งแต่ {long_date(earliest)} (ล่วงหน้า {needed} วัน) หากเร่งด่วนให้ระบุเหตุผล",
        f"Invited today, the meeting can be held from {long_date_en(earliest)} ({needed} days' notice);"
        " if it is urgent, state why",
    )


@guard
def committee_appointed(situation: Situation) -> Label | bool | None:
    """The committee for this work has a chair and other members, each by an order of appointment."""
    code = APPOINTED.get(situation.item.kind, "")
    seats = standing.seats_of(situation.session, situation.item.office_id, code, situation.on)
    if not seats:
        return _told(situation, "committee_appointed", "appointment_order")
    roles = [seat.role for seat in seats]
    if "chair" not in roles:
        return Label("คณะกรรมการยังไม่มีประธาน", "The committee has no chair")
    return None if len(roles) > 1 else Label("คณะกรรมการมีแต่ประธาน", "The committee has nobody but its chair")


@guard
def meeting_scheduled(situation: Situation) -> Label | bool | None:
    """The paper stands on the agenda of a meeting still to be closed."""
    sitting = _sitting(situation)
    if sitting and sitting.closed_seq is None:
        return None
    return _told(situation, "meeting_scheduled", "meeting_agenda")


@guard
def agenda_ready(situation: Situation) -> Label | bool | None:
    """Something stands on the agenda."""
    sitting = _sitting(situation)
    if sitting is None:
        return _told(situation, "agenda_ready", "meeting_agenda")
    if standing.has_entries(situation.session, sitting.meeting_id):
        return None
    return Label("ยังไม่มีเรื่องในระเบียบวาระ", "Nothing stands on the agenda yet")


@guard
def attendance_recorded(situation: Situation) -> Label | bool | None:
    """Of every member it is recorded whether she came."""
    sitting = _sitting(situation)
    roll = _roll(situation, sitting) if sitting else None
    if roll is None:
        return _told(situation, "attendance_recorded", "attendance_list")
    if sitting and sitting.held_on > situation.on:
        return standing.not_yet(sitting.held_on)
    return named(roll.unrecorded, "กรรมการที่ยังไม่บันทึกการมาประชุม", "Members not yet recorded")


@guard
def resolutions_recorded(situation: Situation) -> Label | bool | None:
    """The meeting has been closed: every entry to decide has its resolution, and each was carried out."""
    sitting = _sitting(situation)
    if sitting is None:
        return _told(situation, "resolutions_recorded", "minutes")
    if sitting.closed_seq is not None:
        return None
    waiting = standing.unresolved(situation.session, sitting.meeting_id, DECISIONS)
    numbers = [f"{section}.{position}" for section, position in waiting]
    labels = [Label(thai_digits(each), each) for each in numbers]
    without = named(labels, "ระเบียบวาระที่ยังไม่มีมติ", "Entries without a resolution")
    return without or _UNCLOSED


@guard
def minutes_attached(situation: Situation) -> Label | bool | None:
    """The minutes are with the paper, or the meeting's own record holds its resolution."""
    if situation.has_document("minutes"):
        return None
    sitting = standing.before(situation.session, situation.item)
    if sitting is None:
        return _told(situation, "minutes_attached")
    return None if sitting.resolved else True


@guard
def adoption_recorded(situation: Situation) -> Label | bool | None:
    """A later meeting has resolved on these minutes, or it is stated which did or how they were adopted."""
    sitting = standing.before(situation.session, situation.item)
    if sitting is None:
        return _told(situation, "adoption_recorded")
    if sitting.carried or _roll(situation, sitting) is None:
        adopted = sitting.bears_out(situation.move.trigger)
        return None if adopted else _told(situation, "adoption_recorded")
    return Label("การประชุมครั้งถัดไปยังไม่มีมติรับรอง", "The next meeting has not resolved on them yet")


def _sitting(situation: Situation) -> Sitting | None:
    """The meeting in question: the item itself, or the one before which the paper lies.

    A closed meeting has decided its round and not the next one: where its resolution has given rise to its
    step, or was none for this step, such as a deferral.
    """
    if situation.item.kind == "meeting":
        return standing.itself(situation.session, situation.item.id)
    found = standing.before(situation.session, situation.item)
    if found is None or found.spent:
        return None
    decided = found.closed_seq is not None and not found.bears_out(situation.move.trigger)
    return None if decided else found


def _roll(situation: Situation, sitting: Sitting) -> Roll | None:
    """The meeting's roll, where the office keeps the members of the body here."""
    roll = roll_of(situation.session, sitting.meeting_id, sitting.body_id, sitting.held_on)
    return roll if roll.seats else None


def _told(situation: Situation, name: str, *papers: str) -> bool | None:
    """Somebody's recorded word, or one of the papers, where no rows are kept."""
    shown = any(situation.has_document(paper) for paper in papers)
    return None if shown or stated(situation, name) is not None else True


attested("minutes_signed", "signed_scan_or_esign")
