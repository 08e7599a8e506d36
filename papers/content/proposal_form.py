"""The proposal form of a project (แบบเสนอโครงการ) with all its seventeen fields (DOMAIN 3.7)."""

import datetime
from collections.abc import Sequence

from sqlmodel import Session, col, select

from papers.content.shown import (
    NATURES,
    Told,
    funds,
    group_of,
    holder,
    iso,
    lines,
    owner,
    paper,
    state_of,
)
from states.thai import month_name
from workflow.models import Alignment, Goal, Item
from workflow.money.amounts import LineNow, line_amounts
from workflow.money.planned import stored_plan
from workflow.proposals.fields import TEXTS, Form
from workflow.proposals.form import read_form
from workflow.proposals.goals import KINDS
from workflow.proposals.months import MONTHS, calendar_month


def content(session: Session, item: Item, *, on: datetime.date) -> Told:
    """The form as it is kept; amounts are what was asked for until the project is in the plan."""
    form = read_form(session, item.id)
    found = line_amounts(session, item.office_id, item.fiscal_year, on, proposals=True, item_id=item.id)
    return paper(
        session,
        item,
        on,
        state=state_of(session, item),
        **texts(form),
        group=group_of(session, item),
        owner=owner(session, item, on),
        starts_on=iso(item.starts_on),
        ends_on=iso(item.ends_on),
        served=served(session, item.id),
        months=month_heads(),
        activities=[{"title": each.title, "months": list(each.months)} for each in form.activities],
        indicators=[
            {"name": each.name, "target": each.target, "method": each.method, "tool": each.tool}
            for each in form.indicators
        ],
        **budget(session, item, found),
        proposer=owner(session, item, on),
        endorser=holder(session, item.office_id, "group_director", on, item.group_id),
        approver=holder(session, item.office_id, "area_director", on),
    )


def budget(session: Session, item: Item, found: Sequence[LineNow]) -> Told:
    """The project's lines with their sum, and what it plans to spend by quarter (empty where nobody planned).

    `asked` says that the amounts are what the proposal asks for: the project is not in the plan yet.
    """
    asked = not any(line.in_plan for line in found)
    shown = lines(found, funds(session, item.office_id))
    for line in shown:
        line["amount"] = line["requested"] or 0 if asked else line["in_force"]
    return {
        "lines": shown,
        "total": sum(line["amount"] for line in shown),
        "asked": asked,
        "quarters": stored_plan(session, item),
    }


def texts(form: Form) -> dict[str, str]:
    """The form's own texts by name, the kind of project in words."""
    return {name: getattr(form, name) for name in TEXTS} | {"nature": NATURES.get(form.nature, "")}


def served(session: Session, item_id: int) -> dict[str, list[Told]]:
    """What the project serves by kind of goal (strategy, standard, indicator, policy, objective)."""
    rows = session.exec(
        select(Goal)
        .join(Alignment, col(Alignment.goal_id) == col(Goal.id))
        .where(Alignment.item_id == item_id)
        .order_by(col(Goal.code))
    ).all()
    return {
        kind: [{"code": row.code, "name": row.name_th} for row in rows if row.kind == kind] for kind in KINDS
    }


def month_heads() -> list[Told]:
    """The heads of the month grid, ต.ค. first."""
    return [{"number": month, "name": month_name(calendar_month(month), short=True)} for month in MONTHS]
