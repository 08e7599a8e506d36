"""Decides "what may she see?" once: every list of items starts here."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from msgspec.json import decode
from sqlalchemy import ColumnElement, and_, bindparam, exists, or_
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from states.thai import search_text
from workflow.database import JSON_ROWS, Cursor, Sql
from workflow.errors import UnknownPerson
from workflow.models import (
    Acknowledgement,
    Body,
    Delegation,
    Entry,
    Item,
    Occupancy,
    PaperRow,
    Position,
    School,
)
from workflow.moments import bangkok_date

# gk: whoever leads, passes on or checks every paper, and the clerk who numbers it, sees the secret ones, too.
CLEARED: Final = frozenset(
    {
        *("area_director", "deputy_director", "plan_director", "clerk", "system"),
        *("internal_auditor", "external_auditor"),
    }
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and how far she sees: the whole office, a cluster's schools, or one school."""

    person_id: int
    office_id: int
    roles: frozenset[str]
    school_ids: frozenset[int]
    cluster_ids: frozenset[int]
    group_ids: frozenset[int]
    active: bool

    @property
    def bounded(self) -> bool:
        """Only school people see less than their office."""
        return bool(self.roles) and self.roles <= {"school_officer", "school_cluster_chair"}


def sight(dialect: str) -> str:
    """The columns that tell `as_viewer` how far the person `w` sees on a date, asked for SIGHT_DATES times.

    In plain SQL, because every request asks it: with who has signed in, in one statement.
    """
    group, row, text = JSON_ROWS[dialect]
    held = f"SELECT {group}({row}(p.role, p.school_id, p.cluster_id, p.group_id)){text}"
    hers = (
        "x JOIN position p ON p.id = x.position_id AND p.office_id = w.office_id WHERE x.person_id = w.id"
        " AND x.valid_from <= ? AND (x.valid_to IS NULL OR x.valid_to >= ?)"
        " AND p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to >= ?)"
    )
    return (
        "w.id, w.office_id, w.active_from <= ? AND (w.active_to IS NULL OR w.active_to >= ?),"
        f" ({held} FROM occupancy {hers}), ({held} FROM delegation {hers})"
    )


SIGHT_DATES: Final = sight("sqlite").count("?")
_VIEWER: Final = Sql(*(f"SELECT {sight(each)} FROM person w WHERE w.id = ?" for each in JSON_ROWS))  # noqa: S608  constant


def viewer(session: Session, person_id: int, at: datetime.datetime) -> Viewer:
    """The person's view on the Bangkok day of `at`: the positions she holds or stands in for."""
    cursor = Cursor(session)
    values = cursor.row(_VIEWER, (*(cursor.date(bangkok_date(at)),) * SIGHT_DATES, person_id))
    if values is None:
        raise UnknownPerson(str(person_id))
    return as_viewer(values)


def as_viewer(values: Sequence[Any]) -> Viewer:
    """A view from the columns of `sight`; PostgreSQL gives null for no rows."""
    person_id, office_id, active, held, standing_in = values
    return _viewer(person_id, office_id, bool(active), held or "[]", standing_in or "[]")


@lru_cache(maxsize=4096)  # the same rows give the same view, whenever they were read
def _viewer(person_id: int, office_id: int, active: bool, held: str, standing_in: str) -> Viewer:
    rows = [*decode(held), *decode(standing_in)]
    columns = [frozenset(column) - {None} for column in zip(*rows, strict=True)] or [frozenset[Any]()] * 4
    roles, schools, clusters, groups = columns
    return Viewer(person_id, office_id, roles, schools, clusters, groups, active)


@dataclass(frozen=True, slots=True)
class Found:
    """What a step has to know of the item that it is asked for."""

    id: int
    code: str
    office_id: int
    definition_hash: str


def found(session: Session, who: Viewer, code: str) -> Found | None:
    """The item of this code among `items_visible_to`, without its row: every step asks for one."""
    cursor = Cursor(session)
    statement, names = _by_code(who, cursor.is_sqlite)
    row = cursor.row(statement, names | {"code": code})
    return None if row is None else Found(*row)


