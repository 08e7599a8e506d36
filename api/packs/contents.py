"""What belongs into an evidence pack: which items, which entries, which documents and which papers."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, or_, select

from workflow.assessment.assess import assess
from workflow.assessment.shown import KIND as ASSESSMENT
from workflow.assessment.shown import proofs
from workflow.checkpoints.proving import MOST
from workflow.errors import PackTooLarge
from workflow.models import AgendaItem, Document, Entry, Item, PaperRow, PaperText, StoredFile
from workflow.queries import Viewer, items_visible_to
from workflow.retention.standing import destroyed_of

LARGEST: Final = 512 * 1024 * 1024  # bytes of documents; a pack has to fit on what people carry it on
MOST_ITEMS: Final = 1_000
MOST_PRINTED: Final = 40  # papers as PDF: each takes a fifth of a second


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack about `item` holds; `items` begins with it, `seqs` are numbers of entries, rising.

    `texts` are papers as they were signed, `printed` those of which a PDF is made. `destroyed` are
    documents and `destroyed_texts` texts that were destroyed by order; their entry is in `seqs`.
    """

    item: Item
    items: tuple[Item, ...]
    seqs: tuple[int, ...]
    documents: tuple[Document, ...]
    texts: tuple[PaperText, ...]
    printed: tuple[Item, ...]
    destroyed: tuple[Document, ...] = ()
    destroyed_texts: tuple[PaperText, ...] = ()


def contents(
    session: Session, item: Item, *, who: Viewer | None, on: datetime.date, whole: bool = True
) -> Contents:
    """The item and, if `whole`, what belongs to it: a plan's projects, a meeting's papers, official papers
    about it, a standard's evidence of the Bangkok date `on`.

    Only what `who` may see; None is whoever keeps the machine. Raises PackTooLarge.
    """
    items = [item, *(_belonging(session, item, who) if whole else ())]
    if len(items) > MOST_ITEMS:
        raise PackTooLarge(item.code, "items", MOST_ITEMS)
    ids = [each.id for each in items]
    found = session.exec(
        select(Entry.seq).where(Entry.office_id == item.office_id, col(Entry.item_id).in_(ids))
    )
    gone = destroyed_of(session, ids)
    justifying = _justifying(session, item, who, on) if whole else ()
    seqs = tuple(sorted({*found, *gone.values(), *justifying}))
    if len(seqs) > MOST:
        raise PackTooLarge(item.code, "entries", MOST)
    documents = _documents(session, item, [each for each in ids if each not in gone])
    texts = tuple(
        session.exec(select(PaperText).where(col(PaperText.item_id).in_(ids)).order_by(col(PaperText.id)))
    )
    signed = {text.item_id for text in texts if text.item_id not in gone}
    return Contents(
        item,
        tuple(items),
        seqs,
        documents,
        tuple(text for text in texts if text.item_id not in gone),
        tuple(each for each in items if each.id in signed)[:MOST_PRINTED],
        _destroyed(session, gone, {row.sha256 for row in documents}),
        tuple(text for text in texts if text.item_id in gone),
    )


def _belonging(session: Session, item: Item, who: Viewer | None) -> Sequence[Item]:
    """In one statement, by code."""
    papers = select(PaperRow.item_id).where(PaperRow.about_id == item.id)
    agenda = select(AgendaItem.item_id).where(
        AgendaItem.meeting_id == item.id, col(AgendaItem.item_id).is_not(None)
    )
    seen = items_visible_to(who) if who else select(Item).where(Item.office_id == item.office_id)
    related = seen.where(
        Item.id != item.id,
        or_(Item.parent_id == item.id, col(Item.id).in_(papers), col(Item.id).in_(agenda)),
    )
    return session.exec(related.order_by(col(Item.code)).limit(MOST_ITEMS + 1)).all()


def _documents(session: Session, item: Item, ids: Sequence[int]) -> tuple[Document, ...]:
    """Every file once, however often it was put forward; raises PackTooLarge."""
    rows = session.exec(
        select(Document, StoredFile.size)
        .join(StoredFile, col(StoredFile.sha256) == col(Document.sha256))
        .where(col(Document.item_id).in_(ids))
        .order_by(col(Document.id))
    )
    found = {row.sha256: (row, size) for row, size in rows}
    if sum(size for _, size in found.values()) > LARGEST:
        raise PackTooLarge(item.code, "bytes", LARGEST)
    return tuple(row for row, _ in found.values())


def _destroyed(session: Session, gone: Collection[int], kept: Collection[str]) -> tuple[Document, ...]:
    """The documents of papers that were destroyed, each file once, without those that the pack has."""
    if not gone:
        return ()
    rows = session.exec(select(Document).where(col(Document.item_id).in_(gone)).order_by(col(Document.id)))
    return tuple({row.sha256: row for row in rows if row.sha256 not in kept}.values())


def _justifying(session: Session, item: Item, who: Viewer | None, on: datetime.date) -> set[int]:
    """The entries that justify what is found of a year's work standards, of those she may read."""
    if item.kind != ASSESSMENT or who is None:
        return set()
    return set(proofs(session, who, assess(session, item.office_id, item.fiscal_year, on)))
