"""A checkpoint is signed with the one key, follows the one before, and is never taken of a broken record."""

import datetime
import hashlib
import stat
from pathlib import Path

import pytest
from conftest import NOW, SmallOffice
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from workflow import history
from workflow.checkpoints import keys, merkle, notes, taking, tree
from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.texts import note_of, read_said, said_by
from workflow.database import Cursor, Database
from workflow.errors import CheckpointKeyMissing, CheckpointKeyStrange, HistoryBroken
from workflow.history import GENESIS, Record
from workflow.models import Checkpoint, CheckpointKey, CheckpointTile, Entry
from workflow.moments import moment_text

LATER = NOW + datetime.timedelta(days=1)


@pytest.fixture
def file(tmp_path: Path) -> KeyFile:
    return KeyFile.in_folder(tmp_path / "data")


def lengthen(database: Database, office: SmallOffice, many: int) -> None:
    with database.write() as session:
        cursor = Cursor(session)
        head = history.hold(cursor, office.id)
        for number in range(many):
            record = Record(
                office_id=office.id,
                kind="attested",
                at=moment_text(NOW),
                effective_on="2018-01-12",
                subject=f"item:{number}",
                actor_id=office.people["clerk"],
                capacity="own",
            )
            sealed = history.seal(head, record)
            history.write(cursor, sealed)
            head = history.Head(sealed.seq, sealed.hash)


def hashes(session: Session, office: SmallOffice, upto: int) -> list[str]:
    query = select(Entry.hash).where(Entry.office_id == office.id, Entry.seq <= upto).order_by(Entry.seq)
    return list(session.exec(query))


def taken(database: Database, office: SmallOffice, file: KeyFile, at: datetime.datetime = NOW) -> Checkpoint:
    row = taking.take_for(database, office.id, file, at)
    assert row is not None
    with database.read() as session:
        found = session.get_one(Checkpoint, (office.id, row.seq))
        session.expunge(found)
        return found


