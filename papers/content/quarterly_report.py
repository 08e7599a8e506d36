"""The report of a quarter (รายงานผลรายไตรมาส): money against plan and target, problems, what to speed up."""

import datetime

from sqlmodel import Session

from papers.content import acceleration_list, year
from papers.content.shown import Told, groups, holder, iso, paper, per_cent
from states.fiscal import FiscalYear
from workflow.models import Item
from workflow.reports.problems import KINDS, NONE, problems
from workflow.reports.progress import progress_of
from workflow.reports.reconcile import Figures, reconcile
from workflow.reports.submissions import answers

_STANDING = {"submitted": "ส่งแล้ว", "waived": "ยกเว้น", "missing": "ยังไม่ส่ง"}


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """Everything as the plan stood on the quarter's last day, which is what the report is about."""
    quarter = item.quarter or 4
    span = FiscalYear(item.fiscal_year).quarter(quarter)
    found = reconcile(session, item)
    names = groups(session, item.office_id)
    progress = progress_of(session, item.id)
    return paper(
        session,
        item,
        on,
        **year.told(session, item.office_id, item.fiscal_year, span.end),
        quarter=quarter,
        starts_on=iso(span.start),
        ends_on=iso(span.end),
        ended=on >= span.end,
        figures=figures(found.total),
        groups=[
            {"name": each.name_th, "projects": each.projects, **figures(each.figures)}
            for each in found.groups
        ],
        projects=[
            {
                "code": each.code,
                "title": each.title,
                "group": names.get(each.group, each.group),
                **figures(each.figures),
            }
            for each in found.projects
        ],
        without_figures=list(found.without_figures),
        overpaid=list(found.overpaid),
        answers=[
            {"name": each.name_th, "standing": _STANDING[each.standing], "text": each.text}
            for each in answers(session, item, min(on, span.end))
        ],
        progress=[
            {
                "code": each.code,
                "title": each.title,
                "progress": progress[each.code].progress,
                "outputs": progress[each.code].outputs,
            }
            for each in found.projects
            if each.code in progress
        ],
        problems=[
            {"kind": KINDS[each.kind].th, "project": each.project, "text": each.text}
            for each in problems(session, item.id)
            if each.kind != NONE
        ],
        accelerated=acceleration_list.projects(session, item),
        reporter=holder(session, item.office_id, "plan_director", on),
        director=holder(session, item.office_id, "area_director", on),
    )


def figures(of: Figures) -> Told:
    """Satang: in force, paid in the quarter and since the year began, planned, and the difference."""
    return {
        "in_force": of.in_force,
        "of_quarter": of.of_quarter,
        "cumulative": of.cumulative,
        "left": of.in_force - of.cumulative,
        "per_cent": per_cent(of.hundredths),
        "due": of.due,
        "difference": of.difference,
    }
