"""Puts a backup where nothing is yet: all of it, proved, or nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from workflow import schema
from workflow.database import Database
from workflow.errors_keeping import RestoreRefused
from workflow.keeping import checking, postgres_tools, scratch
from workflow.keeping.archive import unpacked
from workflow.keeping.backup import POSTGRESQL, SQLITE
from workflow.keeping.copying import at as opened_at
from workflow.keeping.manifest import Manifest
from workflow.keeping.placing import put, workshop

DATABASE: Final = "khanton.db"
# What is known from outside: by office code the number of an entry that was there, and its hash.
Anchors = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put where: the data folder, and the database's address if it is not in that folder."""

    folder: Path
    database: str
    manifest: Manifest


def restore(archive: Path, into: Path, url: str = "", anchors: Anchors | None = None) -> Restored:
    """Restores `archive` into the data folder `into`, which must be empty or not there yet.

    A backup of PostgreSQL goes into the empty database `url`. Every file is compared with its SHA-256, every
    chain is walked and its end compared, before anything gets its name. Raises RestoreRefused; older means
    that an entry known from outside (`anchors`) is not in it.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise RestoreRefused("not_empty", str(into))
    try:
        with workshop(into.resolve().parent) as work:
            out = work / "out"
            out.mkdir()
            said = unpacked(archive, out)
            _known(said, archive)
            if said.database == "sqlite":
                return _as_file(archive, said, out, into, url, anchors or {})
            return _on_server(archive, said, out, into, url, anchors or {})
    except postgres_tools.ToolMissing as error:
        raise RestoreRefused("no_tool", str(error)) from error
    except postgres_tools.ToolFailed as error:
        raise RestoreRefused("tool_failed", str(archive), str(error)) from error
    except OSError as error:
        raise RestoreRefused("cannot_write", str(into), str(error)[:200]) from error


def _known(said: Manifest, archive: Path) -> None:
    if said.revision and not schema.knows(said.revision):
        raise RestoreRefused("newer_program", str(archive), f"{said.program}, {said.revision}")


def _as_file(archive: Path, said: Manifest, out: Path, into: Path, url: str, anchors: Anchors) -> Restored:
    if url:
        raise RestoreRefused("wrong_kind", str(archive), said.database)
    copy = opened_at(out / SQLITE)
    try:
        _prove(copy, archive, said, anchors)
    finally:
        copy.dispose()
    folder = _folder(out)
    (out / SQLITE).rename(folder / DATABASE)
    _place(folder, into)
    return Restored(into, f"sqlite:///{into / DATABASE}", said)


def _on_server(archive: Path, said: Manifest, out: Path, into: Path, url: str, anchors: Anchors) -> Restored:
    """The dump goes in as one transaction; what then proves wrong is taken out again."""
    if not url or url.startswith("sqlite"):
        raise RestoreRefused("wrong_kind", str(archive), said.database)
    database = Database(url)
    try:
        shown = database.url.render_as_string()
        if not scratch.is_empty(database):
            raise RestoreRefused("not_empty", shown)
        postgres_tools.load(database.url, out / POSTGRESQL)
        (out / POSTGRESQL).unlink()
        try:
            _prove(database, archive, said, anchors)
            _place(_folder(out), into)
        except BaseException:
            scratch.emptied(database)
            raise
    finally:
        database.dispose()
    return Restored(into, shown, said)


def _folder(out: Path) -> Path:
    folder = out / "files"
    folder.mkdir(exist_ok=True)
    return folder


def _place(folder: Path, into: Path) -> None:
    if into.exists():
        into.rmdir()  # refuses, as it should, if somebody has put something there meanwhile
    put(folder, into)


def _prove(database: Database, archive: Path, said: Manifest, anchors: Anchors) -> None:
    wrong = checking.faults(database, said)
    if wrong:
        seen = "; ".join(f"{each.what} {each.seen}" for each in wrong[:5])
        raise RestoreRefused("not_whole", str(archive), seen)
    with database.read() as session:
        for office, (seq, hash_) in sorted(anchors.items()):
            if checking.hash_at(session, office, seq) != hash_:
                raise RestoreRefused("older", str(archive), f"{office} {seq} {hash_[:12]}")
