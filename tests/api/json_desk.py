"""People of the small office at the JSON door: each with a client that has signed in as herself."""

import datetime
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from quick_passwords import quick_hash
from sqlalchemy import event
from sqlmodel import Session

from api.app import create_app
from api.settings import Settings
from workflow import accounts
from workflow.database import Database
from workflow.items import find
from workflow.models import Person, SignIn

PASSWORD = "ความลับของสำนักงาน"


def give_passwords(session: Session, office: Any) -> None:
    """Everybody of the office but its service account can sign in with PASSWORD."""
    for person_id in office.people.values():
        if not session.get_one(Person, person_id).is_service:
            accounts.set_password(session, person_id, quick_hash(PASSWORD))


@dataclass
class Desk:
    """The application over a test's database; `at` is what its clock says."""

    database_url: str
    folder: Path
    office: Any
    at: datetime.datetime
    clients: dict[str, TestClient] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app = create_app(
            Settings(database_url=self.database_url, data_folder=self.folder), lambda: self.at
        )
        self.database: Database = self.app.state.database

    def visitor(self) -> TestClient:
        """A browser that has not signed in; a fault is answered rather than raised."""
        return TestClient(self.app, base_url="http://testserver", raise_server_exceptions=False)

    def token(self, role: str, office: Any = None) -> str:
        answer = self.visitor().post("/api/v1/sign-in", json=self.account(role, office))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["token"])

    def account(self, role: str, office: Any = None) -> dict[str, str]:
        return {"username": f"{role}.{(office or self.office).code}".lower(), "password": PASSWORD}

    def person(self, role: str, office: Any = None) -> TestClient:
        """A program that acts for the holder of `role`."""
        key = f"{role} {(office or self.office).code}"
        if key not in self.clients:
            self.clients[key] = self.visitor()
            self.clients[key].headers["Authorization"] = (
                f"Bearer {self._session(role, office or self.office)}"
            )
        return self.clients[key]

    def _session(self, role: str, office: Any) -> str:
        """A session begun without the password, whose hash is slow on purpose."""
        token = secrets.token_urlsafe(8)
        row = SignIn(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            person_id=office.people[role],
            started_at=self.at,
            expires_at=self.at + datetime.timedelta(hours=10),
        )
        with self.database.write() as session:
            session.add(row)
        return token

    def open(self, kind: str, code: str, **more: Any) -> None:
        with self.database.write() as session:
            self.office.open(session, kind, code, **more)

    def stand(self, code: str, state: str, since: datetime.date = datetime.date(2017, 10, 1)) -> None:
        """The paper stands in `state`, wherever its path would have led it."""
        with self.database.write() as session:
            item = find(session, self.office.id, code)
            item.state, item.effective_on = state, since

    def statements(self) -> "Statements":
        return Statements(self.database)


# Transactions' own words, a group's savepoints among them.
_ITS_OWN = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Statements:
    """Counts the SQL statements of a block, without transactions' own words and who is signed in.

    That a session is in use is noted once a minute, after the answer: now and then two statements more.
    """

    def __init__(self, database: Database) -> None:
        self._engine, self.count = database.engine, 0

    def __enter__(self) -> "Statements":
        event.listen(self._engine, "before_cursor_execute", self._counted)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._counted)

    def _counted(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.count += not statement.startswith(_ITS_OWN) and "sign_in" not in statement


@pytest.fixture(name="desk")
def desk_at_the_json_door(
    database_url: str, database: Database, office: Any, now: datetime.datetime, tmp_path: Path
) -> Iterator[Desk]:
    """The JSON door of the small office, everybody with a password."""
    with database.write() as session:
        give_passwords(session, office)
    opened = Desk(database_url, tmp_path / "data", office, now)
    yield opened
    opened.database.dispose()
