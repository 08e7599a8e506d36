"""A proof says what it proves to whoever has the key, and whatever else is sent in its place is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anchored import Anchored, anchored, without_triggers
from conftest import SmallOffice
from sqlalchemy import text
from sqlmodel import Session

from workflow.checkpoints import proving
from workflow.checkpoints.proving import check, prove, written
from workflow.database import Database
from workflow.errors import BadProof, HistoryBroken, NotCheckpointed, UnknownEntry
from workflow.models import Office


@pytest.fixture
def kept(database: Database, office: SmallOffice, tmp_path: Path) -> Anchored:
    made = anchored(database, office, tmp_path, rounds=1, each=5)
    without_triggers(database)
    return made


def proof(session: Session, kept: Anchored, *seqs: int) -> dict[str, Any]:
    return prove(session, session.get_one(Office, kept.office_id), seqs)


@pytest.fixture
def told(kept: Anchored) -> dict[str, Any]:
    with kept.database.read() as session:
        return proof(session, kept, 2, 3)


def test_what_was_proved_is_checked_without_any_database(told: dict[str, Any], kept: Anchored) -> None:
    found = check(written(told), [kept.anchors[0].key])
    assert (found.holds, [values[2] for values in found.entries]) == (True, [2, 3])
    assert found.said.seq == kept.points[-1]


def _index(told: dict[str, Any]) -> None:
    told["entries"][0]["index"] += 1


def _entry(told: dict[str, Any]) -> None:
    values = json.loads(told["entries"][0]["entry"])
    values[7] = "somebody else"
    told["entries"][0]["entry"] = json.dumps(values)


def test_a_proof_that_was_changed_does_not_hold(told: dict[str, Any], kept: Anchored) -> None:
    for change in (_index, _entry):
        changed = json.loads(written(told))
        change(changed)
        found = check(written(changed))
        assert (found.holds, found.problem) == (False, "path")
    changed = json.loads(written(told))
    changed["checkpoint"] = changed["checkpoint"].replace("/T1\n", "/T2\n")
    assert check(written(changed), [kept.anchors[0].key]).problem == "unsigned"


def _put(*path: object) -> Callable[[dict[str, Any]], None]:
    """Puts the last of `path` where the others lead."""

    def change(told: dict[str, Any]) -> None:
        place: Any = told
        for each in path[:-2]:
            place = place[each]
        place[path[-2]] = path[-1]

    return change


STRANGE = [
    (_put("form", "khanton-proof-9"), "form"),
    (_put("office", 7), "shape"),
    (_put("checkpoint", None), "shape"),
    (_put("checkpoint", "no note"), "shape"),
    (_put("checkpoint", "some words\n\n— x " + "A" * 92 + "\n"), "shape"),
    (_put("checkpoint", "some words\n\n— x " + "A" * 91 + "=\n"), "shape"),
    (_put("checkpoint", "some words\n\n— x AAAAAAAAA\n"), "shape"),
    (_put("key", "no key"), "key"),
    (_put("entries", {}), "shape"),
    (_put("entries", []), "shape"),
    (_put("entries", 0, "an entry"), "shape"),
    (_put("entries", 0, "entry", 5), "shape"),
    (_put("entries", 0, "index", True), "shape"),
    (_put("entries", 0, "index", "1"), "shape"),
    (_put("entries", 0, "path", "0" * 64), "shape"),
    (_put("entries", 0, "path", ["0" * 64] * 65), "shape"),
    (_put("entries", 0, "path", ["0" * 63]), "shape"),
    (_put("entries", 0, "path", [5]), "shape"),
    (_put("entries", 0, "entry", "no json"), "shape"),
    (_put("entries", 0, "entry", "[" * 100_000), "shape"),
    (_put("entries", 0, "entry", "{}"), "shape"),
    (_put("entries", 0, "entry", "[1, 2]"), "shape"),
    (_put("entries", 0, "entry", json.dumps(["other"] * 23)), "shape"),
]


@pytest.mark.parametrize(("change", "problem"), STRANGE)
def test_what_is_no_proof_is_refused(
    told: dict[str, Any], change: Callable[[dict[str, Any]], None], problem: str
) -> None:
    change(told)
    with pytest.raises(BadProof) as refused:
        check(written(told))
    assert refused.value.problem == problem


@pytest.mark.parametrize(
    ("data", "problem"), [("[", "shape"), ("[" * 100_000, "shape"), ("[]", "form"), ("null", "form")]
)
def test_what_is_no_list_of_values_is_refused(data: str, problem: str) -> None:
    with pytest.raises(BadProof) as refused:
        check(data)
    assert refused.value.problem == problem


def test_a_proof_beyond_reason_is_not_read(told: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "LARGEST", 100)
    with pytest.raises(BadProof) as refused:
        check(written(told))
    assert refused.value.problem == "too_large"


def test_a_key_that_did_not_sign_proves_nothing(told: dict[str, Any], kept: Anchored, tmp_path: Path) -> None:
    other = proving.notes.verifier_of(proving_key())
    told["key"] = str(other)
    assert check(written(told)).problem == "unsigned"


def proving_key() -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate()


def test_what_came_after_the_last_checkpoint_or_never_cannot_be_proved(kept: Anchored) -> None:
    last = kept.points[-1]
    with kept.database.read() as session, pytest.raises(UnknownEntry):
        proof(session, kept, last + 1)
    with kept.database.write() as session:
        session.connection().execute(text("DELETE FROM checkpoint_anchor"))
        session.connection().execute(text("DELETE FROM checkpoint"))
        with pytest.raises(NotCheckpointed):
            proof(session, kept, last)


def test_a_number_before_the_first_entry_is_no_entry(kept: Anchored) -> None:
    with kept.database.read() as session, pytest.raises(UnknownEntry):
        proof(session, kept, 0)


def test_what_no_longer_leads_to_what_was_signed_is_not_proved(kept: Anchored) -> None:
    """An entry's words changed and its hash left; then the hash changed too."""
    with kept.database.write() as session:
        session.connection().execute(text("UPDATE history_entry SET reason = 'another' WHERE seq = 3"))
        with pytest.raises(HistoryBroken) as changed:
            proof(session, kept, 3)
        assert (changed.value.seq, changed.value.problem) == (3, "changed")
        session.connection().execute(
            text("UPDATE history_entry SET hash = :other WHERE seq = 3"), {"other": "a" * 64}
        )
        with pytest.raises(HistoryBroken) as root:
            proof(session, kept, 2)
        assert (root.value.seq, root.value.problem) == (kept.points[-1], "root")
