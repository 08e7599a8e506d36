"""A server that is told to stop answers what it has begun, takes nothing new, and ends well."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import SmallOffice

from workflow.database import Database

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_a_request_under_way_is_answered_after_sigterm(
    database: Database, office: SmallOffice, database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--database", database_url]
    environment = {**os.environ, "KHANTON_DATA": str(tmp_path), "KHANTON_LOG": "json"}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as server:
        try:
            wait_until_open(port)
            slow = begun(port)
            server.send_signal(signal.SIGTERM)
            wait_until_shut(port)
            slow.send(b"=nobody&password=none")
            answer = slow.getresponse()
            assert answer.status in (401, 422)
            assert "text/html" in answer.headers["Content-Type"]
            slow.close()
            assert server.wait(timeout=60) in (0, -signal.SIGTERM)
        finally:
            server.kill()
        assert server.stderr is not None
        assert b"Traceback" not in server.stderr.read()


def begun(port: int) -> http.client.HTTPConnection:
    """A form of which only the first bytes have been sent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body = b"username=nobody&password=none"
    connection.putrequest("POST", "/sign-in")
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders()
    connection.send(b"username")
    time.sleep(0.5)  # the server has read the head
    return connection


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until_open(port: int) -> None:
    _wait(lambda: answers(port), 60)


def wait_until_shut(port: int) -> None:
    _wait(lambda: not answers(port), 20)


def _wait(reached, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < ends
        time.sleep(0.1)
