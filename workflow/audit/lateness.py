"""Late by how much: every deadline that was missed, or sums of them by kind, group or duty."""

import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, func, literal
from sqlmodel import Session, col

from states.catalogue import catalogue
from states.model import Label
from workflow import definitions
from workflow.audit.answers import Answer, Coded, Column, Page, counted, paged_in_memory
from workflow.audit.asked import Asked
from workflow.audit.in_sql import before, days_between
from workflow.audit.keyset import key_of, token
from workflow.audit.owed_late import late_ones, owing_group, settled_on
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
    query = late_ones(session, who, asked)
    if asked.by:
        return _sums(session, who, query, asked, page)
    key = key_of("late", page.after, _KEY)
    found = query.where(before(SORT, key)) if key else query
    settled = settled_on(session, who.office_id)
    found = found.add_columns(
        *(col(Item.code).label("item"), col(Item.title), col(Obligation.code).label("duty")),
        *(col(Obligation.owed_by), col(Group.name_th).label("group"), col(Obligation.outcome)),
        *(settled.label("settled"), col(Person.name_th).label("settled_by")),
    )
    found = found.outerjoin(Group, col(Group.id) == owing_group())
    found = found.outerjoin(Person, col(Person.id) == col(Entry.actor_id))
    rows = session.execute(found.order_by(*(each.desc() for each in SORT)).limit(page.limit + 1)).all()
    count, more = counted(session, query)
    shown = rows[: page.limit]
    following = token("late", shown[-1][:2]) if len(rows) > page.limit else ""
    return Answer(_COLUMNS, tuple(_row(row, asked.today) for row in shown), following, count, more)


def _row(row: Any, today: datetime.date) -> tuple[Any, ...]:
    settled = row.settled if row.outcome else None
    days = ((settled or today) - row.due_on).days
    return (
        *(row.item, row.title, duty_coded(row.duty), role_coded(row.owed_by), row.group or ""),
        *(row.due_on, settled, days, row.settled_by or ""),
    )


def _sums(session: Session, who: Viewer, query: Select[Any], asked: Asked, page: Page) -> Answer:
    """A row for each kind, group or duty, the most days late first."""
    is_open = col(Obligation.outcome) == ""
    end = case((is_open, literal(asked.today)), else_=settled_on(session, who.office_id))
    days = days_between(session, col(Obligation.due_on), end)
    named, name = _dimension(asked.by)
    grouped = query.with_only_columns(
        named.label("named"),
        func.max(name).label("name"),
        func.count().label("late"),
        func.sum(case((is_open, 1), else_=0)).label("still_open"),
        func.sum(days).label("days"),
        func.max(days).label("longest"),
    ).group_by(named)
    if asked.by == "group":
        grouped = grouped.outerjoin(Group, col(Group.id) == owing_group())
    rows = [_sum(session, row, asked.by) for row in session.execute(grouped)]
    rows.sort(key=lambda row: (-row[3], row[0].code))
    key = key_of("late", page.after, (int,))
    start = max(0, key[0]) if key else 0
    return paged_in_memory(rows, _GROUPED, start, page.limit, token("late", (start + page.limit,)))


def _dimension(by: str) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
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
