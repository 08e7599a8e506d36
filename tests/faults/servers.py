"""A real server of a test's database on a port of its own, and clients who speak to it as programs do."""

import contextlib
import datetime
import hashlib
import http.client
import json
import secrets
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nursery import environment
from sqlmodel import Session

from api.clock import now
from workflow.models import SignIn

HOST = "127.0.0.1"
PATIENCE = 180.0  # seconds: a computer may have other things to do
DOWN = (OSError, http.client.HTTPException)  # what a client sees of a server that was killed


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def sign_in(session: Session, person_id: int, at: datetime.datetime | None = None, *, days: int = 5) -> str:
    """A token as signing in gives it, without the password, whose hash is slow on purpose."""
    token, since = secrets.token_urlsafe(16), at or now()
    session.add(
        SignIn(
            token_hash=hashlib.sha256(token.encode()).hexdigest(),
            person_id=person_id,
            started_at=since,
            last_seen_at=since,
            expires_at=since + datetime.timedelta(days=days),
        )
    )
    return token


@dataclass(frozen=True)
class Answer:
    """What came back: its status, and its JSON or text."""

    status: int
    body: Any

    @property
    def code(self) -> str:
        """A refusal's name."""
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""


@dataclass
class Client:
    """One person's program, on one connection that is kept."""

    port: int
    token: str
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def post(self, address: str, wish: Mapping[str, Any], key: str = "") -> Answer:
        return self.ask("POST", address, json.dumps(wish).encode(), "application/json", key)

    def put(self, address: str, wish: Mapping[str, Any], key: str = "") -> Answer:
        return self.ask("PUT", address, json.dumps(wish).encode(), "application/json", key)

    def form(self, address: str, wish: Mapping[str, str]) -> Answer:
        """As a browser sends a page's form."""
        body = urllib.parse.urlencode(wish).encode()
        return self.ask("POST", address, body, "application/x-www-form-urlencoded")

    def ask(self, method: str, address: str, body: bytes | None, kind: str, key: str = "") -> Answer:
        """Raises one of DOWN where no whole answer came."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        if key:
            headers["Idempotency-Key"] = key
        try:
            self._connection.request(method, address, body, headers)
            answer = self._connection.getresponse()
            text = answer.read()
        except DOWN:
            self.hang_up()
            raise
        plain = answer.headers.get_content_type().endswith("json")
        return Answer(answer.status, json.loads(text) if plain else text.decode())

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def alive(port: int) -> bool:
    """Whether a server answers there, with its database."""
    with contextlib.suppress(*DOWN):
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == 200
        finally:
            connection.close()
    return False


def wait_for(port: int, process: "subprocess.Popen[bytes] | None" = None) -> None:
    """Until a server answers there; if its process is known, no longer than that lives."""
    until = time.monotonic() + PATIENCE
    while not alive(port):
        assert process is None or process.poll() is None, "the server has ended: see serve.log"
        assert time.monotonic() < until, "the server does not answer"
        time.sleep(0.01)


def served(url: str, folder: Path, port: int, *before: str) -> "subprocess.Popen[bytes]":
    """`khanton serve` as an office starts it, perhaps under another program; its words go to serve.log."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "api.cli", "serve", "--database", url, "--data", str(folder)]
    with (folder / "serve.log").open("ab") as log:
        return subprocess.Popen(
            [*before, *command, "--port", str(port), "--no-sweeps"], stdout=log, stderr=log, env=environment()
        )


@contextmanager
def serving(url: str, folder: Path) -> Iterator[int]:
    """A server that answers; its port."""
    port = free_port()
    process = served(url, folder, port)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.kill()
        process.wait()
