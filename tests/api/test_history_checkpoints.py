"""Checkpoints, anchors and proofs at the command line, by JSON and on pages."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from json_desk import desk_at_the_json_door  # noqa: F401  a fixture
from test_cli import refused, run

from api.settings import Settings
from workflow.checkpoints import notes, proving
from workflow.checkpoints.anchors import FILE
from workflow.checkpoints.keys import KeyFile
from workflow.checkpoints.taking import take_for
from workflow.errors import BadInput

pytestmark = pytest.mark.one_database


@pytest.fixture
def own(sample_january: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A copy of the offices of January with a data folder and a folder for anchors, as options."""
    path = tmp_path / "own.db"
    if not sample_january.startswith("sqlite"):
        pytest.skip("the copy is a file")
    shutil.copy(sample_january.removeprefix("sqlite:///"), path)
    monkeypatch.setenv("KHANTON_ANCHORS", str(tmp_path / "outside"))
    return ["--database", f"sqlite:///{path}", "--data", str(tmp_path / "data")]


def changed(own: list[str], *statements: str) -> None:
    """What somebody with the file in hand does to it."""
    with sqlite3.connect(own[1].removeprefix("sqlite:///")) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in found:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def signed(own: list[str]) -> Any:
    code, told = run("history", "checkpoint", *own)
    assert code == 0
    return told


def test_a_checkpoint_is_signed_once_and_put_into_the_file_of_anchors(own: list[str], tmp_path: Path) -> None:
    told = signed(own)
    lines = (tmp_path / "outside" / FILE).read_text(encoding="utf-8").splitlines()
    seqs = {each["office"]: each["entries"] for each in told["checkpoints"]}
    assert told["put_outside"] == len(lines) == len(seqs) >= 2
    assert signed(own)["checkpoints"] == [
        {"office": code, "entries": None, "checkpoint": None} for code in seqs
    ]
    code, verified = run("history", "verify", "--anchor", str(tmp_path / "outside" / FILE), *own)
    assert code == 0
    assert {each["office"]: (each["entries"], each["checkpoints"], each["anchors"]) for each in verified} == {
        office: (seq, 1, 1) for office, seq in seqs.items()
    }
    assert {each["keys"]["by"] for each in verified} == {"anchor"}


def test_a_record_that_was_cut_holds_in_itself_and_not_against_the_anchors(
    own: list[str], tmp_path: Path
) -> None:
    """As it is after an older backup was restored."""
    shutil.copy(own[1].removeprefix("sqlite:///"), tmp_path / "older.db")
    first = signed(own)["checkpoints"][0]
    shutil.copy(tmp_path / "older.db", own[1].removeprefix("sqlite:///"))
    code, alone = run("history", "verify", *own)
    assert (code, {each["holds"] for each in alone}) == (0, {True})
    code, told = run("history", "verify", "--anchor", str(tmp_path / "outside" / FILE), *own)
    assert code == 1
    here = next(each for each in told if each["office"] == first["office"])
    assert (here["holds"], here["bad_entry"]) == (False, first["entries"])
    assert [each["problem"] for each in here["findings"]] == ["beyond", "checkpoint_gone"]


def test_a_checkpoint_by_a_key_of_the_database_alone_is_strange_to_the_key_file(own: list[str]) -> None:
    signed(own)
    file = KeyFile.in_folder(Path(own[3]))
    file.path.unlink()
    file.make()
    code, told = run("history", "verify", *own)
    assert code == 1
    assert {each["keys"]["by"] for each in told} == {"file"}
    assert {found["problem"] for each in told for found in each["findings"]} == {"strange_key"}


def test_a_missing_key_is_refused_with_what_to_do(own: list[str]) -> None:
    signed(own)
    KeyFile.in_folder(Path(own[3])).path.unlink()
    changed(own, "UPDATE chain_head SET hash = hash")
    run("history", "new-key", "--lost", *own)
    assert signed(own)["checkpoints"][0]["entries"] is not None
    KeyFile.in_folder(Path(own[3])).path.unlink()
    assert refused("history", "new-key", *own) == (1, "checkpoint_key_missing")


