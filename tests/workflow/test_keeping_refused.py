"""What a backup or a restore refuses: where it may go, what is no backup, what is damaged on the way."""

import io
import json
import os
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import NOW, SmallOffice
from databases import on_server, server
from msgspec.structs import replace
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from workflow import tenancy
from workflow.checkpoints import anchors, taking
from workflow.checkpoints.keys import KeyFile
from workflow.database import Cursor, Database, Sql
from workflow.errors_keeping import BackupRefused, ReadOnlyDatabase, RestoreRefused
from workflow.keeping import backup, manifest, postgres_tools
from workflow.keeping.anchored import read_anchors
from workflow.keeping.backup import Asked, Made
from workflow.keeping.copying import CannotRead, copy_sqlite
from workflow.keeping.read_only import read_only_told
from workflow.keeping.restore import restore
from workflow.keeping.rotation import rotate
from workflow.models import Checkpoint, Fund

OTHER_KIND = "sqlite:///anywhere.db" if server() else "postgresql://khanton@127.0.0.1:1/anywhere"


def made(database: Database, tmp_path: Path, folder: Path | None = None, scratch: str = "") -> Made:
    asked = Asked(folder or tmp_path / "data", False, "0.1.0", NOW, scratch)
    return backup.make(database, tmp_path / "kept" / backup.name_at(NOW), asked, lambda *_: None)


def packed(path: Path, *files: tuple[str, bytes]) -> Path:
    """An archive of these members, in this order."""
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files:
            about = tarfile.TarInfo(name)
            about.size = len(data)
            archive.addfile(about, io.BytesIO(data))
    return path


def refused(archive: Path, into: Path, url: str = "") -> RestoreRefused:
    with pytest.raises(RestoreRefused) as told:
        restore(archive, into, url)
    assert not into.exists() or list(into.iterdir()) == []
    return told.value


