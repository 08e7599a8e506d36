"""`khanton open-year`, `import amss` and the tables to paste: what is told, saved and refused."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from sqlmodel import SQLModel, func, select
from typer.testing import CliRunner

import api.words_amss
import api.words_sheets
from api import clock
from api.cli import app
from workflow.amss import csv_file, reading, saving
from workflow.changes import Hand
from workflow.database import Database
from workflow.items import NewItem, import_item
from workflow.models import BaseFact, CarryOver, Disbursement, Entry, Fund, Goal, Item, ProjectLine
from workflow.proposals.goals import add_goal

RUN = CliRunner()
PROJECTS = """\
id;budget_year;code_clus;code_tegy;code_proj;budget_proj;name_proj;begin_date;finish_date;สีปก
1;2561;1;1;001;120000.50;โครงการอ่านคล่อง;2560-10-01;2561-09-30;ฟ้า
2;2560;1;1;001;1;ปีก่อน;;;
"""
STRATEGIES = "id,id_tegic,budget_year,strategic\n1,1,2561,พัฒนาผู้เรียน\n"


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are given on 12 January 2018."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def url(database: Database, database_url: str, office: SmallOffice) -> str:
    """An office with one project of 2561, 4,000 of its 10,000 baht paid and 5,000 carried over."""
    with database.write() as session:
        by = office.people["plan_director"]
        fund = Fund(office_id=office.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
        session.add(fund)
        session.flush()
        new = NewItem("project", "P001", "=โครงการ", 2561, group_id=office.groups["PLN"])
        item = import_item(session, office.id, new, state="in_progress", by=by, at=NOW)
        row = ProjectLine(
            item_id=item.id, fund_id=fund.id, category="operating", sub="services", original=10_000_00
        )
        session.add(row)
        session.flush()
        session.add_all(
            [
                Disbursement(line_id=row.id, fiscal_year=2561, quarter=1, amount=4_000_00),
                CarryOver(
                    line_id=row.id,
                    fiscal_year=2561,
                    amount=5_000_00,
                    approval="ที่ 1",
                    effective_on=NOW.date(),
                    entry_seq=1,
                ),
            ]
        )
        add_goal(session, office.id, 2561, "standard", "1", "มาตรฐาน", Hand(by, NOW))
    return database_url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An export of AMSS++ as an office has it: one file in TIS-620, one with a capital name."""
    (tmp_path / "plan_proj.csv").write_bytes(PROJECTS.encode("cp874"))
    (tmp_path / "PLAN_STREGIC.CSV").write_bytes(STRATEGIES.encode("utf-8-sig"))
    return tmp_path


def run(*words: str) -> tuple[int, Any]:
    """The exit code and the one JSON document on stdout."""
    result = RUN.invoke(app, [*words, "--json"])
    return result.exit_code, json.loads(result.stdout)


def counts(database: Database, *tables: type[SQLModel]) -> list[int]:
    with database.read() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in (*tables, Entry)]


def test_a_year_is_tried_then_opened_then_unchanged(url: str, database: Database) -> None:
    words = ("open-year", "2562", "--as", "plan_officer.t1", "--goals", "--targets", "--database", url)
    before = counts(database, Item, BaseFact, Goal)
    code, tried = run(*words, "--dry-run")
    assert (code, tried["saved"], tried["entry"]) == (0, False, None)
    assert counts(database, Item, BaseFact, Goal) == before
    code, told = run(*words)
    entry = told.pop("entry")
    reasons = [each["code"] for each in told.pop("provisional")]
    assert (code, told) == (
        0,
        {
            "office": "T1",
            "saved": True,
            "fiscal_year": 2562,
            "plan": "AP2562",
            "plan_opened": True,
            "added": {"result": 1, "open_project": 1, "carry_over": 1},
            "outdated": {},
            "carried_over": "5000.00",
            "goals": 1,
            "targets": 0,
        },
    )
    assert reasons == ["no_plan", "quarters_lasting", "reports_owed"]
    with database.read() as session:
        assert session.exec(select(Entry.kind).where(Entry.seq == entry)).one() == "base_data"
    once = counts(database, Item, BaseFact, Goal)
    code, again = run(*words)
    assert (code, again["plan_opened"], again["added"], again["entry"]) == (0, False, {}, None)
    assert counts(database, Item, BaseFact, Goal) == once


