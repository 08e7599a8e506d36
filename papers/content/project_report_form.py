"""The report form of a project (แบบรายงานโครงการ): filled in, or a form to write on (U-A1, U-Q2)."""

import datetime

from sqlmodel import Session

from papers.content.proposal_form import budget, served
from papers.content.shown import Told, group_of, holder, iso, owner, paper, per_cent, state_of
from workflow.models import Item
from workflow.money.amounts import line_amounts
from workflow.money.figures import sum_of
from workflow.proposals.form import read_form
from workflow.proposals.report import SECTIONS, read_report


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """What the project reports of itself, its indicators with their results, its money by quarter."""
    report, form = read_report(session, item.id), read_form(session, item.id)
    found = line_amounts(
        session, item.office_id, item.fiscal_year, on, through=4, proposals=True, item_id=item.id
    )
    total = sum_of(found)
    return paper(
        session,
        item,
        on,
        state=state_of(session, item),
        group=group_of(session, item),
        owner=owner(session, item, on),
        starts_on=iso(item.starts_on),
        ends_on=iso(item.ends_on),
        objectives=form.objectives,
        quantity=form.quantity,
        quality=form.quality,
        served=served(session, item.id),
        activities=[each.title for each in form.activities],
        indicators=[
            {"name": each.name, "target": each.target, "result": result}
            for each, result in zip(form.indicators, report.measured, strict=True)
        ],
        sections=[
            {"code": name, "title": label.th, "text": getattr(report, name)}
            for name, label in SECTIONS.items()
        ],
        **budget(session, item, found),
        paid=[sum(line.disbursed[number] for line in found) for number in range(4)],
        disbursed=total.disbursed,
        left=total.left,
        per_cent=per_cent(total.hundredths),
        reporter=owner(session, item, on),
        checker=holder(session, item.office_id, "group_director", on, item.group_id),
        receiver=holder(session, item.office_id, "plan_director", on),
    )
