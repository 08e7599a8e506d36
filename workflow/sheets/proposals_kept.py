"""What a group's projects of a year say of themselves now, to be sent out and compared with what comes in."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlmodel import Session, col, select

from workflow.models import Fund, Item, Person, ProjectLine
from workflow.money.lines import NewLine
from workflow.money.planned import spread, stored_plan
from workflow.proposals.form import Form, read_form
from workflow.sheets.cells import clean


@dataclass(frozen=True, slots=True)
class Kept:
    """A project as it stands: `owner` is her account, `plan` four quarters in satang or None."""

    item: Item
    owner: str
    form: Form
    lines: tuple[NewLine, ...]
    plan: tuple[int, ...] | None


def kept_proposals(session: Session, office_id: int, fiscal_year: int, group_id: int) -> list[Kept]:
    """The projects of a group in a fiscal year (B.E.), by code."""
    items = session.exec(
        select(Item, Person.username)
        .outerjoin(Person, col(Person.id) == col(Item.owner_id))
        .where(
            Item.office_id == office_id,
            Item.kind == "project",
            Item.fiscal_year == fiscal_year,
            Item.group_id == group_id,
        )
        .order_by(col(Item.code))
    ).all()
    return [_kept(session, item, owner or "") for item, owner in items]


def _kept(session: Session, item: Item, owner: str) -> Kept:
    """What was asked for by quarter is what was granted, in the same proportions."""
    lines, plan = _lines(session, item.id), stored_plan(session, item)
    asked = spread(sum(line.satang for line in lines), plan) if sum(plan) else None
    return Kept(item, owner, read_form(session, item.id), lines, asked)


def _lines(session: Session, item_id: int) -> tuple[NewLine, ...]:
    """What the project asks for; of one taken in without a proposal, what was first put in the plan."""
    found = session.exec(
        select(ProjectLine, Fund.code)
        .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
        .where(ProjectLine.item_id == item_id)
        .order_by(col(ProjectLine.id))
    )
    return tuple(
        NewLine(fund, row.category, row.sub, row.original if row.requested is None else row.requested)
        for row, fund in found
    )


def changes(
    kept: Kept | None, form: Form, lines: tuple[NewLine, ...], plan: tuple[int, ...] | None
) -> frozenset[str]:
    """What of a project differs from what is kept: "form", "lines"; of a new one, what it has at all."""
    was_form, was_money = (kept.form, (kept.lines, kept.plan)) if kept else (Form(), ((), None))
    found = {"form"} if _cleaned(was_form) != _cleaned(form) else set()
    return frozenset(found | ({"lines"} if was_money != (lines, plan) else set()))


def _cleaned(form: Form) -> list[Any]:
    """The form as it comes back from a workbook: compared so, what went out unchanged is unchanged."""
    values = (getattr(form, field.name) for field in fields(Form))
    return [clean(value) if isinstance(value, str) else _cleaned_rows(value) for value in values]


def _cleaned_rows(rows: Sequence[Any]) -> list[Any]:
    if not rows or isinstance(rows[0], tuple):
        return list(rows)
    names = [field.name for field in fields(rows[0])]
    return [
        [clean(value) if isinstance(value := getattr(row, name), str) else value for name in names]
        for row in rows
    ]
