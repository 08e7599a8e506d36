"""What a meeting must show: reasons, agenda, notice, quorum, minutes (P-A4.3, P-A4.4, U-C4)."""

import datetime
from fractions import Fraction

from states.model import Label
from states.thai import long_date, long_date_en
from workflow.facts import attendance, day
from workflow.guards.registry import attested, guard
from workflow.guards.stated import stated
from workflow.situation import Situation


@guard
def reason_given(situation: Situation) -> bool | None:
    return None if situation.given.reason.strip() else True


@guard
def quorum_met(situation: Situation) -> Label | bool | None:
    """Those present are at least the share of members that the office sets."""
    present = stated(situation, "quorum_met")
    if present is None:
        return True
    quorum = str(situation.definition.settings["quorum"])
    if attendance(present.value) >= Fraction(quorum):
        return None
    return Label(
        f"มาประชุม {present.value} คน ต้องไม่น้อยกว่า {quorum} ของกรรมการ",
        f"{present.value} members present; at least {quorum} of them are needed",
    )


@guard
def notice_period_ok_or_urgent(situation: Situation) -> Label | bool | None:
    """The meeting is at least the office's number of days after the invitation."""
    meeting = stated(situation, "notice_period_ok_or_urgent")
    if meeting is None:
        return True
    needed = int(str(situation.definition.settings["notice_days"]))
    earliest = situation.on + datetime.timedelta(days=needed)
    if day(meeting.value) >= earliest:
        return None
    return Label(
        f"แจ้งวันนี้ประชุมได้ตั้งแต่ {long_date(earliest)} (ล่วงหน้า {needed} วัน) หากเร่งด่วนให้ระบุเหตุผล",
        f"Invited today, the meeting can be held from {long_date_en(earliest)} ({needed} days' notice);"
        " if it is urgent, state why",
    )


attested("committee_appointed", "appointment_order")
attested("meeting_scheduled", "meeting_agenda")
attested("agenda_ready", "meeting_agenda")
attested("attendance_recorded", "attendance_list")
attested("resolutions_recorded", "minutes")
attested("minutes_attached", "minutes")
attested("minutes_signed", "signed_scan_or_esign")
attested("adoption_recorded")
