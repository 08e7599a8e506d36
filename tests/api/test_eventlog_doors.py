"""The history leaves by command, page and API: as a file with its name, or with words that say why not."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import NOW, SmallOffice
from defusedxml.ElementTree import fromstring
from json_desk import Desk, desk_at_the_json_door  # noqa: F401  a fixture
from sqlmodel import col, func, select
from typer.testing import CliRunner, Result

from api import clock
from api.cli import app
from api.pages.texts import TEXTS
from states.thai import thai_digits
from workflow.database import Database
from workflow.eventlogs import formats
from workflow.eventlogs.formats import FORMS, Format
from workflow.models import Entry

RUN = CliRunner()
PAGE, FILE, API = "/history/export", "/history/export/file", "/api/v1/history/export"
each_form = pytest.mark.parametrize("form", list(Format))


@pytest.fixture(autouse=True)
def at_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are given on 12 January 2018."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(name="url")
def an_office_with_items(database: Database, database_url: str, office: SmallOffice) -> str:
    with database.write() as session:
        office.open(session, "project", "P1", title="=โครงการ")
        office.open(session, "project", "P2")
        office.open(session, "memo", "M1", fiscal_year=2562)
        office.open(session, "school_plan", "SP1")
    return database_url


def export(url: str, file: Path, *words: str) -> Result:
    return RUN.invoke(app, ["--database", url, "export", "history", *words, str(file)])


def told(result: Result) -> dict[str, str]:
    found: dict[str, str] = json.loads(result.stdout)
    return found


def cases(path: Path) -> set[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["case"]["code"] for line in lines}


@each_form
def test_the_command_writes_one_file_and_tells_of_it(url: str, tmp_path: Path, form: Format) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "ประวัติ"
    result = export(url, file, "--format", form.value, "--json")
    wanted = {"office": "T1", "format": form.value, "file": str(file), "bytes": file.stat().st_size}
    assert (result.exit_code, told(result)) == (0, wanted)
    assert [each.name for each in folder.iterdir()] == ["ประวัติ"]


def test_the_command_shows_how_far_it_is_and_says_it_to_people(url: str, tmp_path: Path) -> None:
    result = export(url, tmp_path / "log.xes", "--format", "xes")
    assert result.exit_code == 0
    assert f"เขียน {tmp_path / 'log.xes'} แล้ว" in result.stdout.replace("\n", "")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ((), {"P1", "P2", "M1", "SP1"}),
        (("--kind", "project"), {"P1", "P2"}),
        (("--item", "P2"), {"P2"}),
        (("--year", "2562"), {"M1"}),
        (("--from", "12/1/2561", "--to", "12 ม.ค. 2561"), {"P1", "P2", "M1", "SP1"}),
        (("--from", "13/1/2561"), set()),
        (("--to", "11/1/2561"), set()),
    ],
)
def test_the_command_narrows(url: str, tmp_path: Path, words: tuple[str, ...], wanted: set[str]) -> None:
    assert export(url, tmp_path / "log", "--format", "jsonl", "--office", "T1", *words).exit_code == 0
    assert cases(tmp_path / "log") == wanted


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("--item", "NONE"), "unknown_item", 2),
        (("--kind", "quarterly_report"), "unknown_kind", 2),
        (("--from", "1/2/2561", "--to", "1/1/2561"), "input_dates_crossed", 2),
        (("--from", "yesterday"), "unreadable_date", 2),
        (("--office", "T9"), "unknown_office", 2),
    ],
)
def test_the_command_says_what_it_cannot_find_and_writes_nothing(
    url: str, tmp_path: Path, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    result = export(url, folder / "log", "--format", "csv", "--json", *words)
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (exit_code, code)
    assert list(folder.iterdir()) == []


def test_what_stands_there_is_only_written_over_with_force(url: str, tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("mine")
    refused = export(url, file, "--format", "csv", "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["error"]["code"]) == (1, "file_exists")
    assert file.read_text() == "mine"
    assert export(url, file, "--format", "csv", "--force").exit_code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfcase,")


def test_where_nothing_can_be_written_it_says_so(url: str, tmp_path: Path) -> None:
    result = export(url, tmp_path / "nowhere" / "log", "--format", "csv", "--json")
    assert (result.exit_code, json.loads(result.stdout)["error"]["code"]) == (2, "cannot_write")


@pytest.mark.parametrize("language", ["th", "en"])
def test_too_many_for_a_sheet_is_said_with_the_way_out(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    whole = formats.workbook_file
    monkeypatch.setattr(formats, "workbook_file", lambda path, events: whole(path, events, most=3))
    result = export(url, tmp_path / "log.xlsx", "--format", "xlsx", "--json")
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"]) == (1, "too_many_rows")
    assert "2" in error[language]
    assert "csv" in error[f"next_{language}"]
    assert not (tmp_path / "log.xlsx").exists()


@each_form
@pytest.mark.parametrize("address", [FILE, API])
def test_the_web_sends_the_file_under_a_thai_name(
    desk: Desk, address: str, form: Format, tmp_path: Path
) -> None:
    with desk.database.write() as session:
        desk.office.open(session, "project", "P1")
    whole = {"accept-encoding": "identity"}  # packed on the way, nobody knows beforehand how long it will be
    answer = desk.person("plan_director").get(address, params={"format": form.value}, headers=whole)
    assert answer.status_code == 200, answer.text
    media_type = FORMS[form].media_type
    assert answer.headers["content-type"] == media_type
    assert int(answer.headers["content-length"]) == len(answer.content)
    plain, _, thai = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert plain == f'attachment; filename="khanton.{FORMS[form].ending}"'
    assert unquote(thai) == f"{TEXTS['th']['hexport_title']} T1 2018-01-12.{FORMS[form].ending}"
    file = tmp_path / "log"
    file.write_bytes(answer.content)
    assert b"P1" in answer.content or form is Format.XLSX


def test_nothing_made_for_the_web_is_left_behind(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(beside))
    for form in Format:
        assert desk.person("clerk").get(API, params={"format": form.value}).status_code == 200
    assert list(beside.iterdir()) == []


def test_the_page_asks_and_its_form_leads_to_the_file(desk: Desk) -> None:
    with desk.database.write() as session:
        desk.office.open(session, "project", "P1")
        desk.office.open(session, "project", "P2", fiscal_year=2562)
    person = desk.person("internal_auditor")
    page = person.get(PAGE, params={"item": "P1"}).text
    assert f'action="{FILE}"' in page
    for form in Format:
        assert f'value="{form.value}"' in page
        assert TEXTS["th"][f"hexport_as_{form.value}"] in page
    assert 'value="P1"' in page
    assert page.index('value="2562"') < page.index('value="2561"')
    assert "โครงการ/กิจกรรม" in page
    with desk.database.read() as session:
        entries = session.exec(select(func.count()).where(col(Entry.item_id).is_not(None))).one()
    assert TEXTS["th"]["hexport_lead"].format(count=thai_digits(str(entries))) in page
    assert f'href="{PAGE}"' in person.get("/history").text


def test_the_page_reads_what_people_type(desk: Desk) -> None:
    with desk.database.write() as session:
        desk.office.open(session, "project", "P1")
        desk.office.open(session, "project", "P2", fiscal_year=2562)
    person = desk.person("internal_auditor")
    asked = {"format": "jsonl", "kind": "project", "year": "๒๕๖๒", "from": "12/1/2561", "to": "", "item": " "}
    answer = person.get(FILE, params=asked)
    assert [json.loads(line)["case"]["code"] for line in answer.text.splitlines()] == ["P2"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"format": "pdf"}, 422),
        ({"format": "csv", "item": "NONE"}, 404),
        ({"format": "csv", "kind": "NONE"}, 404),
        ({"format": "csv", "from": "yesterday"}, 422),
        ({"format": "csv", "from": "2/1/2561", "to": "1/1/2561"}, 422),
        ({"format": "csv", "year": "never"}, 422),
    ],
)
def test_the_page_says_what_it_cannot_read(desk: Desk, asked: dict[str, str], status: int) -> None:
    answer = desk.person("internal_auditor").get(FILE, params=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert "content-disposition" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 422),
        ({"format": "pdf"}, 422),
        ({"format": "csv", "item": "NONE"}, 404),
        ({"format": "csv", "from": "2561-01-12"}, 422),
        ({"format": "csv", "from": "2018-01-12", "to": "2018-01-11"}, 422),
        ({"format": "csv", "year": "18"}, 422),
    ],
)
def test_the_api_says_what_it_cannot_read(desk: Desk, asked: dict[str, str], status: int) -> None:
    answer = desk.person("internal_auditor").get(API, params=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_school_people_get_their_own_by_the_api_and_no_page(desk: Desk) -> None:
    with desk.database.write() as session:
        desk.office.open(session, "school_plan", "SP1")
        desk.office.open(session, "project", "P1")
    person = desk.person("school_officer")
    answer = person.get(API, params={"format": "jsonl"})
    assert [json.loads(line)["case"]["code"] for line in answer.text.splitlines()] == ["SP1"]
    assert [person.get(address).status_code for address in (PAGE, FILE)] == [403, 403]


def test_any_path_leaves_as_bpmn_by_command_page_and_api(desk: Desk, url: str) -> None:
    person = desk.person("plan_director")
    by_api = person.get("/api/v1/definitions/project/diagram", params={"format": "bpmn"})
    assert (by_api.status_code, by_api.headers["content-type"]) == (200, "application/xml")
    by_page = person.get("/settings/definitions/project/path.bpmn")
    assert (by_page.status_code, by_page.headers["content-type"]) == (200, "application/xml")
    assert unquote(by_page.headers["content-disposition"]).endswith(".bpmn")
    words = ["definitions", "diagram", "project", "--format", "bpmn", "--office", "T1"]
    by_command = RUN.invoke(app, ["--database", url, *words])
    assert by_api.text == by_page.text == by_command.stdout
    assert fromstring(by_api.content).tag.endswith("definitions")
    item = person.get("/api/v1/items/P1/diagram", params={"format": "bpmn", "language": "en"})
    assert "Project" in item.text
    assert item.text != by_api.text


def test_the_page_of_a_path_offers_both_files(desk: Desk) -> None:
    person = desk.person("plan_director")
    page = person.get("/settings/definitions/project").text
    for ending in ("bpmn", "mmd"):
        assert f"/settings/definitions/project/path.{ending}?version=1" in page
    mermaid = person.get("/settings/definitions/project/path.mmd")
    assert mermaid.headers["content-type"] == "text/vnd.mermaid; charset=utf-8"
    assert mermaid.text == person.get("/api/v1/definitions/project/diagram").text
    assert person.get("/settings/definitions/nothing/path.bpmn").status_code == 404
