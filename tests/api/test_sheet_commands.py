"""`khanton import` and `khanton export`: what people and programs are told, and what is saved."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from openpyxl import load_workbook
from sqlmodel import col, func, select
from typer.testing import CliRunner

from api import clock
from api.cli import app
from workflow.database import Database
from workflow.items import NewItem, import_item
from workflow.models import Disbursement, Entry, Fund, Item, ProjectLine
from workflow.sheets.finance_template import AMOUNT, COLUMNS
from workflow.sheets.proposal_layout import PROJECTS
from workflow.years.exports import EXPORTS

RUN = CliRunner()
AMOUNT_AT = [column.heading for column in COLUMNS].index(AMOUNT) + 1
TWO_LINES = (("operating", "services", 10_000_00), ("operating", "materials", 5_000_00))


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are given on 12 January 2018."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def url(database: Database, database_url: str, office: SmallOffice) -> str:
    """An office with one project of two lines in its plan."""
    with database.write() as session:
        fund = Fund(office_id=office.id, code="OFFICE", name_th="งบประมาณสำนักงาน")
        session.add(fund)
        session.flush()
        new = NewItem("project", "P001", "=โครงการ", 2561, group_id=office.groups["PLN"])
        by = office.people["plan_director"]
        item = import_item(session, office.id, new, state="in_progress", by=by, at=NOW)
        session.add_all(
            ProjectLine(item_id=item.id, fund_id=fund.id, category=category, sub=sub, original=amount)
            for category, sub, amount in TWO_LINES
        )
    return database_url


def run(*words: str) -> tuple[int, Any]:
    """The exit code and the one JSON document on stdout."""
    result = RUN.invoke(app, [*words, "--json"])
    return result.exit_code, json.loads(result.stdout)


def template(url: str, folder: Path, *amounts: object) -> str:
    """The finance template with these amounts filled in; its path."""
    path = folder / "การเงิน.xlsx"
    words = ("--year", "2561", "--quarter", "1", "--on", "12/1/2561", "--database", url)
    code, told = run("export", "finance", str(path), "--force", *words)
    assert (code, told["office"], told["bytes"]) == (0, "T1", path.stat().st_size)
    book = load_workbook(path)
    for row, amount in enumerate(amounts, start=6):
        cell: Any = book.worksheets[0].cell(row=row, column=AMOUNT_AT)
        cell.value = amount
    book.save(path)
    return str(path)


def counts(database: Database) -> tuple[int, int]:
    """How many figures and entries stand in the database."""
    with database.read() as session:
        figures = session.exec(select(func.count()).select_from(Disbursement)).one()
        return figures, session.exec(select(func.count()).select_from(Entry)).one()


def test_figures_are_tried_then_saved_then_unchanged(
    url: str, database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    path = template(url, tmp_path, "๑,๒๐๐.๕๐", 0)
    figures, entries = counts(database)
    words = ("import", "finance", path, "--as", "finance_officer.t1", "--database", url)
    told = {
        "office": "T1",
        "file": "การเงิน.xlsx",
        "saved": False,
        "fiscal_year": 2561,
        "quarter": 1,
        "rows": 2,
        "changed": 2,
        "total": "1200.50",
        "before": "0.00",
        "entry": None,
    }
    assert run(*words, "--dry-run") == (0, told)
    assert counts(database) == (figures, entries) == (0, entries)
    code, saved = run(*words)
    with database.read() as session:
        last = session.exec(select(Entry).order_by(col(Entry.seq).desc())).first()
        assert last is not None
        assert (code, saved) == (0, {**told, "saved": True, "entry": last.seq})
        assert (last.kind, last.actor_id) == ("disbursement", office.people["finance_officer"])
    assert counts(database) == (2, entries + 1)
    code, again = run("import", "finance", template(url, tmp_path), *words[3:])
    assert (code, again["changed"], again["entry"], again["before"]) == (0, 0, None, "1200.50")
    assert counts(database) == (2, entries + 1)


def test_mistakes_are_told_with_their_place_and_nothing_is_saved(
    url: str, database: Database, tmp_path: Path
) -> None:
    path = template(url, tmp_path, "=1+1", 5_000.01)
    words = ("import", "finance", path, "--as", "finance_officer.t1", "--database", url)
    before = counts(database)
    code, answer = run(*words)
    assert (code, answer["error"]["code"]) == (1, "workbook_rows")
    rows = [(row["row"], row["column"], row["code"]) for row in answer["error"]["rows"]]
    assert rows == [(6, "I", "formula"), (7, "I", "over_in_force")]
    assert all(row["th"] and row["en"] for row in answer["error"]["rows"])
    shown = RUN.invoke(app, words, env={"COLUMNS": "200"})
    assert shown.exit_code == 1
    for word in ("เบิกจ่าย", "6", "I เบิกจ่ายไตรมาสนี้ (บาท)", "สูตรในช่อง (=1+1) ให้วางเป็นค่า (Paste values)"):
        assert word in shown.stderr
    assert "มีข้อผิดพลาดในไฟล์ 2 แห่ง" in shown.stderr
    assert counts(database) == before


def test_people_are_told_what_was_done(url: str, tmp_path: Path) -> None:
    path = template(url, tmp_path, 100, 200)
    words = ["import", "finance", path, "--as", "finance_officer.t1", "--database", url]
    tried = RUN.invoke(app, [*words, "--dry-run"], env={"COLUMNS": "200"})
    assert tried.exit_code == 0
    assert "เบิกจ่ายไตรมาสที่ 1 ปีงบประมาณ 2561: 2 รายการ เปลี่ยน 2 รายการ รวม 300.00 บาท" in tried.stdout
    assert "ยังไม่ได้บันทึก (--dry-run)" in tried.stdout
    assert "บันทึกแล้ว" in RUN.invoke(app, words).stdout


def test_a_dry_run_tells_also_who_may_not(url: str, database: Database, tmp_path: Path) -> None:
    path = template(url, tmp_path, 1, 1)
    before = counts(database)
    for account, code in (("project_owner.t1", "no_role"), ("nobody", "unknown_person")):
        words = ("import", "finance", path, "--as", account, "--dry-run", "--database", url)
        assert run(*words)[1]["error"]["code"] == code
    assert counts(database) == before


def test_what_is_no_workbook_is_said_with_its_exit_code(url: str, tmp_path: Path) -> None:
    cases = {
        "csv.xlsx": ("รหัส,เงิน\n".encode(), 2, "input_workbook_text"),
        "empty.xlsx": (b"", 2, "input_workbook_nothing"),
        "large.xlsx": (bytes(21 * 1024 * 1024), 1, "input_workbook_too_large"),
    }
    for name, (content, code, problem) in cases.items():
        (tmp_path / name).write_bytes(content)
        for kind in ("finance", "proposals"):
            words = ("import", kind, str(tmp_path / name), "--as", "finance_officer.t1", "--database", url)
            found, answer = run(*words)
            assert (found, answer["error"]["code"]) == (code, problem)
    missing = ("import", "finance", str(tmp_path / "none.xlsx"), "--as", "x", "--database", url)
    assert run(*missing)[1]["error"]["code"] == "no_file"


def test_proposals_go_out_and_come_back_with_a_new_one(url: str, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "เสนอ.xlsx"
    where = ("--database", url)
    assert run("export", "proposals", str(path), "--group", "PLN", "--year", "2561", *where)[0] == 0
    words = ("import", "proposals", str(path), "--as", "project_owner.t1", *where)
    unchanged = {
        "fiscal_year": 2561,
        "group": "PLN",
        "rows": 1,
        "opened": [],
        "changed": [],
        "total": "15000.00",
    }
    head = {"office": "T1", "file": "เสนอ.xlsx", "saved": True}
    before = counts(database)
    assert run(*words) == (0, {**head, **unchanged})
    assert counts(database) == before
    book = load_workbook(path)
    for place, value in ((1, 2), (3, "โครงการใหม่")):
        cell: Any = book[PROJECTS].cell(row=4, column=place)
        cell.value = value
    book.save(path)
    tried = {**head, **unchanged, "saved": False, "rows": 2, "opened": ["PLN61-01"]}
    assert run(*words, "--dry-run") == (0, tried)
    assert counts(database) == before
    assert run(*words) == (0, {**tried, "saved": True})
    with database.read() as session:
        item = session.exec(select(Item).where(Item.code == "PLN61-01")).one()
        assert (item.state, item.title) == ("draft", "โครงการใหม่")
    assert run("export", "proposals", str(path), "--group", "XX", "--force", *where)[1]["error"]["code"] == (
        "input_unknown"
    )


def test_an_export_does_not_write_over_a_file_unless_told(url: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"mine")
    words = ("export", "items", str(path), "--database", url)
    code, answer = run(*words)
    assert (code, answer["error"]["code"], path.read_bytes()) == (1, "file_exists", b"mine")
    assert run(*words, "--force")[0] == 0
    assert path.read_bytes().startswith(b"PK")
    nowhere = ("export", "items", str(tmp_path / "no" / "a.xlsx"), "--database", url)
    assert run(*nowhere)[1]["error"]["code"] == "cannot_write"


def test_every_table_of_a_year_has_its_command(url: str, tmp_path: Path) -> None:
    for name in EXPORTS:
        path = tmp_path / f"{name}.xlsx"
        assert run("export", name, str(path), "--year", "2561", "--database", url)[0] == 0
        assert path.read_bytes().startswith(b"PK")
    words = ("export", "annual", str(tmp_path / "a.xlsx"), "--year", "2561", "--on", "11/1/2561")
    assert run(*words, "--database", url)[1]["error"]["code"] == "input_only_now"


def test_the_tables_of_the_office_leave_as_workbooks(
    url: str, database: Database, office: SmallOffice, tmp_path: Path
) -> None:
    with database.write() as session:
        office.open(session, "annual_plan", "AP2561", title="@แผน")
    found = {}
    for name in ("items", "money", "deadlines"):
        path = tmp_path / f"{name}.xlsx"
        words = ("export", name, str(path), "--year", "2561", "--on", "12/1/2561", "--database", url)
        assert run(*words)[0] == 0
        sheet = load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]
        found[name] = [list(row) for row in sheet.iter_rows(values_only=True, min_row=2)]
    assert [row[:3] for row in found["items"]] == [
        ["AP2561", "'@แผน", "แผนปฏิบัติการประจำปีงบประมาณ"],
        ["P001", "'=โครงการ", "โครงการ/กิจกรรม"],
    ]
    assert [row[5:9] for row in found["money"]] == [
        ["ค่าใช้สอย", None, 10_000, 10_000],
        ["ค่าวัสดุ", None, 5_000, 5_000],
    ]
    assert {(row[2], row[3]) for row in found["deadlines"]} == {("AP2561", "'@แผน")}
    assert len(found["deadlines"]) == 3
