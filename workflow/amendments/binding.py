"""Approval is bound to content: what of a project takes an amendment to change, and what stays editable.

Material are title, group, year, objectives, target group, targets, indicators, goals served and amounts.
Administrative are who is responsible and the dates within the fiscal year.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from states.fiscal import FiscalYear
from workflow import definitions
from workflow.changes import Hand, applied, authority, record
from workflow.days import moves
from workflow.errors import BadInput
from workflow.history import Sealed
from workflow.models import Entry, Fund, Group, Item, Person, ProjectLine
from workflow.money.amounts import IN_PLAN
from workflow.permissions import Authority
from workflow.proposals.editors import PLAN_GROUP, writing
from workflow.proposals.form import read_form
from workflow.redating import redate

KIND = "content"
ADMINISTRATIVE = ("owner_id", "starts_on", "ends_on")
MATERIAL = ("title", "group_id", "fiscal_year", "parent_id", "school_id")
# Once the work is completed its report falls due by its end, which is then no longer moved.
_OPEN = ("draft", "returned", "in_plan", "authorised", "in_progress", "suspended")
_FORM = ("objectives", "target_group", "quantity", "quality")
APPROVED = ("approved", "published", "in_execution", "year_end_summary")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The material content as canonical JSON, and its SHA-256."""

    body: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body.encode()).hexdigest()


def snapshot(session: Session, item: Item) -> Snapshot:
    """What was approved of a project, or of every project in a plan; raises BadInput for other kinds.

    Amounts are those first put in the plan, in satang: amendments add to them and leave them as they are.
    """
    session.flush()
    if item.kind == "project":
        return Snapshot(_canonical(_content(session, item)))
    return Snapshot(_canonical({"code": item.code, "projects": _each(session, item)}))


def record_snapshot(
    session: Session, plan: Item, hand: Hand, *, by: Authority | None = None, moved: Item | None = None
) -> Sealed:
    """Records the content of the plan's projects as approved; by the plan group, once the plan is approved.

    `moved` is the paper whose latest step approved it, or brought it in, `by` the authority of that step:
    the record takes that step's day, and falls with it. A later record adds projects brought in by
    amendments; it takes in no altered content. Raises NotAllowed, NotOpenHere, BadInput (content that
    differs from what was recorded before).
    """
    by = by or authority(session, plan.office_id, hand, PLAN_GROUP)
    if plan.kind != "annual_plan":
        raise BadInput("code", "not_a_plan", plan.code)
    if plan.state not in APPROVED:
        raise definitions.not_open(session, plan, KIND)
    different = altered(session, plan)
    if different:
        raise BadInput("plan", "needs_amendment", ", ".join(different[:10]))
    told: dict[str, Any] = {"sha256": snapshot(session, plan).sha256, "projects": _each(session, plan)}
    seq, on = moves(session, moved.id)[-1] if moved is not None else (None, None)
    if seq is not None:
        told["step"] = seq
    return record(session, plan.office_id, KIND, [plan.code], told, hand, by=by, on=on, item_id=plan.id)


def altered(session: Session, plan: Item) -> list[str]:
    """Codes of the projects that are not as recorded last; all of them hold where none is named.

    A project that left the plan or came into it since by a step is as it should be; one that is missing or
    there without any is not.
    """
    since, recorded = _recorded(session, plan)
    now = _each(session, plan)
    if recorded is None:
        return []
    left, entered = _moved(session, plan, since)
    changed = {code for code, name in recorded.items() if code not in left and now.get(code) != name}
    return sorted(changed | (now.keys() - recorded.keys() - entered))


def change_item(session: Session, item: Item, wanted: Mapping[str, Any], hand: Hand) -> Sealed | None:
    """Changes owner and dates of a project, which stay editable after approval; None where nothing differs.

    By its owner, its group's people or the plan group. Raises NotAllowed, NotOpenHere, BadInput (material
    content, which takes an amendment; a date outside the year; a person who is not of the office).
    """
    by = writing(session, item, hand, "submit", _OPEN)
    for name in wanted:
        if name not in ADMINISTRATIVE:
            raise BadInput(name, "needs_amendment" if name in MATERIAL else "unknown", item.code)
    _check_owner(session, item, wanted)
    _check_dates(item, {"starts_on": item.starts_on, "ends_on": item.ends_on, **wanted})
    changed = applied(item, wanted, ADMINISTRATIVE)
    if not changed:
        return None
    session.flush()
    told: dict[str, Any] = {"changed": changed}
    moved = redate(session, item.office_id, item_id=item.id) if "ends_on" in changed else ()
    if moved:
        told |= {"dated_anew": True, "moves": [each.told() for each in moved]}
    return record(session, item.office_id, "particulars", [item.code], told, hand, by=by, item_id=item.id)


