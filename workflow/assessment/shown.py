"""The assessment as people read it: what the next level still needs, and whose entries justify a finding."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from workflow.assessment.assess import Assessment, Judged, StandardNow
from workflow.changes import Hand
from workflow.items import NewItem, open_item
from workflow.models import Entry, Item
from workflow.queries import Viewer, entries_visible_to, items_visible_to

KIND = "self_assessment"


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry that justifies a finding: its number and the code of its paper."""

    seq: int
    item: str


def next_missing(standard: StandardNow) -> Judged | None:
    """What keeps a standard of levels from its next level; None at the top or without levels."""
    if standard.level is None or standard.level == len(standard.criteria):
        return None
    return standard.criteria[standard.level]


def proofs(session: Session, who: Viewer, told: Assessment) -> dict[int, Proof]:
    """The entries behind the findings that she may read, by number."""
    wanted = _entries(told)
    if not wanted:
        return {}
    seen = entries_visible_to(who).with_only_columns(col(Entry.seq))
    found = session.exec(
        select(Entry.seq, Item.code)
        .join(Item, col(Item.id) == col(Entry.item_id))
        .where(Entry.office_id == who.office_id, col(Entry.seq).in_(wanted), col(Entry.seq).in_(seen))
        .order_by(col(Entry.seq))
    )
    return {seq: Proof(seq, code) for seq, code in found}


def rounds(session: Session, who: Viewer, fiscal_year: int) -> list[Item]:
    """The year's rounds of self-assessment, on which levels are claimed and evidence is recorded."""
    seen = items_visible_to(who).where(Item.kind == KIND, Item.fiscal_year == fiscal_year)
    return list(session.exec(seen.order_by(col(Item.code))))


def open_round(session: Session, office_id: int, fiscal_year: int, title: str, hand: Hand) -> Item:
    """A new round of self-assessment of the year, numbered after those there are; raises as `open_item`."""
    there = session.exec(
        select(func.count())
        .select_from(Item)
        .where(Item.office_id == office_id, Item.kind == KIND, Item.fiscal_year == fiscal_year)
    ).one()
    new = NewItem(KIND, f"SA{fiscal_year}-{there + 1}", title, fiscal_year)
    return open_item(session, office_id, new, by=hand.by, at=hand.at)


def _entries(told: Assessment) -> set[int]:
    return {seq for judged in _criteria(told) for seq in judged.finding.entries}


def _criteria(told: Assessment) -> Iterable[Judged]:
    return (judged for standard in told.standards for judged in standard.criteria)
