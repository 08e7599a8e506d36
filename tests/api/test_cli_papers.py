"""Papers and registers from the command line: listed, signed, numbered, and written to files."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW
from issued_paper import FIELDS, before_the_director, draft, issued
from json_desk import PASSWORD, Desk, desk_at_the_json_door  # noqa: F401  a fixture
from typer.testing import CliRunner

from api import clock
from api.cli import app


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def run(desk: Desk, *told: str, typed: str = "") -> Any:
    place = ("--database", desk.database_url, "--data", str(desk.folder))
    return CliRunner().invoke(app, [*told, *place], input=typed)


def said(desk: Desk, *told: str, typed: str = "") -> tuple[int, Any]:
    done = run(desk, *told, "--json", typed=typed)
    return done.exit_code, json.loads(done.stdout)


@pytest.fixture
def waiting(desk: Desk) -> str:
    """A memo before the area director."""
    with desk.database.write() as session:
        item = draft(session, desk.office, NOW)
        before_the_director(session, desk.office, item, NOW)
        return item.code


def test_a_paper_is_signed_and_issued_with_the_password_typed_again(desk: Desk, waiting: str) -> None:
    signing = ("papers", "sign", waiting, "--as", "area_director.t1", "--order", "ลงนามแล้ว")
    code, told = said(desk, *signing, typed="another\n")
    assert (code, told["error"]["code"]) == (1, "wrong_password")
    done = run(desk, *signing, "--json", typed=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    signed = json.loads(done.stdout)
    assert (signed["state"], len(signed["text_sha256"])) == ("signed", 64)
    code, issued_now = said(desk, "papers", "issue", waiting, "--as", "clerk.t1")
    assert (code, issued_now["state"], issued_now["number"]) == (0, "issued", "0001/2561")
    assert said(desk, "history", "verify", "--paper", issued_now["witness"])[1]["holds"] is True
    code, told = said(desk, "papers", "issue", waiting, "--as", "clerk.t1")
    assert (code, told["error"]["code"]) == (1, "not_open_here")
    shown = said(desk, "papers", "show", waiting)[1]
    assert (shown["number"], shown["text_sha256"], shown["witness"]) == (
        "0001/2561",
        signed["text_sha256"],
        issued_now["witness"],
    )
    people = run(desk, "papers", "show", waiting).stdout
    assert FIELDS.subject in people
    assert issued_now["witness"] in people


def test_the_list_tells_where_each_paper_stands(desk: Desk, waiting: str) -> None:
    with desk.database.write() as session:
        made = issued(session, desk.office, NOW, code="free_circular")
    code, told = said(desk, "papers", "list")
    assert code == 0
    assert [(each["code"], each["form"], each["state"], each["number"]) for each in told] == [
        (waiting, "memo", "pending_director", None),
        (made.code, "circular", "issued", "ว 0001/2561"),
    ]
    assert [each["code"] for each in said(desk, "papers", "list", "--form", "circular")[1]] == [made.code]
    assert "เสนอ ผอ.สพป." in run(desk, "papers", "list", "--state", "pending_director").stdout


@pytest.mark.parametrize(
    ("ending", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!DOCTYPE html>"), ("txt", b"")]
)
def test_a_paper_is_written_as_a_file(
    ending: str, start: bytes, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHANTON_PUBLIC_URL", "https://office.example/")
    with desk.database.write() as session:
        made = issued(session, desk.office, NOW)
    file = tmp_path / f"หนังสือ.{ending}"
    writing = ("papers", "write", made.code, "--to", str(file))
    code, told = said(desk, *writing)
    assert (code, told["bytes"]) == (0, file.stat().st_size)
    content = file.read_bytes()
    assert content.startswith(start)
    if ending == "html":
        assert f"https://office.example/verify/{made.witness}" in content.decode()
    assert said(desk, *writing)[1]["error"]["code"] == "file_exists"
    assert said(desk, *writing, "--force")[0] == 0


def test_a_paper_made_from_rows_is_written_as_a_file(desk: Desk, tmp_path: Path) -> None:
    desk.open("project", "P1", title="โครงการตัวอย่าง")
    file = tmp_path / "p1.txt"
    told = ("papers", "write", "--item", "P1", "--paper", "proposal_form", "--to", str(file))
    assert said(desk, *told)[0] == 0
    assert "โครงการตัวอย่าง" in file.read_text(encoding="utf-8")
    wrong = ("papers", "write", "--item", "P1", "--paper", "plan_book", "--to", str(tmp_path / "x.pdf"))
    assert said(desk, *wrong)[1]["error"]["code"] == "input_unknown"
    for mistake in (
        ("--to", str(file)),
        ("P1", "--item", "P1", "--to", str(file)),
        ("--item", "P1", "--to", str(file)),
        ("P1", "--to", str(tmp_path / "p1.exe")),
        ("P1", "--year", "2561", "--to", str(tmp_path)),
    ):
        assert said(desk, "papers", "write", *mistake)[0] == 2
    assert not (tmp_path / "x.pdf").exists()


def test_a_whole_year_goes_into_a_folder(desk: Desk, waiting: str, tmp_path: Path) -> None:
    desk.open("project", "P:1")
    desk.open("project", "P2", fiscal_year=2560)
    folder = tmp_path / "ปี 2561"
    year = ("papers", "write", "--year", "2561", "--format", "txt", "--to", str(folder))
    code, told = said(desk, *year)
    assert code == 0, told
    names = sorted(path.name for path in folder.iterdir())
    made = ("agenda_paper", "project_report_form", "proposal_form")
    assert names == [f"{waiting}.txt", *(f"P-1-{name}.txt" for name in made)]
    assert sorted(Path(each).name for each in told["written"]) == names
    again = run(desk, *year, "--force")
    assert "เขียน 4 ฉบับ" in again.stdout


def test_registers_are_begun_taken_and_voided(desk: Desk) -> None:
    clerk = ("--as", "clerk.t1")
    assert said(desk, "registers", "begin", "outgoing", "45", *clerk)[1]["used_on_paper"] == 45
    told = ("--subject", "ส่งเอกสาร", "--on", "๑๐/๑/๒๕๖๑")
    code, taken = said(desk, "registers", "take", "outgoing", *told, *clerk)
    assert (code, taken["number"], taken["text"], taken["dated_on"]) == (0, 46, "0046/2561", "2018-01-10")
    refused = said(desk, "registers", "begin", "outgoing", "44", *clerk)[1]["error"]
    assert refused["code"] == "register_not_upward"
    voided = said(desk, "registers", "void", "outgoing", "46", "--reason", "ออกผิด", *clerk)[1]
    assert (voided["number"], voided["void_reason"]) == (46, "ออกผิด")
    assert said(desk, "registers", "void", "outgoing", "47", "--reason", "x", *clerk)[0] == 2
    assert said(desk, "registers", "take", "none", "--subject", "x", *clerk)[0] == 2
    code, told = said(desk, "registers", "take", "order", "--subject", "x", "--as", "internal_auditor.t1")
    assert (code, told["error"]["code"]) == (1, "no_role")
    listed = said(desk, "registers", "list", "outgoing", "--year", "2561")[1]["registers"]
    assert [(each["kind"], each["last"], len(each["numbers"])) for each in listed] == [("outgoing", 46, 1)]
    assert "ยกเลิก: ออกผิด" in run(desk, "registers", "list").stdout
