"""A PostgreSQL of the test's own that keeps what it has said, to be crashed and traced."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import postgres_cluster
import psycopg
import pytest
from sqlalchemy import make_url

PATIENCE = 60.0
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class OwnCluster:
    """Its address, and the folder of its data."""

    url: str
    data: Path

    @property
    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split("\n")[0])

    def processes(self) -> list[int]:
        """The postmaster and its children."""
        pid = self.postmaster
        return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]

    def stop_at_once(self) -> None:
        """`pg_ctl stop -m immediate`: nothing is written any more."""
        self._pg_ctl("-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """kill -9 of every process of it, the postmaster first."""
        there = self.processes()
        for pid in there:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while any(_there(pid) for pid in there):
            assert time.monotonic() < until
            time.sleep(0.01)

    def start(self) -> None:
        """Starts it anew with the options it had; it recovers before it answers."""
        options = (self.data.parent / "options").read_text()
        self._pg_ctl("-l", str(self.data.parent / "server.log"), "-w", "-t", "60", "-o", options, "start")
        self.reap_later()

    def reap_later(self) -> None:
        """Lets go of the postmaster as soon as it has ended, whoever ends it: pg_ctl waits for that."""
        threading.Thread(target=_reaped, args=(self.postmaster,), daemon=True).start()

    def _pg_ctl(self, *more: str) -> None:
        binaries = postgres_cluster.postgres_binaries()
        assert binaries is not None
        account = self.data.owner() if os.geteuid() == 0 else None
        command = [str(binaries / "pg_ctl"), "-D", str(self.data), *more]
        with (self.data.parent / "said.log").open("wb") as said:  # a pipe would stay open with the server
            code = subprocess.run(
                command, stdout=said, stderr=said, cwd=self.data.parent, user=account, timeout=120
            ).returncode
        log = (self.data.parent / "server.log").read_text(errors="replace")
        assert code == 0, log[-1_000:]


@contextmanager
def own_cluster() -> Iterator[OwnCluster]:
    """As an office runs it: fsync on, full pages written. Skips the test where there is no PostgreSQL."""
    if postgres_cluster.postgres_binaries() is None:
        pytest.skip("no PostgreSQL server is installed")
    with _orphans_are_ours(), postgres_cluster.cluster(durable=True) as url:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain) as connection:
            told = connection.execute(
                "SELECT current_setting('data_directory'), current_setting('fsync'),"
                " current_setting('synchronous_commit'), current_setting('full_page_writes')"
            ).fetchone()
        assert told is not None
        assert told[1:] == ("on", "on", "on")
        made = OwnCluster(url, Path(told[0]))
        # The first line is the program with its options, each in quotes.
        first = (made.data / "postmaster.opts").read_text().strip()
        (made.data.parent / "options").write_text(first.partition(" ")[2])
        made.reap_later()
        yield made


@contextmanager
def _orphans_are_ours() -> Iterator[None]:
    """The postmaster becomes a child of this process, which reaps it.

    Else a dead one that nobody reaps would keep its number, and be taken for a running one when it is started
    anew.
    """
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield
    finally:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0)


def _reaped(pid: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _there(pid: int) -> bool:
    """Whether the process is still there; reaps it where it is not."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return Path(f"/proc/{pid}").exists()
