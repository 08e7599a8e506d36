"""A person's inbox: everything she was told, newest first, and what of it she has not read."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_
from sqlmodel import Session, col, select, update

from notifications.models import Notice
from notifications.weekly import WEEKLY
from workflow.models import Obligation

PAGE = 50
FILTERS = ("", "unread", "late")


@dataclass(frozen=True, slots=True)
class Received:
    """A notice as it lies in the inbox; `due_on` and `settled` tell of what it reminds of.

    It is `followed` where she was reminded of the same matter, or told of a later week, since.
    """

    notice: Notice
    due_on: datetime.date | None
    settled: bool
    followed: bool = False

    @property
    def unread(self) -> bool:
        """What is settled or told anew asks for nobody's eyes."""
        return self.notice.read_at is None and not self.settled and not self.followed


def inbox(
    session: Session, person_id: int, on: datetime.date, *, only: str = "", before: int = 0, limit: int = PAGE
) -> list[Received]:
    """Up to `limit` notices, newest first: all, unread ones, or of what is late on the Bangkok date `on`.

    `before` is the id of the last notice of the page before.
    """
    query = _received(person_id).order_by(col(Notice.id).desc()).limit(limit)
    if before:
        query = query.where(col(Notice.id) < before)
    if only == "unread":
        query = query.where(_unread(person_id))
    if only == "late":
        query = query.where(
            col(Obligation.outcome) == "", col(Obligation.due_on) < on, not_(_followed(person_id))
        )
    return [
        Received(notice, due_on, bool(outcome), bool(followed))
        for notice, due_on, outcome, followed in session.execute(query)
    ]


def unread_count(session: Session, person_id: int) -> int:
    """How many notices wait to be read."""
    return int(session.execute(_counting(person_id)).scalar_one())


def mark_read(session: Session, person_id: int, now: datetime.datetime, notice_id: int | None = None) -> int:
    """Marks one notice of this person, or all of them, as read; how many were not."""
    mine = update(Notice).where(col(Notice.person_id) == person_id, col(Notice.read_at).is_(None))
    if notice_id is not None:
        mine = mine.where(col(Notice.id) == notice_id)
    return int(session.exec(mine.values(read_at=now)).rowcount)


def _received(person_id: int) -> Any:
    return (
        select(Notice, col(Obligation.due_on), col(Obligation.outcome), _followed(person_id))
        .outerjoin(Obligation, col(Obligation.id) == col(Notice.obligation_id))
        .where(Notice.person_id == person_id)
    )


def _unread(person_id: int) -> ColumnElement[bool]:
    open_still = or_(col(Notice.obligation_id).is_(None), col(Obligation.outcome) == "")
    return and_(col(Notice.read_at).is_(None), open_still, not_(_followed(person_id)))


@lru_cache(maxsize=512)  # every page counts what is unread
def _counting(person_id: int) -> Any:
    return _received(person_id).where(_unread(person_id)).with_only_columns(func.count())


@lru_cache(maxsize=512)
def _followed(person_id: int) -> ColumnElement[bool]:
    """Whether a newer notice tells her of the same: a later rung, or the next week's summary.

    The newest are found once for the person: looked up row by row, years of notices would slow every page.
    """
    newest = select(func.max(Notice.id)).where(Notice.person_id == person_id)
    rungs = newest.where(col(Notice.obligation_id).is_not(None)).group_by(col(Notice.obligation_id))
    week = newest.where(Notice.code == WEEKLY).scalar_subquery()
    return or_(
        and_(col(Notice.obligation_id).is_not(None), col(Notice.id).not_in(rungs)),
        and_(col(Notice.code) == WEEKLY, col(Notice.id) < week),
    )
