"""Browsers before the sample office's year and before the small office; what a page and a workbook hold."""

import datetime
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from demonstration import copied
from fastapi.testclient import TestClient
from quick_passwords import quick_hash
from sqlalchemy import update
from sqlmodel import Session
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app as command_line
from api.pages.texts import TEXTS as WORDS
from api.settings import Settings
from tests.conftest import NOW, SmallOffice
from workflow import accounts
from workflow.database import Database
from workflow.demo import PASSWORD as SAMPLE_PASSWORD
from workflow.models import Credential

PASSWORD = "a good password"
HASH = quick_hash(PASSWORD)
CLOCK = datetime.datetime(2018, 11, 20, 3, 0, tzinfo=datetime.UTC)
DAYS = ("2018-01-16", "2018-04-20", "2018-10-01")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXTS = WORDS["th"]


@pytest.fixture(name="sample", scope="module")
def own_year(sample_year: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample offices after the whole year; signing in, quickly, is all that is written."""
    with copied(sample_year, tmp_path_factory.mktemp("year_page")) as url:
        database = Database(url)
        with database.write() as session:
            session.execute(update(Credential).values(password_hash=quick_hash(SAMPLE_PASSWORD)))
        database.dispose()
        yield url


@pytest.fixture(name="browser")
def directors_browser(sample: str, tmp_path: Path) -> Iterator[TestClient]:
    """The planning director's browser before the sample office; Arabic digits."""
    app = create_app(Settings(database_url=sample, data_folder=tmp_path), clock=lambda: CLOCK)
    with TestClient(app) as client:
        sign_in(client, "plandir", SAMPLE_PASSWORD)
        client.cookies.set("khanton_digits", "arabic")
        yield client


@pytest.fixture(name="desk")
def browser_of_the_small_office(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> Iterator[TestClient]:
    """A browser before the small office, where everybody has the same password."""
    with database.write() as session:
        for name, person in office.people.items():
            if name != "system":
                accounts.set_password(session, person, HASH)
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), clock=lambda: NOW)
    with TestClient(app) as client:
        yield client


def sign_in(client: TestClient, username: str, password: str = PASSWORD) -> None:
    """Signs in in place of whoever was."""
    told = {"username": username, "password": password, "to": "/"}
    assert client.post("/sign-in", data=told, follow_redirects=False).status_code == 303


def page_at(client: TestClient, address: str, status: int = 200) -> str:
    """The page's text; it must come with this status."""
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.text)


def command_tells(sample: str, on: str) -> dict[str, Any]:
    """The sample's year as the command's JSON."""
    words = ["year", "2561", "--office", "UTD2", "--database", sample, "--on", on, "--json"]
    result = CliRunner().invoke(command_line, words)
    assert result.exit_code == 0, result.stdout
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def rows_of(page: str, name: str) -> list[list[str]]:
    """The cells of a table of the page, line by line, as text; a dash where nothing is known."""
    section = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    if section is None:
        return []
    body = section[1].partition("</thead>")[2]
    return [
        [plain_text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def plain_text(cell: str) -> str:
    within = re.sub(r'<span class="only-narrow">.*?</span>', "", cell)
    return re.sub(r"<[^>]*>", "", within).replace("\N{NO-BREAK SPACE}", " ").replace("\u200b", "").strip()


def baht(amount: str | None) -> str:
    """An amount of the JSON as the page writes it."""
    return "–" if amount is None else f"{Decimal(amount):,.2f}"


def share(per_cent: str | None) -> str:
    """A per cent of the JSON as the page writes it."""
    return "–" if per_cent is None else per_cent


def book_at(client: TestClient, address: str) -> openpyxl.Workbook:
    """The workbook that is downloaded there."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    assert answer.headers["content-disposition"].startswith("attachment; ")
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def cells_of(book: openpyxl.Workbook, sheet: str | None = None) -> list[list[Any]]:
    """The rows under the heading, an empty line and what follows it left out."""
    found = []
    for row in (book[sheet] if sheet else book.worksheets[0]).iter_rows(min_row=2, values_only=True):
        if not any(value is not None for value in row):
            break
        found.append(list(row))
    return found


def as_shown(value: Any, number_format: str) -> str:
    """A cell of a workbook as the page writes it."""
    if value is None:
        return "–"
    if number_format in ("#,##0.00", "0.00"):
        return f"{Decimal(str(value)):,.2f}"
    return str(value)


@contextmanager
def looking_into(address: str) -> Iterator[Session]:
    """A session on a database, whose connections are closed afterwards."""
    database = Database(address)
    try:
        with database.read() as session:
            yield session
    finally:
        database.dispose()
