"""Whether every amount of a plan follows from what was approved: the record against the tables.

The record cannot be altered (triggers, chain of hashes), the tables can, by whoever reaches the database.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from workflow.amendments.listed import listed
from workflow.errors import BadInput
from workflow.models import Entry, Fund, Item, LineChange, ProjectLine
from workflow.money.amounts import ADOPTED, CANCELLED, IN_PLAN, is_adopted

# A line as people know it: project, fund, category, item of the category. Keys of rows say less.
Line: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Unproven:
    """A line whose amount in force (satang) is not what proposal, committee and amendments made it.

    `kept` is what the tables say, `proven` what follows from the record; None where there is no such line.
    """

    project: str
    fund: str
    category: str
    sub: str
    kept: int | None
    proven: int | None


def unproven_changes(session: Session, plan: Item) -> list[Unproven]:
    """Every line of the plan's projects whose amount differs from what was approved, by project.

    Approved is what the proposal asked for, as the committee set it, with the lists of amendments as they
    stood when they were adopted. Empty where nothing was altered. Raises BadInput for another kind of item.
    """
    if plan.kind != "annual_plan":
        raise BadInput("code", "not_a_plan", plan.code)
    session.flush()
    projects = _projects(session, plan.id)
    kept, proven = _kept(session, plan.id, projects), _proven(session, plan.id, projects)
    return [
        Unproven(*line, kept.get(line), proven.get(line))
        for line in sorted(kept.keys() | proven.keys())
        if kept.get(line) != proven.get(line)
    ]


def _projects(session: Session, plan_id: int) -> dict[int, str]:
    """The projects that count in the plan: their codes by key."""
    found = session.exec(
        select(Item.id, Item.code).where(
            Item.kind == "project",
            Item.parent_id == plan_id,
            col(Item.state).in_(IN_PLAN | {CANCELLED}),
        )
    )
    return dict(found.all())


def _kept(session: Session, plan_id: int, projects: Mapping[int, str]) -> dict[Line, int]:
    changed = (
        select(LineChange.line_id, func.sum(LineChange.change).label("change"))
        .join(Item, col(Item.id) == col(LineChange.amendment_id))
        .where(is_adopted())
        .group_by(col(LineChange.line_id))
        .subquery()
    )
    found = session.execute(
        columns(
            *(col(ProjectLine.item_id), col(Fund.code), col(ProjectLine.category), col(ProjectLine.sub)),
            col(ProjectLine.original) + func.coalesce(changed.c.change, 0),
        )
        .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
        .outerjoin(changed, changed.c.line_id == col(ProjectLine.id))
        .where(col(ProjectLine.item_id).in_(projects))
    )
    amounts: dict[Line, int] = defaultdict(int)
    for project, fund, category, sub, satang in found:
        amounts[projects[project], fund, category, sub] += int(satang)
    return dict(amounts)


def _proven(session: Session, plan_id: int, projects: Mapping[int, str]) -> dict[Line, int]:
    amounts, included = _approved(session, projects), set(projects.values())
    for adopted, seq in _adoptions(session, plan_id):
        recorded = listed(session, adopted, before=seq)
        for each in recorded.lines if recorded else ():
            if each["project"] in included:
                line = (each["project"], *_key(each))
                amounts[line] = amounts.get(line, 0) + each["change"]
    return amounts


def _approved(session: Session, projects: Mapping[int, str]) -> dict[Line, int]:
    """What the entries about each project's lines lead to, in the order in which they were made."""
    entries = session.exec(
        select(Entry.item_id, Entry.details)
        .where(col(Entry.item_id).in_(projects), Entry.kind == "lines")
        .order_by(col(Entry.seq))
    )
    amounts: dict[int, dict[tuple[str, str, str], int]] = {}
    for project, details in entries:
        assert project is not None  # asked for by it
        told = json.loads(details)
        if "changed" in told:
            amounts[project] = {_key(each): each["satang"] for each in told["changed"]["lines"][1]}
        for each in told.get("approved", ()):
            amounts.setdefault(project, {})[_key(each)] = each["satang"][1]
    return {
        (projects[project], *key): satang
        for project, lines in amounts.items()
        for key, satang in lines.items()
    }


def _key(told: Mapping[str, Any]) -> tuple[str, str, str]:
    return told["fund"], told["category"], told["sub"]


def _adoptions(session: Session, plan_id: int) -> Sequence[tuple[int, int]]:
    """The amendments of the plan by whose record they were adopted, and the number of that entry."""
    undone = select(Entry.corrects).where(Entry.kind == "undone", col(Entry.corrects).is_not(None))
    found: Iterable[tuple[int, int]] = session.exec(
        select(Item.id, func.max(Entry.seq))
        .join(Entry, (col(Entry.item_id) == col(Item.id)) & (col(Entry.office_id) == col(Item.office_id)))
        .where(
            Item.kind == "plan_amendment",
            Item.parent_id == plan_id,
            Entry.to_state == ADOPTED,
            Entry.kind == "step",
            col(Entry.seq).not_in(undone.where(col(Entry.office_id) == col(Item.office_id)).correlate(Item)),
        )
        .group_by(col(Item.id))
    )
    return list(found)