def test_proofs_are_checked_without_any_database(own: list[str], tmp_path: Path) -> None:
    signed(own)
    file = tmp_path / "proof.json"
    key = str(KeyFile.in_folder(Path(own[3])).verifier())
    office = run("items", *own)[1][0]["office"]
    for asked in (("--entry", f"{office}:3"), ("--item", "AP2561", "--office", office)):
        code, proof = run("history", "prove", *asked, *own)
        assert code == 0
        file.write_text(json.dumps(proof), encoding="utf-8")
        code, told = run("history", "verify", "--proof", str(file), "--key", key)
        assert (code, told["holds"], told["key_trusted"]) == (0, True, True)
        assert told["entries"] == [each["index"] + 1 for each in proof["entries"]]
    other = str(
        KeyFile.in_folder(tmp_path / "other").make() and KeyFile.in_folder(tmp_path / "other").verifier()
    )
    code, told = run("history", "verify", "--proof", str(file), "--key", other)
    assert (code, told["problem"]) == (1, "strange_key")
    proof["entries"][0]["entry"] = proof["entries"][0]["entry"].replace("AP2561", "AP2562")
    file.write_text(json.dumps(proof), encoding="utf-8")
    code, told = run("history", "verify", "--proof", str(file))
    assert (code, told["problem"]) == (1, "path")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"form":"khanton-proof-1"}',
        '{"form":"khanton-proof-1","entries":[{}]}',
        "\ufeff{",
        "[" * 9999,
    ],
)
def test_what_is_no_proof_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    file.write_text(content, encoding="utf-8")
    assert refused("history", "verify", "--proof", str(file)) == (2, "bad_proof")


@pytest.mark.parametrize("asked", [(), ("--entry", "T1"), ("--entry", "T1:x"), ("--paper", "ZZ")])
def test_what_cannot_be_proved_is_refused(asked: tuple[str, ...], own: list[str]) -> None:
    assert refused("history", "prove", *asked, *own) == (2, "bad_option")


def test_an_entry_after_the_last_checkpoint_has_to_wait(own: list[str]) -> None:
    office = run("items", *own)[1][0]["office"]
    assert refused("history", "prove", "--entry", f"{office}:1", *own) == (1, "not_checkpointed")
    assert refused("history", "prove", "--entry", f"{office}:99999999", *own) == (2, "unknown_entry")


@pytest.mark.parametrize("content", ["", "nothing\n", '["khanton-anchor-1","x","y"]\n'])
def test_what_is_no_file_of_anchors_is_refused(content: str, own: list[str], tmp_path: Path) -> None:
    file = tmp_path / "anchors.txt"
    file.write_text(content, encoding="utf-8")
    assert refused("history", "verify", "--anchor", str(file), *own) == (2, "bad_anchors")
    assert refused("history", "verify", "--anchor", str(tmp_path / "none"), *own) == (2, "bad_anchors")


def test_a_line_that_was_torn_and_written_again_is_no_trouble(own: list[str], tmp_path: Path) -> None:
    signed(own)
    file = tmp_path / "outside" / FILE
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole[:100] + "\n" + whole, encoding="utf-8")
    assert run("history", "verify", "--anchor", str(file), *own)[0] == 0
    file.write_text("From: somebody\n" + whole, encoding="utf-8")
    assert run("history", "verify", "--anchor", str(file), *own)[0] == 0
    file.write_text('["khanton-anchor-1","changed"]\n' + whole, encoding="utf-8")
    code, told = run("history", "verify", "--anchor", str(file), *own)
    assert (code, told[0]["unreadable_lines"]) == (1, [1])


def test_settings_name_where_anchors_go() -> None:
    found = Settings.from_environment(
        {"KHANTON_ANCHORS": "/else", "KHANTON_ANCHOR_MAIL": "a@b.go.th, c@d.th"}
    )
    assert (found.anchor_folder, found.anchor_mail) == (Path("/else"), ("a@b.go.th", "c@d.th"))
    with pytest.raises(BadInput):
        Settings.from_environment({"KHANTON_ANCHOR_MAIL": "nobody"})


def test_json_tells_checkpoints_and_proofs(desk: Any, database: Any, tmp_path: Path) -> None:
    file = KeyFile.in_folder(tmp_path / "data")
    said = take_for(database, desk.office.id, file, desk.at)
    auditor = desk.person("internal_auditor")
    [told] = auditor.get("/api/v1/history/checkpoints").json()["checkpoints"]
    assert said is not None
    assert (told["seq"], told["root"], told["key"]) == (said.seq, said.root, str(file.verifier()))
    assert notes.read_note(told["note"]) is not None
    proof = auditor.get("/api/v1/history/proof?seq=2").json()
    assert proving.check(json.dumps(proof)).holds
    assert auditor.get(f"/api/v1/history/proof?seq={said.seq + 999}").status_code == 404
    assert auditor.get("/api/v1/history/proof").status_code == 422
    assert desk.person("school_officer").get("/api/v1/history/proof?seq=2").status_code == 403


def test_the_doctor_sees_a_key_that_is_missing_or_another(own: list[str]) -> None:
    def seen() -> tuple[bool, str]:
        _, looks = run("doctor", *own)
        [look] = [each for each in looks if each["name"] == "checkpoint key"]
        return look["well"], look["seen"]

    file = KeyFile.in_folder(Path(own[3]))
    assert seen() == (True, "-")
    signed(own)
    assert seen()[0]
    file.path.unlink()
    assert not seen()[0]
    file.path.write_bytes(b"nothing")
    assert seen() == (False, str(file.path))
