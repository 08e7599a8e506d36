"""Statements put together once for every way of narrowing, and carried out by the database's own cursor.

To put a statement together and to send it through the ORM takes ten times as long as the database needs for
one office's page. So each is kept as text, by who looks and which filters are given; their values come along
as parameters (docs/decisions/0024).
"""

import datetime
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Date,
    String,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlmodel import Session

from workflow.audit.asked import Asked
from workflow.audit.in_sql import Statement
from workflow.database import Cursor, Moment, Sql
from workflow.queries import CLEARED, Viewer

MOST_COUNTED: Final = 10_000
_DIALECTS: Final[Mapping[bool, Dialect]] = {
    True: SQLiteDialect_pysqlite(paramstyle="qmark"),
    False: PGDialect_psycopg(paramstyle="format"),  # type: ignore[no-untyped-call]
}
_TYPES: Final[Mapping[type, Any]] = {
    int: BigInteger(),
    str: String(),
    datetime.date: Date(),
    datetime.datetime: Moment(),
}
_NAMED: Final[Mapping[str, type]] = {
    **dict.fromkeys(("person_id", "group_id", "item_id", "least", "most", "limit"), int),
    **dict.fromkeys(("kind", "trigger", "entry", "duty"), str),
    **dict.fromkeys(("since", "until", "effective_since", "effective_until", "today"), datetime.date),
    **dict.fromkeys(("from_moment", "to_moment"), datetime.datetime),
}


class Shape(NamedTuple):
    """What a statement looks like: which filters are given, by what it is grouped, where a page starts.

    `key` are the types of the sort key after which the page starts; none on the first page. `constants` are
    texts of the definitions that the statement holds fast.
    """

    given: frozenset[str]
    is_sqlite: bool
    by: str = ""
    key: tuple[type, ...] = ()
    constants: tuple[str, ...] = ()


_FILTERS: Final = (
    *("person_id", "group_id", "item_id", "kind", "trigger", "entry", "duty", "since", "until"),
    *("effective_since", "effective_until", "least", "most", "every_pair", "signs", "today"),
    *("from_moment", "to_moment"),
)
_EMPTY: Final = (None, "", False)

# Whoever is cleared sees all of her office, so all of them share a statement, with the office as a parameter.
_ANY_OFFICE: Final = -(2**31)
_NOTHING: Final[frozenset[int]] = frozenset()
_CLEARED: Final = Viewer(
    0, _ANY_OFFICE, frozenset({"internal_auditor"}), _NOTHING, _NOTHING, _NOTHING, active=True
)

Make = Callable[[Viewer, Shape], Statement]


def value(name: str) -> BindParameter[Any]:
    """The value of a filter, given when the statement is carried out."""
    return bindparam(name, type_=_TYPES[_NAMED[name]], required=False)


def among(texts: Sequence[str]) -> BindParameter[Any]:
    """Constant texts for IN, written into the statement."""
    return bindparam("among", list(texts), type_=String(), expanding=True, literal_execute=True, unique=True)


def key_values(shape: Shape) -> tuple[BindParameter[Any], ...]:
    """The sort key after which the page starts."""
    return tuple(bindparam(f"key{n}", type_=_TYPES[kind], required=False) for n, kind in enumerate(shape.key))


class Run:
    """One asking of a question: the statements that answer it, carried out with its values.

    `key` is the sort key after which the page starts, `constants` texts of the definitions that the statement
    holds fast, `by` what it is grouped by.
    """

    __slots__ = ("_asked", "_cursor", "_like", "_office", "_values", "key", "shape")

    def __init__(
        self,
        session: Session,
        who: Viewer,
        asked: Asked,
        key: tuple[Any, ...] | None = None,
        constants: tuple[str, ...] = (),
        by: str = "",
    ) -> None:
        self._cursor, self._asked, self.key = Cursor(session), asked, key
        self._like, self._office = _like(who), who.office_id
        self._values = {name: each for name in _FILTERS if (each := getattr(asked, name)) not in _EMPTY}
        given = frozenset(self._values)
        types = tuple(_kind(each) for each in key or ())
        self.shape = Shape(given, self._cursor.is_sqlite, by or asked.by, types, constants)
        if key:
            self._values |= {f"key{number}": each for number, each in enumerate(key)}

    def rows(self, make: Make, limit: int | None = None) -> list[Any]:
        """The rows of a statement, each a named tuple."""
        prepared = _prepared(make, self._like, self.shape)
        return prepared.rows(self._cursor, self._values | {"limit": limit}, self._office)

    def count(self, make: Make, found: int, limit: int) -> tuple[int, bool]:
        """How many there are: exactly, or MOST_COUNTED and that there are more.

        `found` is how many the page's statement found, asked for one more than its `limit`: a first page that
        is not full holds all of them, and the database is not asked again.
        """
        if self.key is None and found <= limit:
            return found, False
        prepared = _prepared_count(make, self._like, self.shape._replace(key=()))
        total = prepared.rows(self._cursor, self._values, self._office)[0][0]
        return min(total, MOST_COUNTED), total > MOST_COUNTED


