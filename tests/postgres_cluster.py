"""A PostgreSQL of our own for one test run: started in a fresh folder, stopped and removed afterwards.

Measured is what an office runs: the settings that decide whether a committed row survives a crash keep
PostgreSQL's defaults. The tests make a database each and lose no power, so for them fsync is off: making and
dropping one takes 1.7 s on a disk with it, and a small part of that in memory without.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROLE = "khanton"
RAM = Path("/dev/shm")  # noqa: S108  only the tests' throw-away server lives there
DATABASE = "khanton_test"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "logging_collector": "off",
}


class ClusterError(RuntimeError):
    """PostgreSQL would not start; the text is what it said."""


def postgres_binaries() -> Path | None:
    """The folder of the newest PostgreSQL server installed here, or None (always None on Windows)."""
    if sys.platform == "win32":
        return None
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version_in_path)
    on_path = shutil.which("initdb")
    found = debian[-1] if debian else (Path(on_path).resolve() if on_path else None)
    return found.parent if found and (found.parent / "pg_ctl").exists() else None


@contextmanager
def cluster(*, durable: bool = True) -> Iterator[str]:
    """Give the URL of an empty database whose role may CREATE DATABASE; after the block the server is gone.

    Raises ClusterError with PostgreSQL's own words when it cannot be started. Only this machine can connect.
    """
    binaries = postgres_binaries()
    if binaries is None:
        raise ClusterError("no PostgreSQL server is installed")
    account = _ordinary_account()
    folder = Path(tempfile.mkdtemp(prefix="khanton-pg-", dir=None if durable else memory()))
    try:
        if account:
            shutil.chown(folder, account)
        with _interrupts_deferred():  # half a start would leave a server that nobody knows
            port = _start(binaries, folder, account, durable=durable)
        yield f"postgresql+psycopg://{ROLE}@127.0.0.1:{port}/{DATABASE}"
    finally:
        _stop_and_remove(binaries, folder, account)


def install_if_missing(say: Callable[[str], None]) -> str:
    """Install Debian's PostgreSQL if none is here and we may; answer "" when one is, or why there is none.

    `say` is told, one line each, what is about to be done.
    """
    if postgres_binaries():
        return ""
    if shutil.which("apt-get") is None:
        return "no PostgreSQL server on this computer, and no apt-get to install one with"
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and (
        shutil.which("sudo") is None or subprocess.run([*sudo, "true"], capture_output=True).returncode
    ):
        return "no PostgreSQL server on this computer; install it with: sudo apt-get install -y postgresql"
    failed = 0
    for step in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "postgresql"]):
        command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", *step]
        say("ติดตั้งสิ่งที่การทดสอบต้องใช้ · installing what the tests need: " + " ".join(step))
        failed = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode
    return "" if postgres_binaries() else f"apt-get could not install postgresql (exit code {failed})"


def memory() -> str | None:
    """A folder in memory where there is room for it: tests of databases mostly wait for the disk."""
    roomy = RAM.is_dir() and os.access(RAM, os.W_OK) and shutil.disk_usage(RAM).free > 2 * 1024**3
    return str(RAM) if roomy else None


def _start(binaries: Path, folder: Path, account: str | None, *, durable: bool) -> int:
    """Create the data folder, start the server on a free port and create the database; answer the port."""
    data = str(folder / "data")
    # --no-sync leaves out only the wait for the empty data folder to reach the disk; the server itself syncs.
    text = ["--encoding=UTF8", "--no-locale"]
    _run([binaries / "initdb", "-D", data, "-U", ROLE, "--auth=trust", "--no-sync", *text], folder, account)
    port = _free_port()
    in_haste = {} if durable else {"fsync": "off", "full_page_writes": "off"}
    settings = {**SETTINGS, **in_haste, "unix_socket_directories": str(folder), "port": str(port)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    log = str(folder / "server.log")
    try:
        _run(
            [binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start"],
            folder,
            account,
        )
    except ClusterError as failure:
        said = Path(log).read_text(encoding="utf-8", errors="replace") if Path(log).exists() else ""
        raise ClusterError(f"{failure}\n{said[-2000:]}") from failure
    _run([binaries / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", ROLE, DATABASE], folder, account)
    return port


def _stop_and_remove(binaries: Path, folder: Path, account: str | None) -> None:
    """Stop the server if it runs and delete its folder; a second Ctrl-C cannot leave a server behind."""
    with _interrupts_deferred():
        if (folder / "data" / "postmaster.pid").exists():
            stop: list[Path | str] = [
                binaries / "pg_ctl",
                "-D",
                folder / "data",
                "-w",
                "-m",
                "immediate",
                "stop",
            ]
            try:
                _run(stop, folder, account)
            except ClusterError as failure:
                print(f"PostgreSQL in {folder} did not stop: {failure}", file=sys.stderr)
                return
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[Path | str], folder: Path, account: str | None) -> None:
    """Run one PostgreSQL program as the ordinary account, away from the terminal's Ctrl-C."""
    with open(folder / "said.log", "w+", encoding="utf-8", errors="replace") as said:
        # The output goes to a file: a pipe would stay open as long as the server that pg_ctl leaves running.
        code = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C", "PGCONNECT_TIMEOUT": "10"},
            start_new_session=True,
            user=account,
            group=_group_of(account),
            extra_groups=[] if account else None,
        ).returncode
        said.seek(0)
        if code:
            raise ClusterError(f"{Path(command[0]).name}: {said.read().strip()}")


def _ordinary_account() -> str | None:
    """The account to use when we are root, whom PostgreSQL refuses; created if there is none. Else None."""
    if os.geteuid() != 0:
        return None
    names = _accounts()
    for name in ("postgres", "khanton-test"):
        if name in names:
            return name
    subprocess.run(["useradd", "--system", "--no-create-home", "khanton-test"], check=True)  # noqa: S607 - root's PATH
    return "khanton-test"


def _accounts() -> set[str]:
    import pwd  # not on Windows

    return {entry.pw_name for entry in pwd.getpwall()}


def _group_of(account: str | None) -> int | None:
    if account is None:
        return None
    import pwd  # not on Windows

    return pwd.getpwnam(account).pw_gid


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _version_in_path(path: Path) -> tuple[int, ...]:
    """Sort 9.6 before 15: /usr/lib/postgresql/15/bin/initdb gives (15,)."""
    return tuple(int(number) for number in re.findall(r"\d+", path.parts[-3]))


@contextmanager
def _interrupts_deferred() -> Iterator[None]:
    """Let Ctrl-C (and SIGTERM) wait for the end of the block, then deliver it as it would have been."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals do not arrive here
        return
    waiting: list[int] = []
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(kind, lambda number, frame: waiting.append(number)) for kind in kinds]
    try:
        yield
    finally:
        for kind, previous in zip(kinds, before, strict=True):
            signal.signal(kind, previous)
        if waiting:
            signal.raise_signal(waiting[0])