def _check_owner(session: Session, item: Item, wanted: Mapping[str, Any]) -> None:
    if "owner_id" not in wanted:
        return
    owner = session.get(Person, wanted["owner_id"]) if wanted["owner_id"] is not None else None
    if owner is None or owner.office_id != item.office_id:
        raise BadInput("owner", "unknown", str(wanted["owner_id"]))


def _check_dates(item: Item, dates: Mapping[str, Any]) -> None:
    year, since, until = FiscalYear(item.fiscal_year), dates["starts_on"], dates["ends_on"]
    for name, day in (("starts_on", since), ("ends_on", until)):
        if day is not None and not year.start <= day <= year.end:
            raise BadInput(name, "out_of_range", day.isoformat())
    if since is not None and until is not None and until < since:
        raise BadInput("ends_on", "before_start", until.isoformat())


def _recorded(session: Session, plan: Item) -> tuple[int, dict[str, str] | None]:
    """The latest record that stands, its number and the hashes by project: one whose step was undone does
    not, nor any from before the plan's approval was taken back. None where no record stands."""
    undone = session.exec(
        select(Entry).where(Entry.office_id == plan.office_id, Entry.kind == "undone")
    ).all()
    fallen = {each.corrects for each in undone}
    taken_back = (
        each.seq
        for each in undone
        if each.item_id == plan.id and each.from_state in APPROVED and each.to_state not in APPROVED
    )
    floor = max(taken_back, default=0)
    found = session.exec(
        select(Entry.seq, Entry.details)
        .where(Entry.item_id == plan.id, Entry.kind == KIND, Entry.seq > floor)
        .order_by(col(Entry.seq).desc())
    )
    for seq, details in found:
        told = json.loads(details)
        if told.get("step") not in fallen:
            return seq, told["projects"]
    return floor, None


def _moved(session: Session, plan: Item, since: int) -> tuple[set[str], set[str]]:
    """Codes of the plan's projects that steps after the entry `since` moved out of it, and into it.

    One that was taken in anew is as it was taken in; one whose way out was undone is as it was before.
    """
    found = session.exec(
        select(Item.code, Entry.kind, Entry.from_state, Entry.to_state)
        .join(Entry, col(Entry.item_id) == col(Item.id))
        .where(Item.parent_id == plan.id, Item.kind == "project", Entry.seq > since, Entry.to_state != "")
        .order_by(col(Entry.seq))
    )
    left: set[str] = set()
    entered: set[str] = set()
    for code, kind, before, state in found:
        if state not in IN_PLAN:
            left.add(code)
        elif kind == "undone":
            left.discard(code)
        if kind in ("step", "undone") and state in IN_PLAN and before not in IN_PLAN:
            entered.add(code)
    return left, entered


def _each(session: Session, plan: Item) -> dict[str, str]:
    """The SHA-256 of the content of every project in the plan, by its code."""
    if plan.kind != "annual_plan":
        raise BadInput("code", "not_a_plan", plan.code)
    projects = session.exec(
        select(Item).where(Item.kind == "project", Item.parent_id == plan.id, col(Item.state).in_(IN_PLAN))
    )
    return {each.code: snapshot(session, each).sha256 for each in projects}


def _content(session: Session, item: Item) -> dict[str, Any]:
    form = read_form(session, item.id)
    group = session.get(Group, item.group_id) if item.group_id else None
    return {
        "code": item.code,
        "title": item.title,
        "group": group.code if group else "",
        "fiscal_year": item.fiscal_year,
        "form": {name: getattr(form, name) for name in _FORM},
        "indicators": [[each.name, each.target] for each in form.indicators],
        "goals": [list(each) for each in form.goals],
        "lines": _lines(session, item.id),
    }


def _lines(session: Session, item_id: int) -> list[list[Any]]:
    found = session.exec(
        select(Fund.code, ProjectLine.category, ProjectLine.sub, ProjectLine.original)
        .join(ProjectLine, col(ProjectLine.fund_id) == col(Fund.id))
        .where(ProjectLine.item_id == item_id)
    )
    return sorted([*row] for row in found)


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
