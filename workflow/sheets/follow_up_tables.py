"""The tables of what follows a plan: schools' plans, reports, the expenditure survey, the self-assessment."""

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlmodel import Session, col, select

from workflow.analysis import lines, survey
from workflow.assessment.assess import assess
from workflow.assessment.findings import Status
from workflow.models import Group, Item, School
from workflow.moments import bangkok_date
from workflow.money.amounts import ended_quarters
from workflow.proposals.report import SECTIONS
from workflow.reports.acceleration import weighed_by_report
from workflow.reports.annual import ProjectResult, compile_year
from workflow.reports.reconcile import Figures, Reconciliation, reconcile_quarter
from workflow.schools.progress import STANDING, progress
from workflow.sheets.tables import Column, workbook_of

Rows = Iterator[list[Any]]

_SCHOOLS: Final = (
    *(Column("รหัสโรงเรียน"), Column("โรงเรียน"), Column("กลุ่มโรงเรียน"), Column("รหัสแผน"), Column("สถานะ")),
    *(Column("กำหนดส่ง", "date"), Column("ผ่านเมื่อ", "date"), Column("ล่าช้า"), Column("หมายเหตุ")),
)


def schools_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """Each school's plan of a fiscal year (B.E.) as it stood on a Bangkok date."""
    told = progress(session, office_id, fiscal_year, on)
    clusters = {each.code: each.name_th for each in told.clusters}
    rows = [
        [
            *(each.code, each.name_th, clusters.get(each.cluster, each.cluster), each.item),
            *(STANDING[each.standing].th, each.due_on, each.accepted_on, "ล่าช้า" if each.late else ""),
            "ยุบหรือรวมแล้ว" if each in told.gone else "",
        ]
        for each in (*told.schools, *told.gone)
    ]
    return workbook_of(f"แผนสถานศึกษา {fiscal_year}", _SCHOOLS, rows)


_RECONCILED: Final = (
    *(Column("ไตรมาส", "whole"), Column("ระดับ"), Column("รหัส"), Column("ชื่อ"), Column("กลุ่ม")),
    *(Column("วงเงิน (บาท)", "amount"), Column("เบิกจ่ายไตรมาสนี้ (บาท)", "amount")),
    *(Column("เบิกจ่ายสะสม (บาท)", "amount"), Column("ร้อยละ", "share"), Column("แผนสะสม (บาท)", "amount")),
    *(Column("ผลต่าง ผล-แผน (บาท)", "amount"), Column("เบิกเกินวงเงิน (บาท)", "amount"), Column("หมายเหตุ")),
)


def reconciliation_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """Finance's figures against the plan, of each quarter (B.E. year) over by the end of a Bangkok date.

    The plan is the one of the quarter's last day: altogether, by group, by project.
    """
    rows: list[list[Any]] = []
    for quarter in ended_quarters(fiscal_year, on):
        rows.extend(_reconciled(reconcile_quarter(session, office_id, fiscal_year, quarter)))
    return workbook_of(f"กระทบยอด {fiscal_year}", _RECONCILED, rows)


def _reconciled(told: Reconciliation) -> Rows:
    groups = {each.code: each.name_th for each in told.groups}
    number = told.quarter
    yield [number, "รวม", "", "", "", *_figures(told.total), ""]
    for group in told.groups:
        yield [number, "กลุ่ม", group.code, group.name_th, group.name_th, *_figures(group.figures), ""]
    for each in told.projects:
        remark = "ยังไม่มีตัวเลขจากการเงิน" if each.code in told.without_figures else ""
        named = [number, "โครงการ", each.code, each.title, groups[each.group]]
        yield [*named, *_figures(each.figures), remark]


def _figures(of: Figures) -> list[Any]:
    share = None if of.hundredths is None else _per_cent(of.hundredths)
    return [of.in_force, of.of_quarter, of.cumulative, share, of.due, of.difference, of.over or None]


