"""`khanton demo` and `khanton init`: what stands is kept, what is real is never built over."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app

RUN = CliRunner()


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("KHANTON_DATA", str(folder))
    monkeypatch.delenv("KHANTON_DATABASE_URL", raising=False)
    return folder


def run(*words: str) -> tuple[int, Any]:
    result = RUN.invoke(app, [*words, "--json"])
    return result.exit_code, json.loads(result.stdout)


def heads() -> list[str]:
    return [each["head"] for each in run("history", "verify")[1]]


def test_the_demonstration_is_built_once_kept_and_built_again_only_when_asked(data_folder: Path) -> None:
    code, told = run("demo", "--no-serve", "--until", "12 ต.ค. 2560")
    assert (code, told["offices"], told["password"], told["until"]) == (
        0,
        ["PYO2", "UTD2"],
        "khanton-demo",
        "2017-10-12",
    )
    assert (data_folder / "khanton-demo.db").exists()
    assert [each["checkpoints"] for each in run("history", "verify")[1]] == [1, 1]
    assert run("attest", "AP2561", "--as", "plandir", "--evidence", "groups_answered=ครบ")[0] == 0
    changed = heads()
    assert run("demo", "--no-serve")[0] == 0
    assert run("demo", "--no-serve", "--until", "2017-10-12")[0] == 0
    assert heads() == changed
    code, told = run("demo", "--no-serve", "--until", "2017-10-05")
    assert (code, told["until"]) == (0, "2017-10-05")
    code, told = run("demo", "--no-serve", "--until", "2017-10-03", "--reset")
    assert (code, told["until"]) == (0, "2017-10-03")


def test_the_sample_offices_are_used_where_no_other_database_is(data_folder: Path) -> None:
    run("demo", "--no-serve", "--until", "2017-10-02")
    result = RUN.invoke(app, ["items", "--kind", "annual_plan", "--json"])
    assert [each["state"] for each in json.loads(result.stdout)] == ["preparing", "preparing"]
    assert "using the sample offices" in result.stderr


@pytest.mark.parametrize("until", ["2017-09-30", "someday", "12/1/3000"])
def test_a_day_the_sample_cannot_be_stopped_at_is_not_understood(until: str) -> None:
    code, answer = run("demo", "--no-serve", "--until", until)
    assert (code, list(answer)) == (2, ["error"])


def test_an_office_is_set_up_with_accounts_that_can_act(database_url: str) -> None:
    at = ("--database", database_url)
    code, told = run(
        "init", "--office", "T1", "--name", "สำนักงานตัวอย่าง", "--group", "PLN=กลุ่มนโยบายและแผน",
        "--account", "boss=plan_director", "--account", "owner=project_owner@PLN", *at,
    )  # fmt: skip
    assert (code, sorted(told["codes"])) == (0, ["boss", "owner"])
    assert run("items", *at) == (0, [])
    (verdict,) = run("history", "verify", *at)[1]
    assert verdict["holds"]


def test_the_sample_is_never_built_over_a_real_office(database_url: str) -> None:
    at = ("--database", database_url)
    run("init", "--office", "T1", "--name", "สำนักงานตัวอย่าง", *at)
    code, answer = run("demo", "--no-serve", "--reset", *at)
    assert (code, answer["error"]["code"]) == (1, "not_a_demonstration")
    assert [each["office"] for each in run("history", "verify", *at)[1]] == ["T1"]


def test_the_sample_is_built_into_a_named_empty_database(database_url: str) -> None:
    code, told = run("demo", "--no-serve", "--until", "2017-10-09", "--database", database_url)
    assert (code, told["offices"]) == (0, ["PYO2", "UTD2"])


def test_an_account_in_a_group_that_is_not_there_leaves_nothing(database_url: str) -> None:
    at = ("--database", database_url)
    code, answer = run("init", "--office", "T1", "--name", "x", "--account", "a1=project_owner@NONE", *at)
    assert (code, answer["error"]["code"]) == (2, "bad_option")
    assert run("history", "verify", *at) == (0, [])
