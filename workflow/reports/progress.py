"""What a group reports of each of its projects in a quarter: how far it has come, what it brought (U-C1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from workflow.errors import AlreadyExists, BadInput
from workflow.history import Sealed
from workflow.models import Item, ProjectProgress
from workflow.money.amounts import IN_PLAN
from workflow.proposals.fields import LONGEST_TEXT, tidy


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one project by its code: the progress of its work, and its outputs."""

    code: str
    progress: str = ""
    outputs: str = ""


def progress_of(session: Session, report_id: int) -> dict[str, Progress]:
    """What was told of projects in a report, by code."""
    found = session.exec(
        select(Item.code, ProjectProgress.progress, ProjectProgress.outputs)
        .join(ProjectProgress, col(ProjectProgress.project_id) == col(Item.id))
        .where(ProjectProgress.report_id == report_id)
        .order_by(col(Item.code))
    )
    return {code: Progress(code, progress, outputs) for code, progress, outputs in found}


def projects_of(session: Session, report: Item, group_id: int | None = None) -> list[Item]:
    """The projects in the plan of the report's year, of all groups or of one, by code."""
    found = select(Item).where(
        Item.office_id == report.office_id,
        Item.kind == "project",
        Item.fiscal_year == report.fiscal_year,
        col(Item.state).in_(IN_PLAN),
    )
    if group_id is not None:
        found = found.where(Item.group_id == group_id)
    return list(session.exec(found.order_by(col(Item.code))))


def checked(session: Session, report: Item, group_id: int, told: Sequence[Progress]) -> list[Progress]:
    """`told` as it is kept; empty lines are left out. Raises BadInput (not the group's project), TooLong."""
    own = {each.code for each in projects_of(session, report, group_id)} if told else set()
    kept: dict[str, Progress] = {}
    for each in told:
        if each.code not in own:
            raise BadInput("project", "unfit", each.code[:80])
        if each.code in kept:
            raise AlreadyExists("project", each.code)
        progress, outputs = (
            tidy(name, text, LONGEST_TEXT)
            for name, text in (("progress", each.progress), ("outputs", each.outputs))
        )
        kept[each.code] = Progress(each.code, progress, outputs)
    return [each for each in kept.values() if each.progress or each.outputs]


def keep_progress(session: Session, report: Item, rows: Sequence[Progress], sealed: Sealed) -> None:
    """Puts `rows` in place of what was told of the same projects before, as the entry tells."""
    if not rows:
        return
    codes = [each.code for each in rows]
    ids = dict(
        session.exec(
            select(Item.code, Item.id).where(Item.office_id == report.office_id, col(Item.code).in_(codes))
        ).all()
    )
    before = session.exec(
        select(ProjectProgress).where(
            ProjectProgress.report_id == report.id, col(ProjectProgress.project_id).in_(ids.values())
        )
    )
    known = {row.project_id: row for row in before}
    for each in rows:
        row = known.get(ids[each.code]) or ProjectProgress(
            report_id=report.id, project_id=ids[each.code], entry_seq=sealed.seq
        )
        row.progress, row.outputs, row.entry_seq = each.progress, each.outputs, sealed.seq
        session.add(row)
    session.flush()
