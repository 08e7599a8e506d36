"""A backup is made while people work, proved before it gets its name, and restored whole or not at all."""

import datetime
import io
import json
import os
import random
import resource
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice
from contents import contents
from databases import on_server, server
from plan_call import CALL
from sqlalchemy import make_url, text
from sqlmodel import col, select

from workflow import engine, evidence, history
from workflow.accounts.vault import Vault
from workflow.checkpoints import anchors, taking
from workflow.checkpoints.keys import KeyFile
from workflow.database import Database
from workflow.errors_keeping import BackupRefused, RestoreRefused
from workflow.keeping import backup, checking, files
from workflow.keeping.anchored import read_anchors
from workflow.keeping.archive import packing
from workflow.keeping.backup import Asked, Made
from workflow.keeping.restore import Restored, restore
from workflow.keeping.rotation import rotate
from workflow.models import Checkpoint

FLIPS = 80
PDF = b"%PDF-1.7\nthe order\n%%EOF"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with evidence, a key, settings and things that belong to nobody's backup."""
    made = tmp_path / "data"
    made.mkdir()
    Vault(made).seal("x")
    (made / "channels.yaml").write_text("folder: {}\n", encoding="utf-8")
    (made / "khanton-demo.db").write_bytes(b"not ours")
    (made / "elsewhere").symlink_to("/etc/hostname")
    return made


@pytest.fixture
def stored(database: Database, office: SmallOffice, folder: Path) -> str:
    """A plan with two entries and a document's file: its SHA-256."""
    with database.write() as session:
        item = office.open(session, "annual_plan", "AP2561")
        by = office.people["plan_director"]
        engine.advance(session, item.id, "open_proposals", by=by, at=NOW, evidence=CALL)
        return evidence.take_in(session, folder, PDF, "order.pdf", at=NOW).sha256


def made(database: Database, folder: Path, to: Path, *, with_keys: bool = False) -> Made:
    asked = Asked(folder, with_keys, "0.1.0", NOW)
    return backup.make(database, to / backup.name_at(NOW), asked, lambda *_: None)


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of an empty database of a server's; nothing for SQLite."""
    where = server()
    if where is None:
        yield ""
        return
    name = f"khanton_back_{os.getpid()}"
    on_server(where, f'CREATE DATABASE "{name}"')
    yield make_url(where).set(database=name).render_as_string(hide_password=False)
    on_server(where, f'DROP DATABASE "{name}" WITH (FORCE)')


def rows_of(restored: Restored, url: str) -> dict[str, list[object]]:
    database = Database(url or restored.database)
    try:
        return contents(database)
    finally:
        database.dispose()


def test_what_was_backed_up_comes_back_row_by_row_and_file_by_file(
    database: Database, folder: Path, stored: str, tmp_path: Path, elsewhere: str
) -> None:
    before = contents(database)
    with database.read() as session:
        heads = checking.heads(session)
    found = made(database, folder, tmp_path / "kept")
    restored = restore(found.path, tmp_path / "new", elsewhere)
    assert rows_of(restored, elsewhere) == before
    assert restored.manifest == found.manifest
    assert (found.manifest.heads, found.manifest.left_out, found.manifest.lost) == (
        heads,
        ("secret.key",),
        (),
    )
    assert evidence.read_file(tmp_path / "new", stored) == PDF
    names = {each.name for each in (tmp_path / "new").iterdir()}
    assert names == {"evidence", "channels.yaml"} | (set() if elsewhere else {"khanton.db"})
    assert [each.name for each in (tmp_path / "kept").iterdir()] == [found.path.name]
    assert found.path.stat().st_mode & 0o777 == 0o600


def test_the_restored_record_goes_on(
    database: Database, office: SmallOffice, folder: Path, stored: str, tmp_path: Path, elsewhere: str
) -> None:
    restored = restore(made(database, folder, tmp_path / "kept").path, tmp_path / "new", elsewhere)
    again = Database(elsewhere or restored.database)
    with again.write() as session:
        office.open(session, "project", "P1")
        before = history.verify(session, office.id)
        with pytest.raises(Exception, match="append-only"), session.begin_nested():
            session.connection().execute(text("UPDATE history_entry SET reason = 'x'"))
        assert (before.holds, before.entries > restored.manifest.heads[0].seq) == (True, True)
    again.dispose()


