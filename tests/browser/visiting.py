"""Opens pages of the catalogue without a browser: everybody who looks at one has a session in her name."""

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient
from httpx2 import Response
from pages import NOBODY, PAGES, Page
from serving import Office
from sqlmodel import col, select

from api.app import create_app
from api.settings import Settings
from workflow.models import Person, SignIn


@contextmanager
def visiting(office: Office, folder: Path) -> Iterator[TestClient]:
    """The application over the office on its day; nothing but pages is done, nobody is reminded."""
    let_in(office)
    app = create_app(Settings(database_url=office.base, data_folder=folder), lambda: office.at, sweeps=False)
    with TestClient(app) as client:
        yield client


def let_in(office: Office) -> None:
    """A session for everybody of the catalogue, its token her name."""
    with office.database.write() as session:
        for who in sorted({page.who for page in PAGES} - {NOBODY}):
            hers = select(Person.id).where(Person.username == who).order_by(col(Person.id)).limit(1)
            session.add(
                SignIn(
                    token_hash=hashlib.sha256(who.encode()).hexdigest(),
                    person_id=session.exec(hers).one(),
                    started_at=office.at,
                    expires_at=office.at + datetime.timedelta(hours=8),
                )
            )


def visit(client: TestClient, page: Page, named: Mapping[str, str]) -> Response:
    """The page as whoever looks at it gets it; fails unless its status is the catalogue's."""
    headers = {"Authorization": f"Bearer {page.who}"} if page.who else {}
    answer = client.get(page.where.format_map(named), headers=headers, follow_redirects=True)
    assert answer.status_code == page.status, (page.where, answer.status_code)
    return answer
