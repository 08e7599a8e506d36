"""Evidence that is to go: which files no kept paper needs, and their deletion once that is committed.

A file is named by its content and may belong to many papers, of other offices, too. It is marked in the
transaction that destroys the papers and deleted in one of its own, which looks again: whoever puts the same
file forward meanwhile keeps it (`workflow.evidence.take_in`).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, or_, select, update

from workflow.evidence import path_of
from workflow.in_parts import in_parts
from workflow.models import DestroyedItem, Document, Letterhead, StoredFile
from workflow.tenancy import widened


@dataclass(frozen=True, slots=True)
class Shared:
    """The files of papers that are to be destroyed, by SHA-256: those that go, those that others need."""

    doomed: tuple[str, ...]
    kept: tuple[str, ...]


def doomed_files(session: Session, item_ids: Sequence[int]) -> Shared:
    """Which files go with these items; those rows are locked, so that nobody begins to need one."""
    mine, names = set(item_ids), set[str]()
    for some in in_parts(item_ids):
        names |= set(session.exec(select(Document.sha256).where(col(Document.item_id).in_(some)).distinct()))
    ordered, needed = sorted(names), set[str]()
    with widened(session):
        for part in in_parts(ordered):
            _locked(session, part)
            users = session.exec(
                select(Document.sha256, Document.item_id)
                .where(col(Document.sha256).in_(part), ~_of_destroyed())
                .distinct()
            )
            needed |= {sha256 for sha256, item_id in users if item_id not in mine}
            emblems = select(Letterhead.emblem_sha256).where(col(Letterhead.emblem_sha256).in_(part))
            needed |= {each for each in session.exec(emblems) if each}
    return Shared(tuple(each for each in ordered if each not in needed), tuple(sorted(needed)))


def mark(session: Session, names: Sequence[str], at: datetime.datetime) -> None:
    """Notes that these files are to be deleted: a backup from now on does not miss them."""
    for part in in_parts(names):
        session.execute(update(StoredFile).where(col(StoredFile.sha256).in_(part)).values(destroyed_at=at))


def delete_marked(session: Session, folder: Path) -> int:
    """Deletes every marked file that is still there and that nobody needs; how many were deleted.

    To be called in a transaction of its own after the one that marked them. Where that was killed before,
    the next call deletes what was left; a second one finds nothing to do.
    """
    deleted = 0
    marked = session.exec(
        select(StoredFile.sha256)
        .where(col(StoredFile.destroyed_at).is_not(None))
        .order_by(col(StoredFile.sha256))
    ).all()
    there = [each for each in marked if path_of(folder, each).exists()]
    with widened(session):
        for part in in_parts(there):
            _locked(session, part)
            needed = set(session.exec(select(StoredFile.sha256).where(_in(part), _needed())))
            marks = set(session.exec(select(StoredFile.sha256).where(_in(part), _is_marked())))
            _unmark(session, sorted(needed & marks))
            for sha256 in sorted(marks - needed):
                path_of(folder, sha256).unlink(missing_ok=True)
                deleted += 1
    return deleted


def _unmark(session: Session, names: Sequence[str]) -> None:
    """Somebody put the file forward between the two transactions: it stays."""
    if names:
        session.execute(update(StoredFile).where(_in(names)).values(destroyed_at=None))


def _locked(session: Session, names: Sequence[str]) -> None:
    """Whoever puts one of these files forward waits from here on."""
    session.exec(
        select(StoredFile.sha256).where(_in(names)).order_by(col(StoredFile.sha256)).with_for_update()
    ).all()


def _in(names: Sequence[str]) -> ColumnElement[bool]:
    return col(StoredFile.sha256).in_(names)


def _is_marked() -> ColumnElement[bool]:
    return col(StoredFile.destroyed_at).is_not(None)


def _of_destroyed() -> ColumnElement[bool]:
    return exists().where(col(DestroyedItem.item_id) == col(Document.item_id))


def _needed() -> ColumnElement[bool]:
    """That a paper that is kept has the file, or an office prints it at the head of its papers."""
    return or_(
        exists().where(col(Document.sha256) == col(StoredFile.sha256), ~_of_destroyed()),
        exists().where(col(Letterhead.emblem_sha256) == col(StoredFile.sha256)),
    )