def test_keys_come_along_only_when_they_are_asked_for(
    database: Database, folder: Path, stored: str, tmp_path: Path, elsewhere: str
) -> None:
    found = made(database, folder, tmp_path / "kept", with_keys=True)
    restore(found.path, tmp_path / "new", elsewhere)
    assert found.manifest.left_out == ()
    assert (tmp_path / "new" / "secret.key").read_bytes() == (folder / "secret.key").read_bytes()


def test_a_key_on_its_way_to_its_name_is_a_key_already(tmp_path: Path) -> None:
    """As an interrupted change of the signing key leaves it."""
    for name in ("checkpoint.key", "checkpoint.key.3f2a91c0", "secret.key.4711.new", "channels.yaml"):
        (tmp_path / name).write_bytes(b"x")
    assert {each.name: each.is_key for each in files.beside(tmp_path)} == {
        "checkpoint.key": True,
        "checkpoint.key.3f2a91c0": True,
        "secret.key.4711.new": True,
        "channels.yaml": False,
    }


def test_people_go_on_writing_meanwhile_and_the_copy_is_of_one_moment(
    database: Database, office: SmallOffice, folder: Path, stored: str, tmp_path: Path, elsewhere: str
) -> None:
    """Entries are appended all the while; the copy's chain ends where its own head says."""
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            with database.write() as session:
                office.open(session, "project", f"P{len(written)}")
            written.append(len(written))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = made(database, folder, tmp_path / "kept")
    finally:
        stop.set()
        writer.join()
    restored = restore(found.path, tmp_path / "new", elsewhere)
    (head,) = found.manifest.heads
    assert len(written) > 1  # nobody waited for the backup's end
    assert len(rows_of(restored, elsewhere)["history_entry"]) == head.seq
    with database.read() as session:
        assert checking.hash_at(session, office.code, head.seq) == head.hash


def test_evidence_that_was_gone_before_is_named_and_the_rest_is_kept(
    database: Database, folder: Path, stored: str, tmp_path: Path, elsewhere: str
) -> None:
    evidence.path_of(folder, stored).write_bytes(b"%PDF-1.7 another")
    found = made(database, folder, tmp_path / "kept")
    assert found.manifest.lost == (stored,)
    restore(found.path, tmp_path / "new", elsewhere)
    assert not (tmp_path / "new" / "evidence").exists()


def test_a_chain_that_does_not_hold_never_gets_the_name_of_a_backup(
    database: Database, office: SmallOffice, folder: Path, stored: str, tmp_path: Path
) -> None:
    with database.write() as session:
        session.connection().execute(text("UPDATE chain_head SET seq = seq + 1"))
    with pytest.raises(BackupRefused) as refused:
        made(database, folder, tmp_path / "kept")
    assert (refused.value.problem, refused.value.seen.split()[-1]) == ("not_whole", "head")
    assert [each.name for each in (tmp_path / "kept").iterdir()] == [
        "khanton-20180112T020000Z.tar.gz.unproven"
    ]


def test_nothing_is_written_over(database: Database, folder: Path, stored: str, tmp_path: Path) -> None:
    first = made(database, folder, tmp_path / "kept")
    before = first.path.read_bytes()
    with pytest.raises(BackupRefused) as refused:
        made(database, folder, tmp_path / "kept")
    assert (refused.value.problem, first.path.read_bytes()) == ("exists", before)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "hers.txt").touch()
    with pytest.raises(RestoreRefused) as full:
        restore(first.path, tmp_path / "full", database.url.render_as_string(hide_password=False))
    assert full.value.problem == "not_empty"


def repacked(path: Path, change: Callable[[dict[str, bytes]], None], to: Path) -> Path:
    """The archive with its files changed; the manifest stays last unless `change` moves it."""
    with tarfile.open(path) as archive:
        files = {each.name: archive.extractfile(each).read() for each in archive}  # type: ignore[union-attr]
    change(files)
    with tarfile.open(to, "w:gz") as archive:
        for name, data in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            archive.addfile(about, io.BytesIO(data))
    return to


