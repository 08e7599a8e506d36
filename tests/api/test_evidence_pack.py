"""An evidence pack holds what belongs to a paper, and finds every change, without this program."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SmallOffice
from pack_desk import CHANGES, PDF, Pack, listed_again, opened, packed, packed_before, show, zipped  # noqa: F401
from sqlmodel import col, select

from api.packs import contents as limits
from api.packs.verifier import verify
from workflow.database import Database
from workflow.errors import NotCheckpointed, PackTooLarge
from workflow.models import Entry, Item


def wrong(files: Pack, key: str = "") -> dict[str, list[str]]:
    return {name: found for name, _, found in verify.check(files, key) if found}


def run(pack: Path, *options: str) -> tuple[int, str]:
    """The verifier of the pack itself, by a Python that knows nothing of this program."""
    files = opened(pack.read_bytes())
    program = pack.with_name("taken_out_verify.py")
    program.write_bytes(files["verify.py"])
    command = [sys.executable, "-I", "-S", str(program), str(pack), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_pack_holds_everything_and_proves_itself(database: Database, kept: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    pack.write_bytes(packed(database, kept))
    files = opened(pack.read_bytes())
    manifest = json.loads(files["manifest.json"])
    assert manifest["items"] == ["AP1", "P1"]
    assert (manifest["unproved"], manifest["missing"]) == ([], [])
    assert [each["path"].split("-", 1)[1] for each in manifest["files"] if each["what"] == "document"] == [
        "คำสั่ง.pdf"
    ]
    assert files[next(name for name in files if name.startswith("documents/"))] == PDF
    with database.read() as session:
        expected = list(session.exec(select(Entry.seq).where(col(Entry.item_id).is_not(None))))
    proof = json.loads(files["history/proof.json"])
    assert [each["index"] + 1 for each in proof["entries"]] == sorted(expected)
    assert run(pack, "--key", proof["key"])[0] == 0
    code, said = run(pack)
    assert (code, proof["key"] in said) == (0, True)
    assert run(pack, "--key", "khanton+97366e56+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")[0] == 1


def test_it_can_be_checked_where_it_was_unpacked(database: Database, kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(io.BytesIO(packed(database, kept))) as archive:
        archive.extractall(folder)
    done = subprocess.run(
        [sys.executable, "-I", "-B", folder / "verify.py"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()


def test_alone_it_holds_the_item_only(database: Database, kept: Path) -> None:
    manifest = json.loads(opened(packed(database, kept, whole=False))["manifest.json"])
    assert manifest["items"] == ["AP1"]


@pytest.mark.parametrize(("change", "found"), CHANGES, ids=lambda each: getattr(each, "__name__", ""))
def test_every_change_is_found_though_the_list_agrees(
    database: Database, kept: Path, change: Callable[[Pack], None], found: set[str]
) -> None:
    files = opened(packed(database, kept))
    assert wrong(files) == {}
    change(files)
    assert set(wrong(files)) >= found


def test_any_byte_of_the_proof_counts(database: Database, kept: Path) -> None:
    """Flipped one at a time: never everything in order, never an unhandled fault."""
    files = opened(packed(database, kept, whole=False))
    proof = files["history/proof.json"]
    for place in range(0, len(proof), 41):
        turned = bytearray(proof)
        turned[place] ^= 0x01
        tried = {**files, "history/proof.json": bytes(turned)}
        listed_again(tried, "history/proof.json")
        try:
            assert wrong(tried) or json.loads(turned) == json.loads(proof)
        except (verify.NoPack, KeyError, TypeError, ValueError, AttributeError, IndexError):
            continue


def test_what_came_after_the_checkpoint_is_told_as_unproved(
    database: Database, office: SmallOffice, kept: Path
) -> None:
    with database.write() as session:
        item = session.exec(select(Item).where(Item.code == "AP1")).one()
        show(session, office, kept, item, PDF + b"another")
    files = opened(packed(database, kept))
    manifest = json.loads(files["manifest.json"])
    assert len(manifest["unproved"]) == 1
    assert files["history/unproved.jsonl"].count(b"khanton-history-1") == 1
    assert wrong(files) == {}


def test_a_lost_file_is_told_and_does_not_stop_the_pack(database: Database, kept: Path) -> None:
    for path in (kept / "evidence").rglob("*"):
        if path.is_file():
            path.unlink()
    files = opened(packed(database, kept))
    assert [each["why"] for each in json.loads(files["manifest.json"])["missing"]] == ["file_lost"]
    assert wrong(files) == {}


def test_without_a_checkpoint_there_is_nothing_to_prove(
    database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    with database.write() as session:
        office.open(session, "annual_plan", "AP1")
    with pytest.raises(NotCheckpointed):
        packed(database, tmp_path)


@pytest.mark.parametrize(
    ("name", "what"), [("MOST_ITEMS", "items"), ("MOST", "entries"), ("LARGEST", "bytes")]
)
def test_a_pack_that_would_grow_too_large_is_refused(
    database: Database, kept: Path, monkeypatch: pytest.MonkeyPatch, name: str, what: str
) -> None:
    monkeypatch.setattr(limits, name, 1)
    with pytest.raises(PackTooLarge) as refused:
        packed(database, kept)
    assert refused.value.what == what


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04nonsense", zipped({"manifest.json": b"[]"}), zipped({"manifest.json": b"{"})]
)
def test_what_is_no_pack_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    pack, program = tmp_path / "pack.zip", Path(verify.__file__)
    pack.write_bytes(data)
    done = subprocess.run([sys.executable, "-I", program, pack], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_the_verifiers_ed25519_is_that_of_the_rfc() -> None:
    """RFC 8032, section 7.1, tests 1 to 3; and each with a bit turned."""
    vectors = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            (
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            (
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            (
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
            ),
        ),
    ]
    for key, message, signature in ((*map(bytes.fromhex, each),) for each in vectors):
        assert verify.is_signed(key, message, signature)
        assert not verify.is_signed(key, message + b"!", signature)
        assert not verify.is_signed(key, message, signature[:-1] + bytes([signature[-1] ^ 1]))
        assert not verify.is_signed(signature[:32], message, signature)
