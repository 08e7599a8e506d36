"""What checkpoints and anchors contradict is found, with the first bad entry and the anchor."""

import json
from pathlib import Path

import pytest
from anchored import Anchored, anchored, lengthen, without_triggers
from conftest import NOW, SmallOffice, make_office
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import text

from workflow.checkpoints import anchors, checking, keys, merkle, taking, tree
from workflow.checkpoints.keys import KeyFile
from workflow.database import Database
from workflow.errors import (
    BadAnchors,
    CheckpointKeyMissing,
    CheckpointKeyStrange,
    HistoryBroken,
    UnknownPerson,
)


@pytest.fixture
def kept(database: Database, office: SmallOffice, tmp_path: Path) -> Anchored:
    """Three anchors of two entries each, and a hand on the database that nothing stops."""
    made = anchored(database, office, tmp_path, rounds=3, each=2)
    without_triggers(database)
    return made


def findings(kept: Anchored, *statements: str) -> list[tuple[str, int, int]]:
    """What is found after these changes: problem, first bad entry, checkpoint."""
    with kept.database.write() as session:
        for each in statements:
            session.connection().execute(text(each))
        return [(each.problem, each.first, each.checkpoint) for each in kept.examined(session).findings]


def test_a_record_that_nobody_touched_has_no_finding(kept: Anchored) -> None:
    assert findings(kept) == []


@pytest.mark.parametrize("spoilt", ["merkle_root = 'none'", "signature = 'none'"])
def test_a_checkpoint_that_is_none_any_more_is_signed_by_nobody(kept: Anchored, spoilt: str) -> None:
    last = kept.points[-1]
    found = findings(kept, f"UPDATE checkpoint SET {spoilt} WHERE seq = {last}")  # noqa: S608  our own values
    assert ("unsigned", 1, last) in found


def test_a_checkpoint_that_names_another_one_before_it_is_unlinked(kept: Anchored) -> None:
    second = kept.points[1]
    previous = "0" * 63 + "1"
    found = findings(kept, f"UPDATE checkpoint SET previous = '{previous}' WHERE seq = {second}")  # noqa: S608  our own values
    assert ("unlinked", 1, second) in found


def test_where_the_chain_itself_does_not_hold_it_says_so_and_no_root_is_reckoned(kept: Anchored) -> None:
    last, other = kept.points[-1], "f" * 64
    with kept.database.write() as session:
        session.connection().execute(
            text("UPDATE history_entry SET hash = :other WHERE seq = :last"), {"other": other, "last": last}
        )
        report = kept.examined(session)
    assert (report.verdict.holds, report.verdict.bad_seq, report.findings) == (False, last, ())


def test_a_record_whose_end_was_written_anew_differs_from_what_was_signed(
    kept: Anchored, office: SmallOffice
) -> None:
    """Cut off and gone on with, by whoever knows how entries are chained: the chain itself holds."""
    before, last = kept.points[-2:]
    findings(kept, *cut_after(before))
    with kept.database.write() as session:
        for number in range(3):
            office.open(session, "project", f"X{number}")
        report = kept.examined(session)
    assert report.verdict.holds
    assert ("differs", before + 1, last) in [(e.problem, e.first, e.checkpoint) for e in report.findings]


def cut_after(seq: int) -> tuple[str, str]:
    """The statements by which the record ends with this entry."""
    ends = f"(SELECT hash FROM history_entry WHERE seq = {seq})"  # noqa: S608  a number of our own
    return (
        f"DELETE FROM history_entry WHERE seq > {seq}",  # noqa: S608  the same
        f"UPDATE chain_head SET seq = {seq}, hash = {ends}",  # noqa: S608  the same
    )


def test_a_record_that_was_cut_off_ends_before_what_was_signed(kept: Anchored) -> None:
    before, last = kept.points[-2:]
    found = findings(kept, *cut_after(before))
    assert ("beyond", before + 1, last) in found


def test_a_root_over_other_entries_than_there_are_is_named(kept: Anchored) -> None:
    """Nobody without the key can sign another root: so the one in the row is not signed, and is wrong."""
    last, other = kept.points[-1], "e" * 64
    found = findings(kept, f"UPDATE checkpoint SET merkle_root = '{other}' WHERE seq = {last}")  # noqa: S608  our own values
    assert {("unsigned", 1, last), ("root", 1, last)} <= set(found)


def test_a_record_without_an_entry_has_no_root_beyond_it(kept: Anchored) -> None:
    with kept.database.read() as session:
        last = kept.points[-1]
        roots = checking.roots_at(session, kept.office_id, [last, last + 5])
    assert set(roots) == {last, last + 5}
    assert roots[last] == roots[last + 5]  # of what is there


