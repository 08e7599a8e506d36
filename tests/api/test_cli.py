"""The command line answers people in tables, programs in one JSON document, and says why by its exit code."""

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from demonstration import copied
from sqlmodel import select
from typer.testing import CliRunner

from api.cli import app
from states.source import DEFINITIONS, shipped_kinds, shipped_profiles
from workflow.database import Database
from workflow.models import Item, ProjectLine

RUN = CliRunner()
UNTIL = datetime.date(2018, 1, 12)


@pytest.fixture(name="january")
def offices_in_january(sample_january: str) -> str:
    """The address of the sample offices as they stood on 12 January 2018, only to look at."""
    return sample_january


@pytest.fixture
def own_copy(january: str, tmp_path: Path) -> Iterator[str]:
    """The same offices, to change."""
    with copied(january, tmp_path) as url:
        yield url


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("KHANTON_DATA", str(folder))
    monkeypatch.delenv("KHANTON_DATABASE_URL", raising=False)
    return folder


def run(*words: str) -> tuple[int, Any]:
    """The exit code and the one JSON document on stdout."""
    result = RUN.invoke(app, [*words, "--json"])
    return result.exit_code, json.loads(result.stdout)


def refused(*words: str) -> tuple[int, str]:
    """The exit code and the error's code; every error has words in both languages."""
    code, answer = run(*words)
    assert list(answer) == ["error"]
    assert answer["error"]["th"].strip()
    assert answer["error"]["en"].strip()
    return code, answer["error"]["code"]


def test_items_are_objects_with_where_each_stands(january: str) -> None:
    code, items = run("items", "--database", january)
    assert code == 0
    assert len(items) == 50
    (report,) = [each for each in items if each["code"] == "QR2561-1"]
    wanted = {
        "office": "UTD2",
        "kind": "quarterly_report",
        "state": "under_review",
        "version": 4,
        "quarter": 1,
    }
    assert {name: report[name] for name in wanted} == wanted
    assert len(report["definition"]) == 64


def test_options_may_stand_before_the_command(january: str) -> None:
    result = RUN.invoke(app, ["--database", january, "items", "--json", "--office", "PYO2"])
    assert [each["code"] for each in json.loads(result.stdout)] == ["AP2561"]


def test_items_are_narrowed_by_office_kind_state_and_words(january: str) -> None:
    _, plans = run("items", "--database", january, "--kind", "annual_plan", "--state", "in_execution")
    assert [(each["office"], each["code"]) for each in plans] == [("UTD2", "AP2561")]
    _, found = run("items", "--database", january, "--text", "สาธารณูปโภค")
    assert [each["code"] for each in found] == ["P001"]


def test_people_read_items_in_thai_with_buddhist_years(january: str) -> None:
    result = RUN.invoke(app, ["items", "--database", january, "--kind", "quarterly_report"])
    assert result.exit_code == 0
    assert "11 ม.ค. 2561" in result.stdout


def test_the_history_of_one_item_tells_every_step(january: str) -> None:
    _, entries = run("history", "--database", january, "--item", "QR2561-1")
    told = [(each["kind"], each["trigger"], each["actor"], each["from"], each["to"]) for each in entries]
    assert [each for each in told if each[0] in ("opened", "step")] == [
        ("opened", "", "system@UTD2", "", "scheduled"),
        ("step", "open", "system@UTD2", "scheduled", "collecting"),
        ("step", "consolidate", "plan3", "collecting", "consolidating"),
        ("step", "submit", "plan3", "consolidating", "under_review"),
    ]
    assert {each[0] for each in told} == {"opened", "step", "submission", "problem"}


def test_history_for_people_is_sentences(january: str) -> None:
    result = RUN.invoke(app, ["history", "--database", january, "--item", "AP2561", "--office", "UTD2"])
    (line,) = [each for each in result.stdout.splitlines() if "[director_return]" in each]
    for word in (
        "22 พ.ย. 2560",
        "ผอ.สพป.",
        "ในตำแหน่งของตน",
        "เป็น “จัดทำและตรวจสอบร่างแผน”",
        "เหตุผล: ให้ตรวจสอบปฏิทินไตรมาส 4",
    ):
        assert word in line


def test_a_code_that_two_offices_use_needs_the_office(january: str) -> None:
    code, answer = run("history", "--database", january, "--item", "AP2561")
    assert (code, answer["error"]["code"], answer["error"]["offices"]) == (2, "two_offices", ["PYO2", "UTD2"])
    assert run("history", "--database", january, "--item", "AP2561", "--office", "PYO2")[0] == 0


def test_the_record_is_verified_office_by_office(january: str) -> None:
    code, verdicts = run("history", "verify", "--database", january)
    assert code == 0
    assert [(each["office"], each["holds"], each["problem"]) for each in verdicts] == [
        ("PYO2", True, ""),
        ("UTD2", True, ""),
    ]
    assert len(run("history", "verify", "--office", "UTD2", "--database", january)[1]) == 1
    assert [each["deviations"] for each in verdicts] == [[], []]


