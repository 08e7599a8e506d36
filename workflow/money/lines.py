"""The lines of a project: what its proposal asks for, and what the committee approves of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, delete, select

from workflow import definitions
from workflow.changes import Hand, authority, record
from workflow.errors import AlreadyExists, BadInput
from workflow.history import Sealed
from workflow.models import Fund, Item, ProjectLine
from workflow.money.checks import check_above_zero, check_category, check_not_negative, fund_of
from workflow.money.planned import check_plan, spread, store_plan, stored_plan
from workflow.permissions import Authority
from workflow.proposals.editors import writing

APPROVERS = ("committee_secretary", "plan_director")
_PROPOSED = ("draft", "returned")
_SCREENED = ("under_screening",)


@dataclass(frozen=True, slots=True)
class NewLine:
    """An amount asked for (satang) from a fund, by its code, for an item of an expenditure category."""

    fund: str
    category: str
    sub: str
    satang: int


def set_requested(
    session: Session, item: Item, lines: Sequence[NewLine], plan: Sequence[int] | None, hand: Hand
) -> Sealed:
    """Puts `lines` in place of what the proposal asked for, and `plan`, its four quarters in satang.

    Without a plan none is kept. By whoever may write the proposal, while it is a draft or returned. Raises
    NotAllowed, NotOpenHere, AlreadyExists (an item named twice from one fund), BadInput.
    """
    by = writing(session, item, hand, "submit", _PROPOSED)
    funds = _checked(session, item.office_id, lines)
    if plan is not None:
        check_plan(plan, sum(each.satang for each in lines))
    before = {"lines": _told(session, item.id), "plan": stored_plan(session, item)}
    session.exec(delete(ProjectLine).where(col(ProjectLine.item_id) == item.id))
    session.add_all(
        ProjectLine(
            item_id=item.id,
            fund_id=funds[each.fund],
            category=each.category,
            sub=each.sub,
            requested=each.satang,
            original=each.satang,
        )
        for each in lines
    )
    store_plan(session, item, plan or ())
    after = {"lines": _told(session, item.id), "plan": stored_plan(session, item)}
    told = {"changed": {name: [before[name], after[name]] for name in before}}
    return record(session, item.office_id, "lines", [item.code], told, hand, by=by, item_id=item.id)


def _checked(session: Session, office_id: int, lines: Sequence[NewLine]) -> dict[str, int]:
    """The ids of the funds by code, once every line is in order."""
    if not lines:
        raise BadInput("lines", "empty")
    seen = set()
    for each in lines:
        check_category(each.category, each.sub)
        check_above_zero(each.satang)
        key = (each.fund, each.category, each.sub)
        if key in seen:
            raise AlreadyExists("line", " ".join(key))
        seen.add(key)
    return {code: fund_of(session, office_id, code) for code in {each.fund for each in lines}}


def set_approved(
    session: Session,
    item: Item,
    amounts: Mapping[int, int],
    hand: Hand,
    by: Authority | None = None,
) -> Sealed:
    """Sets what the committee approves of each line, by the line's key, in satang; nought is allowed.

    Lines that are not named keep theirs; what was planned by quarter becomes as much more or less, in the
    same proportions. `by` is the authority of a resolution already weighed. Raises
    NotAllowed, NotOpenHere outside screening, BadInput (no line of this project; nothing left of all).
    """
    session.flush()
    by = by or authority(session, item.office_id, hand, APPROVERS)
    _check_state(session, item, "include", _SCREENED)
    rows = {
        row.id: row for row in session.exec(select(ProjectLine).where(ProjectLine.item_id == item.id)).all()
    }
    if not amounts:
        raise BadInput("lines", "empty")
    for line_id, satang in amounts.items():
        if line_id not in rows:
            raise BadInput("line", "unknown", str(line_id))
        check_not_negative(satang)
    before = sum(row.original for row in rows.values())
    changed = [
        {**_line(session, row), "satang": [row.original, amounts[row.id]]}
        for row in rows.values()
        if row.id in amounts
    ]
    for line_id, satang in amounts.items():
        rows[line_id].original = satang
    after = sum(row.original for row in rows.values())
    check_above_zero(after)
    session.flush()
    told: dict[str, Any] = {"approved": changed, "total": [before, after]}
    plan = stored_plan(session, item)
    if sum(plan) not in (0, after):
        store_plan(session, item, spread(after, plan))
        told["planned"] = [plan, stored_plan(session, item)]
    return record(session, item.office_id, "lines", [item.code], told, hand, by=by, item_id=item.id)


def _check_state(session: Session, item: Item, trigger: str, states: tuple[str, ...]) -> None:
    """Raises BadInput where the item is no project, NotOpenHere where it stands in none of `states`."""
    if item.kind != "project":
        raise BadInput("code", "not_a_project", item.code)
    if item.state not in states:
        raise definitions.not_open(session, item, trigger)


def _told(session: Session, item_id: int) -> list[dict[str, Any]]:
    found = session.exec(
        select(ProjectLine, Fund.code)
        .join(Fund, col(Fund.id) == col(ProjectLine.fund_id))
        .where(ProjectLine.item_id == item_id)
        .order_by(col(ProjectLine.id))
    )
    return [
        {"fund": fund, "category": row.category, "sub": row.sub, "satang": row.original}
        for row, fund in found
    ]


def _line(session: Session, row: ProjectLine) -> dict[str, Any]:
    return {"fund": session.get_one(Fund, row.fund_id).code, "category": row.category, "sub": row.sub}
