"""Decides "what may she see?" once: every list of items starts here."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from states.thai import search_text
from workflow.database import Cursor, Sql
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


# In plain SQL, because every request asks it.
_VIEWER: Final = Sql(
    "SELECT w.office_id, w.active_from <= ? AND (w.active_to IS NULL OR w.active_to >= ?),"
    " held.role, held.school_id, held.cluster_id, held.group_id FROM person w LEFT JOIN ("
    "SELECT p.role, p.school_id, p.cluster_id, p.group_id FROM position p"
    " JOIN occupancy o ON o.position_id = p.id AND o.person_id = ? AND o.valid_from <= ?"
    " AND (o.valid_to IS NULL OR o.valid_to >= ?)"
    " WHERE p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to >= ?)"
    " UNION SELECT p.role, p.school_id, p.cluster_id, p.group_id FROM position p"
    " JOIN delegation d ON d.position_id = p.id AND d.person_id = ? AND d.valid_from <= ?"
    " AND (d.valid_to IS NULL OR d.valid_to >= ?)"
    " WHERE p.valid_from <= ? AND (p.valid_to IS NULL OR p.valid_to >= ?)"
    ") held ON 1 = 1 WHERE w.id = ?"
)


def viewer(session: Session, person_id: int, at: datetime.datetime) -> Viewer:
    """The person's view on the Bangkok day of `at`: the positions she holds or stands in for."""
    cursor = Cursor(session)
    on = cursor.date(bangkok_date(at))
    held = (person_id, on, on, on, on)
    rows = cursor.rows(_VIEWER, (on, on, *held, *held, person_id))
    if not rows:
        raise UnknownPerson(str(person_id))
    office_id, active = rows[0][:2]
    columns = [frozenset(column) - {None} for column in zip(*rows, strict=True)]
    _, _, roles, schools, clusters, groups = columns
    return Viewer(person_id, office_id, roles, schools, clusters, groups, bool(active))


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
