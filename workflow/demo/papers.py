"""What the sample's projects say in their proposals and reports, made up from what the sample tells."""

import datetime

from states.fiscal import FiscalYear
from states.thai import money
from workflow.demo.invented import MARK
from workflow.demo.sample import Project, Sample
from workflow.proposals.form import Form, FormActivity, FormIndicator
from workflow.proposals.report import Report

_ALL_YEAR = "continuing"  # what runs the whole year ran the year before, too


def form_of(sample: Sample, project: Project) -> Form:
    """The proposal as its owner fills it in."""
    assert sample.additions is not None
    year = FiscalYear(sample.fiscal_year)
    quantity = project.quantity or f"ดำเนินการครบตามที่เสนอ ({MARK})"
    quality = project.quality or f"ผู้เกี่ยวข้องพึงพอใจ ({MARK})"
    standard = sample.additions.standards[project.strategy]
    return Form(
        work_plan=f"แผนงานพื้นฐานด้านการพัฒนาและเสริมสร้างศักยภาพคน ({MARK})",
        nature=_ALL_YEAR if project.start == year.start else "new",
        rationale=f"{project.title} สนองกลยุทธ์ {sample.strategies[project.strategy]} ({MARK})",
        objectives=f"เพื่อ{quantity} และ{quality}",
        target_group=f"{sample.groups[project.group]}และผู้เกี่ยวข้อง ({MARK})",
        quantity=quantity,
        quality=quality,
        risks=f"งบประมาณมาช้ากว่าแผน แก้โดยจัดลำดับความสำคัญ ({MARK})",
        evaluation=f"สรุปและรายงานผลเมื่อสิ้นสุดโครงการ ({MARK})",
        expected=f"{quality} ({MARK})",
        activities=_activities(project),
        indicators=(FormIndicator(quantity, "ร้อยละ 100", "นับจากหลักฐาน", "แบบบันทึก"),),
        goals=(("standard", standard), ("strategy", project.strategy)),
    )


def _activities(project: Project) -> tuple[FormActivity, ...]:
    """Preparing, doing, summing up: over the months between the project's own dates."""
    months = _months(project.start, project.end)
    return (
        FormActivity("วางแผนและเตรียมการ", months[:1]),
        FormActivity("ดำเนินงานตามโครงการ", months),
        FormActivity("สรุปและรายงานผล", months[-1:]),
    )


def _months(first: datetime.date, last: datetime.date) -> tuple[int, ...]:
    """Months of the fiscal year, 1 for October, in which the project runs."""
    return tuple(range(_month(first), _month(last) + 1))


def _month(day: datetime.date) -> int:
    return (day.month - 10) % 12 + 1


def report_of(project: Project) -> Report:
    """The report as its owner sends it in."""
    paid = sum(project.quarters)
    share = paid * 10_000 // sum(line.final for line in project.lines)
    return Report(
        results=f"{project.quantity} เบิกจ่าย {money(paid)} บาท ({MARK})",
        success=f"{project.quality} ({MARK})",
        problems=f"งบประมาณจัดสรรเป็นงวด เบิกจ่ายได้ร้อยละ {share // 100}.{share % 100:02d} ({MARK})",
        obstacles=f"ระยะเวลาดำเนินงานจำกัด ({MARK})",
        suggestions=f"ควรจัดสรรงบประมาณตั้งแต่ต้นปี ({MARK})",
        measured=("ร้อยละ 100",),
    )
