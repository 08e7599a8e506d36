"""Whether a database is whole: its own structure, every office's chain, and where each chain ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from workflow import history, schema
from workflow.database import Cursor, Database, Sql
from workflow.keeping.manifest import Manifest, OfficeHead

# In plain SQL: a backup may have tables of another age than this program's.
_HEADS: Final = Sql(
    "SELECT o.code, o.id, COALESCE(h.seq, 0), COALESCE(h.hash, '') FROM office o"
    " LEFT JOIN chain_head h ON h.office_id = o.id ORDER BY o.id"
)
_AT: Final = Sql(
    "SELECT e.hash FROM history_entry e JOIN office o ON o.id = e.office_id WHERE o.code = ? AND e.seq = ?"
)
_STORED: Final = Sql("SELECT sha256 FROM stored_file ORDER BY sha256")
_STILL_STORED: Final = Sql("SELECT sha256 FROM stored_file WHERE destroyed_at IS NULL ORDER BY sha256")
_TELLS_DESTROYED: Final = Sql(
    "SELECT count(*) FROM pragma_table_info('stored_file') WHERE name = 'destroyed_at'",
    "SELECT count(*) FROM pg_attribute WHERE attrelid = 'stored_file'::regclass AND attname = 'destroyed_at'",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: `what` is structure, chain, head, revision or lost; `seen` says where."""

    what: str
    seen: str


def heads(session: Session) -> tuple[OfficeHead, ...]:
    """Where each office's chain says that it ends."""
    return tuple(OfficeHead(*row) for row in Cursor(session).rows(_HEADS))


def stored_files(session: Session) -> list[str]:
    """The SHA-256 of every file that the database knows and that was not destroyed by order."""
    cursor = Cursor(session)
    (tells,) = cursor.row(_TELLS_DESTROYED)
    return [sha256 for (sha256,) in cursor.rows(_STILL_STORED if tells else _STORED)]


def hash_at(session: Session, office: str, seq: int) -> str | None:
    """The hash of the office's entry of this number; None where there is none."""
    found = Cursor(session).row(_AT, (office, seq))
    return str(found[0]) if found else None


def faults(database: Database, manifest: Manifest) -> list[Fault]:
    """Everything by which the database differs from what its backup says, or is not whole in itself."""
    found: list[Fault] = []
    revision = schema.current(database)
    if revision != manifest.revision:
        found.append(Fault("revision", f"{revision} / {manifest.revision}"))
        return found
    with database.read() as session:
        cursor = Cursor(session)
        found += [Fault("structure", each) for each in _structure(cursor)]
        here = heads(session)
        found += [Fault("head", each.office) for each in _unlike(here, manifest.heads)]
        for each in here:
            verdict = history.verify(session, each.office_id)
            if not verdict.holds:
                found.append(Fault("chain", f"{each.office} {verdict.bad_seq} {verdict.problem}"))
        packed = {kept.sha256 for kept in manifest.files} | set(manifest.lost)
        found += [Fault("lost", each) for each in stored_files(session) if each not in packed]
    return found


def _structure(cursor: Cursor) -> list[str]:
    """What SQLite finds wrong with the file; PostgreSQL has checked what it restored."""
    if not cursor.is_sqlite:
        return []
    said = [str(row[0]) for row in cursor.rows(Sql("PRAGMA integrity_check(5)"))]
    dangling = cursor.rows(Sql("PRAGMA foreign_key_check"))[:5]
    return [each for each in said if each != "ok"] + [f"{row[0]} {row[1]} -> {row[2]}" for row in dangling]


def _unlike(here: Iterable[OfficeHead], there: Iterable[OfficeHead]) -> set[OfficeHead]:
    return set(here) ^ set(there)