@lru_cache(maxsize=512)
def _by_code(who: Viewer, is_sqlite: bool) -> tuple[Sql, dict[str, Any]]:
    """The statement as the database reads it, with names for its values, and the values but the code."""
    columns = (col(Item.id), col(Item.code), col(Item.office_id), col(Item.definition_hash))
    wanted = items_visible_to(who).with_only_columns(*columns).where(col(Item.code) == bindparam("code", ""))
    dialect = SQLiteDialect_pysqlite(paramstyle="named") if is_sqlite else PGDialect_psycopg()  # type: ignore[no-untyped-call]
    compiled = wanted.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    return Sql(str(compiled)), {name: value for name, value in compiled.params.items() if name != "code"}


@lru_cache(maxsize=256)
def in_force_on(
    row: type[Body | Position | Occupancy | Delegation], on: datetime.date
) -> ColumnElement[bool]:
    """That a body or post, an appointment to it or an order holds on a Bangkok date, both days included."""
    return and_(col(row.valid_from) <= on, or_(col(row.valid_to).is_(None), col(row.valid_to) >= on))


@lru_cache(maxsize=512)  # a page asks for the same several times, and putting it together takes long
def items_visible_to(who: Viewer) -> SelectOfScalar[Item]:
    """The items this person may see: her office's; for school people those of their own schools.

    Secret papers only where she has a part in them or is CLEARED.
    """
    seen = select(Item).where(Item.office_id == who.office_id)
    if not who.active or not who.roles:
        return seen.where(col(Item.id) < 0)
    if not who.roles & CLEARED:
        seen = seen.where(col(Item.id).not_in(_kept_from(who)))
    return seen.where(_within(who)) if who.bounded else seen


def entries_visible_to(who: Viewer) -> SelectOfScalar[Entry]:
    """The history this person may read: her office's, without what tells of papers that are kept from her."""
    found = select(Entry).where(Entry.office_id == who.office_id)
    if not who.active or not who.roles or who.bounded:
        seen = items_visible_to(who).with_only_columns(col(Item.id))
        return found.where(col(Entry.item_id).in_(seen))
    if who.roles & CLEARED:
        return found
    return found.where(or_(col(Entry.item_id).is_(None), col(Entry.item_id).not_in(_kept_from(who))))


def _kept_from(who: Viewer) -> SelectOfScalar[int]:
    """The secret papers in which she has no part: not hers, nor her group's, nor put before her."""
    papers = select(PaperRow.item_id).join(Item, col(Item.id) == col(PaperRow.item_id))
    asked = exists().where(
        col(Acknowledgement.item_id) == col(Item.id), col(Acknowledgement.person_id) == who.person_id
    )
    took_part = exists().where(col(Entry.item_id) == col(Item.id), col(Entry.actor_id) == who.person_id)
    hers = or_(
        func.coalesce(Item.owner_id, 0) == who.person_id,
        func.coalesce(Item.group_id, 0).in_(who.group_ids),
        asked,
        took_part,
    )
    return papers.where(PaperRow.office_id == who.office_id, col(PaperRow.secret).is_(True), ~hers)


def _within(who: Viewer) -> ColumnElement[bool]:
    clusters = select(School.id).where(col(School.cluster_id).in_(who.cluster_ids))
    asked = select(Acknowledgement.item_id).where(Acknowledgement.person_id == who.person_id)
    put_before_her = and_(col(Item.kind) == "memo", col(Item.id).in_(asked))  # a circular to schools
    own = or_(col(Item.school_id).in_(who.school_ids), col(Item.school_id).in_(clusters), put_before_her)
    if (
        "school_cluster_chair" in who.roles
    ):  # sits on the planning committee (U-P5) and adjusts the plan (U-C3)
        return or_(own, col(Item.kind).in_(("annual_plan", "plan_amendment", "project", "meeting")))
    return own


def matching(
    found: SelectOfScalar[Item], *, kind: str = "", state: str = "", text: str = ""
) -> SelectOfScalar[Item]:
    """Narrows a list by kind, state and words in the code or title (Thai spelling variants folded)."""
    if kind:
        found = found.where(Item.kind == kind)
    if state:
        found = found.where(Item.state == state)
    for word in search_text(text).split():
        found = found.where(col(Item.search_text).contains(word, autoescape=True))
    return found


def entries_of(item_id: int) -> SelectOfScalar[Entry]:
    """An item's history in the order it was recorded."""
    return select(Entry).where(Entry.item_id == item_id).order_by(col(Entry.seq))
