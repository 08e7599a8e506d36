"""What a person sees of what is past its term and of what is held back: counted, and a page at a time."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.models import Document, Hold, Item, PaperText, StoredFile
from workflow.queries import Viewer, items_visible_to
from workflow.retention.holds import Held
from workflow.retention.overdue import Group, past_term


@dataclass(frozen=True, slots=True)
class PastTerm:
    """What is past its term by kind and fiscal year; `unseen` more are secret papers kept from the viewer."""

    groups: tuple[Group, ...]
    unseen: int

    @property
    def items(self) -> int:
        return sum(group.items for group in self.groups)


@dataclass(frozen=True, slots=True)
class HeldPage:
    """Some of the `count` that are held back, by code; `unseen` more are kept from the viewer."""

    rows: tuple[Held, ...]
    count: int
    unseen: int


def counted(session: Session, who: Viewer, on: datetime.date) -> PastTerm:
    """As `overdue.grouped` counts what is past its term on a Bangkok date, by statements over all of it."""
    past = past_term(session, who.office_id, on)
    ids = past.where(col(Item.id).in_(_seen(who))).subquery()
    files, texts = _files(session, ids), _texts(session, ids)
    rows = session.exec(
        select(Item.kind, Item.fiscal_year, func.count())
        .join(ids, col(ids.c.id) == col(Item.id))
        .group_by(col(Item.kind), col(Item.fiscal_year))
    )
    groups = tuple(
        Group(kind, year, count, *files.get((kind, year), (0, 0)), texts.get((kind, year), 0))
        for kind, year, count in sorted(rows)
    )
    every = session.exec(select(func.count()).select_from(past.subquery())).one()
    return PastTerm(groups, every - sum(group.items for group in groups))


def held_seen(session: Session, who: Viewer, *, first: int, most: int) -> HeldPage:
    """What is held back, at most so many from the `first` on; three statements."""
    every = select(func.count()).select_from(Hold).where(Hold.office_id == who.office_id)
    seen = col(Hold.item_id).in_(_seen(who))
    rows = session.exec(
        select(Item, Hold)
        .join(Hold, col(Hold.item_id) == col(Item.id))
        .where(Hold.office_id == who.office_id, seen)
        .order_by(col(Item.code))
        .offset(first)
        .limit(most)
    )
    shown = tuple(Held(item, hold) for item, hold in rows)
    count = session.exec(every.where(seen)).one()
    return HeldPage(shown, count, session.exec(every).one() - count)


def _seen(who: Viewer) -> Any:
    return items_visible_to(who).with_only_columns(col(Item.id))


def _files(session: Session, ids: Any) -> dict[tuple[str, int], tuple[int, int]]:
    """How many files and bytes, each file once for its paper."""
    once = (
        select(Document.item_id, Document.sha256)
        .join(ids, col(ids.c.id) == col(Document.item_id))
        .distinct()
        .subquery()
    )
    rows = session.exec(
        select(Item.kind, Item.fiscal_year, func.count(), func.sum(StoredFile.size))
        .join(once, once.c.item_id == col(Item.id))
        .join(StoredFile, col(StoredFile.sha256) == once.c.sha256)
        .group_by(col(Item.kind), col(Item.fiscal_year))
    )
    return {(kind, year): (count, int(size)) for kind, year, count, size in rows}


def _texts(session: Session, ids: Any) -> dict[tuple[str, int], int]:
    rows = session.exec(
        select(Item.kind, Item.fiscal_year, func.count())
        .join(ids, col(ids.c.id) == col(Item.id))
        .join(PaperText, col(PaperText.item_id) == col(Item.id))
        .group_by(col(Item.kind), col(Item.fiscal_year))
    )
    return {(kind, year): count for kind, year, count in rows}
