"""Makes a backup while people work, and proves it by restoring it before it gets its name."""

import datetime
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from workflow import schema
from workflow.database import Database
from workflow.errors import BadEvidence
from workflow.errors_keeping import BackupRefused, RestoreRefused
from workflow.evidence import read_file
from workflow.keeping import checking, files, postgres_tools, scratch
from workflow.keeping.archive import Packing, packing, unpacked
from workflow.keeping.copying import CannotRead, Tell, copy_sqlite
from workflow.keeping.copying import at as opened_at
from workflow.keeping.manifest import Manifest, OfficeHead
from workflow.keeping.placing import put, workshop

SQLITE: Final = "database.sqlite"
POSTGRESQL: Final = "database.dump"
UNPROVEN: Final = ".unproven"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to back up and how: the data folder, whether keys come along, which program (its version) does it.

    `scratch` is the address of an empty database on PostgreSQL in which the backup is proved; without it one
    is made and dropped on the same server.
    """

    folder: Path
    with_keys: bool
    program: str
    at: datetime.datetime
    scratch: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was proved: its file and what it says of itself."""

    path: Path
    size: int
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class _State:
    """What the database said of itself at the moment of the copy."""

    revision: str
    heads: tuple[OfficeHead, ...]
    stored: Sequence[str]


def name_at(at: datetime.datetime) -> str:
    """`khanton-20180112T020000Z.tar.gz`: sorts by time."""
    return f"khanton-{at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}.tar.gz"


def make(database: Database, final: Path, asked: Asked, tell: Tell) -> Made:
    """Writes the backup `final` and answers once it was restored elsewhere and found whole.

    Raises BackupRefused. A backup that does not prove right stays beside as `….unproven`, for whoever has to
    find out why; it never takes the name of one that does.
    """
    if final.exists():
        raise BackupRefused("exists", str(final))
    try:
        with workshop(final.parent) as work:
            state = _copied(database, work, tell)
            packed = work / "packed"
            manifest = _packed(packed, work, state, asked, database, tell)
            tell(0, None, "proving")
            wrong = _proved(packed, manifest, work, database, asked)
            if wrong:
                aside = final.with_name(final.name + UNPROVEN)
                put(packed, aside)
                raise BackupRefused("not_whole", str(aside), wrong)
            put(packed, final)
    except postgres_tools.ToolMissing as error:
        raise BackupRefused("no_tool", str(error)) from error
    except postgres_tools.ToolFailed as error:
        raise BackupRefused("tool_failed", database.url.render_as_string(), str(error)) from error
    except (CannotRead, DatabaseError, sqlite3.DatabaseError, psycopg.DatabaseError) as error:
        shown = database.url.render_as_string()
        raise BackupRefused("no_database", shown, str(error).splitlines()[0][:200]) from error
    except OSError as error:
        raise BackupRefused("cannot_write", str(final.parent), str(error)[:200]) from error
    return Made(final, final.stat().st_size, manifest)


def _copied(database: Database, work: Path, tell: Tell) -> _State:
    """The database's copy in `work`, and what it said at that moment."""
    with one_state(database) as (session, snapshot):
        if database.is_sqlite:
            copy_sqlite(session, work / SQLITE, tell)
        else:
            tell(0, None, "database")
            postgres_tools.dump(database.url, work / POSTGRESQL, snapshot)
        revision = schema.current_in(session)
        return _State(revision, checking.heads(session), checking.stored_files(session))


@contextmanager
def one_state(database: Database) -> Iterator[tuple[Session, str]]:
    """A transaction that sees one state to its end, and the name under which pg_dump sees the same."""
    with database.read() as session:
        if database.is_sqlite:
            yield session, ""
            return
        connection = session.connection()
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        yield session, str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())


def _packed(
    packed: Path, work: Path, state: _State, asked: Asked, database: Database, tell: Tell
) -> Manifest:
    """The archive of everything, and its manifest, which is the archive's last file."""
    copy = SQLITE if database.is_sqlite else POSTGRESQL
    left_out = []
    with packed.open("xb") as file, packing(file, asked.at) as archive:
        packed.chmod(0o600)
        archive.add(copy, work / copy)
        (work / copy).unlink()
        lost = _evidence(archive, asked.folder, state.stored, tell)
        for each in files.beside(asked.folder):
            if each.is_key and not asked.with_keys:
                left_out.append(each.name)
            else:
                archive.add(f"files/{each.name}", each.path)
        manifest = Manifest(
            made_at=asked.at.astimezone(datetime.UTC).isoformat(),
            program=asked.program,
            revision=state.revision,
            database="sqlite" if database.is_sqlite else "postgresql",
            heads=state.heads,
            files=tuple(archive.files),
            left_out=tuple(left_out),
            lost=tuple(lost),
        )
        archive.end(manifest)
    return manifest


def _evidence(archive: Packing, folder: Path, stored: Sequence[str], tell: Tell) -> list[str]:
    """Packs every file that the database knows; answers those that were gone or damaged before."""
    lost = []
    for done, sha256 in enumerate(stored, 1):
        try:
            data = read_file(folder, sha256)
        except BadEvidence:
            lost.append(sha256)
        else:
            archive.add_bytes(f"files/{files.EVIDENCE}/{sha256[:2]}/{sha256}", data)
        tell(done, len(stored), "evidence")
    return lost


def _proved(packed: Path, said: Manifest, work: Path, database: Database, asked: Asked) -> str:
    """Restores the archive into `work` and looks it through; what is wrong with it, or nothing."""
    into = work / "restored"
    into.mkdir()
    try:
        found = unpacked(packed, into)
    except RestoreRefused as refused:
        return f"{refused.problem} {refused.seen}"
    if found != said:
        return "manifest"
    if database.is_sqlite:
        copy = opened_at(into / SQLITE)
        try:
            wrong = checking.faults(copy, said)
        finally:
            copy.dispose()
    else:
        with scratch.database(database.url, asked.scratch) as elsewhere:
            postgres_tools.load(elsewhere.url, into / POSTGRESQL)
            wrong = checking.faults(elsewhere, said)
    return "; ".join(f"{each.what} {each.seen}" for each in wrong[:5])
