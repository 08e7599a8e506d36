"""Days and months as both databases reckon them, and the row comparison behind every page."""

import datetime
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    cast,
    func,
    literal,
    tuple_,
)

Statement = Select[*tuple[Any, ...]]
Column = SQLColumnExpression[Any]


def bangkok_day(at: Column, *, is_sqlite: bool) -> ColumnElement[datetime.date]:
    """The Bangkok date of a moment's column."""
    if is_sqlite:
        return func.date(at, literal("+7 hours", String()), type_=Date())
    return cast(func.timezone("Asia/Bangkok", at), Date())


def month(day: Column, *, is_sqlite: bool) -> ColumnElement[str]:
    """`2018-01` of a date's column."""
    if is_sqlite:
        return func.substr(day, 1, 7, type_=String())
    return func.to_char(day, "YYYY-MM", type_=String())


def days_between(early: Column, late: Column, *, is_sqlite: bool) -> ColumnElement[int]:
    """Whole days from one date's column to another's."""
    if is_sqlite:
        return cast(func.julianday(late) - func.julianday(early), Integer())
    return func.date_mi(late, early, type_=Integer())


def later(one: Column, other: Column, *, is_sqlite: bool) -> ColumnElement[Any]:
    """The later of two dates' columns."""
    return (func.max if is_sqlite else func.greatest)(one, other, type_=Date())


def before(columns: Sequence[Column], key: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that come after `key` in falling order of the columns."""
    return tuple_(*columns) < tuple_(*key)