def _flip(files: dict[str, bytes]) -> None:
    name = next(iter(files))
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])


def _out(files: dict[str, bytes]) -> None:
    files["files/../../out"] = b"x"
    files["manifest.json"] = files.pop("manifest.json")


def _besides(files: dict[str, bytes]) -> None:
    files["files/besides"] = b"x"
    files["manifest.json"] = files.pop("manifest.json")


def _without(files: dict[str, bytes]) -> None:
    del files["files/channels.yaml"]


def _newer(files: dict[str, bytes]) -> None:
    said = json.loads(files["manifest.json"]) | {"revision": "9999"}
    files["manifest.json"] = json.dumps(said).encode()


def _head(files: dict[str, bytes]) -> None:
    said = json.loads(files["manifest.json"])
    said["heads"][0]["hash"] = "0" * 64
    files["manifest.json"] = json.dumps(said).encode()


def _silent(files: dict[str, bytes]) -> None:
    del files["manifest.json"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_flip, "differs"),
        (_out, "unreadable"),
        (_besides, "differs"),
        (_without, "differs"),
        (_newer, "newer_program"),
        (_head, "not_whole"),
        (_silent, "unreadable"),
    ],
)
def test_whatever_is_changed_in_a_backup_is_noticed_and_nothing_is_restored(
    database: Database,
    folder: Path,
    stored: str,
    tmp_path: Path,
    elsewhere: str,
    change: Callable[[dict[str, bytes]], None],
    problem: str,
) -> None:
    whole = made(database, folder, tmp_path / "kept").path
    changed = repacked(whole, change, tmp_path / "changed.tar.gz")
    refused_and_nothing_left(changed, problem, tmp_path, elsewhere)


def refused_and_nothing_left(archive: Path, problem: str, tmp_path: Path, elsewhere: str) -> None:
    before = {each.name for each in tmp_path.iterdir()}
    with pytest.raises(RestoreRefused) as refused:
        restore(archive, tmp_path / "new", elsewhere)
    assert refused.value.problem == problem
    assert {each.name for each in tmp_path.iterdir()} == before
    if elsewhere:
        restore_target = Database(elsewhere)
        with restore_target.engine.connect() as connection:
            tables = connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
            assert tables.scalar_one() == 0
        restore_target.dispose()


@pytest.mark.one_database
def test_a_backup_cut_short_anywhere_is_refused(
    database: Database, folder: Path, stored: str, tmp_path: Path
) -> None:
    whole = made(database, folder, tmp_path / "kept").path.read_bytes()
    for share in (0, 1, 20, 50, 90, 99):
        cut = tmp_path / "cut.tar.gz"
        cut.write_bytes(whole[: len(whole) * share // 100])
        refused_and_nothing_left(cut, "unreadable", tmp_path, "")


@pytest.mark.one_database
def test_links_and_folders_in_an_archive_are_refused(tmp_path: Path) -> None:
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
        path = tmp_path / "strange.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            about = tarfile.TarInfo("files/evidence")
            about.type, about.linkname = kind, "/etc"
            archive.addfile(about)
        refused_and_nothing_left(path, "unreadable", tmp_path, "")


@pytest.mark.one_database
def test_an_archive_that_swells_beyond_the_disk_is_refused_before_it_fills_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.tar.gz"
    with path.open("wb") as file, packing(file, NOW) as archive:
        archive.add_bytes("database.sqlite", bytes(200 * 1024 * 1024))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=100 * 1024 * 1024))
    with pytest.raises(RestoreRefused) as refused:
        restore(path, tmp_path / "new")
    assert refused.value.problem == "no_room"
    assert not (tmp_path / "new").exists()


def anchors_of(database: Database, office: SmallOffice, key: KeyFile, path: Path) -> list[str]:
    """The file of anchors after one more checkpoint, line by line."""
    taking.take_for(database, office.id, key, NOW)
    with database.read() as session:
        rows = session.exec(select(Checkpoint).order_by(col(Checkpoint.seq))).all()
        verifier = str(key.verifier())
        lines = [anchors.line_of(row, office.code, verifier) for row in rows]
    path.write_text("".join(lines), encoding="utf-8")
    return lines


