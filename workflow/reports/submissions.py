"""What each group sends in for a quarterly or annual report, or why it is excused (U-C1, U-A2)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from workflow import asked
from workflow.changes import Hand, record
from workflow.errors import AlreadyExists, BadInput
from workflow.history import Sealed
from workflow.models import Group, GroupSubmission, Item, Person
from workflow.permissions import Authority, in_force
from workflow.proposals.fields import LONGEST_TEXT, tidy
from workflow.reports.progress import Progress, checked, keep_progress
from workflow.reports.writing import GROUP, PLAN_GROUP, in_hand

_PREPARES: Final = {"quarterly_report": "consolidate", "annual_report": "start_compiling"}
Standing = Literal["submitted", "waived", "missing"]


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """Where one group stands with a report; `text` is what it sent in, or why it is excused."""

    group: str
    name_th: str
    standing: Standing
    text: str = ""
    by: str = ""
    at: datetime.datetime | None = None


def submit(
    session: Session, report: Item, group: str, text: str, hand: Hand, projects: Sequence[Progress] = ()
) -> Sealed:
    """Keeps what the group (its code) sends in, in place of what it sent before; by the group's own people.

    While the report is being gathered or put together. What `projects` tells of its projects is kept beside
    the text, and may stand for it. Raises NotAllowed, NotOpenHere, BadInput, TooLong.
    """
    kept = in_hand(session, report, hand, _PREPARES)
    sender = _group(session, report, group, hand.day)
    by = kept.by(lambda each: each.group_id == sender.id, GROUP, "other_group")
    kept.require_gathering()
    rows = checked(session, report, sender.id, projects)
    told = tidy("text", text, LONGEST_TEXT) if rows else _said("text", text)
    sealed = _keep(session, report, sender, hand, by, told, waived=False, projects=rows)
    keep_progress(session, report, rows, sealed)
    return sealed


def waive(session: Session, report: Item, group: str, reason: str, hand: Hand) -> Sealed:
    """Excuses a group (its code) that has sent nothing in; by the plan group, with its reason.

    What the group sends in later takes the excuse's place. Raises as `submit`, and AlreadyExists where the
    group has submitted.
    """
    kept = in_hand(session, report, hand, _PREPARES)
    excused = _group(session, report, group, hand.day)
    by = kept.by(lambda each: each.role in PLAN_GROUP, PLAN_GROUP)
    kept.require_gathering()
    told = _said("reason", reason)
    row = _row(session, report.id, excused.id)
    if row is not None and not row.waived:
        raise AlreadyExists("submission", excused.code)
    return _keep(session, report, excused, hand, by, told, waived=True)


def answers(session: Session, report: Item, on: datetime.date) -> list[GroupAnswer]:
    """Every group of the office on a Bangkok date, and any other that answered, by code."""
    existing = and_(
        col(Group.valid_from) <= on, or_(col(Group.valid_to).is_(None), col(Group.valid_to) >= on)
    )
    found = session.exec(
        select(Group.code, Group.name_th, GroupSubmission, Person.name_th)
        .outerjoin(
            GroupSubmission,
            and_(col(GroupSubmission.group_id) == col(Group.id), col(GroupSubmission.item_id) == report.id),
        )
        .outerjoin(Person, col(Person.id) == col(GroupSubmission.person_id))
        .where(Group.office_id == report.office_id, or_(existing, col(GroupSubmission.id).is_not(None)))
        .order_by(Group.code)
    )
    return [_answer(code, name, row, by) for code, name, row, by in found]


def missing(session: Session, report: Item, on: datetime.date) -> list[str]:
    """The groups of a Bangkok date that have neither submitted nor been excused, by code."""
    return [each.group for each in answers(session, report, on) if each.standing == "missing"]


def answered(session: Session, report_id: int) -> set[int]:
    """The groups, by key, that have submitted or been excused."""
    return set(session.exec(select(GroupSubmission.group_id).where(GroupSubmission.item_id == report_id)))


def _said(name: str, text: str) -> str:
    found = tidy(name, text, LONGEST_TEXT)
    if not found:
        raise BadInput(name, "empty")
    return found


def _group(session: Session, report: Item, code: str, on: datetime.date) -> Group:
    """The office's group, which exists on the day; raises BadInput."""
    found = session.exec(select(Group).where(Group.office_id == report.office_id, Group.code == code)).first()
    if found is None:
        raise BadInput("group", "unknown", code[:80])
    if not in_force(found.valid_from, found.valid_to, on):
        raise BadInput("group", "not_in_force", code)
    return found


def _row(session: Session, report_id: int, group_id: int) -> GroupSubmission | None:
    return session.exec(
        select(GroupSubmission).where(
            GroupSubmission.item_id == report_id, GroupSubmission.group_id == group_id
        )
    ).first()


def _keep(
    session: Session,
    report: Item,
    group: Group,
    hand: Hand,
    by: Authority,
    text: str,
    *,
    waived: bool,
    projects: Sequence[Progress] = (),
) -> Sealed:
    """The row and its entry, which also tells what the row said."""
    told: dict[str, Any] = {"group": group.code, "waived": waived, "text": text}
    if projects:
        told["projects"] = {each.code: [each.progress, each.outputs] for each in projects}
    sealed = record(
        session, report.office_id, "submission", [report.code], told, hand, by=by, item_id=report.id
    )
    row = _row(session, report.id, group.id) or GroupSubmission(
        item_id=report.id, group_id=group.id, person_id=hand.by, at=hand.at, entry_seq=sealed.seq
    )
    row.waived, row.text = waived, text
    row.person_id, row.at, row.entry_seq = hand.by, hand.at, sealed.seq
    session.add(row)
    session.flush()
    asked.group_answered(session, report, group.id, sealed, excused=waived)
    return sealed


def _answer(code: str, name: str, row: GroupSubmission | None, by: str | None) -> GroupAnswer:
    if row is None:
        return GroupAnswer(code, name, "missing")
    return GroupAnswer(code, name, "waived" if row.waived else "submitted", row.text, by or "", row.at)
