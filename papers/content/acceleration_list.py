"""The list of projects to accelerate after a quarter (บัญชีโครงการที่ต้องเร่งรัด), with their answers (U-C2)."""

import datetime

from sqlmodel import Session

from papers.content.shown import Told, groups, holder, iso, paper, per_cent
from states.fiscal import FiscalYear
from workflow.models import Item
from workflow.moments import bangkok_date
from workflow.reports.acceleration import below, listed, outdated
from workflow.reports.reconcile import ProjectFigures, reconcile


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """The listed projects, their money at the quarter's end; before a list was made those below target."""
    rows = projects(session, item)
    kept = bool(listed(session, item.id))
    return paper(
        session,
        item,
        on,
        quarter=item.quarter or 4,
        ends_on=iso(FiscalYear(item.fiscal_year).quarter(item.quarter or 4).end),
        projects=rows,
        in_force=sum(row["in_force"] for row in rows),
        disbursed=sum(row["disbursed"] for row in rows),
        left=sum(row["left"] for row in rows),
        preliminary=not kept and bool(rows),
        changed=outdated(session, item) if kept else [],
        signer=holder(session, item.office_id, "plan_director", on),
    )


def projects(session: Session, item: Item) -> list[Told]:
    """The projects of the list by code: satang at the quarter's end, shares in per cent."""
    told = {each.code: each for each in listed(session, item.id)}
    names = groups(session, item.office_id)
    figures = {each.code: each for each in reconcile(session, item).projects}
    if not told:
        return [_row(figures[code], names, paid, due) for code, paid, due in below(session, item).values()]
    return [
        {
            **_row(figures.get(each.code), names, each.paid_hundredths, each.target_hundredths),
            "code": each.code,
            "title": each.title,
            "group": names.get(each.group, each.group),
            "reply": each.reply,
            "replied_by": each.replied_by,
            "replied_on": iso(bangkok_date(each.replied_at)) if each.replied_at else "",
        }
        for each in told.values()
    ]


def _row(found: ProjectFigures | None, names: dict[str, str], paid: int, due: int) -> Told:
    in_force = found.figures.in_force if found else 0
    disbursed = found.figures.cumulative if found else 0
    return {
        "code": found.code if found else "",
        "title": found.title if found else "",
        "group": names.get(found.group, found.group) if found else "",
        "in_force": in_force,
        "disbursed": disbursed,
        "left": in_force - disbursed,
        "per_cent": per_cent(paid),
        "target": per_cent(due),
        "reply": "",
        "replied_by": "",
        "replied_on": "",
    }
