"""What the analysis of the expenditure budget must show (P-E1 to P-E6)."""

from states.model import Label
from workflow.guards.groups import groups_missing
from workflow.guards.neighbours import count_of_the_day
from workflow.guards.particulars import joined
from workflow.guards.registry import attested, guard
from workflow.guards.stated import stated
from workflow.models import Group, School
from workflow.situation import Situation


@guard
def committee_covers_all_groups(situation: Situation) -> Label | bool | None:
    return groups_missing(
        situation,
        stated(situation, "committee_covers_all_groups"),
        Label("กลุ่มที่ยังไม่มีกรรมการ", "Groups not in the committee"),
    )


@guard
def data_complete_or_waived(situation: Situation) -> Label | bool | None:
    """As many schools and groups have reported as the office has on the day."""
    parts = (
        _all_of(situation, School, "schools_reported", Label("โรงเรียนที่ส่งข้อมูล", "Schools that have reported")),
        _all_of(situation, Group, "groups_reported", Label("กลุ่มที่ส่งข้อมูล", "Groups that have reported")),
    )
    return joined([each for each in parts if each is not None])


def _all_of(situation: Situation, table: type[Group] | type[School], key: str, words: Label) -> Label | None:
    """Where the register is empty, the recorded number stands."""
    reported = stated(situation, "data_complete_or_waived", key)
    if reported is None:
        return Label(f"{words.th}: ยังไม่บันทึก", f"{words.en}: not recorded")
    have, there_are = reported.number, count_of_the_day(situation, table)
    if not there_are or have == there_are:
        return None
    return Label(f"{words.th}: {have:g} จาก {there_are}", f"{words.en}: {have:g} of {there_are}")


attested("calendar_aligned_with_fy", "operation_calendar")
attested("analysis_attached", "analysis_draft")
attested("income_and_expense_covered")
