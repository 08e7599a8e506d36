"""The small office's first quarter of 2561 at the pages: three projects, figures, a target, a report."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import event
from year_pages import sign_in

from tests.conftest import SmallOffice
from tests.workflow.reports.report_desk import Reports
from workflow.database import Database
from workflow.items import find

QUARTER = "/quarter/2561/1"


class Quarter:
    """A browser that signs in as whoever acts, and forms as the page holds them."""

    def __init__(self, client: TestClient, database: Database, office: SmallOffice) -> None:
        self.client, self.database, self.office = client, database, office

    def page(self, who: str, address: str = QUARTER, status: int = 200) -> str:
        sign_in(self.client, f"{who}.t1".lower())
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def form(self, page: str, name: str) -> dict[str, str]:
        """What the form of this name carries, hidden and typed."""
        found = re.search(rf'<form(?:(?!</form>).)*?name="form" value="{name}".*?</form>', page, re.DOTALL)
        assert found is not None, name
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found[0])
        typed = re.findall(r'<input id="[^"]*" name="([^"]+)" value="([^"]*)"', found[0])
        long = re.findall(r'<textarea id="[^"]*" name="([^"]+)"[^>]*>([^<]*)</textarea>', found[0])
        return dict([*hidden, *typed, *long])

    def send(self, address: str, told: dict[str, Any], status: int = 200) -> str:
        answer = self.post(address, told)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def post(self, address: str, told: dict[str, Any]) -> Response:
        return self.client.post(address, data=told)

    def fill(
        self, who: str, form: str, address: str, where: str = QUARTER, status: int = 200, **typed: str
    ) -> str:
        """Opens the page, fills in the form of this name and sends it; the page that follows."""
        told = self.form(self.page(who, where), form) | {
            name.replace("__", ":"): text for name, text in typed.items()
        }
        return self.send(address, told, status)

    def stand(self, code: str, state: str) -> None:
        with self.database.write() as session:
            find(session, self.office.id, code).state = state

    def written(self, session: Any) -> Reports:
        made = object.__new__(Reports)
        made.session, made.office = session, self.office
        return made

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        asked: list[str] = []
        engine = self.client.app.state.database.engine  # type: ignore[attr-defined]

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(name="quarter")
def a_quarter_being_gathered(desk: TestClient, database: Database, office: SmallOffice) -> Quarter:
    """P001 of PLN paid 20 %, P002 of ADM paid 40 %, P003 of ADM nothing, where 30.29 % was due."""
    desk.cookies.set("khanton_digits", "arabic")
    with database.write() as session:
        made = Reports(session, office)
        made.report("quarterly_report", "collecting")
        made.aim(1, 3029)
        first = made.project("P001", 1_000_00, owner_id=office.people["project_owner"])
        second = made.project("P002", 500_50, group="ADM")
        third = made.project("P003", 200_00, group="ADM")
        made.pay(first, 200_00)
        made.pay(second, 200_20)
        made.plan(first, 250_50, 749_50, 0, 0)
        made.plan(second, 200_20, 300_30, 0, 0)
        made.plan(third, 0, 200_00, 0, 0)
    return Quarter(desk, database, office)