def test_an_amount_altered_behind_the_record_is_named(own_copy: str) -> None:
    database = Database(own_copy)
    with database.write() as session:
        project = session.exec(select(Item).where(Item.code == "P001")).one()
        line = session.exec(select(ProjectLine).where(ProjectLine.item_id == project.id)).one()
        line.original += 100
    database.dispose()
    code, verdicts = run("history", "verify", "--office", "UTD2", "--database", own_copy)
    assert (code, verdicts[0]["holds"]) == (1, True)
    (found,) = verdicts[0]["deviations"]
    assert (found["plan"], found["altered"]) == ("AP2561", ["P001"])
    (line_told,) = found["lines"]
    assert (line_told["kept"], line_told["approved"]) == ("900001.00", "900000.00")


MEMO = "quarterly_report_memo=ทะเบียนเลขที่ 4"


def test_a_step_is_taken_and_said_in_json(own_copy: str) -> None:
    code, moved = run(
        "advance", "QR2561-1", "acknowledge", "--as", "director", "--evidence", MEMO,
        "--expect-version", "4", "--on", "15 ม.ค. 2561", "--database", own_copy,
    )  # fmt: skip
    assert code == 0
    wanted = {
        "office": "UTD2",
        "item": "QR2561-1",
        "from": "under_review",
        "to": "acknowledged",
        "version": 5,
    }
    assert {name: moved[name] for name in wanted} == wanted
    _, entries = run("history", "--item", "QR2561-1", "--database", own_copy)
    assert (entries[-1]["seq"], entries[-1]["hash"]) == (moved["entry"], moved["hash"])
    assert entries[-1]["effective_on"] == "2018-01-15"


def test_the_accounts_own_office_is_the_one_meant(own_copy: str) -> None:
    code, answer = run("advance", "AP2561", "withdraw", "--as", "director.pyo2", "--database", own_copy)
    assert (code, {each["code"] for each in answer["error"]["missing"]}) == (
        1,
        {"reason_given", "withdrawal_letter"},
    )
    code, moved = run(
        "advance", "AP2561", "withdraw", "--as", "director.pyo2", "--reason", "ปรับปรุงเอกสาร",
        "--evidence", "withdrawal_letter=เก็บแล้ว", "--database", own_copy,
    )  # fmt: skip
    assert (code, moved["office"], moved["to"]) == (0, "PYO2", "drafting")


def test_a_document_is_taken_in_from_a_file(own_copy: str, tmp_path: Path, data_folder: Path) -> None:
    paper = tmp_path / "memo.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    code, _ = run(
        "advance", "QR2561-1", "acknowledge", "--as", "director",
        "--evidence", f"quarterly_report_memo=@{paper}", "--database", own_copy,
    )  # fmt: skip
    assert code == 0
    _, entries = run("history", "--item", "QR2561-1", "--database", own_copy)
    sha256, name = entries[-1]["details"]["documents"]["quarterly_report_memo"]
    assert name == "memo.pdf"
    assert (data_folder / "evidence" / sha256[:2] / sha256).read_bytes() == paper.read_bytes()


def test_a_soft_condition_is_passed_with_a_justification(own_copy: str) -> None:
    said = ("advance", "QR2561-2", "open", "--as", "plan3", "--on", "2018-01-12", "--database", own_copy)
    assert refused(*said) == (1, "step_refused")
    assert run(*said, "--justify", "quarter_ended_or_manual=ซ้อมรายงาน")[0] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("QR2561-1 acknowledge --as plan3", 1),
        ("QR2561-1 acknowledge --as auditor", 1),
        ("QR2561-1 acknowledge --as director", 1),
        ("QR2561-1 open --as plan3", 1),
        ("QR2561-1 acknowledge --as director --expect-version 3", 1),
        ("AP2561 begin_year_end --as plandir --office PYO2", 1),
        ("QR2561-1 acknowledge --as director --on 1/1/2600", 1),
        (f"QR2561-1 send_back --as director --reason {'ก' * 10_001}", 1),
        ("QR2561-1 no_such_step --as director", 2),
        ("NO-SUCH-ITEM acknowledge --as director", 2),
        ("QR2561-1 acknowledge --as nobody", 2),
        ("AP2561 begin_year_end --as plandir --office NONE", 2),
        ("QR2561-1 acknowledge --as director --evidence no_such_key=1", 2),
        ("QR2561-1 acknowledge --as director --evidence nothing", 2),
        ("QR2561-1 acknowledge --as director --evidence quarterly_report_memo=@/no/such/file", 2),
        ("QR2561-1 acknowledge --as director --on 31/2/2561", 2),
        ("QR2561-1 acknowledge --as director --on 1/1/3104", 2),
    ],
)
def test_what_is_refused_has_words_and_its_exit_code_and_changes_nothing(
    january: str, words: str, code: int
) -> None:
    before = run("history", "verify", "--database", january)[1]
    assert refused("advance", *words.split(" "), "--database", january)[0] == code
    assert run("history", "verify", "--database", january)[1] == before


