"""Where an office's papers of a fiscal year stood on a day, and what was overdue then."""

import datetime
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import BindParameter, ColumnElement, SQLColumnExpression, and_, case, or_, select
from sqlmodel import Session, col, func

from states.catalogue import catalogue
from states.model import Label
from workflow import definitions
from workflow.days import counted_from
from workflow.models import Entry, Group, Item, Obligation
from workflow.moments import end_of

Told = TypeVar("Told")
# A Bangkok date, or where a statement made once is given one.
Day = datetime.date | BindParameter[datetime.date]


@dataclass(frozen=True, slots=True)
class Stood:
    """An item, and its state on a day with its name."""

    code: str
    title: str
    state: str
    label: Label


@dataclass(frozen=True, slots=True)
class Late:
    """Something owed that was not done when its day was past: what, by whom (role, group), since when."""

    item: str
    title: str
    code: str
    label: Label
    owed_by: str
    group: str
    due_on: datetime.date
    days: int


def state_on(on: Day) -> ColumnElement[str]:
    """Where an item stood on a Bangkok date: its state now, or what its history tells of an earlier day.

    Of a day before its first entry that first entry is all that is known.
    """
    now = col(Item.state)
    return case((col(Item.effective_on) <= on, now), else_=func.coalesce(_then(col(Entry.to_state), on), now))


def since_on(on: Day) -> ColumnElement[datetime.date]:
    """The Bangkok date from which an item stood where it stood on such a date, as `state_on` tells it."""
    now = col(Item.effective_on)
    return case((now <= on, now), else_=func.coalesce(_then(counted_from(), on), now))


def _then(what: SQLColumnExpression[Told], on: Day) -> ColumnElement[Told]:
    """What the entry tells by which an item came to stand where it stood on a day."""
    earliest_last = case((counted_from() <= on, -col(Entry.seq)), else_=col(Entry.seq))
    return (
        select(what)
        .where(col(Entry.item_id) == col(Item.id), col(Entry.to_state) != "")
        .order_by(earliest_last)
        .limit(1)
        .correlate(Item)
        .scalar_subquery()
    )


def owed_on(on: datetime.date) -> ColumnElement[bool]:
    """Whether an obligation was open at the end of a Bangkok date."""
    night = end_of(on)
    closed_later = or_(col(Obligation.closed_at).is_(None), col(Obligation.closed_at) >= night)
    return and_(col(Obligation.opened_at) < night, closed_later)


def of_the_office() -> ColumnElement[bool]:
    """Whether an obligation is the office's own: what one person has yet to read concerns only her."""
    return col(Obligation.person_id).is_(None)


def of_the_paper() -> ColumnElement[bool]:
    """Whether an obligation concerns the item (joined) itself, not the part that another group owes of it."""
    own = or_(col(Obligation.group_id).is_(None), col(Obligation.group_id) == col(Item.group_id))
    return and_(of_the_office(), own)


def stood(session: Session, office_id: int, fiscal_year: int, kind: str, on: datetime.date) -> list[Stood]:
    """The office's items of a kind and fiscal year (B.E.) as they stood on a Bangkok date, by code."""
    query = (
        select(col(Item.code), col(Item.title), state_on(on), col(Item.definition_hash))
        .where(col(Item.office_id) == office_id, col(Item.fiscal_year) == fiscal_year, col(Item.kind) == kind)
        .order_by(col(Item.code))
    )
    return [
        Stood(code, title, state, definitions.state_label(session, name, state))
        for code, title, state, name in session.execute(query)
    ]


def late(session: Session, office_id: int, fiscal_year: int, on: datetime.date) -> list[Late]:
    """What of a fiscal year (B.E.) was overdue at the end of a Bangkok date, the longest overdue first.

    Without what people have yet to read: a meeting tells who they are.
    """
    query = (
        select(
            *(col(Item.code), col(Item.title), col(Obligation.code), col(Obligation.owed_by)),
            *(func.coalesce(Group.code, ""), col(Obligation.due_on)),
        )
        .join(Item, col(Item.id) == col(Obligation.item_id))
        .outerjoin(Group, col(Group.id) == col(Obligation.group_id))
        .where(
            col(Obligation.office_id) == office_id,
            col(Item.fiscal_year) == fiscal_year,
            col(Obligation.due_on) < on,
            owed_on(on),
            of_the_office(),
        )
        .order_by(
            *(col(Obligation.due_on), col(Item.code), col(Obligation.code)), func.coalesce(Group.code, "")
        )
    )
    return [
        Late(item, title, code, _deadline(code), owed_by, group, due_on, (on - due_on).days)
        for item, title, code, owed_by, group, due_on in session.execute(query)
    ]


def _deadline(code: str) -> Label:
    known = catalogue().deadlines.get(code)
    return known.label if known else Label(code, code)
