"""A browser before the pages of the small office, with a clock to move and a telephone."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pyotp
import pytest
from fastapi.testclient import TestClient
from quick_passwords import quick_hash

from api.app import create_app
from api.settings import Settings
from tests.conftest import NOW, SmallOffice
from workflow import accounts
from workflow.accounts import policy
from workflow.accounts.policy import Policy
from workflow.changes import Hand
from workflow.database import Database

PASSWORD = "a good password"
NEW = "แมวสามตัวใต้ต้นมะม่วง"
HALF_MINUTE = datetime.timedelta(seconds=30)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/124.0 Safari/537.36"


@dataclass
class Accounts:
    """The office's pages, as anybody's browsers see them."""

    app: Any
    office: SmallOffice
    database: Database
    at: datetime.datetime = NOW
    clients: list[TestClient] = field(default_factory=list)

    def browser(self, address: str = "10.0.0.5", base: str = "http://testserver") -> TestClient:
        client = TestClient(
            self.app, client=(address, 50000), base_url=base, headers={"User-Agent": WINDOWS},
            follow_redirects=False,
        )  # fmt: skip
        self.clients.append(client)
        return client

    def sign_in(self, client: TestClient, who: str, password: str = PASSWORD) -> Any:
        return client.post("/sign-in", data={"username": f"{who}.t1", "password": password})

    def signed_in(self, who: str, **options: str) -> TestClient:
        client = self.browser(**options)
        assert self.sign_in(client, who).headers["location"] == "/"
        return client

    def phone(self, page: str) -> pyotp.TOTP:
        """The telephone that scanned the page's picture."""
        return pyotp.TOTP(re.search(r"<code class=\"account-key\">([A-Z2-7 ]+)<", page)[1].replace(" ", ""))

    def later(self, halves: int = 2) -> datetime.datetime:
        self.at += halves * HALF_MINUTE
        return self.at

    def rules(self, **changes: Any) -> None:
        with self.database.write() as session:
            hand = Hand(self.office.people["system_admin"], self.at)
            policy.save(session, self.office.id, Policy(**changes), hand)

    def enrol(self, who: str) -> tuple[TestClient, pyotp.TOTP, list[str]]:
        """Somebody whose office asks for a second factor sets hers up on the way in."""
        client = self.browser()
        assert self.sign_in(client, who).headers["location"].startswith("/sign-in/second-factor")
        phone = self.phone(client.get("/sign-in/second-factor").text)
        answer = client.post("/sign-in/second-factor", data={"code": phone.at(self.at)})
        assert answer.status_code == 200
        return client, phone, recovery_codes(answer.text)


def recovery_codes(page: str) -> list[str]:
    return re.findall(r"<li><code>([0-9A-Z-]{19})</code>", page)


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


@pytest.fixture(name="desk")
def account_desk(
    database: Database, database_url: str, office: SmallOffice, tmp_path: Path
) -> Iterator[Accounts]:
    with database.write() as session:
        for name, person in office.people.items():
            if name != "system":
                accounts.set_password(session, person, quick_hash(PASSWORD))
    opened: list[Accounts] = []
    settings = Settings(database_url=database_url, data_folder=tmp_path)
    app = create_app(settings, clock=lambda: opened[0].at, sweeps=False)
    opened.append(Accounts(app, office, database))
    yield opened[0]
    app.state.channels.close()
    app.state.database.dispose()
