"""What is past its term on a day: the list that an office proposes for destruction (บัญชีหนังสือขอทำลาย)."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow import definitions
from workflow.models import (
    DestroyedItem,
    Document,
    Hold,
    Item,
    PaperText,
    RegisterNumber,
    StoredFile,
)
from workflow.queries import Viewer, items_visible_to
from workflow.retention.terms import by_kind, still_kept_from


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of what is past its term: of these kinds, fiscal years (B.E.) or codes; empty is every one."""

    kinds: Collection[str] = ()
    years: Collection[int] = ()
    codes: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """One paper of the list: on which Bangkok date it ended, its number, what there is of it.

    `files` and `size` (bytes) count each file once for the paper; `texts` are signed texts that are frozen.
    The title of a secret paper is only that it is one.
    """

    item_id: int
    code: str
    kind: str
    title: str
    fiscal_year: int
    ended_on: datetime.date
    number: str
    dated_on: datetime.date | None
    files: int
    size: int
    texts: int


@dataclass(frozen=True, slots=True)
class Group:
    """The papers of a kind and fiscal year (B.E.), and what there is of them; `size` in bytes."""

    kind: str
    fiscal_year: int
    items: int
    files: int
    size: int
    texts: int


def review(
    session: Session,
    office_id: int,
    on: datetime.date,
    wanted: Wanted | None = None,
    *,
    who: Viewer | None = None,
    most: int | None = None,
) -> tuple[Listed, ...]:
    """Every paper past its term on a Bangkok date that is neither held back nor destroyed, by kind and year.

    As many statements for one paper as for thousands. With `who` only what she may see; at most `most`.
    """
    which = past_term(session, office_id, on, wanted)
    if who is not None:
        which = which.where(col(Item.id).in_(items_visible_to(who).with_only_columns(col(Item.id))))
    ids = which.subquery()
    files, texts = _files(session, ids), _texts(session, ids)
    rows = session.exec(
        select(Item, RegisterNumber)
        .join(ids, col(ids.c.id) == col(Item.id))
        .outerjoin(RegisterNumber, col(RegisterNumber.item_id) == col(Item.id))
        .order_by(col(Item.kind), col(Item.fiscal_year), col(Item.effective_on), col(Item.code))
        .limit(most)
    )
    return tuple(
        Listed(
            item_id=item.id,
            code=item.code,
            kind=item.kind,
            title=item.title,
            fiscal_year=item.fiscal_year,
            ended_on=item.effective_on,
            number=getattr(number, "text", ""),
            dated_on=getattr(number, "dated_on", None),
            files=files.get(item.id, (0, 0))[0],
            size=files.get(item.id, (0, 0))[1],
            texts=texts.get(item.id, 0),
        )
        for item, number in rows
    )


def grouped(listed: Sequence[Listed]) -> tuple[Group, ...]:
    """The same, counted by kind and fiscal year."""
    found: dict[tuple[str, int], list[Listed]] = {}
    for each in listed:
        found.setdefault((each.kind, each.fiscal_year), []).append(each)
    return tuple(
        Group(
            kind,
            year,
            len(rows),
            sum(row.files for row in rows),
            sum(row.size for row in rows),
            sum(row.texts for row in rows),
        )
        for (kind, year), rows in sorted(found.items())
    )


def past_term(
    session: Session, office_id: int, on: datetime.date, wanted: Wanted | None = None
) -> SelectOfScalar[int]:
    """The keys of the papers that `review` lists."""
    asked = wanted or Wanted()
    narrowed = [
        column.in_(values)
        for column, values in (
            (col(Item.kind), asked.kinds),
            (col(Item.fiscal_year), asked.years),
            (col(Item.code), asked.codes),
        )
        if values
    ]
    over = [
        and_(col(Item.kind) == kind, col(Item.effective_on) < still_kept_from(on, years))
        for kind, years in by_kind(session, office_id).items()
    ]
    return select(Item.id).where(
        Item.office_id == office_id,
        or_(false(), *over),
        _ended(session, office_id),
        col(Item.id).not_in(select(Hold.item_id).where(Hold.office_id == office_id)),
        col(Item.id).not_in(select(DestroyedItem.item_id).where(DestroyedItem.office_id == office_id)),
        *narrowed,
    )


def _ended(session: Session, office_id: int) -> ColumnElement[bool]:
    """That an item stands in a state that ends it, by the path that it is on."""
    found = session.exec(
        select(Item.definition_hash, Item.state).where(Item.office_id == office_id).distinct()
    ).all()
    ends: dict[str, list[str]] = {}
    for name, state in found:
        path = definitions.by_hash(session, name)
        if state in path.by_state and path.is_end(state):
            ends.setdefault(name, []).append(state)
    return or_(
        false(),
        *(
            and_(col(Item.definition_hash) == name, col(Item.state).in_(states))
            for name, states in ends.items()
        ),
    )


def _files(session: Session, ids: Any) -> dict[int, tuple[int, int]]:
    """How many files each item has, and their bytes."""
    once = (
        select(Document.item_id, Document.sha256)
        .join(ids, col(ids.c.id) == col(Document.item_id))
        .distinct()
        .subquery()
    )
    rows = session.exec(
        select(once.c.item_id, func.count(), func.sum(StoredFile.size))
        .join(StoredFile, col(StoredFile.sha256) == once.c.sha256)
        .group_by(once.c.item_id)
    )
    return {item_id: (count, int(size)) for item_id, count, size in rows}


def _texts(session: Session, ids: Any) -> dict[int, int]:
    rows = session.exec(
        select(PaperText.item_id, func.count())
        .join(ids, col(ids.c.id) == col(PaperText.item_id))
        .group_by(col(PaperText.item_id))
    )
    return dict(rows.all())
