"""Late by how much: every deadline that was missed, or sums of them by kind, group or duty."""

import datetime
from typing import Any, Final

from sqlalchemy import SQLColumnExpression, case, func
from sqlmodel import Session, col

from states.catalogue import catalogue
from states.model import Label
from workflow import definitions
from workflow.audit.answers import Answer, Coded, Column, Page, paged_in_memory
from workflow.audit.asked import Asked
from workflow.audit.in_sql import Statement, before, days_between
from workflow.audit.keyset import key_of, token
from workflow.audit.owed_late import late_ones, owing_group, settled_on, words_of_others
from workflow.audit.prepared import Run, Shape, key_values, value
from workflow.models import Entry, Group, Item, Obligation, Person
from workflow.queries import Viewer

_COLUMNS: Final = (
    Column("item", "code"),
    Column("title"),
    Column("duty", "label"),
    Column("owed_by", "label"),
    Column("group"),
    Column("due_on", "date"),
    Column("settled_on", "date"),
    Column("days_late", "whole"),
    Column("settled_by"),
)
_GROUPED: Final = (
    *(Column("named", "label"), Column("late", "whole"), Column("still_open", "whole")),
    *(Column("days_late", "whole"), Column("longest_late", "whole"), Column("mean_late", "days")),
)
_KEY: Final = (datetime.date, int)
SORT: Final = (col(Obligation.due_on), col(Obligation.id))
DIMENSIONS: Final = ("kind", "group", "duty")


def lateness(session: Session, who: Viewer, asked: Asked, page: Page) -> Answer:
    """What was settled late and what is open and late as of today, the latest due first; or sums of it."""
    others = words_of_others(session, who.office_id)
    if asked.by:
        return _sums(session, who, asked, page, others)
    key = key_of("late", page.after, _KEY)
    run = Run(session, who, asked, key, others)
    rows = run.rows(_page, page.limit + 1)
    count, more = run.count(late_ones, len(rows), page.limit)
    shown = rows[: page.limit]
    following = token("late", (shown[-1].due_on, shown[-1].id)) if len(rows) > page.limit else ""
    return Answer(_COLUMNS, tuple(_row(row, asked.today) for row in shown), following, count, more)


def _page(who: Viewer, shape: Shape) -> Statement:
    """A page of what was late, with its names."""
    query = late_ones(who, shape).add_columns(
        *(col(Item.code).label("item"), col(Item.title), col(Obligation.code).label("duty")),
        *(col(Obligation.owed_by), col(Group.name_th).label("group"), col(Obligation.outcome)),
        *(settled_on(shape).label("settled"), col(Person.name_th).label("settled_by")),
    )
    query = query.outerjoin(Group, col(Group.id) == owing_group())
    query = query.outerjoin(Person, col(Person.id) == col(Entry.actor_id))
    if shape.key:
        query = query.where(before(SORT, key_values(shape)))
    return query.order_by(*(each.desc() for each in SORT)).limit(value("limit"))


def _row(row: Any, today: datetime.date) -> tuple[Any, ...]:
    settled = row.settled if row.outcome else None
    days = ((settled or today) - row.due_on).days
    return (
        *(row.item, row.title, duty_coded(row.duty), role_coded(row.owed_by), row.group or ""),
        *(row.due_on, settled, days, row.settled_by or ""),
    )


def _sums(session: Session, who: Viewer, asked: Asked, page: Page, others: tuple[str, ...]) -> Answer:
    """A row for each kind, group or duty, the most days late first."""
    run = Run(session, who, asked, None, others)
    rows = [_sum(session, row, asked.by) for row in run.rows(_grouped)]
    rows.sort(key=lambda row: (-row[3], row[0].code))
    key = key_of("late", page.after, (int,))
    start = max(0, key[0]) if key else 0
    return paged_in_memory(rows, _GROUPED, start, page.limit, token("late", (start + page.limit,)))


def _grouped(who: Viewer, shape: Shape) -> Statement:
    """What was late summed by the shape's dimension."""
    is_open = col(Obligation.outcome) == ""
    end = case((is_open, value("today")), else_=settled_on(shape))
    days = days_between(col(Obligation.due_on), end, is_sqlite=shape.is_sqlite)
    named, name = _dimension(shape.by)
    query: Statement = late_ones(who, shape).with_only_columns(
        named.label("named"),
        func.max(name).label("name"),
        func.count().label("late"),
        func.sum(case((is_open, 1), else_=0)).label("still_open"),
        func.sum(days).label("days"),
        func.max(days).label("longest"),
    )
    if shape.by == "group":
        query = query.outerjoin(Group, col(Group.id) == owing_group())
    return query.group_by(named)


def _dimension(by: str) -> tuple[SQLColumnExpression[Any], SQLColumnExpression[Any]]:
    """What is grouped by, and the column that names it."""
    if by == "kind":
        return col(Item.kind), col(Item.definition_hash)
    if by == "group":
        return owing_group(), col(Group.name_th)
    return col(Obligation.code), col(Obligation.code)


def _sum(session: Session, row: Any, by: str) -> tuple[Any, ...]:
    if by == "kind":
        named = Coded(row.named, definitions.by_hash(session, row.name).label)
    elif by == "group":
        named = Coded(str(row.named or ""), Label(row.name or "–", row.name or "–"))
    else:
        named = duty_coded(row.named)
    days = int(row.days)
    return (named, row.late, int(row.still_open), days, int(row.longest), round(days / row.late, 1))


def duty_coded(code: str) -> Coded:
    known = catalogue().deadlines.get(code)
    return Coded(code, known.label if known else Label(code, code))


def role_coded(role: str) -> Coded:
    known = catalogue().roles.get(role)
    return Coded(role, known.label if known else Label(role, role))