def test_a_checkpoint_says_where_the_record_ends_and_is_signed_by_the_key_in_the_file(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    row = taken(database, office, file)
    with database.read() as session:
        verdict = history.verify(session, office.id)
        leaves = merkle.leaves_of(hashes(session, office, row.seq))
        [known] = session.exec(select(CheckpointKey)).all()
        announced = session.get_one(Entry, (office.id, row.seq))
    assert verdict.holds
    assert (row.seq, row.head_hash) == (verdict.entries, verdict.last_hash)
    assert row.merkle_root == merkle.fold(leaves).hex()
    assert row.previous == GENESIS
    assert known.verifier == str(file.verifier())
    assert (announced.kind, announced.subject) == ("checkpoint_key", f"checkpoint_key:{row.key_id}")
    note = notes.read_note(note_of(row, office.code))
    verifier = file.verifier()
    assert note is not None
    assert verifier is not None
    assert note.signers([verifier]) == {row.key_id}
    assert read_said(note.text) == said_by(row, office.code)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows keeps no such modes")
def test_nobody_else_on_the_computer_may_read_the_key(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    taken(database, office, file)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_nothing_new_no_checkpoint(database: Database, office: SmallOffice, file: KeyFile) -> None:
    taken(database, office, file)
    assert taking.take_for(database, office.id, file, LATER) is None
    with database.write() as session:
        assert taking.take(session, office.id, file, LATER) is None


def test_the_next_one_names_the_one_before_and_needs_no_new_key(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    first = taken(database, office, file)
    lengthen(database, office, 3)
    second = taken(database, office, file, LATER)
    assert second.seq == first.seq + 3
    assert second.previous == said_by(first, office.code).sha256
    assert second.previous == hashlib.sha256(said_by(first, office.code).text.encode()).hexdigest()
    assert second.key_id == first.key_id


def test_over_many_tiles_the_root_is_that_of_all_entries(
    database: Database, office: SmallOffice, file: KeyFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tiles of eight, so that a hundred entries make many; each checkpoint in between is right too."""
    monkeypatch.setattr(tree, "TILE", 8)
    for many in (1, 7, 8, 30, 64):
        lengthen(database, office, many)
        row = taken(database, office, file)
        with database.read() as session:
            leaves = merkle.leaves_of(hashes(session, office, row.seq))
            tiles = session.exec(select(CheckpointTile.hash).order_by(CheckpointTile.tile)).all()
            grown = tree.Tree(session, office.id, row.seq)
            paths = [merkle.inclusion(each, row.seq, grown.stretch) for each in range(row.seq)]
        assert row.merkle_root == merkle.fold(leaves).hex()
        whole = range(len(leaves) // 8)
        assert list(tiles) == [merkle.fold(leaves[each * 8 : each * 8 + 8]).hex() for each in whole]
        found = {merkle.root_from(leaf, each, row.seq, paths[each]) for each, leaf in enumerate(leaves)}
        assert found == {bytes.fromhex(row.merkle_root)}


def test_a_record_that_does_not_hold_is_not_signed(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    with database.write() as session:
        session.connection().execute(text("UPDATE chain_head SET hash = :hash"), {"hash": "0" * 64})
    with pytest.raises(HistoryBroken) as refused:
        taking.take_for(database, office.id, file, NOW)
    assert (refused.value.office, refused.value.problem) == ("T1", "head")


def test_a_record_shorter_than_its_checkpoint_is_not_signed_again(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    row = taken(database, office, file)
    with database.write() as session:
        session.connection().execute(text("UPDATE chain_head SET seq = seq - 1"))
    with pytest.raises(HistoryBroken) as refused:
        taking.take_for(database, office.id, file, LATER)
    assert (refused.value.seq, refused.value.problem) == (row.seq + 1, "head")


def test_a_key_that_is_gone_is_not_replaced_in_silence(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    row = taken(database, office, file)
    lengthen(database, office, 1)
    file.path.unlink()
    with pytest.raises(CheckpointKeyMissing) as refused:
        taking.take_for(database, office.id, file, LATER)
    assert (refused.value.path, refused.value.key_id) == (str(file.path), row.key_id)
    assert not file.path.exists()


@pytest.mark.parametrize("other", [b"no key at all", None])
def test_another_key_in_its_place_does_not_sign(
    other: bytes | None, database: Database, office: SmallOffice, file: KeyFile
) -> None:
    taken(database, office, file)
    lengthen(database, office, 1)
    file.path.unlink()
    if other is None:
        file.make()
    else:
        file.path.write_bytes(other)
    with pytest.raises(CheckpointKeyStrange):
        taking.take_for(database, office.id, file, LATER)


def test_a_new_key_is_vouched_for_by_the_old_one_and_told_in_the_record(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    first = taken(database, office, file)
    old = file.verifier()
    with database.write() as session:
        new = keys.rotate(session, file, LATER)
    keys.finish(file, new)
    second = taken(database, office, file, LATER)
    assert old is not None
    assert file.verifier() == new
    assert (first.key_id, second.key_id) == (old.key_id, new.key_id)
    with database.read() as session:
        assert set(keys.trusted(session, [old])) == {old.key_id, new.key_id}
        assert set(keys.trusted(session, [new])) == {old.key_id, new.key_id}
        told = session.get_one(Entry, (office.id, second.seq))
    assert told.subject == f"checkpoint_key:{new.key_id}"
    assert f'"before":"{old.key_id}"' in told.details


def test_a_rotation_that_was_interrupted_is_finished_by_the_next_checkpoint(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    taken(database, office, file)
    with database.write() as session:
        new = keys.rotate(session, file, LATER)
    assert file.verifier() != new
    assert taken(database, office, file, LATER).key_id == new.key_id
    assert file.verifier() == new


def test_a_rotation_that_was_rolled_back_changes_nothing(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    first = taken(database, office, file)
    lengthen(database, office, 1)

    def interrupted() -> None:
        with database.write() as session:
            keys.rotate(session, file, LATER)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert taken(database, office, file, LATER).key_id == first.key_id


def test_after_a_lost_key_nobody_vouches_for_the_new_one(
    database: Database, office: SmallOffice, file: KeyFile
) -> None:
    first = taken(database, office, file)
    file.path.unlink()
    with database.write() as session:
        new = keys.rotate(session, file, LATER, lost=True)
    keys.finish(file, new)
    second = taken(database, office, file, LATER)
    with database.read() as session:
        old = notes.read_verifier(session.get_one(CheckpointKey, first.key_id).verifier)
        assert old is not None
        assert set(keys.trusted(session, [old])) == {old.key_id}
    assert second.key_id == new.key_id


@pytest.mark.parametrize("table", ["checkpoint", "checkpoint_key", "checkpoint_tile"])
def test_the_database_refuses_to_change_what_was_signed(
    table: str,
    database: Database,
    office: SmallOffice,
    file: KeyFile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tree, "TILE", 8)
    taken(database, office, file)
    column = "key_id" if table == "checkpoint_key" else "office_id"
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):  # noqa: S608
        with (
            pytest.raises(DBAPIError, match="append-only"),
            database.write() as session,
        ):
            session.connection().execute(text(statement))