def test_tiles_that_are_gone_or_spoilt_are_made_of_the_entries_again(
    database: Database, office: SmallOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "TILE", 8)
    made = anchored(database, office, tmp_path, rounds=2, each=20)
    without_triggers(database)
    last = made.points[-1]
    with database.write() as session:
        right = tree.Tree(session, office.id, last).root()
        session.connection().execute(text("UPDATE checkpoint_tile SET hash = 'spoilt' WHERE tile = 1"))
        assert tree.Tree(session, office.id, last).root() == right
        session.connection().execute(text("DELETE FROM checkpoint_tile WHERE tile = 0"))
        assert tree.Tree(session, office.id, last).root() == right
    lengthen(database, office, 1)
    with database.write() as session:  # a tile that lies: it no longer gives what was signed
        session.connection().execute(
            text("UPDATE checkpoint_tile SET tile = 0, hash = :lie WHERE tile = 1"), {"lie": "a" * 64}
        )
    with pytest.raises(HistoryBroken) as refused:
        taking.take_for(database, office.id, made.file, NOW)
    assert (refused.value.seq, refused.value.problem) == (last, "root")


def test_entries_that_are_gone_or_have_no_hash_give_no_root(kept: Anchored) -> None:
    last = kept.points[-1]
    with kept.database.write() as session:
        session.connection().execute(
            text("UPDATE history_entry SET hash = 'x' WHERE seq = :at"), {"at": last - 1}
        )
        with pytest.raises(HistoryBroken) as changed:
            tree.Tree(session, kept.office_id, last).root()
        session.connection().execute(text("DELETE FROM history_entry WHERE seq = :at"), {"at": last})
        with pytest.raises(HistoryBroken) as missing:
            tree.Tree(session, kept.office_id, last).root()
    assert (changed.value.seq, changed.value.problem) == (last - 1, "changed")
    assert (missing.value.seq, missing.value.problem) == (last, "missing")


def test_of_an_office_whose_own_account_is_gone_nothing_is_signed(database: Database, tmp_path: Path) -> None:
    """The entry that names a new key is made by the system's account."""
    with database.write() as session:
        bare = make_office(session, "T7")
        session.connection().execute(text("UPDATE person SET is_service = :no"), {"no": False})
    with pytest.raises(UnknownPerson) as refused:
        taking.take_for(database, bare.id, KeyFile.in_folder(tmp_path), NOW)
    assert refused.value.username == "system@T7"


def test_a_key_of_another_sort_does_not_sign(tmp_path: Path) -> None:
    strange = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = KeyFile.in_folder(tmp_path)
    file.path.write_bytes(strange.private_bytes(*form))
    with pytest.raises(CheckpointKeyStrange):
        file.read()


def test_a_key_that_vanishes_while_it_is_made_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody tidies the folder up at that very moment: nothing is signed by a key that nobody has."""
    monkeypatch.setattr(keys, "_read", lambda path: None)
    with pytest.raises(CheckpointKeyMissing):
        KeyFile.in_folder(tmp_path).make()


def test_what_is_waiting_is_put_down_once(kept: Anchored, tmp_path: Path) -> None:
    before = kept.path.read_bytes()
    with kept.database.write() as session:
        assert anchors.write_file(session, kept.path.parent, NOW) == 0
    assert kept.path.read_bytes() == before


def test_a_file_of_anchors_beyond_reason_is_not_read_and_a_long_line_is_none(
    kept: Anchored, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept.path.open("a", encoding="utf-8") as file:
        file.write('["khanton-anchor-1",' + " " * 100_000 + '"",""]\n')
    told = anchors.read(kept.path)
    assert (len(told.found), told.unreadable) == (3, (4,))
    monkeypatch.setattr(anchors, "MOST", 100)
    with pytest.raises(BadAnchors) as refused:
        anchors.read(kept.path)
    assert refused.value.problem == "too_large"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_whose_note_or_key_is_none_is_no_anchor(kept: Anchored, place: int) -> None:
    parts = json.loads(kept.path.read_text(encoding="utf-8").splitlines()[0])
    for other in ("", "—" * 20, parts[1].replace("\n\n— ", "\n\n— x !!!! ")):
        parts[place] = other
        assert anchors._anchor(1, json.dumps(parts)) is None


@pytest.mark.parametrize("line", ["{}", "[1, 2, 3]", '["khanton-anchor-1", "x"]', "no json", '"text"'])
def test_a_line_of_another_shape_is_no_anchor(line: str) -> None:
    assert anchors._anchor(1, line) is None


def test_an_empty_proof_of_consistency_proves_nothing() -> None:
    root = merkle.leaf(b"1" * 32)
    assert not merkle.is_consistent(3, root, 5, root, [])
