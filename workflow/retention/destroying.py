"""Destroys the content of papers past their term, by order, and leaves the record of them whole.

Kept are the items, what was owed, every entry of the history with its hashes, the names and numbers. Taken
away is what they say: files nobody else needs, drafts, the text of signed papers, comments. The files
themselves are deleted after the commit (`workflow.retention.files`).
"""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlmodel import Session, col, delete, func, select, update

from states.thai import medium_date
from workflow.changes import Hand, authority, named, record
from workflow.errors import RetentionRefused
from workflow.history import Sealed
from workflow.in_parts import in_parts
from workflow.models import (
    Comment,
    DestroyedItem,
    FormDraft,
    Hold,
    Item,
    Mention,
    PaperRow,
    PaperText,
    Person,
)
from workflow.papers.fields import Fields, read, written
from workflow.permissions import Authority
from workflow.retention.files import doomed_files, mark
from workflow.retention.overdue import Listed, Wanted, review
from workflow.retention.standing import KIND
from workflow.retention.terms import KEEPERS

MOST: Final = 2_000  # papers of one order: its entry names each with its files


@dataclass(frozen=True, slots=True)
class Order:
    """By which order, and of the list of which Bangkok date, what is destroyed."""

    order_no: str
    on: datetime.date
    wanted: Wanted = field(default_factory=Wanted)


@dataclass(frozen=True, slots=True)
class Doomed:
    """What an order destroys. `files` and `texts` by SHA-256, `drafts` the SHA-256 of what papers said.

    `kept_files` are files that another paper still needs. `comments` and `form_drafts` are counted.
    """

    listed: tuple[Listed, ...]
    order: Order
    by: Authority
    files: tuple[str, ...]
    kept_files: tuple[str, ...]
    texts: Mapping[str, list[str]]
    drafts: Mapping[str, str]
    comments: int
    form_drafts: int

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.listed]

    @property
    def ids(self) -> list[int]:
        return [each.item_id for each in self.listed]


def doom(session: Session, office_id: int, order: Order, hand: Hand) -> Doomed:
    """What the order destroys, with the office's chain held until the commit; nothing is changed yet.

    Raises NotAllowed, BadInput, TooLong, RetentionRefused (nothing, too_many, future, and of a paper named
    by its code not_past, held or destroyed).
    """
    by = authority(session, office_id, hand, KEEPERS)
    told = Order(named("order_no", order.order_no), order.on, order.wanted)
    if order.on > hand.day:
        raise RetentionRefused("future", "", medium_date(order.on))
    listed = review(session, office_id, order.on, order.wanted)
    _check(session, office_id, listed, order.wanted)
    items = {each.item_id: each.code for each in listed}
    shared = doomed_files(session, list(items))
    return Doomed(
        listed=listed,
        order=told,
        by=by,
        files=shared.doomed,
        kept_files=shared.kept,
        texts=_texts(session, items),
        drafts=_drafts(session, items),
        comments=_count(session, Comment, list(items)),
        form_drafts=len(_form_drafts(session, office_id, list(items.values()))),
    )


def destroy(session: Session, office_id: int, doomed: Doomed, also: Mapping[str, int], hand: Hand) -> Sealed:
    """Destroys it, told in one entry; `also` counts what was taken away elsewhere in this transaction."""
    ids = doomed.ids
    told: dict[str, Any] = {
        "order_no": doomed.order.order_no,
        "list_of": doomed.order.on.isoformat(),
        "count": len(ids),
        "codes": doomed.codes,
        "files": list(doomed.files),
        "files_kept": len(doomed.kept_files),
        "texts": dict(doomed.texts),
        "drafts": dict(doomed.drafts),
        "comments": doomed.comments,
        "form_drafts": doomed.form_drafts,
        **also,
    }
    sealed = record(session, office_id, KIND, doomed.codes, told, hand, by=doomed.by)
    session.add_all(
        DestroyedItem(item_id=each, office_id=office_id, entry_seq=sealed.seq, destroyed_at=hand.at)
        for each in ids
    )
    session.flush()
    for some in in_parts(ids):
        _empty(session, some)
    for person_id, form in _form_drafts(session, office_id, doomed.codes):
        session.execute(
            delete(FormDraft).where(col(FormDraft.person_id) == person_id, col(FormDraft.form) == form)
        )
    mark(session, doomed.files, hand.at)
    return sealed


def _empty(session: Session, ids: Sequence[int]) -> None:
    """Takes away what these papers say; the database lets it be, as they are destroyed already."""
    comments = select(Comment.id).where(col(Comment.item_id).in_(ids))
    session.execute(delete(Mention).where(col(Mention.comment_id).in_(comments)))
    session.execute(delete(Comment).where(col(Comment.item_id).in_(ids)))
    session.execute(
        update(PaperText)
        .where(col(PaperText.item_id).in_(ids), col(PaperText.markup) != "")
        .values(markup="")
        .execution_options(synchronize_session=False)
    )
    rows = session.exec(
        select(PaperRow, Item.title)
        .join(Item, col(Item.id) == col(PaperRow.item_id))
        .where(col(PaperRow.item_id).in_(ids))
    )
    for row, title in rows:
        # Of a secret paper the item's title tells only that it was one, and so does what stays here.
        row.fields = written(Fields(subject=title, secrecy=read(row.fields).secrecy))
        session.add(row)
    session.flush()


def _check(session: Session, office_id: int, listed: Sequence[Listed], wanted: Wanted) -> None:
    found = {each.code for each in listed}
    for code in wanted.codes:
        if code not in found:
            raise RetentionRefused(_why(session, office_id, code), code[:40])
    if not listed:
        raise RetentionRefused("nothing")
    if len(listed) > MOST:
        raise RetentionRefused("too_many", "", str(MOST))


def _why(session: Session, office_id: int, code: str) -> str:
    """Why a paper is not on the list."""
    item = session.exec(select(Item.id).where(Item.office_id == office_id, Item.code == code)).first()
    if item is not None and session.get(DestroyedItem, item) is not None:
        return "destroyed"
    return "held" if item is not None and session.get(Hold, item) is not None else "not_past"


def _texts(session: Session, items: Mapping[int, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for some in in_parts(list(items)):
        rows = session.exec(
            select(PaperText.item_id, PaperText.sha256)
            .where(col(PaperText.item_id).in_(some))
            .order_by(col(PaperText.id))
        )
        for item_id, sha256 in rows:
            found.setdefault(items[item_id], []).append(sha256)
    return found


def _drafts(session: Session, items: Mapping[int, str]) -> dict[str, str]:
    return {
        items[row.item_id]: hashlib.sha256(row.fields.encode()).hexdigest()
        for some in in_parts(list(items))
        for row in session.exec(select(PaperRow).where(col(PaperRow.item_id).in_(some)))
    }


def _form_drafts(session: Session, office_id: int, codes: Sequence[str]) -> list[tuple[int, str]]:
    """What people have typed about these papers and not saved: a form is named after its item's code."""
    wanted = set(codes)
    rows = session.exec(
        select(FormDraft.person_id, FormDraft.form)
        .join(Person, col(Person.id) == col(FormDraft.person_id))
        .where(Person.office_id == office_id)
    )
    return [(person_id, form) for person_id, form in rows if wanted & set(form.split("/")[1:])]


def _count(session: Session, table: type[Comment], ids: Sequence[int]) -> int:
    return sum(
        session.exec(select(func.count()).select_from(table).where(col(table.item_id).in_(some))).one()
        for some in in_parts(ids)
    )