def test_people_are_told_in_thai_what_is_not_final(url: str) -> None:
    result = RUN.invoke(app, ["open-year", "๒๕๖๒", "--as", "plan_officer.t1", "--database", url])
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "ปีงบประมาณ 2562: เปิดแผนใหม่ AP2562",
        "ข้อมูลฐาน: ผลการดำเนินงาน 1 โครงการที่ยังไม่สิ้นสุด 1 เงินกันไว้เบิกเหลื่อมปี 1  ล้าสมัย 0",
        "เงินกันไว้เบิกเหลื่อมปี 5,000.00 บาท",
        "ยกมา: กลยุทธ์และมาตรฐาน 0 เป้าหมายเบิกจ่าย 0",
        "ยังไม่เป็นที่สุด  ไม่มีแผนปฏิบัติการปีงบประมาณ 2561",
        "ยังไม่เป็นที่สุด  ไตรมาสยังไม่สิ้นสุด: 2, 3, 4",
        "ยังไม่เป็นที่สุด  โครงการที่ยังไม่ส่งรายงาน: P001",
        "บันทึกแล้ว",
    ]


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("2018", "--as", "plan_officer.t1"), "wrong_era", 2),
        (("ปีหน้า", "--as", "plan_officer.t1"), "input_wrong_era", 2),
        (("2562", "--as", "finance_officer.t1"), "no_role", 1),
        (("2562", "--as", "nobody"), "unknown_person", 2),
    ],
)
def test_a_year_or_person_that_will_not_do_is_refused(
    url: str, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    answered, told = run("open-year", *words, "--database", url)
    assert (answered, told["error"]["code"]) == (exit_code, code)


def test_an_export_of_amss_is_tried_then_taken_in(url: str, database: Database, folder: Path) -> None:
    words = ("import", "amss", str(folder), "--as", "plan_officer.t1", "--year", "2561", "--group", "1=PLN")
    words = (*words, "--fund", "OFFICE", "--database", url)
    before = counts(database, Item, Goal, ProjectLine)
    code, tried = run(*words, "--dry-run")
    assert (code, counts(database, Item, Goal, ProjectLine)) == (0, before)
    code, told = run(*words)
    assert {**told, "saved": False, "entry": None} == tried
    del told["entry"]
    assert (code, told) == (
        0,
        {
            "office": "T1",
            "folder": folder.name,
            "saved": True,
            "fiscal_year": 2561,
            "state": "draft",
            "goals": ["1"],
            "projects": ["AMSS61-1-001"],
            "activities": 0,
            "asked": "120000.50",
            "approved": "0.00",
            "in_lines": "120000.50",
            "other_years": {"plan_proj 2560": 1},
            "unlisted": ["plan_proj.สีปก"],
            "left_out": 0,
        },
    )


def test_mistakes_of_an_export_are_told_with_their_place_and_nothing_is_saved(
    url: str, database: Database, folder: Path
) -> None:
    words = ("import", "amss", str(folder), "--as", "plan_officer.t1", "--year", "2561", "--database", url)
    before = counts(database, Item, Goal)
    code, told = run(*words)
    assert (code, told["error"]["code"]) == (1, "workbook_rows")
    rows = [(row["sheet"], row["row"], row["column"], row["code"]) for row in told["error"]["rows"]]
    assert rows == [("plan_proj", 2, "C", "unknown_group")]
    assert told["error"]["rows"][0]["th"].startswith("ไม่มีกลุ่มรหัส “1”")
    assert counts(database, Item, Goal) == before
    shown = RUN.invoke(app, words, env={"COLUMNS": "200"})
    assert (shown.exit_code, "C code_clus" in shown.stderr) == (1, True)


def test_a_folder_without_an_export_is_refused(url: str, tmp_path: Path) -> None:
    words = ("--as", "plan_officer.t1", "--year", "2561", "--database", url)
    code, told = run("import", "amss", str(tmp_path), *words)
    assert (code, told["error"]["code"]) == (2, "input_csv_missing")
    code, told = run("import", "amss", str(tmp_path / "none"), *words)
    assert (code, told["error"]["code"]) == (2, "no_file")


def test_tables_are_written_as_workbooks_and_as_text_to_paste(url: str, tmp_path: Path) -> None:
    for name in ("quarterly", "indicators", "public", "base"):
        path = tmp_path / f"{name}.xlsx"
        code, told = run("export", name, str(path), "--year", "2561", "--database", url)
        assert (code, told["bytes"], path.read_bytes()[:2]) == (0, path.stat().st_size, b"PK")
    path = tmp_path / "public.tsv"
    code, told = run("export", "public", str(path), "--year", "2561", "--database", url)
    assert (code, told["file"]) == (0, str(path))
    heading, row = path.read_text("utf-8-sig").splitlines()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert heading.startswith("รหัสโครงการ\tโครงการ/กิจกรรม\t")
    assert row.split("\t")[:6] == ["P001", "'=โครงการ", "กลุ่ม PLN", "10,000.00", "4,000.00", "40.00"]


def test_every_complaint_has_words_in_both_languages() -> None:
    source = "".join(Path(str(module.__file__)).read_text("utf-8") for module in (csv_file, reading, saving))
    files = {f"input_{code}" for code in re.findall(r'"(csv_[a-z_]+)"', source)}
    assert files == set(api.words_amss.AMSS_TH) == set(api.words_amss.AMSS_EN)
    cells = set(re.findall(r'complain\(\s*"?[a-z_]+"?,\s*"([a-z_]+)"', source)) | {"wrong_width"}
    assert set(api.words_amss.AMSS_CELLS_TH) == set(api.words_amss.AMSS_CELLS_EN)
    assert cells <= {*api.words_sheets.CELLS_TH, *api.words_amss.AMSS_CELLS_TH}
    assert set(api.words_amss.AMSS_CELLS_TH) <= cells
    assert not set(api.words_amss.AMSS_CELLS_TH) & set(api.words_sheets.CELLS_TH)
