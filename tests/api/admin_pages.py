"""The small office's administration by page: whoever signs in, what she sends, what the page then says."""

import re
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from year_pages import sign_in

MOST_STATEMENTS = 25


class Admin:
    """A browser in Arabic digits that signs in as whoever acts."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def as_(self, role: str) -> "Admin":
        sign_in(self.client, f"{role}.t1")
        return self

    def page(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def send(self, address: str, status: int = 200, **typed: str) -> str:
        """Sends a form; the page that follows."""
        told = {name.replace("__", ":").replace("_0", "-0"): value for name, value in typed.items()}
        answer = self.client.post(address, data=told)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def statements(self, address: str) -> int:
        """How many statements one page takes, once everything is warm."""
        self.page(address)
        asked: list[str] = []
        engine = self.client.app.state.database.engine  # type: ignore[attr-defined]

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            self.page(address)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)


def plain(page: str) -> str:
    """The words of a page, without its tags."""
    found = re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", found.replace("\N{ZERO WIDTH SPACE}", ""))


def problem(page: str, field: str) -> str:
    """What the page says is wrong with a field, which its summary leads to."""
    assert f'<a href="#{field}">' in page, f"the summary does not lead to {field}"
    found: Any = re.search(rf'id="{field}-problem">([^<]*)<', page)
    return str(found[1]) if found else ""


@pytest.fixture(name="admin")
def administrator(desk: TestClient) -> Admin:
    """The system administrator of the small office."""
    desk.cookies.set("khanton_digits", "arabic")
    return Admin(desk).as_("system_admin")