def test_facts_are_attested_and_a_step_is_undone_by_who_may(own_copy: str) -> None:
    at = ("--database", own_copy)
    code, told = run("attest", "QR2561-1", "--as", "plan3", "--evidence", MEMO, *at)
    assert (code, told["version"]) == (0, 4)
    _, moved = run("advance", "QR2561-1", "acknowledge", "--as", "director", *at)
    entry = str(moved["entry"])
    assert refused("correct", "QR2561-1", entry, "--as", "director", "--undo", *at)[0] == 1
    assert refused("correct", "QR2561-1", "9999", "--as", "director", "--undo", "--reason", "ผิด", *at)[0] == 2
    code, undone = run("correct", "QR2561-1", entry, "--as", "director", "--undo", "--reason", "กดผิด", *at)
    assert (code, undone["state"], undone["corrects"]) == (0, "under_review", moved["entry"])


def test_without_any_database_the_answer_says_what_to_do(data_folder: Path) -> None:
    assert refused("items") == (2, "no_database")
    assert refused("items", "--database", "nonsense") == (2, "bad_database")
    assert not data_folder.exists()


def test_a_database_without_tables_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    assert refused("items", "--database", f"sqlite:///{tmp_path / 'empty.db'}") == (2, "no_tables")


def test_a_mistyped_option_is_answered_in_json_too(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "api.cli", "items", "--bogus", "--json"],
        capture_output=True,
        check=False,
        env={**os.environ, "KHANTON_DATA": str(tmp_path)},
    )
    assert result.returncode == 2
    assert json.loads(result.stdout)["error"]["code"] == "bad_option"


def test_definitions_are_checked_for_every_kind_and_profile() -> None:
    code, checked = run("definitions", "check")
    assert code == 0
    assert {(each["kind"], each["profile"]) for each in checked} == {
        (kind, profile) for kind in shipped_kinds() for profile in shipped_profiles()
    }
    assert all(each["findings"] == [] and each["states"] > 1 and each["transitions"] > 1 for each in checked)


BROKEN = """\
kind: broken
th: ตัวอย่าง
en: Example
initial: start
states:
  start: {th: เริ่ม, en: Start}
  lost: {th: หลง, en: Lost}
  finished: {th: เสร็จ, en: Finished, end: done}
transitions:
  - {t: finish, th: จบ, en: Finish, from: [start], to: finished, by: [plan_officer], src: [gk]}
"""


def test_a_broken_definition_file_is_named_with_its_findings(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    code, checked = run("definitions", "check", str(path), "--profile", "phayao2")
    assert code == 1
    (one,) = checked
    assert (one["kind"], [each["code"] for each in one["findings"]]) == ("broken", ["unreachable"])


@pytest.mark.parametrize("text", ["kind: [", "kind: a\nkind: b\n", "something: else\n", "on: 1\n"])
def test_a_file_that_is_no_definition_is_not_understood(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    assert refused("definitions", "check", str(path))[0] == 2
    assert refused("definitions", "check", str(tmp_path / "missing.yaml"))[0] == 2


def test_a_path_is_drawn_and_shown() -> None:
    drawn = RUN.invoke(app, ["definitions", "diagram", "memo", "--format", "dot", "--language", "en"])
    assert drawn.stdout.startswith('digraph "memo" {')
    code, shown = run("definitions", "show", "annual_plan", "--profile", "phayao2")
    assert (code, [each["body"] for each in shown["route"]]) == (0, ["provincial_board"])
    assert refused("definitions", "show", "no_such_kind") == (2, "unknown_kind")


def test_publishing_needs_an_administrator_and_gives_new_papers_the_new_path(own_copy: str) -> None:
    said = ("definitions", "publish", str(DEFINITIONS / "memo.yaml"), "--database", own_copy)
    assert refused(*said, "--as", "plan1")[0] == 1
    code, told = run(*said, "--as", "sysadmin")
    assert (code, told["office"], told["kind"]) == (0, "UTD2", "memo")
    _, shown = run("definitions", "show", "memo", "--office", "UTD2", "--database", own_copy)
    assert shown["hash"] == told["hash"]


def test_the_doctor_finds_a_healthy_office_well_and_a_missing_database_ill(january: str) -> None:
    code, looks = run("doctor", "--database", january)
    ill = {each["name"] for each in looks if not each["well"]}
    # The tests' own PostgreSQL is thrown away, and so does not wait for the disk.
    assert ill <= ({"fsync", "full_page_writes", "synchronous_commit"} if "postgres" in january else set())
    assert code == bool(ill)
    well = [each["name"] for each in looks if each["well"]]
    assert [name for name in well if name in ("python", "packages", "database", "history", "triggers")] == [
        "python", "packages", "database", "triggers", "history", "history",
    ]  # fmt: skip
    assert well[-3:] == ["data folder", "free space", "time zone"]
    code, looks = run("doctor")
    assert (code, [each["name"] for each in looks if not each["well"]]) == (1, ["database"])
