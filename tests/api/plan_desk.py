"""A plan with projects and lines in the small office, before the pages of plan and amendments."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from json_desk import Statements
from sqlmodel import Session, select
from year_pages import HASH, rows_of, sign_in

from api.app import create_app
from api.settings import Settings
from tests.conftest import NOW, SmallOffice
from workflow import accounts
from workflow.database import Database
from workflow.items import find
from workflow.models import Fund, Item, ProjectLine

__all__ = ["PlanDesk", "Statements", "desk_of_the_plan"]


@dataclass
class PlanDesk:
    """The office's plan AP2561 with projects P1… in progress, each with two lines: 100 and 50 baht."""

    client: TestClient
    database: Database
    office: SmallOffice

    def sign_in(self, role: str) -> None:
        sign_in(self.client, f"{role}.t1")
        self.client.cookies.set("khanton_digits", "arabic")

    def page(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text[:2000]
        return unescape(answer.text)

    def send(self, address: str, told: dict[str, str], status: int = 303) -> str:
        """Where the form leads, or the page that comes back."""
        answer = self.client.post(address, data=told, follow_redirects=False)
        assert answer.status_code == status, re.sub(r"<[^>]+>", " ", answer.text)[:3000]
        return answer.headers["location"] if status == 303 else unescape(answer.text)

    def add(self, *codes: str, state: str = "in_progress", group: str = "PLN") -> dict[str, list[int]]:
        """Projects in the plan; the keys of their lines by code."""
        with self.database.write() as session:
            return {code: _project(session, self.office, code, state, group) for code in codes}

    def item(self, code: str) -> Item:
        with self.database.read() as session:
            return find(session, self.office.id, code)

    def statements(self) -> Statements:
        return Statements(self.client.app.state.database)  # type: ignore[attr-defined]


def _project(session: Session, office: SmallOffice, code: str, state: str, group: str) -> list[int]:
    plan = session.exec(select(Item.id).where(Item.code == "AP2561")).one()
    fund = session.exec(select(Fund.id).where(Fund.office_id == office.id, Fund.code == "OFFICE")).one()
    item = office.open(session, "project", code, parent_id=plan, group_id=office.groups[group])
    item.state, item.effective_on = state, datetime.date(2017, 10, 1)
    rows = [
        ProjectLine(item_id=item.id, fund_id=fund, category="operating", sub=sub, original=satang)
        for sub, satang in (("services", 100_00), ("materials", 50_00))
    ]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


@pytest.fixture(name="desk")
def desk_of_the_plan(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> Iterator[PlanDesk]:
    """A browser before the small office with its plan; everybody has the same password."""
    with database.write() as session:
        for name, person in office.people.items():
            if name != "system":
                accounts.set_password(session, person, HASH)
        office.open(session, "annual_plan", "AP2561", group_id=None)
        session.add(Fund(office_id=office.id, code="OFFICE", name_th="งบประมาณสำนักงาน"))
        session.add(Fund(office_id=office.id, code="QUALITY", name_th="งบประมาณคุณภาพ"))
    app = create_app(Settings(database_url=database_url, data_folder=tmp_path), clock=lambda: NOW)
    client = TestClient(app)  # without its sweeps: they would ask the database in between
    yield PlanDesk(client, database, office)
    app.state.database.dispose()


def value_of(page: str, name: str) -> str:
    """What stands in a field of the page."""
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def rows_in(page: str, name: str) -> list[list[str]]:
    """The cells of a table in a card of the page, line by line."""
    return rows_of(page.replace('<section class="card" aria', "<section aria"), name)
