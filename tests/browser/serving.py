"""One installation over a copy of the sample offices, answering real browsers; its clock stands still."""

import datetime
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from quick_passwords import quick_hash
from sqlalchemy import update

from api.app import create_app
from api.settings import Settings
from workflow.database import Database
from workflow.demo import PASSWORD, stands_at
from workflow.models import Credential

SECONDS_TO_START = 20


@dataclass
class Office:
    """Where the sample offices answer; `at` is what time it is there, and moves only when a test moves it."""

    database: Database
    at: datetime.datetime
    base: str = ""
    signed_in: dict[str, Any] = field(default_factory=dict)  # what a browser keeps for each account

    def later(self, **time: int) -> datetime.datetime:
        """Lets time pass: days=1, hours=2. Whoever was signed in signs in again."""
        self.signed_in.clear()
        self.at += datetime.timedelta(**time)
        return self.at


@contextmanager
def serving(url: str, folder: Path, at: datetime.datetime | None = None) -> Iterator[Office]:
    """Serves the database on a free port, from a thread of this process. Passwords are quick to check.

    Without `at` the clock shows the moment at which the sample offices stand.
    """
    database = Database(url)
    with database.write() as session:
        session.execute(update(Credential).values(password_hash=quick_hash(PASSWORD)))
        office = Office(database, at or stands_at(session))
    app = create_app(Settings(database_url=url, data_folder=folder), lambda: office.at, sweeps=False)
    door = socket.create_server(("127.0.0.1", 0))
    office.base = f"http://127.0.0.1:{door.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="on"))
    started = threading.Event()
    thread = threading.Thread(target=_run, args=(server, door, started), daemon=True)
    thread.start()
    try:
        assert started.wait(SECONDS_TO_START), "the server did not start"
        yield office
    finally:
        server.should_exit = True
        thread.join(SECONDS_TO_START)
        door.close()
        database.dispose()


def _run(server: uvicorn.Server, door: socket.socket, started: threading.Event) -> None:
    """The door is open already: a browser that comes early waits."""
    started.set()
    server.run(sockets=[door])
