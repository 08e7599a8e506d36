"""Which reminders went out before a deadline that was missed: to whom, when, by what way, and whether read."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import Session, col, select

from notifications.models import Delivery, Notice
from workflow.audit.answers import Answer, Column, Page, counted
from workflow.audit.asked import Asked
from workflow.audit.in_sql import before
from workflow.audit.keyset import key_of, token
from workflow.audit.lateness import SORT, duty_coded
from workflow.audit.owed_late import late_ones
from workflow.models import Item, Obligation, Person
from workflow.moments import end_of
from workflow.queries import Viewer

_COLUMNS: Final = (
    Column("item", "code"),
    Column("title"),
    Column("duty", "label"),
    Column("due_on", "date"),
    Column("told_at", "moment"),
    Column("told_who"),
    Column("rung", "whole", aside=True),
    Column("sent_by"),
    Column("read_at", "moment"),
)
_KEY: Final = (datetime.date, int)


def reminded_before(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """Every deadline missed, with each notice about it that was written by the end of its day.

    One that nobody was told of has a row without a person. A page holds `limit` deadlines, the latest due
    first; `sent_by` lists the ways by which a notice left the house, each with what became of it.
    """
    query = late_ones(session, who, asked)
    key = key_of("reminders", page.after, _KEY)
    found = query.where(before(SORT, key)) if key else query
    found = found.add_columns(col(Item.code), col(Item.title), col(Obligation.code).label("duty"))
    owed = session.execute(found.order_by(*(each.desc() for each in SORT)).limit(page.limit + 1)).all()
    shown = owed[: page.limit]
    told = _told(session, [(row.id, row.due_on) for row in shown])
    count, more = counted(session, query)
    rows = tuple(row for each in shown for row in _rows(each, told.get(each.id, [])))
    following = token("reminders", shown[-1][:2]) if len(owed) > page.limit else ""
    return Answer(_COLUMNS, rows, following, count, more)


def _rows(owed: Any, told: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    start = (owed.code, owed.title, duty_coded(owed.duty), owed.due_on)
    return [(*start, *each) for each in told] or [(*start, None, "", None, "", None)]


def _told(session: Session, owed: Sequence[tuple[int, datetime.date]]) -> dict[int, list[tuple[Any, ...]]]:
    """By obligation: each notice before the end of its day, the earliest first."""
    if not owed:
        return {}
    due, ids = dict(owed), [key for key, _ in owed]
    asked = (
        select(Notice, Person.name_th)
        .join(Person, col(Person.id) == col(Notice.person_id))
        .where(col(Notice.obligation_id).in_(ids))
        .order_by(col(Notice.written_at), col(Notice.id))
    )
    notices = [
        (notice, name)
        for notice, name in session.exec(asked)
        if notice.written_at < end_of(due[notice.obligation_id or 0])
    ]
    ways = _ways(session, [notice.id for notice, _ in notices])
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for notice, name in notices:
        row = (notice.written_at, name, notice.rung, ", ".join(ways.get(notice.id, ())), notice.read_at)
        found[notice.obligation_id or 0].append(row)
    return found


def _ways(session: Session, notices: Sequence[int]) -> dict[int, list[str]]:
    """The channels of each notice with their outcome, where there is one."""
    found: dict[int, list[str]] = defaultdict(list)
    asked = select(Delivery).where(col(Delivery.notice_id).in_(notices)).order_by(col(Delivery.channel))
    for each in session.exec(asked) if notices else ():
        found[each.notice_id].append(f"{each.channel}: {each.outcome}" if each.outcome else each.channel)
    return found
