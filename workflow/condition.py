"""Whether a database is set up so that nothing acknowledged can be lost, and nothing recorded be changed."""

import datetime
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlmodel import Session

from workflow import schema
from workflow.database import Cursor, Database, Sql

# Clocks of two machines that ask the same time server differ by less; a step recorded later than now means
# that a clock was set back.
SKEW: Final = datetime.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Seen:
    """One setting: what was found, what it must be, and whether it is."""

    name: str
    well: bool
    found: str
    wanted: str


def condition(session: Session, now: datetime.datetime) -> tuple[Seen, ...]:
    """Everything about the database that decides whether its record can be trusted, at the moment `now`."""
    cursor = Cursor(session)
    own = _sqlite(cursor) if cursor.is_sqlite else _postgresql(cursor, now)
    return (*own, _triggers(cursor), _clock(cursor, now))


# SQLite

_JOURNAL, _SYNC, _KEYS = Sql("PRAGMA journal_mode"), Sql("PRAGMA synchronous"), Sql("PRAGMA foreign_keys")
_CHECK = Sql("PRAGMA quick_check(1)")
_SYNC_NAMES: Final = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


def _sqlite(cursor: Cursor) -> Iterator[Seen]:
    journal = str(cursor.row(_JOURNAL)[0]).casefold()
    yield Seen("journal_mode", journal == "wal", journal, "wal")
    sync = int(cursor.row(_SYNC)[0])
    yield Seen("synchronous", sync >= 2, _SYNC_NAMES.get(sync, str(sync)), "FULL")
    keys = int(cursor.row(_KEYS)[0])
    yield Seen("foreign_keys", keys == 1, "ON" if keys else "OFF", "ON")
    checked = str(cursor.row(_CHECK)[0])
    yield Seen("integrity", checked == "ok", checked.splitlines()[0][:200], "ok")


# PostgreSQL

_SETTING = Sql("", "SELECT current_setting(?)")
_SERVER_CLOCK = Sql("", "SELECT clock_timestamp(), current_setting('server_version_num')::int")
_OLDEST: Final = 130000
_ON: Final[tuple[str, ...]] = ("fsync", "full_page_writes")


def _postgresql(cursor: Cursor, now: datetime.datetime) -> Iterator[Seen]:
    for name in _ON:
        found = cursor.row(_SETTING, (name,))[0]
        yield Seen(name, found == "on", found, "on")
    commit = cursor.row(_SETTING, ("synchronous_commit",))[0]
    yield Seen("synchronous_commit", commit != "off", commit, "on")
    # A session with another role fires no trigger: history could be changed in it.
    role = cursor.row(_SETTING, ("session_replication_role",))[0]
    yield Seen("replication_role", role == "origin", role, "origin")
    there, version = cursor.row(_SERVER_CLOCK)
    skew = abs(there - now)
    yield Seen("server_clock", skew <= SKEW, _seconds(skew), f"<= {_seconds(SKEW)}")
    yield Seen("version", version >= _OLDEST, str(version // 10000), f">= {_OLDEST // 10000}")


def _seconds(span: datetime.timedelta) -> str:
    return f"{span.total_seconds():.0f} s"


# What refuses to change the record

_SQLITE_TRIGGERS = Sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
# 'O' and 'A' fire in ordinary sessions; a disabled trigger is as good as none.
_POSTGRESQL_TRIGGERS = Sql(
    "",
    "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
    " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = current_schema()",
)


def _triggers(cursor: Cursor) -> Seen:
    """Those of a new database, word for word; on PostgreSQL those of the same tables, enabled."""
    if cursor.is_sqlite:
        there = dict(cursor.rows(_SQLITE_TRIGGERS))
        lacking = sorted(name for name, text in _new_triggers().items() if there.get(name) != text)
    else:
        raising = {name for name, body in cursor.rows(_POSTGRESQL_TRIGGERS) if "RAISE EXCEPTION" in body}
        wanted = {f"{table}_{what}" for table in append_only() for what in ("no_change", "no_truncate")}
        lacking = sorted(wanted - raising)
    return Seen("triggers", not lacking, ", ".join(lacking) or "ok", "ok")


def append_only() -> frozenset[str]:
    """The tables whose rows the database refuses to change."""
    return frozenset(
        name.removesuffix("_no_update") for name in _new_triggers() if name.endswith("_no_update")
    )


@cache
def _new_triggers() -> dict[str, str]:
    """The triggers of a database made today, by name."""
    with tempfile.TemporaryDirectory(prefix="khanton-new-") as folder:
        made = Database(f"sqlite:///{folder}/new.db")
        try:
            schema.upgrade(made)
            with made.read() as session:
                rows: Any = Cursor(session).rows(_SQLITE_TRIGGERS)
                return dict(rows)
        finally:
            made.dispose()


_NEWEST = Sql(
    "SELECT max(e.at) FROM chain_head h JOIN history_entry e ON e.office_id = h.office_id AND e.seq = h.seq"
)


def _clock(cursor: Cursor, now: datetime.datetime) -> Seen:
    """No office's last entry may be from the future: the clock would have been set back since."""
    found = cursor.row(_NEWEST)[0]
    newest = datetime.datetime.fromisoformat(found) if isinstance(found, str) else found
    ahead = max(newest - now, datetime.timedelta()) if newest else datetime.timedelta()
    return Seen("clock", ahead <= SKEW, _seconds(ahead), f"<= {_seconds(SKEW)}")