def test_an_office_without_a_data_folder_has_its_database_backed_up(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    found = made(database, tmp_path, tmp_path / "never made")
    (only,) = found.manifest.files
    assert only.name in (backup.SQLITE, backup.POSTGRESQL)
    assert (found.manifest.lost, found.manifest.left_out) == ((), ())


def test_a_backup_goes_back_to_its_own_kind_of_database(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    archive = made(database, tmp_path).path
    wrong = refused(archive, tmp_path / "new", OTHER_KIND)
    assert (wrong.problem, wrong.seen) == ("wrong_kind", "sqlite" if database.is_sqlite else "postgresql")


def test_a_backup_says_an_older_shape_than_its_tables_have(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    """Its database would be taken for an old one and changed at the next start: it is not whole."""
    archive = made(database, tmp_path).path
    if not database.is_sqlite:
        pytest.skip("put into a server's database, it is looked at in the same way")
    with tarfile.open(archive) as opened:
        files = {each.name: opened.extractfile(each).read() for each in opened}  # type: ignore[union-attr]
    said = json.loads(files.pop(manifest.NAME)) | {"revision": "0014"}
    changed = packed(tmp_path / "old.tar.gz", *files.items(), (manifest.NAME, json.dumps(said).encode()))
    wrong = refused(changed, tmp_path / "new")
    assert (wrong.problem, wrong.seen.split(" / ")[-1]) == ("not_whole", "0014")


def test_a_folder_that_stands_ready_and_empty_is_used(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    if not database.is_sqlite:
        pytest.skip("the folder is treated alike")
    archive = made(database, tmp_path).path
    (tmp_path / "ready").mkdir()
    restored = restore(archive, tmp_path / "ready")
    assert [each.name for each in (tmp_path / "ready").iterdir()] == ["khanton.db"]
    assert restored.folder == tmp_path / "ready"


@pytest.mark.one_database
def test_what_is_no_backup_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    new = tmp_path / "new"
    missing = refused(tmp_path / "nowhere.tar.gz", new)
    assert (missing.problem, missing.place) == ("no_file", str(tmp_path / "nowhere.tar.gz"))
    twice = packed(tmp_path / "twice.tar.gz", ("files/a", b"1"), ("files/a", b"2"))
    assert "twice" in refused(twice, new).seen
    said = {"form": "khanton-backup-7", "made_at": "", "program": "", "revision": "", "database": "sqlite"}
    future = json.dumps(said | {"heads": [], "files": []}).encode()
    assert "khanton-backup-7" in refused(packed(tmp_path / "7.tar.gz", (manifest.NAME, future)), new).seen


@pytest.mark.one_database
def test_a_list_of_contents_beyond_reason_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "LARGEST", 1000)
    long = packed(tmp_path / "long.tar.gz", (manifest.NAME, b"[" * 1001))
    assert "too large" in refused(long, tmp_path / "new").seen


@pytest.mark.one_database
def test_a_file_that_is_damaged_while_it_is_copied_is_no_fault_of_the_disk_it_goes_to(tmp_path: Path) -> None:
    (tmp_path / "damaged.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    source = sqlite3.connect(tmp_path / "damaged.db")
    with pytest.raises(CannotRead):
        copy_sqlite(SimpleNamespace(driver=source), tmp_path / "copy.db", lambda *_: None)  # type: ignore[arg-type]
    source.close()


def test_an_archive_that_was_spoilt_on_the_disk_is_found_before_it_has_its_name(
    database: Database, office: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk gives back other bytes than it took: what was packed is read again before it counts."""
    pack = backup._packed

    def spoilt(path: Path, *rest: object) -> manifest.Manifest:
        said = pack(path, *rest)  # type: ignore[arg-type]
        path.write_bytes(path.read_bytes()[:-200])
        return said

    monkeypatch.setattr(backup, "_packed", spoilt)
    with pytest.raises(BackupRefused) as told:
        made(database, tmp_path)
    assert (told.value.problem, told.value.seen.split()[0]) == ("not_whole", "unreadable")
    assert [each.suffix for each in (tmp_path / "kept").iterdir()] == [".unproven"]


def test_an_archive_whose_list_is_another_than_was_written_is_found(
    database: Database, office: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = backup._packed

    def another(*everything: object) -> manifest.Manifest:
        return replace(pack(*everything), program="0.2.0")  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "_packed", another)
    with pytest.raises(BackupRefused) as told:
        made(database, tmp_path)
    assert (told.value.problem, told.value.seen) == ("not_whole", "manifest")


def test_without_the_servers_programs_nothing_is_begun(
    database: Database, office: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite needs no program")
    archive = made(database, tmp_path).path
    archive.rename(tmp_path / "before.tar.gz")
    monkeypatch.setattr(postgres_tools, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupRefused) as told:
        made(database, tmp_path)
    assert (told.value.problem, told.value.place) == ("no_tool", "pg_dump")
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_program_of_the_servers_that_fails_is_quoted(
    database: Database, office: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As pg_dump of an older version does before a newer server."""
    if database.is_sqlite:
        pytest.skip("SQLite needs no program")
    for name, end in (("pg_dump", "echo server version mismatch >&2; exit 1"), ("pg_restore", "exit 3")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{end}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(postgres_tools, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(BackupRefused) as told:
        made(database, tmp_path)
    assert (told.value.problem, told.value.seen) == ("tool_failed", "server version mismatch")
    with pytest.raises(postgres_tools.ToolFailed, match="pg_restore: 3"):
        postgres_tools.load(database.url, tmp_path / "nothing")


def test_it_is_proved_in_the_database_that_was_lent_for_it_if_that_is_empty(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite is proved in a file")
    with pytest.raises(BackupRefused) as told:
        made(database, tmp_path, scratch=database.url.render_as_string(hide_password=False))
    assert (told.value.problem, told.value.seen) == ("cannot_verify", "not empty")
    with database.read() as session:  # and nothing was emptied
        assert session.connection().execute(text("SELECT count(*) FROM office")).scalar_one() == 1


@pytest.mark.one_database
def test_anchors_that_are_not_there_are_missed(tmp_path: Path) -> None:
    with pytest.raises(RestoreRefused) as told:
        read_anchors(tmp_path / "anchors.txt")
    assert told.value.problem == "no_file"


def test_of_many_anchors_the_newest_of_an_office_counts_in_whatever_order(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    key = KeyFile.in_folder(tmp_path)
    for number in range(2):
        with database.write() as session:
            office.open(session, "project", f"P{number}")
        taking.take_for(database, office.id, key, NOW)
    with database.read() as session:
        rows = session.exec(select(Checkpoint).order_by(col(Checkpoint.seq))).all()
        lines = [anchors.line_of(row, office.code, str(key.verifier())) for row in rows]
        newest = rows[-1].seq
    (tmp_path / "anchors").write_text("".join(reversed(lines)), encoding="utf-8")
    assert read_anchors(tmp_path / "anchors")[office.code][0] == newest


@pytest.mark.one_database
def test_rotation_never_deletes_the_last_backup(tmp_path: Path) -> None:
    (tmp_path / backup.name_at(NOW)).touch()
    with pytest.raises(ValueError, match="0"):
        rotate(tmp_path, 0)
    assert [each.name for each in tmp_path.iterdir()] == [backup.name_at(NOW)]


@pytest.fixture
def lent() -> Iterator[str]:
    """The address of an empty database that somebody lends for a moment; nothing for SQLite."""
    where = server()
    if where is None:
        yield ""
        return
    name = f"khanton_lent_{os.getpid()}"
    on_server(where, f'CREATE DATABASE "{name}"')
    yield make_url(where).set(database=name).render_as_string(hide_password=False)
    on_server(where, f'DROP DATABASE "{name}" WITH (FORCE)')


def tables(url: str) -> int:
    found = Database(url)
    try:
        with found.engine.connect() as connection:
            return connection.execute(
                text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            ).scalar_one()
    finally:
        found.dispose()


def test_a_database_that_was_lent_is_given_back_empty(
    database: Database, office: SmallOffice, tmp_path: Path, lent: str
) -> None:
    found = made(database, tmp_path, scratch=lent)  # SQLite needs none
    assert found.manifest.heads[0].office == office.code
    assert not lent or tables(lent) == 0


def test_an_account_that_may_make_no_database_cannot_prove_a_backup(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    where = server()
    if where is None:
        pytest.skip("SQLite has no accounts")
    role = f"khanton_reader_{os.getpid()}"
    on_server(where, f'CREATE ROLE "{role}" LOGIN IN ROLE pg_read_all_data BYPASSRLS')
    reader = Database(database.url.set(username=role).render_as_string(hide_password=False))
    try:
        with pytest.raises(BackupRefused) as told:
            made(reader, tmp_path)
        assert told.value.problem == "cannot_verify"
        assert "permission denied to create database" in told.value.seen
        assert list((tmp_path / "kept").iterdir()) == []
    finally:
        reader.dispose()
        on_server(where, f'DROP ROLE "{role}"')


def test_a_folder_that_cannot_be_made_is_named(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    archive = made(database, tmp_path).path
    (tmp_path / "in the way").write_bytes(b"")
    with pytest.raises(RestoreRefused) as told:
        restore(archive, tmp_path / "in the way" / "new")
    assert told.value.problem == "cannot_write"


def test_a_servers_backup_goes_into_an_empty_database_or_nowhere(
    database: Database, office: SmallOffice, tmp_path: Path, lent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not lent:
        pytest.skip("SQLite is a file")
    archive = made(database, tmp_path).path
    full = database.url.render_as_string(hide_password=False)
    assert refused(archive, tmp_path / "new", full).problem == "not_empty"
    monkeypatch.setattr(postgres_tools, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(archive, tmp_path / "new", lent).problem == "no_tool"
    (tmp_path / "pg_restore").write_text("#!/bin/sh\necho cannot read this format >&2; exit 1\n")
    (tmp_path / "pg_restore").chmod(0o755)
    wrong = refused(archive, tmp_path / "new", lent)
    assert (wrong.problem, wrong.seen, tables(lent)) == ("tool_failed", "cannot read this format", 0)


def test_what_is_written_where_nothing_can_be_is_told_by_either_way(
    database: Database, office: SmallOffice
) -> None:
    """By a statement of the engine's and by the ORM's; any other fault of a statement stays what it is."""
    insert = Sql("INSERT INTO fund (office_id, code, name_th) VALUES (?, 'A', 'ก')")

    def written(how: Callable[[Session], None]) -> None:
        with database.read() as session:
            lock = "PRAGMA query_only = ON" if database.is_sqlite else "SET TRANSACTION READ ONLY"
            session.connection().execute(text(lock))
            try:
                with read_only_told():
                    how(session)
            finally:
                if database.is_sqlite:
                    session.driver.execute("PRAGMA query_only = OFF")  # type: ignore[attr-defined]

    def by_orm(session: Session) -> None:
        session.add(Fund(office_id=office.id, code="A", name_th="ก"))
        session.flush()

    with pytest.raises(ReadOnlyDatabase):
        written(by_orm)
    if not database.is_sqlite:
        with pytest.raises(ReadOnlyDatabase):
            written(lambda session: Cursor(session).run(insert, (office.id,)))
    with pytest.raises(DBAPIError):
        written(lambda session: session.connection().execute(text("SELECT nothing FROM nowhere")))


def test_a_table_that_belongs_to_no_office_is_never_laid_open(database: Database) -> None:
    """Somebody adds a table and forgets its lock: the upgrade stops, and names it."""
    if database.is_sqlite:
        pytest.skip("SQLite has no accounts")
    with database.engine.connect() as connection:
        connection.execute(text("CREATE TABLE stray (id integer)"))
        with pytest.raises(tenancy.NoOffice, match="stray"):
            tenancy.rules(connection)
        connection.rollback()


def test_whatever_happens_while_all_offices_are_seen_one_alone_is_seen_afterwards(
    database: Database, office: SmallOffice
) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no accounts")

    def seen(session: Session) -> str:
        setting = text("SELECT current_setting('khanton.office', true)")
        return str(session.connection().execute(setting).scalar_one())

    with database.read() as session:
        tenancy.narrow(session, office.id)
        with tenancy.widened(session):
            assert seen(session) == tenancy.EVERYWHERE
        with pytest.raises(ZeroDivisionError), tenancy.widened(session):
            raise ZeroDivisionError
        assert seen(session) == str(office.id)
        with pytest.raises(DBAPIError), tenancy.widened(session):
            session.connection().execute(text("SELECT nothing FROM nowhere"))
        session.rollback()
    with database.read() as session:
        assert seen(session) == tenancy.EVERYWHERE  # as every transaction begins
