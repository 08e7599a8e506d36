"""Days and months as both databases reckon them, and the row comparison behind every page."""

import datetime
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, String, cast, func, literal, tuple_
from sqlmodel import Session

from workflow.database import Moment


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def bangkok_day(session: Session, at: ColumnElement[Any]) -> ColumnElement[datetime.date]:
    """The Bangkok date of a moment's column."""
    if is_sqlite(session):
        return func.date(at, literal("+7 hours", String()), type_=Date())
    return cast(func.timezone("Asia/Bangkok", at), Date())


def month(session: Session, day: ColumnElement[Any]) -> ColumnElement[str]:
    """`2018-01` of a date's column."""
    if is_sqlite(session):
        return func.substr(day, 1, 7, type_=String())
    return func.to_char(day, literal("YYYY-MM", String()), type_=String())


def days_between(session: Session, early: ColumnElement[Any], late: ColumnElement[Any]) -> ColumnElement[int]:
    """Whole days from one date's column to another's."""
    if is_sqlite(session):
        return cast(func.julianday(late) - func.julianday(early), Integer())
    return cast(late, Date()) - cast(early, Date())  # type: ignore[return-value]


def later(session: Session, one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    """The later of two dates' columns."""
    return (func.max if is_sqlite(session) else func.greatest)(one, other, type_=Date())


def before(columns: Sequence[ColumnElement[Any]], key: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that come after `key` in falling order of the columns."""
    return tuple_(*columns) < tuple_(*map(_literal, key))


def beyond(columns: Sequence[ColumnElement[Any]], key: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that come after `key` in rising order of the columns."""
    return tuple_(*columns) > tuple_(*map(_literal, key))


def _literal(value: Any) -> ColumnElement[Any]:
    if isinstance(value, datetime.datetime):
        return literal(value, Moment())
    return literal(value, Date()) if isinstance(value, datetime.date) else literal(value)