class Prepared:
    """A statement as text in one dialect, with what its parameters and columns need."""

    def __init__(self, statement: Statement, *, is_sqlite: bool) -> None:
        dialect = _DIALECTS[is_sqlite]
        compiled: Any = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self._sql = Sql(compiled.string, compiled.string)
        self._fixed: dict[str, Any] = dict(compiled.params)
        self._offices = tuple(name for name, given in self._fixed.items() if given == _ANY_OFFICE)
        self._names = tuple(compiled.positiontup)
        self._binds = tuple(_bound(compiled, name, dialect) for name in self._names)
        columns = list(statement.selected_columns)
        names = [_name(each, n) for n, each in enumerate(columns)]
        row: Any = namedtuple("Row", names)  # type: ignore[misc]
        self._row = row
        read = [_reading(each.type, dialect) for each in columns]
        self._read = tuple((place, each) for place, each in enumerate(read) if each is not None)

    def rows(self, cursor: Cursor, values: Mapping[str, Any], office_id: int) -> list[Any]:
        """Its rows for an office and these values of its named parameters."""
        given = {**self._fixed, **values} | dict.fromkeys(self._offices, office_id)
        sent = tuple(
            given[name] if process is None else process(given[name])
            for name, process in zip(self._names, self._binds, strict=True)
        )
        told = cursor.rows(self._sql, sent)
        if not self._read:
            return [self._row._make(each) for each in told]
        return [self._as_read(each) for each in told]

    def _as_read(self, row: Any) -> Any:
        cells = list(row)
        for place, read in self._read:
            if cells[place] is not None:
                cells[place] = read(cells[place])
        return self._row._make(cells)


def _like(who: Viewer) -> Viewer:
    """Somebody who sees as much: a statement for one serves the other."""
    return _CLEARED if who.active and not who.bounded and who.roles & CLEARED else who


@lru_cache(maxsize=1024)
def _prepared(make: Make, who: Viewer, shape: Shape) -> Prepared:
    return Prepared(make(who, shape), is_sqlite=shape.is_sqlite)


@lru_cache(maxsize=1024)
def _prepared_count(make: Make, who: Viewer, shape: Shape) -> Prepared:
    bounded = make(who, shape).order_by(None).limit(None).limit(MOST_COUNTED + 1).subquery()
    return Prepared(select(func.count()).select_from(bounded), is_sqlite=shape.is_sqlite)


def _kind(each: Any) -> type:
    return next(kind for kind in (datetime.datetime, datetime.date, int, str) if isinstance(each, kind))


def _bound(compiled: Any, name: str, dialect: Dialect) -> Any:
    bind = compiled.binds.get(name)
    return bind.type.dialect_impl(dialect).bind_processor(dialect) if bind is not None else None


def _reading(kind: Any, dialect: Dialect) -> Any:
    """What makes a date or moment of a column's text; other columns stay as they come."""
    if not isinstance(kind, Moment | Date):
        return None
    if dialect.name == "sqlite":  # both are kept as ISO text
        return (datetime.datetime if isinstance(kind, Moment) else datetime.date).fromisoformat
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _name(column: Any, place: int) -> str:
    name = str(getattr(column, "name", "") or f"column_{place}")
    return name if name.isidentifier() and name not in ("count", "index") else f"column_{place}"
