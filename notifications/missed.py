"""Which reminders went out before a deadline that was missed: to whom, when, by what way, if read."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import Session, col

from notifications.models import Delivery, Notice
from workflow.audit.answers import Answer, Column, Page
from workflow.audit.asked import Asked
from workflow.audit.in_sql import Statement, before
from workflow.audit.keyset import key_of, token
from workflow.audit.lateness import SORT, duty_coded
from workflow.audit.owed_late import late_ones, words_of_others
from workflow.audit.prepared import Run, Shape, key_values, value
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
    key = key_of("reminders", page.after, _KEY)
    run = Run(session, who, asked, key, words_of_others(session, who.office_id))
    told = run.rows(_page, page.limit + 1)
    each = [list(rows) for _, rows in groupby(told, key=lambda row: row.id)]
    count, more = run.count(late_ones, len(each), page.limit)
    rows = tuple(row for owed in each[: page.limit] for row in _rows(owed))
    last = each[page.limit - 1][0] if len(each) > page.limit else None
    following = token("reminders", (last.due_on, last.id)) if last else ""
    return Answer(_COLUMNS, rows, following, count, more)


def _page(who: Viewer, shape: Shape) -> Statement:
    """A page of what was late, each with what was said about it to whom, and by which ways."""
    keys = late_ones(who, shape)
    if shape.key:
        keys = keys.where(before(SORT, key_values(shape)))
    of = keys.order_by(*(each.desc() for each in SORT)).limit(value("limit")).subquery()
    return (
        select(
            *(of.c.id, of.c.due_on, col(Item.code), col(Item.title), col(Obligation.code).label("duty")),
            *(col(Notice.id).label("notice"), col(Notice.written_at), col(Notice.rung), col(Notice.read_at)),
            *(col(Person.name_th), col(Delivery.channel), col(Delivery.outcome)),
        )
        .select_from(of)
        .join(Obligation, col(Obligation.id) == of.c.id)
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .outerjoin(Notice, col(Notice.obligation_id) == of.c.id)
        .outerjoin(Person, col(Person.id) == col(Notice.person_id))
        .outerjoin(Delivery, col(Delivery.notice_id) == col(Notice.id))
        .order_by(
            *(of.c.due_on.desc(), of.c.id.desc()),
            *(col(Notice.written_at), col(Notice.id), col(Delivery.channel)),
        )
    )


def _rows(owed: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """A row for each notice written by the end of the day; one without a person where there is none."""
    first = owed[0]
    start = (first.code, first.title, duty_coded(first.duty), first.due_on)
    told = [row for row in owed if row.notice and row.written_at < end_of(first.due_on)]
    for _, ways in groupby(told, key=lambda row: row.notice):
        sent = list(ways)
        by = ", ".join(f"{row.channel}: {row.outcome}".removesuffix(": ") for row in sent if row.channel)
        yield (*start, sent[0].written_at, sent[0].name_th, sent[0].rung, by, sent[0].read_at)
    if not told:
        yield (*start, None, "", None, "", None)
