"""Pages, JSON, files and the command line give one answer, in both languages, to those who may see it."""

import csv
import io
import json
from html import escape
from typing import Any

import pytest
from conftest import NOW, SmallOffice
from fastapi.testclient import TestClient
from sqlmodel import Session
from typer.testing import CliRunner
from year_pages import book_at, directors_browser, own_year

from api.asked_history import kinds_of, read_filters
from api.cli import app as command_line
from api.pages.audit.downloads import plain
from api.pages.items.typed import typed_day
from api.pages.texts import TEXTS
from notifications.questions import QUESTIONS, question_named
from states.discovered import Observed, discover
from states.model import Label
from workflow import definitions
from workflow.errors import BadInput
from workflow.queries import viewer

__all__ = ["directors_browser", "own_year"]
NAMES = [each.name for each in QUESTIONS]
WHOLE = "since=1/10/2557&until=30/9/2569"


@pytest.mark.parametrize("question", NAMES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_question_is_a_page_in_both_languages(
    browser: TestClient, question: str, language: str
) -> None:
    browser.cookies.set("khanton_language", language)
    known = next(each for each in QUESTIONS if each.name == question)
    listed = browser.get("/audit").text
    page = browser.get(f"/audit/{question}")
    assert page.status_code == 200
    for text in (known.label.in_language(language), known.lead.in_language(language)):
        assert escape(text).replace("&#x27;", "&#39;") in listed
        assert escape(text).replace("&#x27;", "&#39;") in page.text
    assert TEXTS[language]["audit_save"] in page.text


@pytest.mark.parametrize("question", ["entries", "totals", "approvals", "exceptions"])
def test_page_json_file_and_command_line_tell_the_same(
    browser: TestClient, sample: str, question: str
) -> None:
    """Codes and numbers are compared: the page writes them as a person reads, JSON as a program does."""
    told = _json(browser, question)
    rows = list(csv.reader(io.StringIO(browser.get(f"/audit/{question}.csv?{WHOLE}").text.lstrip("\ufeff"))))
    where = [part for each in ("since=1/10/2557", "until=30/9/2569") for part in ("--where", each)]
    words = ["ask", question, "--as", "plandir", *where, "--limit", "1000", "--database", sample, "--json"]
    said = json.loads(CliRunner().invoke(command_line, words).stdout)
    assert said["rows"] == told["rows"][: len(said["rows"])]
    assert (said["count"], said["more"]) == (told["count"], told["more"])
    assert len(rows) - 1 == len(told["rows"])
    first = told["columns"][0]["name"]
    if first == "item":
        assert [row[0] for row in rows[1:]] == [row["item"] or "" for row in told["rows"]]
    assert rows[0][0] == TEXTS["th"][f"audit_col_{first}"]


def _json(browser: TestClient, question: str) -> dict[str, Any]:
    """All pages of the JSON answer in one."""
    told: dict[str, Any] = {}
    rows: list[Any] = []
    after = ""
    while True:
        asked = (
            f"/api/v1/audit/questions/{question}?since=2014-10-01&until=2026-09-30&limit=200&after={after}"
        )
        page = browser.get(asked)
        assert page.status_code == 200, page.text
        told = page.json()
        rows += told["rows"]
        after = told["next_after"]
        if not after:
            return {**told, "rows": rows}


def test_the_csv_is_what_excel_opens(browser: TestClient) -> None:
    answer = browser.get(f"/audit/late.csv?{WHOLE}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="khanton-late.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.count(b"\r\n") == answer.content.count(b"\n") > 1


@pytest.mark.parametrize("text", ["=1+1", "+66", "-2", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert plain(text)[:1] not in ("=", "+", "-", "@", "\t")


def test_the_workbook_holds_the_rows_and_the_amounts_as_numbers(browser: TestClient) -> None:
    told = _json(browser, "approvals")["rows"]
    sheet = book_at(browser, f"/audit/approvals.xlsx?{WHOLE}").worksheets[0]
    amounts = [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True) if row[2]]
    assert [None if each is None else f"{each:.2f}" for each in amounts] == [row["amount"] for row in told]


def test_a_question_is_saved_and_asked_again(browser: TestClient) -> None:
    address = "/audit/late?since=1%2F10%2F2560&by=group"
    saved = browser.post("/views", data={"name": "ล่าช้าตามกลุ่ม", "address": address}, follow_redirects=False)
    assert (saved.status_code, saved.headers["location"]) == (303, address)
    assert "ล่าช้าตามกลุ่ม" in browser.get("/audit").text
    assert "ล่าช้าตามกลุ่ม" in browser.get("/audit/late").text


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/v1/audit/questions/nothing", "input_unknown"),
        ("/api/v1/audit/questions/entries?after=xx", "input_unknown"),
        ("/api/v1/audit/questions/entries?duty=D-QR-01", "input_unknown"),
        ("/api/v1/audit/questions/entries?since=2561-01-01", "wrong_era"),
        ("/api/v1/audit/questions/entries?least=much", "input_not_amount"),
    ],
)
def test_what_cannot_be_meant_is_refused(browser: TestClient, address: str, code: str) -> None:
    answer = browser.get(address)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_school_people_are_refused_as_on_the_record(sample: str) -> None:
    words = ["ask", "entries", "--as", "school01", "--database", sample, "--json"]
    result = CliRunner().invoke(command_line, words)
    assert result.exit_code != 0
    assert json.loads(result.stdout)["error"]["code"] == "no_role"


def test_the_command_lists_the_ten_questions() -> None:
    found = json.loads(CliRunner().invoke(command_line, ["ask", "--json"]).stdout)
    assert [each["name"] for each in found["questions"]] == NAMES
    assert len(NAMES) == 10


def test_a_kind_that_was_brought_in_can_be_asked_for(session: Session, office: SmallOffice) -> None:
    seen = Observed()
    seen.add(["Submit", "Pay"])
    found = discover("declarations", Label("ใบขอเบิก", "Declarations"), seen).definition
    by = office.people["plan_director"]
    definitions.publish(session, office.id, found, by=office.people["system"], at=NOW)
    who, question = viewer(session, by, NOW), question_named("entries")
    asked = read_filters(session, who, question, {"kind": "declarations"}, NOW, typed_day)
    assert asked.kind == "declarations"
    assert kinds_of(session, office.id, NOW)["declarations"].en == "Declarations"
    with pytest.raises(BadInput):
        read_filters(session, who, question, {"kind": "no_such_kind"}, NOW, typed_day)
