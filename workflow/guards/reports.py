"""What quarterly and annual reports must show (U-C1, U-A1 to U-A5, P-A8)."""

from states.fiscal import Quarter
from states.model import Label
from states.thai import long_date, long_date_en
from workflow.guards.groups import groups_missing
from workflow.guards.neighbours import projects
from workflow.guards.particulars import named
from workflow.guards.registry import attested, guard
from workflow.guards.stated import shown, stated
from workflow.reports.acceleration import listed
from workflow.reports.annual import REPORT_IN
from workflow.reports.problems import any_recorded
from workflow.reports.submissions import answered
from workflow.situation import Situation


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
    """Every group has sent in its part or is excused; a recorded list counts where none has answered."""
    done = answered(situation.session, situation.item.id)
    return groups_missing(
        situation,
        None if done else stated(situation, "all_groups_submitted_or_waived"),
        Label("กลุ่มที่ยังไม่ส่งผล", "Groups that have not reported"),
        done,
    )


@guard
def all_project_reports_in_or_waived(situation: Situation) -> Label | bool | None:
    """Every project of the plan has its report in, or left the plan."""
    found = projects(situation)
    if not found:
        return None if stated(situation, "all_project_reports_in_or_waived") else True
    owing = [each.code for each in found if each.state not in REPORT_IN]
    return named(owing, "โครงการที่ยังไม่ส่งรายงาน", "Projects whose report is not in")


@guard
def problems_recorded(situation: Situation) -> bool | None:
    """The report tells its problems, or that there were none; a word counts where it tells nothing."""
    told = any_recorded(situation.session, situation.item.id) or stated(situation, "problems_recorded")
    return None if told else True


@guard
def every_listed_project_answered(situation: Situation) -> Label | bool | None:
    """Every project on the report's list has answered; where no list is kept, the replies or a word count."""
    rows = listed(situation.session, situation.item.id)
    if not rows:
        held = shown(situation, "every_listed_project_answered", "acceleration_replies")
        return None if held else True
    silent = [each.code for each in rows if not each.reply]
    return named(silent, "โครงการที่ยังไม่ตอบการเร่งรัด", "Listed projects that have not answered")


attested("report_form_ready", "project_report_form")