def test_a_backup_older_than_what_is_known_outside_is_noticed(
    database: Database, office: SmallOffice, folder: Path, stored: str, tmp_path: Path, elsewhere: str
) -> None:
    key, anchor = KeyFile.in_folder(tmp_path), tmp_path / "anchors.txt"
    anchors_of(database, office, key, anchor)
    old = made(database, folder, tmp_path / "kept")
    with database.write() as session:
        office.open(session, "project", "P1")
    lines = anchors_of(database, office, key, anchor)
    with database.read() as session:
        (head,) = checking.heads(session)
    with pytest.raises(RestoreRefused) as refused:
        restore(old.path, tmp_path / "new", elsewhere, read_anchors(anchor))
    assert (refused.value.problem, refused.value.seen) == ("older", f"T1 {head.seq} {head.hash[:12]}")
    anchor.write_text(lines[0], encoding="utf-8")
    restored = restore(old.path, tmp_path / "new", elsewhere, read_anchors(anchor))
    assert restored.manifest == old.manifest


def test_anchors_that_cannot_be_read_or_that_nobody_signed_are_refused(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    path = tmp_path / "anchors"
    [line] = anchors_of(database, office, KeyFile.in_folder(tmp_path), path)
    assert set(read_anchors(path)) == {office.code}
    changed = line.replace("taken 2018", "taken 2019")
    for written, seen in (("{", "empty"), ("\n\xff", "unreadable"), (line + changed, "2")):
        path.write_bytes(written.encode("utf-8" if written.startswith("[") else "latin-1"))
        with pytest.raises(RestoreRefused) as refused:
            read_anchors(path)
        assert (refused.value.problem, refused.value.seen) == ("unreadable", seen)


@contextmanager
def no_file_over(limit: int) -> Iterator[None]:
    """As a disk that is full: a file grows to so many bytes and not beyond."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.one_database
def test_a_disk_that_fills_at_any_moment_leaves_nothing_behind(
    database: Database, folder: Path, stored: str, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    size = Path(database.url.database or "").stat().st_size
    for limit in (0, 1, 4096, *range(30_000, size, size // 8), size - 1):
        with no_file_over(limit), pytest.raises(BackupRefused) as refused:
            made(database, folder, kept)
        assert refused.value.problem in ("cannot_write", "not_whole")
        assert [each.name for each in kept.iterdir() if not each.name.endswith(".unproven")] == []
    assert made(database, folder, kept).path.exists()


@pytest.mark.one_database
def test_a_database_with_flipped_bytes_is_refused_or_the_backup_is_right(
    database: Database, office: SmallOffice, folder: Path, stored: str, tmp_path: Path
) -> None:
    """The record that comes back is the record that was there, or nothing gets the name of a backup."""
    with database.read() as session:
        wanted = history.verify(session, office.id)
    database.dispose()
    whole = Path(database.url.database or "").read_bytes()
    pick, refused = random.Random(7), 0
    for number in range(FLIPS):
        damaged = bytearray(whole)
        damaged[pick.randrange(len(whole))] ^= 1 << pick.randrange(8)
        (tmp_path / f"{number}.db").write_bytes(damaged)
        broken = Database(f"sqlite:///{tmp_path / f'{number}.db'}")
        try:
            found = made(broken, folder, tmp_path / f"kept{number}")
        except BackupRefused:
            refused += 1
            continue
        finally:
            broken.dispose()
        (head,) = found.manifest.heads
        assert (head.seq, head.hash) == (wanted.entries, wanted.last_hash)
    assert 0 < refused < FLIPS


@pytest.mark.one_database
def test_rotation_keeps_the_newest_and_touches_nothing_else(tmp_path: Path) -> None:
    for day in range(1, 6):
        at = datetime.datetime(2018, 1, day, tzinfo=datetime.UTC)
        (tmp_path / backup.name_at(at)).touch()
    (tmp_path / "khanton-20180101T000000Z.tar.gz.unproven").touch()
    (tmp_path / "hers.tar.gz").touch()
    gone = rotate(tmp_path, 2)
    assert [path.name[8:16] for path in gone] == ["20180101", "20180102", "20180103"]
    assert len(list(tmp_path.iterdir())) == 4
