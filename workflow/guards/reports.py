"""What quarterly and annual reports must show (U-C1, U-A1 to U-A5, P-A8)."""

from states.fiscal import Quarter
from states.model import Label
from states.thai import long_date, long_date_en
from workflow.guards.groups import groups_missing
from workflow.guards.neighbours import projects
from workflow.guards.particulars import named
from workflow.guards.registry import attested, guard
from workflow.guards.stated import stated
from workflow.situation import Situation

_REPORT_IN = frozenset({"reported", "closed", "cancelled", "merged", "not_selected", "carried_over"})


@guard
def quarter_ended_or_manual(situation: Situation) -> Label | bool | None:
    """The day of the step is after the quarter's last day, or somebody recorded opening it early."""
    if stated(situation, "quarter_ended_or_manual"):
        return None
    number = situation.item.quarter
    if number is None:
        return True
    quarter = Quarter(situation.item.fiscal_year, number)
    if situation.on > quarter.end:
        return None
    return Label(
        f"ไตรมาส {number}/{quarter.be} สิ้นสุด {long_date(quarter.end)}",
        f"Quarter {number}/{quarter.be} ends on {long_date_en(quarter.end)}",
    )


@guard
def all_groups_submitted_or_waived(situation: Situation) -> Label | bool | None:
    return groups_missing(
        situation,
        stated(situation, "all_groups_submitted_or_waived"),
        Label("กลุ่มที่ยังไม่ส่งผล", "Groups that have not reported"),
    )


@guard
def all_project_reports_in_or_waived(situation: Situation) -> Label | bool | None:
    """Every project of the plan has its report in, or left the plan."""
    found = projects(situation)
    if not found:
        return None if stated(situation, "all_project_reports_in_or_waived") else True
    owing = [each.code for each in found if each.state not in _REPORT_IN]
    return named(owing, "โครงการที่ยังไม่ส่งรายงาน", "Projects whose report is not in")


attested("problems_recorded")
attested("every_listed_project_answered", "acceleration_replies")
attested("report_form_ready", "project_report_form")
