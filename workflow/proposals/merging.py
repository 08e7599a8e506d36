"""Which proposals were joined into which (บูรณาการ): recorded as resolved, followed both ways."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, func, select

from workflow.changes import Hand, authority, record
from workflow.errors import AlreadyExists, BadInput
from workflow.facts import LONGEST_REASON, limited
from workflow.history import Sealed
from workflow.models import Attestation, Entry, Item, Merger, ProjectLine
from workflow.permissions import Authority, powers
from workflow.situation import read

RECORDERS: Final = ("committee_secretary", "plan_director", "plan_officer")
_ABANDONED: Final = frozenset({"merged", "not_selected", "cancelled"})  # as in project.yaml


@dataclass(frozen=True, slots=True)
class Merged:
    """One proposal that was joined into another: what it had asked for (satang), when and why."""

    item_id: int
    code: str
    title: str
    into_id: int
    requested: int
    reason: str
    effective_on: datetime.date
    entry_seq: int


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a project came from and where it went.

    `into` are the mergers that led from it onward, in order; `final_id` is the project they end at, itself
    where it was not merged. `merged_in` came into it directly or through others, by code.
    """

    item_id: int
    final_id: int
    into: tuple[Merged, ...]
    merged_in: tuple[Merged, ...]

    @property
    def requested_by_merged(self) -> int:
        """What the proposals joined into it had asked for, in satang; no amount is carried over by that."""
        return sum(each.requested for each in self.merged_in)


def record_merger(
    session: Session,
    merged: Item,
    into: Item,
    reason: str,
    hand: Hand,
    *,
    on: datetime.date | None = None,
    by: Authority | None = None,
) -> Sealed:
    """Records that the committee joins `merged` into `into` (U-D4), with one `merger` entry.

    Before the step `merge` is taken or just after it; until then it may be resolved anew.
    `on` is the Bangkok date of the resolution; `by` the authority of the meeting, else one of RECORDERS.
    What `merged` asked for is kept here; neither project's amounts change. Raises NotAllowed, TooLong,
    AlreadyExists, BadInput (no reason; another office, year or kind; left the plan; itself or a circle).
    """
    if not limited("reason", reason, LONGEST_REASON).strip():
        raise BadInput("reason", "empty")
    by = by or authority(session, merged.office_id, hand, RECORDERS)
    _hold(session, merged, into, hand)
    _check(session, merged, into)
    known = session.get(Merger, merged.id)
    if known is not None and merged.state == "merged":
        raise AlreadyExists("merger", merged.code)
    requested = requested_by(session, merged.id)
    told = {"into": into.code, "requested_satang": requested, "reason": reason.strip()}
    sealed = record(
        session, merged.office_id, "merger", [merged.code], told, hand, by=by, on=on, item_id=merged.id
    )
    if known is not None:
        session.delete(known)
        session.flush()
    session.add(
        Merger(
            item_id=merged.id,
            into_id=into.id,
            requested=requested,
            reason=reason.strip(),
            effective_on=on or hand.day,
            entry_seq=sealed.seq,
        )
    )
    session.flush()
    return sealed


def may_record(session: Session, item: Item, person_id: int, on: datetime.date) -> bool:
    """Whether the person could record now that the project is joined into another; holds nothing."""
    if item.kind != "project" or item.state != "under_screening":
        return False
    actor = read(session, item.id, person_id, on, lock=False).actor
    return bool(powers(actor, item.office_id, RECORDERS))


def arrived_merged(session: Session, item: Item, hand: Hand, by: Authority) -> Sealed | None:
    """Records the merger of a proposal that was merged on a recorded word; None where it is recorded."""
    if session.get(Merger, item.id) is not None:
        return None
    word = session.exec(
        select(Attestation.value)
        .where(Attestation.item_id == item.id, Attestation.code == "merge_target")
        .order_by(col(Attestation.id).desc())
    ).first()
    into = session.exec(
        select(Item).where(Item.office_id == item.office_id, Item.code == (word or ""))
    ).first()
    if into is None:
        return None
    step = session.exec(
        select(Entry.reason)
        .where(Entry.item_id == item.id, Entry.kind == "step")
        .order_by(col(Entry.seq).desc())
    ).first()
    return record_merger(session, item, into, step or "", hand, on=item.effective_on, by=by)


def lineage(session: Session, item_id: int) -> Lineage:
    """Where the project came from and where it went; both empty where nothing was merged."""
    mergers = _mergers(session, item_id)
    into = _onward(mergers, item_id)
    merged_in = [each for each in mergers.values() if item_id in _path(mergers, each.item_id)]
    return Lineage(
        item_id,
        into[-1].into_id if into else item_id,
        into,
        tuple(sorted(merged_in, key=lambda each: each.code)),
    )


def target_of(session: Session, item_id: int) -> int | None:
    """The project into which this one is merged by record, if any."""
    return session.exec(select(Merger.into_id).where(Merger.item_id == item_id)).first()


def leads_to(session: Session, start: int, goal: int) -> bool:
    """Whether the mergers recorded so far lead from `start` to `goal`."""
    return goal in _path(_mergers(session, start), start)


def requested_by(session: Session, item_id: int) -> int:
    """What the project's own lines ask for, in satang."""
    asked = func.coalesce(ProjectLine.requested, ProjectLine.original)
    return int(
        session.exec(select(func.coalesce(func.sum(asked), 0)).where(ProjectLine.item_id == item_id)).one()
    )


def _hold(session: Session, merged: Item, into: Item, hand: Hand) -> None:
    """Both projects as they stand, and the office's chain until the commit: two mergers recorded at one
    moment could otherwise make a circle that neither of them sees."""
    session.flush()
    read(session, merged.id, hand.by, hand.day)
    session.refresh(merged)
    session.refresh(into)


def _check(session: Session, merged: Item, into: Item) -> None:
    same = into.office_id == merged.office_id and into.fiscal_year == merged.fiscal_year
    if merged.kind != "project" or merged.state not in ("under_screening", "merged"):
        raise BadInput("code", "not_under_screening", merged.code)
    if into.kind != "project" or not same:
        raise BadInput("merge_target", "unknown", into.code)
    if into.id == merged.id or into.state in _ABANDONED or leads_to(session, into.id, merged.id):
        raise BadInput("merge_target", "not_live", into.code)


def _mergers(session: Session, item_id: int) -> dict[int, Merged]:
    """Every merger of the project's office and fiscal year, by the project that was merged."""
    item = select(Item.office_id, Item.fiscal_year).where(Item.id == item_id).subquery()
    found = session.exec(
        select(Merger, Item.code, Item.title)
        .join(Item, col(Item.id) == col(Merger.item_id))
        .join(item, (item.c.office_id == Item.office_id) & (item.c.fiscal_year == Item.fiscal_year))
    )
    return {row.item_id: _merged(row, code, title) for row, code, title in found}


def _merged(row: Merger, code: str, title: str) -> Merged:
    return Merged(
        row.item_id, code, title, row.into_id, row.requested, row.reason, row.effective_on, row.entry_seq
    )


def _onward(mergers: Mapping[int, Merged], item_id: int) -> tuple[Merged, ...]:
    """The mergers one after the other; circles are refused when they are recorded."""
    steps: list[Merged] = []
    while item_id in mergers:
        steps.append(mergers[item_id])
        item_id = steps[-1].into_id
    return tuple(steps)


def _path(mergers: Mapping[int, Merged], item_id: int) -> tuple[int, ...]:
    """The projects that the mergers lead through from `item_id`, itself left out."""
    return tuple(each.into_id for each in _onward(mergers, item_id))