def _per_cent(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


_ACCELERATED: Final = (
    *(Column("ไตรมาส", "whole"), Column("รหัสรายงาน"), Column("รหัสโครงการ"), Column("ชื่อโครงการ")),
    *(Column("กลุ่ม"), Column("เบิกจ่าย (ร้อยละ)", "share"), Column("เป้าหมาย (ร้อยละ)", "share")),
    *(Column("คำชี้แจง"), Column("ผู้ชี้แจง"), Column("ชี้แจงเมื่อ", "date")),
)


def acceleration_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """The projects that the quarterly reports of a fiscal year (B.E.) list as below target now, and why."""
    groups = _group_names(session, office_id)
    reports = _papers(session, office_id, fiscal_year, "quarterly_report")
    weighed = weighed_by_report(session, [report.id for report in reports])
    rows = [
        [
            *(report.quarter, report.code, each.code, each.title, groups.get(each.group, each.group)),
            *(_per_cent(each.paid_hundredths), _per_cent(each.target_hundredths), each.reply),
            *(each.replied_by, bangkok_date(each.replied_at) if each.replied_at else None),
        ]
        for report in reports
        for each in weighed[report.id]
        if not each.left_out
    ]
    return workbook_of(f"เร่งรัดการเบิกจ่าย {fiscal_year}", _ACCELERATED, rows)


_ANNUAL: Final = (
    *(Column("รหัสโครงการ"), Column("ชื่อโครงการ"), Column("กลุ่ม"), Column("สถานะ"), Column("กลยุทธ์")),
    *(Column("วงเงิน (บาท)", "amount"), Column("เบิกจ่าย (บาท)", "amount"), Column("ร้อยละ", "share")),
    *(Column(label.th) for label in SECTIONS.values()),
    *(Column("ตัวชี้วัด เป้าหมาย และผล"), Column("ยังขาด")),
)


def annual_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """What the annual report of a fiscal year (B.E.) is compiled from now: each project's report."""
    groups = _group_names(session, office_id)
    told = compile_year(session, office_id, fiscal_year).projects
    rows = [
        [
            *(each.code, each.title, groups.get(each.group, each.group), each.label.th),
            *(", ".join(each.strategies), each.money.in_force, each.money.disbursed, each.money.per_cent),
            *(getattr(each.report, name) for name in SECTIONS),
            *(_measured(each), "\n".join(gap.th for gap in each.gaps)),
        ]
        for each in told
    ]
    return workbook_of(f"รายงานประจำปี {fiscal_year}", _ANNUAL, rows)


def _measured(project: ProjectResult) -> str:
    return "\n".join(
        f"{number}. {each.name}: เป้าหมาย {each.target or '-'} ผล {each.result or '-'}"
        for number, each in enumerate(project.indicators, start=1)
    )


_ANSWERS: Final = (
    *(Column("รหัสเรื่อง"), Column("ผู้ตอบ"), Column("รหัส"), Column("ชื่อ")),
    *(Column("รายรับ (บาท)", "amount"), Column("รายจ่าย (บาท)", "amount"), Column("คำอธิบาย")),
)


def survey_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """What schools and groups have answered to the expenditure surveys of a fiscal year (B.E.) by now."""
    groups = _group_names(session, office_id)
    of_office = select(School.code, School.name_th).where(School.office_id == office_id)
    schools = dict(session.exec(of_office).all())
    papers = _papers(session, office_id, fiscal_year, survey.KIND)
    answers = survey.answers_by_item(session, [paper.id for paper in papers])
    rows = [
        [
            paper.code,
            *(("โรงเรียน", each.school, schools.get(each.school)) if each.school else ()),
            *(("กลุ่ม", each.group, groups.get(each.group)) if each.group else ()),
            *(each.income, each.expense, each.text),
        ]
        for paper in papers
        for each in answers[paper.id]
    ]
    return workbook_of(f"แบบสำรวจรายรับ-รายจ่าย {fiscal_year}", _ANSWERS, rows)


_ANALYSED: Final = (
    *(Column("รหัสเรื่อง"), Column("ด้าน"), Column("หมวด"), Column("จำนวนเงิน (บาท)", "amount")),
    Column("คำอธิบาย"),
)


def analysis_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """The lines of the expenditure analyses of a fiscal year (B.E.) as kept now."""
    papers = _papers(session, office_id, fiscal_year, survey.KIND)
    kept = lines.lines_by_item(session, [paper.id for paper in papers])
    rows = [
        [paper.code, lines.SIDES[each.side].th, each.category, each.satang, each.text]
        for paper in papers
        for each in kept[paper.id]
    ]
    return workbook_of(f"วิเคราะห์รายรับ-รายจ่าย {fiscal_year}", _ANALYSED, rows)


_ASSESSED: Final = (
    *(
        Column("มาตรฐาน"),
        Column("ชื่อมาตรฐาน"),
        Column("ระดับที่ได้", "whole"),
        Column("เกณฑ์"),
        Column("รายละเอียด"),
    ),
    *(Column("ระดับของเกณฑ์", "whole"), Column("ผล"), Column("เหตุผล"), Column("รายการในประวัติ")),
    Column("เอกสาร"),
)
_STATUS: Final = {
    Status.MET: "ผ่าน",
    Status.NOT_MET: "ไม่ผ่าน",
    Status.NOT_YET: "ยังไม่ถึงกำหนด",
    Status.UNKNOWN: "ต้องมีหลักฐาน",
    Status.ATTESTED: "มีหลักฐานแล้ว",
}


def assessment_table(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> bytes:
    """A fiscal year (B.E.) against the work standards by what was recorded by the end of a Bangkok date."""
    rows = [
        [
            *(standard.code, standard.standard.th, standard.level, each.code, each.criterion.th, each.level),
            *(_STATUS[each.finding.status], each.finding.why.th),
            ", ".join(map(str, each.finding.entries)),
            "\n".join(f"{paper.item} {paper.shown}" for paper in each.finding.papers),
        ]
        for standard in assess(session, office_id, fiscal_year, on).standards
        for each in standard.criteria
    ]
    return workbook_of(f"ประเมินตนเอง {fiscal_year}", _ASSESSED, rows)


def _papers(session: Session, office_id: int, fiscal_year: int, kind: str) -> Sequence[Item]:
    """The year's papers of a kind that were not cancelled."""
    of_year = select(Item).where(
        Item.office_id == office_id,
        Item.kind == kind,
        Item.fiscal_year == fiscal_year,
        Item.state != "cancelled",
    )
    return session.exec(of_year.order_by(col(Item.quarter), col(Item.code))).all()


def _group_names(session: Session, office_id: int) -> dict[str, str]:
    found = select(Group.code, Group.name_th).where(Group.office_id == office_id)
    return dict(session.exec(found).all())
